"""Lines garbled from end to end as a line before them was: one look tells.

What is not beyond doubt is left to the search through all misreadings, which gives the same.
"""

from __future__ import annotations

import functools
import re

from ..encoding import plausibility, tolerant
from ..patterns import lazy
from . import misread
from .doubly import placed
from .singly import utf8_of
from .slips import slipped
from .weighing import BYTE, CLEAR, FLUENT, Repair

Habits = list[str]
"""The channels that lately gave a line of the document back, the last first."""

_MOST = 3
_GAP = lazy("[\x00-\x7f]{40}")
_ODD = re.compile(rb"[\x10-\xff]{2}")  # bits of two characters in a row
_LEAST = 6  # characters
_SAMPLE = 0.6  # of a line: as much already shows a garble
_A_CHARACTER = 2 * BYTE - FLUENT  # bits of proof, at least


def remember(habits: Habits, repair: Repair, text: str) -> None:
    """Keep the channel of a repair that is beyond doubt and covers its line."""
    if repair.lossless and repair.cost <= FLUENT and (repair.end - repair.start) * 2 > len(text):
        if repair.channel in habits:
            habits.remove(repair.channel)
        habits.insert(0, repair.channel)
        del habits[_MOST:]


def read(text: str, habits: Habits) -> Repair | None:
    """Read a line through the channels that gave others; None where that is not conclusive."""
    if len(text) < _LEAST or _GAP().search(text):
        return None
    for channel in habits:
        after, raw = _through(text, channel)
        if after is not None and after != text:
            costs = plausibility.costs(after)
            true = channel.rpartition(", ")[2].partition(" as ")[0]
            if raw and slipped(raw, after, true, costs):
                continue
            repair = _weighed(text, after, channel, costs)
            if repair:
                return repair
    return None


def _through(text: str, channel: str) -> tuple[str | None, bytes | None]:
    """Undo a channel; tell the bytes that were read as pairs last, where letters showed them."""
    raw: bytes | None = None
    for step in channel.split(", "):
        true, _, codec = step.partition(" as ")
        after: str | None
        raw = None
        if true == "utf-8" and codec in misread.SINGLE:
            after = utf8_of(text, codec)
        elif codec == "cp950":
            after = _swapped(text, true)
        else:
            encode = misread.utf8_bytes if true == "utf-8" else misread.to_bytes
            raw = encode(text, codec) if codec in _KNOWN else None
            after = None if raw is None else tolerant.strict(raw, true)
            raw = raw if codec in misread.SINGLE else None
        if after is None:
            return None, None
        text = after
    return text, raw


def _swapped(text: str, true: str) -> str | None:
    """Read what CP950 showed, character for character; None where signs have two places."""
    if not _shown(true).issuperset(text):
        return None
    meant, sure = placed(
        text, text.translate(misread.pairs(true, "cp950")), misread.other_pairs(true)
    )
    return meant if sure else None


@functools.cache
def _shown(true: str) -> frozenset[str]:
    """Return what CP950 shows of a codec's pairs, and ASCII."""
    shown = map(chr, misread.pairs(true, "cp950"))
    return frozenset((*shown, *misread.shared(true, "cp950"), *map(chr, range(0x80))))


_KNOWN = frozenset((*misread.SINGLE, "gb18030", "cp949"))


def _weighed(text: str, after: str, channel: str, costs: list[int]) -> Repair | None:
    """Believe a reading that is fluent throughout, and clearly better than what stands there."""
    new = sum(costs)
    if new > FLUENT * len(after) or _ODD.search(bytes(costs)):
        return None
    wide = sum(map("\x7f".__lt__, after))
    if wide < _LEAST:
        return None
    gain = float(sum(plausibility.costs(text[: int(_SAMPLE * len(text))])) - new)
    if gain < CLEAR:
        gain = float(plausibility.bits(text) - new)
        if gain < CLEAR:
            return None
    start = 0
    while text[start] < "\x80":
        start += 1
    end = 0
    while text[-1 - end] < "\x80" and text[-1 - end] == after[-1 - end]:
        end += 1
    said = after[start : len(after) - end]
    proof = _A_CHARACTER * wide
    return Repair(start, len(text) - end, said, gain, proof, True, channel, new / len(after))
