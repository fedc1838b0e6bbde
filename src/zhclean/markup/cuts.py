"""Heads and tails of cut tags in running text: `/p>`, `style="…">`, `<spa`."""

from __future__ import annotations

import re
from bisect import bisect_left

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from . import fragments
from .tagnames import BLOCK, CELL, MEDIA, Token

_TAIL_NAMES = (
    r"(?:p|span|div|strong|em|font|section|a|b|li|ul|ol|td|tr|h[1-6]|blockquote|img|br|center|u|i)"
)
# `/p>` whose `<` was swallowed: behind Chinese, a mark or at the head of a line; never in a path.
_TAIL = lazy(rf"/(?<!&lt;/)(?<![\w<./\\~$=\"'-]/)\s?{_TAIL_NAMES}>", re.ASCII)
_PATH = lazy(r"[\w<./\\~$>=\"'-]", re.ASCII)
# `style="…">` and its kin without their tag, to be matched at the end of a stretch of text.
_ENDING = lazy(r"\"\s{0,3}/?>")
_ATTRIBUTE_TAIL = lazy(
    r"(?<![<\w\"'=-])(?:\"\s{1,3})?(?:/?(?:p|span|div|img|font|td|section)\s)?\s{0,3}"
    r"(?:(?:style|class|align|width|height|target|rel|data-[a-z-]{1,30}|border|href|src|alt|title|id|name|face|color"
    r"|size|lang|valign|bgcolor|cellspacing|cellpadding|nowrap|onclick)"
    r"=\"[^\"<>\n]{0,400}\"\s{0,3}){1,12}/?>\Z"
)
# The same where the name of the attribute is gone too: declarations of a style, then its end.
_STYLE_TAIL = lazy(
    r"(?<![^\n\x80-\U0010ffff])(?:(?:text-(?:align|indent|decoration)|font-(?:size|family|weight)|line-height|color"
    r"|(?:margin|padding|border)(?:-(?:top|bottom|left|right))?|background(?:-color)?|width|height|white-space|display"
    r"|letter-spacing|vertical-align|box-sizing):[ ]?[^\"<>;:\n]{1,80};?[ ]?){1,20}\"[ ]{0,3}/?>\Z"
)
_REACH = 2_000
# The first letters of a tag at the end of a line, the last at its head, next to Chinese.
_CUT = lazy(
    r"<(?<=[>\x80-\U0010ffff]<)(?:/?(?:p|span|div|br|strong|section|img|font|table|td|tr|li|h[1-6]"
    r"|spa?|di|str(?:on?)?|sect?(?:io?)?|font?|im|tabl?)?[ ]?/?)"
    r"(?=[ \t]*$)",
    re.MULTILINE,
)
_LOST = ("p", "span", "div", "strong", "section", "font", "br", "br/", "br /")
_REST = lazy(
    f">(?:{'|'.join(f'(?<=^{name}>)' for name in _LOST)})(?=[\u3007\u4e00-\u9fff“‘「『《（【])",
    re.MULTILINE,
)
_HEAD = lazy(
    r"<(?:p|span|div|img|a|font|td|section|strong|table|iframe|video)"
    r"(?:\s+[a-z][a-z-]{0,30}=\"[^\"<>\n]{0,2000}\"){0,12}"
    r"\s+([a-z][a-z-]{0,30})=(?:\"([^\"<>\n]{0,2000}))?[ \t]*$",
    re.MULTILINE,
)
# A sentence behind an open quotation mark: no value that was cut off at the end of its line.
_PROSE = lazy("[\u3400-\u9fff][，。；：！？]|[\u3400-\u9fff]{13}")
_WORDED = frozenset(("alt", "title"))
_ADDRESS = lazy(r"\s{0,9}(?:[a-z]{1,9}:|[\w.%-]{0,99}[/.?]|\S{1,60}\.[a-z0-9]{2,5}\b)", re.ASCII)
_HAN = lazy("[\u3400-\u9fff]{2}")


def _is_prose(name: str, value: str) -> bool:
    """Whether what stands behind the open quotation mark of an attribute is the text's."""
    if _PROSE().search(value):
        return True
    return (
        name not in _WORDED
        and not name.startswith("data")
        and _HAN().search(value) is not None
        and not _ADDRESS().match(value)
    )


def cut(doc: Document) -> list[Found]:
    """Find what is left of cut tags outside of whole ones."""
    text = doc.text
    result: list[tuple[int, int]] = []
    tokens = fragments.tokens(doc)
    # Where every bracket belongs to a token there is nothing to look for.
    stray = _outside(">", text, tokens)
    if stray and "/" in text:
        result += [m.span() for m in _TAIL().finditer(text) if _free(text, m.start(), tokens)]
    if stray:
        low = k = reach = 0
        for m in _ENDING().finditer(text):
            start, end = m.span()
            while k < len(tokens) and tokens[k][0] <= start:
                reach = tokens[k][1]
                k += 1
            if start < reach:
                low = reach
                continue
            low = max(low, start - _REACH, text.rfind("\n", low, start) + 1)
            # Behind an open bracket it is a tag, even one that is not to be stripped.
            if text.rfind("<", low, start) <= text.rfind(">", low, start):
                tail = _ATTRIBUTE_TAIL().search(text, low, end) or (
                    _STYLE_TAIL().search(text, low, end) if ":" in text[low:end] else None
                )
                if tail and not text.endswith("&lt;", 0, tail.start()):
                    result.append(tail.span())
            low = end
        result += [(text.rfind("\n", 0, m.start()) + 1, m.end()) for m in _REST().finditer(text)]
    if _outside("<", text, tokens):
        ends = {token[1] for token in tokens}
        result += [
            m.span()
            for m in _CUT().finditer(text)
            if m.end() > m.start() + 1 and (text[m.start() - 1] != ">" or m.start() in ends)
        ]
        result += [
            (m.start(), m.start(2) if m[2] and _is_prose(m[1], m[2]) else m.end())
            for m in _HEAD().finditer(text)
        ]
    if not result:
        return []
    return [(start, end, "") for start, end in _between(sorted(result), tokens)]


def _outside(bracket: str, text: str, tokens: list[Token]) -> bool:
    """Whether a bracket stands in no token: one has one of each, a media element two."""
    left = text.count(bracket) - len(tokens) - [token[2] for token in tokens].count(MEDIA)
    return left > 0 and left > sum(
        text.count(bracket, t[0], t[1]) - 1 for t in tokens if t[2] != MEDIA
    )


def _free(text: str, at: int, tokens: list[Token]) -> bool:
    """Whether a slash at ``at`` belongs to no path, once the tokens before it are gone."""
    if text[at - 1 : at] != ">":
        return True
    if not tokens:
        return at == 0
    k = bisect_left(tokens, (at,)) - 1
    while k >= 0 and tokens[k][1] == at:
        if tokens[k][2] in (BLOCK, CELL):
            return True
        at = tokens[k][0]
        k -= 1
    return at == 0 or not (_PATH().match(text, at - 1) or text.endswith("&lt;", 0, at))


def _between(spans: list[tuple[int, int]], tokens: list[Token]) -> list[tuple[int, int]]:
    """Keep the spans that begin outside every token, and do not overlap."""
    kept: list[tuple[int, int]] = []
    k = reach = 0
    for start, end in spans:
        while k < len(tokens) and tokens[k][0] <= start:
            reach = max(reach, tokens[k][1])
            k += 1
        if start >= reach:
            kept.append((start, end))
            reach = end
    return kept
