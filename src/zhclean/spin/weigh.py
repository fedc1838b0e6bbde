"""Weigh what may stand where a form stands, apart from its context and its document."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from .lexicon import Entry, Lexicon
from .model import Model
from .sure import telling

# Fitted on pages restored by hand, each decoded without the evidence it gave to the lexicon.
SCORE, SINGLE, STANDS = 0.81, 2.43, -2.09
"""For an original: its score in the lexicon, being a single character, and still standing elsewhere
in the text."""
EVIDENCE = {"seen": 0.0, "list": -1.05, "rule": 4.34, "reasoned": -0.84, "thesaurus": -1.12}
EVIDENCE["variant"] = 1.6  # too few on pages to fit: likely
KEPT, KEEP, KEPT_COST, GRADED = 2.74, 1.14, 0.37, -1.74
TELLS, SHORT, LONG = -0.36, 4.29, -1.08
"""For the form itself: always, its score in the lexicon, its log probability, being graded as
near-impossible or telling, its weight as evidence, one character, three and more."""


FAINT = 4.0
"""Nats by which what speaks for an original apart from context may be less than for the likeliest:
one that is fainter hardly ever wins."""

# Where the spinner's own table is known; fitted on genuine text spun here, other than is measured.
TABLE_COST, TABLE_KEPT, TABLE_KEPT_COST = 0.73, 0.67, 0.87
"""For an original: its log probability. For the form itself: always, and the same."""


@dataclass(slots=True)
class Weighed:
    """A form with what is known of its candidates; the last is the form itself."""

    entry: Entry
    words: tuple[str, ...]
    originals: tuple[str, ...]
    priors: tuple[float, ...]
    costs: tuple[float, ...]
    """Log probabilities of the candidates."""
    grades: Callable[[tuple[float, ...]], Iterable[float]]
    """Takes each candidate's place in what a neighbour says that was never seen beside a word, which
    goes by how often the candidate was counted."""
    heads: tuple[str, ...]
    """The first two characters of the originals."""
    telling: tuple[float, float] | None
    """What the form says of how sure its choices are; nothing where the table is known."""
    together: tuple[tuple[int, str], ...]
    """Candidates, by number, that stand near another: that does not speak for them."""


def weigh(entry: Entry, model: Model) -> Weighed:
    """Weigh the candidates of a form."""
    known = [model.word(word) for word in (*(c.word for c in entry.originals), entry.form)]
    costs = [word.cost for word in known]
    tabled = entry.originals[0].evidence == "table"
    priors = _of_table(entry, costs) if tabled else _of_pages(entry, costs[-1])
    # All of a near-impossible form's: what is certain of it must hold against each.
    least = max(priors[:-1]) - (FAINT if entry.grade == "B" else math.inf)
    kept = [i for i, prior in enumerate(priors) if prior >= least or i == len(priors) - 1]
    known, costs = [known[i] for i in kept], [costs[i] for i in kept]
    words = tuple([word.word for word in known])
    return Weighed(
        entry,
        words,
        words[:-1],
        tuple([priors[i] for i in kept]),
        tuple(costs),
        itemgetter(*[word.grade for word in known]),
        tuple([word[:2] for word in words[:-1]]),
        None if tabled else telling(entry),
        tuple(
            (i, near) for near in words for i, word in enumerate(words) if word in model.near[near]
        ),
    )


def _of_pages(entry: Entry, cost: float) -> list[float]:
    """Weigh candidates by what pages and reasoning say of them; ``cost`` is the form's."""
    size = len(entry.form)
    priors = [
        SCORE * score + EVIDENCE[evidence] + SINGLE * (len(word) == 1)
        for word, score, evidence in entry.originals
    ]
    priors.append(
        KEPT
        + KEEP * entry.keep
        + KEPT_COST * cost
        + GRADED * (entry.grade != "B")
        + TELLS * entry.tells
        + (SHORT if size == 1 else LONG if size > 2 else 0.0)
    )
    return priors


def _of_table(entry: Entry, costs: list[float]) -> list[float]:
    """Weigh candidates by how common they are in genuine text, and each original's forms."""
    originals = zip(entry.originals, costs, strict=False)
    return [
        *(candidate.score + TABLE_COST * cost for candidate, cost in originals),
        TABLE_KEPT + entry.keep + TABLE_KEPT_COST * costs[-1],
    ]


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
