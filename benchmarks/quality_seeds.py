"""The seeds against their goldens: characters wrong before and after, edits right by rule."""

from __future__ import annotations

from collections.abc import Iterator

import zhclean

from .align import distance, judge
from .alternatives import nearest_reading, wrong_places
from .audit import Tally
from .figures import Figure
from .material import ROOT, goldens, seeds

SPUN = "004"


NEEDS = ("seeds",)


def measure(quick: bool) -> Iterator[Figure]:
    """Yield the figures of each seed, then precision by rule over all of them."""
    wanted = goldens()
    tally = Tally()
    for name, source in seeds().items():
        number = name.partition("_")[0]
        result = zhclean.explain(source)
        golden = wanted[name]
        yield Figure(
            f"seeds.{number}.before", distance(source, wanted[name]), "characters wrong", "lower",
            floor=False,
        )  # fmt: skip
        if number == SPUN:
            template = (
                (ROOT / "tests/golden/004_alternatives.txt")
                .read_text(encoding="utf-8")
                .rstrip("\n")
            )
            yield Figure(
                "seeds.004.before_places",
                len(wrong_places(source, template)),
                "places wrong",
                "lower",
                floor=False,
            )
            left = wrong_places(result.text, template)
            golden = nearest_reading(result.text, template)
            yield Figure(
                "seeds.004.after_places",
                len(left),
                "places wrong",
                "lower",
                "alternatives accepted",
            )
        else:
            yield Figure(
                f"seeds.{number}.after",
                distance(result.text, wanted[name]),
                "characters wrong",
                "lower",
            )
        judge(result, golden, tally.right, tally.wrong)
        tally.characters += len(wanted[name])
    yield from tally.figures("seeds")
    yield from tally.promises("seeds")
