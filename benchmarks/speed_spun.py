"""Speed of un-spinning: detection on genuine text, decoding of spun text, loading."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

from zhclean.spin.decode import decode
from zhclean.spin.lexicon import lexicon
from zhclean.spin.model import model
from zhclean.spinning import detect_spun

from .figures import Figure
from .material import articles, corpus_names, seeds

SEED = "004_8e5c2095c89bf39d.txt"
LOAD = (
    "import time; from zhclean.spin.model import model; from zhclean.spin.lexicon import lexicon;"
    "t = time.process_time(); model(); lexicon(); print(time.process_time() - t)"
)


def measure(quick: bool) -> Iterator[Figure]:
    source = seeds()[SEED]
    table, words = lexicon(), model()
    decode(source, table, words)
    best = min(_cost(lambda: decode(source, table, words)) for _ in range(5))
    yield Figure("spun.decode", len(source) / best, "characters/s")
    load = float(subprocess.check_output([sys.executable, "-c", LOAD], text=True))
    yield Figure("spun.load", load * 1000, "ms", "lower")
    for name in corpus_names():
        texts = list(articles(name, 1500, 200_000 if quick else 1_000_000))
        size = sum(len(text.encode()) for text in texts)
        spent = min(
            _cost(lambda texts=texts: [detect_spun(text) for text in texts]) for _ in (1, 2)
        )
        yield Figure(f"spun.detect.{name}", size / spent / 1e6, "MB/s")


def _cost(work: object) -> float:
    begin = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - begin
