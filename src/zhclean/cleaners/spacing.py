"""Spacing: blanks beside full-width marks and inside Chinese words, where they are noise.

A full-width mark brings its own space. Headings, verse, tables, aligned columns and lists of names
use blanks on purpose: lines without sentence marks are left alone, and so is a document that sets
its marks apart with blanks throughout.

The space between Chinese and Latin words is a matter of taste (AutoCorrect and zhlint add it,
publishers mostly do not) and stays as it is unless asked for. Added spaces agree with AutoCorrect's
but at dashes and signs (``范围-255``) and square brackets, and with zhlint's but at dates (``1月1日``,
which AutoCorrect spaces), links and between Chinese characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypedDict

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ..protect import NONE, Spans
from ..rules import Confidence, Gate, Option, Options, Rule, rule
from ._cut import cut_lines
from ._foreign import japanese
from ._marks import HAN, folded, for_prose, mark_habits, period_ends

_MARK = "，。、；：！？"
_WORD_END = rf"[{HAN}A-Za-z0-9”’」』》）%`)\]*>]"
_WORD_START = rf"[{HAN}A-Za-z0-9“‘「『《（]"
# One blank a pattern: a literal is found six times as fast as a class.
_BESIDE = [
    lazy(
        rf"{blank}(?:(?=[{_MARK}）”」』》])(?<={_WORD_END}{blank})"
        rf"|(?={_WORD_START})(?<=[，、；：（“「『《]{blank})"
        rf"|(?=（)(?<=[{HAN}”’」』》]{blank})"
        rf"|(?=[{_MARK}])(?<=[{_MARK}）]{blank}))"
    )
    for blank in " \u00a0"
]
# In documentation also behind a stop, and before markup.
_BEHIND = lazy(
    rf"[ \u00a0](?:(?={_WORD_START})(?<=[。！？）][ \u00a0])(?![0-9]{{1,2}}[.)、．](?![0-9]))|(?=[`\[<*])(?<=[{_MARK}][ \u00a0]))"
)

# And in text that sets a blank behind all of its half-width marks.
_BEHIND_STOP = lazy(f" (?={_WORD_START})(?<=[{HAN}”！？][。！？] )")
_BEHIND_CALL = lazy(f" (?={_WORD_START})(?<=[{HAN}”！？][！？] )")


class Blanks(TypedDict):
    """How often a document sets a blank beside its full-width marks."""

    marks: int
    blanks: int


def blanks_at_marks(document: Document) -> Blanks:
    """Count full-width commas and stops, and those with a blank before them."""
    count = document.text.count
    return {"marks": count("，") + count("。"), "blanks": count(" ，") + count(" 。")}


def _set_apart(document: Document) -> bool:
    """Whether blanks before marks are the document's own layout (subtitles, segmented text)."""
    blanks = document.signal(blanks_at_marks)
    return blanks["blanks"] >= 8 and blanks["blanks"] * 2 > blanks["marks"]


@rule("spacing.marks", Confidence.CERTAIN, Gate(" ", "\u00a0"))
def marks(document: Document, options: Options) -> Iterable[Found]:
    """Remove a space beside a full-width mark.

    In crawl only from text whose marks were folded, and not behind a stop: there a space may be
    all that is left of a paragraph break, but where all marks have one behind them.
    """
    docs = options["profile"] == "docs"
    if not docs and not folded(document):
        return []
    text = document.text
    found: list[Found] = []
    for blank, beside in zip(" \u00a0", _BESIDE, strict=True):
        if blank in text:
            found += [(m.start(), m.end(), "") for m in beside().finditer(text)]
    if docs:
        found += [(m.start(), m.end(), "") for m in _BEHIND().finditer(text)]
    elif folded(document) and document.signal(mark_habits)["loose"]:
        ends = _BEHIND_STOP if document.signal(period_ends) else _BEHIND_CALL
        found += [(m.start(), m.end(), "") for m in ends().finditer(text)]
    if not docs and found and _set_apart(document):
        return []
    if not found or document.signal(spelled_throughout):
        return []
    kept = document.memo(japanese)
    return kept.outside(found) if kept else found


_STREWN = lazy(rf" (?=[{HAN}])(?<=[，、；] )")


def strewn_blanks(document: Document) -> bool:
    """Whether blanks stand behind one in seven or more of the marks inside sentences.

    Typing noise leaves fewer. Text cut into words has them before its marks as well.
    """
    text = document.text
    blanks = len(_STREWN().findall(text))
    if blanks < 4:
        return False
    marks = sum(map(text.count, "，、；"))
    return blanks * 7 >= marks and " ，" not in text and " 。" not in text


@rule("spacing.strewn", Confidence.LIKELY, Gate(" "))
def strewn(document: Document, options: Options) -> Iterable[Found]:
    """Remove a space behind a full-width comma where a text is strewn with them.

    In text whose marks were folded, and in documentation, they all go: see spacing.marks.
    """
    if options["profile"] == "docs" or not document.signal(strewn_blanks) or folded(document):
        return []
    return [(m.start(), m.end(), "") for m in _STREWN().finditer(document.text)]


_BETWEEN = lazy(rf"[ ](?=[{HAN}])(?<=[{HAN}][ ])")


class BetweenGate(Gate):
    """Opens for a blank between two Chinese characters."""

    def _opens(self, document: Document) -> bool:
        return " " in document.text and _BETWEEN().search(document.text) is not None


_GATE = BetweenGate()
_SPELLED = lazy(rf" (?=[{HAN}] [{HAN}] )(?<=[{HAN}] )(?:[{HAN}] ){{6,400}}(?=[{HAN}，。！？；：])")


@rule("spacing.spelled", Confidence.LIKELY, _GATE)
def spelled(document: Document, options: Options) -> Iterable[Found]:
    """Close up a sentence that is spelled out with a space behind every character.

    In crawl also a line cut into words, where its marks are set apart like them.
    """
    text = document.text
    found: set[int] = set()
    for m in _SPELLED().finditer(text):
        if not _is_table(text, m.start(), m.end()):
            found.update(range(m.start(), m.end(), 2))
    if options["profile"] != "docs" and (" ，" in text or " 。" in text):
        found.update(cut_lines(text))
    return [(i, i + 1, "") for i in sorted(found)]


_THRICE = lazy(rf"([{HAN}]) \1 \1")


def _is_table(text: str, start: int, end: int) -> bool:
    """Whether spelled-out characters are a cell of a table: of parts of a character, say."""
    line = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    tab = text.find("\t", _indent(text, line, end), line_end if line_end >= 0 else len(text))
    return tab >= 0 or _THRICE().search(text, start, end) is not None


_PAIR = lazy(f"[{HAN}](?=[{HAN}])")


def spelled_throughout(document: Document) -> bool:
    """Whether blanks stand behind most Chinese characters, and no sentence is long enough to tell.

    A reader for learners is set so; closed up in places, it is worse than either.
    """
    text = document.text
    blanks = len(_BETWEEN().findall(text))
    if blanks < 6 or blanks * 8 < len(text) or blanks * 2 < 3 * len(_PAIR().findall(text)):
        return False
    return _SPELLED().search(text) is None


_PROSE = lazy("[，。！？；：,]")
_COLUMNS = lazy("[|│┃\t　]|  ")


def split_words(document: Document) -> bool:
    """Whether the blanks between Chinese characters fall inside words as often as beside them.

    Of blanks strewn at random one in six splits a pair of characters that nearly always stand
    together; of blanks set on purpose one in five hundred.
    """
    places = list(_blanks_in_prose(document.text))
    splits = sum(_splits_a_word(document.text, i) for i, _ in places)
    return splits >= 2 and splits * 8 >= len(places)


def _blanks_in_prose(text: str) -> Iterator[tuple[int, int]]:
    """Give the blanks between Chinese characters in lines of prose, with where each line's text begins."""
    line, head = (-1, -1, False), 0
    for m in _BETWEEN().finditer(text):
        i = m.start()
        if i >= line[1]:
            start = text.rfind("\n", 0, i) + 1
            end = text.find("\n", i)
            end = len(text) if end < 0 else end
            line = (start, end, _is_prose(text, start, end))
            number = _NUMBERED().match(text, start)
            head = number.end() if number else start
        if line[2]:
            yield i, head


def _splits_a_word(text: str, i: int) -> bool:
    """Whether the characters around the blank at ``i`` nearly always stand together."""
    from ..encoding.plausibility import alone, pair

    cost = pair(text[i - 1], text[i + 1])
    return cost <= 3 and alone(text[i + 1]) - cost >= 6


@rule("spacing.words", Confidence.LIKELY, _GATE)
def words(document: Document, options: Options) -> Iterable[Found]:
    """Remove a space that splits a Chinese word, and its like where a text is strewn with them.

    Only in lines of prose: verse, tables, columns, names and headings set their blanks on purpose.
    """
    text = document.text
    if document.signal(spelled_throughout):
        return []
    strewn = document.signal(split_words)
    found: list[int] = []
    pending: list[int] = []  # blanks before a single character, not yet judged
    for i, head in _blanks_in_prose(text):
        # 本报3月5日电 今天, 某社发 王某某 摄
        if i < head or text[i - 2 : i] in ("日电", "日電") or _BYLINE().match(text, i):
            continue
        if pending and pending[-1] != i - 2:
            pending = []
        # 联 系 人: a chain of single characters is one spelled-out word
        chained = found and found[-1] == i - 2 and not _HAN().match(text, i + 2)
        if strewn or chained or _splits_a_word(text, i):
            found += [*pending, i]
            pending = []
        else:
            pending.append(i)
    return [(i, i + 1, "") for i in found]


_HAN = lazy(f"[{HAN}]")
_BYLINE = lazy(f" (?:(?<=[发發] )[{HAN}]{{2,4}} ?)?[摄攝](?![{HAN}])")
# 第 三 款: what a line is numbered with.
_NUMBERED = lazy(
    r"[^\S\n]{0,20}第 ?[一二三四五六七八九十百零〇0-9 ]{1,12}[章节節条條款项項回部篇卷编編目讲講课課] ?"
)


def _is_prose(text: str, start: int, end: int) -> bool:
    return _PROSE().search(text, start, end) is not None and not _COLUMNS().search(
        text, _indent(text, start, end), end
    )


def _indent(text: str, start: int, end: int) -> int:
    """Where the line's own text begins."""
    while start < end and text[start].isspace():
        start += 1
    return start


# Not at a format's %s, $1, @name or #tag; brackets and an exclamation mark belong to their word.
_HAN_LATIN = lazy(
    rf"(?<=[{HAN}])(?=[A-Za-z0-9]|\([A-Za-z0-9])"
    rf"|(?<=[A-Za-z0-9])(?<![%$@#\\][A-Za-z0-9])(?=[{HAN}])"
    rf"|(?<=[0-9]%)(?=[{HAN}])|(?<=[A-Za-z0-9]\))(?=[{HAN}])|(?<=[A-Za-z]!)(?=[{HAN}])"
)
_HAN_BLANK_LATIN = lazy(
    rf"[ ]{{1,2}}(?:(?<=[{HAN}] )|(?<=[{HAN}]  ))(?=[A-Za-z0-9])"
    rf"|[ ]{{1,2}}(?:(?<=[A-Za-z0-9%] )|(?<=[A-Za-z0-9%]  ))(?=[{HAN}])"
)
# A path or an address that goes on in Chinese: wiki/网页#标题, https://a.cn/说明.html.
_PATH = lazy(
    r"(?<![^\s（(：])(?:[a-z]{2,8}://[^\s，。；！？）]{1,400}|/?[A-Za-z][\w.-]{0,80}[/#][^\s，。；！？）]{0,400})",
    re.ASCII,
)


# A gate knows no options; asked to leave the spaces, the rule returns at once.
@rule("spacing.latin", Confidence.CERTAIN, asked=lambda options: options["han_latin"] != "leave")
def latin(document: Document, options: Options) -> Iterable[Found]:
    """Add or remove the space between Chinese and Latin words or numbers, where asked to."""
    wanted = options["han_latin"]
    text = document.text
    if wanted == "add":
        paths = (
            Spans(m.span() for m in _PATH().finditer(text)) if "/" in text or "#" in text else NONE
        )
        places = (m.start() for m in _HAN_LATIN().finditer(text))
        return [(i, i, " ") for i in places if not paths.overlaps(i, i) and not _is_link(text, i)]
    return [(m.start(), m.end(), "") for m in _HAN_BLANK_LATIN().finditer(text)]


_BROKEN_LINE = lazy(rf"(?<=[{HAN}，、；])\r?\n(?=[{HAN}“「《（])")


def _is_link(text: str, i: int) -> bool:
    """Whether a Markdown link ends before ``i``."""
    return text[i - 1 : i] == ")" and text[max(0, text.rfind("(", max(0, i - 200), i) - 1)] == "]"


@rule("spacing.lines", Confidence.LIKELY, Gate("\n"), asked=lambda options: options["join_lines"])
def lines(document: Document, options: Options) -> Iterable[Found]:
    """Join a line that breaks off inside a sentence with the next, where asked to."""
    text = document.text
    found: list[Found] = []
    for m in _BROKEN_LINE().finditer(text):
        start = text.rfind("\n", 0, m.start()) + 1
        if m.start() - start >= 20:
            found.append((m.start(), m.end(), ""))
    return found


OPTIONS: tuple[Option, ...] = (
    Option(
        "han_latin",
        "leave",
        "the space between Chinese and Latin words or numbers: leave, add or remove it",
        ("leave", "add", "remove"),
    ),
    Option("join_lines", False, "join lines that break off inside a sentence"),
)
RULES: tuple[Rule, ...] = for_prose(marks, strewn, spelled, words, latin, lines)
