"""Byte-level find-and-replace: what its gates cost sound text, and its repairs damaged text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import zhclean

from . import material
from .damage_bytes import Mirror, damage, site_table
from .figures import Figure

FAMILIES = ("byteshift", "readings", "insertions")


def measure(quick: bool) -> Iterator[Figure]:
    cleaner = zhclean.Pipeline("crawl", select=FAMILIES)
    rounds = 3 if quick else 10
    for name, text in material.seeds().items():
        yield rate(f"bytereplace.speed.seed_{name[:3]}", cleaner.clean, text, rounds * 5)
    names = material.corpus_names()
    for name in ("peoples_daily_199801", "drcd_wiki_tw", "reviews_shopping_cn"):
        if name in names:
            text = material.corpus(name)[:300_000]
            yield rate(f"bytereplace.speed.sound.{name}", cleaner.clean, text, rounds)
    if "drcd_wiki_tw" in names:
        text = material.corpus("drcd_wiki_tw")[-60_000:]
        broken = damage(text, Mirror(site_table(text), ("，", "！")))
        yield rate("bytereplace.speed.damaged", cleaner.clean, broken, 2)


def rate(key: str, clean: Callable[[str], str], text: str, rounds: int) -> Figure:
    """Give the best of some rounds."""
    clean(text)
    best = 1e9
    for _ in range(rounds):
        begin = time.perf_counter()
        clean(text)
        best = min(best, time.perf_counter() - begin)
    return Figure(key, len(text.encode()) / best / 1e6, "MB/s")
