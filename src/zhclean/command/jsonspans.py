"""Find the strings of JSON text where they stand, so that one can be replaced and no other byte.

Parsing and writing JSON again would change numbers, escapes, spacing and doubled keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..errors import ZhcleanError

Token = tuple[int, int, str]
"""Start and end of a string with its quotation marks, and its value."""

_decoder: Any = json.JSONDecoder(parse_int=str, parse_float=str)
_scan = _decoder.scan_once
_ascii: Any = json.encoder.encode_basestring_ascii
_any: Any = json.encoder.encode_basestring
_string: Any = json.decoder.scanstring  # type: ignore[attr-defined]
_space: Any = re.compile(r"[ \t\n\r]*").match
_begin: Any = re.compile(r'[ \t\n\r]*:[ \t\n\r]*"').match
_beyond: Any = re.compile(r"[^\x00-\x7f]").search
_surrogate: Any = re.compile("[\ud800-\udfff]").search
LIMIT = 200
"""How deep a record may nest."""


class BrokenJsonError(ZhcleanError):
    """Text that is not JSON."""

    def __init__(self, problem: str, offset: int) -> None:
        self.problem = problem
        self.offset = offset
        super().__init__(problem, offset)

    def __str__(self) -> str:
        return f"not JSON: {self.problem} at character {self.offset + 1}"


def fields_of(text: str, paths: Sequence[tuple[str, ...]]) -> list[Token]:
    """Find the strings under ``paths`` in one JSON value, in the order they stand.

    A path goes down through objects by key and through every element of an array. Raises
    BrokenJsonError where ``text`` is not exactly one JSON value.
    """
    found: list[Token] = []
    try:
        end = _space(text, _value(text, _space(text, 0).end(), list(paths), found, 0)).end()
    except StopIteration as stop:
        raise BrokenJsonError("a value is missing", int(stop.value or 0)) from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise BrokenJsonError(
            getattr(error, "msg", "nested too deeply").lower().removesuffix(" at"),
            getattr(error, "pos", 0),
        ) from None
    if end != len(text):
        raise BrokenJsonError("text behind the value", end)
    return found


def top_level(text: str, key: str) -> str | None:
    """Return a top-level string of one JSON object quickly; None where a closer look is needed."""
    try:
        value, end = _scan(text, 0)
    except (StopIteration, ValueError, RecursionError):
        return None
    if end != len(text) and _space(text, end).end() != len(text):
        return None
    found = value.get(key) if type(value) is dict else None
    return found if isinstance(found, str) else None


def sole(text: str, key: str, value: str) -> tuple[int, int] | None:
    """Find where the top-level ``value`` of ``key`` stands, quickly; None where it takes a closer look.

    In JSON a quotation mark within a string is escaped, so a key that is written out and stands
    but once is the one that the reader found.
    """
    name = f'"{key}"'
    at = text.find(name)
    if at < 0 or text.find(name, at + len(name)) >= 0 or "\\u00" in text or not key.isidentifier():
        return None
    begin = _begin(text, at + len(name))
    if begin is None or not key.isascii():
        return None
    found, end = _string(text, begin.end())
    return (begin.end() - 1, int(end)) if found == value else None


def _value(text: str, at: int, paths: list[tuple[str, ...]], found: list[Token], depth: int) -> int:
    """Walk the value at ``at``, following ``paths``; return where it ends."""
    mark = text[at : at + 1]
    if mark == '"':
        value, end = _string(text, at + 1)
        if () in paths:
            found.append((at, end, value))
        return int(end)
    if mark == "[" and depth < LIMIT:
        return _array(text, at, paths, found, depth)
    if mark == "{" and depth < LIMIT and any(paths):
        return _object(text, at, paths, found, depth)
    _, end = _scan(text, at)
    return int(end)


def _array(text: str, at: int, paths: list[tuple[str, ...]], found: list[Token], depth: int) -> int:
    at = _space(text, at + 1).end()
    if text.startswith("]", at):
        return at + 1
    while True:
        at = _space(text, _value(text, at, paths, found, depth + 1)).end()
        if text.startswith("]", at):
            return at + 1
        if not text.startswith(",", at):
            raise json.JSONDecodeError("expecting ',' or ']'", text, at)
        at = _space(text, at + 1).end()


def _object(
    text: str, at: int, paths: list[tuple[str, ...]], found: list[Token], depth: int
) -> int:
    at = _space(text, at + 1).end()
    if text.startswith("}", at):
        return at + 1
    while True:
        if not text.startswith('"', at):
            raise json.JSONDecodeError("expecting a key in quotation marks", text, at)
        key, at = _string(text, at + 1)
        at = _space(text, at).end()
        if not text.startswith(":", at):
            raise json.JSONDecodeError("expecting ':'", text, at)
        at = _space(text, at + 1).end()
        below = [p[1:] if p[0] != "**" else p for p in paths if p and p[0] in (key, "**")]
        if any(p and p[0] == "**" for p in below):
            below.append(())
        if below:
            at = _value(text, at, below, found, depth + 1)
        else:
            _, at = _scan(text, at)
        at = _space(text, at).end()
        if text.startswith("}", at):
            return at + 1
        if not text.startswith(",", at):
            raise json.JSONDecodeError("expecting ',' or '}'", text, at)
        at = _space(text, at + 1).end()


EVERYTHING = (("**",), ())
"""Paths that lead to every string that is not a key."""


def is_escaped(text: str, start: int, end: int) -> bool:
    """Whether the string that stands there is written with nothing but ASCII."""
    return text.find("\\u", start, end) >= 0 and _beyond(text, start, end) is None


def written(value: str, *, escaped: bool) -> str:
    """Write ``value`` as a JSON string, in ASCII where the string it replaces was."""
    # A lone surrogate can only be written as an escape.
    return quoted(value, escaped=escaped or _surrogate(value) is not None)


def quoted(value: str, *, escaped: bool) -> str:
    """Write ``value`` as a JSON string: not to be encoded where it holds a lone surrogate."""
    token: str = _ascii(value) if escaped else _any(value)
    return token


def keys_of(text: str) -> Iterator[str]:
    """Name the top-level keys whose value is a string, for a message."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(value, dict):
        yield from (str(k) for k, v in value.items() if isinstance(v, str))
