"""Punctuation: half-width marks in Chinese context set full width, as a copy editor would.

A mark belongs to the language of its clause. Beside Chinese on either side it is Chinese
(``你好,世界``, ``iPhone,好``); between Latin words or numbers the clause decides, and only in a
document that does not itself set its marks full width (then a half-width one is meant).
Decimal points, thousands, times, ratios of numbers, ``key:value`` in Latin, function calls,
Markdown links and emoticons are left alone, and so are sentences of English and of Japanese, lines
of settings and of logs. A line of English takes half-width marks.

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

from ..document import Document
from ..edits import Found
from ..markup.htmlsigns import source_code
from ..patterns import lazy
from ..rules import Confidence, Gate, Option, Options, Rule, Scope, rule
from ._foreign import marks_neutral_tones
from ._judging import ELLIPSIS, Judged, judge_all, judge_sure, judged_text, periods, stops
from ._marks import (
    HAN,
    HAN_CHAR,
    FoldedGate,
    folded,
    for_prose,
    has_half_mark,
    has_narrow_site,
)
from ._verbatim import verbatim

_BRACKETS = Gate("(", ")")


def _judged(document: Document, options: Options) -> Judged:
    certain = options["floor"] >= Confidence.CERTAIN
    return document.memo(judge_sure if certain else judge_all)


class MarksGate(Gate):
    """Opens for a half-width mark that may stand beside Chinese, now or once brackets are set."""

    def _opens(self, document: Document) -> bool:
        text = document.text
        if not has_half_mark(text):
            return False
        if document.memo(has_narrow_site) or folded(document):
            return True
        return ("(" in text or ")" in text) and bool(document.memo(judge_all).brackets)


_GATE = MarksGate()


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


@rule("punctuation.stop", Confidence.CERTAIN, Gate("."))
def stop(document: Document, options: Options) -> Iterable[Found]:
    """Set the ASCII period of a Chinese sentence as 。 where the document has hardly any 。 itself."""
    return document.memo(stops)


@rule("punctuation.period", Confidence.LIKELY, FoldedGate("."))
def period(document: Document, options: Options) -> Iterable[Found]:
    """Set the ASCII period behind a Latin word that ends a Chinese sentence and its line as 。."""
    return document.memo(periods)


_DASH = lazy(rf"-(?<=[{HAN}”’」』》）]-)-{{1,3}}(?=[{HAN}“‘「『《])")
_TILDE = lazy(rf"~(?<=[{HAN}”]~)(?=[{HAN}“！？。，!?,\n]|\Z)")


@rule("punctuation.ellipsis", Confidence.LIKELY, FoldedGate("...", "。。。"))
def ellipsis(document: Document, options: Options) -> Iterable[Found]:
    """Set three or more dots behind Chinese as ……."""
    return [(m.start(), m.end(), "……") for m in ELLIPSIS().finditer(document.text)]


@rule("punctuation.dash", Confidence.LIKELY, FoldedGate("--"))
def dash(document: Document, options: Options) -> Iterable[Found]:
    """Set hyphens between Chinese as ——; not those that mark a neutral tone of Taiwanese."""
    if _DASH().search(document.text) is None or document.signal(marks_neutral_tones):
        return []
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


_FUNCTION = lazy(
    r"\b(?:the|an?|is|are|was|were|be|to|of|in|and|that|this|it|you|we|can|will|not|with|for)\b",
    re.IGNORECASE,
)


_NO_SENTENCE = lazy(r"[ \t]*(?:[-*+|>#]|[0-9]+[.)])|[^\n]*[：/]")


def _is_sentence(line: str) -> bool:
    """Whether a line of Latin words has one that only sentences have, or is no item and no label."""
    return _FUNCTION().search(line) is not None or not _NO_SENTENCE().match(line)


def holds_chinese(document: Document) -> bool:
    """Whether the document holds Chinese characters at all."""
    return HAN_CHAR().search(document.text) is not None


def english_lines(document: Document) -> list[tuple[int, str]]:
    """Find the lines without Chinese that hold a full-width mark, with their offsets."""
    text = "\n" + document.text + "\n"
    lines = ((m.start(), m[0][1:]) for m in _LATIN_LINE().finditer(text))
    return [(start, line) for start, line in lines if _ENGLISH().search(line)]


def has_english(document: Document) -> bool:
    """Whether a line of words without Chinese holds a full-width mark."""
    text = document.text
    if " " not in text or _PHRASE().search(text) is None:
        return False
    return bool(document.memo(english_lines))


class EnglishGate(Gate):
    """Opens where a line without Chinese holds a full-width mark."""

    def _opens(self, document: Document) -> bool:
        return has_english(document)


@rule("punctuation.english", Confidence.CERTAIN, EnglishGate())
def english(document: Document, options: Options) -> Iterable[Found]:
    """Set full-width marks half width in a line of English.

    A line without Chinese, four of whose words are in small letters; in documentation two, where it
    is no item and no label, or one of them is such as only a sentence has.
    """
    needed = 4
    if options["profile"] == "docs":
        needed = 4 if document.signal(holds_chinese) else 1
    found: list[Found] = []
    for start, line in document.memo(english_lines):
        if needed == 4 and "、" in line:
            continue  # whoever types it writes Chinese
        words = _WORDS().findall(line)
        small = sum(word.islower() for word in words)
        if not (small >= needed and _PHRASE().search(line)) and not (
            options["profile"] == "docs" and small >= 2 and _is_sentence(line)
        ):
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


def rewritten(document: Document) -> str | None:
    """Set all marks of a folded text at once; None where the rules have to be asked one by one."""
    if not has_half_mark(document.text) or not folded(document) or document.signal(source_code):
        return None
    if has_english(document) or document.memo(verbatim) or document.protected():
        return None
    document.run.prose = True
    if "-" in document.text and _DASH().search(document.text):
        if document.signal(marks_neutral_tones):
            return None
    text = judged_text(document)
    found = _spelled(document.text) if text is not None else []
    if not found or text is None:
        return text
    pieces: list[str] = []
    at = 0
    for start, end, mark in found:
        pieces += (text[at:start], mark)
        at = end
    return "".join([*pieces, text[at:]])


_SPELLED = (
    ("...", ELLIPSIS, "……"),
    ("。。。", ELLIPSIS, "……"),
    ("--", _DASH, "——"),
    ("~", _TILDE, "～"),
)


def _spelled(text: str) -> list[Found]:
    """Find the dots, hyphens and tildes that the rules for them set, too."""
    wanted = {pattern: mark for sign, pattern, mark in _SPELLED if sign[0] in text and sign in text}
    return sorted(
        (m.start(), m.end(), mark)
        for pattern, mark in wanted.items()
        for m in pattern().finditer(text)
    )


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
REWRITE = rewritten
