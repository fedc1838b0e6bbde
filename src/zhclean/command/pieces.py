"""Cut structured text into the pieces a person wrote, so that no separator is ever cleaned.

A comma between two cells of Chinese, or between two strings of JSON, looks like one a writer
typed; only what stands inside a cell or a string is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from . import jsonspans
from .files import FileError

# Ten fields: the last one is what is shown, and holds commas of its own.
_DIALOGUE = re.compile(r"^(?:Dialogue|Comment):(?:[^,\n]*,){9}([^\n]+)", re.MULTILINE)


class Piece(NamedTuple):
    """A stretch [start, end) of the file's text, and the text it stands for."""

    start: int
    end: int
    text: str


def pieces_of(kind: str, text: str) -> list[Piece]:
    """Cut ``text`` as its format asks."""
    if kind == "json":
        return _json(text)
    if kind in ("csv", "tsv"):
        return list(_cells(text, "," if kind == "csv" else "\t"))
    if kind == "ass":
        return [Piece(m.start(1), m.end(1), m[1]) for m in _DIALOGUE.finditer(text)]
    raise ValueError(kind)


def rewritten(kind: str, token: str, after: str) -> str:
    """Write a piece's new text in the manner of ``token``, what stood in the file before."""
    if kind == "json":
        return jsonspans.written(after, escaped=jsonspans.is_escaped(token, 0, len(token)))
    if kind in ("csv", "tsv"):
        separator = "," if kind == "csv" else "\t"
        if token.startswith('"') or any(mark in after for mark in (separator, '"', "\n", "\r")):
            return '"' + after.replace('"', '""') + '"'
    return after


def _json(text: str) -> list[Piece]:
    try:
        return [Piece(*token) for token in jsonspans.fields_of(text, jsonspans.EVERYTHING)]
    except jsonspans.BrokenJsonError as error:
        raise FileError(str(error)) from None


def _cells(text: str, separator: str) -> Iterator[Piece]:
    """Cut comma-separated values (RFC 4180) into their cells."""
    cell = re.compile(rf'"((?:[^"]|"")*)"(?=[{separator}\r\n]|\Z)|([^{separator}\r\n]+)')
    for m in cell.finditer(text):
        if m[1] is not None:
            yield Piece(m.start(), m.end(), m[1].replace('""', '"'))
        else:
            yield Piece(m.start(), m.end(), m[2])
