"""Classes of rare Han and Hangul for regular expressions: two or three in a row are the mark of a garble.

Kept apart from the plausibility model, so that a gate need not read the large table.
"""

from __future__ import annotations

import functools

from .. import tables


@functools.cache
def _familiar() -> dict[int, str]:
    table = tables.read("familiar.txt")
    rows = (line.partition("\t") for line in table.split("\n") if line[:1] not in ("", "#"))
    return {int(cost): chars for cost, _, chars in rows}


@functools.cache
def rare(least: int, *, hangul: bool = False) -> str:
    """Return the inside of a regex class: Han, or Hangul, of ``least`` bits or more (15 to 18)."""
    common = {ord(c) for cost, chars in _familiar().items() if cost < least for c in chars}
    common.add(0x3007)
    ranges: list[str] = []
    blocks = ((0xAC00, 0xD7A3),) if hangul else ((0x3400, 0x4DBF), (0x4E00, 0x9FFF))
    for first, last in blocks:
        start = first
        for code in [*sorted(c for c in common if first <= c <= last), last + 1]:
            if start < code:
                ranges.append(f"{chr(start)}-{chr(code - 1)}")
            start = code + 1
    return "".join(ranges)


@functools.cache
def common(most: int) -> str:
    """Return the inside of a regex class: Han and Hangul of ``most`` bits at most."""
    return "".join(chars for cost, chars in _familiar().items() if cost <= most)


@functools.cache
def costs() -> dict[str, int]:
    """Return the bits of Han and Hangul that are not among the rarest (18 and more)."""
    return {c: cost for cost, chars in _familiar().items() for c in chars} | {"\u3007": 0}


@functools.cache
def usual() -> frozenset[str]:
    """Return Han and Hangul of genuine text (14 bits or less), its punctuation, and ASCII."""
    marks = "，。、：；？！“”‘’（）《》〈〉「」『』【】…—·～\u3000"
    common = {c for c, cost in costs().items() if cost < 15}
    return frozenset(common.union(marks, map(chr, range(0x80))))
