"""Radicals and compatibility forms that stand for ordinary ideographs, mostly out of PDF files.

Kangxi radicals (U+2F00) and compatibility ideographs (U+F900, U+2F800) carry their ideograph in
Unicode's own decompositions; of the CJK Radicals Supplement (U+2E80) only two do, the others are
from Unicode's EquivalentUnifiedIdeograph.txt (Unicode licence), without the shapes that are never
a character of their own.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterator

from ..patterns import lazy

# Radical, ideograph; those that extraction tools put for a whole character.
_SUPPLEMENT = (
    "⺁厂⺄乙⺌小⺎兀⺏尣⺐尢⺒巳⺓幺⺛旡⺝月⺞歺⺟母⺠民⺦丬⺩王⺫目⺬示⺰纟⺱罓⺶羊⺻聿⺼肉⺽臼⻁虎⻄西⻅见⻆角"
    "⻈讠⻉贝⻋车⻑長⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯"
    "⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)

_RADICAL = lazy("[\u2e80-\u2fd5]+")
_COMPATIBLE = lazy("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_ABOUT = lazy("部首|偏旁|部件|笔画|筆畫|康熙|radical", re.IGNORECASE)


@functools.cache
def _table() -> dict[str, str]:
    table = dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True))
    for code in range(0x2F00, 0x2FD6):
        table[chr(code)] = unicodedata.normalize("NFKC", chr(code))
    return table


def _running(c: str) -> bool:
    """Whether ``c`` may stand beside a character of running Chinese text."""
    return "\u3001" <= c <= "\u9fff" or "\uff01" <= c <= "\uff5e" or c in "“”‘’…—·"


_NEAR = 300  # characters on both sides in which a line may speak of radicals
_WORD = 7  # characters of the longest word about them


def _spoken_of(text: str) -> Callable[[int, int], bool]:
    """Return what tells whether the line speaks of radicals near a stretch.

    Asked for stretches in order, it reads every part of the text once at most.
    """
    read, word = 0, -1

    def ask(start: int, end: int) -> bool:
        nonlocal read, word
        low = max(text.rfind("\n", max(0, start - _NEAR), start) + 1, start - _NEAR, 0)
        high = text.find("\n", end, end + _NEAR)
        high = min(len(text), end + _NEAR) if high < 0 else high
        for found in _ABOUT().finditer(text, max(low, read), high):
            word = found.start()
        read = max(read, word + 1, high - _WORD + 1)
        return word >= low

    return ask


def unified(text: str) -> Iterator[tuple[int, int, str]]:
    """Find radicals that stand for ideographs in running text, and compatibility ideographs.

    A radical on its own, a row of radicals in their own order, and text about radicals stay.
    """
    table = _table()
    about = _spoken_of(text)
    for found in _RADICAL().finditer(text):
        start, end = found.span()
        run = found[0]
        left, right = text[start - 1 : start] if start else "", text[end : end + 1]
        if len(run) == 1 and not (left and _running(left)) and not (right and _running(right)):
            continue
        codes = [ord(c) for c in run]
        if len(codes) >= 3 and codes == list(range(codes[0], codes[0] + len(codes))):
            continue
        if about(start, end):
            continue
        for k, c in enumerate(run):
            if c in table:
                yield start + k, start + k + 1, table[c]
    for found in _COMPATIBLE().finditer(text):
        start, end = found.span()
        around = (text[start - 1 : start] if start else "") + text[end : end + 1]
        if not any(_running(c) or _COMPATIBLE().match(c) for c in around):
            continue  # an entry of a table of characters
        plain = unicodedata.normalize("NFC", found[0])
        if plain != found[0]:
            yield found.start(), found.end(), plain
