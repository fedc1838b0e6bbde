"""Edits as data: apply them, merge two layers of them, map positions through them.

All offsets count characters (Python ``str`` indices), never bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Found = tuple[int, int, str]
"""What a rule finds: start, end (exclusive) and replacement, in its stage's own text."""


class Mark(NamedTuple):
    """A found edit with its origin, as the engine keeps it: the hot path's record."""

    start: int
    end: int
    after: str
    rules: tuple[str, ...]
    confidence: int


@dataclass(frozen=True, slots=True)
class Edit:
    """One change, in the coordinates of the source text.

    ``source[edit.start:edit.end] == edit.before`` holds, and replacing every edit's span by its
    ``after`` gives the cleaned text. ``rules`` names each rule that had a part in it, in the order
    they ran; ``confidence`` is the lowest of theirs.
    """

    rules: tuple[str, ...]
    confidence: int
    start: int
    end: int
    before: str
    after: str


def apply(text: str, edits: Iterable[tuple[int, int, str] | Mark]) -> str:
    """Apply sorted, disjoint edits to ``text``."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces.append(text[at : edit[0]])
        pieces.append(edit[2])
        at = edit[1]
    pieces.append(text[at:])
    return "".join(pieces)


def revert(text: str, edits: Iterable[Edit]) -> str:
    """Undo ``edits`` on the text they produced, from the edits alone."""
    pieces: list[str] = []
    at = shift = 0
    for edit in edits:
        start = edit.start + shift
        pieces.append(text[at:start])
        pieces.append(edit.before)
        at = start + len(edit.after)
        shift += len(edit.after) - (edit.end - edit.start)
    pieces.append(text[at:])
    return "".join(pieces)


def compose(source: str, first: Sequence[Mark], middle: str, second: Sequence[Mark]) -> list[Mark]:
    """Merge two layers of edits, source to middle and middle to output, into one.

    Edits of the two layers that overlap, or meet where one of them is empty, become one edit.
    """
    if not second:
        return list(first)
    if not first:
        return list(second)
    result: list[Mark] = []
    i = j = shift = 0  # shift: middle coordinates minus source coordinates, before first[i]
    while i < len(first) or j < len(second):
        low, high = _next_start(first, i, shift, second, j)
        begin_i, begin_j, begin_shift = i, j, shift
        while True:  # grow the cluster [low, high) until nothing more touches it
            if i < len(first) and _touches(
                first[i].start + shift, _mid_end(first[i], shift), low, high
            ):
                high = max(high, _mid_end(first[i], shift))
                shift += len(first[i].after) - (first[i].end - first[i].start)
                i += 1
            elif j < len(second) and _touches(second[j].start, second[j].end, low, high):
                high = max(high, second[j].end)
                j += 1
            else:
                break
        result.append(
            _merge(
                middle, (low, high), (low - begin_shift, high - shift),
                first[begin_i:i], second[begin_j:j],
            )
        )  # fmt: skip
    return [mark for mark in result if source[mark.start : mark.end] != mark.after]


def _mid_end(mark: Mark, shift: int) -> int:
    return mark.start + shift + len(mark.after)


def _next_start(
    first: Sequence[Mark], i: int, shift: int, second: Sequence[Mark], j: int
) -> tuple[int, int]:
    """Where the next cluster begins in the middle text, and the end of the edit that begins it."""
    spans: list[tuple[int, int]] = []
    if i < len(first):
        spans.append((first[i].start + shift, _mid_end(first[i], shift)))
    if j < len(second):
        spans.append((second[j].start, second[j].end))
    return min(spans)


def _touches(start: int, end: int, low: int, high: int) -> bool:
    if start == end or low == high:
        return start <= high
    return start < high


def _merge(
    middle: str,
    span: tuple[int, int],
    source_span: tuple[int, int],
    first: Sequence[Mark],
    second: Sequence[Mark],
) -> Mark:
    low, high = span
    after = apply(middle[low:high], [(m.start - low, m.end - low, m.after) for m in second])
    rules = tuple(dict.fromkeys(code for mark in (*first, *second) for code in mark.rules))
    confidence = min(mark.confidence for mark in (*first, *second))
    return Mark(source_span[0], source_span[1], after, rules, confidence)


class PositionMap:
    """Map offsets between a source text and the text its edits gave, both ways.

    An offset inside a changed span maps to the span's start.
    """

    def __init__(self, edits: Iterable[Edit | Mark]) -> None:
        self._source: list[tuple[int, int]] = []
        self._output: list[tuple[int, int]] = []
        shift = 0
        for edit in edits:
            start = edit.start + shift
            self._source.append((edit.start, edit.end))
            self._output.append((start, start + len(edit.after)))
            shift += len(edit.after) - (edit.end - edit.start)

    def to_output(self, offset: int) -> int:
        """Where a source offset stands in the output."""
        return self._map(offset, self._source, self._output)

    def to_source(self, offset: int) -> int:
        """Where an output offset came from in the source."""
        return self._map(offset, self._output, self._source)

    @staticmethod
    def _map(offset: int, here: list[tuple[int, int]], there: list[tuple[int, int]]) -> int:
        k = bisect_right(here, (offset, offset)) - 1
        # An edit that begins at the offset itself and is not empty sorts behind (offset, offset).
        if k + 1 < len(here) and here[k + 1][0] == offset:
            return there[k + 1][0]
        if k < 0:
            return offset
        if offset < here[k][1]:
            return there[k][0]
        return offset - here[k][1] + there[k][1]
