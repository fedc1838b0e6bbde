"""Punctuation: half-width marks in Chinese context set full width, as a copy editor would.

A mark belongs to the language of its clause. Beside Chinese on either side it is Chinese
(``你好,世界``, ``iPhone,好``); between Latin words or numbers the clause decides, and only in a
document that does not itself set its marks full width (then a half-width one is meant).
Decimal points, thousands, times, ratios of numbers, ``key:value`` in Latin, function calls,
Markdown links and emoticons are left alone, and so are sentences of English and of Japanese. A
line of English takes half-width marks.

Documentation gets what needs no context. There we agree with AutoCorrect and zhlint where they
agree with each other, but for these: ``中文;中文`` is set (AutoCorrect fears for code, which is
protected here); brackets around Chinese are full width (both set or leave them half width, with
spaces outside); the period of a Japanese sentence stays (only Chinese is ours); straight
quotation marks stay (zhlint curls them; in documentation they are often literals), and curly ones
in English too (AutoCorrect straightens them); an ideographic space that indents stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ..rules import Confidence, Gate, Option, Options, Rule, Scope, rule
from ._brackets import places, set_brackets, set_marks
from ._clauses import ends_chinese, is_chinese_around, judge_mark
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
    FoldedGate,
    Habits,
    folded,
    for_prose,
    has_half_mark,
    has_narrow_site,
    mark_habits,
    period_ends,
)

_BRACKETS = Gate("(", ")")


class Judged(NamedTuple):
    """The edits of one state: of marks and of brackets, the sure ones and those context decides."""

    sure: list[Found]
    likely: list[Found]
    brackets: list[Found]
    asides: list[Found]


def _judge_sure(document: Document) -> Judged:
    """Judge where only the sure marks are set."""
    return _judge(document, True)


def _judge_all(document: Document) -> Judged:
    """Judge where all marks are set."""
    return _judge(document, False)


def _judged(document: Document, options: Options) -> Judged:
    certain = options["floor"] >= Confidence.CERTAIN
    return document.memo(_judge_sure if certain else _judge_all)


_ROUNDS = 4


def _judge(document: Document, certain: bool) -> Judged:
    """Judge brackets and marks until nothing follows from what was found: each is evidence."""
    habits = document.signal(mark_habits)
    wide = habits["wide"]
    judged = Judged([], [], [], [])
    text = _prepared(document, certain, wide)
    # Brackets first: a mark behind a Chinese bracket is Chinese.
    text, judged.brackets[:], judged.asides[:], pairs = set_brackets(text, habits)
    text, plain = _plain(text)
    judged.sure.extend(plain)
    left = places(text, ",:;!?") if wide else []
    news = bool(plain or judged.brackets or judged.asides)
    for _ in range(_ROUNDS):
        sure, likely, left = _rest(text, left, habits)
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
            text, plain = _plain(text)
            judged.sure.extend(plain)
            news = news or bool(plain)
    for edits in judged:
        edits.sort()
    if "&" in text:
        judged = judged._replace(
            sure=_no_references(text, judged.sure), likely=_no_references(text, judged.likely)
        )
    # Japanese of any length holds one of these.
    if "に" in text or "は" in text or "を" in text or "で" in text:
        sure, likely = _chinese_only(text, judged.sure), _chinese_only(text, judged.likely)
        spoken = _not_japanese(text, judged.brackets), _not_japanese(text, judged.asides)
        return Judged(sure, likely, *spoken)
    return judged


def _prepared(document: Document, certain: bool, wide: bool) -> str:
    """Give the text between line ends, its stops and dots set as their rules will set them."""
    text = "\n" + document.text + "\n"
    if "." in text:
        text = set_marks(text, document.memo(_stops))
    if wide and not certain and ("..." in text or "。。。" in text):
        text = _ELLIPSIS().sub(lambda m: "…" * len(m[0]), text)
    if wide and not certain and "." in text:
        text = set_marks(text, document.memo(_periods))
    return text


def _plain(text: str) -> tuple[str, list[Found]]:
    """Set the marks whose neighbours alone decide, hundreds in a folded text, without a loop."""
    parts = SURE().split(text)
    if len(parts) == 1:
        return text, []
    places = list(accumulate(map(len, parts[:-1]), initial=-1))
    marks = "\0".join(parts[1::2]).translate(_FULL).split("\0")
    parts[1::2] = marks
    return "".join(parts), list(zip(places[1::2], places[2::2], marks, strict=True))


# Sides between which a comma is Chinese beyond doubt.
_PLAIN = frozenset(
    ((CHINESE, LATIN), (CHINESE, DIGIT), (LATIN, CHINESE), (DIGIT, CHINESE))
)  # fmt: skip


def _rest(
    text: str, found: list[int], habits: Habits
) -> tuple[list[Found], list[Found], list[int]]:
    """Judge one by one what the neighbours alone do not decide; give what stays, too.

    In a document that may have been folded, the marks at ``found`` are judged; in any other those
    beside Chinese.
    """
    sure: list[Found] = []
    likely: list[Found] = []
    left: list[int] = []
    classes = CLASS
    if habits["wide"]:
        match, end = _RUN().match, 0
        runs = [m for i in sorted(found) if i >= end and (m := match(text, i)) and (end := m.end())]
    else:
        runs = list(NARROW().finditer(text))
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


# But a colon in Latin (a:b, 12:30) and a comma in a number, which are never set.
_RUN = lazy(r"[!,:;?](?!(?<=[A-Za-z0-9]:)[A-Za-z0-9/]|(?<=[0-9],)[0-9])[!,:;?]*")


class MarksGate(Gate):
    """Opens for a half-width mark that may stand beside Chinese, now or once brackets are set."""

    def _opens(self, document: Document) -> bool:
        text = document.text
        if not has_half_mark(text):
            return False
        if document.memo(has_narrow_site) or folded(document):
            return True
        return ("(" in text or ")" in text) and bool(document.memo(_judge_all).brackets)


_GATE = MarksGate()
_REFERENCE = lazy(r"&(?:amp;)?#?[A-Za-z0-9]{1,31}$")


def _no_references(text: str, found: list[Found]) -> list[Found]:
    """Leave out the semicolon of a character reference, which `text` (line end first) still holds."""
    return [
        edit
        for edit in found
        if edit[2] != "；" or not _REFERENCE().search(text, max(0, edit[0] - 40), edit[0] + 1)
    ]


# の alone is used in Chinese names (鲜の每日).
_HIRAGANA = lazy("[ぁ-ねは-ゖ]")


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
    """Leave out the edits in lines of Japanese: a third as much hiragana as Han, or more."""
    kept: list[Found] = []
    end, keep = -1, True
    for edit in found:
        at = edit[0] + 1
        if at >= end:
            start = max(text.rfind("\n", 0, at) + 1, at - 2000)
            end = text.find("\n", at)
            end = min(end, at + 2000) if end >= 0 else at + 2000
            kana = len(_HIRAGANA().findall(text, start, end))
            keep = not kana or kana * 3 < len(_HAN().findall(text, start, end))
        if keep:
            kept.append(edit)
    return kept


_FULL = str.maketrans(FULL)


@rule("punctuation.beside", Confidence.CERTAIN, _GATE, scope=Scope.PARAGRAPH)
def beside(document: Document, options: Options) -> Iterable[Found]:
    """Set a half-width mark that stands beside Chinese full width.

    Commas, colons, semicolons, exclamation and question marks; brackets that hold Chinese.
    """
    return _judged(document, options).sure


@rule("punctuation.clause", Confidence.LIKELY, _GATE, scope=Scope.PARAGRAPH)
def clause(document: Document, options: Options) -> Iterable[Found]:
    """Set a mark between Latin words or numbers full width where its clause is Chinese.

    Only in a document whose marks beside Chinese are not full width as a rule.
    """
    return _judged(document, options).likely


@rule("punctuation.brackets", Confidence.CERTAIN, _BRACKETS, scope=Scope.PARAGRAPH)
def brackets(document: Document, options: Options) -> Iterable[Found]:
    """Set a pair of brackets that holds Chinese and stands beside Chinese full width."""
    return _judged(document, options).brackets


@rule("punctuation.asides", Confidence.LIKELY, _BRACKETS, scope=Scope.PARAGRAPH)
def asides(document: Document, options: Options) -> Iterable[Found]:
    """Set a pair of brackets in a Chinese sentence full width though it holds Latin only."""
    return _judged(document, options).asides


_NUMERAL = frozenset("一二三四五六七八九十甲乙丙丁")


@rule("punctuation.stop", Confidence.CERTAIN, Gate("."))
def stop(document: Document, options: Options) -> Iterable[Found]:
    """Set the ASCII period of a Chinese sentence as 。 where the document has hardly any 。 itself."""
    return document.memo(_stops)


def _stops(document: Document) -> list[Found]:
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


_PERIOD = lazy(r"\.(?<=[A-Za-z0-9%℃)）]\.)(?<![.][A-Za-z]\.)(?=\r?\n|\Z)")


def no_stops(document: Document) -> bool:
    """Whether the document has no 。, or fewer than ASCII periods at ends of Chinese sentences."""
    return "。" not in document.text or document.signal(period_ends)


@rule("punctuation.period", Confidence.LIKELY, FoldedGate("."))
def period(document: Document, options: Options) -> Iterable[Found]:
    """Set the ASCII period behind a Latin word that ends a Chinese sentence and its line as 。."""
    return document.memo(_periods)


def _periods(document: Document) -> list[Found]:
    """Find the periods behind Latin words to set as 。."""
    text = document.text
    if not document.signal(no_stops):
        return []
    ends = (m.start() for m in _PERIOD().finditer(text))
    return [(i, i + 1, "。") for i in ends if ends_chinese(text, i)]


_ELLIPSIS = lazy(rf"\.{{3}}(?<=[{HAN}”’」』》）]\.\.\.)\.{{0,9}}(?![.])|。{{3,12}}(?!。)")
_DASH = lazy(rf"-(?<=[{HAN}”’」』》）]-)-{{1,3}}(?=[{HAN}“‘「『《])")
_TILDE = lazy(rf"~(?<=[{HAN}”]~)(?=[{HAN}“！？。，!?,\n]|\Z)")


@rule("punctuation.ellipsis", Confidence.LIKELY, FoldedGate("...", "。。。"))
def ellipsis(document: Document, options: Options) -> Iterable[Found]:
    """Set three or more dots behind Chinese as ……."""
    return [(m.start(), m.end(), "……") for m in _ELLIPSIS().finditer(document.text)]


@rule("punctuation.dash", Confidence.LIKELY, FoldedGate("--"))
def dash(document: Document, options: Options) -> Iterable[Found]:
    """Set hyphens between Chinese as ——."""
    return [(m.start(), m.end(), "——") for m in _DASH().finditer(document.text)]


@rule("punctuation.tilde", Confidence.LIKELY, FoldedGate("~"))
def tilde(document: Document, options: Options) -> Iterable[Found]:
    """Set a tilde behind Chinese full width."""
    return [(m.start(), m.end(), "～") for m in _TILDE().finditer(document.text)]


# A line of Latin script alone: no Han, kana, Hangul or emoji.
_LATIN_LINE = lazy("\n[ -~][^\n\u3040-\u9fff\ua000-\ufaff\U00010000-\U0010ffff]{3,2000}(?=\n)")
_ENGLISH = lazy(r"[，。：；！？、（](?=[ -~])|[，。：；！？）](?=[ -~\r]|$)")
_TO_HALF = str.maketrans("，。：；！？、（）", ",.:;!?,()")
_WORDS = lazy(r"(?<![\w-])[A-Za-z]{2,}(?![\w-])", re.ASCII)
_PHRASE = lazy(r" (?<=[A-Za-z] )[A-Za-z]")


def english_lines(document: Document) -> list[tuple[int, str]]:
    """Find the lines without Chinese that hold a full-width mark, with their offsets."""
    text = "\n" + document.text + "\n"
    lines = ((m.start(), m[0][1:]) for m in _LATIN_LINE().finditer(text))
    return [(start, line) for start, line in lines if _ENGLISH().search(line)]


class EnglishGate(Gate):
    """Opens where a line without Chinese holds a full-width mark."""

    def _opens(self, document: Document) -> bool:
        text = document.text
        if " " not in text or _PHRASE().search(text) is None:
            return False
        return bool(document.memo(english_lines))


@rule("punctuation.english", Confidence.CERTAIN, EnglishGate())
def english(document: Document, options: Options) -> Iterable[Found]:
    """Set full-width marks half width in a line of English.

    A line without Chinese, with a word in small letters among its words; in crawl, four of them.
    """
    needed = 1 if options["profile"] == "docs" else 4
    found: list[Found] = []
    for start, line in document.memo(english_lines):
        words = _WORDS().findall(line)
        if not _PHRASE().search(line) or sum(word.islower() for word in words) < needed:
            continue
        for m in _ENGLISH().finditer(line):
            i = m.start()
            if i == 0 or not line[i - 1].isascii() or line[i - 1] == "\\":
                continue
            half = m[0].translate(_TO_HALF)
            if half == "(":
                half = " (" if line[i - 1].isalnum() else half
            elif line[i + 1 : i + 2].isalnum():
                half += " "
            found.append((start + i, start + i + 1, half))
    return found


OPTIONS: tuple[Option, ...] = ()
RULES: tuple[Rule, ...] = for_prose(
    beside,
    clause,
    brackets,
    asides,
    stop,
    period,
    ellipsis,
    dash,
    tilde,
    english,
)
