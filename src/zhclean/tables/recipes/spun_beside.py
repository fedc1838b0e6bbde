"""Count the characters beside words in texts: how much oftener they meet than by chance.

Both times are taken to be larger than they are, so that what was seen a few times says little, nor
that a rare word was never seen beside a character.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

FOLD = str.maketrans(
    "123456789,!?:;()“”" + "bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\u3000\t|",
    '000000000，！？：；（）""' + "a" * 51 + "   ",
)
"""Digits count as one, letters as one, marks as full-width: what the decoder does to its text."""

LEAST, MOST = -3.0, 8.0
TELLS = 1.0
"""Nats by which a score must differ from what would be taken without it."""
ONE, TWO = 1.0, 2.0
"""Times added to those that a word stood beside a character, or a pair of them, and to those
expected."""
TIMES = 3
"""Times that a word must have stood beside a pair of characters."""
RATE = -10.0
"""Logarithm of the rate of a character, at least, for its never standing beside a word to tell."""

Scores = dict[str, float]


@dataclass(slots=True)
class Beside:
    """Counts of words, of characters and pairs, and of words with those before or after them."""

    words: Counter[str] = field(default_factory=Counter)
    spans: Counter[str] = field(default_factory=Counter)
    before: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    after: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, lines: Iterable[str], words: set[str]) -> None:
        """Count every occurrence of every word in lines of text, overlaps included."""
        sizes = sorted({len(word) for word in words})
        for line in lines:
            text = f"  {line.strip().translate(FOLD)}  "
            self.spans.update(text)
            self.spans.update(map("".join, pairwise(text)))
            for at in range(2, len(text) - 2):
                for size in sizes:
                    word = text[at : at + size]
                    if word in words and at + size <= len(text) - 2:
                        end = at + size
                        self.words[word] += 1
                        self.before[word].update((text[at - 1], text[at - 2 : at]))
                        self.after[word].update((text[end], text[end : end + 2]))

    def total(self) -> int:
        """Count the characters."""
        return sum(times for span, times in self.spans.items() if len(span) == 1)

    def rates(self, total: int) -> Scores:
        """Return the logarithms of the rates of the commoner characters."""
        logs = {
            span: math.log(times / total) for span, times in self.spans.items() if len(span) == 1
        }
        return {span: log for span, log in logs.items() if log >= RATE}

    def scores(self, word: str, beside: Counter[str], first: bool, total: int) -> Scores:
        """Score the characters before (``first``) or after a word, and the pairs, in nats."""
        rate = math.exp(often(self.words[word]) / 2) / total
        found: Scores = {}
        ones = {span: times for span, times in beside.items() if len(span) == 1}
        for span, times in ones.items():
            expected = rate * self.spans[span]
            score = graded(math.log((times + ONE) / (expected + ONE)))
            if score - max(LEAST, -math.log1p(expected / ONE)) >= TELLS:
                found[span] = score
        for span, times in beside.items():
            if len(span) == 2 and times >= TIMES:
                inner = span[1] if first else span[0]
                here = ones[inner]
                expected = here * self.spans[span] / self.spans[inner]
                one = graded(math.log((here + ONE) / (rate * self.spans[inner] + ONE)))
                more = math.log((times + TWO) / (expected + TWO))
                if more >= TELLS:
                    found[span] = graded(one + more)
        return found


def often(times: int) -> int:
    """Grade a number of times in half nats."""
    return round(2 * math.log(times + 1))


def graded(score: float) -> float:
    """Round a score to half nats within the table's range."""
    return max(LEAST, min(MOST, round(score * 2) / 2))


def common(rates: Scores) -> dict[str, str]:
    """Grade characters by the logarithm of their rate, ``a`` for 0, half a nat down a letter."""
    return {span: chr(ord("a") + round(-log * 2)) for span, log in rates.items()}
