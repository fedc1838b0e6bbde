"""Find the words that keep company with a word: what a text that it stands in is about."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

UNIT = 150
"""Characters of text within which words are counted together."""
LEAST, TIMES, MOST = 1.0, 4, 24
"""Nats above chance, times together, and words kept for each, the best first."""


def units(lines: Iterable[str]) -> Iterator[str]:
    """Cut texts into pieces, short lines joined."""
    piece = ""
    for line in lines:
        piece += line.strip() + "\n"
        while len(piece) > UNIT:
            yield piece[:UNIT]
            piece = piece[UNIT:]


def topics(lines: Iterable[str], words: set[str], around: set[str]) -> dict[str, list[str]]:
    """Choose for each word those of ``around`` that stand near it more often than by chance.

    Words that share a character with it are left out: they say what its neighbours say already.
    """
    seen: Counter[str] = Counter()
    beside: dict[str, Counter[str]] = defaultdict(Counter)
    total = 0
    for unit in units(lines):
        total += 1
        found = {unit[at : at + size] for size in (2, 3, 4) for at in range(len(unit))}
        near = found & around
        own = found & words
        seen.update(near | own)
        for word in own:
            beside[word].update(near)
    chosen: dict[str, list[str]] = {}
    for word, counts in sorted(beside.items()):
        scores = {
            other: math.log((times + 1) / (seen[word] * seen[other] / total + 1))
            for other, times in counts.items()
            if times >= TIMES and not set(other) & set(word)
        }
        best = sorted((-score, other) for other, score in scores.items() if score >= LEAST)
        chosen[word] = sorted(other for _, other in best[:MOST])
    return chosen
