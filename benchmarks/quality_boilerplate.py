"""Quality of boilerplate: lines of labelled heads and tails, and false edits on genuine text.

Three parts of the labelled set were tuned on; the fourth, in other words, was written before the rules
were run on it and only measured on.
"""

from __future__ import annotations

from collections.abc import Iterator

import zhclean

from . import material
from .figures import Figure
from .labelled import Line, documents

PARTS = ("tune", "tune2", "tune3", "measure")
QUICK = 200_000


def _left(lines: list[Line], result: zhclean.Result) -> Iterator[tuple[str, str, str, str]]:
    """Give each line's label, text, what should be left of it and what was."""
    at = 0
    for label, text, rest in lines:
        kept, start, end = "", at, at + len(text)
        for edit in result.edits:
            kept += result.source[start : max(start, min(edit.start, end))]
            start = max(start, edit.end)
        kept += result.source[start:end]
        yield label, text, rest, kept.strip()
        at = end + 1


def score(part: str, *, credits: str) -> tuple[int, int, int]:
    """Count lines of furniture found, article lines touched, and furniture missed."""
    found = touched = missed = 0
    for _, lines in documents(part):
        text = "\n".join(line[1] for line in lines)
        result = zhclean.explain(
            text, select=["boilerplate"], options={"boilerplate.credits": credits}
        )
        for label, line, rest, kept in _left(lines, result):
            if label in "*-" or (label == "~" and credits == "drop"):
                right = kept == rest.strip() if label == "*" else not kept
                found, missed = found + right, missed + (not right)
            elif kept != line.strip() and not (label == "~" and kept):
                touched += 1
    return found, touched, missed


def measure(quick: bool) -> Iterator[Figure]:
    """Yield line precision and recall by part and in all, then false edits by text."""
    everything = [0, 0, 0]
    for part in PARTS:
        counts = score(part, credits="keep")
        everything = [a + b for a, b in zip(everything, counts, strict=True)]
        yield from _figures(part, *counts)
    yield from _figures("all", *everything)
    documents_ = sum(1 for part in PARTS for _ in documents(part))
    yield Figure("boilerplate.documents", documents_, "documents")
    cleaner = zhclean.Pipeline(select=["boilerplate"])
    edits = characters = 0
    for name in material.corpus_names():
        for article in material.articles(name, characters=QUICK if quick else 10**9):
            characters += len(article)
            edits += sum(cleaner.explain(article).counts.values())
    if characters:
        yield Figure(
            "boilerplate.false_edits", edits / characters * 1e4, "in 10,000 characters", "lower",
            f"{edits} edits in {characters:,} characters",
        )  # fmt: skip


def _figures(part: str, found: int, touched: int, missed: int) -> Iterator[Figure]:
    note = f"{found} of {found + missed} lines, {touched} of the article"
    yield Figure(
        f"boilerplate.precision.{part}", found / (found + touched or 1), "of lines", note=note
    )
    yield Figure(f"boilerplate.recall.{part}", found / (found + missed or 1), "of lines")
