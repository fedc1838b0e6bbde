"""Bytes to text: which encoding, what was lost, which BOM and newline; before any rule.

A cascade: BOM, HZ and ISO-2022 escapes, strict UTF-8, UTF-16/32 structure, a first look at a
hundred bytes, then every likely encoding read over a bounded sample, the cheapest under the
plausibility model first. What one codec cannot read is decoded line by line. What is not East
Asian is compared in single-byte encodings, and goes to charset-normalizer when no reading is
plausible.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from . import bylines, detection, firstlook, sevenbit, tolerant
from .wide import CODECS as WIDE
from .wide import wide


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
_MARKS = frozenset(mark[:1] for mark, _ in _BOMS)
_BRIEF = 512  # bytes of data that is looked at as UTF-16 even where it is UTF-8


def decode(data: bytes | bytearray | memoryview, *, declared: str | None = None) -> Decoded:
    """Decode bytes of any encoding Chinese text comes in.

    ``declared`` is a charset named from outside (HTTP, a meta tag): a prior that tips the scale
    between readings of like plausibility and is never trusted over the bytes. Never raises on any
    bytes, and TypeError on anything else. Detection looks at a hundred bytes, or some 6 kB where these do not tell; the rest costs
    what the codec costs.
    """
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError(f"decode takes bytes, not {type(data).__name__}")
    data = bytes(data)
    if data[:1] in _MARKS:
        for mark, codec in _BOMS:
            if data.startswith(mark):
                return _single(data[len(mark) :], codec, len(mark))
    if data.isascii():
        return _ascii(data)
    text = tolerant.strict(data, "utf-8")
    # Chinese in UTF-16 is hardly ever valid UTF-8, unless it is short.
    if text is None or len(data) < _BRIEF or b"\0" in data:
        structure = wide(data)
        if structure:
            return _single(data, structure, 0)
    if text is not None:
        if b"\x1b$" not in data and detection.surely_utf8(data, text):
            return Decoded(text, "utf-8", newline=newline_of(text))
    else:
        guess = firstlook.guess(data, detection.priors(data, declared))
        known = guess and bylines.read_if_most(data, guess, declared)
        if known:
            return _decoded(known)
        if detection.mostly_utf8(data):
            return _decoded(bylines.read(data, "utf-8", declared))
    codec = detection.detect(data, declared)
    if codec in WIDE:
        return _single(data, codec, 0)
    return _decoded(bylines.read(data, codec, declared))


def _decoded(reading: bylines.Reading, bom: int = 0) -> Decoded:
    text, codec, losses, others = reading
    losses = tuple(at + bom for at in losses) if bom else losses
    return Decoded(text, codec, bom > 0, newline_of(text), losses, others)


def newline_of(text: str) -> str:
    """Return the commonest line end of ``text``, or an empty string."""
    if "\r" not in text:
        return "\n" if "\n" in text else ""
    crlf = text.count("\r\n")
    counts = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
    best = max(counts, key=lambda end: counts[end])
    return best if counts[best] else ""


def _single(data: bytes, codec: str, at: int) -> Decoded:
    """Decode all of ``data`` as one encoding; ``at`` is the length of the BOM before it."""
    text, losses = tolerant.tolerant(data, codec, at)
    if codec in {"utf-8", "gb18030"} and losses:
        return _decoded(bylines.read(data, codec, None), at)
    return Decoded(text, codec, at > 0, newline_of(text), tuple(losses))


def _ascii(data: bytes) -> Decoded:
    """Decode seven-bit data: UTF-16/32 of ASCII, HZ, ISO-2022, or what it seems."""
    if b"\0" in data:
        codec = wide(data)
        if codec:
            return _single(data, codec, 0)
    codec = sevenbit.escaped(data)
    text = None
    if codec == "hz":
        text = sevenbit.read_hz(data)
    elif codec:
        text = tolerant.strict(data, codec)
    if text is None or codec is None:
        text, codec = data.decode("ascii"), "utf-8"  # what may be written back
    return Decoded(text, codec, newline=newline_of(text))
