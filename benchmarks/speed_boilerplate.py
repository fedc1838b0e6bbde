"""Speed on genuine text of boilerplate alone, and of entities, tags, placeholders and it: the four together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import zhclean

from . import material
from .clock import race
from .figures import Figure

UNWRAP = ("entities", "tags", "placeholders", "boilerplate")
NAMES = ("peoples_daily_199801", "literature_essays_cn", "drcd_wiki_tw", "ruanyf_weekly_blog_cn")


def measure(quick: bool) -> Iterator[Figure]:
    """Yield MB/s of UTF-8 for articles of some 1,500 characters and for whole texts."""
    names = [name for name in NAMES if name in material.corpus_names()]
    size, rounds = (200_000, 3) if quick else (600_000, 7)
    articles = [a for name in names for a in material.articles(name, characters=size)]
    whole = [material.corpus(name, size) for name in names]
    if not articles:
        return
    tools: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {}
    for key, families in (("boilerplate", ("boilerplate",)), ("unwrap", UNWRAP)):
        clean = zhclean.Pipeline(select=families).clean
        tools[f"{key}.speed.articles"] = clean, articles
        tools[f"{key}.speed.whole"] = clean, whole
    for key, timing in race(tools, rounds).items():
        which = "the four together, " if key.startswith("unwrap") else ""
        yield Figure(key, timing.best, "MB/s", note=which + timing.note)
