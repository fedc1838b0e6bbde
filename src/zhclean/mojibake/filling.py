"""Fill in characters that lost bytes where a garble and its context leave one."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from itertools import pairwise

from ..encoding import plausibility, trigrams

QUESTION, REPLACED = 0xFF, 0xFE
"""How a hole stands among bytes, as ``?`` and as U+FFFD: as bytes that UTF-8 has nowhere."""

UNKNOWN = "\ufffd"
Hole = tuple[bytes, bytes, str]
"""A character that lost bytes, the byte behind it where the last was, and the codec.

Of two bytes without a mark one is lost behind either.
"""
_BEYOND_DOUBT = 0.95
_SURE = 0.9  # share of the likelihood the best filling must hold
# The same where all of a sentence are filled: of each, and of all multiplied.
_HALF, _TOGETHER = 0.5, 0.44
# In a stretch of more places than so many: the likelihood of all that are filled, multiplied.
_SEVERAL, _ALL = 5, 0.96
_TURNS = 3  # guesses at neighbouring holes settle in two or three
_CLOSELY = 6  # candidates weighed by two characters on either side
_FAR = 10  # bits behind the best by one character on either side that two could not make good
_NEVER = 99  # bits
_COMMONEST = 32  # candidates weighed without a known pair with the character before
_TWO_LOST = bytes((REPLACED, REPLACED))


@functools.cache
def _impossible(codec: str) -> frozenset[tuple[int, int]]:
    """Return the pairs of bytes from 80 that ``codec`` cannot read."""
    name = {"gb18030": "gbk"}.get(codec, codec)
    found = set()
    for lead in range(0x80, 0xC0):
        for trail in range(0x40, 0x100):
            try:
                bytes((lead, trail)).decode(name)
            except UnicodeDecodeError:
                found.add((lead, trail))
    return frozenset(found)


@functools.lru_cache(maxsize=8192)
def candidates(hole: Hole) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the characters a holed pattern may be: known to the model, lost as they were: the commonest, and all."""
    raw, behind, codec = hole
    if len(raw) == 2 and raw[1] < REPLACED:  # nothing marks which of two was lost
        lost = bytes((REPLACED,))
        one, other = (
            candidates((raw[:1] + lost + raw[1:], b"", codec)),
            candidates((raw + lost, behind, codec)),
        )
        every = one[1] | other[1]
        alone = plausibility.model().alone
        return tuple(sorted(every, key=lambda c: (alone[c], c))[:_COMMONEST]), every
    first, second, third = [None if b >= REPLACED else b for b in raw + _TWO_LOST][:3]
    if first is None and (second is None or third is None):
        return (), frozenset()
    following = behind[0] if behind else 0
    impossible = _impossible(codec)
    known = plausibility.model().alone
    found: list[str] = []
    for lead in range(0xE2, 0xF0) if first is None else (first,):
        for b in range(0x80, 0xC0) if second is None else (second,):
            # A lost byte began no pair with the byte behind it.
            if second is None and third is not None and (b, third) not in impossible:
                continue
            for c in range(0x80, 0xC0) if third is None else (third,):
                code = (lead & 15) << 12 | (b & 63) << 6 | (c & 63)
                if code < 0x800 or chr(code) not in known:
                    continue
                if third is None and second is not None and following >= 0x40:
                    if (c, following) not in impossible:
                        continue
                found.append(chr(code))
    found.sort(key=lambda c: known[c])
    return tuple(found[:_COMMONEST]), frozenset(found)


def fill(
    text: list[str], holes: list[tuple[int, Hole]], ended: bool, *, marked: bool = True
) -> None:
    """Give every hole its character, where one candidate is far ahead. ``ended``: the line ends here.

    Where nothing marks the holes, one must be so by itself.
    """
    last = holes[-1] if ended and holes and holes[-1][0] == len(text) - 1 else None
    _settle(text, holes, marked)
    if last:
        at, hole = last
        marks = candidates(hole)[1] & _CLOSING.keys()
        if marks:
            text[at] = _at_end(text, marks)


_CLOSING = {
    "！": "",
    "？": "",
    "。": "",
    "”": "“",
    "」": "「",
    "）": "（",
    "》": "《",
    "】": "【",
    "』": "『",
}
_ASKING = frozenset("吗嗎呢么麼哪谁誰何怎几幾否")
_CLAUSE = re.compile("[。！？；!?;\n]")


def _at_end(text: list[str], marks: frozenset[str]) -> str:
    """Choose the mark that ends a line, where only one of them may stand there."""
    said = "".join(text[-_LINE:-1])
    for mark in marks:
        opening = _CLOSING[mark]
        if opening and said.rfind(opening) > said.rfind(mark):
            return mark
    if "？" in marks:
        asks = not _ASKING.isdisjoint(_CLAUSE.split(said)[-1])
        return "？" if asks else UNKNOWN
    return "。" if "。" in marks else UNKNOWN


_LINE = 300  # characters


def _settle(text: list[str], holes: list[tuple[int, Hole]], marked: bool) -> None:
    """Fill the holes of which one candidate is far ahead, all others taken for likeliest.

    Where those of a sentence are likely to be right together, none of them is left.
    """
    guess = list(text)
    near = _near([at for at, _ in holes])
    known: dict[int, list[tuple[float, str]]] = {}
    weighed: dict[int, list[str]] = {}
    left = holes
    for _ in range(_TURNS):
        changed = False
        for at, hole in left:
            if at in near:
                around = guess[max(0, at - 2) : at] + guess[at + 1 : at + 3]
                if weighed.get(at) == around:
                    continue
                weighed[at] = around
            known[at] = _ranked(guess, at, hole)
            changed = changed or guess[at] != known[at][0][1]
            guess[at] = known[at][0][1]
        if not near or not changed:
            break
        left = [(at, hole) for at, hole in left if at in near]
    shares = {at: _share(ranked) for at, ranked in known.items()}
    if not marked:
        chosen = [at for at, share in shares.items() if share >= _BEYOND_DOUBT]
    elif len(holes) > _SEVERAL:
        chosen = _surest(shares)
    else:
        chosen = [at for places in _sentences(text, list(shares)) for at in _likely(shares, places)]
    for at in chosen:
        text[at] = guess[at]


def _near(places: list[int]) -> set[int]:
    """Return the places that stand by others, so that one guess may change another."""
    found: set[int] = set()
    for one, other in pairwise(places):
        if other - one <= 2:
            found.update((one, other))
    return found


def _surest(shares: dict[int, float]) -> list[int]:
    """Choose places of a long stretch that are likely to be right all together: one wrong spoils it."""
    chosen: list[int] = []
    together = 1.0
    for share, at in sorted(((share, at) for at, share in shares.items()), reverse=True):
        together *= share
        if together < _ALL:
            break
        chosen.append(at)
    return chosen


def _likely(shares: dict[int, float], places: list[int]) -> list[int]:
    """Choose places of a sentence: all, where they are likely to be right together, or the sure ones."""
    here = [shares[at] for at in places]
    together = min(here) >= _HALF and math.prod(here) >= _TOGETHER
    return [at for at in places if together or shares[at] >= _SURE]


def _share(ranked: list[tuple[float, str]]) -> float:
    """Return the share of the likelihood that the best candidate holds."""
    least = ranked[0][0]
    return 1.0 / sum([math.pow(2.0, least - bits) for bits, _ in ranked])


def _sentences(text: list[str], places: list[int]) -> Iterator[list[int]]:
    """Group places by the sentences they stand in, a few at a time."""
    held: list[int] = []
    for at in places:
        if held and (len(held) == _MOST or not _ENDS.isdisjoint(text[held[-1] + 1 : at])):
            yield held
            held = []
        held.append(at)
    if held:
        yield held


_ENDS = frozenset("。！？；")
_MOST = 6  # places


def _ranked(text: list[str], at: int, hole: Hole) -> list[tuple[float, str]]:
    """Rank the candidates for a hole by their bits between two characters on either side."""
    before = text[at - 1] if at else "\n"
    behind = text[at + 1] if at + 1 < len(text) else UNKNOWN
    first = text[at - 2] if at > 1 else "\n"
    last = text[at + 2] if at + 2 < len(text) else UNKNOWN
    known = plausibility.model()
    weighed = _weighed(before, hole)
    if behind == UNKNOWN:
        together = [(bits, c, 0) for bits, c in weighed]
        least = weighed[0][0]
    else:
        rows, row_of = known.rows, known.row
        unlisted = known.cost(behind) + plausibility.BACKOFF
        together = []
        least = _NEVER
        for bits, c in weighed:
            if bits > least + _FAR:
                break
            pair = (rows.get(c) or row_of(c)).get(behind, unlisted)
            together.append((bits + pair, c, pair))
            least = min(least, bits + pair)
    limit = least + _FAR
    likeliest = sorted([entry for entry in together if entry[0] <= limit])[:_CLOSELY]
    if len(likeliest) == 1:
        return [(0.0, likeliest[0][1])]
    return _closely(first, before, likeliest, behind, last)


@functools.lru_cache(maxsize=4096)
def _weighed(before: str, hole: Hole) -> list[tuple[int, str]]:
    """Rank candidates behind a character: those it expects, and the commonest."""
    commonest, every = candidates(hole)
    known = plausibility.model()
    alone = known.alone
    if before == UNKNOWN:
        return [(alone[c], c) for c in commonest]
    row = known.row(before)
    weighed = {c: alone[c] + plausibility.BACKOFF for c in commonest}
    weighed.update([(c, row[c]) for c in row.keys() & every])
    return sorted([(bits, c) for c, bits in weighed.items()])


# How much each of the three triples tells that a candidate is in, and how much it tells that the
# table has a row for its pair (fitted on lines that went into no table).
_FIRST, _SECOND, _THIRD, _ROW = 0.8, 0.8, 0.57, 1.1


def _closely(
    first: str, before: str, likeliest: list[tuple[int, str, int]], behind: str, last: str
) -> list[tuple[float, str]]:
    """Rank candidates by the three triples each is in, with two characters on either side."""
    followers, unseen = trigrams.followers, trigrams.UNSEEN
    told = None if UNKNOWN in (first, before) else followers(first, before)
    unlisted = 0 if UNKNOWN in (behind, last) else plausibility.pair(behind, last)
    ranked: list[tuple[float, str]] = []
    for together, c, pair in likeliest:
        # Behind ``before`` alone; behind ASCII they were ranked otherwise.
        single = together - pair if before >= "\x80" else plausibility.pair(before, c)
        bits = _FIRST * (single if told is None else told.get(c, single + unseen))
        if behind != UNKNOWN:
            row = None if before == UNKNOWN else followers(before, c)
            found = pair if row is None else row.get(behind, pair + unseen)
            bits += _SECOND * found - (_ROW if found != pair else 0)
            if last != UNKNOWN:
                row = followers(c, behind)
                found = unlisted if row is None else row.get(last, unlisted + unseen)
                bits += _THIRD * found - (_ROW if found != unlisted else 0)
        ranked.append((bits, c))
    ranked.sort()
    return ranked
