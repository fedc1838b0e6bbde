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
START = re.compile(rf"\?(?:[！!，,。]|({SYLLABLE}) ?\)|[{SWALLOWED}](?=[A-Za-z]))")
"""Where a garble may begin."""

LONGEST = 160  # characters of a garble; a real one rarely reaches 40
_BEAM = 24
_LOST = -1  # a lead byte that has to be found
_VANISHED = 12  # bits against a pair of the user-defined areas having vanished
_NOT_A1 = 6  # bits against a lost first byte that is not A1, that of 。 and of the quotes

_READING = re.compile(rf"({SYLLABLE}) ?\)")
_BRACKET = re.compile(rf"\(({SYLLABLE}) ?\)")
_TAIL = re.compile(
    r"/?(?:p|br|span|div|strong|b|em|i|a|font|img|li|td|tr|h[1-6]|section|u)\b[^<>\n]{0,300}>"
)
_WIDE = {",": 0xAC, "!": 0xA1, "?": 0xBF, ":": 0xBA, ";": 0xBB, "(": 0xA8, ")": 0xA9}
_BEHIND_COMMA = "！!，,。、？?；;：:"
_USER_DEFINED = (*range(0xAA, 0xB0), *range(0xF8, 0xFF))
_LEADS = tuple(range(0x81, 0xFF))


class _State(NamedTuple):
    """One reading of a garble so far."""

    bits: int
    out: str
    pending: int  # the first byte of the original character under way, or _LOST
    inserted: tuple[tuple[int, bytes], ...]
    size: int  # bytes of ``out``
    eaten: str  # what the last lost pair swallowed
    lossy: bool

    def add(self, char: str, bits: int, pending: int) -> _State:
        return self._replace(
            bits=bits, out=self.out + char, pending=pending, size=self.size + len(_bytes(char))
        )


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


def _bytes(char: str) -> bytes:
    return char.encode("gb18030", "replace")


def restore(text: str, start: int, context: str) -> Restored | None:
    """Restore the garble that begins with the ``?`` at ``start``; None where there is none.

    ``context`` is what stands before it, with the garbles there restored.
    """
    first = START.match(text, start)
    if first is None:
        return None
    head = _head(context)
    if first.group(1):
        states = _after_reading(head, first.group(1), _spelled(text, start))
        at = first.end()
    else:
        size = len(_bytes(head))
        at = start + 1
        # The insertion stands behind the lost byte, whatever that was.
        lost = 0xA1 if text[at] in SWALLOWED else _LOST
        states = [_State(0, head, lost, ((size + 1, b","),), size, "", False)]
    return _choose(text, start, head, context, _walk(text, at, states))


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


def _after_reading(head: str, reading: str, insertion: bytes) -> list[_State]:
    """Begin with a reading struck inside: its target is the last byte before and the lost one."""
    known = pair(head) if head else b""
    if len(known) != 2:
        return []
    return [
        _State(0, head, x, ((3, insertion),), 2, "", False)
        for x in target_trails(known[1], reading)
        if x >= 0x81
    ]


def _spelled(text: str, start: int) -> bytes:
    """Return the bytes of a reading whose ``(`` became the ``?`` at ``start``."""
    end = text.index(")", start) + 1
    return ("(" + text[start + 1 : end]).encode("gb18030", "replace")


def _walk(text: str, at: int, states: list[_State]) -> list[tuple[int, _State]]:
    """Follow every reading to where it falls into step; return those with their ends."""
    closed: list[tuple[int, _State]] = []
    open_: dict[int, list[_State]] = {at: states}
    stop = min(len(text), at + LONGEST)
    while open_:
        at = min(open_)
        here = open_.pop(at)
        if at > stop:
            continue
        if len(here) > _BEAM:
            here = sorted(here, key=lambda s: s.bits)[:_BEAM]
        for state in here:
            for end, done, following in _step(text, at, state):
                if done:
                    closed.append((end, following))
                else:
                    open_.setdefault(end, []).append(following)
    return closed


def _step(text: str, at: int, state: _State) -> list[tuple[int, bool, _State]]:
    """Read one visible character: (offset after it, whether in step again, the state after it)."""
    if at >= len(text):
        return []
    char = text[at]
    found: list[tuple[int, bool, _State]] = []
    if char >= "\x80":
        known = pair(char)
        if len(known) == 2:
            found += [(at + 1, *s) for s in _two(state, known[0], known[1])]
            found += _vanished(at, state)
        return found
    code = ord(char)
    if char in _WIDE:
        found += [(at + 1, *s) for s in _two(state, 0xA3, _WIDE[char])]
    if 0x40 <= code <= 0x7E:
        found += [(at + 1, True, s) for s in _second(state, code, 0)]
        if char.isalpha():
            found += [(at + 1, *s) for s in _two(state, 0xA3, code + 0x80)]
    if char == "?":
        found += _lost_pair(text, at, state)
    elif char == "," and text[at + 1 : at + 2] in _BEHIND_COMMA and state.pending != _LOST:
        # Struck in step with the garble: the comma stands between two visible characters.
        inside = (*state.inserted, (state.size + 1, b","))
        found.append((at + 1, False, state._replace(inserted=inside)))
    elif char == "(" and state.pending != _LOST:
        m = _BRACKET.match(text, at)
        if m and readings().reads(text[at - 1], m.group(1)):
            inside = (*state.inserted, (state.size + 1, m.group().encode("gb18030")))
            found.append((m.end(), False, state._replace(inserted=inside)))
    return found


def _two(state: _State, b1: int, b2: int) -> list[tuple[bool, _State]]:
    """Take a visible pair: ``b1`` ends an original character, ``b2`` begins the next."""
    found: list[tuple[bool, _State]] = []
    for following in _second(state, b1, b2):
        if b2 >= 0x81:
            found.append((False, following))
        elif b2 < 0x7F:  # an ASCII character that the shift has swallowed
            plain = chr(b2)
            bits = following.bits + plausibility.pair(following.out[-1], plain)
            found.append((True, following.add(plain, bits, _LOST)))
    return found


def _second(state: _State, b1: int, pending: int) -> list[_State]:
    """Complete the original character under way with its second byte ``b1``."""
    last = state.out[-1:] or "\n"
    if state.pending != _LOST:
        char = character(state.pending, b1)
        if not char:
            return []
        return [state.add(char, state.bits + plausibility.pair(last, char), pending)]
    scored = sorted(
        (plausibility.pair(last, char) + (0 if lead == 0xA1 else _NOT_A1), char)
        for lead in _LEADS
        if (char := character(lead, b1))
    )
    return [state.add(char, state.bits + bits, pending) for bits, char in scored[:_BEAM]]


def _vanished(at: int, state: _State) -> list[tuple[int, bool, _State]]:
    """Suppose that a pair of the user-defined areas stood here and vanished."""
    if state.pending == _LOST or state.lossy:
        return []
    last = state.out[-1:]
    found: list[tuple[int, bool, _State]] = []
    for trail in _USER_DEFINED:
        char = character(state.pending, trail)
        if char:
            bits = state.bits + plausibility.pair(last, char) + _VANISHED
            found.append((at, False, state.add(char, bits, _LOST)._replace(lossy=True)))
    return found


def _lost_pair(text: str, at: int, state: _State) -> list[tuple[int, bool, _State]]:
    """Read ``?`` as a lost pair: the second byte of an original character and what it swallowed."""
    if state.pending == _LOST:
        return []
    reading = _READING.match(text, at + 1)
    if reading:
        trails = target_trails(state.pending, reading.group(1))
        insertion = _spelled(text, at)
        return [
            (reading.end(), True, s._replace(inserted=(*s.inserted, (s.size, insertion))))
            for s in _completed(state, trails)
        ]
    following = text[at + 1 : at + 2]
    completed = _completed(state, _LEADS)
    if _TAIL.match(text, at + 1):
        # Nobody writes "?/p>": that the tag is whole again is worth a good deal.
        return [
            (at + 1, True, s._replace(out=s.out + "<", size=s.size + 1, bits=s.bits - 20))
            for s in completed
        ]
    if following and following in _BEHIND_COMMA:
        return [
            (at + 1, True, s._replace(inserted=(*s.inserted, (s.size, b",")))) for s in completed
        ]
    if not following or following.isspace():
        return [(at + 1, True, s._replace(eaten="\n")) for s in completed]
    return [(at + 1, True, s._replace(eaten="0", lossy=True, bits=s.bits + 8)) for s in completed]


def _completed(state: _State, trails: tuple[int, ...]) -> list[_State]:
    """Complete the character under way with each byte that may have been lost."""
    last = state.out[-1:]
    scored = []
    for trail in trails:
        char = character(state.pending, trail) if trail >= 0x81 else ""
        if char:
            scored.append((plausibility.pair(last, char) + _clash(last, char), char))
    scored.sort()
    return [state.add(char, state.bits + bits, _LOST) for bits, char in scored[:_BEAM]]


def _clash(last: str, char: str) -> int:
    """Return bits against a mark behind a mark that ends a sentence."""
    return 10 if last in "。！？、，；：" and char in "。、·—…～，！？；：" else 0


_CLOSING = {"”": "“", "’": "‘", "」": "「", "』": "『", "》": "《", "〉": "〈", "】": "【"}
_QUOTES = re.compile("[" + "".join(_CLOSING) + "".join(_CLOSING.values()) + "]")


def _balance(text: str, end: int, context: str, out: str) -> int:
    """Return bits against quotes in ``out`` that do not fit those of the line around it."""
    inside = _QUOTES.findall(out)
    if not inside:
        return 0
    last = _QUOTES.findall(context, max(context.rfind("\n") + 1, len(context) - 2000))[-1:]
    line = text.find("\n", end)
    following = _QUOTES.search(text, end, min(end + 2000, line if line >= 0 else len(text)))
    bits = 0
    for quote in inside:
        opened = bool(last) and last[0] in _CLOSING.values()
        if quote in _CLOSING:
            bits += -8 if opened and last[0] == _CLOSING[quote] else 8 if last else 2
        else:
            bits += 8 if opened else 0
        last = [quote]
    if last[0] in _CLOSING:
        bits += 12 if following and following.group() in _CLOSING else 0
    else:
        bits += -4 if following and _CLOSING.get(following.group()) == last[0] else 12
    return bits


def _choose(
    text: str, start: int, head: str, context: str, closed: list[tuple[int, _State]]
) -> Restored | None:
    """Choose the most plausible reading that the forward simulation proves."""
    if not closed:
        return None
    lead = len(head)
    furthest = max(end for end, _ in closed)
    tail = text[furthest : furthest + 1]
    scored: list[tuple[int, int, _State]] = []
    for end, state in closed:
        rest = plausibility.bits(text[end:furthest], state.out[-1:], tail)
        rest += _balance(text, end, context, state.out[lead:])
        scored.append((state.bits + rest, end, state))
    scored.sort(key=lambda item: item[0])
    best: tuple[int, int, _State] | None = None
    others: list[tuple[int, str]] = []
    for bits, end, state in scored[:_BEAM]:
        after = state.out[lead:]
        if best is None:
            if proved(head + text[start:end], state):
                best = (bits, end, state)
        elif after + text[end:furthest] != best[2].out[lead:] + text[best[1] : furthest]:
            others.append((bits, after + text[end : best[1]]))
            if len(others) == 3:
                break
    if best is None:
        return None
    bits, end, state = best
    garble = plausibility.bits(text[start:furthest], head, tail)
    margin = others[0][0] - bits if others else 99
    return Restored(
        start, end, state.out[lead:], garble - bits, margin, state.lossy,
        tuple(other for _, other in others),
    )  # fmt: skip


def proved(garble: str, state: _State) -> bool:
    """Whether the insertions, put into what was restored, give exactly the garble."""
    made = simulate(state.out + state.eaten, state.inserted)
    return fold(made) == fold(garble)
