"""The doubtful clauses of Traditional text, made Simplified and converted back.

Clauses alone, because no phrase of a converter reaches over the marks between them: three in five
hold no character that a careless converter writes wrong, and conversion is what takes the time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

from ..document import Document
from ..patterns import lazy
from . import conversion

# What one character may become. Pairs that are a matter of taste (占佔, 台臺, 周週, 註注) are not here.
PAIRS = frozenset(
    re.findall(
        r"\S\S",
        "么麼 后後 后后 里裡 里裏 并並 并併 于於 于于 於于 干乾 干幹 乾幹 幹乾 乾干 幹干 面麵 面麪 麵面 麪面 只隻 隻只 沖衝 "
        "衝沖 余餘 餘余 斗鬥 鬥斗 松鬆 鬆松 谷穀 穀谷 丑醜 醜丑 云雲 雲云 几幾 几几 制製 製制 系係 系繫 係系 征徵 徵征 "
        "復複 複復 鐘鍾 鍾鐘 發髮 髮發 歷曆 曆歷 卷捲 舍捨 采採 向嚮 嚮向 御禦 禦御 愿願 辟闢 闢辟 吁籲 籲吁 夸誇 咸鹹 "
        "胡鬍 須鬚 鬚須 獲穫 穫獲 臟髒 髒臟 仆僕 術术 表錶 錶表 出齣 齣出 裡里 裏里 後后 麼么 盡儘 贊讚 象像 像象 壹一 "
        "叄三 叁三 游遊 准準 準准 致緻 緻致 颱台 薑姜 姜薑 郁鬱 籤簽 簽籤 團糰 糰團 据據 党黨 听聽 适適 确確 极極 广廣 "
        "厂廠 价價 种種 万萬 杰傑 傢家 俱具 閤合 闆板 併並 並併 症癥 癥症 脩修 俬私 韆千 鞦秋 荳豆 慾欲 挂掛 "
        "瞭了 係繫 繫係 迴回 纔才 鬍胡 墻牆 産產",
    )
)
UNDOUBTED = frozenset("一三了才回牆產修傑僕價具千合家廠廣掛據术板極確私秋種聽萬豆適願黨")
"""Characters of pairs that come back as they are: clauses that hold no other are not returned."""
_PAIRED = lazy(f"[{''.join(sorted(set().union(*PAIRS)))}]")
_DOUBTFUL = lazy(f"[{''.join(sorted(set().union(*PAIRS) - UNDOUBTED))}][^\n]*")
SIMPLER = "t2s+"
"""The way there: it differs from Taiwan's in 著 only, which comes back the same; and is faster."""
_MARKS = "，。；：？！,;:?!"


class Returned(NamedTuple):
    """The doubtful clauses of a text as they stand, made Simplified, and come back.

    ``places`` are those of characters of the pairs, ``changed`` of them those that came back as
    another; ``starts`` and ``offsets`` tell where each clause begins, here and in the whole text.
    """

    text: str
    simplified: str
    back: str
    places: list[int]
    changed: list[int]
    starts: list[int]
    offsets: list[int]

    def offset(self, at: int) -> int:
        """Where in the whole text the character stands that is ``at`` here."""
        k = bisect_right(self.starts, at) - 1
        return self.offsets[k] + at - self.starts[k]

    def pair(self, offset: int) -> str:
        """What the two characters at ``offset`` of the whole text came back as, if they are here."""
        k = bisect_right(self.offsets, offset) - 1
        if k < 0:
            return ""
        at = offset - self.offsets[k] + self.starts[k]
        return self.back[at : at + 2] if at + 2 < self.starts[k + 1] else ""


def returned(document: Document, text: str, configuration: str) -> Returned | None:
    """Return the doubtful clauses of a text; None where conversion changes their length."""
    known = document.memo(_known)
    if (text, configuration) not in known:
        known[text, configuration] = _returned(text, configuration)
    return known[text, configuration]


def _known(_document: Document) -> dict[tuple[str, str], Returned | None]:
    """What was returned for this state: the evidence of a short text is all of the text."""
    return {}


def _returned(text: str, configuration: str) -> Returned | None:
    flat = text
    for mark in _MARKS:
        flat = flat.replace(mark, "\n")
    offsets: list[int] = []
    pieces: list[str] = []
    before = flat.rfind
    end = 0
    for m in _DOUBTFUL().finditer(flat):
        start = before("\n", end, m.start())  # with the mark before it
        start, end = (end if start < 0 else start), m.end()
        behind = 2 if text[end + 1 : end + 2] == "”" else 1  # and what is behind it
        offsets.append(start)
        pieces.append(text[start : end + behind])
    starts = [0, *accumulate(len(piece) + 1 for piece in pieces)]
    doubtful = "\n".join(pieces)
    simplified = conversion.convert(doubtful, SIMPLER)
    back = conversion.convert(simplified, configuration)
    if not len(back) == len(simplified) == len(doubtful):
        return None
    places = [m.start() for m in _PAIRED().finditer(doubtful)]
    changed = [k for k in places if doubtful[k] != back[k]]
    return Returned(doubtful, simplified, back, places, changed, starts, offsets)
