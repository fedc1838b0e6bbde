"""Lines that are no furniture by themselves: short ones, titles, introductions, the rows of a table."""

from __future__ import annotations

from collections import Counter

from ..patterns import lazy

INTRODUCTION = 8
"""Characters of the shortest line that introduces what stands below it."""

_SENTENCE = "。；，、;,:：”’」』"
_STOPS = lazy(r"[。！？；，,!?;…”」]|[：:](?!$)|\.$")
_SIGNED = lazy(
    r"(?:公司|[局委办处社院部厅馆校会府队所团站]|中心|编辑部|\d日|[一二三四五六七八九十]日|[年月]|\d)$"
)
_NUMBERED = lazy(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]|第.{1,4}[条章节]|附")
_LEADS = lazy(
    r"(?:有|是|[为為]|如|如下|包括|包含|[写寫]着?|[写寫]道|[显顯]示|[个個条條种種类類项項点點])[：:]$"
)


def introduces(line: str) -> bool:
    """Whether a sentence of the article leads to what stands below it."""
    line = line.rstrip()
    end = len(line)
    return end >= INTRODUCTION and line[-1] in "：:" and bool(_LEADS().search(line, end - 4))


def weak(line: str) -> bool:
    """Whether a line is too short to be judged, and neither sentence nor item nor signature."""
    line = line.strip()
    if len(line) > 24 or _STOPS().search(line) or _NUMBERED().match(line) or introduces(line):
        return False
    return _SIGNED().search(line) is None


def title(line: str) -> bool:
    """Whether a line may be the title of something linked to: short, and no sentence."""
    return len(line) <= 40 and line[-1] not in _SENTENCE and "。" not in line


def tabular(text: str) -> bool:
    """Whether most lines are rows of a table, with as many tabs each: words of a list, not of a bar."""
    lines = [line.strip() for line in text.split("\n")]
    tabs = Counter(line.count("\t") for line in lines if line)
    del tabs[0]
    return sum(tabs.values()) > 3 and max(tabs.values()) * 2 > sum(map(bool, lines))
