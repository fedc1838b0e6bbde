"""Damage to words: a synonym spinner's, and a careless converter's.

The spinner writes forms of zhclean's own lexicon (those seen on real pages), so what is repaired of
its text is an upper bound; ``quality_spun`` measures pages by spinners nobody taught us.
"""

from __future__ import annotations

import functools
from random import Random

# What one converter writes for a Simplified character that stands for several Traditional ones
# (as often as it is written here); some write 壹 for 一.
_CHOICES = (
    "后后後 里里裡裏 面面麵 只只隻 干干乾幹 发發髮 么么麼 于于於 并并併並 冲沖衝 余余餘 斗斗鬥 松松鬆 谷谷穀 丑丑醜 云云雲 "
    "几几幾 制制製 系系係繫 征征徵 复復複 钟鐘鍾 历歷曆 卷卷捲 向向嚮 采采採 胡胡鬍 须須鬚 表表錶 出出齣 台台臺 准准準 致致緻 "
    "游游遊 郁郁鬱 团團糰 获獲穫 脏髒臟 签簽籤 御御禦 一一一一一壹 三三三三三叄"
)


@functools.cache
def _forms() -> dict[str, list[str]]:
    """Forms of the main spinner by what they were put for, as seen on pages."""
    from zhclean.spin.lexicon import MAIN, lexicon

    table = lexicon(MAIN)
    found: dict[str, list[str]] = {}
    for form in table:
        for original in table[form].originals[:1]:
            if original.evidence == "seen" and original.word != form:
                found.setdefault(original.word, []).append(form)
    return found


def spun(random: Random, text: str) -> str:
    """Replace words as a spinner does: the same form for a word throughout, longest words first.

    A page takes its own three quarters of the table; character rules (人 to 东说念主) come along with it.
    """
    chosen = {
        word: random.choice(forms) for word, forms in _forms().items() if random.random() < 0.75
    }
    pieces: list[str] = []
    at = 0
    while at < len(text):
        for size in (5, 4, 3, 2, 1):
            word = text[at : at + size]
            if word in chosen:
                pieces.append(chosen[word])
                at += size
                break
        else:
            pieces.append(text[at])
            at += 1
    return "".join(pieces)


@functools.cache
def _converters() -> tuple[object, object]:
    import opencc

    return opencc.OpenCC("tw2s"), opencc.OpenCC("s2tw")


def overconverted(random: Random, text: str) -> str:
    """Make Traditional text Simplified and back with a converter that knows one form a character.

    Which form it knows (后 or 後, 面 or 麵) is drawn once a page; every other character comes back right.
    """
    to_simplified, back = _converters()
    simplified: str = to_simplified.convert(text)  # type: ignore[attr-defined]
    right: str = back.convert(simplified)  # type: ignore[attr-defined]
    if not len(simplified) == len(right) == len(text):
        return text
    known = {choice[0]: random.choice(choice[1:]) for choice in _CHOICES.split()}
    # A place that a good converter would not bring back either says nothing about a careless one.
    return "".join(
        known.get(s, a) if a == b else a for a, s, b in zip(text, simplified, right, strict=True)
    )
