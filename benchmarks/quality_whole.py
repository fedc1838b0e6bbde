"""Damage simulated over genuine articles, alone and piled up as pages have it, beside the peers.

Recall is the share of the characters wrong that is mended, by kind of damage, by family and by the
lowest confidence accepted; precision is judged edit by edit, by rule, family and confidence. Rules
that such damage hardly calls are judged on rarer kinds as well; those enter no other figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from random import Random

import zhclean

from . import peers
from .align import distance, judge
from .audit import PROMISE, Tally, levels
from .damage import KINDS
from .damage_pages import ADDING, PAGES
from .damage_rare import RARE, Rare
from .figures import Figure
from .quality_script import FOLD
from .truth import sources

ALIKE = FOLD | str.maketrans(
    "鉅勳恤蒐簷", "巨勛卹搜檐"
)  # none that FOLD has: 週 and 周 would change places
"""Characters of which Taiwan's own text has several forms side by side, to one of them."""
NEEDS = ("corpus", "seeds", "simulator")


def measure(quick: bool) -> Iterator[Figure]:
    """Yield what is mended of each kind, whole pages beside peers, and precision."""
    tally = Tally()
    yield from kinds(25 if quick else 300, tally)
    yield from pages(25 if quick else 150, tally)
    yield from tally.figures("whole")
    for name, kind in RARE.items():
        rare(name, kind, 20 if quick else 120, tally)
    yield from tally.promises("whole")


def rare(name: str, kind: Rare, count: int, tally: Tally) -> None:
    """Judge the rules that mend a rare kind of damage."""
    cleaner = zhclean.Pipeline(**kind.settings)
    count *= kind.times
    every = sources(kind.script, count * (5 if kind.wants else 1))
    texts = [text for text in every if re.search(kind.wants, text)][:count]
    for k, text in enumerate(texts):
        damaged, truth = kind.damage(Random(f"{name}{k}"), text)
        if damaged != truth:
            result = cleaner.explain(damaged)
            if kind.styled:
                truth = in_style(truth, result.text)
            judge(result, truth, tally.right, tally.wrong)


def in_style(truth: str, text: str) -> str:
    """Take of ``text`` the forms that are as good as those of ``truth``."""
    if len(truth) != len(text):
        return truth
    pairs = zip(truth, text, strict=True)
    return "".join(b if a.translate(ALIKE) == b.translate(ALIKE) else a for a, b in pairs)


def accepting(level: str, to: str | None) -> zhclean.Pipeline:
    """All of crawl's families, with the rules that promise ``level`` or more."""
    if level == "GUESS":
        return zhclean.Pipeline("salvage", to)
    less = [code for code, promise in levels().items() if PROMISE[promise] < PROMISE[level]]
    return zhclean.Pipeline("crawl", to, ignore=less)


def kinds(count: int, tally: Tally) -> Iterator[Figure]:
    """Yield the share of each kind's damage that is mended, then by family and by confidence."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for name, kind in KINDS.items():
        cleaners = {level: accepting(level, kind.to) for level in PROMISE}
        pairs = [
            (kind.damage(Random(f"{name}{k}"), text), text)
            for k, text in enumerate(sources(kind.script, count))
        ]
        pairs = [(damaged, text) for damaged, text in pairs if damaged != text]
        wrong = sum(distance(*pair) for pair in pairs)
        left = {
            level: sum(distance(cleaner.clean(damaged), text) for damaged, text in pairs)
            for level, cleaner in cleaners.items()
        }
        explaining = zhclean.Pipeline(to=kind.to)
        for damaged, text in pairs:
            truths = (text, damaged) if name in ADDING else text
            judge(explaining.explain(damaged), truths, tally.right, tally.wrong)
            tally.characters += len(text)
        if wrong:
            for key, n in (("family " + kind.family, left["LIKELY"]), *left.items()):
                before[key] += wrong
                after[key] += n
            note = f"{wrong} characters wrong before, {left['LIKELY']} after"
            yield Figure(
                f"whole.repaired.{name}", 1 - left["LIKELY"] / wrong, "of the damage", note=note
            )
    for key, wrong in before.items():
        group, _, family = key.partition(" ")
        prefix = f"whole.family.{family}" if family else f"whole.level.{group}"
        yield Figure(f"{prefix}.recall", 1 - after[key] / wrong, "of the damage", note=f"{wrong}")


def pages(count: int, tally: Tally) -> Iterator[Figure]:
    """Yield characters wrong in 10,000 on each type of page, before and after each tool."""
    tools = peers.available()
    for name, page in PAGES.items():
        texts = sources(page.script, count)
        pairs = [(page.damaged(f"{name}{k}", text), text) for k, text in enumerate(texts)]
        size = sum(len(text) for text in texts)
        wrong = sum(distance(*pair) for pair in pairs)
        yield Figure(
            f"whole.{name}.before", wrong / size * 1e4, "wrong in 10,000 chars", "lower",
            page.what, floor=False,
        )  # fmt: skip
        cleaner = zhclean.Pipeline(to=page.to)
        every = {"zhclean": cleaner.clean, **tools}
        for tool, function in every.items():
            if page.script == "hant" and tool in peers.TO_SIMPLIFIED:
                continue  # not what these pages ask for
            after = sum(distance(function(damaged), text) for damaged, text in pairs)
            yield Figure(
                f"whole.{name}.after.{tool}", after / size * 1e4, "wrong in 10,000 chars", "lower",
                floor=tool == "zhclean",
            )  # fmt: skip
        for k, (damaged, text) in enumerate(pairs):
            truths = page.truths(f"{name}{k}", text)
            judge(cleaner.explain(damaged), truths, tally.right, tally.wrong)
            tally.characters += len(text)
