"""Where the text of an HTML document stands in its source, so that unwrapping can be explained.

The parser gives no positions. The pieces of text it gave are found again, forwards, in the runs of
text between the tags of the source, and verified character by character, entities and collapsed
white space included. What cannot be found becomes part of the edit around it, so that applying the
edits gives the text in any case.
"""

from __future__ import annotations

import html as _html
import re

from ..edits import Found
from ..patterns import lazy

_MARKUP = lazy(
    r"<!--(?:[^-]|-(?!->)){0,1000000}-->|<(script|style|title|iframe|noembed|noframes)\b[^<>]{0,4000}>"
    r"|<(?:!(?!--)|\?|/(?![A-Za-z]))[^>]{0,1000000}>"
    r"|<[/A-Za-z](?:[^<>\"']|\"[^\"]{0,200000}\"|'[^']{0,200000}')*>",
    re.IGNORECASE,
)
_PARTS = lazy(r"&#?\w{1,40};?|[ \t\n\r\f]+|&|[^&\s]+|\s")


class Unseen(str):
    """Text of the page that is not shown: found too, so that the same words behind it are told apart."""

    __slots__ = ()


_AHEAD = 400
"""Runs of text to look ahead for a piece: more than any hidden menu holds."""


def aligned(source: str, pieces: list[str]) -> list[Found]:
    """Return edits from ``source`` to the joined ``pieces``, the kept text left untouched."""
    runs = _runs(source)
    edits: list[Found] = []
    at = 0  # up to here the source is accounted for
    k = passed = 0
    owed: list[str] = []
    for piece in pieces:
        if piece in ("\n", " ", "\t"):
            owed.append(piece)
            continue
        unseen = isinstance(piece, Unseen)
        placed = None
        for ahead in range(k, min(k + _AHEAD, len(runs))):
            placed = _placed(source, runs, ahead, passed, piece)
            if placed:
                break
        if not placed:
            if not unseen:
                owed.append(piece)
            continue
        k, start, end, inner = placed
        passed = end
        if unseen:
            continue
        edits.append((at, start, "".join(owed)))
        edits += inner
        owed = []
        at = end
    edits.append((at, len(source), "".join(owed)))
    return _merged(source, edits)


def _merged(source: str, edits: list[Found]) -> list[Found]:
    """Join edits that touch, and leave out those that change nothing."""
    merged: list[Found] = []
    for start, end, after in edits:
        if source[start:end] == after:
            continue
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end, merged[-1][2] + after)
        else:
            merged.append((start, end, after))
    return merged


def _runs(source: str) -> list[tuple[int, int]]:
    """The spans of text between the tags."""
    runs: list[tuple[int, int]] = []
    at = 0
    reach = 0
    for m in _MARKUP().finditer(source):
        start, end = m.span()
        if start < reach:
            continue
        if m[1]:
            close = re.compile(rf"</{m[1]}\s*>", re.IGNORECASE).search(source, end)
            end = close.end() if close else end
        if start > at:
            runs.append((at, start))
        at = reach = end
    if at < len(source):
        runs.append((at, len(source)))
    return runs


def _placed(
    source: str, runs: list[tuple[int, int]], k: int, at: int, piece: str
) -> tuple[int, int, int, list[Found]] | None:
    """Match a piece from run ``k`` on: (last run, start, end, edits inside), or None."""
    begin = -1
    done = 0
    inner: list[Found] = []
    size = len(piece)
    last = at
    while k < len(runs):
        low, high = max(runs[k][0], at), runs[k][1]
        if begin >= 0 and low > last:
            inner.append((last, low, ""))  # a tag the parser ignored
        for m in _PARTS().finditer(source, low, high):
            raw = m[0]
            if begin < 0 and raw[0] in " \t\n\r\f" and piece[0] not in " \n\t":
                continue
            shown = _html.unescape(raw) if raw[0] == "&" else raw
            if not piece.startswith(shown, done):
                if raw[0] in " \t\n\r\f":
                    if "\r" in raw and piece.startswith(raw.replace("\r\n", "\n"), done):
                        shown = raw.replace("\r\n", "\n")
                    else:
                        shown = " " if piece.startswith(" ", done) else ""
                elif size - done < len(shown) and shown.startswith(piece[done:]):
                    return None  # the piece ends within a word: not this place
                else:
                    return None
            start, end = m.span()
            if begin < 0:
                begin = start
            if shown != raw:
                inner.append((start, end, shown))
            done += len(shown)
            last = end
            if done == size:
                return k, begin, end, inner
        if begin < 0:
            return None
        k += 1
    return None
