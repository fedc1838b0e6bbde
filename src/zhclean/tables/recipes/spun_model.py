"""Rebuild ``tables/spun_model.txt``: word statistics cut down to what candidates touch.

``python -m zhclean.tables.recipes.spun_model LM_SC.T3G PYDICT_SC.BIN TEXT...`` with the files of
Debian's sunpinyin-data and texts under free licences, one paragraph a line, optionally gzipped
(used: the Chinese Wikipedia passages of CMRC 2018 and DRCD, CC-BY-SA; Chinese statutes and the
Rust book, MIT). Needs jieba (its dictionary's frequencies, MIT) and opencc. Kept are the words of
the lexicon, and of their pairs those that say something. A score is a letter: ``a`` for e^-3 times
chance, half a nat a letter.
"""

from __future__ import annotations

import gzip
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from . import open_gram

TABLES = Path(__file__).parent.parent
HEADER = """\
# title: how strongly words attract the words beside them
# source: open-gram (sunpinyin-data 0.1.22+20170109) by Kov Chai, virus huo, Tinyfool and others;
#   counts over CMRC 2018 and DRCD (CC-BY-SA), statutes and the Rust book (MIT); jieba 0.42.1 (MIT)
# licence: CC-BY-SA-4.0 (this file; see NOTICE)
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


def sentences(paths: list[str]) -> Iterator[list[str]]:
    """Segment texts; Traditional ones (named ``_tw``) are converted first."""
    import jieba  # type: ignore[import]
    import opencc

    convert = opencc.OpenCC("tw2sp").convert
    for path in paths:
        read = gzip.open if path.endswith(".gz") else open
        with read(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = convert(line) if "_tw" in path else line
                sentence: list[str] = []
                for word in jieba.cut(text.strip(), HMM=False):
                    if word.strip():
                        sentence.append(word)
                    else:
                        yield sentence
                        sentence = []
                yield sentence


def frequencies() -> dict[str, int]:
    """Return the frequencies of jieba's dictionary."""
    import jieba  # type: ignore[import]

    lines = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    return {line.split(" ")[0]: int(line.split(" ")[1]) for line in lines}


def main(model: str, dictionary: str, *texts: str) -> None:
    """Write the table."""
    uni, big = open_gram.read(Path(model), Path(dictionary))
    open_gram.add_texts(big, sentences(list(texts)))
    open_gram.add_compounds(uni, big, frequencies())
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
    main(*sys.argv[1:])
