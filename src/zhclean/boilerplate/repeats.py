"""Which lines of a document say again what stands before them: a title twice, a paragraph twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..patterns import lazy

NEAR = 20
"""Characters of the shortest paragraph that is taken for a copy of the one before it."""
LEAD = 40
"""Characters of the shortest lead that is taken for a copy of the one above the date."""
RUN = 80
"""Characters of the paragraphs that make a run of copies, at least two: one alone is the author's."""
VERSE = 8.5
"""Characters of the mean clause, with its mark, up to which a line is verse."""
SPARSE = 24
"""Characters of the mean line below which a text without furniture is a list, a poem or a dialogue."""
BETWEEN = 3
"""Short lines that may stand between a lead and the text."""
WITHIN = 12
"""Short lines and items that may stand between two paragraphs of a run."""
ROUNDS = 8
TITLE = 8
"""Characters of the shortest title that is taken for a copy."""

_HAN = lazy(r"[㐀-鿿豈-﫿]")
_SITE = lazy(r"\s?[-_|｜—–·]{1,2}\s?[^-_|｜—–]{2,24}(?:\s?[-_|｜—–]{1,2}\s?[^-_|｜—–]{2,24})?")
_END = "。！？!?…”」"


def possible(text: str) -> bool:
    """Whether two lines are the same, or the first begins with the second; asked of every text."""
    lines = text.split("\n")
    count = len(lines)
    if count == 1:
        return False
    if count * SPARSE <= len(text):
        different = len(set(lines))
        if different < count and different + lines.count("") - 1 < count:
            long = [line for line in lines if len(line) >= NEAR]
            head = [line for line in lines[:12] if len(line) >= TITLE]
            if len(set(long)) < len(long) or len(set(head)) < len(head):
                return True
    second = lines[1] or (lines[2] if count > 2 else "")
    return len(second) >= TITLE and lines[0].startswith(second)


Numbered = tuple[int, str]
"""A line that is not blank, and its number."""


def repeated(lines: Sequence[Numbered]) -> set[int]:
    """Say which of the numbered lines (blank ones and furniture left out) are copies.

    Authors say things again: a clause of two laws, a warning that stands with two calls, a refrain.
    So a copy is a paragraph of prose right behind its like, a lead that stands above the date and
    below it, or two paragraphs and more that come again as they stood. Items of a list are none.
    """
    out: set[int] = set()
    for _ in range(ROUNDS):  # what is taken out brings others together
        found = _copies(lines)
        if not found:
            break
        out |= found
        lines = [line for line in lines if line[0] not in found]
    return out


def _copies(lines: Sequence[Numbered]) -> set[int]:
    if any(len(line) >= LEAD for _, line in lines) and (out := _titles(lines[:6])):
        return out
    long = [line for _, line in lines if len(line) >= NEAR]
    if len(set(long)) == len(long) or sum(_LAW().match(line) is not None for line in long) > 1:
        return set()
    times = Counter(long)
    copied = {line for line, n in times.items() if n > 1}
    often = len(copied) > 1 and len(copied) * 2 > len(times)
    copied = {
        line
        for line in copied
        if _chinese(line)
        and not _ITEM().match(line)
        and (often or (times[line] == 2 and _prose(line)))
    }
    if not copied:
        return set()
    texts = [line for _, line in lines]
    found = _in_a_row(texts, copied)
    if lead := _lead(texts, copied):
        found.add(lead)
    return {lines[k][0] for k in found or _runs(texts, copied)}


def _in_a_row(texts: list[str], copied: set[str]) -> set[int]:
    """Find paragraphs right behind their like."""
    return {k for k in range(1, len(texts)) if texts[k] == texts[k - 1] and texts[k] in copied}


def _lead(texts: list[str], copied: set[str]) -> int:
    """Find the copy of the first paragraph below the lines that stand between a lead and the text."""
    first = next((k for k, line in enumerate(texts[:4]) if len(line) >= NEAR), -1)
    if first < 0 or len(texts[first]) < LEAD or texts[first] not in copied:
        return 0
    for k in range(first + 1, min(first + BETWEEN + 2, len(texts))):
        if texts[k] == texts[first]:
            return k
        if len(texts[k]) >= NEAR or texts[k][-1] in _ASKS or _ITEM().match(texts[k]):
            return 0
    return 0


def _runs(texts: list[str], copied: set[str]) -> set[int]:
    """Find stretches that come again as they stood, with the short lines and items in them."""
    found: set[int] = set()
    first: dict[str, int] = {}
    k = 0
    while k < len(texts):
        line = texts[k]
        if line not in copied:
            k += 1
        elif line not in first:
            first[line] = k
            k += 1
        else:
            size = _run(texts, first[line], k, copied)
            begin = k
            while (
                size and begin - 1 not in found and _before(texts, first[line] - k + begin, begin)
            ):
                begin -= 1
            found.update(range(begin, k + size))
            k += size or 1
    return found


def _before(texts: list[str], source: int, at: int) -> bool:
    """Whether the line before a run is a paragraph that stood before its like."""
    line = texts[at - 1]
    return (
        source > 0 and line == texts[source - 1] and len(line) >= NEAR and not _ITEM().match(line)
    )


def _run(texts: list[str], source: int, at: int, copied: set[str]) -> int:
    """Count the lines of the run at ``at`` that stood at ``source``; none where one paragraph stands alone."""
    size = end = paragraphs = characters = 0
    while (
        at + size < len(texts) and source + size < at and texts[source + size] == texts[at + size]
    ):
        line = texts[at + size]
        size += 1
        if len(line) >= NEAR:
            end = size
        if line in copied:
            paragraphs, characters = paragraphs + 1, characters + len(line)
        elif size - end > WITHIN:
            break
    if paragraphs < 2 or characters < RUN:
        return 0
    # Two sections of one text may begin with the same two paragraphs of instructions.
    whole = paragraphs > 2 or source + end == at or source < 3 or at + end == len(texts)
    return end if whole else 0


def _titles(lines: Sequence[tuple[int, str]]) -> set[int]:
    """Find copies of the title below it, and above it the page's title with the site's name."""
    out: set[int] = set()
    rest = list(lines)
    while len(rest) > 1:
        (number, line), (below, title) = rest[:2]
        if len(title) < TITLE or title[-1] in _END:
            break
        if line == title:
            out.add(below)
            del rest[1]
        elif line.startswith(title) and _SITE().fullmatch(line, len(title)):
            out.add(number)
            del rest[0]
        else:
            break
    return out


def _chinese(line: str) -> bool:
    return len(_HAN().findall(line)) * 2 > len(line) and "\t" not in line and "|" not in line


def _prose(line: str) -> bool:
    """Whether a line is a paragraph: ended by a full stop, not spoken, its clauses no verses."""
    if line[-1] not in "。.…”」』）)" or (line[0] in _SPOKEN and len(line) < LEAD):
        return False
    return len(line) > VERSE * len(_PAUSE().findall(line))


_LAW = lazy(r"第[一二三四五六七八九十百千零〇○\d]{1,7}[条條](?:之[一二三四五六七八九十]{1,3})?")
_ITEM = lazy(
    r"[-*+•·●○◆■※>#|]|[(（【［\[]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z]|[ivxIVX]{1,4})[)）】\].．、:：]|[①-⒛㈠-㈩]"
    r"|第.{1,6}[条條款项項步点點章节節]|[问問答Q注][:：]"
)
_ASKS = "？?：:"
_SPOKEN = '“「『"—-'
_PAUSE = lazy(r"[，。；！？、：,;!?:\t|｜\u3000]+|(?<=[㐀-鿿]) (?=[㐀-鿿])")
