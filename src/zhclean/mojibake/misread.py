"""Codecs as tables from character to byte, for text that was read with the wrong one.

Python's codecs are strict where readers are not: Windows gives C1 controls for bytes that its code
pages leave empty, old pages hold the euro sign at 80, and GBK's user-defined areas are private use.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

SINGLE = ("cp1252", "cp1250", "cp1251", "mac_roman", "cp437", "cp1254", "cp1253", "cp1257", "cp850", "koi8_r")  # fmt: skip
"""Single-byte codecs, likeliest first; ``cp1252`` reads latin-1 too."""

RARE = ("iso8859_2", "iso8859_15", "iso8859_5", "iso8859_7", "cp1255", "cp1256", "cp1258", "cp852", "cp866", "cp775", "cp874", "koi8_u", "mac_cyrillic", "mac_latin2")  # fmt: skip
"""More of them, tried only on what none of the others shows; no Chinese but UTF-8 is looked for."""
ONE_BYTE = frozenset(SINGLE + RARE)


@functools.cache
def single(codec: str) -> dict[str, int]:
    """Map each character a single-byte codec gives to its byte, ASCII left out."""
    table: dict[str, int] = {}
    for byte in range(0xFF, 0x7F, -1):
        table[chr(byte)] = byte
    if codec != "cp1252":
        # A byte that the codec defines is not shown as its own C1 control or latin-1 letter.
        table = {}
    for byte in range(0x80, 0x100):
        try:
            table[bytes((byte,)).decode(codec)] = byte
        except UnicodeDecodeError:
            table[chr(byte)] = byte
    return table


@functools.cache
def translation(codec: str) -> dict[int, str]:
    """Return ``str.translate``'s table from a codec's characters to latin-1 stand-ins of bytes."""
    return {ord(c): chr(byte) for c, byte in single(codec).items()}


def to_bytes(text: str, codec: str) -> bytes | None:
    """Encode what ``codec`` was misread as, or None where it cannot have given a character."""
    if codec in ONE_BYTE:
        try:
            return text.translate(translation(codec)).encode("latin-1")
        except UnicodeEncodeError:
            return None
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        if codec == "cp950":
            return to_bytes(text, "big5hkscs")
        return None


def euro(before: str, behind: str) -> bytes:
    """Return the bytes of the euro sign in UTF-8 that GBK showed, between two characters.

    It is the byte 80, which browsers and CP936 show so, unless A2E3 fits: where a character ends
    with it, and the byte behind goes on with the next.
    """
    last = (to_bytes(before, "gb18030") or b"")[-1:]
    following = (to_bytes(behind, "gb18030") or b"")[:1]
    return b"\xa2\xe3" if last < b"\xc0" and b"\x80" <= following < b"\xc0" else b"\x80"


def utf8_bytes(text: str, codec: str) -> bytes | None:
    """Encode what was UTF-8 before a codec of byte pairs showed it."""
    if codec != "gb18030" or "€" not in text:
        return to_bytes(text, codec)
    pieces: list[bytes] = []
    parts = text.split("€")
    for k, part in enumerate(parts):
        raw = to_bytes(part, codec)
        if raw is None:
            return None
        if k:
            pieces.append(euro(parts[k - 1][-1:], part[:1]))
        pieces.append(raw)
    return b"".join(pieces)


@functools.cache
def pairs(true: str, read: str) -> dict[int, str]:
    """Map characters of the two-byte codec ``read`` to what their bytes are in ``true``.

    Where CP950 has none, the rows that ETEN added show what HKSCS has there.
    """
    table = _pairs(true, read, range(0x81, 0xFF))
    if read == "cp950":
        table = _pairs(true, "big5hkscs", range(0xC6, 0xC9)) | table
    return table


def _pairs(true: str, read: str, leads: Iterable[int]) -> dict[int, str]:
    table: dict[int, str] = {}
    for lead in leads:
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            raw = bytes((lead, trail))
            try:
                seen, meant = raw.decode(read), raw.decode(true)
            except UnicodeDecodeError:
                continue
            if len(seen) == len(meant) == 1 and seen != meant and not "\ue000" <= meant <= "\uf8ff":
                table[ord(seen)] = meant
    return table


@functools.cache
def other_pairs(true: str) -> dict[str, str]:
    """Map characters that HKSCS has at other places than CP950 to what those hold in ``true``.

    Signs and kana that ETEN added: browsers show them where HKSCS has them.
    """
    usual, found = pairs(true, "cp950"), pairs(true, "big5hkscs")
    return {chr(code): meant for code, meant in found.items() if usual.get(code, meant) != meant}


@functools.cache
def shared(true: str, read: str) -> list[str]:
    """Return the characters that have the same bytes in both codecs."""
    found: list[str] = []
    for lead in range(0xA1, 0xAA):  # signs; no ideograph has
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            raw = bytes((lead, trail))
            try:
                seen = raw.decode(read)
                if seen == raw.decode(true):
                    found.append(seen)
            except UnicodeDecodeError:
                continue
    return found


@functools.cache
def kinds(codec: str) -> tuple[list[str], list[str], list[str]]:
    """Return the characters of ``codec`` by the UTF-8 bytes they would hold.

    Those that begin a character (a lead byte, then a byte behind it), those that hold a byte
    behind and a lead, and those that hold two bytes behind.
    """
    begin: list[str] = []
    turn: list[str] = []
    within: list[str] = []
    for lead in range(0x80, 0xF1):
        for trail in range(0x80, 0xF1):
            try:
                c = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(c) != 1:
                continue
            if lead >= 0xE2 and trail < 0xC0:
                begin.append(c)
            elif lead < 0xC0 and trail >= 0xC2:
                turn.append(c)
            elif lead < 0xC0 and trail < 0xC0:
                within.append(c)
    return begin, turn, within


@functools.cache
def ideographs(codec: str) -> list[str]:
    """Return the ideographs that ``codec`` has."""
    return [c for c in map(chr, range(0x4E00, 0xA000)) if len(c.encode(codec, "ignore")) == 2]


@functools.cache
def closing(codec: str) -> list[str]:
    """Return the characters of ``codec`` that hold the last byte of a character of UTF-8, and ASCII."""
    found: list[str] = []
    for lead in range(0x80, 0xC0):
        for trail in range(0x40, 0x7F):
            try:
                c = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(c) == 1:
                found.append(c)
    return found


def ranges(characters: list[str]) -> str:
    """Write characters as the inside of a regex class."""
    codes = sorted({ord(c) for c in characters})
    pieces: list[str] = []
    k = 0
    while k < len(codes):
        first = k
        while k + 1 < len(codes) and codes[k + 1] == codes[k] + 1:
            k += 1
        low, high = (f"\\U{code:08x}" for code in (codes[first], codes[k]))
        pieces.append(low if first == k else f"{low}-{high}")
        k += 1
    return "".join(pieces)
