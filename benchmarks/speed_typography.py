"""MB/s of the typography families on folded and on genuine articles, beside autocorrect."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

import zhclean

from . import material
from .clock import race
from .figures import Figure
from .quality_typography import FAMILIES, FOLD, own_use_is_full
from .speed_pipeline import rate

_FOLD = str.maketrans(FOLD)
SOURCES = ("drcd_wiki_tw", "ruanyf_weekly_blog_cn", "china_law_articles", "literature_essays_cn")
SENTENCE = "春天的早晨，河边的柳树刚刚发芽，几位老人坐在长椅上聊天：天气真好！孩子们（小学生）放学以后常来这里踢球。"


def genuine(characters: int) -> list[str]:
    """Articles whose own marks are full width throughout, Latin words and numbers as they come."""
    names = [name for name in SOURCES if name in material.corpus_names()]
    texts = [
        article
        for name in names
        for article in material.articles(name, 1700, characters)
        if own_use_is_full(article)
    ]
    return texts or [SENTENCE * 30 + "\n"] * 300


def peer() -> Callable[[str], str] | None:
    """The formatter of AutoCorrect, where it is installed."""
    try:
        format_: Callable[[str], str] = importlib.import_module("autocorrect_py").format
    except ImportError:
        return None
    return format_


def measure(quick: bool) -> Iterator[Figure]:
    seconds = 0.5 if quick else 2.0
    clean = genuine(60_000 if quick else 300_000)
    folded = [text.translate(_FOLD) for text in clean]
    together = zhclean.Pipeline("crawl", select=FAMILIES).clean
    on_folded = rate(together, folded, seconds)
    yield Figure("typography.speed.folded", on_folded, "MB/s")
    yield Figure("typography.speed.genuine", rate(together, clean, seconds), "MB/s")
    for family in FAMILIES:
        alone = zhclean.Pipeline("crawl", select=[family]).clean
        yield Figure(f"{family}.speed.folded", rate(alone, folded, seconds / 2), "MB/s")
        yield Figure(f"{family}.speed.genuine", rate(alone, clean, seconds / 2), "MB/s")
    if autocorrect := peer():
        timings = race(
            {"ours": (together, folded), "theirs": (autocorrect, folded)}, 5 if quick else 25
        )
        share = timings["theirs"].times(timings["ours"])
        yield Figure("typography.speed.autocorrect_share", share, "of ours", "lower")
