"""UTF-8 that was read with a codec of byte pairs, with holes where that codec had no character.

``涓?鏂囩殑`` is E4B8 ?? E696 87E7 9A84: the reader dropped a byte that began no pair and showed one
``?`` or U+FFFD for it. The lost byte is bounded from both sides: it completes a character, and it
must make no pair with what follows. Among what is left the plausibility model decides, or nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from .filling import QUESTION, REPLACED, UNKNOWN, Hole, candidates, fill

_Said = tuple[list[str], list[tuple[int, Hole]], int]
"""Characters, those of them that may be filled in, and how many lost bytes."""
_BEAM = 6


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
    items = bytes(items)
    said = _lone(items, codec)
    if said is None:
        tokens = _align(items, marked)
        said = None if tokens is None else _said(tokens, codec)
    if said is None:
        return None
    text, holes, lost = said
    fill(text, holes, ended)
    return Read("".join(text), lost, sum(text[at] != UNKNOWN for at, _ in holes))


def _lone(items: bytes, codec: str) -> _Said | None:
    """Read bytes of which each hole stands alone in a character of three: there is one way to."""
    text: list[str] = []
    holes: list[tuple[int, Hole]] = []
    done = lost = 0
    try:
        while mark := _HOLE.search(items, done):
            start = mark.start()
            if start > done and items[start - 1] >= 0xE0:
                start -= 1
            elif start > done + 1 and items[start - 1] >= 0x80 and items[start - 2] >= 0xE0:
                start -= 2
            found = _LONE_HOLE.match(items, start) or _LAST_HOLE.match(items, start)
            if found is None:
                return None
            text += items[done:start].decode("utf-8")
            done = found.end()
            raw = found[0]
            hole = raw, items[done : done + 1] if raw[-1] >= REPLACED else b"", codec
            if candidates(hole)[0]:
                holes.append((len(text), hole))
            text.append(UNKNOWN)
            lost += 1
        text += items[done:].decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text, holes, lost


def without_marks(items: bytes, ends: frozenset[int], codec: str) -> tuple[Read, int] | None:
    """Read bytes of which some were dropped without a trace; tell how many that takes.

    A reader drops what begins no pair, so that hardly ever a lead is lost. ``ends``: where what was
    shown ends.
    """
    text: list[str] = []
    holes: list[tuple[int, Hole]] = []
    at = lost = orphans = 0
    whole = (0, 0, 0, 0)
    while found := _UNMARKED.match(items, at):
        at = found.end()
        said, broken, orphan = found.groups()
        if said:
            text += said.decode("utf-8", "replace")
        else:
            lost += 1
            if orphan:
                orphans += 1
            elif len(broken) > 1 and candidates(hole := (broken, items[at : at + 1], codec))[0]:
                holes.append((len(text), hole))
            text.append(UNKNOWN)
        if orphans * _SELDOM > len(text):
            break
        if at in ends:
            whole = at, len(text), len(holes), lost
    at, size, known, lost = whole
    if not lost or lost * 2 > size:
        return None
    del text[size:], holes[known:]
    fill(text, holes, ended=False, marked=False)
    return Read("".join(text), lost, sum(text[k] != UNKNOWN for k, _ in holes)), at


_SELDOM = 8  # characters for each of which the lead was lost
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
                token = _token(lone[0], items[k : k + 1])
                states = [(states[0][0], (), 0, (token, states[0][3]))]
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
# A character of three bytes that lost some, with another behind it, or nothing.
_WITHIN = rb"[\xe0-\xef][\xfe\xff][\x80-\xbf\xfe\xff]|[\xfe\xff][\x80-\xbf]{2}"
_UNMARKED = re.compile(
    rb"([\x00-\x7f]+|(?:[\xe2-\xef][\x80-\xbf]{2})+)"
    rb"|((?:[\xe2-\xef][\x80-\xbf]?[\xfe\xff]|%b|[\xe2-\xef][\x80-\xbf]?)(?![\x80-\xbf\xfe\xff]))"
    rb"|([\x80-\xbf]{1,2})" % _WITHIN
)
_LONE_HOLE = re.compile(
    rb"(?:[\xe0-\xef][\x80-\xbf]?[\xfe\xff]|%b)(?=[\x00-\x7f\xc2-\xf4])" % _WITHIN
)
_LAST_HOLE = re.compile(rb"(?:[\xe0-\xef][\x80-\xbf][\xfe\xff]|%b)\Z" % _WITHIN)


def _token(raw: bytes, following: bytes) -> Token:
    """Return a character of three bytes of which some were lost."""
    pattern = tuple([None if b >= REPLACED else b for b in raw]) + (None,) * (3 - len(raw))
    return Token(pattern, following[0] if following and raw[-1] >= REPLACED else None)


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


def _said(tokens: list[Token], codec: str) -> _Said | None:
    """Return the characters of tokens, and where one may be filled in, with how many lost bytes."""
    text: list[str] = []
    holes: list[tuple[int, Hole]] = []
    lost = 0
    for token in tokens:
        if token.literal:
            text += token.literal
        elif None in token.pattern:
            lost += 1
            raw = bytes([REPLACED if b is None else b for b in token.pattern])
            hole = raw, b"" if token.following is None else bytes((token.following,)), codec
            if len(raw) == 3 and candidates(hole)[0]:
                holes.append((len(text), hole))
            text.append(UNKNOWN)
        else:
            try:
                text.append(bytes(b for b in token.pattern if b is not None).decode("utf-8"))
            except UnicodeDecodeError:
                return None
    return text, holes, lost
