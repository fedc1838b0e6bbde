"""Spans no rule may rewrite: URLs, e-mail addresses, code, the user's terms, `zhclean: off`.

Two strengths. Soft spans stop rewriting, but a rule that removes an enclosing construct may take
them along; hard spans (regions between ``zhclean: off`` and ``zhclean: on``) stop everything.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from .document import Document
from .rules import Option, Options

Span = tuple[int, int]

OPTIONS = (
    Option("urls", True, "keep URLs and e-mail addresses as they are"),
    Option("code", True, "keep fenced and inline code as it is"),
    Option("markdown", False, "keep Markdown constructs (front matter, links, HTML, math) too"),
    Option("terms", (), "words that no rule may change"),
    Option("patterns", (), "regular expressions whose matches no rule may change"),
)

# RFC 3986 characters; a full-width mark or Han ends a URL in Chinese text. Trailing marks that
# close a sentence rather than a URL are given back.
# Both patterns begin with a literal or a class and look behind afterwards: twenty times as fast.
_URL = re.compile(r"://[\w!#$%&'()*+,\-./:;=?@~\[\]]{1,2048}", re.ASCII)
_SCHEME = re.compile(r"(?:https?|ftp|file)\Z", re.ASCII | re.IGNORECASE)
_WWW = re.compile(r"[wW][wW][wW]\.[\w\-./%?&=#~]{3,2048}", re.ASCII)
_TRAILING = re.compile(r"[.,;:!?'()\[\]]+$")
_MAIL = re.compile(
    r"[A-Za-z0-9](?:[\w.+-]{0,63})@[A-Za-z0-9][A-Za-z0-9.-]{0,252}[A-Za-z0-9]", re.ASCII
)
_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n`]*\n(?:.*\n)*?\1[ \t]*$", re.MULTILINE)
_INLINE = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]{1,400}\1(?!`)")
_OFF = re.compile(r"zhclean:[ ]?off\b")
_ON = re.compile(r"zhclean:[ ]?on\b")


class Spans:
    """Sorted, merged spans with a fast overlap question."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted(spans):
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            elif start < end:
                starts.append(start)
                ends.append(end)
        self._starts, self._ends = starts, ends

    def __bool__(self) -> bool:
        return bool(self._starts)

    def __iter__(self) -> Iterator[Span]:
        return zip(self._starts, self._ends, strict=True)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether [start, end) shares a character with a span, or, empty, stands inside one."""
        k = (
            bisect_left(self._starts, end) - 1
            if start < end
            else bisect_left(self._starts, start) - 1
        )
        return k >= 0 and self._ends[k] > start

    def covers(self, start: int, end: int) -> bool:
        """Whether one span holds all of [start, end)."""
        k = bisect_left(self._starts, start + 1) - 1
        return k >= 0 and self._ends[k] >= end

    def same(self, start: int, end: int) -> bool:
        """Whether [start, end) is exactly one of the spans."""
        k = bisect_left(self._starts, start)
        return k < len(self._starts) and self._starts[k] == start and self._ends[k] == end


NONE = Spans(())


def soft_spans(document: Document, options: Options) -> Spans:
    """Find what may be removed with its construct but not rewritten."""
    text = document.text
    spans: list[Span] = []
    if options["urls"]:
        if "://" in text or "www." in text:
            spans += _urls(text)
        if "@" in text:
            spans += [m.span() for m in _MAIL.finditer(text)]
    if options["code"] and ("`" in text or "~~~" in text):
        spans += _code(text)
    for pattern in _compiled(tuple(options["terms"]), tuple(options["patterns"])):
        spans += [m.span() for m in pattern.finditer(text)]
    return Spans(spans) if spans else NONE


def hard_spans(document: Document) -> Spans:
    """Find the regions switched off by pragma; an `off` without `on` lasts to the end."""
    text = document.text
    if "zhclean:" not in text:
        return NONE
    spans: list[Span] = []
    at = 0
    while off := _OFF.search(text, at):
        on = _ON.search(text, off.end())
        at = on.end() if on else len(text)
        spans.append((off.start(), at))
    return Spans(spans)


def _urls(text: str) -> list[Span]:
    spans = []
    for pattern in (_URL, _WWW):
        for m in pattern.finditer(text):
            start = m.start()
            if pattern is _URL:
                scheme = _SCHEME.search(text, max(0, start - 5), start)
                if scheme is None:
                    continue
                start = scheme.start()
            tail = _TRAILING.search(text, m.start(), m.end())
            spans.append((start, tail.start() if tail else m.end()))
    return spans


def _code(text: str) -> list[Span]:
    spans = [m.span() for m in _FENCE.finditer(text)] if "```" in text or "~~~" in text else []
    return spans + [m.span() for m in _INLINE.finditer(text)]


@lru_cache(maxsize=64)
def _compiled(terms: Sequence[str], patterns: Sequence[str]) -> list[re.Pattern[str]]:
    compiled = [re.compile(p) for p in patterns]
    words = sorted((re.escape(t) for t in terms if t), key=len, reverse=True)
    return [*compiled, re.compile("|".join(words))] if words else compiled
