"""False edits on genuine text: every edit of the crawl profile in text that nobody damaged.

Typography families do repair genuine text (it is folded in places), so theirs count as edits, not
as false ones; of the others most edits are repairs of real slips, and the notes name the rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import zhclean
from zhclean import cleaners
from zhclean.profiles import TYPOGRAPHY

from .audit import PROMISE, levels
from .figures import Figure
from .material import articles, corpus_names

NEEDS = ("corpus",)


def measure(quick: bool) -> Iterator[Figure]:
    """Yield edits in 10,000 characters by text, by family and by confidence."""
    cleaner = zhclean.Pipeline()
    counts: Counter[str] = Counter()
    characters = 0
    for name in corpus_names():
        here: Counter[str] = Counter()
        size = 0
        for article in articles(name, 1500, 150_000 if quick else 10**9):
            size += len(article)
            here += cleaner.explain(article).counts
        counts += here
        characters += size
        told = Counter({rule: n for rule, n in here.items() if _family(rule) not in TYPOGRAPHY})
        yield Figure(
            f"genuine.{name}", sum(told.values()) / size * 1e4, "edits in 10,000 chars", "lower",
            ", ".join(f"{r} {n}" for r, n in told.most_common(6)),
        )  # fmt: skip
    if not characters:
        return
    for family in cleaners.FAMILIES:
        n = sum(k for rule, k in counts.items() if _family(rule) == family)
        better = "edits" if family in TYPOGRAPHY else "false edits"
        yield Figure(
            f"genuine.edits.{family}", n / characters * 1e4, f"{better} in 10,000 chars", "lower",
            f"{n} in {characters} characters",
        )  # fmt: skip
    for level in PROMISE:
        n = sum(
            k for r, k in counts.items() if levels()[r] == level and _family(r) not in TYPOGRAPHY
        )
        yield Figure(
            f"genuine.level.{level}", n / characters * 1e4, "false edits in 10,000 chars", "lower",
            f"{n}, typography apart",
        )  # fmt: skip


def _family(rule: str) -> str:
    return rule.partition(".")[0]
