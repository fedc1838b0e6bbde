"""What is left of character references and line breaks whose signs were eaten."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..edits import Found
from ..patterns import lazy

_CHINESE = "\u3000-\u3011\u3400-\u9fff\uf900-\ufaff\uff01-\uff1f\uff3b-\uff5e“”‘’…—·"
_BESIDE = lazy(f"[{_CHINESE}]")
_LINE = 200
_EXPLAINS = lazy(
    r"HTML|XML|Unicode|UTF|ASCII|[实實][体體](?:名|字|[编編]|引|$|[，。、：])|[转轉][义義]|字符|[编編][码碼]|代[码碼]"
    r"|空格|空白|引[号號]|[标標][签籤記记]|符[号號]|乱[码碼]|亂碼",
    re.MULTILINE,
)


def explained(text: str, start: int, end: int, *, quotes: bool = False) -> bool:
    """Whether the words around tell of codes, or hold markup that ``quotes`` would change."""
    low = text.rfind("\n", max(0, start - _LINE), start) + 1 or max(0, start - _LINE)
    high = text.find("\n", end, end + _LINE)
    high = min(len(text), end + _LINE) if high < 0 else high
    if quotes and (text.find("<", low, high) >= 0 or text.find("&", low, high) >= 0):
        return True
    return _EXPLAINS().search(text, low, high) is not None


def beside_chinese(text: str, start: int, end: int) -> bool:
    """Whether a Chinese character or mark, or another reference, stands beside."""
    left = text[start - 1 : start]
    return left == ";" or any(_BESIDE().match(c) for c in (left, text[end : end + 1]) if c)


_EATEN = lazy(r"[ \t]{0,9}(?<![0A-Za-z\\%&#])(?:x0dx0a[ \t]{0,9})+")
_EXCEL = lazy(r"(?:_x000D_(\r?\n|\Z)?){1,99}")
_ESCAPED = lazy(r"[ \t]{0,9}(?<![A-Za-z0-9\\])(?:\\r\\n[ \t\u3000]{0,9})+")
# Words that ask about a code, or say what is done with it.
_ASKED_BEFORE = lazy(
    r"(?:出[现現]了?|[显顯]示[为為]?|替?[换換]成?|[编編][码碼]|代[码碼]|字[符样樣串]|[删刪去][除掉]|[写寫]成|[转轉][义義][为為成]?|"
    r"[有用把将將以按的是叫])[“「\"'\s]{0,2}\Z"
)
_ASKED_BEHIND = lazy(
    r"[”」\"'\s]{0,2}(?:是[什甚啥指换換回]|表示|代表|替?[换換]|[删刪去][除掉]|[这這那](?:[个個种種样樣]|串)|字符|符[号號]|[编編][码碼]|[结結分]|的|[来來])"
)
_PROGRAM = lazy(
    r"[\"'`=;{}]|[换換]行|回[车車]|字符|[转轉][义義]|[编編][码碼]|代[码碼]|分[隔割]|[结結]尾|正[则則]|Windows|[Ll]inux|HTTP"
)
_STOP = frozenset("。！？；：…”）")


def breaks(text: str) -> Iterator[Found]:
    """Find codes of line breaks that no sentence speaks of, runs of them as one."""
    if "x0dx0a" in text:
        for m in _EATEN().finditer(text):
            if beside_chinese(text, *m.span()) and not _asked(text, *m.span()):
                yield m.start(), m.end(), "\n" if m.start() > 0 and m.end() < len(text) else ""
    if "_x000D_" in text:
        for m in _EXCEL().finditer(text):
            if _asked(text, *m.span()):
                continue
            if m[1] is not None:
                yield m.start(), m.end(), m[1]
            elif beside_chinese(text, *m.span()):
                yield m.start(), m.end(), "\n"
    if "\\r\\n" in text:
        at = 0
        for line in text.split("\n"):
            if "\\r\\n" in line and not _PROGRAM().search(line):
                yield from _escaped(text, line, at)
            at += len(line) + 1


def _asked(text: str, start: int, end: int) -> bool:
    return (
        _ASKED_BEHIND().match(text, end) is not None
        or _ASKED_BEFORE().search(text, max(0, start - 8), start) is not None
    )


def _escaped(text: str, line: str, at: int) -> Iterator[Found]:
    """Find `\\r\\n` in a line of prose: behind a stop, or several between Chinese."""
    found = list(_ESCAPED().finditer(line))
    if line.count("\\") != 2 * line.count("\\r\\n"):
        return
    found = [m for m in found if m.start() and _BESIDE().match(line[m.start() - 1])]
    if len(found) > 1 or any(line[m.start() - 1] in _STOP for m in found):
        for m in found:
            yield at + m.start(), at + m.end(), "\n" if m.end() < len(line) else ""
