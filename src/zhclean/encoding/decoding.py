"""Bytes to text: which encoding, what was lost, which BOM and newline; before any rule.

A cascade: BOM, UTF-16/32 structure, HZ and ISO-2022 escapes, strict UTF-8, then every likely
encoding read over a bounded sample, the cheapest under the plausibility model first. What one
codec cannot read is decoded line by line. What is not East Asian goes to charset-normalizer when
no reading is plausible.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import AnyStr

from . import detection, tolerant


@dataclass(frozen=True, slots=True)
class Decoded:
    """What bytes turned out to say.

    ``text`` keeps the newlines as they were and leaves the BOM out. ``encoding`` is the name of a
    Python codec that encodes the text back (``cp950`` and ``big5hkscs`` are Big5, ``gb18030`` is
    GB2312 and GBK too), of most lines where lines differ. ``bom`` is True where the data began
    with one. ``newline`` is the commonest line end: ``"\\n"``, ``"\\r\\n"``, ``"\\r"``, or ``""``
    where there is none. ``losses`` are byte offsets of what could not be read, each standing as
    U+FFFD in the text. ``others`` are the lines (counted from 0) in another encoding.
    """

    text: str
    encoding: str
    bom: bool = False
    newline: str = ""
    losses: tuple[int, ...] = ()
    others: tuple[tuple[int, str], ...] = ()

    @property
    def lossy(self) -> bool:
        """Whether anything could not be read."""
        return bool(self.losses)

    @property
    def mixed(self) -> bool:
        """Whether lines differ in encoding."""
        return bool(self.others)


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDE = frozenset({"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})
# Three UTF-8 characters of CJK in a row: in a file of another encoding a line of UTF-8.
_UTF8_RUN = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2}")


def decode(data: bytes | bytearray | memoryview, *, declared: str | None = None) -> Decoded:
    """Decode bytes of any encoding Chinese text comes in.

    ``declared`` is a charset named from outside (HTTP, a meta tag): a prior that tips the scale
    between readings of like plausibility and is never trusted over the bytes. Never raises on any
    bytes. Detection looks at some 6 kB; the rest costs what the codec costs.
    """
    data = bytes(data)
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _single(data[len(mark) :], codec, len(mark))
    if data.isascii():
        return _ascii(data)
    wide = detection.wide(data)
    if wide:
        return _single(data, wide, 0)
    text = tolerant.strict(data, "utf-8")
    if text is not None and (b"\x1b$" not in data) and detection.surely_utf8(data, text):
        return Decoded(text, "utf-8", newline=newline_of(text))
    if text is None and detection.mostly_utf8(data):
        return _by_lines(data, "utf-8", declared)
    codec = detection.detect(data, declared)
    if codec in _WIDE:
        return _single(data, codec, 0)
    return _by_lines(data, codec, declared)


def newline_of(text: str) -> str:
    """Return the commonest line end of ``text``, or an empty string."""
    crlf = text.count("\r\n")
    counts = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
    best = max(counts, key=lambda end: counts[end])
    return best if counts[best] else ""


def _single(data: bytes, codec: str, at: int) -> Decoded:
    """Decode all of ``data`` as one encoding; ``at`` is the length of the BOM before it."""
    text, losses = tolerant.tolerant(data, codec, at)
    if codec in {"utf-8", "gb18030"} and losses:
        mixed = _by_lines(data, codec, None)
        return Decoded(
            mixed.text,
            codec,
            at > 0,
            mixed.newline,
            tuple(k + at for k in mixed.losses),
            mixed.others,
        )
    return Decoded(text, codec, at > 0, newline_of(text), tuple(losses))


def _ascii(data: bytes) -> Decoded:
    """Decode seven-bit data: UTF-16/32 of ASCII, HZ, ISO-2022, or what it seems."""
    if b"\0" in data:
        wide = detection.wide(data)
        if wide:
            return _single(data, wide, 0)
    codec = detection.escaped(data)
    text = None
    if codec == "hz":
        text = detection.read_hz(data)
    elif codec:
        text = tolerant.strict(data, codec)
    if text is None or codec is None:
        text, codec = data.decode("ascii"), "utf-8"  # what may be written back
    return Decoded(text, codec, newline=newline_of(text))


def _by_lines(data: bytes, codec: str, declared: str | None) -> Decoded:
    """Decode as ``codec``; lines it cannot read, or reads oddly, on their own."""
    text = tolerant.strict(data, codec)
    lines: list[str] = []
    suspects: Iterable[int] = ()
    if text is not None:
        suspects = _suspects(data, text, codec)
        if not suspects:
            return Decoded(text, _named(codec, text), newline=newline_of(text))
        lines = text.split("\n")
    raw = data.split(b"\n")
    if len(raw) == 1:
        text, losses = tolerant.tolerant(data, codec)
        return Decoded(text, _named(codec, text), newline=newline_of(text), losses=tuple(losses))
    if text is None:
        lines, suspects = _readable(raw, codec)
    all_losses: list[int] = []
    others: list[tuple[int, str]] = []
    at = last = 0
    for number in suspects:
        at += sum(map(len, raw[last:number])) + number - last
        last = number
        other = detection.detect_line(raw[number], codec, declared)
        if other != codec:
            others.append((number, other))
        lines[number], losses = tolerant.tolerant(raw[number], other, at)
        all_losses += losses
    text = "\n".join(lines)
    return Decoded(
        text,
        _named(codec, text),
        newline=newline_of(text),
        losses=tuple(all_losses),
        others=tuple(others),
    )


def _readable(raw: list[bytes], codec: str) -> tuple[list[str], list[int]]:
    """Decode what lines can be decoded; tell those that cannot, or that read oddly."""
    lines: list[str] = []
    suspects: list[int] = []
    for number, line in enumerate(raw):
        text = tolerant.strict(line, codec)
        if text is None or _suspects(line, text, codec):
            suspects.append(number)
        lines.append(text or "")
    return lines, suspects


def _suspects(data: bytes, text: str, codec: str) -> list[int]:
    """Return the lines of a successful decoding that suggest another encoding."""
    found: set[int] = set()
    if codec != "utf-8":
        _count_lines(_UTF8_RUN.finditer(data), data, b"\n", found)
    if codec in detection.EAST_ASIAN:
        _count_lines(detection.ODD.finditer(text), text, "\n", found)
    return sorted(found)


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
    if codec != "cp950":
        return codec
    try:
        text.encode("cp950", "strict")
    except UnicodeEncodeError:
        try:
            text.encode("big5hkscs")
        except UnicodeEncodeError:
            return "cp950"
        return "big5hkscs"
    return codec
