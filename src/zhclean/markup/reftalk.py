"""Text that tells of character references: it means their letters, not what they stand for."""

from __future__ import annotations

import re
from bisect import bisect_right

from ..document import Document
from ..patterns import lazy

REFERENCE = lazy(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# A sentence about references writes them: 小于号要写成 &lt;，空格的实体是 &nbsp;。
_HINTS = frozenset(
    " \t\n|，。、；：,;:和与與或表代对對就是的都全再替换換改变變转轉还還来來用这這”」』\"'）)"
)
_LINE = 200
_LONGEST = 100
"""Characters of a reference, and more."""
_TELLS = lazy(
    r"(?:[写寫][成作为為]|[转轉][义義][成为為]?|[编編][码碼][成为為]|替?[换換][成为為]|[实實][体體](?:是|[为為])?)"
    r"[\s“「『\"'（(:：]{0,2}\Z|[把将將和与與] \Z"
)
_TOLD = lazy(r"[\s”」』\"'）)]{0,2}(?:[，。、；：,;:和与與或]|$)| [换換改替转轉]", re.MULTILINE)
_MEANS = lazy(
    r"\s?(?:[来來用]{0,2}[于於來来]?(?:表示|代表|[对對][应應])|就?是)[^\n，。]{0,6}(?:[小大][于於]|空格|引[号號]|[与和與][号號]|符[号號]|尖括)"
    r"|\s?(?:[这這][个個]|的)(?:HTML|字符)?\s?(?:[实實][体體](?![店经經企书書法])|[转轉][义義]|[写寫]法)|\s?是[什甚][么麼]"
    r"|\s?[来來]?(?:代替|替代)|\s?(?:表示|代表|就?是)[“「『\"'].{1,3}[”」』\"']"
    r"|\s?(?:表示|代表|就?是)[^\n，。“「]{1,8}的(?:字符)?(?:[实實][体體](?![店经經企书書法])|[转轉][义義]|[编編][码碼])"
)
_WRITTEN = lazy(r"[用写寫打以][ “「]\Z|[输輸]入[ “「]\Z")
# 把 &amp; 换成 &: what it stands for comes behind.
_MADE = lazy(r"[把将將]\s?\Z")
_INTO = lazy(
    r"\s?(?:都|全|再)?(?:替?[换換]|改|变|變|转|轉|还原|還原)(?:[成为為回])\s?[“「『\"']?[&<>\"'\w]"
)
_STANDS = lazy(r"[ ”」](?:[来來])?(?:表示|代表|代替|替代)")
# In a line about them a sentence may begin with one, or say what one is.
_TOPIC = lazy("[实實][体體]名|字符[实實][体體]|[转轉][义義]|HTML")
_TOPICAL = lazy(
    r"(?:^|[是为為即] ?)&(?:lt|gt|amp|nbsp|copy|reg|trade|quot|apos|times);\Z", re.MULTILINE
)
# In such a line one that is set apart is meant too.
_NAMED = lazy(
    "[实實][体體](?:名|[编編][号號]|引用|字符)|字符[实實][体體]|[预預]定[义義]|[转轉][义義]|解[码碼]|[小大][于於][号號]|引[号號]|版[权權]符|[Ee]ntit(?:y|ies)"
)
_APART_BEFORE = lazy(r"(?:^|[ \t|，。、；：“「（(`])\Z", re.MULTILINE)
_APART_BEHIND = lazy(r"[ \t|，。、；：”」）)`]|$", re.MULTILINE)
_WORDS = ("实体", "實體", "转义", "轉義", "引用", "entit")
_SUBJECT = lazy(
    r"字符[实實][体體]|[实實][体體](?:名[称稱]?|[编編][号號]|字符|引用|如下)|HTML\s?[实實][体體]|字符引用|[转轉][义義](?:字符|序列)?|"
    r"[|\t]\s?[实實][体體]\s?(?=[|\t\n]|$)|(?:[Cc]haracter|HTML) entit"
)


def about_references(document: Document) -> bool:
    """Whether a text is about references: it says so, and nearly all of its own are set apart."""
    text = document.text
    if not any(word in text for word in _WORDS) or _SUBJECT().search(text) is None:
        return False
    found = apart = 0
    for m in REFERENCE().finditer(text):
        found += 1
        apart += _apart(text, *m.span())
    return apart * 5 >= found * 4


def lines(text: str, found: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Find the lines that tell of a reference: they mean every one that they hold."""
    told: list[tuple[int, int]] = []
    for m in found:
        start, end = m.span()
        if told and start < told[-1][1]:
            continue
        if (end == len(text) or text[end] in _HINTS) and _spoken_of(text, start, end):
            told.append(_line(text, start, end))
    return told


def within(told: list[tuple[int, int]], at: int) -> bool:
    """Whether an offset lies in one of the lines."""
    k = bisect_right(told, (at, at + 2 * _LINE + _LONGEST)) - 1
    return k >= 0 and told[k][0] <= at < told[k][1]


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the line around a stretch begins and ends, or what is near of it."""
    low = text.rfind("\n", max(0, start - _LINE), start) + 1 or max(0, start - _LINE)
    high = text.find("\n", end, end + _LINE)
    return low, end + _LINE if high < 0 else high


def _apart(text: str, start: int, end: int) -> bool:
    """Whether a reference stands by itself, as one that is shown."""
    return (
        _APART_BEHIND().match(text, end) is not None
        and _APART_BEFORE().search(text, max(0, start - 1), start) is not None
    )


def _spoken_of(text: str, start: int, end: int) -> bool:
    """Whether a sentence tells of the reference, and means its letters."""
    if _MEANS().match(text, end):
        return True
    low = max(0, start - 8)
    if _TOLD().match(text, end) and _TELLS().search(text, low, start):
        return True
    if _INTO().match(text, end) and _MADE().search(text, low, start):
        return True
    if _STANDS().match(text, end) and _WRITTEN().search(text, low, start):
        return True
    line = _line(text, start, end)
    if text[end : end + 1] in " ，。、；" and _TOPICAL().search(text, max(0, start - 3), end):
        if _TOPIC().search(text, *line):
            return True
    return _apart(text, start, end) and _NAMED().search(text, *line) is not None
