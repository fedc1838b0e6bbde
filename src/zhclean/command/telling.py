"""Say what became of each input, in the format asked for, and with what exit status."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from .console import json_line, one_line_label, put, tell
from .files import FileError
from .tally import Tally
from .work import Outcome

NOTHING = (
    "no files to clean (ignored ones and other kinds are left out; see --no-ignore, --include)"
)
STATUSES = ("changed", "unchanged", "skipped", "failed")
PAGES = 400
"""Documents an HTML report shows; the figures are of all."""


class Teller:
    """Takes outcomes in order; ``finish`` gives the exit status."""

    def __init__(self, found: argparse.Namespace, *, to_stdout: bool, total: int) -> None:
        self._found = found
        self._to_stdout = to_stdout
        self._looks = not (found.write or found.output)
        self._tally = Tally()
        self._status = dict.fromkeys(STATUSES, 0)
        self._problems = 0
        self._kept: list[Outcome] = []
        self._begun = False
        self._total = total

    def outcome(self, outcome: Outcome) -> None:
        """Tell one outcome."""
        self._status[outcome.status] += 1
        self._problems += bool(outcome.problem)
        form = self._found.format
        label = one_line_label(outcome.label)
        if outcome.problem and form != "github":
            tell(f"zhclean: {label}: {outcome.problem}")
        if not self._found.quiet:
            for warning in outcome.tally.warnings:
                tell(f"zhclean: {label}: {warning}")
        if form == "text":
            self._text(outcome)
        elif form == "json":
            self._json(outcome)
        elif form == "github":
            from .report import github_lines

            for line in github_lines(outcome):
                put(line)
        findings, outcome.tally.findings = outcome.tally.findings, []
        self._tally.merge(outcome.tally)
        del self._tally.pages[PAGES:]
        if form == "sarif":  # one document for everything: it can only be written at the end
            outcome.tally = Tally(findings=findings)
            self._kept.append(outcome)

    def _text(self, outcome: Outcome) -> None:
        found = self._found
        if outcome.diff:
            put(outcome.diff.removesuffix("\n"))
        if found.explain:
            from .report import text_lines

            for line in text_lines(outcome):
                put(line)
        if outcome.status != "changed" or found.quiet or found.diff or found.explain:
            return
        if found.check:
            put(f"would clean {one_line_label(outcome.label)}")
        elif found.write:
            tell(f"cleaned {one_line_label(outcome.label)}")

    def _json(self, outcome: Outcome) -> None:
        from .. import __version__
        from .report import json_file

        if not self._begun:
            put(f'{{"zhclean": "{__version__}", "files": [')
        put(("," if self._begun else "") + json_line(json_file(outcome)))
        self._begun = True

    def finish(self) -> int:
        """Tell the totals; return the exit status."""
        found = self._found
        if found.format == "json":
            self._end_json()
        elif found.format == "sarif":
            from .report import sarif

            for line in sarif(self._kept):
                put(line)
        if found.statistics and found.format == "text":
            from .report import statistics

            say = tell if self._to_stdout else put
            for line in statistics(self._tally):
                say(line)
        if not self._to_stdout and not found.quiet and found.format == "text":
            tell(self._summary())
        if found.report:
            from .report_html import write

            try:
                write(Path(found.report), self._tally, self._status)
            except FileError as error:
                raise FileError(f"{found.report}: {error}") from None
        if self._problems:
            return 2
        return int(bool((found.check or found.diff) and self._status["changed"]))

    def _end_json(self) -> None:
        from .. import __version__
        from .report import json_tally

        if not self._begun:
            put(f'{{"zhclean": "{__version__}", "files": [')
        totals: dict[str, Any] = json_tally(self._tally, self._status)
        put('], "summary": ' + json.dumps(totals, ensure_ascii=False) + "}")

    def _summary(self) -> str:
        if not self._total:
            return f"zhclean: {NOTHING}"
        done = "would be cleaned" if self._looks else "cleaned"
        parts = [
            f"{self._status[key]} {word}"
            for key, word in (
                ("changed", done), ("unchanged", "already clean"), ("skipped", "skipped"),
                ("failed", "failed"),
            )
            if self._status[key]
        ]  # fmt: skip
        return f"zhclean: {', '.join(parts)}"
