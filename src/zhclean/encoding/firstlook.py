"""Tell an East Asian encoding from some hundred bytes, by how common single characters are.

Most pages are in one encoding and whole, and then a glance tells: the right reading of fifty
characters is hundreds of bits cheaper than the next, pairs or no pairs. The costs stand in one
table of 64 kB that stays in the processor's cache and is looked up without a loop of Python's.
Where a glance does not tell, or what it tells cannot read all of the data, ``detection`` compares
all readings under the model of pairs.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from operator import itemgetter

from . import rareness

# Codecs that read the glance, and what they stand for.
_READINGS = (
    ("gb18030", "gb18030"), ("big5hkscs", "cp950"), ("cp949", "cp949"), ("cp932", "cp932"),
    ("euc_jp", "euc_jp"),
)  # fmt: skip
_CODECS = frozenset(codec for _, codec in _READINGS)

_GLANCE = 96  # bytes looked at
_PIECES = 12  # lines they may come from
_CLEAR = 60  # bits by which the best reading must be ahead
_COMMON = 15  # bits a character beyond ASCII, above which nothing here is genuine text
_PAIRED = 1.25  # bytes beyond ASCII a character, at least
_FEW = 4  # characters beyond ASCII that tell nothing

_ASCII = bytes(range(0x80))
# Where a character beyond ASCII must begin: behind any byte of ASCII but a digit, which may be the
# second byte of four. The class comes first, so that the search runs at memory speed.
_BEGIN = re.compile(rb"[\x80-\xff](?<![0-9\x80-\xff][\x80-\xff])[^\n<]{0,%d}" % (_GLANCE - 1))
_LOST = "\ufffd"

_BLOCKS = (
    (0x20, 0x7F, 5), (0xA0, 0x250, 17), (0x370, 0x500, 17), (0x3041, 0x3097, 9),
    (0x30A1, 0x30FD, 11), (0x4E00, 0xA000, 20), (0xAC00, 0xD7A4, 20), (0xD800, 0xE000, 14),
    (0xFF01, 0xFF5F, 14),
)  # fmt: skip
_NEVER = ((0x00, 0x20, 28), (0x7F, 0xA0, 28), (0xE000, 0xF900, 28))
_MARKS = {5: "\t\r\n", 7: "、。，", 11: "：；？！（）“”‘’《》「」『』…—·～\u3000【】", 52: _LOST}


@functools.cache
def costs() -> bytes:
    """Return the bits of every code unit of UTF-16 with nothing before it."""
    table = bytearray([23]) * 0x10000
    for first, last, cost in (*_BLOCKS, *_NEVER):
        table[first:last] = bytes([cost]) * (last - first)
    for c, cost in rareness.costs().items():
        table[ord(c)] = cost or table[ord(c)]
    for cost, marks in _MARKS.items():
        for c in marks:
            table[ord(c)] = cost
    return bytes(table)


def bits(text: str) -> int:
    """Return the bits of ``text``, every character on its own."""
    units = memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")
    if len(units) < 2:
        return costs()[units[0]] if units else 0
    found: tuple[int, ...] = itemgetter(*units)(costs())
    return sum(found)


def rarity(text: str, total: int) -> float:
    """Return what ``total`` bits are a character beyond ASCII, 99.0 where there are hardly any."""
    plain = len(text.encode("ascii", "ignore"))
    beyond = len(text) - plain
    return 99.0 if beyond < _FEW else (total - 5 * plain) / beyond


def glance(data: bytes) -> bytes:
    """Return some bytes of ``data`` from where it is not ASCII, beginning with a character."""
    if len(data) <= _GLANCE:
        return data
    pieces: list[bytes] = []
    wanted = _GLANCE
    for found in _BEGIN.finditer(data):
        piece = found[0][:wanted]
        pieces.append(piece)
        wanted -= len(piece.translate(None, _ASCII))
        if wanted <= 0 or len(pieces) == _PIECES:
            break
    return b"\n".join(pieces)


def utf8_share(sample: bytes) -> float:
    """Return what share of the bytes beyond ASCII is valid UTF-8."""
    beyond = len(sample.translate(None, _ASCII))
    valid = sample.decode("utf-8", "ignore").encode("utf-8").translate(None, _ASCII)
    return len(valid) / beyond if beyond else 1.0


def guess(data: bytes, prior: Mapping[str, float]) -> str | None:
    """Return the codec that a glance at ``data`` tells, or None.

    ``prior`` holds the bits that a declared charset takes off its reading.
    """
    sample = glance(data)
    if not sample or utf8_share(sample) > 0.5:
        return None
    ahead = _CLEAR + sum(bonus for codec, bonus in prior.items() if codec not in _CODECS)
    best, lowest, second = "", 1e9, 1e9
    text, total = "", 0
    for reading, codec in _READINGS:
        read = sample.decode(reading, "replace")
        if read[-1:] == _LOST:
            read = read[:-1]  # the glance may end within a character
        bonus = prior.get(codec, 0)
        # What it costs at least: its losses, and all else as the cheapest character.
        if 47 * read.count(_LOST) + 5 * len(read) - bonus > min(second, lowest + ahead):
            continue
        own = bits(read)
        if own - bonus < lowest:
            best, lowest, second, text, total = codec, own - bonus, lowest, read, own
        elif own - bonus < second:
            second = own - bonus
    if second - lowest < ahead or rarity(text, total) > _COMMON:
        return None
    # Latin text has its letters beyond ASCII one by one: it’s is ‘it’ and a rare character.
    high = len(sample.translate(None, _ASCII))
    return best if high >= _PAIRED * (len(text) - len(text.encode("ascii", "ignore"))) else None
