"""Punctuation folded in genuine text and restored, and what the families do to text that is right.

Judged: every ，！？：；（） of genuine articles after folding all of them to half width. Marks that the
text itself sets half width beside Chinese (or whose partner bracket stands beside it) are not
judged: there the text is no authority. An edit to any other half-width mark is a false one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import zhclean

from .figures import Figure
from .material import articles, corpus_names

FOLD = dict(zip("，！？：；（）", ",!?:;()", strict=True))
_FOLD = str.maketrans(FOLD)
_CHINESE = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_BESIDE = re.compile(f"[{_CHINESE}“”‘’「」『』《》。、，！？：；（）…—]")
_OWN_HALF = re.compile(f"[,!?:;()](?:(?=[{_CHINESE}])|(?<=[{_CHINESE}][,!?:;()]))")
_OWN_FULL = re.compile("[，！？：；（）]")
FAMILIES = ("punctuation", "quotes", "width", "spacing")
RUN = "!?！？"


def partners(text: str) -> dict[int, int]:
    """Pair the brackets of each line."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for m in re.finditer(r"[()（）\n]", text):
        if m[0] == "\n":
            stack.clear()
        elif m[0] in "(（":
            stack.append(m.start())
        elif stack:
            start = stack.pop()
            found[start], found[m.start()] = m.start(), start
    return found


def beside_chinese(text: str, i: int) -> bool:
    """Whether the mark at ``i``, or the run of ! and ? it stands in, touches Chinese."""
    j = i
    while i and text[i] in RUN and text[i - 1] in RUN:
        i -= 1
    while j + 1 < len(text) and text[j] in RUN and text[j + 1] in RUN:
        j += 1
    return bool((i and _BESIDE.match(text[i - 1])) or _BESIDE.match(text[j + 1 : j + 2]))


def judged(text: str, pipeline: zhclean.Pipeline) -> tuple[list[int], list[int], list[int]]:
    """Fold and restore: positions of marks restored, missed, and wrongly set full width."""
    result = pipeline.explain(text.translate(_FOLD))
    changed: dict[int, str] = {}
    for step in result.steps:
        for start, end, _, after in step.edits:
            if len(after) == end - start:
                changed.update(zip(range(start, end), after, strict=True))
    partner = partners(text)
    right: list[int] = []
    missed: list[int] = []
    wrong: list[int] = []
    for i, char in enumerate(text):
        if char in FOLD:
            (right if changed.get(i) == char else missed).append(i)
        elif i in changed and char in ",!?:;()":
            if beside_chinese(text, i) or (i in partner and beside_chinese(text, partner[i])):
                continue
            wrong.append(i)
    return right, missed, wrong


def own_use_is_full(text: str) -> bool:
    """Whether an article sets all its marks beside Chinese full width."""
    return len(_OWN_FULL.findall(text)) >= 10 and not _OWN_HALF.search(text)


def measure(quick: bool) -> Iterator[Figure]:
    characters = 60_000 if quick else 400_000
    folding = zhclean.Pipeline("crawl", select=["punctuation"])
    everything = zhclean.Pipeline("crawl", select=FAMILIES)
    right = missed = wrong = size = 0
    edits = dict.fromkeys(FAMILIES, 0)
    for name in corpus_names():
        mine = [0, 0, 0]
        for article in articles(name, 1500, characters):
            counts = [len(found) for found in judged(article, folding)]
            mine = [a + b for a, b in zip(mine, counts, strict=True)]
            if own_use_is_full(article):
                size += len(article)
                for rule, count in everything.explain(article).counts.items():
                    edits[rule.partition(".")[0]] += count
        if mine[0] + mine[1]:
            yield Figure(
                f"punctuation.recall.{name}",
                100 * mine[0] / (mine[0] + mine[1]),
                "% of marks",
                note=f"{mine[0] + mine[1]} marks",
            )
            yield Figure(
                f"punctuation.precision.{name}",
                100 * mine[0] / max(1, mine[0] + mine[2]),
                "% of edits",
            )
        right, missed, wrong = right + mine[0], missed + mine[1], wrong + mine[2]
    if not size:
        return
    yield Figure("punctuation.recall", 100 * right / (right + missed), "% of marks")
    yield Figure("punctuation.precision", 100 * right / (right + wrong), "% of edits")
    for family, count in edits.items():
        yield Figure(
            f"{family}.edits_in_full_width_text",
            1e4 * count / size,
            "per 10,000 characters",
            "lower",
            f"{size} characters",
        )
