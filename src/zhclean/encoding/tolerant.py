"""Decode bytes that a codec cannot read throughout, at the least loss.

Python's error handlers drop the byte they stumble over; where that byte was the first of a pair,
all pairs up to the next ASCII byte are then read shifted. Here the run around an error is read as
a lattice, and the reading that costs the fewest bits under the plausibility model wins.
"""

from __future__ import annotations

import functools
import re
from itertools import pairwise

from . import plausibility

LOST = "\ufffd"
"""What stands for a byte that could not be read (in UTF-8: for one broken sequence)."""

_SKIP = 26  # bits a lost byte costs: more than a rare character, less than two garbled ones
_SECOND = 6  # bits for losing its neighbour too: half a character is as lost as a whole
_CUT = 16  # bits for losing the very last byte: a cut tail is common
_EURO = 20  # bits for 80 as the euro sign of CP936: in broken text it is a broken byte
_ASCII_WIDTH = (1,)
_WIDE, _WIDE_AGAIN = 13, 5  # bits at most of a full-width letter or digit, and of the next
_DIGITS = b" 0123456789"
_BEFORE, _BEHIND = 64, 160  # bytes around an error that a lattice takes in
_WIDTHS = {"gb18030": (1, 2, 4), "euc_jp": (1, 2, 3)}
# Below these no byte is ever the second of a pair, so nothing shifts across it.
_SAFE = {"gb18030": re.compile(rb"[\x00-\x2f]"), "euc_jp": re.compile(rb"[\x00-\x7f]")}
_SAFE_ELSE = re.compile(rb"[\x00-\x3f]")

# A surrogate pair written as two three-byte sequences (CESU-8), and NUL as C0 80 (Java).
_CESU = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_PRIVATE = re.compile("[\ue000-\uf8ff]+")


def strict(data: bytes, codec: str) -> str | None:
    """Decode all of ``data``, or return None.

    ``cp950`` stands for Big5 of any make: HKSCS answers where CP950 has nothing. What GB18030 has in
    the private use area becomes what it is in Unicode today.
    """
    return strict_as(data, codec)[0]


def strict_as(data: bytes, codec: str) -> tuple[str | None, str]:
    """Decode all of ``data``, and tell the codec that encodes it back."""
    try:
        # Python's GBK has no private use at all, and is GB18030 in all else that it reads.
        return data.decode("gbk" if codec == "gb18030" else codec), codec
    except UnicodeDecodeError:
        if codec == "cp950":
            return strict_as(data, "big5hkscs")
        if codec != "gb18030":
            return None, codec
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None, codec
    return _PRIVATE.sub(_today, text), codec


def _today(found: re.Match[str]) -> str:
    """Give what is in Unicode today what it is there."""
    from .privateuse import GB18030

    return found[0].translate(GB18030)


def tolerant(data: bytes, codec: str, at: int = 0) -> tuple[str, list[int]]:
    """Decode ``data`` with U+FFFD for what cannot be read; tell the offsets (plus ``at``) lost."""
    text = strict(data, codec)
    if text is not None:
        return text, []
    if codec == "utf-8":
        return _utf8(data, at)
    if codec not in _MULTIBYTE:
        return _replaced(data, codec, at)
    return _lattices(data, codec, at)


_MULTIBYTE = frozenset({"gb18030", "cp950", "big5hkscs", "cp932", "euc_jp", "cp949"})


def _replaced(data: bytes, codec: str, at: int) -> tuple[str, list[int]]:
    """Decode with Python's own replacement, noting where."""
    pieces: list[str] = []
    losses: list[int] = []
    start = 0
    while True:
        try:
            pieces.append(data[start:].decode(codec))
            return "".join(pieces), losses
        except UnicodeDecodeError as error:
            pieces.append(data[start : start + error.start].decode(codec))
            pieces.append(LOST)
            losses.append(at + start + error.start)
            start += max(error.end, error.start + 1)
            if len(losses) > 1000:  # each turn copies the rest: keep it linear
                pieces.append(data[start:].decode(codec, "replace"))
                return "".join(pieces), losses


def _utf8(data: bytes, at: int) -> tuple[str, list[int]]:
    """Decode UTF-8 with broken sequences; CESU-8 pairs are no loss."""
    pieces: list[str] = []
    losses: list[int] = []
    begin = 0
    cuts = [(m.start(), m.end()) for m in _CESU.finditer(data)]
    for start, end in [*cuts, (len(data), len(data))]:
        _utf8_piece(data[begin:start], at + begin, pieces, losses)
        if start < end:
            raw = data[start:end].decode("utf-8", "surrogatepass")
            pieces.append(raw.encode("utf-16", "surrogatepass").decode("utf-16"))
        begin = end
    return "".join(pieces), losses


def _utf8_piece(data: bytes, at: int, pieces: list[str], losses: list[int]) -> None:
    text = data.decode("utf-8", "replace")
    pieces.append(text)
    # Offsets: every character but U+FFFD tells its own length, and a loss ends where the next
    # character's bytes are found.
    if LOST not in text:
        return
    offset = 0
    parts = text.split(LOST)
    for part, following in pairwise([*parts, ""]):
        offset += len(part.encode("utf-8"))
        if offset >= len(data):
            break
        losses.append(at + offset)
        offset += _broken_length(data, offset, following)


def _broken_length(data: bytes, offset: int, following: str) -> int:
    """Return how many bytes the decoder took for one U+FFFD: a cut sequence's valid beginning."""
    if data[offset : offset + 3] == b"\xef\xbf\xbd":
        return 3
    for size in (3, 2, 1):
        chunk = data[offset : offset + size]
        if len(chunk) == size and chunk.decode("utf-8", "replace") == LOST:
            return size
    return 1


@functools.lru_cache(maxsize=1 << 16)
def _character(raw: bytes, codec: str) -> str | None:
    """Decode exactly one character, or None."""
    text = strict(raw, codec)
    if text is None:
        return "€" if codec == "gb18030" and raw == b"\x80" else None
    return text if len(text) == 1 or codec in ("cp950", "big5hkscs") else None


def _lattices(data: bytes, codec: str, at: int) -> tuple[str, list[int]]:
    """Decode strictly up to an error, read the run around it as a lattice, and go on behind it."""
    pieces: list[str] = []
    losses: list[int] = []
    safe = _SAFE.get(codec, _SAFE_ELSE)
    start = 0
    size = len(data)
    while start < size:
        stop = _good_until(data, start, codec)
        if stop >= size:
            pieces.append(strict(data[start:], codec) or "")
            break
        head = _window_start(data, start, stop, codec, safe)
        pieces.append(strict(data[start:head], codec) or "")
        found = safe.search(data, stop + 1, stop + _BEHIND)
        end = found.start() if found else min(size, stop + _BEHIND)
        before = pieces[-1][-1:] if pieces else ""
        text, lost, end = _read(data, head, end, codec, before, final=found is not None)
        pieces.append(text)
        losses += [at + k for k in lost]
        start = end
    return "".join(pieces), losses


def _good_until(data: bytes, start: int, codec: str) -> int:
    """Return where strict decoding from ``start`` first fails.

    Blocks grow from small to large, so that a text full of errors costs linear time.
    """
    block, size = 1 << 10, len(data)
    while start < size:
        end = min(size, start + block)
        try:
            data[start:end].decode(_decoder(codec))
            return_to = end
        except UnicodeDecodeError as error:
            if end < size and start + error.start >= end - 4:
                return_to = start + error.start  # a character cut by the block's end
                if return_to == start:
                    return start
            else:
                return start + error.start
        start, block = return_to, block * 4
    return size


def _decoder(codec: str) -> str:
    return codec


def _window_start(data: bytes, start: int, stop: int, codec: str, safe: re.Pattern[bytes]) -> int:
    """Return a character boundary before ``stop`` from which nothing is shifted."""
    low = max(start, stop - _BEFORE)
    last = None
    for found in safe.finditer(data, low, stop):
        last = found.end()
    if last is not None:
        return last
    if low == start:
        return start
    # No safe byte near: count characters from the known boundary.
    text = data[start:stop].decode(_decoder(codec))
    for back in range(min(len(text), _BEFORE // 2), 0, -1):
        tail = len(text[-back:].encode(_decoder(codec), "replace"))
        if tail <= _BEFORE and strict(data[stop - tail : stop], codec) == text[-back:]:
            return stop - tail
    return stop


def _behind(previous: str, c: str) -> int:
    """Return the bits of ``c``; the model makes too much of full-width numbers and names."""
    bits = plausibility.pair(previous, c)
    if "\uff10" <= c <= "\uff5a":
        return min(bits, _WIDE_AGAIN if "\uff10" <= previous <= "\uff5a" else _WIDE)
    return bits


def _euro(data: bytes, at: int) -> int:
    """Return the bits of 80 as the euro sign, which stands at no letter of ASCII."""
    beside = data[max(0, at - 1) : at] + data[at + 1 : at + 2]
    return _SKIP + 1 if beside.strip(_DIGITS).isalpha() else _EURO


def _read(
    data: bytes, start: int, end: int, codec: str, before: str, *, final: bool
) -> tuple[str, list[int], int]:
    """Read [start, end) at the fewest bits; return the text, the bytes lost, and where it ends.

    Without ``final`` the run goes on behind ``end``: then the reading may stop up to three bytes
    short of it, at the end of a character.
    """
    size = end - start
    usual = _WIDTHS.get(codec, (1, 2))
    best: list[tuple[float, int, str]] = [(1e9, -1, "")] * (size + 1)
    best[0] = (0.0, -1, before[-1:] or "\n")
    for k in range(size):
        cost, _, previous = best[k]
        if cost >= 1e9:
            continue
        for width in _ASCII_WIDTH if data[start + k] < 0x80 else usual:
            if width == 4 and not 0x30 <= data[min(start + k + 1, end - 1)] <= 0x39:
                continue
            if k + width > size:
                break
            text = _character(data[start + k : start + k + width], codec)
            if text:
                if width == 1 and text == "€":
                    total = cost + _euro(data, start + k)
                else:
                    total = cost + _behind(previous[-1], text[0])
                if total < best[k + width][0]:
                    best[k + width] = (total, k, text)
        if data[start + k] >= 0x80:
            skip = cost + (_CUT if start + k + 1 == len(data) else _SKIP)
            if skip < best[k + 1][0]:
                best[k + 1] = (skip, k, LOST)
            if k + 2 <= size and data[start + k + 1] >= 0x80 and skip + _SECOND < best[k + 2][0]:
                best[k + 2] = (skip + _SECOND, k, LOST + LOST)
    at = size
    if not final and start + size < len(data):
        at = min(range(max(1, size - 3), size + 1), key=lambda k: best[k][0] + (size - k) * 5)
    stop = start + at
    pieces: list[str] = []
    lost: list[int] = []
    while at > 0:
        _, previous_at, text = best[at]
        if text[0] == LOST:
            lost += range(start + at - 1, start + previous_at - 1, -1)
        pieces.append(text)
        at = previous_at
    return "".join(reversed(pieces)), lost[::-1], stop
