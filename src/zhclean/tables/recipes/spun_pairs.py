"""Propose pairs for the lexicon from a spun page and its restoration.

``python -m zhclean.tables.recipes.spun_pairs SPUN RESTORED``, files with one paragraph a line each.
Prints form, original, times and two contexts for a reviewer: pairs that the lexicon does not hold.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from ...spin.lexicon import MAIN, lexicon
from ...spin.model import model

LONGEST = 6


def differences(spun: str, restored: str) -> Iterator[tuple[int, int, str]]:
    """Yield where two lines differ, widened to whole words that the model knows."""
    words = model()
    matcher = SequenceMatcher(None, spun, restored, autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        best = (low, high, restored[start:end])
        for left in (0, 1):
            for right in (0, 1):
                wide = restored[max(0, start - left) : end + right]
                same = spun[max(0, low - left) : low] == restored[max(0, start - left) : start]
                if same and wide in words and len(best[2]) < 2:
                    best = (max(0, low - left), high + right, wide)
        if best[1] - best[0] <= LONGEST and best[2]:
            yield best


def main(spun: str, restored: str) -> None:
    """Print the proposals, most frequent first."""
    table = lexicon(MAIN)
    counts: Counter[tuple[str, str]] = Counter()
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    pages = (
        Path(name).read_text(encoding="utf-8").rstrip("\n").split("\n") for name in (spun, restored)
    )
    for before, after in zip(*pages, strict=True):
        for low, high, original in differences(before, after):
            form = before[low:high]
            known = form in table and any(c.word == original for c in table[form].originals)
            if form and not known:
                counts[form, original] += 1
                seen[form, original].append(before[max(0, low - 5) : high + 5])
    for (form, original), times in counts.most_common():
        print(form, original, times, " / ".join(seen[form, original][:2]), sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
