"""How likely a decoder's choice is right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .lexicon import Entry
    from .weigh import Weighed

# Logistic weights, fitted on pages restored by hand, each decoded without the evidence it gave to
# the lexicon: the logarithm of a choice's share of the scores, that of its lead over the next, the
# form's weight as evidence of a spun page, the form's length, and a constant.
WHOLLY = (1.84, 0.4, 0.21, -0.66, 1.49)

# The same for pages on which many of the originals still stand, fitted on genuine text
# spun with part of the table: the first two, what speaks for choice and form apart from context,
# what context says of them, the log probabilities of form and original, how often the original was
# to be expected in such a text, whether the form is a single character, and a constant.
PARTLY = (1.73, 0.49, 0.81, -0.1, 0.04, -0.49, -0.27, 0.54, 0.41, -4.51, 1.12)
DEMAND = 3.0
"""How much is demanded in addition of a common word of a partly spun page, in logits: most of them
stand for themselves there."""
OVER = 0.25
"""By how much shares are too large, in logits, where a part of a spinner's own table is not known."""
FEW, MOST = 0.07, 0.17
"""Share of characters in words that a spinner would have replaced, below which a page is wholly,
above which it is partly spun; between them it is the more so. Of general pages, which are wholly
spun, ten in fifteen have less than .07 and all less than .13 even where the lexicon lacks what they have
taught it; of pages spun in part, one in ten has."""

_SIZES = [math.log1p(size) for size in range(16)]


class Page(NamedTuple):
    """What a choice's page says of it."""

    partly: float
    """From 0, where hardly an original stands, to 1."""
    size: int


def page(standing: float, size: int) -> Page:
    """Judge by the originals that stand how far a page of ``size`` characters is spun only in part."""
    return Page(min(1.0, max(0.0, (standing - FEW) / (MOST - FEW))), size)


def likelihood(odds: float) -> float:
    """Turn logits into a probability."""
    return 1 / (1 + math.exp(-odds if odds > -30.0 else 30.0))


def telling(entry: Entry) -> tuple[float, float]:
    """Give what a form says of its choices by its weight as evidence and by its length."""
    _, _, c, d, _ = WHOLLY
    return c * entry.tells, d * _SIZES[min(len(entry.form), 15)]


def wholly(telling: tuple[float, float], share: float, lead: float) -> float:
    """Give the logits of a choice being right on a page that is spun throughout."""
    a, b, _, _, e = WHOLLY
    tells, size = telling
    return a * share + b * lead + tells + size + e


def tabled(share: float) -> float:
    """Give the logits where the spinner's own table is known: there a choice's share tells all."""
    return math.log((share + 1e-9) / (1 - share + 1e-9)) - OVER


def partly(
    known: Weighed,
    best: int,
    bases: list[float],
    context: list[float],
    share: float,
    lead: float,
    size: int,
) -> float:
    """Give the logits on a page of ``size`` characters that is spun in part."""
    a, b, c, d, e, f, g, h, i, j, k = PARTLY
    cost = known.costs[best]
    expected = math.log1p(math.exp(cost) * min(size, 3000))
    return (
        a * share + b * lead + c * bases[best] + d * bases[-1] + e * context[best] + f * context[-1]
        + g * known.costs[-1] + h * cost + i * expected + j * (len(known.entry.form) == 1) + k - DEMAND
    )  # fmt: skip
