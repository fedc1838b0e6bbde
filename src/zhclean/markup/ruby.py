"""Ruby text: whether what stands over a word is its reading, or words of the text (a gloss)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ..patterns import lazy

_HAN = lazy("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Kana, bopomofo with its tones, Hangul and marks; or the number of a note.
_SIGNS = lazy(
    "[\\s\u02c7\u02ca\u02cb\u02d9\u02ea\u02eb\u3041-\u312f\u3131-\u318e\u31a0-\u31bf\uac00-\ud7a3\uff66-\uff9f"
    r"·・.．。、，,()（）\[\]*⁎※-]*|[\s\[(（]*\d{1,2}[\s\])）]*"
)
_TONES = frozenset("\u0300\u0301\u0302\u0304\u0306\u030b\u030c\u030d")
_SYLLABLE = lazy(
    r"(?:(?:b|p|m|f|w)(?:a|o|ai|ei|ou|an|en|ang|eng|u)|[bpm](?:ao|i|ie|iao|ian|in|ing)|m(?:e|iu)|[dtnl](?:a|e|ai|ei|ao|ou|an"
    r"|en|ang|eng|ong|i|ia|ie|iao|iu|ian|ing|u|uo|ui|uan|un)|[nl](?:in|iang|v|ve|ue)|[gkh](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong"
    r"|u|ua|uo|uai|ui|uan|un|uang)|[jqx](?:i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un)|(?:[zcs]h?|r)(?:a|e|i|ai|ei|ao|ou"
    r"|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)|y(?:a|e|o|ao|ou|an|ang|ong|i|in|ing|u|ue|uan|un)|a|o|e|ai|ei|ao|ou|an|en"
    r"|ang|eng|er)r?[1-5]?"
)
_PART = lazy(r"[\s'’·/,，-]+")
_NUMBERED = lazy("(?:[a-z]{1,7}[1-6]){1,8}")
_LONGEST = 8
"""Characters of the longest syllable of a romanisation, its tone's number with it."""


@lru_cache(maxsize=4096)
def is_reading(base: str, words: str) -> bool:
    """Whether ``words`` over ``base`` tell how it is read; other words belong to the text.

    Without tones only Mandarin in pinyin is known, a syllable for each character.
    """
    if _SIGNS().fullmatch(words):
        return True
    letters = unicodedata.normalize("NFD", words.lower())
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    parts = [part for part in _PART().split(bare) if part]
    count = len(_HAN().findall(base))
    if not bare.isascii() or not parts or len(bare) > 99:
        return False
    counts = _syllables("".join(parts))
    if any(c in _TONES for c in letters) or all(_NUMBERED().fullmatch(part) for part in parts):
        few = len(parts) == count and all(len(part) <= _LONGEST for part in parts)
        return few or bool(counts)
    return count in counts and len(parts) in (1, count)


@lru_cache(maxsize=4096)
def _is_syllable(part: str) -> bool:
    return _SYLLABLE().fullmatch(part) is not None


def _syllables(letters: str) -> set[int]:
    """Say of how many syllables of pinyin some letters may be made."""
    ways: list[set[int]] = [{0}] + [set() for _ in letters]
    for end in range(1, len(letters) + 1):
        for size in range(1, min(end, _LONGEST) + 1):
            if ways[end - size] and _is_syllable(letters[end - size : end]):
                ways[end] |= {n + 1 for n in ways[end - size]}
    return ways[-1]
