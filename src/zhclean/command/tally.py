"""What was found: one finding an edit, and tallies that add up over documents and processes."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from ..engine import Result


class Finding(NamedTuple):
    """One edit, or one remark (``after`` is None), where a person looks for it.

    ``line`` and ``column`` count from 1, ``start`` and ``end`` from 0; all count characters.
    In a record of JSON Lines or a cell of a table ``where`` names it, ``line`` is the file's, and
    the other figures are the field's own.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
    rules: tuple[str, ...]
    confidence: int
    before: str
    after: str | None
    message: str = ""
    where: str = ""
    alternatives: tuple[str, ...] = ()
    """Other readings, most likely first: a place for a person to review."""


class Page(NamedTuple):
    """A document as the HTML report shows it."""

    label: str
    source: str
    findings: tuple[Finding, ...]
    script: str


@dataclass(slots=True)
class Tally:
    """Figures and findings of one or more documents."""

    documents: int = 0
    changed: int = 0
    before: int = 0
    after: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    damage: Counter[str] = field(default_factory=Counter)
    """Documents by family of damage."""
    scripts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def merge(self, other: Tally) -> None:
        """Add another tally's figures and findings."""
        self.documents += other.documents
        self.changed += other.changed
        self.before += other.before
        self.after += other.after
        self.counts.update(other.counts)
        self.damage.update(other.damage)
        self.scripts.update(other.scripts)
        self.findings += other.findings
        self.pages += other.pages
        self.warnings += other.warnings

    def plain(self, before: str, after: str) -> None:
        """Count a document that was cleaned without being explained."""
        self.documents += 1
        self.changed += before is not after and before != after
        self.before += len(before)
        self.after += len(after)

    def explained(self, result: Result) -> None:
        """Count a document that was explained."""
        self.plain(result.source, result.text)
        self.counts.update(result.counts)
        self.damage.update({code.partition(".")[0] for code in result.counts})


class Lines:
    """Where the lines of a text begin: turns offsets into line and column."""

    def __init__(self, text: str) -> None:
        self.starts = [0]
        at = text.find("\n")
        while at >= 0:
            self.starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def findings_of(result: Result, line: int = 1, where: str = "") -> list[Finding]:
    """Turn a result's edits and notes into findings; its text begins on ``line`` of the file."""
    if not result.edits and not result.notes:
        return []
    lines = Lines(result.source)

    def finding(
        start: int, end: int, rules: tuple[str, ...], confidence: int, after: str | None
    ) -> Finding:
        (row, column), (end_row, end_column) = lines.place(start), lines.place(end)
        if where:  # a record stands on one line of the file, whatever its value holds
            row = end_row = 1
            column, end_column = start + 1, end + 1
        return Finding(
            row + line - 1, column, end_row + line - 1, end_column, start, end, rules, confidence,
            result.source[start:end], after, "", where,
        )  # fmt: skip

    found = [finding(e.start, e.end, e.rules, int(e.confidence), e.after) for e in result.edits]
    starts = [f.start for f in found]
    alone: list[Finding] = []
    for note in result.notes:
        k = bisect_right(starts, note.start) - 1
        if k >= 0 and note.start < max(found[k].end, found[k].start + 1):  # it is about that edit
            said = "; ".join(filter(None, (found[k].message, note.message)))
            others = (*found[k].alternatives, *note.alternatives)
            found[k] = found[k]._replace(message=said, alternatives=others)
        else:
            told = finding(note.start, note.end, (note.rule,), 0, None)
            alone.append(told._replace(message=note.message, alternatives=note.alternatives))
    return sorted([*found, *alone], key=lambda f: (f.start, f.end))
