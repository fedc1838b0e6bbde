"""A small language model: how strongly words attract their neighbours.

Plain data, read on first use; a word's line is unpacked when the word is first asked for.
"""

from __future__ import annotations

from functools import cache

from .. import tables

ABSENT = -0.7
"""The attraction, in nats, of a pair that the model's source never saw or that says nothing."""
RARE = -14.0
"""The log probability of a word that the model does not hold."""

Neighbours = dict[str, float]


class Model:
    """Word statistics by word: log probability, attraction to words before and after."""

    def __init__(self, text: str) -> None:
        self._lines: dict[str, str] = {}
        for line in text.split("\n"):
            if line and line[0] != "#":
                word, _, rest = line.partition("\t")
                self._lines[word] = rest
        self._read: dict[str, tuple[float, Neighbours, Neighbours]] = {}
        self.spans: set[str] = set()
        """The neighbours of all words that have been asked for."""

    def __contains__(self, word: str) -> bool:
        return word in self._lines

    def word(self, word: str) -> tuple[float, Neighbours, Neighbours]:
        """Return a word's log probability and its neighbours' attractions, before and after."""
        found = self._read.get(word)
        if found is None:
            line = self._lines.get(word)
            if line is None:
                found = (RARE, {}, {})
            else:
                cost, before, after = line.split("\t")
                found = (int(cost) / -10, _unpack(before), _unpack(after))
                self.spans.update(found[1], found[2])
            self._read[word] = found
        return found


def _unpack(field: str) -> Neighbours:
    scores: Neighbours = {}
    for group in field.split("|"):
        if group:
            score = (ord(group[0]) - 97) / 2 - 3
            for word in group[1:].split(" "):
                scores[word] = score
    return scores


@cache
def model() -> Model:
    """Load the model that ships with the package."""
    return Model(tables.read("spun_model.txt"))
