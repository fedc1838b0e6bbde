"""Spans of Markdown, reStructuredText and AsciiDoc that are no prose: code, links, HTML, math.

The three formats share most of what must be kept, and a file's text does not say which one it is,
so all are looked for at once; a construct that means something else elsewhere (AsciiDoc's ``----``,
a rule in Markdown) asks for a sign of its format. Protecting too much costs an edit, too little
breaks a document: where in doubt, a span is protected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..patterns import lazy

Span = tuple[int, int]

_FRONT = lazy(r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n")
_FENCE = lazy(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})(.*)$", re.MULTILINE)
# It begins with a literal and looks behind afterwards: thirty times as fast.
_INLINE = lazy(r"(`(?<!``)`{0,2})(?!`)[^`\n]{1,400}\1(?!`)")
# `quotes' as manual pages set them, with Chinese behind the first.
_QUOTED = lazy("`{1,3}[^`'\n]{1,80}'(?!\\w)[^\n]*[\u4e00-\u9fff]")
_MUCH_HAN = lazy("(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){9}")
_LINK = lazy(
    r"\]\([^()\n]{0,600}(?:\([^()\n]{0,200}\)[^()\n]{0,200}){0,3}\)"  # ](address "title")
    r"|\]\[[^\[\]\n]{0,200}\]"  # ][id]
    r"|\[\[[^\[\]\n]{1,200}\]\]"  # [[wiki]]
)
_REFERENCE = lazy(r"^[ \t>]{0,12}\[[^\[\]\n]{1,200}\]:(?:[ \t]*\S{1,2048})?", re.MULTILINE)
_TAG = lazy(
    r"</?[A-Za-z][\w:.-]{0,60}(?:\s[^<>\n]{0,2000})?/?>|<[a-z][a-z0-9+.-]{1,20}:[^<>\s]{1,2000}>"
)
_RAW = lazy(r"<(script|style|pre|code|kbd|samp|svg|math)\b[^<>\n]{0,500}>", re.IGNORECASE)
_TEMPLATE = lazy(r"\{\{[^{}\n]{0,400}\}\}|\{%[^\n]{0,200}?%\}|\{[#.:][^{}\n]{1,200}\}")
_MATH = lazy(
    r"\$\$[^$]{1,4000}\$\$|(?<![\\$A-Za-z0-9])\$(?![\s$])[^$\n]{1,300}(?<![\s\\])\$(?![A-Za-z0-9$])"
    r"|\\\([^\n]{1,200}?\\\)|\\\[[^\n]{1,200}?\\\]"
)
_RULE_ROW = lazy(
    r"^[ \t>]{0,12}\|?[ \t]{0,12}:?-{2,}:?(?:[ \t]{0,20}\|[ \t]{0,20}:?-{2,}:?)*[ \t]{0,20}\|?$",
    re.MULTILINE,
)
_EMOJI = lazy(r":[a-z0-9_+-]{2,40}:")
# reStructuredText: directives, roles, fields, substitutions, targets.
_REST = lazy(
    r"^[ \t]*\.\.[ \t].*$|^[ \t]*:[\w .-]{1,60}:(?=[ \t\r\n])|:[a-z][\w:.+-]{0,60}:`[^`\n]{1,400}`"
    r"|`[^`\n]{1,400}`_{1,2}|(?<!\S)\|[^|\s][^|\n]{0,60}\|_{0,2}(?!\S)",
    re.MULTILINE,
)
_LITERAL = lazy(r"::[ \t]*\r?\n(?:[ \t]*\r?\n)+(?=[ \t])")
_CODE = lazy(
    r"^[ \t]*\.\.[ \t]+(?:code|code-block|sourcecode|parsed-literal|math|raw|prompt|graphviz|mermaid"
    r"|uml|doctest|testcode|testsetup|testoutput|ipython|productionlist)::[^\n]*\n",
    re.MULTILINE,
)
# AsciiDoc: attributes, block attributes, macros, cross references, blocks between two like lines.
_ADOC_SIGN = lazy(
    r"^= \S|^\[(?:source|listing|literal|NOTE|TIP)\b|^:[\w-]{1,40}:[ \t]\S", re.MULTILINE
)
_ADOC = lazy(
    r"^:!?[\w-]{1,60}!?:.*$|^\[[^\[\]\n]{1,300}\]$|^//.*$"
    r"|(?<![A-Za-z])(?:link|image|include|xref|footnote|kbd|btn|menu|icon|video|audio|stem|pass|ifdef|ifndef|endif):{1,2}[^\s\[\]]{0,600}\[[^\[\]\n]{0,300}\]"
    r"|<<[^<>\n]{1,200}>>|^\S[^\n]{0,200}::(?=\s)",
    re.MULTILINE,
)
_ADOC_BLOCK = lazy(r"^(-{4,}|\.{4,}|\+{4,}|/{4,})[ \t]*$", re.MULTILINE)
_LISTING = lazy(
    r"(?:(?<=\n\n)|\A)(?=-)(-{4,100})\n(?=[^\n])(?:(?!-{4})[^\n]{1,2000}\n|\n(?!-{4})){1,500}?\1(?=\n\n|\n?\Z)"
)
_LIST_ITEM = lazy(r"[ \t>]{0,60}(?:[-*+]|\d{1,9}[.)、])[ \t]")


def code_spans(text: str, *, sure: bool) -> list[Span]:
    """Find fenced blocks (an open one lasts to the end) and inline code.

    Where the text may be no Markdown (not ``sure``), backticks around a stretch of Chinese are
    something else, such as the `quotes' of manual pages.
    """
    spans = list(_fences(text)) if "```" in text or "~~~" in text else []
    if "`" in text:
        spans += [m.span() for m in _INLINE().finditer(text) if sure or not _is_prose(m[0])]
    return spans


def _is_prose(found: str) -> bool:
    return _MUCH_HAN().match(found) is not None or _QUOTED().match(found) is not None


def markup_spans(text: str) -> list[Span]:
    """Find what is no prose in a Markdown, reStructuredText or AsciiDoc document."""
    spans: list[Span] = []
    if front := _FRONT().match(text):
        spans += _front_matter(text, front)
    if "\n    " in text or "\n\t" in text:
        spans += _indented(text)
    if "[" in text:
        spans += _all(_LINK(), text)
        if "]:" in text:
            spans += _all(_REFERENCE(), text)
    if "<" in text:
        spans += _all(_TAG(), text)
        spans += _comments(text)
        spans += _raw(text)
    if "{" in text:
        spans += _all(_TEMPLATE(), text)
    if "$" in text or "\\(" in text or "\\[" in text:
        spans += _all(_MATH(), text)
    if "--" in text:
        spans += _all(_RULE_ROW(), text)
    if ":" in text:
        spans += _all(_EMOJI(), text)
        spans += _all(_REST(), text)
        spans += _literal_blocks(text)
    if _ADOC_SIGN().search(text):
        spans += _all(_ADOC(), text)
        spans += _delimited(text)
    elif "\n----\n" in text or text.startswith("----\n"):
        spans += _listings(text)
    return spans


def _all(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [m.span() for m in pattern.finditer(text)]


def _fences(text: str) -> Iterator[Span]:
    """Walk the fence lines once: a block ends at a fence of its own kind, at least as long."""
    opened = -1
    fence = ""
    for m in _FENCE().finditer(text):
        mark, rest = m[1], m[2]
        if opened < 0:
            if mark[0] == "~" or "`" not in rest:
                opened, fence = m.start(), mark
        elif mark.startswith(fence) and not rest.strip():
            yield opened, m.end()
            opened = -1
    if opened >= 0:
        yield opened, len(text)


def _front_matter(text: str, front: re.Match[str]) -> list[Span]:
    end = re.compile(rf"^{re.escape(front[1])}[ \t]*$", re.MULTILINE).search(text, front.end())
    return [(0, end.end())] if end else []


def _indented(text: str) -> list[Span]:
    """Find lines indented by four blanks or a tab behind an empty line, outside lists."""
    spans: list[Span] = []
    at = 0
    blank, code, listing = True, False, False
    for line in text.split("\n"):
        if not line.strip():
            blank = True
        elif line.startswith(("    ", "\t")):
            code = code or (blank and not listing)
            if code:
                spans.append((at, at + len(line)))
            blank = False
        else:
            listing = _LIST_ITEM().match(line) is not None or (listing and line[0] in " \t")
            blank = code = False
        at += len(line) + 1
    return spans


def _comments(text: str) -> Iterator[Span]:
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        yield start, end + 3
        start = text.find("<!--", end)


def _raw(text: str) -> Iterator[Span]:
    """Find elements whose content is not prose; each kind's closing tags are looked for once."""
    absent: set[str] = set()
    at = 0
    while m := _RAW().search(text, at):
        name = m[1].lower()
        at = m.end()
        if name in absent:
            continue
        close = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, at)
        if close is None:
            absent.add(name)
            continue
        yield m.start(), close.end()
        at = close.end()


def _literal_blocks(text: str) -> Iterator[Span]:
    """Find the indented block behind a reStructuredText ``::``, or below a directive of code."""
    found = list(_LITERAL().finditer(text))
    if ".. " in text:
        found = sorted([*found, *_CODE().finditer(text)], key=lambda m: m.start())
    at = 0
    for m in found:
        if m.start() < at:
            continue  # inside the block before
        yield m.start(), m.start() + 2
        at = m.end()
        while at < len(text):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            if text[at:end].strip() and text[at] not in " \t":
                break
            yield at, end
            at = end + 1


def _listings(text: str) -> Iterator[Span]:
    """Find AsciiDoc's listing blocks in a text that has no other sign of it.

    Their delimiters stand close to what they hold and apart from the rest. A rule in Markdown has
    empty lines on both sides, and a line under a heading the heading above it.
    """
    for m in _LISTING().finditer(text):
        yield m.span()


def _delimited(text: str) -> Iterator[Span]:
    """Find AsciiDoc's listing, literal, passthrough and comment blocks."""
    opened = -1
    fence = ""
    for m in _ADOC_BLOCK().finditer(text):
        if opened < 0:
            opened, fence = m.start(), m[1]
        elif m[1] == fence:
            yield opened, m.end()
            opened = -1
