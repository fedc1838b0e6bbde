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
from typing import NamedTuple

from ..document import Document
from ..edits import Found, apply
from ..rules import Confidence, Gate, Option, Options, Rule, Scope, rule
from ._brackets import judge_brackets
from ._clauses import ends_chinese, is_chinese_around, judge_mark
from ._marks import (
    BETWEEN,
    CHINESE,
    CLASS,
    DIGIT,
    END,
    FULL,
    HALF_STOP,
    HAN,
    LATIN,
    MARK,
    NARROW,
    QUOTE,
    FoldedGate,
    MarksGate,
    mark_habits,
    period_ends,
)

_GATE = MarksGate()
_BRACKETS = Gate("(", ")")


class Judged(NamedTuple):
    """The edits of one state: those any reader would sign, and those the context decides."""

    sure: list[Found]
    likely: list[Found]


# Every run of marks (?!, !!!) but the single one between two Chinese characters; judged as one.
_OTHERS = re.compile(f"[!,:;?](?:(?![{HAN}])|(?<![{HAN}].))[!,:;?]*")


# Sides between which a comma is Chinese beyond doubt.
_PLAIN = frozenset(
    ((CHINESE, LATIN), (CHINESE, DIGIT), (CHINESE, QUOTE), (CHINESE, END), (CHINESE, MARK),
     (LATIN, CHINESE), (DIGIT, CHINESE), (QUOTE, CHINESE), (MARK, CHINESE))
)  # fmt: skip


def _judge(document: Document) -> Judged:
    text = document.text
    sure_pairs, asides_ = document.memo(judge_brackets)
    if sure_pairs or asides_:  # brackets first: a mark behind a Chinese bracket is Chinese
        text = apply(text, sorted(sure_pairs + asides_))
    habits = document.signal(mark_habits)
    full = FULL
    starts = map(re.Match.start, BETWEEN.finditer(text))
    sure: list[Found] = [(i, i + 1, full[text[i]]) for i in starts]
    likely: list[Found] = []
    text = "\n" + text + "\n"
    classes = CLASS
    for m in (_OTHERS if habits["wide"] else NARROW).finditer(text):
        i, j = m.span()
        mark = m[0]
        left, right = classes[text[i - 1]], classes[text[j]]
        if mark == "," and (left, right) in _PLAIN:
            sure.append((i - 1, i, "，"))
            continue
        verdict = judge_mark(text, i, j, left, right, habits)
        if verdict:
            where = sure if verdict == 2 else likely
            where.append((i - 1, j - 1, full[mark] if mark in full else mark.translate(_FULL)))
    sure.sort()
    if any(kana in text for kana in "にはをで"):  # Japanese of any length holds one
        return Judged(_chinese_only(text, sure), _chinese_only(text, likely))
    return Judged(sure, likely)


# の alone is used in Chinese names (鲜の每日).
_HIRAGANA = re.compile("[ぁ-ねは-ゖ]")


def _chinese_only(text: str, found: list[Found]) -> list[Found]:
    """Leave out the edits in Japanese: hiragana within a dozen characters in the same line."""
    kept: list[Found] = []
    for edit in found:
        at = edit[0] + 1
        start = max(text.rfind("\n", max(0, at - 12), at) + 1, at - 12, 0)
        end = text.find("\n", at, at + 13)
        if not _HIRAGANA.search(text, start, end if end >= 0 else at + 13):
            kept.append(edit)
    return kept


_FULL = str.maketrans(FULL)


@rule("punctuation.beside", Confidence.CERTAIN, _GATE, scope=Scope.PARAGRAPH)
def beside(document: Document, options: Options) -> Iterable[Found]:
    """Set a half-width mark that stands beside Chinese full width.

    Commas, colons, semicolons, exclamation and question marks; brackets that hold Chinese.
    """
    return document.memo(_judge).sure


@rule("punctuation.clause", Confidence.LIKELY, _GATE, scope=Scope.PARAGRAPH)
def clause(document: Document, options: Options) -> Iterable[Found]:
    """Set a mark between Latin words or numbers full width where its clause is Chinese.

    Only in a document whose marks beside Chinese are not full width as a rule.
    """
    return document.memo(_judge).likely


@rule("punctuation.brackets", Confidence.CERTAIN, _BRACKETS, scope=Scope.PARAGRAPH)
def brackets(document: Document, options: Options) -> Iterable[Found]:
    """Set a pair of brackets that holds Chinese and stands beside Chinese full width."""
    return document.memo(judge_brackets)[0]


@rule("punctuation.asides", Confidence.LIKELY, _BRACKETS, scope=Scope.PARAGRAPH)
def asides(document: Document, options: Options) -> Iterable[Found]:
    """Set a pair of brackets in a Chinese sentence full width though it holds Latin only."""
    return document.memo(judge_brackets)[1]


_NUMERAL = frozenset("一二三四五六七八九十甲乙丙丁")


@rule("punctuation.stop", Confidence.CERTAIN, Gate("."))
def stop(document: Document, options: Options) -> Iterable[Found]:
    """Set the ASCII period of a Chinese sentence as 。 where the document has hardly any 。 itself."""
    text = document.text
    if not document.signal(period_ends):
        return []
    found: list[Found] = []
    for m in HALF_STOP.finditer(text):
        i = m.start()
        if text[i - 1] in _NUMERAL and (i < 2 or text[i - 2] in "\n 　"):
            continue  # 一.首先: a numbered heading
        if text[i - 1] in "”’」》" and not is_chinese_around(text, i):
            continue
        found.append((i, i + 1, "。"))
    return found


# One gate for what is set in folded text only: each gate costs every document a microsecond.
_FOLDED = FoldedGate("~", "...", "--", "。。。")
_PERIOD = re.compile(r"\.(?<=[A-Za-z0-9%℃)）]\.)(?<![.][A-Za-z]\.)(?=\r?\n|\Z)")


def no_stops(document: Document) -> bool:
    """Whether the document has no 。, or fewer than ASCII periods at ends of Chinese sentences."""
    return "。" not in document.text or document.signal(period_ends)


@rule("punctuation.period", Confidence.LIKELY, FoldedGate("."))
def period(document: Document, options: Options) -> Iterable[Found]:
    """Set the ASCII period behind a Latin word that ends a Chinese sentence and its line as 。."""
    text = document.text
    if not document.signal(no_stops):
        return []
    places = (m.start() for m in _PERIOD.finditer(text))
    return [(i, i + 1, "。") for i in places if ends_chinese(text, i)]


_ELLIPSIS = re.compile(rf"\.{{3}}(?<=[{HAN}”’」』》）]\.\.\.)\.{{0,9}}(?![.])|。{{3,12}}(?!。)")
_DASH = re.compile(rf"-(?<=[{HAN}”’」』》）]-)-{{1,3}}(?=[{HAN}“‘「『《])")
_TILDE = re.compile(rf"~(?<=[{HAN}”]~)(?=[{HAN}“！？。，\n]|\Z)")


@rule("punctuation.ellipsis", Confidence.LIKELY, _FOLDED)
def ellipsis(document: Document, options: Options) -> Iterable[Found]:
    """Set three or more dots behind Chinese as ……."""
    return [(m.start(), m.end(), "……") for m in _ELLIPSIS.finditer(document.text)]


@rule("punctuation.dash", Confidence.LIKELY, _FOLDED)
def dash(document: Document, options: Options) -> Iterable[Found]:
    """Set hyphens between Chinese as ——."""
    return [(m.start(), m.end(), "——") for m in _DASH.finditer(document.text)]


@rule("punctuation.tilde", Confidence.LIKELY, _FOLDED)
def tilde(document: Document, options: Options) -> Iterable[Found]:
    """Set a tilde behind Chinese full width."""
    return [(m.start(), m.end(), "～") for m in _TILDE.finditer(document.text)]


# A line of Latin script alone: no Han, kana, Hangul or emoji.
_LATIN_LINE = re.compile(
    "\n[ -~][^\n\u3040-\u9fff\ua000-\ufaff\U00010000-\U0010ffff]{3,2000}(?=\n)"
)
_ENGLISH = re.compile(r"[，。：；！？、（](?=[ -~])|[，。：；！？）](?=[ -~\r]|$)")
_TO_HALF = str.maketrans("，。：；！？、（）", ",.:;!?,()")
_WORDS = re.compile(r"(?<![\w-])[A-Za-z]{2,}(?![\w-])", re.ASCII)
_PHRASE = re.compile(r"[A-Za-z] [A-Za-z]")


def english_lines(document: Document) -> list[tuple[int, str]]:
    """Find the lines without Chinese that hold a full-width mark, with their offsets."""
    text = "\n" + document.text + "\n"
    lines = ((m.start(), m[0][1:]) for m in _LATIN_LINE.finditer(text))
    return [(start, line) for start, line in lines if _ENGLISH.search(line)]


class EnglishGate(Gate):
    """Opens where a line without Chinese holds a full-width mark."""

    def _opens(self, document: Document) -> bool:
        return bool(document.memo(english_lines))


@rule("punctuation.english", Confidence.CERTAIN, EnglishGate())
def english(document: Document, options: Options) -> Iterable[Found]:
    """Set full-width marks half width in a line of English.

    A line without Chinese, with a word in small letters among its words; in crawl, four of them.
    """
    needed = 1 if options["profile"] == "docs" else 4
    found: list[Found] = []
    for start, line in document.memo(english_lines):
        words = _WORDS.findall(line)
        if not _PHRASE.search(line) or sum(word.islower() for word in words) < needed:
            continue
        for m in _ENGLISH.finditer(line):
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
RULES: tuple[Rule, ...] = (
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
