"""How likely a decoder's choice is right."""

from __future__ import annotations

import math
from typing import NamedTuple

# Logistic weights, fitted on pages restored by hand, each decoded without the evidence it gave to
# the lexicon: a choice's log share of the scores, its lead over the form kept, its score apart
# from context, the context's for it and for the form, the number of candidates, the form's
# length, and a constant.
WHOLLY = (2.998, 0.208, 0.125, 0.074, 0.17, -0.029, 1.367, -0.475)

# The same for pages on which a third of the originals or more still stand, fitted on genuine text
# spun with part of the table. There a common word mostly stands for itself, so it counts how
# common form and original are, and how often the original was to be expected in such a text.
PARTLY = (1.929, 0.338, -0.548, 0.443, 0.417, -0.61, -0.454, 0.334, 0.788, -0.079)
DEMAND, SINGLE = 2.5, 2.0
"""How much is demanded in addition of a common word of a partly spun page, in logits, and how much
again of a single character, which is nearly always a genuine word or a piece of one there."""
FEW, MOST = 0.60, 0.75
"""Share of forms among forms and originals below which a page is partly, above which it is wholly
spun. Wholly spun pages have .85 and more, .75 where part of their forms is unknown."""

_SIZES = [math.log1p(size) for size in range(16)]


class Page(NamedTuple):
    """What a choice's page says of it."""

    partly: float
    """From 0, where hardly an original stands, to 1."""
    size: int


def page(share: float, size: int) -> Page:
    """Judge by its share of forms how far a page of ``size`` characters is only partly spun."""
    return Page(min(1.0, max(0.0, (MOST - share) / (MOST - FEW))), size)


def likelihood(odds: float) -> float:
    """Turn logits into a probability."""
    return 1 / (1 + math.exp(-odds if odds > -30.0 else 30.0))


def wholly(
    share: float, lead: float, base: float, here: float, kept: float, count: int, length: int
) -> float:
    """Give the logits of a choice being right on a page that is spun throughout."""
    a, b, c, d, e, f, g, h = WHOLLY
    return (
        a * share + b * lead + c * base + d * here + e * kept
        + f * count + g * _SIZES[min(length, 15)] + h
    )  # fmt: skip


def partly(
    share: float,
    lead: float,
    bases: tuple[float, float],
    contexts: tuple[float, float],
    costs: tuple[float, float],
    length: int,
    size: int,
) -> float:
    """Give the logits on a page that is spun in part; of each pair the choice's value is first."""
    a, b, c, d, e, f, g, h, i, j = PARTLY
    expected = math.log1p(math.exp(costs[0]) * min(size, 3000))
    return (
        a * share + b * lead + c * bases[0] + d * bases[1] + e * contexts[0] + f * contexts[1]
        + g * costs[1] + h * costs[0] + i * expected + j - (DEMAND if length > 1 else DEMAND + SINGLE)
    )  # fmt: skip
