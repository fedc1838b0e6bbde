"""Compare a text with a golden some of whose places allow several readings: ``{first|second}``."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_SLOT = re.compile(r"\{([^{}]*)\}")


def first_reading(template: str) -> str:
    """Return the golden with the first reading of every place."""
    return _SLOT.sub(lambda m: m[1].partition("|")[0], template)


def wrong_places(text: str, template: str) -> list[tuple[str, str]]:
    """List (found, wanted) for every place of ``text`` that no reading of ``template`` allows."""
    return [(found, wanted) for found, wanted, allowed, _ in _places(text, template) if not allowed]


def nearest_reading(text: str, template: str) -> str:
    """Return the golden with that reading of every place which ``text`` has, where it is allowed."""
    golden = first_reading(template)
    pieces: list[str] = []
    at = 0
    for found, wanted, allowed, start in _places(text, template):
        pieces += (golden[at:start], found if allowed else wanted)
        at = start + len(wanted)
    return "".join((*pieces, golden[at:]))


def _places(text: str, template: str) -> list[tuple[str, str, bool, int]]:
    """List the places that differ: found, wanted, whether allowed, and where in the golden."""
    golden: list[str] = []
    slots: list[tuple[int, int, tuple[str, ...]]] = []
    size = at = 0
    for m in _SLOT.finditer(template):
        golden.append(template[at : m.start()])
        size += m.start() - at
        readings = tuple(m[1].split("|"))
        slots.append((size, size + len(readings[0]), readings))
        golden.append(readings[0])
        size += len(readings[0])
        at = m.end()
    golden.append(template[at:])
    wanted = "".join(golden)
    matcher = SequenceMatcher(None, wanted, text, autojunk=False)
    places: list[tuple[str, str, bool, int]] = []
    for i1, i2, j1, j2 in _regions(matcher, slots):
        found = text[j1:j2]
        inside = [s for s in slots if s[0] >= i1 and s[1] <= i2]
        places.append((found, wanted[i1:i2], found in _readings(wanted, i1, i2, inside), i1))
    return places


def _regions(
    matcher: SequenceMatcher[str], slots: list[tuple[int, int, tuple[str, ...]]]
) -> list[tuple[int, int, int, int]]:
    """Give the differing regions, each grown to the ends of the slots it touches."""
    spans: list[tuple[int, int]] = []
    for tag, i1, i2, _, _ in matcher.get_opcodes():
        if tag == "equal":
            continue
        start, end = i1, i2
        for low, high, _readings in slots:
            if low <= end and high >= start:
                start, end = min(start, low), max(end, high)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return [(s, e, _map(matcher, s, False), _map(matcher, e, True)) for s, e in spans]


def _map(matcher: SequenceMatcher[str], offset: int, end: bool) -> int:
    if end:  # what is inserted behind a place belongs to it
        for tag, i1, _, _, j2 in matcher.get_opcodes():
            if tag == "insert" and i1 == offset:
                return j2
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if (
            tag == "equal"
            and i1 <= offset <= i2
            and (offset > i1 or not end)
            and (offset < i2 or end)
        ):
            return j1 + offset - i1
        if tag != "equal" and i1 <= offset <= i2:
            if (end and offset == i2 > i1) or (end and i1 == i2 == offset):
                return j2
            if not end and offset == i1:
                return j1
    return _last(matcher, offset)


def _last(matcher: SequenceMatcher[str], offset: int) -> int:
    for block in matcher.get_matching_blocks():
        if block.a <= offset <= block.a + block.size:
            return block.b + offset - block.a
    raise AssertionError(offset)


def _readings(
    wanted: str, start: int, end: int, slots: list[tuple[int, int, tuple[str, ...]]]
) -> set[str]:
    found = {""}
    at = start
    for low, high, readings in slots:
        found = {head + wanted[at:low] + reading for head in found for reading in readings}
        at = high
    return {head + wanted[at:end] for head in found}
