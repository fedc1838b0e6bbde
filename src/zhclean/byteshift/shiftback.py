"""Find what a byte-shifted garble was, and prove it.

A garble begins where a byte was lost to an insertion in the middle of a character: ``?`` and the
rest of a reading (``?shù)``), or ``?`` and the full-width mark that a comma was put before. From
there on everything is shifted by a byte, up to an ASCII character that is really a second byte
(``r`` of 時), one swallowed whole (``癆I`` of ``“AI``), or another lost pair. Where bytes are lost
the model of plausibility chooses; then the forward simulation of the chosen text must give the
garble, character for character.
"""

from __future__ import annotations

import re
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from ..encoding import plausibility, trigrams
from .bytereplace import ODD, fold, pair, readings, simulate, target_trails, without_private
from .shiftguess import ANY, Garble, State, size
from .shiftline import MARKS, in_line
from .shiftsigns import beginning, swallowed
from .shiftwalk import BRACKET, walk

START = beginning()
_SWALLOWED = frozenset(swallowed())

_IN_STEP = 16  # characters behind the beginning of a garble nearly all are in step again
_CONSIDERED = 40  # readings looked at closely
_IN_BRACKETS = 120  # characters that a pair of brackets holds, with the readings in it
_BLOCK = 10_000  # characters on either side that show which words the page uses
OUT_OF_PLACE = 30
"""``worst`` of a text that holds a character of the other script or a full-width letter."""

_WIDE_LETTERS = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_USED_HERE = 4  # bits for a pair of characters that the page uses elsewhere
_CLOSE = 12  # bits between two readings that the finer model is asked to tell apart
_FAR = 24  # and bits behind the likeliest that it could not make good
_WIDENED = dict(zip(",!?:;()", "，！？：；（）", strict=True))  # the model reads these better
_WIDER = str.maketrans(_WIDENED)
_SOUND = 10  # bits a character: genuine text takes 6 to 9, a garble 14 to 20
_HAN = re.compile("[㐀-鿿]{2,}")
_HAN_THERE = re.compile("[㐀-鿿]").search
_STOPPED = re.compile("。[」”』’]").search
_OPENING = frozenset("「“『‘")
_WORD = re.compile(r"[㐀-鿿][「“『‘]{1,2}[㐀-鿿]{1,3}\Z").search
_NOT_BEFORE_MARKS = frozenset("。，、；：")


class Restored(NamedTuple):
    """A garble, text[start:end], and what it was."""

    start: int
    end: int
    text: str
    gain: int
    """Bits by which it is more plausible than the garble."""
    margin: int
    """Bits by which it is more plausible than the next other reading of the same bytes."""
    worst: int
    """Bits of the least plausible character in it."""
    lossy: bool
    others: tuple[str, ...]
    eaten: bool = False
    """Whether its end swallowed a blank or the like, which nothing shows."""
    apart: bool = False
    """Whether its first character is not known to follow the one before it."""


def looks_sound(text: str, start: int) -> bool:
    """Whether what follows a possible beginning reads like genuine text: it needs no restoring."""
    if text[start + 1] in _SWALLOWED:
        return False
    costs = plausibility.costs(text[start + 2 : start + 9], text[start + 1])
    return sum(costs) < _SOUND * len(costs)


def restore(text: str, start: int, context: str, *, guess: bool = False) -> Restored | None:
    """Restore the garble that begins with the ``?`` at ``start``; None where there is none.

    ``context`` is what stands before it, with the garbles there restored. With ``guess``, pairs
    of bytes may have vanished altogether.
    """
    first = START.match(text, start)
    if first is None:
        return None
    head = _head(context)
    if first[1]:
        head = _WIDENED.get(head, head)  # ：簡 of which a reading struck the middle
        states = _after_reading(head, first[1], ("(" + first[0][1:]).encode("gb18030", "replace"))
        at = first.end()
    else:
        # The insertion stands behind the lost byte, whatever that was.
        at = start + 1
        lost = 0xA1 if text[at] in _SWALLOWED else ANY
        states = [State(0, head, lost, ((size(head) + 1, b","),))]
    if not states:
        return None
    garble = Garble(text, start, head, partial(_wrong, text, start, first[1] is not None), guess)
    closed = walk(garble, at, states)
    return _choose(garble, context, closed) if closed else None


def _around(text: str, start: int, back: int, ahead: int) -> str:
    """Return what stands around a place, no further than its paragraph."""
    low = text.rfind("\n\n", max(0, start - back), start)
    high = text.find("\n\n", start, start + ahead)
    return text[low if low >= 0 else max(0, start - back) : high if high >= 0 else start + ahead]


def _wrong(text: str, start: int, reading: bool) -> frozenset[str]:
    """Return the characters of the script that a page is not in around a place.

    The garble itself is in no script. Where nothing else tells, a garble that begins with a
    ``reading`` stands on a Traditional page: it is there that mirrors put readings in.
    """
    known = readings()
    around = _around(text, start, 100, 0) + text[start + _IN_STEP : start + _IN_STEP + 40]
    here = known.telling.intersection(around)
    traditional = len(known.changed & here) + reading
    simplified = len(known.simplified & here)
    if traditional > simplified:
        return known.simplified
    return known.changed if simplified > traditional else frozenset()


def _head(context: str) -> str:
    """Return the character before a garble, past inserted commas and readings."""
    at = len(context)
    while at:
        if context[at - 1] == ",":
            at -= 1
        elif context[at - 1] == ")":
            opening = context.rfind("(", max(0, at - 9), at)
            if opening <= 0 or not BRACKET.fullmatch(context, opening, at):
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
        State(0, head, lost, ((3, insertion),))
        for lost in target_trails(known[1], reading)
        if lost >= 0x81
    ]


def _choose(garble: Garble, context: str, closed: list[tuple[int, State]]) -> Restored | None:
    """Choose the most plausible reading that the forward simulation proves."""
    text, start, head = garble.text, garble.start, garble.head
    lead = len(head)
    furthest = max(end for end, _ in closed)
    whole = garble.upto(furthest + 1)
    scored: list[tuple[int, int, State]] = []
    rest: dict[int, int] = {}
    for end, state in closed:
        # What stands behind, to the same place for all.
        behind = text[end : end + 1] or "\n"
        bits = state.bits + plausibility.pair(state.out[-1], _WIDENED.get(behind, behind))
        if end not in rest:
            rest[end] = whole - garble.upto(end + 1)
        scored.append((bits + rest[end], end, state))
    scored.sort(key=itemgetter(0))
    scored = [
        (bits + in_line(garble, context, end, state), end, state)
        for bits, end, state in scored[:_CONSIDERED]
    ]
    scored.sort(key=itemgetter(0))
    if len(scored) > 1 and any(_HAN_THERE(state.out, lead) for _, _, state in scored):
        scored = _by_use(garble, context, scored)
        if len(scored) > 1 and scored[1][0] - scored[0][0] < _CLOSE:
            scored = _weighed(garble, context, scored)
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
    # With both ends lost and nothing between them there is only the model to go by.
    blind = end == start + 3 and after[-1] not in "<\n(" and after[:-1] != ""
    worst = max(plausibility.costs(after.rstrip("<(\n"), head), default=0)
    if after[-1] in _NOT_BEFORE_MARKS and text[end : end + 1] in MARKS:
        worst = OUT_OF_PLACE  # nobody writes 。、 so the garble was something else
    if "。》" in after or _ended_word(context, after):  # nor a title or a term with a full stop
        worst = OUT_OF_PLACE
    if ("）" in after or "（" in after) and _unmatched(
        context, after, text[end : end + _IN_BRACKETS]
    ):
        worst = OUT_OF_PLACE
    if _WIDE_LETTERS.search(after) or not (
        readings().telling.isdisjoint(after) or garble.wrong.isdisjoint(after)
    ):
        worst = max(worst, OUT_OF_PLACE)
    return Restored(
        start,
        end,
        after,
        whole - bits,
        margin,
        worst,
        state.lossy or blind,
        alternatives,
        bool(state.eaten),
        _apart(state.out),
    )


def _apart(out: str) -> bool:
    """Whether the first two characters are Chinese, and not known side by side."""
    return _HAN.match(out) is not None and out[1] not in plausibility.model().row(out[0])


def _ended_word(context: str, after: str) -> bool:
    """Whether a full stop stands in quotes with a word or two: 稱「幼。」. What is said may: 說：「好。」"""
    stopped = _STOPPED(after)
    if stopped is None or _OPENING.isdisjoint(near := context[-40:] + after[: stopped.start()]):
        return False
    return _WORD(BRACKET.sub("", near)) is not None


def _unmatched(context: str, after: str, behind: str) -> bool:
    """Whether a bracket in what was restored closes nothing, or is not closed."""
    before = context[-_IN_BRACKETS:]
    depth = max(0, before.count("（") + before.count("(") - before.count("）") - before.count(")"))
    for char in after:
        depth += (char == "（") - (char == "）")
        if depth < 0:
            return True
    return depth > 0 and "（" in after and "）" not in behind and ")" not in behind


def _by_use(
    garble: Garble, context: str, scored: list[tuple[int, int, State]]
) -> list[tuple[int, int, State]]:
    """Sort anew, with bits for what the page itself uses elsewhere: its names and terms."""
    around = _around(garble.text, garble.start, _BLOCK, _BLOCK)
    lead = len(garble.head)
    before = context[-2:] if context.endswith(garble.head) else garble.head
    used: dict[str, int] = {}
    result: list[tuple[int, int, State]] = []
    first = scored[0][0]
    for bits, end, state in scored:
        if bits > first + 24:
            break
        found = 0
        for word in _HAN.findall(before + state.out[lead:]):
            for k in range(len(word) - 1):
                two = word[k : k + 2]
                if two not in used:
                    rare = plausibility.pair(two[0], two[1]) > 7
                    used[two] = _USED_HERE if rare and two in around else 0
                found += used[two]
                three = word[k : k + 3]
                if used[two] and len(three) == 3:
                    if three not in used:
                        used[three] = _USED_HERE if three in around else 0
                    found += used[three]
        result.append((bits - found, end, state))
    result.sort(key=itemgetter(0))
    return result


def _weighed(
    garble: Garble, context: str, scored: list[tuple[int, int, State]]
) -> list[tuple[int, int, State]]:
    """Sort anew by the finer model, which looks at two characters on either side."""
    lead = len(garble.head)
    before = context[-2:] if context.endswith(garble.head) else garble.head
    result: list[tuple[int, int, State]] = []
    for bits, end, state in scored:
        more = 0
        if bits <= scored[0][0] + _FAR:
            behind = garble.text[end : end + 2].translate(_WIDER)
            more = trigrams.beyond(before + state.out[lead:] + behind)
        result.append((bits + more, end, state))
    result.sort(key=itemgetter(0))
    return result


def proved(garble: str, state: State) -> bool:
    """Whether the insertions, put into what was restored, give exactly the garble."""
    wanted, original = fold(without_private(garble)), state.out + state.eaten
    shown = ODD if b"\x80" in original.encode("gb18030", "replace") else ODD[:1]
    return any(fold(simulate(original, state.inserted, odd)) == wanted for odd in shown)
