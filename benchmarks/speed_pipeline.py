"""MB/s of UTF-8 of each family and profile beside the peers, on the same text, in one run."""

from __future__ import annotations

import functools
import re
import time
import warnings
from collections.abc import Callable, Iterator

import zhclean
from zhclean import cleaners

from . import material, peers
from .figures import Figure

SENTENCE = "春天的早晨，河边的柳树刚刚发芽，几位老人坐在长椅上聊天。孩子们放学以后常来这里踢球，直到天黑才回家。"


def genuine(characters: int = 600_000) -> list[str]:
    """Documents of 5 KB or so with nothing to repair: their own marks are full width throughout."""
    texts: list[str] = []
    for name in ("drcd_wiki_tw", "ruanyf_weekly_blog_cn", "china_law_articles"):
        if name not in material.corpus_names():
            return [SENTENCE * 30 + "\n"] * 300
        sample = material.corpus(name, characters)
        lines = [
            ln
            for ln in sample.split("\n")
            if not re.search(r"[!-/:-@\[-`{-~\u3000\ufe00-\ufe0f]", ln)
        ]
        texts += _packed(lines)
    cleaner = zhclean.Pipeline()
    return [text for text in texts if cleaner.clean(text) is text]


def _packed(lines: list[str], size: int = 1700) -> list[str]:
    packed, held, length = [], [], 0
    for line in lines:
        held.append(line)
        length += len(line)
        if length >= size:
            packed.append("\n".join(held) + "\n")
            held, length = [], 0
    return packed


def rate(function: Callable[[str], object], texts: list[str], seconds: float) -> float:
    """Return the best MB/s over repeated passes of about ``seconds`` in all."""
    size = sum(len(text.encode()) for text in texts)
    best = 0.0
    until = time.perf_counter() + seconds
    while True:
        begin = time.perf_counter()
        for text in texts:
            function(text)
        spent = time.perf_counter() - begin
        best = max(best, size / spent / 1e6)
        if time.perf_counter() > until:
            return best


def _explained(cleaner: zhclean.Pipeline, text: str) -> object:
    return cleaner.explain(text).edits


def measure(quick: bool) -> Iterator[Figure]:
    """Yield MB/s on genuine text and on the seeds, and the ratios that are promised."""
    warnings.simplefilter("ignore")
    seconds = 0.3 if quick else 2.0
    data = {
        "genuine": genuine(100_000 if quick else 600_000),
        "seeds": list(material.seeds().values()),
    }
    for name, texts in data.items():
        whole = zhclean.Pipeline()
        unspun = zhclean.Pipeline(ignore=["spun"])
        speed = {
            "crawl": rate(whole.clean, texts, seconds),
            "crawl-without-spun": rate(unspun.clean, texts, seconds),
        }
        for profile in ("minimal", "docs", "salvage"):
            speed[profile] = rate(zhclean.Pipeline(profile).clean, texts, seconds / 2)
        speed["explain"] = rate(functools.partial(_explained, whole), texts, seconds / 2)
        for peer, function in peers.available().items():
            speed[peer] = rate(function, texts, seconds / 2)
        speed["utf-8 decode and encode (the limit)"] = rate(
            lambda t: t.encode().decode(), texts, seconds / 4
        )
        for family in cleaners.FAMILIES:
            alone = zhclean.Pipeline(select=[family], to="zh-Hans" if family == "script" else None)
            speed[f"family {family}"] = rate(alone.clean, texts, seconds / 4)
        for key, value in speed.items():
            yield Figure(f"speed.{name}.{key}", value, "MB/s")
        if name == "genuine":
            yield Figure(
                "speed.ratio.genuine.crawl-to-ftfy", speed["crawl"] / speed["ftfy"], "times"
            )
        elif (hand := next((v for k, v in speed.items() if k.startswith("by-hand")), 0)) > 0:
            yield Figure(
                "speed.ratio.seeds.crawl-without-spun-to-hand",
                speed["crawl-without-spun"] / hand,
                "times",
            )
