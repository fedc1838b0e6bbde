"""Which lines of a document say again what stands before them: a title twice, a paragraph twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..patterns import lazy

NEAR = 20
"""Characters of the shortest paragraph that is taken for a copy of the one before it."""
FAR = 40
"""Characters of the shortest paragraph that is taken for a copy of any before it."""
LONE = 56
"""The same where the paragraphs around it are no copies: shorter ones may come again on purpose."""
VERSE = 7.5
"""Characters of the mean clause up to which a line is verse."""
SPARSE = 24
"""Characters of the mean line below which a text without furniture is a list, a poem or a dialogue."""
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

    Verse, songs, slogans, dialogues, tables, logs and code repeat themselves on purpose: a copy must
    be a paragraph of prose that stands twice, or three times and more where most of the text does.
    """
    out: set[int] = set()
    if any(len(line) >= FAR for _, line in lines):
        out = _titles(lines[:6])
    long = [line for _, line in lines if len(line) >= NEAR]
    if len(set(long)) == len(long):
        return out
    times = Counter(long)
    copied = {line for line, n in times.items() if n > 1}
    if not copied:
        return out
    often = len(copied) > 1 and len(copied) * 2 > len(times)
    copied = {
        line for line in copied if _chinese(line) and (often or (times[line] == 2 and _prose(line)))
    }
    seen: set[str] = set()
    before = paragraph = ""
    again = False  # within a stretch that is said again
    rest = [(number, line) for number, line in lines if number not in out]
    for k, (number, line) in enumerate(rest):
        if line in seen:
            behind = rest[k + 1][1] if k + 1 < len(rest) else ""
            least = FAR if behind in seen or line == paragraph else LONE
            if again or line == before or len(line) >= least:
                out.add(number)
                again = True
                continue
        elif line in copied:
            seen.add(line)
        before = line
        if len(line) >= NEAR:
            paragraph = line
        again = False
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
    if line[-1] not in "。.…”」』）)" or (line[0] in _SPOKEN and len(line) < FAR):
        return False
    return len(_HAN().findall(line)) > VERSE * len(_PAUSE().findall(line))


_SPOKEN = '“「『"—-'
_PAUSE = lazy(r"[，。；！？、：,;!?:\t|｜\u3000]+|(?<=[㐀-鿿]) (?=[㐀-鿿])")
