"""Find what a byte-shifted garble was, and prove it.

A garble begins where a byte was lost to an insertion in the middle of a character: ``?`` and the
rest of a reading (``?shù)``), or ``?`` and the full-width mark that a comma was put before. From
there on each visible character holds the second byte of one original character and the first of
the next. It ends where bytes and characters fall into step again: at an ASCII character that is
really a second byte (``r`` of 時), one swallowed whole (``癆I`` of ``“AI``), or another lost pair.
Bytes that are lost are tried, and the model of plausibility chooses; then the forward simulation
of the chosen text must give the garble.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from . import plausibility
from .bytereplace import (
    SYLLABLE,
    character,
    fold,
    pair,
    readings,
    simulate,
    target_trails,
)

# “AI is ?癆I: the second bytes of opening marks, each with the letter behind it.
SWALLOWED = "".join(
    bytes((mark, letter)).decode("gb18030")
    for mark in (0xAE, 0xB0, 0xB1, 0xB4, 0xB6, 0xB8, 0xBA, 0xBE)
    for letter in (*range(0x41, 0x5B), *range(0x61, 0x7B))
)
PATTERN = rf"\?(?:({SYLLABLE}) ?\)|[！!，,。](?=[^\x00-\x3e！!，,。？]|\?[^!！?？])|[{SWALLOWED}](?=[A-Za-z]))"
START = re.compile(PATTERN)
"""Where a garble may begin."""

LONGEST = 160  # characters of a garble; a real one rarely reaches 40
_BEAM = 6
_GUESSES = 6  # bytes tried for a lost one
_HOPELESS = 12  # bits behind the likeliest that are not worth following
_LOST = -1  # a lead byte that has to be found
_VANISHED = 12  # bits against a pair of the user-defined areas having vanished
_NOT_A1 = 6  # bits against a lost first byte that is not A1, that of 。 and of the quotes
_SLACK = 24  # bits a reading may be behind the garble itself while it is under way
_RARE = 17  # bits of a character too rare to be guessed

_READING = re.compile(rf"({SYLLABLE}) ?\)")
_BRACKET = re.compile(rf"\(({SYLLABLE}) ?\)")
_TAIL = re.compile(
    r"/?(?:p|br|span|div|strong|b|em|i|a|font|img|li|td|tr|h[1-6]|section|u)\b[^<>\n]{0,300}>"
)
_WIDE = {",": 0xAC, "!": 0xA1, "?": 0xBF, ":": 0xBA, ";": 0xBB, "(": 0xA8, ")": 0xA9}
_BEHIND_COMMA = "！!，,。、？?；;：:"
_USER_DEFINED = (*range(0xAA, 0xB0), *range(0xF8, 0xFF))


class State(NamedTuple):
    """One reading of a garble so far."""

    bits: int
    out: str
    pending: int  # the first byte of the original character under way, or _LOST
    inserted: tuple[tuple[int, bytes], ...]  # offset in bytes of ``out``, what
    eaten: str = ""  # what the last lost pair swallowed
    lossy: bool = False


Step = tuple[int, bool, State]
"""Where the next visible character stands, whether in step again, the state there."""


class Restored(NamedTuple):
    """A garble, text[start:end], and what it was."""

    start: int
    end: int
    text: str
    gain: int
    """Bits by which it is more plausible than the garble."""
    margin: int
    """Bits by which it is more plausible than the next other reading of the same bytes."""
    lossy: bool
    others: tuple[str, ...]


def _size(text: str) -> int:
    return len(text.encode("gb18030", "replace"))


Guesses = tuple[tuple[str, int, int], ...]
"""Characters that may have been lost: each with its bits alone, and bits against it here."""


@cache
def _ending(trail: int) -> Guesses:
    """Characters, not rare ones, whose second byte is ``trail``."""
    found = ((lead, character(lead, trail)) for lead in range(0x81, 0xFF))
    return tuple(
        (char, plausibility.alone(char) + plausibility.BACKOFF, 0 if lead == 0xA1 else _NOT_A1)
        for lead, char in found
        if char and plausibility.alone(char) <= _RARE
    )


@cache
def _beginning(lead: int, ended: bool) -> Guesses:
    """Characters, not rare ones, that begin with ``lead`` and whose second byte can be lost.

    ``ended``: behind a mark that ends a clause, another such mark is unlikely.
    """
    found = (character(lead, trail) for trail in range(0x81, 0xFF))
    return tuple(
        (
            char,
            plausibility.alone(char) + plausibility.BACKOFF,
            10 if ended and char in "。、·—…～，！？；：" else 0,
        )
        for char in found
        if char and plausibility.alone(char) <= _RARE
    )


def _likeliest(last: str, guesses: Guesses) -> list[tuple[int, str]]:
    """Return the few likeliest of ``guesses`` behind ``last``, best first."""
    known = plausibility.model().row(last).get
    scored = sorted([(known(char, alone) + against, char) for char, alone, against in guesses])
    return [item for item in scored[:_GUESSES] if item[0] <= scored[0][0] + _HOPELESS]


def restore(text: str, start: int, context: str, *, guess: bool = False) -> Restored | None:
    """Restore the garble that begins with the ``?`` at ``start``; None where there is none.

    ``context`` is what stands before it, with the garbles there restored. With ``guess``, pairs
    may have vanished altogether.
    """
    first = START.match(text, start)
    if first is None:
        return None
    head = _head(context)
    if first.group(1):
        states = _after_reading(head, first.group(1), _spelled(text, start))
        at = first.end()
    else:
        # The insertion stands behind the lost byte, whatever that was.
        at = start + 1
        lost = 0xA1 if text[at] in SWALLOWED else _LOST
        states = [State(0, head, lost, ((_size(head) + 1, b","),))]
    if not states:
        return None
    raw = _Raw(text, start, head)
    return _choose(text, raw, head, context, _walk(text, at, states, raw, guess))


class _Raw:
    """What the garble costs as it stands, up to each of its characters."""

    __slots__ = ("_sums", "_text", "start")

    def __init__(self, text: str, start: int, head: str) -> None:
        self.start = start
        self._text = text
        self._sums = [0, *accumulate(plausibility.costs(text[start : start + 24], head))]

    def upto(self, end: int) -> int:
        """Return the bits of the garble up to ``end``."""
        while end - self.start >= len(self._sums):
            done = self.start + len(self._sums) - 1
            more = plausibility.costs(self._text[done : done + 48], self._text[done - 1])
            if not more:
                return self._sums[-1]
            self._sums += list(accumulate(more, initial=self._sums[-1]))[1:]
        return self._sums[end - self.start]


def _head(context: str) -> str:
    """Return the character before a garble, past inserted commas and readings."""
    at = len(context)
    while at:
        if context[at - 1] == ",":
            at -= 1
        elif context[at - 1] == ")":
            opening = context.rfind("(", max(0, at - 9), at)
            if opening <= 0 or not _BRACKET.fullmatch(context, opening, at):
                break
            at = opening
        else:
            break
    return context[at - 1 : at] if at else ""


def _after_reading(head: str, reading: str, insertion: bytes) -> list[State]:
    """Begin with a reading struck inside: its target is the last byte before and the lost one."""
    known = pair(head) if head else b""
    if len(known) != 2:
        return []
    return [
        State(0, head, x, ((3, insertion),)) for x in target_trails(known[1], reading) if x >= 0x81
    ]


def _spelled(text: str, start: int) -> bytes:
    """Return the bytes of a reading whose ``(`` became the ``?`` at ``start``."""
    end = text.index(")", start) + 1
    return ("(" + text[start + 1 : end]).encode("gb18030", "replace")


def _walk(
    text: str, at: int, states: list[State], raw: _Raw, guess: bool
) -> list[tuple[int, State]]:
    """Follow every reading to where it falls into step; return those with their ends."""
    closed: list[tuple[int, State]] = []
    open_: dict[int, list[State]] = {at: states}
    stop = min(len(text), at + LONGEST)
    while open_:
        at = min(open_)
        here = open_.pop(at)
        if at >= stop:
            continue
        if len(here) > _BEAM:
            here = sorted(here, key=_bits)[:_BEAM]
        for state in here:
            for end, done, following in _step(text, at, state, guess):
                if following.bits > raw.upto(end) + _SLACK:
                    continue
                if done:
                    closed.append((end, following))
                else:
                    open_.setdefault(end, []).append(following)
    return closed


def _step(text: str, at: int, state: State, guess: bool) -> list[Step]:
    """Read one visible character in every way it can be read."""
    char = text[at]
    if char >= "\x80":
        known = pair(char)
        if len(known) != 2:
            return []
        found = _two(at + 1, state, known[0], known[1])
        if guess:
            found += _vanished(at, state)
        return found
    code = ord(char)
    found = _two(at + 1, state, 0xA3, _WIDE[char]) if char in _WIDE else []
    if 0x40 <= code <= 0x7E:
        found += [(at + 1, True, s) for s in _second(state, code, 0)]
        if char.isalpha():
            found += _two(at + 1, state, 0xA3, code + 0x80)
    if state.pending == _LOST:
        return found
    if char == "?":
        found += _lost_pair(text, at, state, guess)
    elif char == "," and text[at + 1 : at + 2] in _BEHIND_COMMA:
        # Struck in step with the garble: the comma stands between two visible characters.
        inside = (*state.inserted, (_size(state.out) + 1, b","))
        found.append((at + 1, False, state._replace(inserted=inside)))
    elif char == "(":
        m = _BRACKET.match(text, at)
        if m and readings().reads(text[at - 1], m.group(1)):
            inside = (*state.inserted, (_size(state.out) + 1, m.group().encode("gb18030")))
            found.append((m.end(), False, state._replace(inserted=inside)))
    return found


def _two(end: int, state: State, b1: int, b2: int) -> list[Step]:
    """Take a visible pair: ``b1`` ends an original character, ``b2`` begins the next."""
    following = _second(state, b1, b2)
    if b2 >= 0x81:
        return [(end, False, s) for s in following]
    if b2 >= 0x7F:
        return []
    plain = chr(b2)  # an ASCII character that the shift has swallowed
    return [
        (
            end,
            True,
            s._replace(bits=s.bits + plausibility.pair(s.out[-1], plain), out=s.out + plain),
        )
        for s in following
    ]


def _second(state: State, b1: int, pending: int) -> list[State]:
    """Complete the original character under way with its second byte ``b1``."""
    last = state.out[-1:] or "\n"
    if state.pending != _LOST:
        char = character(state.pending, b1)
        if not char:
            return []
        bits = state.bits + plausibility.pair(last, char)
        return [State(bits, state.out + char, pending, state.inserted, "", state.lossy)]
    return [
        State(state.bits + bits, state.out + char, pending, state.inserted, "", state.lossy)
        for bits, char in _likeliest(last, _ending(b1))
    ]


def _vanished(at: int, state: State) -> list[Step]:
    """Suppose that a pair of the user-defined areas stood here and vanished."""
    if state.pending == _LOST or state.lossy:
        return []
    last = state.out[-1:]
    found: list[Step] = []
    for trail in _USER_DEFINED:
        char = character(state.pending, trail)
        if char:
            bits = state.bits + plausibility.pair(last, char) + _VANISHED
            found.append(
                (at, False, State(bits, state.out + char, _LOST, state.inserted, "", True))
            )
    return found


def _lost_pair(text: str, at: int, state: State, guess: bool) -> list[Step]:
    """Read ``?`` as a lost pair: the second byte of an original character and what it swallowed."""
    end = at + 1
    reading = _READING.match(text, end)
    if reading:
        trails = target_trails(state.pending, reading.group(1))
        chars = [character(state.pending, trail) for trail in trails if trail >= 0x81]
        guesses = tuple((c, plausibility.alone(c) + plausibility.BACKOFF, 0) for c in chars)
        insertion = _spelled(text, at)
        return [
            (reading.end(), True, s._replace(inserted=(*s.inserted, (_size(s.out), insertion))))
            for s in _completed(state, guesses)
        ]
    following = text[end : end + 1]
    ended = state.out[-1:] in "。！？、，；："
    completed = _completed(state, _beginning(state.pending, ended))
    if _TAIL.match(text, end):
        # Nobody writes "?/p>": that the tag is whole again is worth a good deal.
        return [(end, True, s._replace(out=s.out + "<", bits=s.bits - 20)) for s in completed]
    if following and following in _BEHIND_COMMA:
        return [
            (end, True, s._replace(inserted=(*s.inserted, (_size(s.out), b",")))) for s in completed
        ]
    if not following or following.isspace():
        return [(end, True, s._replace(eaten="\n")) for s in completed]
    if not guess:
        return []
    return [(end, True, s._replace(eaten="0", lossy=True, bits=s.bits + 8)) for s in completed]


def _completed(state: State, guesses: Guesses) -> list[State]:
    """Complete the character under way in the likeliest ways."""
    if not guesses:
        return []
    return [
        State(state.bits + bits, state.out + char, _LOST, state.inserted, "", state.lossy)
        for bits, char in _likeliest(state.out[-1:], guesses)
    ]


_CLOSING = {"”": "“", "’": "‘", "」": "「", "』": "『", "》": "《", "〉": "〈", "】": "【"}
_OPENING = frozenset(_CLOSING.values())
_QUOTES = re.compile("[" + "".join(_CLOSING) + "".join(_CLOSING.values()) + "]")


def _quotes_around(text: str, end: int, context: str) -> tuple[str, str]:
    """Return the last quote before a garble and the first behind it, in its line."""
    line = max(context.rfind("\n") + 1, len(context) - 2000)
    before = _QUOTES.findall(context, line)
    stop = text.find("\n", end, end + 2000)
    following = _QUOTES.search(text, end, stop if stop >= 0 else end + 2000)
    return before[-1] if before else "", following.group() if following else ""


def _balance(last: str, following: str, out: str) -> int:
    """Return bits against quotes in ``out`` that do not fit the one before and the one behind."""
    bits = 0
    for quote in _QUOTES.findall(out):
        opened = last in _OPENING
        if quote in _CLOSING:
            bits += -8 if opened and last == _CLOSING[quote] else 8 if last else 2
        else:
            bits += 8 if opened else 0
        last = quote
    if last in _CLOSING:
        bits += 12 if following in _CLOSING else 0
    else:
        bits += -4 if _CLOSING.get(following) == last else 12
    return bits


def _choose(
    text: str, raw: _Raw, head: str, context: str, closed: list[tuple[int, State]]
) -> Restored | None:
    """Choose the most plausible reading that the forward simulation proves."""
    if not closed:
        return None
    lead = len(head)
    start = raw.start
    furthest = max(end for end, _ in closed)
    whole = raw.upto(furthest + 1)
    scored: list[tuple[int, int, State]] = []
    quotes: tuple[str, str] | None = None
    for end, state in closed:
        bits = state.bits
        if _QUOTES.search(state.out, lead):
            quotes = quotes or _quotes_around(text, end, context)
            bits += _balance(*quotes, state.out[lead:])
        if end < len(text):  # what stands behind, to the same place for all
            bits += plausibility.pair(state.out[-1], text[end]) + whole - raw.upto(end + 1)
        scored.append((bits, end, state))
    scored.sort(key=itemgetter(0))
    while not proved(head + text[start : scored[0][1]], scored[0][2]):
        del scored[0]
        if not scored:
            return None
    bits, end, state = scored[0]
    after = state.out[lead:]
    others: list[tuple[int, str]] = []
    for other_bits, other_end, other in scored[1:]:
        if other.out[lead:] + text[other_end:furthest] != after + text[end:furthest]:
            others.append((other_bits, other.out[lead:] + text[other_end:end]))
            if len(others) == 3:
                break
    margin = others[0][0] - bits if others else 99
    alternatives = tuple(other for _, other in others)
    return Restored(start, end, after, whole - bits, margin, state.lossy, alternatives)


def _bits(state: State) -> int:
    return state.bits


def proved(garble: str, state: State) -> bool:
    """Whether the insertions, put into what was restored, give exactly the garble."""
    made = simulate(state.out + state.eaten, state.inserted)
    return fold(made) == fold(garble)
