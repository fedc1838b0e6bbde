"""Lines of other languages that hold Chinese: what they set half or full width is their own.

An English sentence mentions a Chinese word, Korean writes some of its words in ideographs, Japanese
sets its digits full width, and Taiwanese in ideographs marks a neutral tone with two hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from ..document import Document
from ..patterns import lazy
from ..protect import NONE, Span, Spans

_HAN = "\u3400-\u9fff\uf900-\ufaff"


def signs(pattern: bytes) -> Callable[[], re.Pattern[bytes]]:
    """Give a pattern for the ASCII of a text, compiled when first used."""

    @cache
    def compiled() -> re.Pattern[bytes]:
        return re.compile(pattern)

    return compiled


SENTENCE = signs(rb" [a-z]{1,20},? [a-z]")
"""What the ASCII of a text holds that has a line of English."""
# Three words in small letters in a row: what no name and no list of terms has.
_SENTENCE = lazy(r" (?<=[a-z,] )[a-z]{1,20},? [a-z]")
_LATIN = lazy(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z]+)?")
_RUNS = lazy(f"[{_HAN}]+")
_LABEL = lazy(rf"[^A-Za-z{_HAN}\n]{{0,20}}[{_HAN}]{{1,8}}[ \t]?[:：]")  # 原文: then the title
_CHINESE_STOP = lazy("[，。！；]")
_MENTIONED = 5  # characters of a Chinese word that an English sentence mentions, at most
_LONG = lazy(f"[{_HAN}]{{{_MENTIONED + 1}}}")
_HANGUL = lazy("[\uac00-\ud7a3]")
_HAN_CHAR = lazy(f"[{_HAN}]")
_HIRAGANA = lazy("[ぁ-ねは-ゖ]")
_KANA = lazy("[ぁ-ねは-ゖァ-ヺ]")  # の alone stands in Chinese names


def line_at(text: str, at: int) -> Span:
    """Give the span of the line that holds the character at ``at``."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end


def english(text: str) -> Iterator[Span]:
    """Give the lines of English that mention Chinese words."""
    search, at = _SENTENCE().search, 0
    while found := search(text, at):
        start, at = line_at(text, found.start())
        if _LONG().search(text, start, at) or _CHINESE_STOP().search(text, start, at):
            continue
        runs = _RUNS().findall(text, start, at)
        if not runs or _LABEL().match(text, start, at):
            continue
        words = len(_LATIN().findall(text, start, at))
        if words >= 3 * len(runs) and words >= sum(map(len, runs)):
            yield start, at


def korean(text: str) -> Iterator[Span]:
    """Give the lines of Korean, some of whose words may stand in Chinese characters."""
    if not ("다" in text or "이" in text or "의" in text or "는" in text):  # faster than a class
        return
    search, at = _HANGUL().search, 0
    while found := search(text, at):
        start, at = line_at(text, found.start())
        if len(_HANGUL().findall(text, start, at)) * 3 >= len(_HAN_CHAR().findall(text, start, at)):
            yield start, at


def is_japanese(document: Document) -> bool:
    """Whether the document is Japanese as a whole: a sixth of its letters or more are kana."""
    return _is_japanese(document.text, 0, len(document.text))


def _is_japanese(text: str, start: int, end: int) -> bool:
    kana = len(_KANA().findall(text, start, end))
    return (
        kana > 0
        and kana * 5 >= len(_HAN_CHAR().findall(text, start, end))
        and _HIRAGANA().search(text, start, end) is not None  # Chinese cites katakana: ラ行
    )


def japanese(document: Document) -> Spans:
    """Find the lines of Japanese: of a Japanese document all, of any other those with kana."""
    text = document.text
    if document.signal(is_japanese):
        return Spans([(0, len(text))])
    spans: list[Span] = []
    search, at = _KANA().search, 0
    while found := search(text, at):
        start, at = line_at(text, found.start())
        if _is_japanese(text, start, at):
            spans.append((start, at))
    return Spans(spans) if spans else NONE


# Words with the tones of Tâi-lô and POJ behind a hyphen or before one, and the names of the thing.
_TONES = "āáàâēéèêīíìîōóòôūúùûńǹⁿ"
_ROMANISED = lazy(
    f"-(?:[A-Za-z]{{0,5}}[{_TONES}]|(?:(?<=[{_TONES}]-)|(?<=[{_TONES}][a-z]-)|(?<=[{_TONES}][a-z]{{2}}-))-?[A-Za-z])"
)
_TOLD = ("臺語", "台語", "台语", "臺羅", "台羅", "台罗", "白話字", "白话字", "輕聲", "轻声", "攏總", "袂當", "佗位", "啥物", "毋通")  # fmt: skip
_LIGHT = lazy(f"--(?<=[{_HAN}]--)[的來去矣咧囉啊無出落轉起死人先]")
_HYPHENS = lazy(f"--(?<=[{_HAN}]--)(?![-])")


def marks_neutral_tones(document: Document) -> bool:
    """Whether two hyphens between the document's characters mark a neutral tone of Taiwanese."""
    text = document.text
    if any(word in text for word in _TOLD) or _ROMANISED().search(text):
        return True
    light = len(_LIGHT().findall(text))
    return light >= 3 and light * 2 > len(_HYPHENS().findall(text))
