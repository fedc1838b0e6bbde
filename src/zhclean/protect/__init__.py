"""Spans no rule may rewrite: URLs, e-mail addresses, code, the user's terms, `zhclean: off`.

Two strengths. Soft spans stop rewriting, but a rule that removes an enclosing construct may take
them along; hard spans (regions between ``zhclean: off`` and ``zhclean: on``) stop everything.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ..rules import Option, Options
from .markup import code_spans, markup_spans

Span = tuple[int, int]

OPTIONS = (
    Option("urls", True, "keep URLs and e-mail addresses as they are"),
    Option("code", True, "keep fenced and inline code as it is"),
    Option(
        "markdown",
        False,
        "keep what is no prose in Markdown, reStructuredText and AsciiDoc (front matter, links, HTML, math, directives) too",
    ),
    Option("terms", (), "words that no rule may change"),
    Option("patterns", (), "regular expressions whose matches no rule may change"),
)

# RFC 3986 characters; a full-width mark or Han ends a URL in Chinese text. Trailing marks that
# close a sentence rather than a URL are given back.
# Both patterns begin with a literal or a class and look behind afterwards: many times as fast.
_URL = lazy(r"://[\w!#$%&'()*+,\-./:;=?@~\[\]]{1,2048}", re.ASCII)
# A path that goes on in Chinese (/wiki/中文#历史, /页面?a=发): up to white space or a full-width mark.
# Brackets are its own behind an underscore (北京_(消歧义)) and before what ends a name (文档(1).html).
_PATH = lazy(
    r"(?:\w|[#%&+\-/=@~]|[.?,:;!](?=[A-Za-z0-9%])"
    r"|\((?<=_\()[^()\s]{1,60}\)|\([^()\s]{1,60}\)(?=[./][A-Za-z0-9])){1,300}"
)
# Where a link of Markdown leads: an address, or a path of a file.
_DESTINATION = lazy(
    r"\]\((?!data:)(?=[^()\s]{0,300}(?:[/#]|\.[A-Za-z]{1,5}\)|\([^()\s]{0,60}\)\.))"
    r"[^()\s]{1,600}(?:\([^()\s]{0,200}\)[^()\s]{0,200}){0,3}\)"
)
_PATH_MARKS = frozenset("/=_-.#?&%+")
_SCHEME = lazy(r"(?:https?|ftp|file)\Z", re.ASCII | re.IGNORECASE)
_WWW = lazy(r"\.(?<=[wW][wW][wW]\.)[\w\-./%?&=#~]{3,2048}", re.ASCII)
# From the @ on; what stands before it is found by walking back (a pattern that begins with a
# letter would try every word of the text).
_MAIL = lazy(r"@[A-Za-z0-9][A-Za-z0-9.-]{0,252}[A-Za-z0-9]", re.ASCII)
_MAIL_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-")
FAMILIES = frozenset(
    (
        "mojibake",
        "controls",
        "byteshift",
        "readings",
        "entities",
        "tags",
        "placeholders",
        "insertions",
        "boilerplate",
        "spun",
        "script",
        "punctuation",
        "quotes",
        "width",
        "spacing",
    )
)
"""The families a pragma can name; other words behind ``zhclean: off`` are the text's own."""
_NAME = rf"(?:{'|'.join(sorted(FAMILIES))})(?:\.[a-z_]{{1,40}})?(?![\w.@/:-])"
_PRAGMA = lazy(rf"zhclean:[ ]?(?:(off)|on)\b((?:[ ]?,?[ ]?{_NAME}){{0,20}})")


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

    def outside(self, found: list[Found]) -> list[Found]:
        """Leave out the edits that overlap a span; most stand before the first or behind the last."""
        low, high, overlaps = self._starts[0], self._ends[-1], self.overlaps
        return [
            edit
            for edit in found
            if edit[1] <= low or edit[0] >= high or not overlaps(edit[0], edit[1])
        ]

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
        spans += _urls(text)
        if holds(text, "](", "]"):
            spans += [m.span() for m in _DESTINATION().finditer(text)]
        if "@" in text:
            spans += _mails(text)
    if options["code"] and ("`" in text or holds(text, "~~~", "~")):
        spans += code_spans(text, sure=options["markdown"])
    if options["markdown"]:
        spans += markup_spans(text)
    if options["terms"] or options["patterns"]:
        for pattern in _compiled(tuple(options["terms"]), tuple(options["patterns"])):
            spans += [m.span() for m in pattern.finditer(text)]
    return Spans(spans) if spans else NONE


_TRIED = 16


def holds(text: str, sign: str, rare: str) -> bool:
    """Whether a sign is in a text, looked for by one character: that is found ten times as fast.

    Where ``rare`` stands too often for that, the whole sign is looked for.
    """
    at = text.find(rare)
    before = sign.index(rare)
    for _ in range(_TRIED):
        if at < 0:
            return False
        if at >= before and text.startswith(sign, at - before):
            return True
        at = text.find(rare, at + 1)
    return text.find(sign, max(0, at - before)) >= 0 if at >= 0 else False


def hard_spans(document: Document) -> Spans:
    """Find the regions switched off for every rule; an `off` without `on` lasts to the end."""
    return document.memo(switched_off).get("", NONE)


def switched_off(document: Document) -> dict[str, Spans]:
    """Find the regions switched off by pragma, by family or rule; the key "" is for every rule.

    ``zhclean: off`` and ``zhclean: on`` bound a region; both may name families or full codes
    (``zhclean: off quotes, spacing.marks``). A plain ``on`` switches everything on again.
    """
    text, run = document.text, document.run
    if run.pragmas is None:
        run.pragmas = holds(text, "zhclean:", "z")
    if not run.pragmas:
        return {}
    spans: dict[str, list[Span]] = {}
    opened: dict[str, int] = {}
    for m in _PRAGMA().finditer(text):
        names = re.findall(r"[a-z_.]+", m[2])
        spans.setdefault("", []).append(m.span())  # no rule may take the pragma itself away
        if m[1]:
            for name in names or [""]:
                opened.setdefault(name, m.start())
            continue
        for name in names or list(opened):
            if name in opened:
                spans.setdefault(name, []).append((opened.pop(name), m.end()))
    for name, start in opened.items():
        spans.setdefault(name, []).append((start, len(text)))
    return {name: Spans(found) for name, found in spans.items()}


def _mails(text: str) -> list[Span]:
    spans = []
    for m in _MAIL().finditer(text):
        start = m.start()
        while start and m.start() - start < 64 and text[start - 1] in _MAIL_NAME:
            start -= 1
        while start < m.start() and text[start] in "_.+-":
            start += 1
        if start < m.start():
            spans.append((start, m.end()))
    return spans


def _urls(text: str) -> list[Span]:
    spans: list[Span] = []
    if holds(text, "www.", "w") or holds(text, "WWW.", "W"):
        spans += [_closed(text, m.start() - 3, m.end()) for m in _WWW().finditer(text)]
    if not holds(text, "://", "/"):
        return spans
    for m in _URL().finditer(text):
        start = m.start()
        scheme = _SCHEME().search(text, max(0, start - 5), start)
        if scheme is not None:
            spans.append(_closed(text, scheme.start(), m.end()))
    return spans


def _continued(text: str, start: int, end: int) -> int:
    """Where the address ends whose ASCII part stands from ``start`` to ``end``.

    Behind the slash of a bare host, words without another sign of a path are the sentence's own.
    """
    if text[end - 1] not in _PATH_MARKS or text[end : end + 1].isascii():
        return end
    scheme = text.find("//", start, end)
    host = text.find("/", start if scheme < 0 else scheme + 2, end)
    if host < 0:
        return end
    m = _PATH().match(text, end)
    if m is None or (host == end - 1 and m[0].isalpha()):
        return end
    return m.end()


def _closed(text: str, start: int, end: int) -> Span:
    """Give back the marks at a URL's end that close a sentence or a bracket around it."""
    end = _continued(text, start, end)
    found = text[start:end]
    found = found.rstrip(".,;:!?'([")
    while (
        found and found[-1] in ")]" and found.count(found[-1]) > found.count("(["[found[-1] == "]"])
    ):
        found = found[:-1].rstrip(".,;:!?'([")
    return start, start + len(found)


@lru_cache(maxsize=64)
def _compiled(terms: Sequence[str], patterns: Sequence[str]) -> list[re.Pattern[str]]:
    compiled = [re.compile(p) for p in patterns]
    words = sorted((re.escape(t) for t in terms if t), key=len, reverse=True)
    return [*compiled, re.compile("|".join(words))] if words else compiled
