"""Speed of detection and conversion, beside bare OpenCC in the same run."""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable, Iterator

import zhclean

from . import material
from .figures import Figure

PLANS = (
    # corpus, target, OpenCC's configuration, whether the text needs it
    ("cmrc2018_wiki_cn", "zh-TW", "s2tw", True),
    ("ruanyf_weekly_blog_cn", "zh-TW", "s2tw", True),
    ("drcd_wiki_tw", "zh-Hans", "tw2s", True),
    ("rust_book_tw", "zh-Hans", "tw2s", True),
    ("drcd_wiki_tw", "zh-TW", "s2tw", False),
    ("taiwan_law_tw", "zh-TW", "s2tw", False),
    ("cmrc2018_wiki_cn", "zh-Hans", "tw2s", False),
    ("cmrc2018_wiki_cn", "zh-Hans", "t2s", False),
)


def measure(quick: bool) -> Iterator[Figure]:
    """Measure on long text and on articles; the median of paired runs stands a noisy machine."""
    if not material.corpus_names():
        return
    rounds = 9 if quick else 25
    opencc = importlib.import_module("opencc")
    for name, to, configuration, needed in PLANS:
        kind = "needed" if needed else "not-needed"
        bare = opencc.OpenCC(configuration).convert
        clean = zhclean.Pipeline(select=["script"], to=to).clean
        text = material.corpus(name, 60_000)
        articles = list(material.articles(name, 1500, 60_000))
        for form, texts in (("long", [text]), ("articles", articles)):
            ratio = paired(bare, clean, texts, rounds)
            key = f"script.speed.{kind}.{name}.{configuration}.{form}"
            yield Figure(key, ratio, f"of {configuration}'s speed")
    yield from detection(rounds)


def paired(
    one: Callable[[str], str], other: Callable[[str], str], texts: list[str], rounds: int
) -> float:
    """How many times as fast ``other`` is."""
    ratios = []
    for _ in range(rounds):
        begin = time.process_time()
        for text in texts:
            one(text)
        middle = time.process_time()
        for text in texts:
            other(text)
        end = time.process_time()
        ratios.append((middle - begin) / max(end - middle, 1e-9))
    return statistics.median(ratios)


def detection(rounds: int) -> Iterator[Figure]:
    """Megabytes a second of detection, on articles and on long text."""
    for name in ("cmrc2018_wiki_cn", "drcd_wiki_tw"):
        for size in (500, 1500, 3000, 200_000):
            articles = list(material.articles(name, size, 200_000))
            size_mb = sum(len(a.encode()) for a in articles) / 1e6
            times = []
            for _ in range(rounds):
                begin = time.process_time()
                for article in articles:
                    zhclean.detect_script(article)
                times.append(time.process_time() - begin)
            yield Figure(f"script.speed.detect.{name}.{size}", size_mb / min(times), "MB/s")
