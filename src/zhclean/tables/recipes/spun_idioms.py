"""Rebuild ``spun/idioms.tsv``: variants of common idioms that a spinner may write for them.

``python -m zhclean.tables.recipes.spun_idioms TEXT...`` with genuine texts, optionally gzipped. Needs
jieba (its dictionary, MIT).

A spinner's dictionary lists idioms with their variants, and pages have shown it write 未艾方兴 for
方兴未艾, 捉风捕影 for 捕风捉影, 突飞大进 for 突飞猛进. Kept are rare idioms that have the characters of a
common one in another order, or all but one in their places, where no other common idiom comes near and
no text holds them.
"""

from __future__ import annotations

import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from .open_gram import HAN
from .spun_lexicon import HERE

RARE, COMMON = 5, 20
"""Frequency in jieba's dictionary of a variant, at most, and of an idiom, at least."""
CLEAR = 3
"""How much commoner an idiom must be than another that is as near."""
OPPOSED = frozenset(("有", "无"))
HEADER = """\
# Rare variants of common idioms, which a spinner may write for them: none stands in genuine text.
# Made by zhclean.tables.recipes.spun_idioms from jieba's dictionary (MIT).
# variant	idiom
"""


def words() -> dict[str, tuple[int, str]]:
    """Return the words of four characters in jieba's dictionary with frequency and kind."""
    import jieba  # type: ignore[import]

    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    return {
        word: (int(times), kind)
        for word, times, kind in map(str.split, lines)
        if len(word) == 4 and HAN.match(word)
    }


def nearest(known: dict[str, tuple[int, str]]) -> Iterator[tuple[str, str]]:
    """Yield rare words with the common idiom that is nearest, where one is."""
    common: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for word, (times, kind) in known.items():
        if times >= COMMON and kind == "i":
            for three in combinations(sorted(word), 3):
                common[three].add(word)
    for word, (times, kind) in sorted(known.items()):
        if times <= RARE:
            threes = combinations(sorted(word), 3)
            others = {other for three in threes for other in common.get(three, ())}
            scored = sorted(
                ((_alike(word, other), known[other][0], other) for other in others), reverse=True
            )
            likest, often, best = scored[0] if scored else (0, 0, "")
            clear = not scored[1:] or (likest, often) > (scored[1][0], CLEAR * scored[1][1])
            if clear and likest > (kind not in "il"):
                yield word, best


def _alike(word: str, other: str) -> int:
    """Grade likeness: 2 for another order, 1 for one character in place of another, else 0."""
    if sorted(word) == sorted(other):
        return 2
    apart = [pair for pair in zip(word, other, strict=True) if pair[0] != pair[1]]
    return int(len(apart) == 1 and not OPPOSED.issuperset(apart[0]))


def standing(paths: Iterable[str], sought: set[str]) -> set[str]:
    """Find the words that stand in texts."""
    found: set[str] = set()
    heads = {word[:2] for word in sought}
    for path in paths:
        read = gzip.open if path.endswith(".gz") else open
        with read(path, "rt", encoding="utf-8") as text:
            for line in text:
                for at in range(len(line) - 3):
                    if line[at : at + 2] in heads:
                        found.add(line[at : at + 4])
    return sought & found


def main(*texts: str) -> None:
    """Write the table."""
    pairs = list(nearest(words()))
    seen = standing(texts, {variant for variant, _ in pairs})
    lines = [f"{variant}\t{idiom}\n" for variant, idiom in pairs if variant not in seen]
    (HERE / "idioms.tsv").write_text(HEADER + "".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
