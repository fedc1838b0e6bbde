"""The engine: runs stages of rules over a text. It alone writes text; it knows no Chinese."""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from . import edits as _edits
from .document import Document, Note, Run
from .edits import Edit, Found, Mark, PositionMap
from .errors import RuleError
from .protect import NONE, Spans, hard_spans, switched_off
from .rules import Confidence, Options, Rule


class Stage(NamedTuple):
    """Rules that see the same text."""

    rules: Sequence[tuple[Callable[[Document], bool], Sequence[tuple[Rule, Options]]]]
    """The rules in their order, those side by side that share a gate behind it."""
    rewrite: Callable[[Document], str | None] | None = None
    """What all of them make of a text, without a record; None where they have to be asked.

    It minds the protected spans itself.
    """


Protector = Callable[[Document], tuple[Spans, Spans]]
_place = itemgetter(0, 1)


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule did in its stage; offsets are in that stage's own text."""

    rule: str
    confidence: Confidence
    edits: tuple[tuple[int, int, str, str], ...]
    """(start, end, before, after) for each edit."""


class Layer:
    """One stage's work: the text it saw, its edits, and the text it made."""

    __slots__ = ("after", "before", "marks", "notes")

    def __init__(self, before: str, marks: list[Mark], after: str, notes: list[Note]) -> None:
        self.before = before
        self.marks = marks
        self.after = after
        self.notes = notes


LARGE = 200_000
"""Characters from which on the garbage collector rests while a text is cleaned."""


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Keep the collector from going through the tuples of a large text again and again.

    They hold no cycles, there are millions of them, and to look them all through each time their
    number has grown by a quarter makes time grow faster than the text.
    """
    resting = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not resting:
            gc.enable()


def run_stages(
    text: str,
    stages: Sequence[Stage],
    protector: Protector,
    run: Run,
    layers: list[Layer] | None = None,
) -> str:
    """Clean ``text``; where ``layers`` is a list, note there what each stage did."""
    if len(text) < LARGE:
        return _run(text, stages, protector, run, layers)
    with _collector_resting():
        return _run(text, stages, protector, run, layers)


def _run(
    text: str,
    stages: Sequence[Stage],
    protector: Protector,
    run: Run,
    layers: list[Layer] | None,
) -> str:
    run.protector = protector
    document = Document(text, run)
    for stage in stages:
        if layers is None and stage.rewrite is not None:
            rewritten = stage.rewrite(document)
            if rewritten == document.text:
                continue
            if rewritten is not None and not document.memo(switched_off):
                document = Document(rewritten, run)
                continue
        found: list[tuple[Rule, list[Found]]] = []
        for gate, rules in stage.rules:
            if gate(document):
                found += [
                    (rule, edits)
                    for rule, options in rules
                    if (edits := _find(rule, options, document, protector))
                ]
        if not found and (layers is None or not run.notes):
            continue
        try:
            if layers is None:
                after = _applied(document.text, found)
            else:
                marks = _marks(document.text, found)
                after = _edits.apply(document.text, marks) if marks else document.text
                layers.append(Layer(document.text, marks, after, list(run.notes)))
                run.notes.clear()
        except (TypeError, ValueError):
            _check(found)
            raise
        if after != document.text:
            document = Document(after, run)
    return document.text


def _find(rule: Rule, options: Options, document: Document, protector: Protector) -> list[Found]:
    """Ask one rule, and veto what touches a protected span."""
    edits = rule.find(document, options)
    if edits is None:  # a finder that forgot to yield
        raise RuleError(rule.code, "found None, not (start, end, replacement) tuples")
    found = list(edits)
    if not found:
        return found
    try:
        return _allowed(rule, found, document, protector)
    except (TypeError, ValueError):
        _check([(rule, found)])
        raise


def _allowed(
    rule: Rule, found: list[Found], document: Document, protector: Protector
) -> list[Found]:
    """Keep what touches no protected span."""
    if rule.whole:
        soft, hard = NONE, hard_spans(document)
    else:
        soft, hard = protector(document)
    if soft:
        if rule.removes:
            found = [edit for edit in found if not _inside(soft, edit)]
        else:
            found = soft.outside(found)
    if hard:
        found = hard.outside(found)
    if named := document.memo(switched_off):
        for off in (named.get(rule.family), named.get(rule.code)):
            if off:
                found = [edit for edit in found if not off.overlaps(edit[0], edit[1])]
    return found


def _applied(text: str, found: list[tuple[Rule, list[Found]]]) -> str:
    """Apply well-formed edits without a record of them: the fast path.

    Anything unusual (overlap, an edit out of range) goes the long way, which settles or names it.
    """
    edits = found[0][1] if len(found) == 1 else sorted(edit for _, edits in found for edit in edits)
    pieces: list[str] = []
    append = pieces.append
    at = 0
    for start, end, after in edits:
        if start < at or end < start or (start == end == at and pieces):
            return _edits.apply(text, _marks(text, found))
        append(text[at:start])
        append(after)
        at = end
    if at > len(text):
        return _edits.apply(text, _marks(text, found))
    append(text[at:])
    return "".join(pieces)


def _marks(text: str, found: list[tuple[Rule, list[Found]]]) -> list[Mark]:
    """Make the record of a stage: checked, without no-ops, sorted and disjoint."""
    size = len(text)
    marks: list[Mark] = []
    for rule, edits in found:
        codes, confidence = (rule.code,), int(rule.confidence)
        for start, end, after in edits:
            if not 0 <= start <= end <= size:
                problem = f"edit [{start}, {end}) outside a text of {size} characters"
                raise RuleError(rule.code, problem)
            if end - start != len(after) or text[start:end] != after:
                marks.append(Mark(start, end, after, codes, confidence))
    return _disjoint(marks) if len(marks) > 1 else marks


def _check(found: list[tuple[Rule, list[Found]]]) -> None:
    """Raise RuleError where something that a rule found is no edit."""
    for rule, edits in found:
        for edit in edits:
            if not (
                isinstance(edit, (tuple, list))
                and len(edit) == 3
                and isinstance(edit[0], int)
                and isinstance(edit[1], int)
                and isinstance(edit[2], str)
            ):
                raise RuleError(rule.code, f"{edit!r} is no (start, end, replacement)")


def _inside(soft: Spans, edit: Found) -> bool:
    """Whether a removal lies within one protected span rather than around it."""
    return soft.covers(edit[0], edit[1]) and not soft.same(edit[0], edit[1])


def _disjoint(marks: list[Mark]) -> list[Mark]:
    """Sort, and of edits that overlap keep the one whose rule stands first in the stage."""
    ordered = sorted(marks, key=_place)
    end = -1
    for mark in ordered:
        if mark[0] < end or (mark[0] == mark[1] == end):
            break
        end = mark[1]
    else:
        return ordered
    kept: list[Mark] = []
    cluster: list[tuple[int, Mark]] = []  # edits that touch, with their places in the rules' order
    end = -1
    for pair in sorted(enumerate(marks), key=lambda pair: pair[1][:2]):
        if pair[1].start > end:
            kept += _first(cluster)
            cluster = []
        cluster.append(pair)
        end = max(end, pair[1].end)
    return kept + _first(cluster)


def _first(cluster: list[tuple[int, Mark]]) -> list[Mark]:
    """Keep of edits that touch those whose rules stand first, in order."""
    if len(cluster) < 2:
        return [mark for _, mark in cluster]
    taken = _Taken()
    return sorted((m for _, m in sorted(cluster) if taken.add(m.start, m.end)), key=_place)


class _Taken:
    """Spans already spoken for; asks and adds in logarithmic time apart from list insertion."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def add(self, start: int, end: int) -> bool:
        k = bisect_left(self._spans, (start, end))
        before = self._spans[k - 1] if k else (-1, -1)
        after = self._spans[k] if k < len(self._spans) else None
        if start < before[1] or (start == end == before[1]) or (before[0] == before[1] == start):
            return False
        if after is not None and (after[0] < end or after[0] == start):
            return False
        self._spans.insert(k, (start, end))
        return True


class Result:
    """A cleaned text that remembers what was done to it.

    Attributes: ``source`` and ``text`` (the very same object where nothing changed), ``signals``
    (the document-level evidence that was asked for).
    """

    def __init__(
        self, source: str, text: str, layers: Sequence[Layer], signals: Mapping[str, Any]
    ) -> None:
        self.source = source
        self.text = text
        self.signals = dict(signals)
        self._layers = layers

    @property
    def changed(self) -> bool:
        """Whether the text differs from its source."""
        return self.text != self.source

    @cached_property
    def _marks(self) -> list[Mark]:
        marks: list[Mark] = []
        for layer in self._layers:
            marks = _edits.compose(self.source, marks, layer.before, layer.marks)
        return marks

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """Every change, disjoint and in order, in the source's coordinates (characters)."""
        source = self.source
        return tuple(
            Edit(
                m.rules, Confidence(m.confidence), m.start, m.end, source[m.start : m.end], m.after
            )
            for m in self._marks
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What each rule did in its stage, in the order the rules ran."""
        steps: list[Step] = []
        for layer in self._layers:
            by_rule: dict[tuple[str, ...], list[Mark]] = {}
            for mark in layer.marks:
                by_rule.setdefault(mark.rules, []).append(mark)
            for codes, marks in by_rule.items():
                done = tuple(
                    (m.start, m.end, layer.before[m.start : m.end], m.after) for m in marks
                )
                steps.append(Step(codes[0], Confidence(marks[0].confidence), done))
        return tuple(steps)

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of edits of each rule, by code. Counters of several results add up."""
        counts: Counter[str] = Counter()
        for layer in self._layers:
            counts.update(mark.rules[0] for mark in layer.marks)
        return counts

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """What was told without being changed, in the source's coordinates."""
        notes: list[Note] = []
        marks: list[Mark] = []
        for layer in self._layers:
            back = PositionMap(marks)
            for note in layer.notes:
                start, end = back.to_source(note.start), back.to_source(note.end)
                notes.append(
                    Note(note.rule, start, max(start, end), note.message, note.alternatives)
                )
            marks = _edits.compose(self.source, marks, layer.before, layer.marks)
        return tuple(sorted(notes, key=lambda note: (note.start, note.end)))

    @property
    def uncertain(self) -> tuple[Note, ...]:
        """The notes that offer other readings: places for a person to review."""
        return tuple(note for note in self.notes if note.alternatives)

    @cached_property
    def positions(self) -> PositionMap:
        """Maps offsets between ``source`` and ``text``, both ways."""
        return PositionMap(self._marks)

    def undo(self) -> str:
        """Rebuild the source from ``text`` and ``edits`` alone."""
        return _edits.revert(self.text, self.edits)

    def __repr__(self) -> str:
        return f"<Result: {len(self.source)} -> {len(self.text)} characters, {sum(self.counts.values())} edits>"
