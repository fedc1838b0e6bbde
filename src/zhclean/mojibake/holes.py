"""UTF-8 that was read with a codec of byte pairs, with holes where that codec had no character.

``涓?鏂囩殑`` is E4B8 ?? E696 87E7 9A84: the reader dropped a byte that began no pair and showed one
``?`` or U+FFFD for it. The lost byte is bounded from both sides: it completes a character, and it
must make no pair with what follows. Among what is left the plausibility model decides, or nobody.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ..encoding import plausibility, trigrams

QUESTION, REPLACED = 0xFF, 0xFE
"""How a hole stands among bytes, as ``?`` and as U+FFFD: as bytes that UTF-8 has nowhere."""

UNKNOWN = "\ufffd"
_Options = tuple[tuple[str, ...], frozenset[str]]
_SURE = 0.9  # share of the likelihood the best filling must hold
# The same where all of a sentence are filled: of each, and of all multiplied.
_HALF, _TOGETHER = 0.5, 0.44
# In a stretch of more places than so many: the likelihood of all that are filled, multiplied.
_SEVERAL, _ALL = 5, 0.96
_BEAM = 6
_TURNS = 3  # guesses at neighbouring holes settle in two or three
_CLOSELY = 6  # candidates weighed by two characters on either side
_FAR = 10  # bits behind the best by one character on either side that two could not make good
_NEVER = 99  # bits
_COMMONEST = 32  # candidates weighed without a known pair with the character before


class Token(NamedTuple):
    """One character of the stream: its bytes, None where lost, and the byte behind a lost one; or text."""

    pattern: tuple[int | None, ...]
    following: int | None
    literal: str = ""


class Read(NamedTuple):
    """What a garbled stretch said, with U+FFFD for characters that stay unknown."""

    text: str
    holes: int
    filled: int


def read(
    items: Iterable[int], codec: str, *, marked: bool = True, ended: bool = False
) -> Read | None:
    """Read bytes with holes as UTF-8; None where no reading fits.

    Where nothing marks that the last character lost a byte, it is not filled in: how many bytes and
    characters went with it cannot be told. ``ended``: the line ends here.
    """
    tokens = _align(bytes(items), marked)
    if tokens is None:
        return None
    return _fill(tokens, codec, ended)


_State = tuple[int, tuple[int | None, ...], int, Any]
"""Penalty, bytes of the character in the making, bytes it misses, linked list of tokens."""


def _align(items: bytes, marked: bool) -> list[Token] | None:
    """Find out which characters the holes stand in: each lost one byte, or two, or is literal."""
    states: list[_State] = [(0, (), 0, None)]
    k = 0
    while k < len(items):
        item = items[k]
        if len(states) == 1 and item < REPLACED and not states[0][2]:
            size = _unbroken(items, k)
            if size:  # nothing to choose, as nearly everywhere
                try:
                    literal = items[k : k + size].decode("utf-8")
                except UnicodeDecodeError:
                    return None
                states = [(states[0][0], (), 0, (Token((), None, literal), states[0][3]))]
                k += size
                continue
            lone = _LONE_HOLE.match(items, k)
            if lone:  # one way to read it
                k = lone.end()
                pattern = tuple([None if b >= REPLACED else b for b in lone[0]])
                pattern += (None,) * (3 - len(pattern))
                following = items[k] if k < len(items) and lone[0][-1] >= REPLACED else None
                states = [(states[0][0], (), 0, (Token(pattern, following), states[0][3]))]
                continue
        following = items[k + 1] if k + 1 < len(items) else None
        k += 1
        after: dict[tuple[tuple[int | None, ...], int], _State] = {}
        for penalty, pending, missing, chain in states:
            for more, cost in _steps(item, missing):
                state = _advance(pending, missing, chain, more, following)
                if state is not None:
                    key = (state[0], state[1])
                    total = penalty + cost
                    if key not in after or total < after[key][0]:
                        after[key] = (total, *state)
        states = sorted(after.values(), key=lambda s: s[0])[:_BEAM]
        if not states:
            return None
    best = min(states, key=lambda s: s[0] + 3 * bool(s[2]))
    chain = best[3]
    tokens: list[Token] = []
    if best[2]:  # the last character was cut
        kept = best[1] if marked else ()
        tokens.append(Token((*kept, *(None,) * (len(best[1]) + best[2] - len(kept))), None))
    while chain is not None:
        token, chain = chain
        tokens.append(token)
    return tokens[::-1]


_HOLE = re.compile(rb"[\xfe\xff]")
# A character of three bytes that lost some, with another behind it.
_LONE_HOLE = re.compile(
    rb"(?:[\xe0-\xef][\x80-\xbf]?[\xfe\xff]|[\xe0-\xef][\xfe\xff][\x80-\xbf]|[\xfe\xff][\x80-\xbf]{2})(?=[\x00-\x7f\xc2-\xf4])"
)


def _unbroken(items: bytes, start: int) -> int:
    """Return the size of the whole characters before the next hole."""
    found = _HOLE.search(items, start)
    end = found.start() if found else len(items)
    for back in range(1, min(4, end - start + 1)):
        lead = items[end - back]
        if lead >= 0xC0:
            wanted = 2 + (lead >= 0xE0) + (lead >= 0xF0)
            return end - start - (back if wanted > back else 0)
    return end - start


def _steps(item: int, missing: int) -> list[tuple[tuple[int | None, ...], int]]:
    """Return what an item may stand for: (bytes, penalty)."""
    if item < REPLACED:
        return [((item,), 0)]
    steps: list[tuple[tuple[int | None, ...], int]] = [((None,), 0), ((None, None), 3)]
    if item == QUESTION and not missing:
        steps.append(((0x3F,), 2))
    return steps


def _advance(
    pending: tuple[int | None, ...],
    missing: int,
    chain: object,
    more: tuple[int | None, ...],
    following: int | None,
) -> tuple[tuple[int | None, ...], int, object] | None:
    """Feed bytes to the character in the making; None where they do not fit."""
    for byte in more:
        if missing:
            if byte is not None and not 0x80 <= byte < 0xC0:
                return None
            pending, missing = (*pending, byte), missing - 1
        elif byte is None:
            pending, missing = (None,), 2
        elif byte < 0x80:
            chain = (Token((byte,), None, chr(byte)), chain)
            continue
        elif 0xC2 <= byte < 0xF5:
            pending, missing = (byte,), 1 + (byte >= 0xE0) + (byte >= 0xF0)
        else:
            return None
        if not missing:
            chain = (Token(pending, following), chain)
            pending = ()
    return pending, missing, chain


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
def _candidates(
    pattern: tuple[int | None, ...], following: int | None, codec: str
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the characters a holed pattern may be: known to the model, lost as they were: the commonest, and all."""
    if len(pattern) != 3:
        return (), frozenset()
    first, second, third = pattern
    if first is None and (second is None or third is None):
        return (), frozenset()
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
                if third is None and second is not None and (following or 0) >= 0x40:
                    if (c, following) not in impossible:
                        continue
                found.append(chr(code))
    found.sort(key=lambda c: known[c])
    return tuple(found[:_COMMONEST]), frozenset(found)


def _fill(tokens: list[Token], codec: str, ended: bool) -> Read | None:
    """Give every token its character; a hole only where one candidate is far ahead."""
    text: list[str] = []
    holes: list[tuple[int, tuple[tuple[str, ...], frozenset[str]]]] = []
    lost = 0
    for token in tokens:
        if token.literal:
            text += token.literal
        elif None in token.pattern:
            lost += 1
            options = _candidates(token.pattern, token.following, codec)
            if options[0]:
                holes.append((len(text), options))
            text.append(UNKNOWN)
        else:
            try:
                text.append(bytes(b for b in token.pattern if b is not None).decode("utf-8"))
            except UnicodeDecodeError:
                return None
    last = holes[-1] if ended and holes and holes[-1][0] == len(text) - 1 else None
    _settle(text, holes)
    if last and not _CLOSING.keys().isdisjoint(last[1][1]):
        at, options = last
        text[at] = _at_end(text, options[1] & _CLOSING.keys())
    return Read("".join(text), lost, sum(text[at] != UNKNOWN for at, _ in holes))


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


def _settle(text: list[str], holes: list[tuple[int, _Options]]) -> None:
    """Fill the holes of which one candidate is far ahead, all others taken for likeliest.

    Where those of a sentence are likely to be right together, none of them is left.
    """
    guess = list(text)
    known: dict[int, tuple[list[str], list[tuple[float, str]]]] = {}
    for _ in range(_TURNS):
        changed = False
        for at, options in holes:
            around = guess[max(0, at - 2) : at] + guess[at + 1 : at + 3]
            if at not in known or known[at][0] != around:
                known[at] = around, _ranked(guess, at, options)
                changed = changed or guess[at] != known[at][1][0][1]
                guess[at] = known[at][1][0][1]
        if not changed:
            break
    shares = {at: _share(known[at][1]) for at, _ in holes}
    if len(holes) > _SEVERAL:
        chosen = _surest(shares)
    else:
        chosen = [at for places in _sentences(text, list(shares)) for at in _likely(shares, places)]
    for at in chosen:
        text[at] = guess[at]


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


def _ranked(text: list[str], at: int, options: _Options) -> list[tuple[float, str]]:
    """Rank the candidates for a hole by their bits between two characters on either side."""
    before = text[at - 1] if at else "\n"
    behind = text[at + 1] if at + 1 < len(text) else UNKNOWN
    first = text[at - 2] if at > 1 else "\n"
    last = text[at + 2] if at + 2 < len(text) else UNKNOWN
    known = plausibility.model()
    weighed = _weighed(before, options)
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
    ranked = [(_bits(first, before, c, behind, last, pair), c) for _, c, pair in likeliest]
    ranked.sort()
    return ranked


@functools.lru_cache(maxsize=4096)
def _weighed(before: str, options: _Options) -> list[tuple[int, str]]:
    """Rank candidates behind a character: those it expects, and the commonest."""
    commonest, every = options
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


def _bits(first: str, before: str, c: str, behind: str, last: str, pair: int) -> float:
    """Return the bits of a candidate between two characters on either side."""
    if before == UNKNOWN:
        bits = _FIRST * plausibility.alone(c)
    elif first == UNKNOWN:
        bits = _FIRST * plausibility.pair(before, c)
    else:
        bits = _FIRST * trigrams.bits(first, before, c)
    if behind == UNKNOWN:
        return bits
    told = pair if before == UNKNOWN else trigrams.bits(before, c, behind)
    bits += _SECOND * told - (_ROW if told != pair else 0)
    if last != UNKNOWN:
        told = trigrams.bits(c, behind, last)
        pair = plausibility.pair(behind, last)
        bits += _THIRD * told - (_ROW if told != pair else 0)
    return bits
