"""What the typography cleaners share: classes of characters, and a document's own habits."""

from __future__ import annotations

import re
from typing import TypedDict

from ..document import Document

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""A regular expression's class of Chinese characters (々 and 〇 among them), without brackets."""

FULL = {",": "，", "!": "！", "?": "？", ":": "：", ";": "；", "(": "（", ")": "）", "~": "～"}

CHINESE, QUOTE, MARK, LATIN, DIGIT, SPACE, END, OTHER = range(8)
"""Classes: Han; quotation marks and titles; full-width marks; A-z; 0-9; blanks; line end; rest."""


class Classes(dict[str, int]):
    """The class of a character, worked out once for each character met."""

    def __missing__(self, char: str) -> int:
        """Work out and keep the class of ``char``."""
        found = self[char] = _class(char)
        return found


def _class(char: str) -> int:
    if _IS_HAN(char):
        return CHINESE
    if char in "“”‘’「」『』《》〈〉【】〔〕":
        return QUOTE
    if char in "。、，！？：；（）…—～·":
        return MARK
    if char in "\n\r\x0b\x0c\x85\u2028\u2029":
        return END
    if char.isspace():
        return SPACE
    if char.isdecimal():
        return DIGIT
    # Latin, Greek, Cyrillic: scripts with words between spaces. Kana and Hangul are OTHER.
    return LATIN if char.isalpha() and char < "\u2000" else OTHER


_IS_HAN = re.compile(f"[{HAN}]").match
CLASS = Classes()


class Habits(TypedDict):
    """How often a document sets its own marks half and full width beside Chinese."""

    half: int
    spaced: int
    apart: int
    full: int
    stops: int
    full_stops: int


_HALF_BESIDE_HAN = re.compile(
    f"[,!?;](?:(?=[{HAN}“‘「《])|(?<=[{HAN}”’」》][,!?;])| (?<=[{HAN}] , ))"
)
_HALF_STOP = re.compile(rf"\.(?<=[{HAN}”’」》]\.)(?=[{HAN}“‘「《\n”’」』]|[ ]?\Z|[ ][{HAN}])")


def marks_beside_han(document: Document) -> Habits:
    """Count the document's half- and full-width marks at sites where Chinese stands beside them."""
    text = document.text
    count = text.count
    return {
        "half": sum(1 for _ in _HALF_BESIDE_HAN.finditer(text)),
        "spaced": count(", ") + count("; "),
        "apart": count(" , ") + count(" 。"),
        "full": count("，") + count("！") + count("？") + count("；"),
        "stops": sum(1 for _ in _HALF_STOP.finditer(text)) if "." in text else 0,
        "full_stops": count("。"),
    }


def folded(document: Document) -> bool:
    """Whether the document's marks may have been folded: no full-width habit speaks against it.

    A fragment with hardly any marks has no habit and counts as folded.
    """
    habits = document.signal(marks_beside_han)
    return habits["full"] < 4 or habits["half"] * 4 >= habits["full"]


def spaced_out(document: Document) -> bool:
    """Whether the document sets half-width commas with a space behind: a style, not a folding."""
    habits = document.signal(marks_beside_han)
    return habits["spaced"] * 12 > habits["half"]


def set_apart(document: Document) -> bool:
    """Whether the document sets its marks apart from the words, as in ``甲 , 乙 。``."""
    habits = document.signal(marks_beside_han)
    return habits["apart"] > 0


def stops_folded(document: Document) -> bool:
    """Whether the document ends its Chinese sentences with an ASCII period."""
    habits = document.signal(marks_beside_han)
    return habits["stops"] > habits["full_stops"]
