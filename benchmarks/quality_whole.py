"""Whole pages: genuine articles, damaged alone and piled up, before and after, beside the peers.

Precision by rule is judged over all of it, and each confidence level against its promise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import zhclean
from zhclean import cleaners

from . import peers
from .align import distance, judge
from .damage import KINDS, piled_up
from .figures import Figure
from .material import articles, corpus_names, goldens

TEXTS = (
    "ruanyf_weekly_blog_cn",
    "cmrc2018_wiki_cn",
    "drcd_wiki_tw",
    "literature_essays_cn",
    "peoples_daily_199801",
)
PROMISE = {"CERTAIN": 0.999, "LIKELY": 0.95, "GUESS": 0.8}


def sources(count: int) -> list[str]:
    """Genuine articles that the cleaner itself leaves alone, so that they are a truth."""
    cleaner = zhclean.Pipeline()
    found: list[str] = []
    names = [name for name in TEXTS if name in corpus_names()]
    for name in names:
        kept = 0
        for article in articles(name, 900, 3_000_000):
            text = article.rstrip("\n")
            if cleaner.clean(text) is text:
                found.append(text)
                kept += 1
                if kept >= count // len(names):
                    break
    return found or [cleaner.clean(text) for text in goldens().values()]


def measure(quick: bool) -> Iterator[Figure]:
    """Yield characters wrong before and after by kind, whole pages beside peers, and precision."""
    texts = sources(25 if quick else 150)
    cleaner = zhclean.Pipeline()
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for kind, damage in KINDS.items():
        before = after = 0
        for k, text in enumerate(texts):
            damaged = damage(Random(f"{kind}{k}"), text)
            result = cleaner.explain(damaged)
            judge(result, text, right, wrong)
            before += distance(damaged, text)
            after += distance(result.text, text)
        if before:
            note = f"{before} characters wrong before, {after} after"
            yield Figure(f"whole.repaired.{kind}", 1 - after / before, "of the damage", note=note)
    pages = [(piled_up(Random(f"page{k}"), text), text) for k, text in enumerate(texts)]
    size = sum(len(text) for _, text in pages)
    before = sum(distance(damaged, text) for damaged, text in pages)
    yield Figure("whole.page.before", before / size * 1e4, "wrong in 10,000 chars", "lower")
    every = {"zhclean": cleaner.clean, **peers.available()}
    for name, function in every.items():
        after = sum(distance(function(damaged), text) for damaged, text in pages)
        yield Figure(
            f"whole.page.after.{name}", after / size * 1e4, "wrong in 10,000 chars", "lower"
        )
    for damaged, text in pages:
        judge(cleaner.explain(damaged), text, right, wrong)
    yield from promises(right, wrong)


def promises(right: Counter[str], wrong: Counter[str]) -> Iterator[Figure]:
    """Yield precision by rule, and how many rules keep their confidence's promise."""
    confidence = {r.code: r.confidence.name for m in cleaners.ORDER for r in cleaners.rules_of(m)}
    broken: list[str] = []
    by_level: Counter[tuple[str, bool]] = Counter()
    for rule in sorted(right.keys() | wrong.keys()):
        total = right[rule] + wrong[rule]
        level = confidence[rule]
        by_level[level, True] += right[rule]
        by_level[level, False] += wrong[rule]
        kept = right[rule] / total >= PROMISE[level]
        if not kept:
            broken.append(rule)
        note = f"{level}, {right[rule]} of {total}" + ("" if kept else "  BELOW ITS PROMISE")
        yield Figure(f"whole.precision.{rule}", right[rule] / total, "of edits right", note=note)
    for level, promised in PROMISE.items():
        total = by_level[level, True] + by_level[level, False]
        if total:
            value = by_level[level, True] / total
            yield Figure(
                f"whole.confidence.{level}",
                value,
                "of edits right",
                note=f"promised {promised}, {total} judged",
            )
    yield Figure("whole.promises_broken", len(broken), "rules", "lower", ", ".join(broken))
