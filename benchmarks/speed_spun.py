"""Speed of un-spinning: decoding of spun text, first use, detection on genuine text."""

from __future__ import annotations

import csv
import random
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache

from zhclean.spin.decode import decode
from zhclean.spin.lexicon import MAIN, lexicon, widened
from zhclean.spin.model import model
from zhclean.spinning import detect_spun

from .figures import Figure
from .material import DATA, ROOT, articles, corpus_names, seeds
from .quality_spun import OTHERS, SEED, TEXTS

USE = """
import sys, time
from pathlib import Path
from benchmarks.clock import peak
from zhclean.spin.decode import decode
from zhclean.spin.lexicon import lexicon, widened
from zhclean.spin.model import model
def used(): return time.process_time() * 1e3, peak() / 2**20
text = Path(sys.argv[1]).read_text(encoding="utf-8")
before = used()
lexicon(), widened(), model()
loaded = used()
decode(text, widened(), model())
print(*(a - b for a, b in zip(loaded + used(), before + loaded)))
"""
"""What a first page costs: milliseconds and memory of loading, then of decoding it."""


def measure(quick: bool) -> Iterator[Figure]:
    yield from _first()
    for kind, texts in _spun(quick).items():
        size = sum(map(len, texts))
        rate = size / _best(texts, _decode, 3 if quick else 9)
        note = f"{len(texts)} of {size // len(texts):,} characters"
        yield Figure(f"spun.decode.{kind}", rate, "characters/s", note=note)
    yield from _growth()
    for name in corpus_names():
        texts = list(articles(name, 1500, 200_000 if quick else 1_000_000))
        size = sum(len(text.encode()) for text in texts)
        yield Figure(f"spun.detect.{name}", size / _best(texts, detect_spun, 2) / 1e6, "MB/s")


def _growth() -> Iterator[Figure]:
    """Yield how much longer a character takes of a text that is sixteen times as long."""
    text = seeds()[SEED]
    long = _best([text * 16], _decode, 3) / _best([text], _decode, 9) / 16
    yield Figure("spun.decode.growth", long, "times", "lower")


def _first() -> Iterator[Figure]:
    command = [sys.executable, "-c", USE, str(ROOT / "seeds" / SEED)]
    runs = [
        [float(n) for n in subprocess.check_output(command, text=True, cwd=ROOT).split()]
        for _ in range(3)
    ]
    for name, values in zip(("load", "first"), ((0, 1), (2, 3)), strict=True):
        yield Figure(f"spun.{name}", min(run[values[0]] for run in runs), "ms", "lower")
        yield Figure(f"spun.{name}.memory", min(run[values[1]] for run in runs), "MB", "lower")


def _spun(quick: bool) -> dict[str, list[str]]:
    """Collect the seed, the pages restored by hand by family, and genuine text spun here."""
    texts = {"seed": [seeds()[SEED]]}
    if (DATA / "spin").exists():
        pages: dict[str, str] = defaultdict(str)
        with (DATA / "spin" / "article_cases.tsv").open(encoding="utf-8") as f:
            for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
                pages[row["doc"]] += row["spun"]
        for page, text in pages.items():
            notice = page[0] == "F" or page == "H03"
            kind = "other" if page in OTHERS else "notice" if notice else "general"
            texts.setdefault(f"pages.{kind}", []).append(text)
    if corpus_names():
        chance = random.Random(8)
        for name in TEXTS:
            genuine = list(articles(name, 1500, 60_000))[: 8 if quick else 40]
            texts[f"synthetic.{name}"] = [_respun(text, chance) for text in genuine]
    return texts


def _respun(text: str, chance: random.Random) -> str:
    """Replace every original of the table that pages have shown by one of its forms."""
    chosen = {word: chance.choice(forms) for word, forms in _shown().items()}
    pattern = "|".join(sorted(chosen, key=len, reverse=True))
    return re.sub(pattern, lambda match: chosen[match[0]], text)


@cache
def _shown() -> dict[str, list[str]]:
    table, forms = lexicon(MAIN), defaultdict(list)
    for form in table:
        first = table[form].originals[0]
        if first.evidence == "seen" and len(first.word) > 1:
            forms[first.word].append(form)
    return forms


def _decode(text: str) -> object:
    return decode(text, widened(MAIN), model())


def _best(texts: list[str], work: Callable[[str], object], rounds: int) -> float:
    """Return the CPU time of all texts in turn, each text's least of some rounds."""
    least = [float("inf")] * len(texts)
    for _ in range(rounds + 1):  # the first reads tables
        for k, text in enumerate(texts):
            begin = time.process_time()
            work(text)
            least[k] = min(least[k], time.process_time() - begin)
    return sum(least)
