"""One look over Traditional text for all that conversion into Traditional may change in it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ..document import Document
from . import conversion
from .scripts import HANGUL, KANA, characters

GLANCED = 8_192
"""Characters up to which a text is looked through before anything is worked out about it."""
_MANY = 200
"""Odd places at which a look breaks off: such a text is weighed in any case."""


class Seen(NamedTuple):
    """What a look over a text found."""

    wrong: list[tuple[int, str]]
    """Words of the table of misconverted ones, in Taiwan's forms, with their offsets."""
    forms: str
    """The characters that are one region's form."""
    others: bool
    """Whether it holds anything but Traditional Chinese: Simplified characters, kana, Hangul."""
    whole: bool
    """Whether the look went to the end."""


def glance(document: Document) -> Seen:
    """Look through the text as it stands, protected or not: most hold nothing of the kind."""
    return look(document.text, _MANY)


def look(text: str, most: int) -> Seen:
    """Look through ``text``, up to ``most`` characters that are no plain Traditional ones."""
    wrong: list[tuple[int, str]] = []
    forms = ""
    odd = 0
    known, (pattern, plain) = _wide(), _looked()
    last = -1
    for m in pattern.finditer(text):
        k = m.start()
        char = m[0]
        if char not in plain:
            if char in REGIONAL:
                forms += char
            if char not in REGIONAL or _beside().match(char):
                odd += 1
                if odd == most:
                    return Seen(wrong, forms, True, False)
        pair = text[k - 1 : k + 1]
        if pair not in known or k - 1 <= last:
            pair, k = text[k : k + 2], k + 1
            if pair not in known or k - 1 <= last:
                continue
        last = k - 1
        wrong.append((last, known[pair]))
    return Seen(wrong, forms, odd > 0, True)


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(f"[{characters()['hans']}{KANA}{HANGUL}]")


# Characters of wrong forms that right text is full of: the other character is looked for.
_COMMON = frozenset("後面採只")


@cache
def _looked() -> tuple[re.Pattern[str], frozenset[str]]:
    """One character of each wrong form, the rarer one, and all that is no plain Traditional text.

    The pattern, and those of its characters that tell something with their neighbours only.
    """
    odd = _odd()
    first: set[str] = set()  # characters looked for, and what must stand beside them
    second: set[str] = set()
    before: set[str] = set()
    behind: set[str] = set()

    def usual(char: str) -> int:
        return 2 if char in _COMMON else char not in odd

    for word in _wide():
        one, two = word[0], word[1]
        if usual(one) <= usual(two):
            first.add(one)
            behind.add(two)
        else:
            second.add(two)
            before.add(one)
    anchors = first | second
    alone = f"{''.join(sorted(REGIONAL))}{characters()['hans']}{KANA}{HANGUL}"
    pattern = re.compile(
        f"[{_class(anchors)}{alone}](?:(?<=[{_class(before)}][{_class(second)}])"
        f"|(?<=[{_class(first)}])(?=[{_class(behind)}])|(?<=[{alone}]))"
    )
    return pattern, frozenset(c for c in anchors - REGIONAL if not _beside().match(c))


def _class(chars: set[str]) -> str:
    return "".join(sorted(chars))


@cache
def _wide() -> dict[str, str]:
    """The evident wrong forms as every region writes them, and as Taiwan does."""
    others: dict[str, str] = {}
    for form, own in FORMS["zh-TW"].items():
        others[own] = others.get(own, own) + form
    return {
        one + two: word
        for word in _evident()
        for one in others.get(word[0], word[0])
        for two in others.get(word[1], word[1])
    }


# Characters that end or begin other words so often that a form which holds one may be two words
# (相關系所, 起重機製造): alone they are no evidence.
_JOINTS = frozenset("製制係系准準並併征徵復複")


@cache
def words() -> dict[str, str]:
    """The table of misconverted words: wrong form to right form, in Taiwan's standard."""
    return conversion.table("script_misconverted.tsv")


@cache
def right_words() -> frozenset[str]:
    """The right forms of the table: words of two characters that leave no doubt."""
    return frozenset(words().values())


@cache
def _evident() -> dict[str, str]:
    """Those of the table that are evidence by themselves."""
    return {wrong: right for wrong, right in words().items() if _JOINTS.isdisjoint(wrong)}


@cache
def _odd() -> frozenset[str]:
    """The characters that make the wrong forms wrong, and those that are one region's."""
    return REGIONAL | {
        a
        for wrong, right in _evident().items()
        for a, b in zip(wrong, right, strict=True)
        if a != b
    }


# Form of another region, form of the target: what differs in the shape only.
FORMS = {
    "zh-TW": dict(zip("裏綫説閲鋭衞爲衆羣麪牀峯着啓税脱悦温户", "裡線說閱銳衛為眾群麵床峰著啟稅脫悅溫戶", strict=True)),
    "zh-HK": dict(zip("裡説閲鋭衞爲衆啓税脱悦温户", "裏說閱銳衛為眾啟稅脫悅溫戶", strict=True)),
}  # fmt: skip
REGIONAL = frozenset({**FORMS["zh-TW"], **FORMS["zh-HK"]})


@cache
def foreign(to: str) -> re.Pattern[str]:
    """A pattern for the forms of other regions than that of ``to``."""
    return re.compile(f"[{''.join(FORMS[to])}]")


def standard(text: str) -> str:
    """Set the forms of other regions as Taiwan's standard has them."""
    forms = FORMS["zh-TW"]
    # A table of translation takes ten times as long.
    for form in set(foreign("zh-TW").findall(text)):
        text = text.replace(form, forms[form])
    return text
