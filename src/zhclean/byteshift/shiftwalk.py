"""Follow a byte-shifted garble in every way it can be read, until bytes fall into step again.

Each visible character of a garble holds the second byte of one original character and the first
of the next. A state holds what was read so far and the first byte of the character under way;
bytes that are lost are tried. ``shiftback`` chooses among the readings and proves one.
"""

from __future__ import annotations

import re
from operator import itemgetter

from ..encoding import plausibility
from .bytereplace import EURO, character, pair, readings, target_trails
from .shiftguess import (
    ANY,
    CLASH,
    ENDS,
    LEADS,
    VANISHED,
    WIDER,
    WRONG_SCRIPT,
    Garble,
    Guesses,
    State,
    Step,
    beginning_with,
    ending,
    guesses_of,
    likeliest,
    made,
    size,
    vanishing,
)
from .shiftsigns import SYLLABLE

LONGEST = 64
"""Characters of a garble that are followed; a real one rarely reaches 20."""
_bits = itemgetter(0)
_LONGEST_GUESS = 32  # with every vanished pair another character is lost

_BEAM = 6  # readings followed side by side
_SLACK = 24  # bits a reading may be behind the garble itself when it begins
_TIGHTER = 3  # bits less of that for each character: the truth gains 8 by each
_LEAST = -8  # and what that comes down to
_BEHIND = 16  # bits behind the likeliest reading under way that are not worth following
_BEHIND_GAP = 8  # and those not worth supposing a vanished pair in
_VANISHED = 3  # bits against a pair having vanished
_FOLDED_LETTER = 4  # bits against a letter that is a folded full-width one
_CLOSERS = frozenset("。！？”’」』》）…：；")
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


def walk(garble: Garble, at: int, states: list[State]) -> list[tuple[int, State]]:
    """Follow every reading to where it falls into step; return those with their ends."""
    closed: list[tuple[int, State]] = []
    open_: dict[int, list[State]] = {at: states}
    stop = min(len(garble.text), at + (_LONGEST_GUESS if garble.guess else LONGEST))
    beam = _BEAM * WIDER if garble.guess else _BEAM
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
        elif garble.text[at] >= "\x80" and garble.text[at] != EURO and _alike(here):
            _run(garble, at, stop, here, open_, closed)
            continue
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


def _alike(here: list[State]) -> bool:
    """Whether all go on in the same way: the same byte under way, behind the same character."""
    _, out, pending, _, _, _ = here[0]
    if pending < 0:
        return False
    if len(here) == 1:
        return True
    last = out[-1:]
    return all(state[2] == pending and state[1][-1:] == last for state in here)


def _run(
    garble: Garble,
    at: int,
    stop: int,
    here: list[State],
    open_: dict[int, list[State]],
    closed: list[tuple[int, State]],
) -> None:
    """Follow readings that go on alike through visible pairs, where there is nothing to choose."""
    text, upto, wrong = garble.text, garble.upto, WRONG_SCRIPT
    _, out, pending, _, _, _ = here[0]
    last = out[-1:] or "\n"
    telling, cost = readings().telling, plausibility.pair
    more, tail, plain = 0, "", ""
    slack = _SLACK - _TIGHTER * (at - garble.start)
    while at < stop and text[at] >= "\x80" and text[at] != EURO and not (tail and at in open_):
        known = pair(text[at])
        char = character(pending, known[0]) if len(known) == 2 else ""
        if not char or 0x7F <= known[1] < 0x81:
            return
        more += cost(last, char)
        if char in telling and char in garble.wrong:
            more += wrong
        if char in ENDS and last in ENDS:
            more += CLASH
        at += 1
        tail += char
        last = char
        pending = known[1]
        if pending < 0x7F:  # an ASCII character that the shift has swallowed
            plain = chr(pending)
            more += cost(char, plain)
            tail += plain
        limit = upto(at) + (slack if slack > _LEAST else _LEAST) - more
        slack -= _TIGHTER
        here = [state for state in here if state[0] <= limit]
        if not here or plain:
            break
    following = [
        made((bits + more, out + tail, pending, inserted, "", lossy))
        for bits, out, _, inserted, _, lossy in here
    ]
    if plain:
        closed += [(at, state) for state in following]
    elif following:
        open_.setdefault(at, []).extend(following)


def _step(garble: Garble, at: int, state: State) -> list[Step]:
    """Read one visible character in every way it can be read."""
    text = garble.text
    char = text[at]
    if char == EURO:  # the second byte of 個
        return [(at + 1, True, s) for s in _second(garble, state, 0x80, ANY)]
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
            folded = made((state.bits + _FOLDED_LETTER, *state[1:]))
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
        lost = likeliest(garble, state, ending(b1, lead), behind)
        return [
            made((bits + more, out + char, pending, inserted, "", lossy)) for more, char in lost
        ]
    char = character(lead, b1)
    if not char:
        return []
    last = out[-1:] or "\n"
    bits += plausibility.pair(last, char)
    if char in readings().telling and char in garble.wrong:
        bits += WRONG_SCRIPT
    if char in ENDS and last in ENDS:
        bits += CLASH
    return [made((bits, out + char, pending, inserted, "", lossy))]


def _vanished(garble: Garble, state: State) -> list[State]:
    """Suppose that a pair of a user-defined area stood here and vanished."""
    if state.pending < 0:
        return []
    ended = state.out[-1:] in ENDS
    return [
        State(
            state.bits + bits + (_VANISHED + CLASH if ended and char in ENDS else _VANISHED),
            state.out + char,
            kind,
            state.inserted,
            "",
            True,
        )
        for kind in VANISHED
        for bits, char in likeliest(garble, state, vanishing(state.pending, kind))
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
    completed = _completed(garble, state, beginning_with(state.pending, state.out[-1:] in ENDS))
    if _TAIL.match(text, end):
        found += [
            (end, True, made((bits - _WHOLE_TAG, out + "<", ANY, inserted, "", lossy)))
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
    leads = (state.pending,) if state.pending >= 0 else LEADS[state.pending]
    chars = [
        character(lead, trail)
        for lead in leads
        for trail in target_trails(lead, reading[1])
        if trail >= 0x80
    ]
    guesses = guesses_of(dict.fromkeys(chars, 0))
    insertion = ("(" + reading[0]).encode("gb18030", "replace")
    return [
        (reading.end(), True, s._replace(inserted=(*s.inserted, (size(s.out), insertion))))
        for s in _completed(garble, state, guesses)
    ]


def _completed(garble: Garble, state: State, guesses: Guesses) -> list[State]:
    """Complete the character under way in the likeliest ways."""
    so_far, out, _, inserted, _, lossy = state
    return [
        made((so_far + bits, out + char, ANY, inserted, "", lossy))
        for bits, char in likeliest(garble, state, guesses)
    ]
