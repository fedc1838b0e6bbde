"""Brackets: pair them over a line and judge each pair by what it holds and what stands beside it."""

from __future__ import annotations

import re
from itertools import accumulate

from ..edits import Found
from ..patterns import lazy
from ._clauses import closes_quotation, is_chinese_around
from ._marks import (
    CHINESE,
    CLASS,
    DIGIT,
    END,
    ENDS,
    HAN,
    HAN_CHAR,
    LATIN,
    MARK,
    OTHER,
    QUOTE,
    SPACE,
    Habits,
)

_BRACKET = lazy(r"[()（）]")
_FULL = {"(": "（", ")": "）"}
_LATIN_WORD = lazy(r"[A-Za-z]+")
# Emoticons: (^_^), (T_T), (*^▽^*); formulas: (a+b), (x=1).
_FIGURE = lazy(
    r"[▽ωдДз∀°´｀￣＿┬]|\W{0,2}\^|[^\w\s]{0,4}_{1,4}[^\w\s]{0,4}$|(?:T_T|[oO0]_[oO0]|QAQ|>_<)"
    r"|[a-z0-9]{1,2}(?:[-+*/=<>^][a-z0-9]{1,2})+$",
    re.ASCII,
)
# A name or a gloss in words, not a call's arguments: (MoE), (version four).
_NAME = lazy(
    r"[A-Z][\w .&/:-]{1,78}$|[A-Za-z]+(?: [A-Za-z-]+){1,8}$|\d{2,4}(?:-\d{2,4})?$|\d+(?:\.\d+)?%$",
    re.ASCII,
)


def pairs(text: str) -> list[tuple[int, int]]:
    """Pair the brackets of each line, and over one hard line break; -1 for a missing partner."""
    simple = _simple_pairs(text)
    if simple is not None:
        return simple
    found: list[tuple[int, int]] = []
    stack: list[int] = []
    open_above: list[int] = []  # without a partner in the line above
    line_end = text.find("\n", 1)
    for m in _BRACKET().finditer(text):
        i = m.start()
        if i > line_end >= 0:
            found += [(k, -1) for k in open_above]
            open_above, stack = stack, []
            line_end = text.find("\n", line_end + 1)
            if i > line_end >= 0:  # there are lines between
                found += [(k, -1) for k in open_above]
                open_above = []
                line_end = text.find("\n", i)
        if m[0] in "(（":
            stack.append(i)
        elif stack:
            found.append((stack.pop(), i))
        elif open_above and i - open_above[-1] <= 120:
            found.append((open_above.pop(), i))
        else:
            found.append((-1, i))
    return found + [(k, -1) for k in open_above + stack]


def _simple_pairs(text: str) -> list[tuple[int, int]] | None:
    """Pair the brackets where none stands in another and none alone: nearly always."""
    opening = places(text, "(（")
    closing = places(text, ")）")
    if len(opening) != len(closing):
        return None
    last = -1
    for start, end in zip(opening, closing, strict=True):
        if not last < start < end or end - start > 400 or "\n" in text[start:end]:
            return None
        last = end
    return list(zip(opening, closing, strict=True))


def places(text: str, chars: str) -> list[int]:
    """Find where any of a few characters stands, each as a literal: a class tries every character."""
    return few_places(text, chars, len(text)) or []


def few_places(text: str, chars: str, most: int) -> list[int] | None:
    """Find where any of a few characters stands; None where there are more than ``most``."""
    found: list[int] = []
    for char in chars:
        at = text.find(char)
        while at >= 0:
            if len(found) == most:
                return None
            found.append(at)
            at = text.find(char, at + 1)
    found.sort()
    return found


def set_marks(text: str, found: list[Found]) -> str:
    """Make edits that keep the length; they count from behind the first character of ``text``."""
    if not found:
        return text
    pieces: list[str] = []
    at = 0
    for start, end, after in sorted(found):
        pieces += (text[at : start + 1], after)
        at = end + 1
    pieces.append(text[at:])
    return "".join(pieces)


# Innermost pairs behind Chinese: with Chinese at one of their ends, and with a gloss in letters.
_PLAIN = lazy(
    rf"(\()(?<=[{HAN}]\()((?=[{HAN}])[^()（）\n]{{1,400}}(?<![{ENDS}])"
    rf"|[^()（）{ENDS}][^()（）\n]{{0,400}}(?<=[{HAN}]))(\))(?![^\S{ENDS}])"
)
_GLOSS = lazy(rf"(\()(?<=[{HAN}]\()((?!QAQ)[A-Za-z\u00c0-\u024f]{{1,30}})(\))")


def _set_all(text: str, pattern: re.Pattern[str]) -> tuple[str, list[Found]]:
    """Set both brackets of every match, hundreds in a folded text, without a loop."""
    parts = pattern.split(text)
    pairs_ = len(parts) // 4
    if not pairs_:
        return text, []
    places = list(accumulate(map(len, parts[:-1]), initial=-1))
    opening, closing = ["（"] * pairs_, ["）"] * pairs_
    parts[1::4], parts[3::4] = opening, closing
    found = [
        *zip(places[1::4], places[2::4], opening, strict=True),
        *zip(places[3::4], places[4::4], closing, strict=True),
    ]
    return "".join(parts), found


Pairs = list[tuple[int, int]]


def set_brackets(
    text: str, habits: Habits, left: Pairs | None = None
) -> tuple[str, list[Found], list[Found], Pairs]:
    """Set brackets full width; give the text, the sure edits, those the context decides, what stays.

    ``text`` begins with a line end put before the document's own first character, and ends with one.
    ``left`` is what stayed the last time: no other pair is judged then.
    """
    sure: list[Found] = []
    likely: list[Found] = []
    if "(" not in text and ")" not in text:
        return text, sure, likely, []
    wide = habits["wide"]
    if left is None:
        text, sure = _set_all(text, _PLAIN())
        if wide:
            text, likely = _set_all(text, _GLOSS())
        if "(" not in text and ")" not in text:
            return text, sure, likely, []
        left = pairs(text)
    others, asides, left = _judge_brackets(text, left, wide)
    text = set_marks(text, others + asides)
    return text, sure + others, likely + asides, left


_FACE = lazy(r"[´｀▽˘￣﹏◍Дಠ╯]|\^[_oO.-]\^|°□|;´")
# Brackets that hold signs and odd letters but no word: (｡･ω･｡), (๑•ั็ω•็ั๑).
_SIGN = lazy("[\u0250-\u036f\u0e00-\u0e7f\u2022\u2190-\u2bff\uff61-\uff9f]")
_WORD = lazy(rf"[A-Za-z0-9\u00c0-\u024f\u3041-\u30ff\uac00-\ud7a3{HAN}]")
_HANGUL = lazy("[\uac00-\ud7a3]")


def _is_face(text: str, start: int, end: int) -> bool:
    return _FACE().search(text, start, end) is not None or (
        end - start > 3
        and _SIGN().search(text, start, end) is not None
        and _WORD().search(text, start, end) is None
    )


def _holds_han(text: str, start: int, end: int) -> bool:
    return HAN_CHAR().search(text, start, end) is not None


def _judge_brackets(text: str, found: Pairs, wide: bool) -> tuple[list[Found], list[Found], Pairs]:
    """Judge pairs one by one, and the brackets without a partner."""
    sure: list[Found] = []
    likely: list[Found] = []
    left: Pairs = []
    for start, end in found:
        if start < 0 or end < 0:
            k = max(start, end)
            if text[k] not in "()":
                continue
            if wide and _alone(text, k):
                likely.append((k - 1, k, _FULL[text[k]]))
            else:
                left.append((start, end))
            continue
        half = (text[start] == "(") + (text[end] == ")")
        if not half:
            continue
        if end - start <= 16 and _is_face(text, start, end) and not _holds_han(text, start, end):
            continue  # (╯°□°)
        verdict = 2 if half == 1 else _verdict(text, start, end, wide)
        if not verdict:
            left.append((start, end))
            continue
        where = sure if verdict == 2 else likely
        if text[start] == "(":
            where.append((start - 1, start, "（"))
        if text[end] == ")":
            where.append((end - 1, end, "）"))
    return sure, likely, left


def _verdict(text: str, start: int, end: int, wide: bool) -> int:
    """Judge one pair: 0 leave, 1 likely, 2 certain."""
    before, behind = CLASS[text[start - 1]], CLASS[text[end + 1]]
    first, last = CLASS[text[start + 1]], CLASS[text[end - 1]]
    if before == CHINESE and behind != SPACE and CHINESE in (first, last) and first != END != last:
        return 2
    if before == OTHER and text[start - 1] in ",;:!?":
        before = MARK  # judged as what it will become
    elif before == OTHER and closes_quotation(text, start):
        before = QUOTE
    if behind == OTHER and text[end + 1] in ",;:!?" and CLASS[text[end + 2]] == CHINESE:
        behind = MARK
    if behind == SPACE and wide and text[end + 2] in "，。、；：！？":
        behind = MARK  # the blank is noise that another rule removes
    if text[start - 1] in "]@\\":
        return 0  # a Markdown link, an escaped bracket
    if (before == OTHER and _HANGUL().match(text, start - 1)) or (
        behind == OTHER and _HANGUL().match(text, end + 1)
    ):
        return 0  # Korean sets its brackets half width: 대한민국(大韓民國)
    if start + 1 == end:
        around = before in (CHINESE, QUOTE) and behind in (CHINESE, MARK, QUOTE)
        return 1 if wide and around else 0
    if END in (first, last) and not (
        before == CHINESE if first == END else behind in (CHINESE, MARK)
    ):
        return 0
    if first == last == SPACE and CHINESE not in (before, behind):
        return 0  # ( 掌声 ): nobody sets full-width brackets apart
    if SPACE in (before, behind) and "\n" in text[start : min(end, start + 120)]:
        return 0
    if HAN_CHAR().search(text, start + 1, min(end, start + 200)):
        if before in (LATIN, DIGIT) and text[start + 1] in "\"'":
            return 0
        if CHINESE in (before, behind):
            return 2 if CHINESE in (first, last) else 1
        if before not in (SPACE, QUOTE) and '"' in text[start : min(end, start + 80)]:
            return 0  # a call: MIDB("中国";1;4), panic!("失敗")
        if before in (QUOTE, MARK) or behind in (QUOTE, MARK):
            return 1
        if END in (before, behind):
            if before == SPACE and CHINESE not in (first, last):
                return 0  # 变量 (-32768 到 32767)
            return 1 if _is_chinese(text, start, end) else 0
        if not wide or (CHINESE not in (first, last) and before == behind == SPACE):
            return 0
        # Beijing (北京) is: an English sentence keeps its brackets.
        return 1 if _is_chinese(text, start, end) and is_chinese_around(text, start) else 0
    content = text[start + 1 : min(end, start + 80)]
    if _FIGURE().match(content):
        return 0
    if before == CHINESE or (before == QUOTE and text[start - 1] in "”’」』》"):
        return 1 if wide else 0
    if behind == CHINESE:
        if before in (END, MARK) or (before == SPACE and CLASS[text[start - 2]] == CHINESE):
            return 1 if wide else 0
    if before == MARK and behind in (END, MARK):
        return 1 if wide else 0
    if (
        before == END
        and behind == LATIN
        and first == last == DIGIT
        and HAN_CHAR().search(text, end, end + 20)
    ):
        return 1 if wide else 0  # a numbered item: (3)U 盘
    if behind in (CHINESE, MARK) and before in (LATIN, DIGIT) and _NAME().match(content):
        return 1 if wide else 0
    return 0


def _is_chinese(text: str, start: int, end: int) -> bool:
    """Whether a bracket holds more Chinese characters than Latin words."""
    content = text[start + 1 : min(end, start + 80)]
    return len(HAN_CHAR().findall(content)) > len(_LATIN_WORD().findall(content))


def _alone(text: str, i: int) -> bool:
    """Whether a bracket without its partner in the line stands between Chinese characters."""
    before, behind = CLASS[text[i - 1]], CLASS[text[i + 1]]
    if behind == SPACE and text[i + 2] in "，。、；：！？":
        behind = MARK  # as above
    if text[i] == "(":
        if before == MARK:
            return behind == CHINESE
        return before == CHINESE and behind in (CHINESE, LATIN, DIGIT, QUOTE)
    if before == DIGIT and behind == CHINESE:  # 1)首先, at the head of a line
        k = i - 1
        while k > i - 4 and CLASS[text[k]] == DIGIT:
            k -= 1
        return CLASS[text[k]] in (END, MARK) or text[k] in ",;:!?"
    return (before == CHINESE and behind in (CHINESE, MARK, END)) or (
        before in (LATIN, DIGIT) and behind == MARK
    )
