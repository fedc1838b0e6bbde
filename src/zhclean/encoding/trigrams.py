"""How plausible a character is behind two others, in bits, where lost bytes leave a choice.

A finer model than ``plausibility``, on top of it, with a table of its own (some 4 MB) that only
text with lost bytes asks for. A first character's row is taken apart when first met, and of that
only the pairs asked for.
"""

from __future__ import annotations

import functools
import re

from .. import tables
from . import plausibility

UNSEEN = 1
"""Bits a character costs that a known pair does not expect."""

_QUOTES = frozenset("“”‘’「」『』《》〈〉（）")
_GROUP = re.compile("([0-9a-f])([^0-9a-f]+)")


@functools.cache
def _rows() -> dict[str, str]:
    lines = tables.read("trigrams.txt").split("\n")
    return {line[0]: line[2:] for line in lines if line[1:2] == "\t"}


@functools.lru_cache(maxsize=1024)
def _seconds(first: str) -> dict[str, str]:
    row = _rows().get(first)
    return {cell[0]: cell[1:] for cell in row.split("\t")} if row else {}


@functools.lru_cache(maxsize=8192)
def followers(first: str, second: str) -> dict[str, int] | None:
    """Return what stands behind two characters, in bits; None where that is not known."""
    groups = _seconds(first).get(second)
    if groups is None:
        return None
    return {c: int(bits, 16) for bits, chars in _GROUP.findall(groups) for c in chars}


def bits(first: str, second: str, third: str) -> int:
    """Return the bits of ``third`` standing behind the other two."""
    known = followers(first, second)
    if known is None:
        return plausibility.pair(second, third)
    found = known.get(third)
    return plausibility.pair(second, third) + UNSEEN if found is None else found


def beyond(text: str) -> int:
    """Return how many bits more this model charges for ``text`` than pairs do.

    Less than nothing where the text is what the model expects. Quotation marks and brackets are left
    out: which ones a page uses is not for a table to say.
    """
    more = 0
    for first, second, third in zip(text, text[1:], text[2:], strict=False):
        known = followers(first, second) if third not in _QUOTES else None
        if known is not None:
            found = known.get(third)
            more += UNSEEN if found is None else found - plausibility.pair(second, third)
    return more
