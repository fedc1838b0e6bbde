"""A small language model: how strongly words attract their neighbours.

Plain data, read on first use; a word's line is unpacked when the word is first asked for.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from .. import tables

RARE = -14.0
"""The log probability of a word that the model does not hold."""

# Weights of what is read before and after a word, fitted on pages restored by hand.
WORD_BEFORE, WORD_AFTER, BESIDE_BEFORE, BESIDE_AFTER = 0.32, 0.34, 0.34, 0.3
UNSEEN_BEFORE, UNSEEN_AFTER = -0.7 * WORD_BEFORE, -0.7 * WORD_AFTER
"""What it means that the model's source never saw a pair of words."""
LEAST = -3.0
"""The least that a character beside a word can say."""

FOLD = str.maketrans(
    "123456789,!?:;()“”" + "bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\u3000\t|\n\r",
    '000000000，！？：；（）""' + "a" * 51 + "     ",
)
"""How the model sees text: digits as one, letters as one, marks full-width; as its recipe did."""

Scores = dict[str, float]


class Word(NamedTuple):
    """What the model knows of a word, weighted for adding up."""

    cost: float
    """Its log probability."""
    before: Scores
    """Words before it."""
    after: Scores
    beside_before: Scores
    """The character before it, or the two."""
    beside_after: Scores
    never_before: Scores
    """What it means that a character was never seen before it."""
    never_after: Scores
    topic: frozenset[str]
    """Words that stand near."""


UNKNOWN = Word(RARE, {}, {}, {}, {}, {}, {}, frozenset())


class Model:
    """Word statistics by word."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, str] = {}
        for line in text.split("\n"):
            if line and line[0] != "#":
                word, _, rest = line.partition("\t")
                self._lines[word] = rest
        self._read: dict[str, Word] = {}
        self.spans: dict[str, str] = {}
        """The neighbours of all words that have been asked for: one string for each, shared by the
        words' tables, for most of a look-up is waiting for memory."""
        rates = self._lines.pop("", "\t" * 8).split("\t")[4]
        self._rates = {
            character: (97 - ord(group[0])) / 2
            for group in rates.split("|")
            for character in group[1:]
        }
        self._never: dict[tuple[int, float], Scores] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._lines

    def word(self, word: str) -> Word:
        """Return what is known of a word."""
        found = self._read.get(word)
        if found is None:
            line = self._lines.get(word)
            found = UNKNOWN if line is None else self._unpack(line)
            self._read[word] = found
        return found

    def _unpack(self, line: str) -> Word:
        (
            cost, times, before, after, one_before, two_before, one_after, two_after, near
        ) = line.split("\t")  # fmt: skip
        return Word(
            int(cost) / -10,
            _words(before, self.spans, WORD_BEFORE),
            _words(after, self.spans, WORD_AFTER),
            _beside(one_before, two_before, BESIDE_BEFORE),
            _beside(one_after, two_after, BESIDE_AFTER),
            self._beside_never(int(times), BESIDE_BEFORE),
            self._beside_never(int(times), BESIDE_AFTER),
            frozenset(near.split()),
        )

    def _beside_never(self, times: int, weight: float) -> Scores:
        """Say for each character what it means that a word was never seen beside it.

        Little, but for a common word and a common character.
        """
        found = self._never.get((times, weight))
        if found is None:
            seen = math.exp(times / 2)
            found = {
                character: weight * max(LEAST, -math.log1p(seen * math.exp(rate)))
                for character, rate in self._rates.items()
            }
            self._never[times, weight] = found
        return found


def _words(field: str, spans: dict[str, str], weight: float) -> Scores:
    scores: Scores = {}
    share = spans.setdefault
    for group in field.split("|"):
        if group:
            words = group[1:].split(" ")
            score = weight * _graded(group[0])
            scores.update(dict.fromkeys(map(share, words, words), score))
    return scores


def _beside(ones: str, pairs: str, weight: float) -> Scores:
    scores: Scores = {}
    for group in ones.split("|"):
        if group:
            scores.update(dict.fromkeys(group[1:], weight * _graded(group[0])))
    for group in pairs.split("|"):
        if group:
            spans = map("".join, zip(group[1::2], group[2::2], strict=False))
            scores.update(dict.fromkeys(spans, weight * _graded(group[0])))
    return scores


def _graded(letter: str) -> float:
    # A half nat a letter from -3; never quite none, for a decoder asks with "or".
    return ord(letter) / 2 - 51.5 or 1e-9


@cache
def model() -> Model:
    """Load the model that ships with the package."""
    return Model(tables.read("spun_model.txt"))
