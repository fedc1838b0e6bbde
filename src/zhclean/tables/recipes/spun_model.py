"""Rebuild ``tables/spun_model.txt``: word statistics cut down to what candidates touch.

``python -m zhclean.tables.recipes.spun_model LM.PKL``, where the argument is made from open-gram
(CC-BY-SA 3.0, Debian's sunpinyin-data) by ``open_gram.py`` beside this file. Kept are the words of
the lexicon, and of their bigrams those that say something (the pair at least twice likelier or
rarer than chance). A score is a letter: ``a`` for e^-3 times chance, half a nat a letter.
"""

from __future__ import annotations

import math
import pickle
import sys
from collections import defaultdict
from pathlib import Path

TABLES = Path(__file__).parent.parent
HEADER = """\
# title: how strongly words attract the words beside them
# source: open-gram (sunpinyin-data 0.1.22+20170109), Kov Chai, virus huo, Tinyfool and others
# licence: CC-BY-SA-3.0 (this file; see NOTICE)
# recipe: zhclean.tables.recipes.spun_model
# columns: word, log probability x -10, words before by letter, words after by letter
# rows: {rows}
"""
LEAST, MOST = 0.6, 8.0
COLLOCATION = 6.5
HERE = Path(__file__).parent / "spun"


def letter(score: float) -> str:
    """Grade a pointwise mutual information in half nats from -3."""
    return chr(ord("a") + round((max(-3.0, min(score, MOST)) + 3) * 2))


def grouped(scores: dict[str, float]) -> str:
    """Write ``letter word word`` groups, best first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word, score in scores.items():
        groups[letter(score)].append(word)
    return "|".join(
        key + " ".join(sorted(words)) for key, words in sorted(groups.items(), reverse=True)
    )


def wanted(word: str) -> bool:
    """Whether a neighbour can be looked up in text."""
    return bool(word) and word.isprintable() and not set(word) & set(" |\t")


def main(source: str) -> None:
    """Write the table."""
    uni, big, _ = pickle.loads(Path(source).read_bytes())
    words: set[str] = set()
    for line in (TABLES / "spun_lexicon.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            _, form, *_, originals = line.split("\t")
            words |= {form, *(original.split(":")[0] for original in originals.split(" "))}
    words &= uni.keys()
    for line in (HERE / "collocations.txt").read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            left, right = line.split(" ")
            big.setdefault(left, {})[right] = max(COLLOCATION, big.get(left, {}).get(right, 0.0))
    before: dict[str, dict[str, float]] = defaultdict(dict)
    after: dict[str, dict[str, float]] = defaultdict(dict)
    for left, rights in big.items():
        for right, score in rights.items():
            if abs(score) < LEAST or not wanted(left) or not wanted(right):
                continue
            if right in words:
                before[right][left] = score
            if left in words:
                after[left][right] = score
    with (TABLES / "spun_model.txt").open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEADER.format(rows=len(words)))
        for word in sorted(words):
            cost = round(-10 * max(uni[word], -40 / math.log(math.e)))
            out.write(f"{word}\t{cost}\t{grouped(before[word])}\t{grouped(after[word])}\n")


if __name__ == "__main__":
    main(sys.argv[1])
