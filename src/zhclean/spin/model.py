"""A small language model: how strongly words attract their neighbours.

Plain data, read on first use, by neighbour: the line of a character is taken apart when it is first
met beside a site, what it or a word says when that is first asked.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from .. import tables
from .lexicon import MOST

RARE = -14.0
"""The log probability of a word that the model does not hold."""

# Weights of what is read before and after a word, fitted on pages restored by hand.
WORD_BEFORE, WORD_AFTER, BESIDE_BEFORE, BESIDE_AFTER = 0.36, 0.36, 0.33, 0.37
UNSEEN = -0.7 * WORD_BEFORE, -0.7 * WORD_AFTER
"""What it means that the model's source never saw a pair of words."""
BESIDE, WORDS = (BESIDE_BEFORE, BESIDE_AFTER), (WORD_BEFORE, WORD_AFTER)
LEAST = -3.0
"""The least that a character beside a word can say."""
Place = tuple[int, slice, slice]
BEFORE: Place = -1, slice(-2, None), slice(-3, None)
AFTER: Place = 0, slice(0, 2), slice(0, 3)
"""Where the next character, the next two and three stand in a span that borders on a word."""
GRADED = [letter / 2 - 3 or 1e-9 for letter in range(26)]
"""Half a nat a letter from -3; never quite none, which is more than not being seen."""
GRADES = 40
"""More than how often the commonest word was counted, in half nats."""

FOLD = str.maketrans(
    "123456789,!?:;()“”" + "bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\u3000\t|\n\r",
    '000000000，！？：；（）""' + "a" * 51 + "     ",
)
"""How the model sees text: digits as one, letters as one, marks full-width; as its recipe did."""

Scores = dict[str, float]

NOTHING: Scores = {}
NO_WORDS: dict[str, Scores | str] = {}
# Most tables are empty; that they are the same object spares waiting for memory.


class Word(NamedTuple):
    """What the model knows of a word apart from its neighbours."""

    word: str
    """One string for each word, for a table finds the same object soonest."""
    cost: float
    """Its log probability."""
    grade: int
    """How often it was counted: its place among what a neighbour says that was never seen."""


Neighbour = tuple[tuple[float, ...], Scores, Scores, Scores, Scores, "dict[str, Scores | str]"]
"""What stands on one side of a word says of it, weighted for adding up: what it means that the next
character was never seen there, by how often the word was counted; what that character says; what it
does as a word; the same of the next two; and of longer words, packed until they are asked for.
A plain tuple, which is taken apart in half the time of a named one."""


class Model:
    """Word statistics by word, and by neighbour."""

    def __init__(self, words: str, neighbours: bytes) -> None:
        lines = [line.partition("\t") for line in words.split("\n") if line[:2] != "# "]
        self._lines = {word: rest for word, _, rest in lines if rest[:1] not in "\t"}
        codes = {ord(rest[0]): word for word, rest in self._lines.items()}
        self._words = [codes.get(code, "") for code in range(max(codes, default=0) + 1)]
        self.near = Near({word: rest for word, _, rest in lines if rest[-1:] not in "\t"}, self)
        packed = {
            line.partition(b"\t")[0].decode(): line
            for line in neighbours.split(b"\n")
            if line[:2] != b"# "
        }
        self.before, self.after = (Side(packed, half, self) for half in (0, 1))

    def __contains__(self, word: str) -> bool:
        return word in self._lines

    def word(self, word: str) -> Word:
        """Return what is known of a word."""
        line = self._lines.get(word)
        if line is None:
            return Word(word, RARE, GRADES)
        code, cost, times, _ = line.split("\t")
        return Word(self._words[ord(code)], int(cost) / -10, int(times))

    def named(self, codes: str) -> Iterable[str]:
        """Name words by their codes."""
        if len(codes) < 12:
            return map(self._words.__getitem__, map(ord, codes))
        return map(self._words.__getitem__, array("H", codes.encode("utf-16")[2:]))

    def unpack(self, field: str, scores: list[float]) -> Scores:
        """Read groups of a letter and words."""
        if not field:
            return NOTHING
        found: Scores = {}
        for group in field.split("|"):
            found.update(dict.fromkeys(self.named(group[1:]), scores[ord(group[0]) - 97]))
        return found


class Near(dict[str, tuple[str, ...]]):
    """The words that a word stands near, by that word, each list read when it is first asked for."""

    def __init__(self, lines: dict[str, str], model: Model) -> None:
        super().__init__()
        self._lines, self._model = lines, model
        self.pairs = frozenset([word for word in lines if len(word) == 2])
        """Those of two characters."""
        self.longer = frozenset([word for word in lines if len(word) > 2])
        self.heads = frozenset([word[:2] for word in self.longer])
        """The first two characters of those that are longer."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        codes = self._lines.get(word, "").rpartition("\t")[2]
        found = self[word] = tuple(self._model.named(codes))
        return found


class Side:
    """What stands on one side of words, each line read when its character is first met there."""

    __slots__ = (
        "_half",
        "_lines",
        "_scores",
        "_unpack",
        "character",
        "ones",
        "pair",
        "pairs",
        "three",
        "unseen",
    )

    def __init__(self, lines: dict[str, bytes], half: int, model: Model) -> None:
        self._lines, self._half, self._unpack = lines, half, model.unpack
        self._scores = [[g * weight for g in GRADED] for weight in (BESIDE[half], WORDS[half])]
        self.ones: dict[str, Neighbour] = {}
        self.pairs: dict[str, Neighbour | str] = {}
        """By pair of characters, of those that say more than one does, packed until asked for."""
        self.character, self.pair, self.three = AFTER if half else BEFORE
        self.unseen = [[UNSEEN[half]] * candidates for candidates in range(MOST + 2)]
        """What it means, by their number, that no candidate was ever seen beside a word."""

    def read(self, pair: str, character: str) -> Neighbour:
        """Read what a pair says that is not unpacked yet, or else its character."""
        one = self.ones.get(character) or self._read(character)
        packed = self.pairs.get(pair)
        if not isinstance(packed, str):
            return packed or one
        never, beside_one, word_one, *_ = one
        _, beside, word, *longer = packed.split(":")
        words = NO_WORDS
        if longer:
            rests = (pair + rest if self._half else rest + pair for rest in longer[::2])
            words = dict(zip(rests, longer[1::2], strict=True))
        found = self.pairs[pair] = (
            never,
            beside_one,
            word_one,
            self._unpack(beside, self._scores[0]),
            self._unpack(word, self._scores[1]),
            words,
        )
        return found

    def _read(self, character: str) -> Neighbour:
        line = self._lines.get(character)
        if line is None:
            return NOBODY
        fields = line.decode().split("\t")
        beside, word, packed = fields[2 + 3 * self._half : 5 + 3 * self._half]
        for entry in packed.split(";") if packed else ():
            self.pairs[character + entry[0] if self._half else entry[0] + character] = entry
        found = self.ones[character] = (
            _never(fields[1], BESIDE[self._half]),
            self._unpack(beside, self._scores[0]),
            self._unpack(word, self._scores[1]),
            NOTHING,
            NOTHING,
            NO_WORDS,
        )
        return found

    def longer(self, longer: dict[str, Scores | str], word: str, packed: str) -> Scores:
        """Unpack what a word of more than two characters says."""
        found = longer[word] = self._unpack(packed, self._scores[1])
        return found


@cache
def _never(rate: str, weight: float) -> tuple[float, ...]:
    """Say what it means that a character of this rate was never seen beside a word.

    Little, but for a common word and a common character.
    """
    if not rate:
        return (0.0,) * (GRADES + 1)
    often = math.exp((97 - ord(rate)) / 2)
    costs = [weight * max(LEAST, -math.log1p(math.exp(n / 2) * often)) for n in range(GRADES)]
    return (*costs, 0.0)


NOBODY: Neighbour = (_never("", 0.0), NOTHING, NOTHING, NOTHING, NOTHING, NO_WORDS)


@cache
def model() -> Model:
    """Load the model that ships with the package."""
    return Model(tables.read("spun_model.txt"), tables.read_bytes("spun_neighbours.txt"))
