"""Follow a byte-shifted garble in every way it can be read, until bytes fall into step again.

Each visible character of a garble holds the second byte of one original character and the first
of the next. A state holds what was read so far and the first byte of the character under way;
bytes that are lost are tried. ``shiftback`` chooses among the readings and proves one.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from . import plausibility
from .bytereplace import character, pair, readings, target_trails
from .shiftsigns import SYLLABLE

LONGEST = 64
"""Characters of a garble that are followed; a real one rarely reaches 20."""
_LONGEST_GUESS = 32  # with every vanished pair another character is lost

ANY, HIGH, LOW = -1, -2, -3
"""A first byte that has to be found: any at all, or behind a pair that vanished."""

_LEADS = {ANY: range(0x81, 0xFF), HIGH: range(0xA1, 0xFF), LOW: range(0x81, 0xA1)}
# The user-defined areas of GBK: AAA1-AFFE and F8A1-FEFE, A140-A7A0.
_USER_DEFINED = {HIGH: (*range(0xAA, 0xB0), *range(0xF8, 0xFF)), LOW: range(0xA1, 0xA8)}

_BEAM = 6  # readings followed side by side
_GUESSES = 5  # characters tried where one is lost
_WIDER = 3  # times as many of both where pairs may have vanished
_HOPELESS = 8  # bits behind the likeliest that are not worth following
_FARTHER = 6  # bits more of that where pairs may have vanished
_SLACK = 24  # bits a reading may be behind the garble itself when it begins
_TIGHTER = 3  # bits less of that for each character: the truth gains 8 by each
_LEAST = -8  # and what that comes down to
_BEHIND = 16  # bits behind the likeliest reading under way that are not worth following
_BEHIND_GAP = 8  # and those not worth supposing a vanished pair in
_RARE = 17  # bits of a character too rare to be guessed
_VANISHED = 3  # bits against a pair having vanished
_NOT_A1 = 6  # bits against a lost first byte that is not A1, that of 。 and of the quotes
_FOLDED_LETTER = 4  # bits against a letter that is a folded full-width one
_WRONG_SCRIPT = 6  # bits against a Simplified character on a Traditional page, and vice versa
_CLASH = 16  # bits against one of these marks right behind another
_ENDS = frozenset("。、·—…～，！？；：")
# Bits against other signs of row A1: ” is the usual quote, and ● or → stand in no sentence.
_SIGNS = {
    **{bytes((0xA1, k)).decode("gbk"): 8 for k in range(0xC0, 0xFF)},
    **{"」": 6, "』": 8, "’": 4, "〃": 8, "々": 8, "‖": 8},
}
_CLOSERS = frozenset("。！？”’」』》）…")
_CLOSED = re.compile(r"[^()（）\n]{1,80}[)）]")
_COUNTED = frozenset("年月日号號時时分秒個个%％℃")  # what stands behind a digit
_LINE_END = 3  # bits against a swallowed line end
_WHOLE_TAG = 20  # bits for a tag made whole: nobody writes "?/p>"

BRACKET = re.compile(rf"\(({SYLLABLE}) ?\)")
_READING = re.compile(rf"({SYLLABLE}) ?\)")
_TAIL = re.compile(
    r"/?(?:p|br|span|div|strong|b|em|i|a|font|img|li|td|tr|h[1-6]|section|u)\b[^<>\n]{0,300}>"
)
_WIDE = {",": 0xAC, "!": 0xA1, "?": 0xBF, ":": 0xBA, ";": 0xBB, "(": 0xA8, ")": 0xA9}
_BEHIND_COMMA = frozenset("！!，,。、？?；;：:")
# The second byte of a character that two commas struck, by the mark behind: A1A3 or A3AC …
_STRUCK_TWICE = {"。": 0xA3, "、": 0xA3, **dict.fromkeys("，,！!；;：:", 0xA1)}


class State(NamedTuple):
    """One reading of a garble so far."""

    bits: int
    out: str
    pending: int
    """The first byte of the original character under way, or ANY, HIGH, LOW."""
    inserted: tuple[tuple[int, bytes], ...]
    """Offset in bytes of ``out``, and what was inserted there."""
    eaten: str = ""
    """What the last lost pair swallowed and ``out`` does not hold."""
    lossy: bool = False


Step = tuple[int, bool, State]
"""Where the next visible character stands, whether in step again, the state there."""


class Guesses(NamedTuple):
    """Characters that may have been lost."""

    against: dict[str, int]
    """Bits against each here, whatever stands before it."""
    cheap: tuple[tuple[int, str], ...]
    """Those that are likeliest behind a character that does not expect them, with their bits."""


class Garble:
    """A garble under study: where it starts, what it costs as it stands, what to try."""

    __slots__ = ("_sums", "guess", "head", "quotes", "start", "text", "wrong")

    def __init__(
        self, text: str, start: int, head: str, wrong: frozenset[str], guess: bool
    ) -> None:
        self.text = text
        self.start = start
        self.head = head
        self.wrong = wrong
        """Characters of the script that the page is not in."""
        self.guess = guess
        """Whether pairs may have vanished."""
        self.quotes: dict[int, tuple[str, str]] = {}
        """The quotes on either side of a garble that ends at a place."""
        self._sums = [0, *accumulate(plausibility.costs(text[start : start + 8], head))]

    def upto(self, end: int) -> int:
        """Return the bits of the garble as it stands, up to ``end``."""
        place = end - self.start
        while place >= len(self._sums):
            done = self.start + len(self._sums) - 1
            more = plausibility.costs(self.text[done : done + 48], self.text[done - 1])
            if not more:
                return self._sums[-1]
            self._sums += list(accumulate(more, initial=self._sums[-1]))[1:]
        return self._sums[place]


def size(text: str) -> int:
    """Return the number of bytes of ``text``."""
    return len(text.encode("gb18030", "replace"))


def _guesses(against: dict[str, int]) -> Guesses:
    backed_off = sorted(
        (plausibility.alone(char) + plausibility.BACKOFF + more, char)
        for char, more in against.items()
    )
    return Guesses(against, tuple(backed_off[: _GUESSES * _WIDER]))


@cache
def _ending(trail: int, kind: int) -> Guesses:
    """Characters, not rare ones, whose second byte is ``trail`` and whose first is lost."""
    found = ((lead, character(lead, trail)) for lead in _LEADS[kind])
    return _guesses(
        {
            char: 0 if lead == 0xA1 or kind != ANY else _NOT_A1
            for lead, char in found
            if char and plausibility.alone(char) <= _RARE
        }
    )


@cache
def _beginning(lead: int, ended: bool) -> Guesses:
    """Characters, not rare ones, that begin with ``lead`` and whose second byte can be lost.

    ``ended``: behind a mark that ends a clause, another such mark is unlikely.
    """
    found = (character(lead, trail) for trail in range(0x80, 0xFF))
    return _guesses(
        {
            char: _CLASH if ended and char in _ENDS else _SIGNS.get(char, 0) if lead == 0xA1 else 0
            for char in found
            if char and plausibility.alone(char) <= _RARE
        }
    )


def _likeliest(
    garble: Garble, state: State, guesses: Guesses, behind: str = ""
) -> list[tuple[int, str]]:
    """Return the few likeliest of ``guesses`` to follow, best first, with their bits.

    Where the character ``behind`` them is known, it helps to tell.
    """
    row = plausibility.model().row(state.out[-1:] or "\n")
    against = guesses.against
    wanted = _GUESSES * _WIDER if garble.guess else _GUESSES
    scored = [(row[char] + against[char], char) for char in row.keys() & against.keys()]
    scored += [item for item in guesses.cheap[:wanted] if item[1] not in row]
    if not scored:
        return []
    scored.sort()
    del scored[3 * wanted :]
    if behind:
        ranked = _followed(scored, behind)
        limit = ranked[0][0] + _HOPELESS
        return [(bits, char) for total, bits, char in ranked[:wanted] if total <= limit]
    if not garble.wrong.isdisjoint(char for _, char in scored):
        scored = [(b + _WRONG_SCRIPT if c in garble.wrong else b, c) for b, c in scored]
        scored.sort()
    limit = scored[0][0] + (_HOPELESS + _FARTHER if garble.guess else _HOPELESS)
    return [item for item in scored[:wanted] if item[0] <= limit]


def _followed(scored: list[tuple[int, str]], behind: str) -> list[tuple[int, int, str]]:
    """Sort by what stands behind too: (bits with it, bits without it, character)."""
    cost = plausibility.pair
    mark = behind in _ENDS
    return sorted(
        (bits + cost(char, behind) + (_CLASH if mark and char in _ENDS else 0), bits, char)
        for bits, char in scored
    )


def walk(garble: Garble, at: int, states: list[State]) -> list[tuple[int, State]]:
    """Follow every reading to where it falls into step; return those with their ends."""
    closed: list[tuple[int, State]] = []
    open_: dict[int, list[State]] = {at: states}
    stop = min(len(garble.text), at + (_LONGEST_GUESS if garble.guess else LONGEST))
    beam = _BEAM * _WIDER if garble.guess else _BEAM
    while open_:
        at = min(open_)
        here = open_.pop(at)
        if at >= stop:
            continue
        if len(here) > 1:
            here.sort(key=_bits)
            limit = here[0].bits + _BEHIND
            here = [state for state in here[:beam] if state.bits <= limit]
        if garble.guess:
            limit = here[0].bits + _BEHIND_GAP
            gaps = [s for state in here if state.bits <= limit for s in _vanished(garble, state)]
            here += sorted(gaps, key=_bits)[:beam]
        last = most = 0
        slack = max(_SLACK - _TIGHTER * (at - garble.start), _LEAST)
        for state in here:
            for end, done, following in _step(garble, at, state):
                if end != last:
                    last = end
                    most = garble.upto(end) + slack
                if following.bits > most:
                    continue
                if done:
                    closed.append((end, following))
                else:
                    open_.setdefault(end, []).append(following)
    return closed


def _bits(state: State) -> int:
    return state.bits


def _step(garble: Garble, at: int, state: State) -> list[Step]:
    """Read one visible character in every way it can be read."""
    text = garble.text
    char = text[at]
    if char >= "\x80":
        known = pair(char)
        return _two(garble, at + 1, state, known[0], known[1]) if len(known) == 2 else []
    if char == "?":
        return _question_mark(garble, at, state)
    code = ord(char)
    found = _two(garble, at + 1, state, 0xA3, _WIDE[char]) if char in _WIDE else []
    if 0x40 <= code <= 0x7E:
        found += [(at + 1, True, s) for s in _second(garble, state, code, ANY)]
        if char.isalpha():
            folded = state._replace(bits=state.bits + _FOLDED_LETTER)
            found += _two(garble, at + 1, folded, 0xA3, code + 0x80)
    if state.pending < 0:
        return found
    if char == "," and text[at + 1 : at + 2] in _BEHIND_COMMA:
        # Struck in step with the garble: the comma stands between two visible characters.
        inside = (*state.inserted, (size(state.out) + 1, b","))
        found.append((at + 1, False, state._replace(inserted=inside)))
    elif char == "(":
        m = BRACKET.match(text, at)
        if m and readings().reads(text[at - 1], m[1]):
            inside = (*state.inserted, (size(state.out) + 1, m[0].encode("gb18030")))
            found.append((m.end(), False, state._replace(inserted=inside)))
    return found


def _two(garble: Garble, end: int, state: State, b1: int, b2: int) -> list[Step]:
    """Take a visible pair: ``b1`` ends an original character, ``b2`` begins the next."""
    behind = ""
    if state.pending < 0 and b2 >= 0x81 and end < len(garble.text):
        known = pair(garble.text[end])
        behind = character(b2, known[0]) if len(known) == 2 else ""
    following = _second(garble, state, b1, b2, behind)
    if b2 >= 0x81:
        return [(end, False, s) for s in following]
    if b2 >= 0x7F:
        return []
    plain = chr(b2)  # an ASCII character that the shift has swallowed
    pairs = ((s, s.bits + plausibility.pair(s.out[-1], plain)) for s in following)
    return [(end, True, s._replace(bits=bits, out=s.out + plain)) for s, bits in pairs]


def _second(garble: Garble, state: State, b1: int, pending: int, behind: str = "") -> list[State]:
    """Complete the original character under way with its second byte ``b1``."""
    bits, out, lead, inserted, _, lossy = state
    if lead < 0:
        likeliest = _likeliest(garble, state, _ending(b1, lead), behind)
        return [
            State(bits + more, out + char, pending, inserted, "", lossy) for more, char in likeliest
        ]
    char = character(lead, b1)
    if not char:
        return []
    last = out[-1:] or "\n"
    bits += plausibility.pair(last, char)
    if char in garble.wrong:
        bits += _WRONG_SCRIPT
    if char in _ENDS and last in _ENDS:
        bits += _CLASH
    return [State(bits, out + char, pending, inserted, "", lossy)]


@cache
def _vanishing(lead: int, kind: int) -> Guesses:
    """Characters that begin with ``lead`` and whose second byte a vanished pair can hold."""
    found = (character(lead, trail) for trail in _USER_DEFINED[kind])
    return _guesses({char: 0 for char in found if char and plausibility.alone(char) <= _RARE})


def _vanished(garble: Garble, state: State) -> list[State]:
    """Suppose that a pair of a user-defined area stood here and vanished."""
    if state.pending < 0:
        return []
    ended = state.out[-1:] in _ENDS
    return [
        State(
            state.bits + bits + (_VANISHED + _CLASH if ended and char in _ENDS else _VANISHED),
            state.out + char,
            kind,
            state.inserted,
            "",
            True,
        )
        for kind in (HIGH, LOW)
        for bits, char in _likeliest(garble, state, _vanishing(state.pending, kind))
    ]


def _question_mark(garble: Garble, at: int, state: State) -> list[Step]:
    """Read ``?``: a folded ？, or a lost pair with what it swallowed."""
    text = garble.text
    end = at + 1
    if _READING.match(text, end):
        return _lost_to_reading(garble, at, state)
    following = text[end : end + 1]
    found = _two(garble, end, state, 0xA3, 0xBF)
    if state.pending < 0:
        # Struck twice: 。 behind a character loses both, and shows as ??。
        trail = _STRUCK_TWICE.get(following) if end == garble.start + 2 else None
        for s in _second(garble, state, trail, ANY) if trail else ():
            inside = (*s.inserted, (size(s.out), b","))
            found.append((end, True, s._replace(inserted=inside)))
        return found
    completed = _completed(garble, state, _beginning(state.pending, state.out[-1:] in _ENDS))
    if _TAIL.match(text, end):
        found += [
            (end, True, State(bits - _WHOLE_TAG, out + "<", ANY, inserted, "", lossy))
            for bits, out, _, inserted, _, lossy in completed
        ]
    elif following in _BEHIND_COMMA:
        found += [
            (end, True, s._replace(inserted=(*s.inserted, (size(s.out), b",")))) for s in completed
        ]
    elif not following or following.isspace():
        found += [(end, True, s._replace(eaten="\n")) for s in completed]
    elif following > "\u2000" and following not in _COUNTED and "\n" in text:
        # What else of a byte ends a sentence and is followed by Chinese? A line end, or a
        # bracket, which then closes without having been opened.
        lost = "(" if _CLOSED.match(text, end) else "\n"
        found += [
            (end, True, s._replace(out=s.out + lost, bits=s.bits + _LINE_END, lossy=True))
            for s in completed
            if s.out[-1] in _CLOSERS
        ]
    elif garble.guess:
        found += [
            (end, True, s._replace(eaten="0", lossy=True, bits=s.bits + 8)) for s in completed
        ]
    return found


def _lost_to_reading(garble: Garble, at: int, state: State) -> list[Step]:
    """Read ``?shù)`` as the second byte of 數 with the bracket that it swallowed."""
    reading = _READING.match(garble.text, at + 1)
    if reading is None:
        return []
    leads = (state.pending,) if state.pending >= 0 else _LEADS[state.pending]
    chars = [
        character(lead, trail)
        for lead in leads
        for trail in target_trails(lead, reading[1])
        if trail >= 0x80
    ]
    guesses = _guesses(dict.fromkeys(chars, 0))
    insertion = ("(" + reading[0]).encode("gb18030", "replace")
    return [
        (reading.end(), True, s._replace(inserted=(*s.inserted, (size(s.out), insertion))))
        for s in _completed(garble, state, guesses)
    ]


def _completed(garble: Garble, state: State, guesses: Guesses) -> list[State]:
    """Complete the character under way in the likeliest ways."""
    return [
        State(state.bits + bits, state.out + char, ANY, state.inserted, "", state.lossy)
        for bits, char in _likeliest(garble, state, guesses)
    ]
