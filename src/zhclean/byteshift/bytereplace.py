"""A mirror's find-and-replace over GBK bytes, forwards.

Some mirrors put a reading in brackets after certain characters, or a comma before certain marks,
by replacing *bytes* of a GBK page without regard to where characters begin. Where the bytes of a
target straddle two characters, the text is shifted by a byte from there on. Decoding then turns a
pair that is none into one ``?``, with both bytes lost; a later crawl may fold full-width marks.
``shiftback`` inverts this; what it restores must come through here as the very garble it began
with.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping

from .. import tables

MARKS = "！，。、？；：”"
"""What a comma is put before."""

FOLDED = str.maketrans("，！？：；（）", ",!?:;()")
_SOUND = re.compile(rb"(?:[\x00-\x7f]|[\x81-\xfe][\x40-\x7e\x80-\xfe])+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")

_PLAIN = str.maketrans("ɑɡv", "agü")


class Readings:
    """The table of readings: what a character may be read as, and which ones tell the scripts apart."""

    __slots__ = ("changed", "default", "of", "plain", "simplified", "telling")

    def __init__(self, table: str) -> None:
        self.of: dict[str, frozenset[str]] = {}
        self.default: dict[str, str] = {}
        changed: set[str] = set()
        plain: set[str] = set()
        other: set[str] = set()
        for line in table.split("\n"):
            char, _, rest = line.partition("\t")
            if len(char) != 1 or not rest:
                continue
            simplified, readings, in_use = rest.split("\t")
            listed = readings.split(",")
            self.of[char] = frozenset((*listed, *map(toneless, listed)))
            self.default[char] = listed[0]
            if simplified != char or char == "著":  # t2s keeps 著, mirrors annotate it
                changed.add(char)
                other.add(simplified)
            if in_use == "1" and is_common(simplified):
                plain.add(char)
        self.changed = frozenset(changed)
        # Common characters with one reading in use: nobody need be told how to read them.
        self.plain = frozenset(plain)
        # What Big5 lacks, no Traditional page is likely to hold.
        self.simplified = frozenset(c for c in other if not _in_big5(c))
        self.telling = self.changed | self.simplified

    def reads(self, char: str, reading: str) -> bool:
        """Whether ``reading``, with tone marks or without any, is one of ``char``'s."""
        found = self.of.get(char)
        if found is None:
            return False
        return reading in found or reading.translate(_PLAIN) in found


def _in_big5(char: str) -> bool:
    try:
        char.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def is_common(char: str) -> bool:
    """Whether a Simplified character is among the 3,755 of GB 2312's first level."""
    pair = char.encode("gbk", "replace")
    return len(pair) == 2 and 0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1


@functools.cache
def toneless(reading: str) -> str:
    """Drop tone marks, keep ü."""
    parts = unicodedata.normalize("NFD", reading)
    kept = "".join(c for c in parts if c == "\u0308" or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", kept)


@functools.cache
def readings() -> Readings:
    """Read the table of readings."""
    return Readings(tables.read("readings.tsv"))


@functools.cache
def targets(lead: int) -> Mapping[str, tuple[int, ...]]:
    """Second bytes of the changed characters that begin with byte ``lead``, by their reading."""
    known = readings()
    found: dict[str, list[int]] = {}
    for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
        char = character(lead, trail)
        if char in known.changed:
            for reading in known.of[char]:
                found.setdefault(reading, []).append(trail)
    return {reading: tuple(trails) for reading, trails in found.items()}


def target_trails(lead: int, reading: str) -> tuple[int, ...]:
    """Second bytes of the changed characters that begin with ``lead`` and read ``reading``."""
    return targets(lead).get(reading.translate(_PLAIN), ())


@functools.cache
def character(lead: int, trail: int) -> str:
    """Decode one pair; "" where it is no character (private use included)."""
    try:
        char = bytes((lead, trail)).decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "" if len(char) != 1 or "\ue000" <= char <= "\uf8ff" else char


def pair(char: str) -> bytes:
    """Encode one character to its two bytes; b"" where it has none in GBK."""
    try:
        data = char.encode("gb18030")
    except UnicodeEncodeError:
        return b""
    return data if len(data) == 2 else b""


EURO = "€"
"""What Windows' code page has at 0x80, which begins no pair."""
ODD = ("?", EURO, "")
"""What 0x80 becomes: ``?`` or nothing, with the byte behind it, or the euro sign alone."""


def decode(data: bytes, odd: str = "?") -> str:
    """Decode GBK as the mirrors did.

    A pair that is none becomes one ``?`` and both of its bytes are lost, be the second a bracket
    or a tag's ``<``; a pair of the user-defined areas vanishes. ``odd`` is what 0x80 becomes (ODD).
    """
    pieces: list[str] = []
    at, size = 0, len(data)
    while at < size:
        sound = _SOUND.match(data, at)
        if sound:
            pieces.append(sound.group().decode("gb18030"))
            at = sound.end()
        if at < size and data[at] == 0x80:
            pieces.append(odd)
            at += 1 if odd == EURO else 2
        elif at < size:
            pieces.append("?")
            at += 2
    return without_private("".join(pieces))


def without_private(text: str) -> str:
    """Drop characters of private use, as most mirrors do."""
    return _PRIVATE.sub("", text) if _PRIVATE.search(text) else text


def fold(text: str) -> str:
    """Fold the full-width marks that later crawls fold."""
    return text.translate(FOLDED)


def simulate(original: str, inserted: Iterable[tuple[int, bytes]], odd: str = "?") -> str:
    """Put bytes into the bytes of ``original`` at the given offsets, and decode.

    The offsets count bytes of the original and must not fall.
    """
    data = original.encode("gb18030", "replace")
    pieces: list[bytes] = []
    at = 0
    for offset, what in inserted:
        pieces += (data[at:offset], what)
        at = offset
    pieces.append(data[at:])
    return decode(b"".join(pieces), odd)
