"""Traditional text that a careless converter made: how much of it is wrong, and where.

Such a converter maps characters one by one and leaves 后面 for 後面 and 什么 for 什麼, or writes 隻是 for
只是 and 麵容 for 面容. A table of such words tells that it was at work, by share: wrong forms over wrong
and right ones. Then the text is made Simplified and converted back, and of the differences those
count that the whole text shows: genuine text that writes 台 for 臺 throughout is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from . import conversion
from .looking import FORMS, GLANCED, foreign, glance, look, standard, words
from .passages import left_alone
from .scripts import sampled

# What one character may become. Pairs that are a matter of taste (占佔, 台臺, 周週, 注註) are not here.
_PAIRS = frozenset(
    re.findall(
        r"\S\S",
        "么麼 后後 后后 里裡 里裏 并並 并併 於于 于於 干乾 干幹 乾幹 幹乾 乾干 幹干 面麵 面麪 麵面 麪面 只隻 隻只 沖衝 "
        "衝沖 余餘 餘余 斗鬥 鬥斗 松鬆 鬆松 谷穀 穀谷 丑醜 醜丑 云雲 雲云 几幾 幾几 制製 製制 系係 系繫 係系 征徵 徵征 "
        "復複 複復 鐘鍾 鍾鐘 發髮 髮發 歷曆 曆歷 卷捲 舍捨 采採 向嚮 嚮向 御禦 禦御 愿願 辟闢 闢辟 吁籲 籲吁 夸誇 咸鹹 "
        "胡鬍 須鬚 鬚須 獲穫 穫獲 臟髒 髒臟 仆僕 術术 表錶 錶表 出齣 齣出 裡里 裏里 後后 麼么 盡儘 贊讚 象像 像象 壹一 "
        "叄三 叁三 游遊 准準 準准 致緻 緻致 颱台 薑姜 姜薑 郁鬱 籤簽 簽籤 團糰 糰團 据據 党黨 听聽 适適 确確 极極 广廣 "
        "厂廠 价價 种種 万萬 杰傑 傢家 俱具 閤合 闆板 併並 並併 症癥 癥症 脩修 俬私 韆千 鞦秋 荳豆 慾欲 挂掛",
    )
)
# Words that both forms are good for, though a pair of theirs is above.
_TASTE = lazy("盡可能|盡快|盡早|盡量|本周|注腳|游牧|游擊|上游|下游|中游|采邑|贊助|贊成|余光中")

_WORST = 0.5
"""The share of wrong forms from which a text, or a pair of characters in it, is misconverted."""
_LEAST = 3
"""Different wrong forms that a text must hold before it is judged as a whole."""


def misconversion(document: Document) -> dict[str, Any]:
    """Weigh words in forms that no genuine Traditional text has against their right forms."""
    seen = None
    if len(document.text) <= GLANCED and document.memo(glance).whole:
        seen = document.memo(glance).wrong
        if len({word for _, word in seen}) < _LEAST:  # too few to judge the whole by
            return {"wrong": len(seen), "right": 0, "pairs": []}
    text = document.memo(_evidence)
    if seen is None or text is not document.text:
        seen = look(text, len(text)).wrong
    wrong = [word for _, word in seen]
    text = standard(text)
    right = sum(text.count(form) for form in {words()[word] for word in wrong})
    bad = len(set(wrong)) >= _LEAST and len(wrong) >= _WORST * (len(wrong) + right)
    return {"wrong": len(wrong), "right": right, "pairs": _pairs(document, text) if bad else []}


def _evidence(document: Document) -> str:
    """A sample of the text that conversion leaves alone."""
    text = document.text
    return sampled("\n".join(text[start:end] for start, end in document.memo(left_alone)))


def restored(document: Document, hongkong: bool) -> list[Found]:
    """Give the edits that put misconverted characters right, in order."""
    pairs = frozenset(document.signal(misconversion)["pairs"])
    if hongkong:  # told by Taiwan's forms, set in Hong Kong's
        pairs |= {pair[0] + FORMS["zh-HK"].get(pair[1], pair[1]) for pair in pairs}
    text = document.text
    if document.signal(forms_foreign_to_hongkong if hongkong else forms_foreign_to_taiwan):
        text = standard(text)  # as the rule behind this one sets it
    parts = document.memo(left_alone)
    whole = "\n".join([text[start:end] for start, end in parts])
    back = _back(document, whole, hongkong) if pairs else ""
    known = bool(pairs) and len(back) == len(whole)
    differing = _differing(document, whole, back, pairs) if known else []
    seen = document.known(glance)
    wrong = (seen if seen is not None and seen.whole else look(text, len(text))).wrong
    found: list[Found] = []
    done: set[int] = set()
    behind = m = n = 0
    for start, end in parts:
        at, behind = behind, behind + end - start + 1
        while m < len(differing) and differing[m][0] < behind:
            i, j, right = differing[m]
            m += 1
            found.append((i + start - at, j + start - at, right))
            done.update(range(i + start - at, j + start - at))
        while n < len(wrong) and wrong[n][0] < end - 1:
            k, word = wrong[n]
            n += 1
            if k < start or not done.isdisjoint((k, k + 1)):
                continue
            right = _right(word, hongkong)
            i = at + k - start
            if right == (back[i : i + 2] if known else _alone(text, k, hongkong)):
                found.append((k, k + 2, right))
    return sorted(found)


def _differing(document: Document, text: str, back: str, pairs: frozenset[str]) -> list[Found]:
    """Give the runs of characters that came back as another of their pair."""
    kept = {k for m in _TASTE().finditer(text) for k in range(*m.span())}
    found: list[Found] = []
    run = end = -1
    for k in _changed(document, text, back)[1]:
        if text[k] + back[k] not in pairs or k in kept:
            continue
        if k != end:
            if run >= 0:
                found.append((run, end, back[run:end]))
            run = k
        end = k + 1
    if run >= 0:
        found.append((run, end, back[run:end]))
    return found


def _compared(_document: Document) -> dict[tuple[str, str], tuple[list[int], list[int]]]:
    """What was compared for this state."""
    return {}


def _changed(document: Document, text: str, back: str) -> tuple[list[int], list[int]]:
    """Where characters of the pairs stand in ``text``, and where ``back`` has another there."""
    known = document.memo(_compared)
    if (text, back) not in known:
        places = [m.start() for m in _PAIRED().finditer(text)]
        known[text, back] = places, [k for k in places if text[k] != back[k]]
    return known[text, back]


def _alone(text: str, at: int, hongkong: bool) -> str:
    """What the two characters at ``at`` come back as from Simplified, with what is around them."""
    start = max(0, at - 8)
    around = text[start : at + 10]
    back = conversion.convert(conversion.convert(around, "tw2s+"), _into(hongkong))
    return back[at - start : at - start + 2] if len(back) == len(around) else ""


@cache
def _right(word: str, hongkong: bool) -> str:
    """The right form of a word of the table."""
    right = words()[word]
    return conversion.convert(conversion.convert(right, "tw2s"), "s2hk+") if hongkong else right


def _into(hongkong: bool) -> str:
    return "s2hk+" if hongkong else "s2tw+"


def _back(document: Document, text: str, hongkong: bool) -> str:
    """Make a text Simplified and convert it back."""
    return _converted(document, _converted(document, text, "tw2s+"), _into(hongkong))


def _conversions(_document: Document) -> dict[tuple[str, str], str]:
    """What was converted for this state: the evidence of a short text is all of the text."""
    return {}


def _converted(document: Document, text: str, configuration: str) -> str:
    known = document.memo(_conversions)
    found = known.get((configuration, text))
    if found is None:
        found = known[configuration, text] = conversion.convert(text, configuration)
    return found


_PAIRED = lazy(f"[{''.join(sorted(set().union(*_PAIRS)))}]")


def _pairs(document: Document, text: str) -> list[str]:
    """The pairs of characters that the text has wrong in most of their places.

    A place of 像 is no place of 象 set right: only those count whose Simplified form is the same.
    """
    simplified = _converted(document, text, "tw2s+")
    back = _converted(document, simplified, "s2tw+")
    if not len(back) == len(simplified) == len(text):
        return []
    places, _ = _changed(document, text, back)
    seen = Counter([(text[k], simplified[k], back[k]) for k in places])
    return sorted(
        a + b
        for (a, s, b), n in seen.items()
        if a + b in _PAIRS and a != b and n >= _WORST * (n + seen[b, s, b])
    )


_MIXED = 0.2
"""The share of foreign forms from which a text counts as mixing them."""


def forms_foreign_to_taiwan(document: Document) -> list[str]:
    """The forms of other regions that the text mixes with those of Taiwan."""
    return _mixed(document, "zh-TW")


def forms_foreign_to_hongkong(document: Document) -> list[str]:
    """The forms of other regions that the text mixes with those of Hong Kong."""
    return _mixed(document, "zh-HK")


def _mixed(document: Document, to: str) -> list[str]:
    forms = FORMS[to]
    if len(document.text) <= GLANCED and document.memo(glance).whole:
        if sum(map(document.memo(glance).forms.count, forms)) < 2:
            return []
    text = document.memo(_evidence)
    found = foreign(to).findall(text)
    own = sum(text.count(forms[a]) for a in set(found))
    if len(found) < 2 or len(found) < _MIXED * (len(found) + own):
        return []
    return sorted(set(found))


def regional(document: Document, to: str, found: list[str]) -> Iterator[Found]:
    """Give the edits from other regions' forms, those ``found``, to those of ``to``.

    滿洲裏 and 裏程 are another converter's, which knew one form of 里 only.
    """
    pattern = re.compile(f"[{''.join(found)}]")
    forms, text = FORMS[to], document.text
    for start, end in document.memo(left_alone):
        for m in pattern.finditer(text, start, end):
            form = forms[m.group()]
            if form in "裡裏" and _alone(text, m.start(), to == "zh-HK")[:1] == "里":
                form = "里"
            yield m.start(), m.end(), form
