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


_QUOTED = re.compile('"(?:[^"]|"")*"')
SEPARATORS = (",", "\t", ";", "|")
SAMPLE = 1 << 16
"""Characters of a table from which its separator is told."""

_MSGSTR = re.compile(
    r'^(?:#~ )?msgstr(?:\[\d+\])?[ \t]*("[^\n]*"(?:\r?\n(?:#~ )?[ \t]*"[^\n]*")*)', re.MULTILINE
)
_PO_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_PO_ESCAPE = re.compile(r"\\.")
_PO_READ = {r"\n": "\n", r"\t": "\t", r"\r": "\r", r"\"": '"', "\\\\": "\\"}
_PO_ESCAPES = {value: written for written, value in _PO_READ.items()}
_PO_WRITE = re.compile('[\n\t\r"\\\\]')

_STRINGS = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
_BLOCK = r"/\*(?P<block>[\s\S]*?)(?=\*/|\Z)"
# What a language writes its comments with, behind the strings in which the same means nothing.
_COMMENTS = {
    "hash": r"(?P<q>\"\"\"|''')[\s\S]*?(?:(?P=q)|\Z)|" + _STRINGS + r"|(?<!\S)#(?P<text>.*)",
    "slash": _STRINGS + r"|`[^`]*`|(?<!:)//(?P<text>.*)|" + _BLOCK,
    "dash": _STRINGS + r"|--(?P<text>.*)|" + _BLOCK,
    "semicolon": r"^[ \t]*[;#](?P<text>.*)",
}


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
        return list(_cells(text, separator_of(kind, text)))
    if kind == "ass":
        return [Piece(m.start(1), m.end(1), m[1]) for m in _DIALOGUE.finditer(text)]
    if kind == "po":
        return list(_translations(text))
    return list(_comments(kind, text))


def rewritten(kind: str, token: str, after: str, separator: str = "") -> str:
    """Write a piece's new text in the manner of ``token``, what stood in the file before."""
    if kind == "json":
        return jsonspans.written(after, escaped=jsonspans.is_escaped(token, 0, len(token)))
    if kind in ("csv", "tsv"):
        if token.startswith('"') or any(mark in after for mark in (separator, '"', "\n", "\r")):
            return '"' + after.replace('"', '""') + '"'
    if kind == "po":
        return _PO_WRITE.sub(lambda m: _PO_ESCAPES[m[0]], after)
    return after


def _json(text: str) -> list[Piece]:
    try:
        return [Piece(*token) for token in jsonspans.fields_of(text, jsonspans.EVERYTHING)]
    except jsonspans.BrokenJsonError as error:
        raise FileError(str(error)) from None


def _comments(kind: str, text: str) -> Iterator[Piece]:
    for m in re.finditer(_COMMENTS[kind], text, re.MULTILINE):
        for name, found in m.groupdict().items():
            if found and name != "q":
                yield Piece(*m.span(name), found)


def separator_of(kind: str, text: str) -> str:
    """Tell what stands between a table's cells: it makes as many of every line as of the first.

    Where two do, it is the one that makes more: of a short table each line may hold one comma.
    """
    if kind != "csv":
        return "\t"
    lines = _QUOTED.sub("", text[:SAMPLE]).splitlines()[:50]
    if len(text) > SAMPLE:
        lines = lines[:-1]  # cut off
    lines = [line for line in lines if line]

    def alike(mark: str) -> tuple[int, int]:
        count = lines[0].count(mark) if lines else 0
        return (sum(line.count(mark) == count for line in lines), count) if count else (0, 0)

    return max(SEPARATORS, key=alike)


def _translations(text: str) -> Iterator[Piece]:
    """Find the strings of a gettext catalogue that translate: the others are keys."""
    for entry in _MSGSTR.finditer(text):
        if "Content-Type:" in entry[0]:  # the catalogue's own header
            continue
        for m in _PO_STRING.finditer(text, entry.start(1), entry.end(1)):
            if all(escape in _PO_READ for escape in _PO_ESCAPE.findall(m[1])):
                value = _PO_ESCAPE.sub(lambda m: _PO_READ[m[0]], m[1])
                yield Piece(m.start(1), m.end(1), value)


def _cells(text: str, separator: str) -> Iterator[Piece]:
    """Cut comma-separated values (RFC 4180) into their cells."""
    cell = re.compile(rf'"((?:[^"]|"")*)"(?=[{separator}\r\n]|\Z)|([^{separator}\r\n]+)')
    for m in cell.finditer(text):
        if m[1] is not None:
            yield Piece(m.start(), m.end(), m[1].replace('""', '"'))
        else:
            yield Piece(m.start(), m.end(), m[2])
