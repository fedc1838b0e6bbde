"""Letters of latin-1 that were two bytes among those that were one, found by single characters.

Every such letter moves all pairs behind it by a byte. What single characters cost tells where, but
for a few places; pairs of characters settle those.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from ..encoding import plausibility
from . import misread
from .lattice import plain, plainly

_INVALID = 30  # bits of a pair that is no character
_ASCII, _ALONE = 5, 12  # bits of ASCII, and of a letter behind a pair, which may be part of one
_FAR = 28  # bits behind the best way that are not followed
_SOFT = 8  # bits against a lost AD
_MOST = 19  # bits of a character at most, names and all
_PAIR = 24  # bytes between two that may both be needless
_AROUND = 4  # letters around one that was two bytes that may have been it
_BEFORE, _WINDOW = 5, 10  # characters before it and bytes behind it that tell


class Letters(NamedTuple):
    """The likeliest bytes of letters, and what those of one byte may have been besides."""

    raw: bytes
    leads: bytes
    """The first byte that a letter had if it was two; 0 where it was not."""
    trails: bytes


@functools.cache
def _costs(codec: str) -> bytes:
    """Return the bits of every pair of bytes."""
    table = bytearray([_INVALID]) * 0x10000
    known = plausibility.model()
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            try:
                c = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            table[lead << 8 | trail] = min(_MOST, known.cost(plain(c)))
    return bytes(table)


class _Bytes(dict[str, tuple[bytes, bytes, bytes]]):
    """The likeliest bytes of a letter, and the other two of one that has one."""

    def __missing__(self, c: str) -> tuple[bytes, bytes, bytes]:
        ways = ways_of(c, again=False)
        first = ways[0] if ways else b"\xff\xff"
        raw = ways[-1] if len(first) == 1 and len(ways) > 1 and len(ways[-1]) == 2 else b""
        none = bytes(len(first))
        found = self[c] = (first, raw[:1] or none, raw[1:] or none)
        return found


_bytes = functools.cache(_Bytes)


def letters(text: str) -> Letters:
    """Return what each letter may have been."""
    known = _bytes()
    return Letters(*map(b"".join, zip(*map(known.__getitem__, text), strict=True)))


@functools.lru_cache(maxsize=4096)
def ways_of(c: str, again: bool) -> tuple[bytes, ...]:
    """Return the bytes of a character: itself, as one byte, and as UTF-8, once or twice."""
    if c < "\x80":
        return (c.encode(),)
    single = misread.single("cp1252").get(c)
    alone = () if single is None else (bytes((single,)),)
    if "\ud800" <= c <= "\udfff":
        return alone
    raw = c.encode("utf-8")
    itself = (_THEMSELVES[c],) if c in _THEMSELVES else ()
    return itself + alone + (_twice(raw) if again else (raw,))


# Quotation marks that were decoded apart from the rest, as GBK has them.
_THEMSELVES = {c: c.encode("gbk") for c in "“”‘’"}


def _twice(raw: bytes) -> tuple[bytes, ...]:
    """Return the bytes that give a UTF-8 sequence after being decoded once before."""
    made = [b""]
    for byte in raw:
        made = [start + more for start in made for more in (bytes((byte,)), chr(byte).encode())]
    return tuple(made)


class Path(NamedTuple):
    """Offsets of letters that were two bytes, where characters begin, and behind which bytes AD was lost."""

    places: list[int]
    bounds: list[int]
    softs: list[int]


def twos(known: Letters, codec: str, *, soft: bool = False) -> Path | None:
    """Find the likeliest path over bytes; None where nothing fits.

    With ``soft``, bytes AD may have been lost, as readers drop soft hyphens.
    """
    raw, leads, trails = known
    size = len(raw)
    cost = _costs(codec)
    far = 1 << 30
    came = bytearray(size + 4)  # how far back, and over how many bytes the letter stands
    raw += b"\0\0\0"
    leads += b"\0\0\0"
    here, one, two, three = 0, far, far, far  # bits of the best ways to this byte and the next
    limit = _FAR
    for at in range(size):
        if here > limit:
            here, one, two, three = one, two, three, far
            continue
        limit = here + _FAR
        byte = raw[at]
        if byte < 0x80:
            more = here + (_ALONE if byte >= 0x40 and came[at] > 1 else _ASCII)
            if more < one:
                one, came[at + 1] = more, 1
            here, one, two, three = one, two, three, far
            continue
        row, following = byte << 8, raw[at + 1]
        more = here + cost[row | following]
        if more < two:
            two, came[at + 2] = more, 2
        if soft:
            more = here + _SOFT + cost[row | 0xAD]
            if more < one:
                one, came[at + 1] = more, 5
        lead = leads[at]
        if lead:
            more = here + cost[lead << 8 | trails[at]]
            if more < one:
                one, came[at + 1] = more, 3
        lead = leads[at + 1]
        if lead:
            three = here + cost[row | lead] + cost[trails[at + 1] << 8 | raw[at + 2]]
            came[at + 3] = 4
        here, one, two, three = one, two, three, far
    if here >= far:
        return None
    found: list[int] = []
    bounds: list[int] = []
    softs: list[int] = []
    at = size
    while at > 0:
        kind = came[at]
        if kind == 3:
            at -= 1
            found.append(at)
        elif kind == 4:
            at -= 3
            found.append(at + 1)
        elif kind == 5:
            at -= 1
            softs.append(at + 1)
        else:
            at -= kind
        bounds.append(at)
    return Path(found[::-1], bounds[::-1], softs[::-1])


def read(known: Letters, codec: str, *, soft: bool = True) -> str | None:
    """Read letters in the way that costs least."""
    got = twos(known, codec, soft=soft and b"\xad" not in known.raw)
    if got and got.softs:
        known = Letters(
            *(_inserted(part, got.softs, b) for part, b in zip(known, _AD, strict=True))
        )
        got = twos(known, codec)
    if got is None:
        return None
    places, bounds, _ = got
    pieces: list[bytes] = []
    done = k = 0
    while k < len(places):
        start = _beginning(bounds, done, places[k])
        dropped = _needless(known, codec, start, places[k : k + 3])
        if not dropped:
            end = min(places[k] + _WINDOW, places[k + 1] if k + 1 < len(places) else len(known.raw))
            place = (
                _settled(known, codec, start, places[k], end) if start < places[k] else places[k]
            )
            pieces.append(_with(known, done, place + 1, [place]))
            done = place + 1
        k += dropped or 1
    pieces.append(known.raw[done:])
    try:
        return b"".join(pieces).decode(codec)
    except UnicodeDecodeError:
        return None


_AD = (b"\xad", b"\0", b"\0")


def _inserted(data: bytes, places: list[int], what: bytes) -> bytes:
    ends = [0, *places, len(data)]
    return what.join([data[a:b] for a, b in pairwise(ends)])


def softened(text: str, codec: str) -> str | None:
    """Read letters of latin-1 as pairs of which bytes AD were lost; None where none was."""
    raw = text.encode("latin-1", "ignore")
    if b"\xad" in raw or len(raw) < len(text):
        return None
    got = twos(Letters(raw, bytes(len(raw)), bytes(len(raw))), codec, soft=True)
    if got is None or not got.softs or len(got.softs) * _SELDOM > len(got.bounds):
        return None
    places: list[int] = []
    for place, following in zip(got.softs, [*got.softs[1:], len(raw)], strict=True):
        start = _beginning(got.bounds, places[-1] if places else 0, place)
        end = min(following, place + _WINDOW)
        places.append(_soft(raw, codec, start, place, end) if start < place else place)
    try:
        return _inserted(raw, places, b"\xad").decode(codec)
    except UnicodeDecodeError:
        return None


def _soft(raw: bytes, codec: str, start: int, place: int, end: int) -> int:
    """Choose among the bytes around a place the one behind which AD was lost, by pairs of characters."""
    low, high = max(start + 1, place - _AROUND), min(end, place + _AROUND + 1)
    places = [k for k in range(low, high) if raw[k - 1] >= 0x80]
    if not places:
        return place
    bits = _bits([raw[start:k] + b"\xad" + raw[k:end] for k in places], codec)
    least = min(bits)
    return (
        place
        if place in places and bits[places.index(place)] == least
        else places[bits.index(least)]
    )


def supported(said: str, codec: str) -> bool:
    """Whether no other byte than AD would read clearly better where AD is taken to have been lost."""
    pair = plausibility.pair
    for k, c in enumerate(said):
        raw = c.encode(codec, "ignore")
        if raw[1:] != b"\xad":
            continue
        before, behind = said[k - 1 : k] or "\n", said[k + 1 : k + 2] or "\n"
        row = bytes([b for trail in range(0xA1, 0xFF) for b in (raw[0], trail)])
        others = row.decode(codec, "ignore")
        least = min(pair(before, other) + pair(other, behind) for other in others)
        if pair(before, c) + pair(c, behind) > least + _AS_LIKELY:
            return False
    return True


_AS_LIKELY = 3  # bits
_SELDOM = 6  # characters for each that lost a byte, at least


def _with(known: Letters, start: int, end: int, places: list[int]) -> bytes:
    """Return bytes where letters at some places were two."""
    raw, leads, trails = known
    pieces: list[bytes] = []
    for place in places:
        if start <= place < end:
            pieces += raw[start:place], leads[place : place + 1], trails[place : place + 1]
            start = place + 1
    pieces.append(raw[start:end])
    return b"".join(pieces)


def _bits(trials: list[bytes], codec: str) -> list[int]:
    """Return the bits of several readings, all asked for at once."""
    said = plainly(b"\n".join(trials).decode(codec, "replace"))
    costs = plausibility.costs(said)
    found: list[int] = []
    at = 0
    for trial in said.split("\n"):
        found.append(sum(costs[at : at + len(trial)]))
        at += len(trial) + 1
    return found


def _needless(known: Letters, codec: str, start: int, places: list[int]) -> int:
    """Return how many of the next letters, the first or it and the second, read better as one byte."""
    last = places[1] if len(places) > 1 and places[1] - places[0] <= _PAIR else places[0]
    end = min(last + _WINDOW, places[-1] if places[-1] > last else len(known.raw))
    trials = [_with(known, start, end, places[:2]), _with(known, start, end, places[1:2])]
    if last > places[0]:
        trials.append(_with(known, start, end, []))
    bits = _bits(trials, codec)
    return bits.index(min(bits))


def _beginning(bounds: list[int], done: int, place: int) -> int:
    """Return where a character begins some way before a place."""
    at = bisect_left(bounds, place)
    k = max(0, at - _BEFORE)
    while k < at and bounds[k] < done:
        k += 1
    return bounds[k] if k < at else place


def _settled(known: Letters, codec: str, start: int, place: int, end: int) -> int:
    """Choose among the letters around a place by pairs of characters."""
    low, high = max(start, place - _AROUND), min(end, place + _AROUND + 1)
    places = [trial for trial in range(low, high) if known.leads[trial]]
    if not places:
        return place
    raw, leads, trails = known
    trials = [
        raw[start:k] + leads[k : k + 1] + trails[k : k + 1] + raw[k + 1 : end] for k in places
    ]
    bits = _bits(trials, codec)
    least = min(bits)
    k = bits.index(least)
    return place if place in places and bits[places.index(place)] == least else places[k]
