"""UTF-16 and UTF-32 without a BOM, told by the structure of the bytes."""

from __future__ import annotations

from . import detection, firstlook, tolerant

CODECS = frozenset({"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})

_HEAD, _SAMPLE = 4096, 1200  # bytes whose structure is looked at, and bytes that are read
_SHARE = 0.85  # of the high bytes that are those of Chinese, Korean, Cyrillic or Latin text
_WESTERN = ("cp1252", "cp1251", "cp1250", "koi8_r")
_RARE = 17  # bits a character beyond ASCII, above which this is no text
# High bytes of the blocks of such text: Latin, Cyrillic, punctuation, kana, Han, Hangul, full width.
_HIGH = bytes((0x00, 0x04, 0x20, 0x30, *range(0x4E, 0xA0), *range(0xAC, 0xD8), 0xFF))
_WHOLE = 64
"""Bytes of a text that is given whole rather than cut off."""


def wide(data: bytes) -> str | None:
    """Return UTF-16 or UTF-32 without BOM where the structure of the bytes tells it."""
    head = data[:_HEAD]
    size = len(head) & ~1
    if size < 4:
        return None
    blank = b"\0" in head
    if len(data) % 2 and len(data) < _WHOLE and not blank:
        return None  # so short a text is not cut off in the middle of a character
    found = _utf32(head) if blank else None
    if found:
        return found
    share, codec = max(
        (1 - 2 * len(head[k:size:2].translate(None, _HIGH)) / size, codec)
        for k, codec in ((1, "utf-16-le"), (0, "utf-16-be"))
    )
    if share < _SHARE:
        return None
    text = head[: min(size, _SAMPLE)].decode(codec, "replace")
    few = text[:200]
    rarity = firstlook.rarity(few, firstlook.bits(few))
    if blank and head.count(0) * 20 > len(head):
        # Zeros of a picture or a program are no text: there they come in pairs.
        if text.count("\0") * 50 > len(text) or _RARE + 6 < rarity < 99:
            return None
        if not _RARE < rarity < 99:
            return codec
    elif rarity > _RARE and len(text) > 24:
        return None
    return codec if _cheapest(head[: min(size, _SAMPLE)], text) else None


def _utf32(head: bytes) -> str | None:
    whole = head[: len(head) & ~3]
    for codec, places in (("utf-32-le", (2, 3)), ("utf-32-be", (1, 0))):
        high, top = (whole[k::4] for k in places)
        if len(head) >= 8 and not any(top) and max(high, default=99) <= 0x10 and top:
            if high.count(0) * 2 > len(high) or len(high) < 4:
                if tolerant.strict(whole, codec) is not None:
                    return codec
    return None


def _cheapest(sample: bytes, text: str) -> bool:
    """Tell whether all other readings cost more than ``text`` by far."""
    cost = detection.score(text) + 20
    others = (*detection.CANDIDATES, *_WESTERN)
    return all(detection.score(detection.loose(sample, other)) > cost for other in others)
