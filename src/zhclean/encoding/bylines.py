"""Read data as one encoding, and on their own the lines that it cannot read, or reads oddly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import AnyStr, NamedTuple

from ..patterns import lazy
from . import detection, firstlook, tolerant

_ODD = 14.5  # bits a character beyond ASCII: genuine lines stay below 13, misread ones above 17
_AROUND = 60  # characters of a line on either side of an oddity that are weighed
_FEW = 50  # of as many bytes one may be unreadable in the encoding that they seem to be in
_LARGE = 1 << 22  # bytes of data that is taken part by part
_BLOCK = 1 << 16  # bytes of lines that are read at once where not all of the data can be

# Three UTF-8 characters of CJK in a row: in a file of another encoding a line of UTF-8.
_UTF8_RUN = rb"[\xe3-\xe9][\x80-\xbf]{2}(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2}"
# The same as one string, where every byte stands for its class.
_UTF8_SHAPE = b"LccLccLcc"
_SHAPES = bytes(
    ord("L") if b in range(0xE3, 0xEA) or b == 0xEF else ord("c") if 0x80 <= b < 0xC0 else ord(".")
    for b in range(256)
)
# What Python's CP950 and BIG5 have at C6A1 to C7FC, where ETEN, HKSCS and browsers have other kana.
_ETEN = lazy("[\u3005\u3041-\u30f6\u30fd\u30fe\u0401-\u0451\u2460-\u247d]")


class Reading(NamedTuple):
    """What ``Decoded`` is made of, but for the BOM."""

    text: str
    encoding: str
    losses: tuple[int, ...] = ()
    others: tuple[tuple[int, str], ...] = ()


def read(data: bytes, codec: str, declared: str | None) -> Reading:
    """Decode as ``codec``; lines it cannot read, or reads oddly, on their own."""
    if len(data) > _LARGE:
        return _in_parts(data, codec, declared)
    return _read(data, codec, declared, most=1.0) or _alone(data, codec)


def read_if_most(data: bytes, codec: str, declared: str | None) -> Reading | None:
    """Decode as ``codec`` if nine tenths of the lines, or all but a few bytes, can be read so.

    Of large data that is asked of the first part alone.
    """
    if len(data) > _LARGE:
        known = _read(data[: _part(data, 0)], codec, declared, most=0.1)
        return _in_parts(data, codec, declared) if known else None
    found = _read(data, codec, declared, most=0.1)
    if found is None and b"\n" not in data:
        lost = data.decode(codec, "replace").count(tolerant.LOST)
        return _alone(data, codec) if 0 < lost * _FEW < len(data) else None
    return found


def _part(data: bytes, start: int) -> int:
    """Return where a part of large data ends: behind a line."""
    return data.find(b"\n", start + _LARGE) + 1 or len(data)


def _in_parts(data: bytes, codec: str, declared: str | None) -> Reading:
    """Decode large data part by part, so that its lines are never all in memory twice."""
    texts: list[str] = []
    losses: list[int] = []
    others: list[tuple[int, str]] = []
    names: list[str] = []
    start = line = 0
    while start < len(data):
        end = _part(data, start)
        part = data[start:end]
        found = _read(part, codec, declared, most=1.0) or _alone(part, codec)
        texts.append(found.text)
        names.append(found.encoding)
        losses += [start + at for at in found.losses]
        others += [(line + number, other) for number, other in found.others]
        line += part.count(b"\n")
        start = end
    name = next((name for name in names if name != codec), codec)
    return Reading("".join(texts), name, tuple(losses), tuple(others))


def _read(data: bytes, codec: str, declared: str | None, most: float) -> Reading | None:
    text, name = _strict(data, codec)
    lines: list[str] = []
    suspects: list[int] = []
    if text is not None:
        suspects = _suspects(data, text, codec)
        if not suspects:
            return Reading(text, name)
        lines = text.split("\n")
    raw = data.split(b"\n")
    if text is None:
        lines, suspects = _readable(raw, codec)
        if not suspects:
            text, name = tolerant.strict_as(data, codec)
            return Reading("\n".join(lines) if text is None else text, name)
    if len(raw) == 1 or len(suspects) > most * len(raw):
        return None
    return _mended(raw, lines, suspects, codec, declared)


def _alone(data: bytes, codec: str) -> Reading:
    """Decode data of one line, with losses."""
    text, losses = tolerant.tolerant(data, codec)
    return Reading(text, _named(codec, text), tuple(losses))


def _strict(data: bytes, codec: str) -> tuple[str | None, str]:
    """Decode all of ``data``; as Big5, without what only HKSCS has, which GBK looks like."""
    if codec != "cp950":
        return tolerant.strict(data, codec), codec
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None, codec
    for found in islice(_ETEN().finditer(text), 8):
        if not _odd(text, found.start()):
            better = tolerant.strict(data, "big5hkscs")
            return (text, codec) if better is None else (better, "big5hkscs")
    return text, codec


def _mended(
    raw: list[bytes], lines: list[str], suspects: list[int], codec: str, declared: str | None
) -> Reading:
    """Decode the suspects among the lines on their own."""
    found = _others(raw, lines, suspects, codec, declared)
    if codec in detection.EAST_ASIAN and any(other for _, other, _ in found):
        # Where lines differ, a line that can be read may be another's yet.
        known = set(suspects)
        more = [k for k, line in enumerate(lines) if k not in known and detection.garbled(line)]
        found = sorted(found + _others(raw, lines, more, codec, declared))
    text = "\n".join(lines)
    losses = tuple(at for _, _, lost in found for at in lost)
    others = tuple((number, other) for number, other, _ in found if other)
    return Reading(text, _named(codec, text), losses, others)


def _others(
    raw: list[bytes], lines: list[str], numbers: list[int], codec: str, declared: str | None
) -> list[tuple[int, str, list[int]]]:
    """Decode some lines on their own: tell their other encoding, if any, and their losses."""
    found: list[tuple[int, str, list[int]]] = []
    at = last = 0
    for number in numbers:
        at += sum(map(len, raw[last:number])) + number - last
        last = number
        other = detection.detect_line(raw[number], codec, declared)
        lines[number], losses = tolerant.tolerant(raw[number], other, at)
        found.append((number, other if other != codec else "", losses))
    return found


def _readable(raw: list[bytes], codec: str) -> tuple[list[str], list[int]]:
    """Decode what lines can be decoded; tell those that cannot, or that read oddly."""
    lines: list[str] = []
    suspects: list[int] = []
    start = 0
    while start < len(raw):
        end, size = start, 0
        while end < len(raw) and size < _BLOCK:
            size += len(raw[end]) + 1
            end += 1
        _block(raw, start, end, codec, lines, suspects)
        start = end
    return lines, suspects


def _block(
    raw: list[bytes], start: int, end: int, codec: str, lines: list[str], suspects: list[int]
) -> None:
    """Read lines at once, or, where one of them cannot be read, either half."""
    data = raw[start] if end - start == 1 else b"\n".join(raw[start:end])
    text, _ = _strict(data, codec)
    if text is not None:
        suspects += [start + number for number in _suspects(data, text, codec)]
        lines += text.split("\n")
    elif end - start > 1:
        middle = (start + end) // 2
        _block(raw, start, middle, codec, lines, suspects)
        _block(raw, middle, end, codec, lines, suspects)
    else:
        text = tolerant.strict(data, codec)
        if text is None or detection.garbled(text):
            suspects.append(start)
        lines.append(text or "")


def _suspects(data: bytes, text: str, codec: str) -> list[int]:
    """Return the lines of a successful decoding that suggest another encoding."""
    found: set[int] = set()
    if codec != "utf-8" and _utf8_within(data):
        _count_lines(re.finditer(_UTF8_RUN, data), data, b"\n", found)
    if codec in detection.EAST_ASIAN:
        odd = (match for match in detection.ODD.finditer(text) if _odd(text, match.start()))
        _count_lines(odd, text, "\n", found)
    return sorted(found)


def _odd(text: str, at: int) -> bool:
    """Tell whether what stands around a place is uncommon too: 柬埔寨 alone is no garble."""
    start = max(text.rfind("\n", 0, at) + 1, at - _AROUND)
    end = text.find("\n", at, at + _AROUND)
    line = text[start : at + _AROUND if end < 0 else end]
    return firstlook.rarity(line, firstlook.bits(line)) > _ODD


def _utf8_within(data: bytes) -> bool:
    """Tell whether the pattern of UTF-8 may find anything."""
    step = 1 << 20  # what is compared is a copy
    for at in range(0, len(data), step):
        if _UTF8_SHAPE in data[at : at + step + len(_UTF8_SHAPE)].translate(_SHAPES):
            return True
    return False


def _count_lines(
    matches: Iterator[re.Match[AnyStr]], whole: AnyStr, newline: AnyStr, found: set[int]
) -> None:
    at = line = 0
    for match in matches:
        line += whole.count(newline, at, match.start())
        at = match.start()
        found.add(line)


def _named(codec: str, text: str) -> str:
    """Return the codec that encodes ``text`` back: HKSCS where CP950 lacks a character."""
    if codec != "cp950" or (not _ETEN().search(text) and _encodes("cp950", text)):
        return codec
    return "big5hkscs" if _encodes("big5hkscs", text) else codec


def _encodes(codec: str, text: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
