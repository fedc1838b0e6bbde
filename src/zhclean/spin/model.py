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
ATTRACTIONS = {chr(97 + k): k / 2 - 3 for k in range(26)}

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
        self.spans: dict[str, str] = {}
        """The neighbours of all words that have been asked for: one string for each, shared by the
        words' tables, for most of a look-up is waiting for memory."""

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
                found = (int(cost) / -10, _unpack(before, self.spans), _unpack(after, self.spans))
            self._read[word] = found
        return found


def _unpack(field: str, spans: dict[str, str]) -> Neighbours:
    scores: Neighbours = {}
    share = spans.setdefault
    for group in field.split("|"):
        if group:
            words = group[1:].split(" ")
            scores.update(dict.fromkeys(map(share, words, words), ATTRACTIONS[group[0]]))
    return scores


@cache
def model() -> Model:
    """Load the model that ships with the package."""
    return Model(tables.read("spun_model.txt"))
