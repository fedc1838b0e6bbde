"""Judge edits against the confidence their rules promise, with what chance allows for.

A rule with few edits is not broken by one that went wrong: it is called broken only where even the
upper end of the 95 % interval of its precision (Wilson's) lies below its promise, and proved where
the lower end reaches it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from functools import cache

from zhclean import cleaners

from .figures import Figure

PROMISE = {"CERTAIN": 0.999, "LIKELY": 0.95, "GUESS": 0.8}
LEAST_CERTAIN = 3000
"""Judged edits over which CERTAIN rules, all together, promise their precision."""
ENOUGH = 50
"""Judged edits of one rule from which a floor is kept under its precision."""
FULL = 200
"""Judged edits of one rule that a full run is to give, so that the audit says something of it."""
EDITLESS = ("mojibake.report",)
"""Rules that only tell."""


@cache
def levels() -> dict[str, str]:
    """The name of each rule's confidence, by code."""
    return {r.code: r.confidence.name for m in cleaners.ORDER for r in cleaners.rules_of(m)}


def interval(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Give Wilson's interval of a share: about 95 % sure by default."""
    if not total:
        return 0.0, 1.0
    p, zz = right / total, z * z / total
    middle = (p + zz / 2) / (1 + zz)
    half = z * math.sqrt(p * (1 - p) / total + zz / total / 4) / (1 + zz)
    return max(0.0, middle - half), min(1.0, middle + half)


class Tally:
    """Edits right and wrong by rule, over so many characters."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.characters = 0

    def by(self, name: str) -> dict[str, tuple[int, int]]:
        """Sum (right, wrong) by ``rule``, ``family`` or ``level``."""
        keys = {
            "rule": lambda code: code,
            "family": lambda code: code.partition(".")[0],
            "level": levels().__getitem__,
        }
        found: dict[str, tuple[int, int]] = {}
        for code in sorted(self.right.keys() | self.wrong.keys()):
            key = keys[name](code)
            right, wrong = found.get(key, (0, 0))
            found[key] = right + self.right[code], wrong + self.wrong[code]
        return found

    def figures(self, prefix: str) -> Iterator[Figure]:
        """Yield precision and false edits in 10,000 characters by family and by level."""
        for name in ("family", "level"):
            for key, (right, wrong) in self.by(name).items():
                low, high = interval(right, right + wrong)
                promised = f", promised {PROMISE[key]}" if name == "level" else ""
                yield Figure(
                    f"{prefix}.{name}.{key}.precision", right / (right + wrong), "of edits right",
                    note=f"{right} of {right + wrong}, 95 %: {low:.4f}-{high:.4f}{promised}",
                    floor=right + wrong >= ENOUGH,
                )  # fmt: skip
                yield Figure(
                    f"{prefix}.{name}.{key}.false", wrong / self.characters * 1e4,
                    "false edits in 10,000 chars", "lower",
                )  # fmt: skip

    def promises(self, prefix: str) -> Iterator[Figure]:
        """Yield precision by rule, how many rules break their promise, and how many prove it."""
        broken: list[str] = []
        proved: list[str] = []
        unproved: list[str] = []
        for code, (right, wrong) in self.by("rule").items():
            total = right + wrong
            level = levels()[code]
            low, high = interval(right, total)
            if high < PROMISE[level]:
                broken.append(code)
                said = "  BELOW ITS PROMISE"
            elif low >= PROMISE[level]:
                proved.append(code)
                said = "  proved"
            else:
                unproved.append(code)
                said = ""
            note = f"{level}, {right} of {total}, 95 %: {low:.4f}-{high:.4f}{said}"
            # Under a rule that is judged on a few edits a floor would be one of chance.
            yield Figure(
                f"{prefix}.precision.{code}", right / total, "of edits right", note=note,
                floor=total >= ENOUGH,
            )  # fmt: skip
        yield Figure(
            f"{prefix}.promises_broken", len(broken), "rules", "lower", ", ".join(broken) or "none"
        )
        note = f"too few edits to tell: {', '.join(unproved)}" if unproved else ""
        yield Figure(f"{prefix}.promises_proved", len(proved), "rules", "higher", note)
        judged = {code: sum(self.by("rule").get(code, (0, 0))) for code in levels()}
        few = {code: n for code, n in judged.items() if n < FULL and code not in EDITLESS}
        never = [code for code, n in few.items() if not n]
        yield Figure(
            f"{prefix}.rules_never_judged", len(never), "rules", "lower", ", ".join(never) or "none"
        )
        yield Figure(
            f"{prefix}.rules_hardly_judged", len(few) - len(never), "rules", "lower",
            f"on fewer than {FULL} edits: " + ", ".join(f"{c} {n}" for c, n in few.items() if n),
            floor=False,
        )  # fmt: skip
        certain = self.by("level").get("CERTAIN", (0, 0))
        if sum(certain) < LEAST_CERTAIN:
            yield Figure(
                f"{prefix}.certain_judged", sum(certain), "edits", "higher",
                f"fewer than the {LEAST_CERTAIN} a promise is made over", floor=False,
            )  # fmt: skip
