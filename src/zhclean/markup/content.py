"""The main content of an HTML document: trafilatura says which lines of the page are the article's.

Only the choice is its own. The text stays ours, line for line, so that ``content = "main"`` gives
lines of ``content = "page"`` and nothing else, and what goes is told in the source's coordinates.
"""

from __future__ import annotations

import html as _html
from collections.abc import Iterator

from ..errors import MissingExtraError
from ..patterns import lazy

LAYOUT = frozenset("\n\t ")
LONG = 30
"""Characters of a line that is found wherever the content goes on; a shorter one must be next."""
NEXT = 12
"""Characters of the content that may stand before a shorter line: marks of lists that it adds."""

_TITLE = lazy(r"<doc\b[^<>]{0,4000}?\stitle=\"([^\"<>]{0,2000})\"")
_TAG = lazy(r"<[^<>]{0,100000}>")
# White space, invisible characters, and those in which NUL and lone surrogates travel.
_LOOSE = lazy("[\\s\u00ad\u200b-\u200f\u2060\ufeff\U0010f000-\U0010f800]+")


def main_pieces(page: str, pieces: list[str], unseen: type[str]) -> list[str]:
    """Keep the pieces of the main content; the words of every other line become ``unseen``.

    A page in which no main content is found, or whose content cannot be found again in its lines,
    stays whole: losing half of an article silently is worse than keeping a menu.
    """
    title, content = (_bare(text) for text in extracted(page))
    if not content:
        return pieces
    kept: list[str] = []
    at = found = 0
    for line in _lines(pieces):
        words = _bare("".join(piece for piece in line if not isinstance(piece, unseen)))
        start = content.find(words, at) if words else -1
        if words and words == title:
            title = ""  # once: the heading, which the content leaves out
            start = max(at, start)
        elif start < 0 or (len(words) < LONG and start > at + NEXT):
            kept += [unseen(piece) for piece in line if piece not in LAYOUT and piece.strip()]
            continue
        if content.startswith(words, start):
            at = start + len(words)
            found += len(words)
        if any(type(piece) is str for piece in kept):
            kept.append("\n")
        kept += line
    return kept if found * 2 >= len(content) else pieces


def extracted(page: str) -> tuple[str, str]:
    """Return the title and the text of the main content as trafilatura finds them, or "" twice.

    Raises MissingExtraError where trafilatura is not installed.
    """
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError("option 'tags.content' with \"main\"", "content") from None
    found = trafilatura.extract(
        page, output_format="xml", include_comments=False, include_tables=True, with_metadata=True
    )
    if not found:
        return "", ""
    title = _TITLE().search(found)
    return _html.unescape(title[1]) if title else "", _html.unescape(_TAG().sub("", found))


def _lines(pieces: list[str]) -> Iterator[list[str]]:
    """Cut pieces at line ends, which are left out."""
    line: list[str] = []
    for piece in pieces:
        if piece == "\n" and type(piece) is str:
            yield line
            line = []
        else:
            line.append(piece)
    yield line


def _bare(text: str) -> str:
    return _LOOSE().sub("", text)
