"""What the typography cleaners share: classes of characters, and a document's own habits."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from typing import TypedDict

from ..document import Document
from ..edits import Found
from ..markup.htmlsigns import source_code
from ..patterns import lazy
from ..protect import NONE
from ..rules import Gate, Options, Rule
from ._verbatim import verbatim

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
    if "\u4e00" <= char <= "\u9fff" or HAN_CHAR().match(char):
        return CHINESE
    if char in _QUOTES:
        return QUOTE
    if char in _MARKS:
        return MARK
    if char in ENDS:
        return END
    if char.isspace():
        return SPACE
    if char.isdecimal():
        return DIGIT
    # Latin, Greek, Cyrillic: scripts with words between spaces. Kana and Hangul are OTHER.
    return LATIN if char.isalpha() and char < "\u2000" else OTHER


_QUOTES = "“”‘’「」『』《》〈〉【】〔〕"
_MARKS = "。、，！？：；（）…—～·"
ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
CLASS = Classes()
HAN_CHAR = lazy(f"[{HAN}]")


class Habits(TypedDict):
    """A document's ways with its marks, as far as they speak for or against a folding."""

    wide: bool
    """Its marks may have been folded: no full-width habit speaks against it."""
    spaced: bool
    """It sets a space behind half-width commas: a style of its own."""
    loose: bool
    """Half or more of its half-width commas have a space behind."""
    apart: bool
    """It sets marks apart from the words on both sides, as in ``甲 , 乙 。``."""


_HALF_BESIDE_HAN = lazy(f"[,!?;](?:(?=[{HAN}“‘「《])|(?<=[{HAN}”’」》][,!?;])| (?<=[{HAN}] , ))")
_FULL_MARK = lazy("[，！？；]")
HALF_STOP = lazy(
    rf"\.(?:(?<=[{HAN}”’」》]\.)|(?<=[{HAN}][\"']\.))(?=[{HAN}“‘「《”’」』]|[\"']?(?:\r?\n|[ ]?\Z)|[ \"][{HAN}])"
)
"""An ASCII period where a Chinese sentence may end."""


def mark_habits(document: Document) -> Habits:
    """Weigh the document's half-width marks beside Chinese against its full-width ones.

    A fragment with hardly any marks has no habit and may have been folded.
    """
    text = document.text
    count = text.count
    if not document.memo(has_narrow_site):
        few = not at_least(_FULL_MARK(), text, 4)
        loose = few and (", " in text or "; " in text)
        return {"wide": few, "spaced": loose, "loose": loose, "apart": few and " 。" in text}
    # Most have none of one sort or the other; whether there is one is found faster than how many.
    full = sum(count(mark) for mark in "，！？；" if mark in text)
    spaced, half = (count(", "), count(",")) if " " in text else (0, count(","))
    if ";" in text:
        spaced, half = spaced + count("; "), half + count(";")
    return {
        "wide": full < 4 or at_least(_HALF_BESIDE_HAN(), text, -(-full // 4)),
        "spaced": spaced * 12 > half,
        "loose": spaced * 2 > half,
        "apart": bool(spaced and " , " in text) or " 。" in text,
    }


def period_ends(document: Document) -> bool:
    """Whether the document ends its Chinese sentences with an ASCII period rather than 。"""
    text = document.text
    if "." not in text or HALF_STOP().search(text) is None:
        return False
    # Those of a 。。。 are an ellipsis, which a rule sets: gone, they must not turn the scale.
    return at_least(HALF_STOP(), text, len(_FULL_STOP().findall(text)) + 1)


_FULL_STOP = lazy("。(?<!。。)(?!。)")


_BESIDE = _QUOTES + _MARKS
NARROW = lazy(
    f"[!,:;?](?:(?=[{HAN}])(?<![{HAN}].)"
    f"|(?![{HAN}])(?:(?<=[{HAN}{_BESIDE}].)|(?=[!,:;?]{{1,8}}[{HAN}])))[!,:;?]*"
)
"""A run of marks with something Chinese at one side only: what is worth a look in any document."""
SURE = lazy(
    f"([!,:;?](?:(?<=[{HAN}].)(?:[!,;?]{{0,7}}(?:(?=[{HAN}{_QUOTES}{ENDS}])"
    f"|(?=[{_MARKS}])(?!(?<=\\?)[。、][^{ENDS}]))"
    "|(?<=,)(?=[A-Za-z0-9]))"
    f"|(?=[{HAN}])(?:(?<=[{_BESIDE}].)|(?<=[A-Za-z0-9],))))"
)
"""A mark, or a run of them, whose neighbours alone make it Chinese: nine in ten of a folded text."""
_SITE = lazy(f"[!,:;?](?:(?=[{HAN}])|(?<=[{HAN}{_BESIDE}].)|(?=[!,:;?]{{1,8}}[{HAN}]))")


def has_narrow_site(document: Document) -> bool:
    """Whether any half-width mark touches something Chinese."""
    return has_half_mark(document.text) and _SITE().search(document.text) is not None


def has_half_mark(text: str) -> bool:
    """Whether the text holds a half-width mark: five literals are found faster than one class."""
    return "," in text or ":" in text or "!" in text or "?" in text or ";" in text


class FoldedGate(Gate):
    """A gate that stays shut where the document's own marks are full width."""

    def _opens(self, document: Document) -> bool:
        text = document.text
        known = document.run.signals.get(mark_habits.__name__)
        if known is not None and not known["wide"]:
            return False
        for literal in self.literals:  # one character is found five times as fast as three
            if literal[0] in text and literal in text:
                return folded(document)
        return False


def at_least(pattern: re.Pattern[str], text: str, number: int) -> bool:
    """Whether ``pattern`` matches ``number`` times or more; looks no further than that."""
    return sum(1 for _ in islice(pattern.finditer(text), number)) == number


def folded(document: Document) -> bool:
    """Whether the document's marks may have been folded."""
    return document.signal(mark_habits)["wide"]


def for_prose(*rules: Rule) -> tuple[Rule, ...]:
    """Keep rules of typography from programs: their marks are syntax, in whatever script.

    Nor do they set the lines that are no prose within an article, see ``_verbatim``.
    """
    return tuple(replace(rule, find=_in_prose(rule)) for rule in rules)


def _in_prose(rule: Rule) -> Callable[[Document, Options], Iterable[Found]]:
    find = rule.find

    @functools.wraps(find)
    def found(document: Document, options: Options) -> Iterable[Found]:
        if document.signal(source_code):
            return ()
        edits = find(document, options)
        kept = document.memo(verbatim) if edits else NONE
        if not kept:
            # Marks set full width, quotes curled and blanks closed make no line a program's.
            document.run.prose |= bool(edits) and rule.family == "punctuation"
            return edits
        return [edit for edit in edits if not kept.overlaps(edit[0], edit[1])]

    return found
