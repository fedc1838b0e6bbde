"""Quotes: straight ones curled by pairing over a line, broken pairs mended, styles changed.

A pair is Chinese when it holds Chinese or stands beside it. Apostrophes, inches, attributes,
strings in code and quotations of English in English are left alone. Straight quotes are curled in
the crawl profile only, and there not in a document whose marks are full width while a third of its
quotes or more are straight: that is a habit (and in technical prose often a literal), not damage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ..rules import Confidence, Gate, Option, Options, Rule, rule
from ._marks import (
    CHINESE,
    CLASS,
    END,
    HAN,
    HAN_CHAR,
    MARK,
    QUOTE,
    SPACE,
    FoldedGate,
    folded,
    for_prose,
)

_DOUBLE = lazy(r"[\"“”＂]")
_BESIDE = frozenset((CHINESE, QUOTE, MARK))
_AROUND = _BESIDE | {END, SPACE}


def quote_habits(document: Document) -> dict[str, int]:
    """Count straight and curly double quotation marks."""
    count = document.text.count
    return {"straight": count('"'), "curly": count("“") + count("”") + count("「")}


def _is_habit(document: Document) -> bool:
    """Whether the document's straight quotes are its own way of writing."""
    habits = document.signal(quote_habits)
    return not folded(document) and habits["curly"] < 2 * habits["straight"]


def _is_literal(text: str, i: int) -> bool:
    """Whether the straight quote at ``i`` belongs to code: an escape, an attribute, JSON."""
    return i > 0 and text[i - 1] in "\\='"


def _lines(text: str) -> Iterator[list[tuple[int, str]]]:
    """Give the double quotes of each line that has any."""
    quotes: list[tuple[int, str]] = []
    line_end = -1
    for m in _DOUBLE().finditer(text):
        i = m.start()
        if i > line_end:
            if quotes:
                yield quotes
            quotes = []
            line_end = text.find("\n", i)
            line_end = len(text) if line_end < 0 else line_end
        quotes.append((i, '"' if m[0] == "＂" else m[0]))
    if quotes:
        yield quotes


_DATA_BEHIND = frozenset(("=", ":", "]", "}", ">"))


def _is_chinese_pair(text: str, start: int, end: int, wide: bool) -> bool:
    """Whether the pair of quotes at ``start`` and ``end`` is set in or around Chinese."""
    before = CLASS[text[start - 1]] if start else END
    behind = CLASS[text[end + 1]] if end + 1 < len(text) else END
    if end - start < 2 or text[start + 1] == " " or text[end - 1] == " ":
        return False
    if text[end + 1 : end + 2] in _DATA_BEHIND or (start and text[start - 1] in "[{「『"):
        return False
    if HAN_CHAR().search(text, start + 1, min(end, start + 200)):
        if before not in _AROUND or behind not in _AROUND:
            return False
        return (
            before in _BESIDE
            or behind in _BESIDE
            or before == behind == END
            or (wide and before == behind == SPACE and _set_in_chinese(text, start, end))
        )
    if not wide:
        return False
    return behind in _BESIDE if before == END else before in _BESIDE and behind in (*_BESIDE, END)


def _in_a_row(text: str, start: int, end: int, curled: int) -> bool:
    """Whether a pair of Chinese follows one that is ``curled``, or a clause, and another pair follows.

    Titles and names stand side by side: 读过"甲书""乙书".
    """
    followed = text[end + 1 : end + 2] == '"'
    if not (start == curled + 1 or followed) or not HAN_CHAR().search(text, start + 1, end):
        return False
    before = start == curled + 1 or (start > 0 and CLASS[text[start - 1]] in (CHINESE, MARK))
    behind = followed or (end + 1 < len(text) and CLASS[text[end + 1]] in _BESIDE | {END})
    return before and behind


def _set_in_chinese(text: str, start: int, end: int) -> bool:
    """Whether a pair with a blank on either side begins and ends in Chinese, and so does all around."""
    ends = text[start - 2 : start - 1] + text[start + 1] + text[end - 1] + text[end + 2 : end + 3]
    return len(ends) == 4 and all(CLASS[char] == CHINESE for char in ends)


@rule("quotes.straight", Confidence.LIKELY, Gate('"', "＂"))
def straight(document: Document, options: Options) -> Iterable[Found]:
    """Curl straight double quotation marks that pair up around or beside Chinese.

    A lone straight quote that completes a curly one is turned to match it.
    """
    text = document.text
    if _is_habit(document):
        return []
    wide = folded(document)
    found: list[Found] = []
    for quotes in _lines(text):
        plain = [i for i, q in quotes if q == '"' and not _is_literal(text, i)]
        if len(plain) == 1 and len(quotes) == 2:
            found += _completed(text, quotes)
            continue
        if not plain or len(plain) % 2 or len(plain) != sum(q == '"' for _, q in quotes):
            continue
        inside = _depths(quotes)
        curled = -2  # the end of the last pair set
        for start, end in zip(plain[::2], plain[1::2], strict=True):
            if not wide and text[start] == "＂":
                continue  # full width by habit
            if inside[start] == inside[end] and (
                _is_chinese_pair(text, start, end, wide)
                or (wide and _in_a_row(text, start, end, curled))
            ):
                left, right = "‘’" if inside[start] else "“”"
                found += [(start, start + 1, left), (end, end + 1, right)]
                curled = end
    return _dressed(found, options)


def _depths(quotes: list[tuple[int, str]]) -> dict[int, int]:
    """Which curly pair each straight quote stands in: 0 for none."""
    depths: dict[int, int] = {}
    depth = pair = 0
    for i, quote in quotes:
        if quote == "“":
            depth, pair = 1, pair + 1
        elif quote == "”":
            depth = 0
        else:
            depths[i] = pair if depth else 0
    return depths


def _completed(text: str, quotes: list[tuple[int, str]]) -> list[Found]:
    """Match a straight quote to the one curly quote of its line: “X" and "X”."""
    (start, first), (end, last) = quotes
    if not HAN_CHAR().search(text, start, end):
        return []
    if first == "“" or last == "”":
        return [(start, start + 1, "“"), (end, end + 1, "”")]
    return []


_SINGLE = lazy(
    rf"'(?=[{HAN}])[^'’‘\n]{{0,200}}[^'’‘\n\s]['’]|‘[^'’‘\n]{{1,200}}'|'[^'’‘\n]{{1,200}}(?<=[{HAN}！？。])['’]"
)


@rule("quotes.single", Confidence.LIKELY, FoldedGate("'"))
def single(document: Document, options: Options) -> Iterable[Found]:
    """Curl straight single quotation marks around Chinese, broken pairs ('…’) included."""
    text = document.text
    found: list[Found] = []
    for m in _SINGLE().finditer(text):
        start, end = m.start(), m.end()
        before = text[start - 1 : start]
        behind = text[end : end + 1]
        if (before and CLASS[before] not in (*_BESIDE, END, SPACE)) or (
            behind and CLASS[behind] not in (*_BESIDE, END, SPACE)
        ):
            continue
        if not HAN_CHAR().search(text, start, end):
            continue
        found += [(start, start + 1, "‘"), (end - 1, end, "’")]
    return _dressed(found, options)


def _dressed(found: list[Found], options: Options) -> list[Found]:
    """Give new marks the style asked for; both marks of a pair are among ``found``."""
    if _wanted(options) != "corner":
        return found
    return [(start, end, _CORNERS.get(mark, mark)) for start, end, mark in found]


@rule("quotes.broken", Confidence.LIKELY, Gate("”", "“"))
def broken(document: Document, options: Options) -> Iterable[Found]:
    """Mend a pair whose two marks face the same way (”X”, “X“), and a doubled mark (““X”).

    Only where the line's other quotes pair up; quotations that run over lines are left alone.
    """
    text = document.text
    first, *others = text.split("“")
    if "”" not in first and all(part.count("”") == 1 for part in others):
        return []  # they alternate throughout
    found: list[Found] = []
    for quotes in _lines(text):
        if len(quotes) < 2 or any(q == '"' for _, q in quotes):
            continue
        faces = "".join(q for _, q in quotes)
        if faces == "“”" * (len(faces) // 2) or _is_decorated(quotes, faces):
            continue
        found += _mended(text, quotes, faces)
    return _dressed(found, options)


def _is_decorated(quotes: list[tuple[int, str]], faces: str) -> bool:
    """Whether three marks of a kind stand side by side: a rule drawn with them, or a joke."""
    return ("“““" in faces or "”””" in faces) and any(
        quotes[k + 2][0] - quotes[k][0] == 2 and faces[k] == faces[k + 1] == faces[k + 2]
        for k in range(len(quotes) - 2)
    )


def _mended(text: str, quotes: list[tuple[int, str]], faces: str) -> list[Found]:
    if faces.count("“") == faces.count("”"):
        if not _dips(faces) or (len(faces) > 2 and faces == "”“" * (len(faces) // 2)):
            return []
    more_open = faces.count("“") > faces.count("”")
    found: list[Found] = []
    k = 0
    while k < len(quotes):
        i, face = quotes[k]
        following = quotes[k + 1] if k + 1 < len(quotes) else None
        if following is None:
            return found if face == "“" or not found else []
        j, next_face = following
        if face == "“" and next_face == "”":
            k += 2
        elif face == next_face == "”" and HAN_CHAR().search(text, i, j) and j - i <= 120:
            found += [(i, i + 1, "“"), (j, j + 1, "”")]
            k += 2
        elif face == next_face == "“" and j == i + 1 and more_open:
            found.append((i, i + 1, ""))
            k += 1
        elif face == next_face == "“" and HAN_CHAR().search(text, i, j) and j - i <= 120:
            if text[j + 1 : j + 2] and CLASS[text[j + 1]] == CHINESE and k + 2 < len(quotes):
                return []  # an opening mark after all: the first quotation was left open
            found += [(i, i + 1, "“"), (j, j + 1, "”")]
            k += 2
        else:
            return []
    return found


def _dips(faces: str) -> bool:
    """Whether a closing mark comes where none is open."""
    depth = 0
    for face in faces:
        depth += 1 if face == "“" else -1
        if depth < 0:
            return True
    return False


_CORNERS = {"“": "「", "”": "」", "‘": "『", "’": "』"}
_CURLS = {corner: curl for curl, corner in _CORNERS.items()}
_ANY = lazy(r"[“”‘’]")
_ANY_CORNER = lazy(r"[「」『』]")


@rule(
    "quotes.style",
    Confidence.CERTAIN,
    Gate("“", "「"),
    asked=lambda options: _wanted(options) != "keep",
)
def style(document: Document, options: Options) -> Iterable[Found]:
    """Set quotation marks in the style asked for: “” or 「」.

    Only marks that pair up within their line are changed; an English apostrophe never is.
    """
    wanted = _wanted(options)
    table = _CORNERS if wanted == "corner" else _CURLS
    pattern = _ANY() if wanted == "corner" else _ANY_CORNER()
    return _restyled(document.text, pattern, table)


def _wanted(options: Options) -> str:
    wanted = str(options["style"])
    if wanted != "auto":
        return wanted
    to = str(options["to"] or "")
    if to in ("zh-Hant", "zh-TW", "zh-HK") or to[:3] in ("s2t", "s2h") or to in ("tw2t", "hk2t"):
        return "corner"
    return "curly" if to == "zh-Hans" or to.endswith(("2s", "2sp")) else "keep"


def _restyled(text: str, pattern: re.Pattern[str], table: dict[str, str]) -> list[Found]:
    found: list[Found] = []
    stack: list[int] = []
    line = -1
    for m in pattern.finditer(text):
        i = m.start()
        mark = m[0]
        if (
            mark == "’"
            and 0 < i < len(text) - 1
            and text[i - 1].isascii()
            and text[i - 1].isalpha()
        ):
            if not (stack and text[stack[-1]] == "‘"):
                continue  # don’t, Jones’
        if stack and text.find("\n", max(line, stack[-1]), i) >= 0:
            stack.clear()
        line = i
        if mark in "“‘「『":
            stack.append(i)
        elif stack and table[text[stack[-1]]] == table.get(_OPENER[mark]):
            start = stack.pop()
            if HAN_CHAR().search(text, max(0, start - 1), min(i + 2, start + 400)):
                found += [(start, start + 1, table[text[start]]), (i, i + 1, table[mark])]
        else:
            stack.clear()
    return found


_OPENER = {"”": "“", "’": "‘", "」": "「", "』": "『"}

OPTIONS: tuple[Option, ...] = (
    Option(
        "style",
        "keep",
        "keep the document's quotation marks, set all as “curly” or 「corner」, or follow the script converted to (auto)",
        ("keep", "curly", "corner", "auto"),
    ),
)
RULES: tuple[Rule, ...] = for_prose(broken, style, straight, single)
