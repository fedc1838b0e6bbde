"""How often `zhclean.decode` gives the text back, over kinds of encodings, lengths and damage.

Texts: the seeds with the sentences of ``decoding_texts``, and the shared corpus where it is there. A sample with
broken bytes is right where every character whose bytes are whole came back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import zhclean

from . import decoding_peers
from .decoding_samples import FOREIGN, KINDS, chinese, declared_in, samples
from .figures import Figure

__all__ = ["FOREIGN", "chinese", "measure"]  # the texts serve other modules too


def right(text: str | None, wanted: re.Pattern[str] | str) -> bool:
    if text is None:
        return False
    return text == wanted if isinstance(wanted, str) else wanted.fullmatch(text) is not None


def measure(quick: bool) -> Iterator[Figure]:
    total: list[bool] = []
    short: list[bool] = []
    damaged: list[bool] = []
    for kind in KINDS:
        declared = declared_in(kind)
        found = [
            right(zhclean.decode(data, declared=declared).text, wanted)
            for data, wanted in samples(kind, 20 if quick else 100)
        ]
        total += found
        if kind.startswith("short"):
            short += found
        if kind.startswith(("broken", "tail")):
            damaged += found
        yield Figure(
            f"decoding.right.{kind}", 100 * sum(found) / len(found), "%", note=f"of {len(found)}"
        )
    yield Figure("decoding.right", 100 * sum(total) / len(total), "%", note="all kinds; wanted: 98")
    yield Figure(
        "decoding.right.short", 100 * sum(short) / len(short), "%", note="20-50 bytes; wanted: 97"
    )
    yield Figure(
        "decoding.right.damaged",
        100 * sum(damaged) / len(damaged),
        "%",
        note="broken or cut; wanted: 99",
    )
    if not quick:
        yield from peers(20)


def peers(number: int) -> Iterator[Figure]:
    """Measure detectors on the same samples, and on how many kinds one is ahead of us."""
    ours: dict[str, int] = {}
    theirs: dict[str, dict[str, int]] = {name: {} for name in decoding_peers.namers()}
    total = 0
    for kind in KINDS:
        made = samples(kind, number)
        total += len(made)
        said = declared_in(kind)
        ours[kind] = sum(right(zhclean.decode(data, declared=said).text, w) for data, w in made)
        for name, work in decoding_peers.namers().items():
            theirs[name][kind] = sum(
                any(right(text, wanted) for text in decoding_peers.texts(work(data), data))
                for data, wanted in made
            )
    for name, by_kind in theirs.items():
        behind = [kind for kind, count in by_kind.items() if count > ours[kind]]
        yield Figure(
            f"decoding.peer.{name}",
            100 * sum(by_kind.values()) / total,
            "%",
            note=f"of {total}",
            floor=False,
        )
        yield Figure(
            f"decoding.behind.{name}",
            len(behind),
            "kinds",
            "lower",
            note=" ".join(behind) or "wanted: 0",
        )
