"""The judging of a document's marks and brackets together, each evidence for the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ._brackets import few_places, places, set_brackets, set_marks
from ._clauses import ends_chinese, is_chinese_around, judge_mark
from ._lost import holes, may_be_lost, not_lost
from ._marks import (
    CHINESE,
    CLASS,
    DIGIT,
    FULL,
    HALF_STOP,
    HAN,
    LATIN,
    NARROW,
    SURE,
    Habits,
    mark_habits,
    period_ends,
)


class Judged(NamedTuple):
    """The edits of one state: of marks and of brackets, the sure ones and those context decides."""

    sure: list[Found]
    likely: list[Found]
    brackets: list[Found]
    asides: list[Found]


def judge_sure(document: Document) -> Judged:
    """Judge where only the sure marks are set."""
    return _judge(document, True)[0]


def judge_all(document: Document) -> Judged:
    """Judge where all marks are set."""
    return _judge(document, False)[0]


def judged_text(document: Document) -> str | None:
    """Give the text with all its marks set, without a record of them; None where that takes more.

    Only for a text whose marks may have been folded: there are hundreds of edits in one, and to
    list and apply them takes as long as to find them. The text keeps its length.
    """
    text = document.text
    if _maybe_japanese(text) or ("&" in text and _MAYBE_REFERENCE().search(text)):
        return None
    if may_be_lost(text) or document.signal(holes):
        return None
    return _judge(document, False, record=False)[1][1:-1]


_MAYBE_REFERENCE = lazy(r"&[A-Za-z0-9#;-]{1,40};")


def _maybe_japanese(text: str) -> bool:
    """Whether a text holds one of the particles that Japanese of any length has."""
    return "に" in text or "は" in text or "を" in text or "で" in text


_ROUNDS = 4
_SPARSE = 40  # characters to a mark, from which on to ask at each mark is faster than to scan


def _judge(document: Document, certain: bool, record: bool = True) -> tuple[Judged, str]:
    """Judge brackets and marks until nothing follows from what was found: each is evidence.

    Gives the edits and the text they make. Without ``record`` the edits that neighbours alone
    decide are made but not listed.
    """
    habits = document.signal(mark_habits)
    wide = habits["wide"]
    judged = Judged([], [], [], [])
    text = _prepared(document, certain, wide)
    # Brackets first: a mark behind a Chinese bracket is Chinese.
    text, judged.brackets[:], judged.asides[:], pairs = set_brackets(text, habits)
    before = text
    sites = None if wide else few_places(text, _HALF, len(text) // _SPARSE)
    text = _plain(text, judged.sure if record else None, sites)
    left = places(text, _HALF) if wide else []
    news = text is not before or bool(judged.brackets or judged.asides)
    for _ in range(_ROUNDS):
        sure, likely, left = _rest(text, left, habits, sites)
        judged.sure.extend(sure)
        if certain:
            left += [start + 1 for start, _, _ in likely]
        else:
            judged.likely.extend(likely)
            sure = sure + likely
        text = set_marks(text, sure)
        brackets_: list[Found] = []
        if pairs and (sure or news):
            text, brackets_, asides_, pairs = set_brackets(text, habits, pairs)
            judged.brackets.extend(brackets_)
            judged.asides.extend(asides_)
            brackets_ += asides_
        if not brackets_ and not (sure and (left or not wide)):
            break
        news = bool(brackets_)
        if not wide:
            before = text
            text = _plain(text, judged.sure, sites)
            news = news or text is not before
    if not record:
        return judged, text
    for edits in judged:
        edits.sort()
    if "&" in text:
        judged = judged._replace(
            sure=_no_references(text, judged.sure), likely=_no_references(text, judged.likely)
        )
    within = document.signal(holes)
    if within or may_be_lost(document.text):
        given = f"\n{document.text}\n"
        judged = Judged(*(not_lost(given, edits, within) for edits in judged))
    if _maybe_japanese(text):
        sure, likely = _chinese_only(text, judged.sure), _chinese_only(text, judged.likely)
        spoken = _not_japanese(text, judged.brackets), _not_japanese(text, judged.asides)
        return Judged(sure, likely, *spoken), text
    return judged, text


def _prepared(document: Document, certain: bool, wide: bool) -> str:
    """Give the text between line ends, its stops and dots set as their rules will set them."""
    text = "\n" + document.text + "\n"
    if "." in text:
        text = set_marks(text, document.memo(stops))
    if wide and not certain and ("..." in text or "。。。" in text):
        text = ELLIPSIS().sub(lambda m: "…" * len(m[0]), text)
    if wide and not certain and "." in text:
        text = set_marks(text, document.memo(periods))
    return text


_HALF = ",:;!?"


def _plain(text: str, found: list[Found] | None, sites: list[int] | None) -> str:
    """Set the marks whose neighbours alone decide, hundreds in a folded text, without a loop.

    The edits are added to ``found``. Where there is nothing to set the text is the same object.
    ``sites`` are the places of all half-width marks, where they are few.
    """
    if sites is not None:
        edits = [
            (m.start() - 1, m.end() - 1, m[0].translate(_FULL)) for m in _at(SURE(), text, sites)
        ]
        if found is not None:
            found += edits
        return set_marks(text, edits)
    parts = SURE().split(text)
    if len(parts) == 1:
        return text
    marks = [FULL[mark] if len(mark) == 1 else mark.translate(_FULL) for mark in parts[1::2]]
    if found is not None:
        ends = list(accumulate(map(len, parts[:-1]), initial=-1))
        found += zip(ends[1::2], ends[2::2], marks, strict=True)
    parts[1::2] = marks
    return "".join(parts)


# Sides between which a comma is Chinese beyond doubt.
_PLAIN = frozenset(
    ((CHINESE, LATIN), (CHINESE, DIGIT), (LATIN, CHINESE), (DIGIT, CHINESE))
)  # fmt: skip


def _rest(
    text: str, found: list[int], habits: Habits, sites: list[int] | None
) -> tuple[list[Found], list[Found], list[int]]:
    """Judge one by one what the neighbours alone do not decide; give what stays, too.

    In a document that may have been folded, the marks at ``found`` are judged; in any other those
    beside Chinese, at ``sites`` where these are known.
    """
    sure: list[Found] = []
    likely: list[Found] = []
    left: list[int] = []
    classes = CLASS
    if habits["wide"]:
        runs: Iterable[re.Match[str]] = _at(_RUN(), text, sorted(found))
    else:
        runs = NARROW().finditer(text) if sites is None else _at(NARROW(), text, sites)
    for m in runs:
        i, j = m.span()
        mark = m[0]
        before, behind = classes[text[i - 1]], classes[text[j]]
        if mark == "," and (before, behind) in _PLAIN:
            verdict = 2
        else:
            verdict = judge_mark(text, i, j, before, behind, habits)
        if verdict:
            where = sure if verdict == 2 else likely
            where.append((i - 1, j - 1, mark.translate(_FULL)))
        else:
            left.append(i)
    return sure, likely, left


def _at(pattern: re.Pattern[str], text: str, sites: list[int]) -> Iterator[re.Match[str]]:
    """Give the matches that begin at places, none within another; no list, which can be a long one."""
    match, end = pattern.match, 0
    for i in sites:
        if i >= end and (m := match(text, i)):
            end = m.end()
            yield m


# But a colon in Latin (a:b, 12:30) and a comma in a number, which are never set.
_RUN = lazy(r"[!,:;?](?!(?<=[A-Za-z0-9]:)[A-Za-z0-9/]|(?<=[0-9],)[0-9])[!,:;?]*")


_REFERENCE = lazy(r"&(?:amp;)?#?[A-Za-z0-9-]{1,31}$")


def _no_references(text: str, found: list[Found]) -> list[Found]:
    """Leave out the semicolon of a character reference, which `text` (line end first) still holds."""
    return [
        edit
        for edit in found
        if edit[2] != "；" or not _REFERENCE().search(text, max(0, edit[0] - 40), edit[0] + 1)
    ]


# の alone is used in Chinese names (鲜の每日).
_HIRAGANA = lazy("[ぁ-ねは-ゖ]")
_KANA = lazy("[ぁ-ねは-ゖァ-ヺ]")


def _chinese_only(text: str, found: list[Found]) -> list[Found]:
    """Leave out the edits in Japanese: hiragana within a dozen characters in the same line."""
    kept: list[Found] = []
    for edit in found:
        at = edit[0] + 1
        start = max(text.rfind("\n", max(0, at - 12), at) + 1, at - 12, 0)
        end = text.find("\n", at, at + 13)
        if not _HIRAGANA().search(text, start, end if end >= 0 else at + 13):
            kept.append(edit)
    return kept


_HAN = lazy(f"[{HAN}]")


def _not_japanese(text: str, found: list[Found]) -> list[Found]:
    """Leave out the edits in lines of Japanese: a third as much kana as Han, or more."""
    kept: list[Found] = []
    end, keep = -1, True
    for edit in found:
        at = edit[0] + 1
        if at >= end:
            start = max(text.rfind("\n", 0, at) + 1, at - 2000)
            end = text.find("\n", at)
            end = min(end, at + 2000) if end >= 0 else at + 2000
            kana = len(_KANA().findall(text, start, end))
            keep = not kana or kana * 3 < len(_HAN().findall(text, start, end))
        if keep:
            kept.append(edit)
    return kept


_FULL = str.maketrans(FULL)


_NUMERAL = frozenset("一二三四五六七八九十甲乙丙丁")


def stops(document: Document) -> list[Found]:
    """Find the periods to set as 。; what stands before one depends on no other edit."""
    text = document.text
    if not document.signal(period_ends):
        return []
    found: list[Found] = []
    for m in HALF_STOP().finditer(text):
        i = m.start()
        if text[i - 1] in _NUMERAL and (i < 2 or text[i - 2] in "\n 　"):
            continue  # 一.首先: a numbered heading
        if text[i - 1] in "”’」》" and not is_chinese_around(text, i):
            continue
        found.append((i, i + 1, "。"))
    return found


# At the end of a line, and behind the number of a reference: 占多数[2].其中
_PERIOD = lazy(
    rf"\.(?:(?<=[A-Za-z0-9%℃)）]\.)(?<![.][A-Za-z]\.)(?=\r?\n|\Z)|(?<=[0-9]\]\.)(?=[{HAN}]|\r?\n|\Z))"
)


def no_stops(document: Document) -> bool:
    """Whether the document has no 。, or fewer than ASCII periods at ends of Chinese sentences."""
    return "。" not in document.text or document.signal(period_ends)


def periods(document: Document) -> list[Found]:
    """Find the periods behind Latin words to set as 。."""
    text = document.text
    if not document.signal(no_stops):
        return []
    ends = (m.start() for m in _PERIOD().finditer(text))
    return [(i, i + 1, "。") for i in ends if ends_chinese(text, i)]


ELLIPSIS = lazy(rf"\.{{3}}(?<=[{HAN}”’」』》）]\.\.\.)\.{{0,9}}(?![.])|。{{3,12}}(?!。)")
