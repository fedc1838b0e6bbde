"""Which lines of a document say again what stands before them: a title twice, a paragraph twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

NEAR = 20
"""Characters of the shortest paragraph that is taken for a copy of the one before it."""
FAR = 60
"""Characters of the shortest paragraph that is taken for a copy of any before it."""
SPARSE = 24
"""Characters of the mean line below which a text without furniture is a list, a poem or a dialogue."""
TITLE = 8
"""Characters of the shortest title that is taken for a copy."""

_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_SITE = re.compile(
    r"\s?[-_|｜—–·]{1,2}\s?[^-_|｜—–]{2,24}(?:\s?[-_|｜—–]{1,2}\s?[^-_|｜—–]{2,24})?"
)
_END = "。！？!?…”」"


def possible(text: str) -> bool:
    """Whether two lines are the same, or the first begins with the second; asked of every text."""
    lines = text.split("\n")
    count = len(lines)
    if count == 1:
        return False
    different = count if count * SPARSE > len(text) else len(set(lines))
    if different < count and different + lines.count("") - 1 < count:
        long = [line for line in lines if len(line) >= NEAR]
        head = [line for line in lines[:12] if len(line) >= TITLE]
        if len(set(long)) < len(long) or len(set(head)) < len(head):
            return True
    second = lines[1] or (lines[2] if len(lines) > 2 else "")
    return len(second) >= TITLE and lines[0].startswith(second)


def repeated(lines: Sequence[tuple[int, str]]) -> set[int]:
    """Say which of the numbered lines (blank ones and furniture left out) are copies.

    Short lines are left alone wherever they stand: verse, songs and dialogues repeat themselves,
    and so do logs and code, which is why a copy must be mostly Han.
    """
    out: set[int] = set()
    if any(len(line) >= FAR for _, line in lines):
        out = _titles(lines[:6])
    if len({line for _, line in lines}) == len(lines):
        return out
    seen: set[str] = set()
    before = ""
    for number, line in lines:
        if number in out:
            continue
        if len(line) >= NEAR:
            if (line == before or (len(line) >= FAR and line in seen)) and _prose(line):
                out.add(number)
                continue
            seen.add(line)
        before = line
    return out


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
        elif line.startswith(title) and _SITE.fullmatch(line, len(title)):
            out.add(number)
            del rest[0]
        else:
            break
    return out


def _prose(line: str) -> bool:
    return len(_HAN.findall(line)) * 2 > len(line)
