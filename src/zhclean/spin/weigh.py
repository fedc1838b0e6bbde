"""Weigh what may stand where a form stands, apart from its context and its document."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from .lexicon import Entry, Lexicon
from .model import Model, Scores

# Fitted on pages restored by hand, each decoded without the evidence it gave to the lexicon.
SCORE, SINGLE, STANDS = 0.68, 0.5, -1.02
"""For an original: its score in the lexicon, being a single character, and still standing elsewhere
in the text."""
EVIDENCE = {"seen": 0.0, "list": -0.84, "rule": 1.09, "reasoned": -0.84}
KEPT, KEEP, KEPT_COST, GRADED = 0.51, 0.73, 0.15, -0.71
TELLS, SHORT, LONG = -0.31, 3.07, -1.44
"""For the form itself: always, its score in the lexicon, its log probability, being graded as
near-impossible or telling, its weight as evidence, one character, three and more."""


class Weighed(NamedTuple):
    """A form with what is known of its candidates; the last is the form itself."""

    entry: Entry
    words: tuple[str, ...]
    priors: list[float]
    costs: list[float]
    """Log probabilities of the candidates."""
    before: list[Scores]
    after: list[Scores]
    beside_before: list[tuple[Scores, Scores]]
    """Characters before each candidate, and what it means that one was never seen there."""
    beside_after: list[tuple[Scores, Scores]]
    topics: list[frozenset[str]]
    """Words that stand near each candidate, other candidates left out."""


def weigh(entry: Entry, model: Model) -> Weighed:
    """Weigh the candidates of a form."""
    form, size = entry.form, len(entry.form)
    words = (*(candidate.word for candidate in entry.originals), form)
    known = [model.word(word) for word in words]
    priors = [
        SCORE * score + EVIDENCE[evidence] + SINGLE * (len(word) == 1)
        for word, score, evidence in entry.originals
    ]
    priors.append(
        KEPT
        + KEEP * entry.keep
        + KEPT_COST * known[-1].cost
        + GRADED * (entry.grade != "B")
        + TELLS * entry.tells
        + (SHORT if size == 1 else LONG if size > 2 else 0.0)
    )
    return Weighed(
        entry,
        words,
        priors,
        [word.cost for word in known],
        [word.before for word in known],
        [word.after for word in known],
        [(word.beside_before, word.never_before) for word in known],
        [(word.beside_after, word.never_after) for word in known],
        [word.topic.difference(words) for word in known],
    )


class Forms(dict[str, Weighed]):
    """The weighed forms of a lexicon, each weighed when it is first asked for."""

    def __init__(self, lexicon: Lexicon, model: Model) -> None:
        super().__init__()
        self.lexicon, self.model = lexicon, model

    def __missing__(self, form: str) -> Weighed:
        found = self[form] = weigh(self.lexicon[form], self.model)
        return found


@lru_cache(maxsize=4)
def forms(lexicon: Lexicon, model: Model) -> Forms:
    """Return the forms of a lexicon as a model weighs them."""
    return Forms(lexicon, model)
