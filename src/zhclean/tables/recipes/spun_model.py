"""Rebuild ``spun_model.txt`` and ``spun_neighbours.txt``: statistics cut to what candidates touch.

``python -m zhclean.tables.recipes.spun_model LM_SC.T3G PYDICT_SC.BIN TEXT...`` with the files of
Debian's sunpinyin-data and texts under free licences, one paragraph a line, optionally gzipped,
``_tw`` in the name where it is Traditional. Used were the articles of LCTT's TranslateProject
(Apache-2.0), the TiDB documentation (CC-BY-SA), CMRC 2018 and 2019, DRCD and CFT (CC-BY-SA), the
treebank UD GSDSimp (CC-BY-SA), Chinese statutes (MIT), the Rust book (MIT), the help of LibreOffice
(MPL) and GNOME (CC-BY-SA): 16 million characters. Needs jieba (its dictionary's frequencies, MIT)
and opencc.

Kept are the words of the lexicon with words beside them (open-gram and the texts; ``a`` for e^-3
times chance, half a nat a letter), the one or two characters beside them (the texts; likewise), of
both those that say something, and words that stand near.
"""

from __future__ import annotations

import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from . import open_gram, spun_beside, spun_packed, spun_topics

TABLES = Path(__file__).parent.parent
LEAST, MOST = 0.7, 8.0
COLLOCATION = 6.5
COMMON = 25_000
"""Words of open-gram, the commonest, that may tell what a text is about."""
HERE = Path(__file__).parent / "spun"


def letter(score: float) -> str:
    """Grade a pointwise mutual information in half nats from -3."""
    return chr(ord("a") + round((max(-3.0, min(score, MOST)) + 3) * 2))


def lettered(scores: dict[str, float]) -> dict[str, str]:
    """Grade scores."""
    return {span: letter(score) for span, score in scores.items()}


def wanted(word: str) -> bool:
    """Whether a neighbour can be looked up in text."""
    return bool(word) and word.isprintable() and not set(word) & set(" |\t")


def lines(paths: list[str]) -> Iterator[str]:
    """Read texts; Traditional ones (named ``_tw``) are converted."""
    import opencc

    convert = opencc.OpenCC("tw2sp").convert
    for path in paths:
        read = gzip.open if path.endswith(".gz") else open
        with read(path, "rt", encoding="utf-8") as text:
            for line in text:
                yield convert(line) if "_tw" in path else line


def sentences(paths: list[str]) -> Iterator[list[str]]:
    """Segment texts."""
    import jieba  # type: ignore[import]

    for line in lines(paths):
        sentence: list[str] = []
        for word in jieba.cut(line.strip(), HMM=False):
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
            _, form, grade, *_, field = line.split("\t")
            originals = [original.split(":")[0] for original in field.split(" ")]
            settled = grade == "A" or field.endswith(":variant")
            if not settled or len(originals) > 1:  # else there is nothing to decide
                words |= {form, *originals}
    words &= uni.keys()
    beside = spun_beside.Beside()
    beside.add(lines(list(texts)), words)
    total = beside.total()
    common = sorted((word for word in uni if 2 <= len(word) <= 4), key=uni.__getitem__)
    topics = spun_topics.topics(
        lines(list(texts)), {word for word in words if len(word) > 1}, set(common[-COMMON:])
    )
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
    statistics = {}
    for word in words:
        beside_word = [
            lettered(beside.scores(word, found, first, total))
            for found, first in ((beside.before[word], True), (beside.after[word], False))
        ]
        statistics[word] = spun_packed.Statistics(
            round(-10 * max(uni[word], -40.0)),
            spun_beside.often(beside.words[word]),
            lettered(before[word]),
            lettered(after[word]),
            *beside_word,
            topics.get(word, ()),
        )
    spun_packed.write(TABLES, statistics, spun_beside.common(beside.rates(total)))


if __name__ == "__main__":
    main(*sys.argv[1:])
