"""Where benchmarks find text: the seeds always, the shared corpus when it is there."""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ZHCLEAN_MATERIAL", ROOT.parent / "shared"))
CORPUS = SHARED / "corpus"
DATA = SHARED / "data"


def seeds() -> dict[str, str]:
    """The five articles as received, by file name."""
    return {p.name: p.read_text(encoding="utf-8") for p in sorted((ROOT / "seeds").glob("*.txt"))}


def goldens(variant: str = "") -> dict[str, str]:
    """What the seeds should become, by seed file name; ``variant`` is "", "zh-Hans" or "zh-TW"."""
    folder = ROOT / "tests" / "golden" / (variant or "plain")
    return {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.glob("*.txt"))}


def corpus_names() -> list[str]:
    """Names of the genuine texts at hand; empty where the corpus is not there."""
    return sorted(p.name.removesuffix(".txt.gz") for p in CORPUS.glob("*.txt.gz"))


@cache
def corpus(name: str, characters: int = 10**9) -> str:
    """Return the first ``characters`` of a genuine text (one paragraph a line)."""
    with gzip.open(CORPUS / f"{name}.txt.gz", "rt", encoding="utf-8") as f:
        return f.read(characters)


def articles(name: str, size: int = 1500, characters: int = 10**9) -> Iterator[str]:
    """Cut a genuine text at line ends into articles of about ``size`` characters."""
    held: list[str] = []
    length = 0
    for line in corpus(name, characters).split("\n"):
        held.append(line)
        length += len(line) + 1
        if length >= size:
            yield "\n".join(held) + "\n"
            held, length = [], 0
    if held:
        yield "\n".join(held)


@cache
def fingerprint(needs: tuple[str, ...]) -> str:
    """Hash what a benchmark reads, byte for byte.

    ``needs`` names any of: ``corpus``, ``seeds`` (with their goldens), ``data`` (tables of cases),
    ``simulator`` (the code that damages, and chooses what to damage).
    """
    here = Path(__file__).parent
    folders = {
        "corpus": sorted(CORPUS.glob("*.txt.gz")),
        "seeds": sorted([*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests/golden").rglob("*.txt")]),
        "data": sorted(p for p in [*DATA.rglob("*"), *(here / "data").rglob("*")] if p.is_file()),
        "simulator": sorted([*here.glob("damage*.py"), here / "truth.py"]),
    }
    digest = hashlib.sha256()
    for need in needs:
        for path in folders[need]:
            digest.update(f"{need} {path.name}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
