"""Speed of boilerplate on genuine text, in articles and whole, alone and with the other unwrappers."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import zhclean

from . import material
from .figures import Figure

UNWRAP = ("entities", "tags", "placeholders", "boilerplate")
NAMES = ("peoples_daily_199801", "literature_essays_cn", "drcd_wiki_tw", "ruanyf_weekly_blog_cn")


def _rate(families: Sequence[str], texts: Sequence[str], rounds: int) -> float:
    clean = zhclean.Pipeline(select=families).clean
    size = sum(len(text.encode()) for text in texts)
    best = 1e9
    for _ in range(rounds):
        begin = time.process_time()
        for text in texts:
            clean(text)
        best = min(best, time.process_time() - begin)
    return size / best / 1e6


def measure(quick: bool) -> Iterator[Figure]:
    """Yield MB/s of UTF-8 for articles of some 1,500 characters and for whole texts."""
    names = [name for name in NAMES if name in material.corpus_names()]
    size, rounds = (200_000, 3) if quick else (600_000, 7)
    articles = [a for name in names for a in material.articles(name, characters=size)]
    whole = [material.corpus(name, size) for name in names]
    if not articles:
        return
    for key, families in (("boilerplate", ("boilerplate",)), ("unwrap", UNWRAP)):
        yield Figure(f"{key}.speed.articles", _rate(families, articles, rounds), "MB/s")
        yield Figure(f"{key}.speed.whole", _rate(families, whole, rounds), "MB/s")
