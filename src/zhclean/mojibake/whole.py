"""Lines garbled from end to end as a line before them was: one look tells, for many at once.

What is not beyond doubt is left to the search through all misreadings, which gives the same.
"""

from __future__ import annotations

import functools
import re

from ..encoding import plausibility, rareness, tolerant
from ..patterns import lazy
from . import bytemix, misread, shiftjis
from .doubly import placed
from .paired import MIXED, TRUE, forced, is_whole, softer
from .singly import utf8_of
from .slips import slipped
from .weighing import BYTE, CLEAR, FLUENT, SURE_GAIN, SURE_PROOF, Repair

Habits = list[str]
"""The channels that lately gave a line of the document back, the last first."""

_MOST = 3
_GAP = lazy("[\x00-\x7f]{40}")
_ODD = re.compile(rb"[\x10-\xff]{2}")  # bits of characters in a row
# Where no byte can have been lost, names may be hard to read.
_VERY_ODD = re.compile(rb"[\x10-\xff]{3}|[\x11-\xff]{2}")
_READABLE = 12.0  # bits a character
_FEW = 12  # characters that tell little
_LEAST = 6  # characters
_SAMPLE = 24  # characters of a line that already show a garble
_A_CHARACTER = 2 * BYTE - FLUENT  # bits of proof, at least


def remember(habits: Habits, repair: Repair, text: str) -> None:
    """Keep the channel of a repair that is beyond doubt and covers its line."""
    if repair.lossless and repair.cost <= FLUENT and (repair.end - repair.start) * 2 > len(text):
        if repair.channel in habits:
            habits.remove(repair.channel)
        habits.insert(0, repair.channel)
        del habits[_MOST:]


def guesses(line: str) -> Habits:
    """Return the channels that letters of several scripts at once speak for: no single codec shows them."""
    if not is_whole(line):
        return []
    high = set(line) - set(_ASCII)
    if any(misread.single(codec).keys() >= high for codec in misread.SINGLE):
        return []
    return [true + MIXED for true in bytemix.likely(line, TRUE)]


def read(text: str, habits: Habits) -> Repair | None:
    """Read a line through the channels that gave others; None where that is not conclusive."""
    return read_all([text], habits)[0]


def read_all(lines: list[str], habits: Habits) -> list[Repair | None]:
    """Read lines through the channels that gave others; None for each where that is not conclusive."""
    gap = _GAP().search
    found: list[Repair | None] = [None] * len(lines)
    left = [k for k, line in enumerate(lines) if len(line) >= _LEAST and not gap(line)]
    for channel in habits:
        if not left:
            break
        for k, repair in zip(left, _read([lines[k] for k in left], channel), strict=True):
            found[k] = repair
        left = [k for k in left if found[k] is None]
    return found


def _read(lines: list[str], channel: str) -> list[Repair | None]:
    """Read lines through one channel; those that it cannot have shown are told by halves."""
    soft = not any("\xad" in line for line in lines)  # or else no reader dropped them
    if channel.endswith(MIXED):
        return [_mixed(line, channel, soft) for line in lines]
    after, raw = _through("\n".join(lines), channel)
    said = [] if after is None else after.split("\n")
    if after is None or len(said) != len(lines):
        if len(lines) == 1:
            return [None]
        half = len(lines) // 2
        return _read(lines[:half], channel) + _read(lines[half:], channel)
    true, _, codec = channel.rpartition(", ")[2].partition(" as ")
    unsure = _settled(lines, said, true, codec) if codec in _TWO_PLACES else frozenset()
    bits = bytes(plausibility.costs("\n".join(said)))
    shown = [None] * len(lines) if raw is None else raw.split(b"\n")
    found: list[Repair | None] = []
    at = 0
    for k, (line, text, data) in enumerate(zip(lines, said, shown, strict=True)):
        here = bits[at : at + len(text)]
        at += len(text) + 1
        repair = _weighed(line, text, channel, here, data is not None) if text != line else None
        if repair and data is not None:
            lost = slipped(data, text, true, here) or (soft and softer(line, text, true, here))
            repair = None if lost else repair
        elif repair and k in unsure:
            repair = repair._replace(lossless=False)
        found.append(repair)
    return found


def _mixed(line: str, channel: str, soft: bool) -> Repair | None:
    """Read a line whose bytes were shown in more than one way."""
    text, true = line.strip(" "), channel.partition(" as ")[0]
    said, costs = bytemix.read_at_once(text, true, soft=soft) if is_whole(text) else ("", b"")
    if not said or said == text:
        return None
    repair = _weighed(text, said, channel, costs, False, calm=True)
    raw = misread.to_bytes(said, true) if repair else None
    if repair is None or (raw and (slipped(raw, said, true, costs) or forced(text, raw, said))):
        return None
    lead = len(line) - len(line.lstrip(" "))
    lossless = "\xad" in text or b"\xad" not in (raw or b"")
    return repair._replace(lossless=lossless, start=repair.start + lead, end=repair.end + lead)


_TWO_PLACES = ("cp950", "cp932")
"""Codecs some of whose characters have two places."""


def _settled(lines: list[str], said: list[str], true: str, codec: str) -> frozenset[int]:
    """Choose among the places of characters that have two, line by line; tell what stays unsure."""
    unsure: set[int] = set()
    if codec == "cp932":
        doubtful = shiftjis.doubtful()
        for k, line in enumerate(lines):
            if not doubtful.isdisjoint(line):
                said[k] = shiftjis.settled(line, true) or ""
        return frozenset()
    others = misread.other_pairs(true)
    for k, line in enumerate(lines):
        if not others.keys().isdisjoint(line):
            said[k], sure = placed(line, said[k], others)
            if not sure:
                unsure.add(k)
    return frozenset(unsure)


def _through(text: str, channel: str) -> tuple[str | None, bytes | None]:
    """Undo a channel; tell the bytes that were read as pairs last, where letters showed them."""
    raw: bytes | None = None
    for step in channel.split(", "):
        true, _, codec = step.partition(" as ")
        after: str | None
        raw = None
        if true == "utf-8" and codec in misread.ONE_BYTE:
            after = utf8_of(text, codec)
        elif codec == "cp950":
            after = _swapped(text, true)
        else:
            encode = misread.utf8_bytes if true == "utf-8" else misread.to_bytes
            if codec == "cp932":
                encode = shiftjis.to_bytes
            raw = encode(text, codec) if codec in _KNOWN else None
            after = None if raw is None else tolerant.strict(raw, true)
            raw = raw if codec in misread.SINGLE else None
        if after is None:
            return None, None
        text = after
    return text, raw


def _swapped(text: str, true: str) -> str | None:
    """Read what CP950 showed, character for character."""
    return text.translate(misread.pairs(true, "cp950")) if _shown(true).issuperset(text) else None


@functools.cache
def _shown(true: str) -> frozenset[str]:
    """Return what CP950 shows of a codec's pairs, and ASCII."""
    shown = map(chr, misread.pairs(true, "cp950"))
    return frozenset((*shown, *misread.shared(true, "cp950"), *map(chr, range(0x80))))


_KNOWN = frozenset((*misread.ONE_BYTE, "gb18030", "cp949", "cp932", "euc_jp"))


def _weighed(
    text: str, after: str, channel: str, costs: bytes, letters: bool, *, calm: bool = False
) -> Repair | None:
    """Believe a reading that is fluent throughout, and clearly better than what stands there.

    ``letters``: bytes were shown as letters, and some of them may have been lost. ``calm``: it is
    known to have no stretch that reads ill.
    """
    new = sum(costs)
    strict = letters or len(after) < _FEW
    if new > (FLUENT if strict else _READABLE) * len(after):
        return None
    if not calm and (_ODD if letters else _VERY_ODD).search(costs):
        return None
    wide = len(after) - len(after.encode("ascii", "ignore"))
    if wide < _LEAST:
        return None
    proof = max(_A_CHARACTER * wide, 2 * BYTE * wide - new)
    gain = _there(text) - new
    if gain < CLEAR:
        gain = float(plausibility.bits(text) - new)
        if gain < (CLEAR if letters else SURE_GAIN) or proof < SURE_PROOF:
            return None
    start = end = 0
    if text[0] < "\x80":
        start = len(text) - len(text.lstrip(_ASCII))
    if text[-1] < "\x80":
        while text[-1 - end] < "\x80" and text[-1 - end] == after[-1 - end]:
            end += 1
    said = after[start : len(after) - end]
    return Repair(start, len(text) - end, said, gain, proof, True, channel, new / len(after))


_ASCII = "".join(map(chr, range(0x80)))


def _there(text: str) -> float:
    """Return the bits of what stands there, or a part of them: what few lines of genuine text have.

    Two stretches of a long line tell, or the one that costs less where they differ.
    """
    unusual = len(text) - sum(map(rareness.usual().__contains__, text))
    if unusual * _UNUSUAL_SHARE >= len(text):
        each = _UNUSUAL if max(text) >= "\u2e80" else _LETTER
        return float(each * unusual + _USUAL * (len(text) - unusual))
    if len(text) <= 2 * _SAMPLE:
        return float(plausibility.bits(text))
    middle = len(text) // 2
    first = sum(plausibility.costs(text[:_SAMPLE]))
    second = sum(plausibility.costs(text[middle : middle + _SAMPLE], text[middle - 1]))
    return min(first, second) / _SAMPLE * len(text)


_UNUSUAL_SHARE = 4  # one in so many characters at least
_UNUSUAL, _LETTER, _USUAL = 16, 12, 9  # bits at least of characters of a garble
