"""Genuine articles that can stand as a truth: what is wrong in them is known, namely nothing.

Two things make genuine text no authority on what a repair should give. It may hold slips of its own
that the cleaner repairs; and once ，is folded to a comma, nobody can tell the folded commas from those
that the author set half width. Lines whose own typography is unsettled (a half-width mark, a
straight quote, dots or a blank where Chinese has a mark of its own, full-width digits, a closing
quote that nothing opens, brackets that a template left empty) are left out, by a pattern that
knows nothing of the cleaner; then articles in which the cleaner finds anything are left out too
(``quality_genuine`` judges those).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import zhclean

from . import material

HANS = (
    "ruanyf_weekly_blog_cn",
    "cmrc2018_wiki_cn",
    "literature_essays_cn",
    "peoples_daily_199801",
)
HANT = ("drcd_wiki_tw", "taiwan_law_tw")
YUE = ("cantonese_sents_hk",)
SIZE = 900
"""Characters of an article, at least: about 3 KB of UTF-8."""

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = "“”‘’「」『』《》〈〉【】。、，！？：；（）…—"
_HALF = ",!?:;()\"'~"
_UNSETTLED = re.compile(
    rf"[{_HAN}{_MARKS}][ \t]?[{_HALF}.]|[{_HALF}][ \t]?[{_HAN}{_MARKS}]"
    rf"|[{_MARKS}][ \t\u00a0]|[ \t\u00a0][{_MARKS}]|\.\.|。。|--|[＂＇％０-９Ａ-Ｚａ-ｚ]"
    rf"|[{_HAN}][ \t\u00a0]+[{_HAN}]|^[^“”]*”|[（《「“][，。；：、！？）》」”]"
)


def settled(line: str) -> bool:
    """Whether a line sets every mark beside Chinese as Chinese typography does."""
    if any(line.count(closing) > line.count(opening) for opening, closing in ("「」", "“”")):
        return False
    return _UNSETTLED.search(line) is None


def _articles(name: str) -> Iterator[str]:
    held: list[str] = []
    length = 0
    for line in material.corpus(name, 3_000_000).split("\n"):
        if not line or not settled(line):
            continue
        held.append(line)
        length += len(line) + 1
        if length >= SIZE:
            yield "\n".join(held)
            held, length = [], 0


@cache
def sources(script: str, count: int) -> tuple[str, ...]:
    """Return ``count`` articles in ``hans``, ``hant``, ``yue`` or one of the first two (""), as many of each text."""
    names = {"hans": HANS, "hant": HANT, "yue": YUE, "": (*HANS, HANT[0])}[script]
    names = tuple(name for name in names if name in material.corpus_names())
    cleaner = zhclean.Pipeline(to="zh-TW" if script == "hant" else None)
    found: list[str] = []
    for k, name in enumerate(names):
        wanted = count * (k + 1) // len(names) - count * k // len(names)
        for text in _articles(name):
            if wanted == 0:
                break
            if cleaner.clean(text) is text:
                found.append(text)
                wanted -= 1
    return tuple(found) or _own(script)


def _own(script: str) -> tuple[str, ...]:
    """What there is without the corpus: the seeds as they should become."""
    cleaner = zhclean.Pipeline()
    variant = {"": "", "hans": "zh-Hans"}.get(script, "zh-TW")
    texts = material.goldens(variant)
    return tuple(cleaner.clean(text) for text in texts.values())
