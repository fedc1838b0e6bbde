"""MB/s of each profile and family beside the peers, on the same text, in interleaved rounds.

Genuine text with nothing to repair, the damaged seeds, and pages damaged in each way. What the first
use of a table costs is no part of it: ``speed_start`` tells that.
"""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Callable, Iterator, Sequence

import zhclean
from zhclean import cleaners

from . import material, peers
from .clock import Timing, Work, race
from .damage_texts import damaged
from .figures import Figure

SENTENCE = "春天的早晨，河边的柳树刚刚发芽，几位老人坐在长椅上聊天。孩子们放学以后常来这里踢球，直到天黑才回家。"
LIMIT = "utf-8 decode and encode (the limit)"


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
    """Return the best MB/s of processor time over repeated passes of about ``seconds`` in all."""
    size = sum(len(text.encode()) for text in texts)
    best = 0.0
    until = time.perf_counter() + seconds
    while True:
        begin = time.process_time()
        for text in texts:
            function(text)
        spent = time.process_time() - begin
        best = max(best, size / max(spent, 1e-9) / 1e6)
        if time.perf_counter() > until:
            return best


def profiles() -> dict[str, Work]:
    """Our own ways of cleaning."""
    whole = zhclean.Pipeline()
    found: dict[str, Work] = {
        "crawl": whole.clean,
        "crawl-without-spun": zhclean.Pipeline(ignore=["spun"]).clean,
        "explain": lambda text: whole.explain(text).edits,
    }
    for profile in ("minimal", "docs", "salvage"):
        found[profile] = zhclean.Pipeline(profile).clean
    return found


def families() -> dict[str, Work]:
    """Each family alone; script turns text to Simplified."""
    return {
        f"family.{name}": zhclean.Pipeline(
            select=[name], to="zh-Hans" if name == "script" else None
        ).clean
        for name in cleaners.FAMILIES
    }


def measure(quick: bool) -> Iterator[Figure]:
    """Yield MB/s on genuine text, the seeds and damaged pages, and the ratios that are promised."""
    warnings.simplefilter("ignore")
    rounds = 3 if quick else 9
    texts = genuine(60_000 if quick else 150_000)
    limit: dict[str, Work] = {LIMIT: lambda text: text.encode().decode()}
    for name, here in {"genuine": texts, "seeds": list(material.seeds().values())}.items():
        tools = {**profiles(), **peers.available(), **limit, **families()}
        timings = race({tool: (work, here) for tool, work in tools.items()}, rounds)
        for tool, timing in timings.items():
            peer = "" if tool in peers.PEERS else "ours "
            yield Figure(f"speed.{name}.{tool}", timing.best, "MB/s", note=peer + timing.note)
        yield from ratios(name, timings)
    yield from pages(3 if quick else 5, 40_000 if quick else 150_000)


def ratios(name: str, timings: dict[str, Timing]) -> Iterator[Figure]:
    """Yield how many times as fast as each peer the crawl profile is, with spun text and without."""
    for ours in ("crawl", "crawl-without-spun"):
        for peer in peers.PEERS:
            if peer in timings:
                value = timings[ours].times(timings[peer])
                yield Figure(f"speed.ratio.{name}.{ours}.to.{peer}", value, "times")


def pages(rounds: int, size: int) -> Iterator[Figure]:
    """Yield MB/s on each kind of damage and each type of page, beside ftfy and the hand-made script."""
    hand = {
        short: function
        for name, function in peers.available().items()
        if (short := {"ftfy": "ftfy", peers.BY_HAND: "by-hand"}.get(name))
    }
    for name, made in damaged().items():
        texts = made.documents(size)
        ours: dict[str, tuple[Work, Sequence[str]]] = {
            "crawl": (zhclean.Pipeline(to=made.to).clean, texts),
            "crawl-without-spun": (zhclean.Pipeline(to=made.to, ignore=["spun"]).clean, texts),
        }
        if name == "spun":
            del ours["crawl-without-spun"]
        theirs = {tool: (work, texts[: len(texts) // 4 + 1]) for tool, work in hand.items()}
        timings = race({**ours, **theirs}, rounds)
        for tool, timing in timings.items():
            yield Figure(f"speed.damaged.{name}.{tool}", timing.best, "MB/s", note=timing.note)
