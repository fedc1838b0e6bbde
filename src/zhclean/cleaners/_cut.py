"""Lines cut into words or characters by blanks, their marks set apart too: no person types so.

A reader for learners sets its characters apart but its marks beside them; a list of names has no
sentence marks. Both stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..patterns import lazy

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
_APART = lazy(f" [，。！？；：](?<=[{_HAN}”」』》）] .)")
_MARKS = lazy("[，。！？；：]")
_BETWEEN = lazy(f" (?<=[{_HAN}] )(?=[{_HAN}])")
_PAIR = lazy(f"[{_HAN}](?=[{_HAN}])")
_WORD = lazy(f"[{_HAN}]+")
_ALIGNED = lazy("[\t　|│]|  ")
_CHINESE = f"{_HAN}，。、！？；：“”‘’「」『』《》（）"
_CLOSED = lazy(f" (?<=[{_CHINESE}] )(?=[{_CHINESE}])")
_TOLD = ("分词", "分詞", "断词", "斷詞", "语料", "語料")  # what is about such lines shows them
_LEAST = 6
"""Blanks between characters that such a line has at least."""
_LONGEST = 4
"""Characters of a word; a longer one in twenty is a name."""


def cut_lines(text: str) -> Iterator[int]:
    """Give the places of the blanks to close in the lines that are cut."""
    if any(word in text for word in _TOLD):
        return
    at = 0
    for line in text.split("\n"):
        if (" ，" in line or " 。" in line) and _is_cut(line.strip()):
            yield from (at + m.start() for m in _CLOSED().finditer(line))
        at += len(line) + 1


def _is_cut(line: str) -> bool:
    """Whether the blanks of a line stand between its words, or its characters, and before its marks."""
    apart = len(_APART().findall(line))
    if apart < 2 or apart * 5 < 4 * len(_MARKS().findall(line)) or _ALIGNED().search(line):
        return False
    blanks = len(_BETWEEN().findall(line))
    if blanks < _LEAST:
        return False
    if blanks >= 4 * len(_PAIR().findall(line)):
        return True
    words = _WORD().findall(line)
    return sum(len(word) > _LONGEST for word in words) * 20 <= len(words)
