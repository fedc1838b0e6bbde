"""The seeds against their goldens: characters wrong before and after, edits right by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

import zhclean

from .alternatives import wrong_places
from .figures import Figure
from .material import ROOT, goldens, seeds

SPUN = "004"


def distance(text: str, wanted: str) -> int:
    """Count characters inserted, removed or replaced between two texts (an upper bound)."""
    matcher = SequenceMatcher(None, text, wanted, autojunk=False)
    return sum(
        max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"
    )


def measure(quick: bool) -> Iterator[Figure]:
    """Yield the figures of each seed, then precision by rule over all of them."""
    wanted = goldens()
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for name, source in seeds().items():
        number = name.partition("_")[0]
        result = zhclean.explain(source)
        yield Figure(
            f"seeds.{number}.before", distance(source, wanted[name]), "characters wrong", "lower"
        )
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
            )
            left = wrong_places(result.text, template)
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
        judge(result, wanted[name], right, wrong)
    for rule in sorted(right.keys() | wrong.keys()):
        total = right[rule] + wrong[rule]
        note = f"{right[rule]} of {total} edits"
        yield Figure(f"seeds.precision.{rule}", right[rule] / total, "of edits right", note=note)


def judge(result: zhclean.Result, wanted: str, right: Counter[str], wrong: Counter[str]) -> None:
    """Count each edit as right where the text it left lies in a stretch equal to the golden."""
    equal = bytearray(len(result.text) + 1)
    matcher = SequenceMatcher(None, result.text, wanted, autojunk=False)
    for block in matcher.get_matching_blocks():
        equal[block.a : block.a + block.size] = b"\1" * block.size
    cuts = {i2 for tag, _, i2, _, _ in matcher.get_opcodes() if tag == "insert"}
    shift = 0
    for edit in result.edits:
        start = edit.start + shift
        end = start + len(edit.after)
        shift += len(edit.after) - (edit.end - edit.start)
        good = all(equal[start:end]) and (start < end or start not in cuts)
        for rule in edit.rules:
            (right if good else wrong)[rule] += 1
