"""The entities family: character references in text that is no HTML document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from ..document import Document
from ..edits import Found
from ..markup import fragments, reftalk, remnants
from ..markup.htmlsigns import html_document, source_code
from ..patterns import lazy
from ..rules import Confidence, Gate, Option, Options, Rule, Scope, rule

OPTIONS: tuple[Option, ...] = ()


class _Gate(Gate):
    """Open where a reference ends, or what is left of one begins."""

    def __call__(self, document: Document) -> bool:
        text = document.text
        return (
            (";" in text and ("&" in text or _BARE().search(text) is not None))
            or ("#" in text and _BROKEN().search(text) is not None)
            or ("x" in text and ("x0dx0a" in text or "x000D_" in text))
            or ("\\" in text and "\\r\\n" in text)
        )


REFERENCES = _Gate()

_LEFT_OPEN = lazy(r"<[A-Za-z/!?]")
_TAIL = lazy(r"/\s?[A-Za-z][A-Za-z0-9]{0,15}\Z")
_BEGINS = lazy(r"[A-Za-z/!?]")
_REACH = 4_000
# What would read as a reference once an ampersand stands before it.
_BEHIND = lazy(r"(?:amp;){0,8}(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# ASCII that takes part in markup: left encoded on lines that hold any.
_DELICATE = lazy(r"[0-9A-Za-z/=;#!?\[\]:_-]")
_MARKUP = lazy(r"[<>]|&(?:lt|gt|amp|#0*(?:38|60|62)|#[xX]0*(?:26|3[cCeE]));", re.IGNORECASE)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff\r")


@lru_cache(maxsize=4096)
def character(name: str) -> str | None:
    """Return what a reference stands for; None where it stands for nothing."""
    from html.entities import html5

    if name[0] != "#":
        shown = html5.get(name + ";")
        return " " if shown == "\xa0" else shown
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    if number == 0xA0:
        return " "
    if 0x80 <= number < 0xA0:  # Windows punctuation by number, as browsers read it
        try:
            return bytes([number]).decode("cp1252")
        except UnicodeDecodeError:
            return None
    if number > 0x10FFFF or 0xD800 <= number < 0xE000 or number & 0xFFFE == 0xFFFE:
        return None
    if (number < 0x20 and number not in (9, 10, 13)) or number == 0x7F or 0xFDD0 <= number < 0xFDF0:
        return None
    return chr(number)


@rule("entities.decode", Confidence.LIKELY, REFERENCES, scope=Scope.PARAGRAPH)
def decode(document: Document, options: Options) -> Iterable[Found]:
    """Decode character references such as `&ldquo;` and `&#xff0c;`, once and only with `;`.

    Left encoded where the result would read as a tag or as another reference (`&lt;b&gt;`,
    `&amp;lt;`), within tags, and where a sentence tells how to write one. No-break spaces become spaces, invisible characters go.
    """
    text = document.text
    found = list(reftalk.REFERENCE().finditer(text)) if "&" in text else []
    if not found or document.signal(html_document) or document.signal(source_code):
        return []
    if document.signal(reftalk.about_references):
        return []
    starts: list[int] = []
    ends: list[int] = []
    if "<" in text:
        for token in fragments.tokens(document):
            starts.append(token[0])
            ends.append(token[1])
    result: list[Found] = []
    kept = -1  # the end of a `&lt;` left encoded whose `&gt;` has not come
    floor = 0  # the end of the tag before: what it holds makes no markup with what follows
    raw = "<" in text
    last = len(found) - 1
    reach = 0
    told = reftalk.lines(text, found)
    for k, m in enumerate(found):
        start, end = m.span()
        if start < reach:
            continue  # the second half of a surrogate pair
        if told and reftalk.within(told, start):
            continue
        if starts:
            i = bisect_right(starts, start) - 1
            floor = ends[i] if i >= 0 else 0
            if start < floor:
                continue
        behind = found[k + 1] if k < last and found[k + 1].start() == end else None
        shown = character(m[1])
        if shown is None:
            shown = _pair(m, behind)
            if shown is None:
                continue
            end = reach = behind.end() if behind else end
        elif shown.isascii():
            if shown == ">" and kept >= 0 and "\n" not in text[kept:start]:
                kept = -1
                continue
            if not _safe(text, floor, start, end, shown, behind, raw):
                if shown == "<":
                    kept = end
                continue
        elif shown[-1] in _INVISIBLE:
            shown = ""
        elif shown == "\u200d":  # joins emoji, and nothing else in Chinese
            joined = (character(behind[1]) or "") if behind else text[end : end + 1]
            shown = shown if joined > "\U0001f000" or "\u2600" <= joined < "\u2800" else ""
        result.append((start, end, "" if shown == "\r" else shown))
    return result


def _pair(m: re.Match[str], behind: re.Match[str] | None) -> str | None:
    """Return the character that two references to UTF-16 surrogates make."""
    if behind is None or m[1][0] != "#" or behind[1][0] != "#":
        return None
    high, low = (int(g[2:], 16) if g[1] in "xX" else int(g[1:]) for g in (m[1], behind[1]))
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00)
    return None


def _safe(
    text: str,
    floor: int,
    start: int,
    end: int,
    shown: str,
    behind: re.Match[str] | None,
    raw: bool,
) -> bool:
    """Whether an ASCII character may stand here without making markup of what is around it."""
    low = max(floor, start - _REACH)
    if raw:
        low = text.rfind("\n", low, start) + 1 or low
        opened = text.rfind("<", low, start)
        if opened >= 0 and text.find(">", opened, start) < 0 and _LEFT_OPEN().match(text, opened):
            return False
    if shown == "<":
        follows = (character(behind[1]) or "&") if behind else text[end : end + 1]
        return not _BEGINS().match(follows)
    if shown == ">":
        return not _closes(text, low, start)
    if shown == "&":
        return not _BEHIND().match(text, end)
    if _DELICATE().match(shown):
        low = text.rfind("\n", low, start) + 1 or low
        high = text.find("\n", end, end + _REACH)
        return not _MARKUP().search(text, low, end + _REACH if high < 0 else high)
    return True


def _closes(text: str, low: int, at: int) -> bool:
    """Whether a closing bracket here would end the tail of a cut tag."""
    before = text[at - 1 : at]
    if before.isascii() and before.isalnum():
        slash = text.rfind("/", max(low, at - 20), at)
        return slash >= 0 and _TAIL().match(text[slash:at]) is not None
    return before in ('"', " ", "/") and text.rfind('="', max(low, at - 420), at) >= 0


# Names that only stand for a mark or a space: encoded twice they were never meant as text.
_TWICE = lazy(
    r"&(?:amp;){1,4}(nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|hellip|mdash|ndash|middot|bull|times|deg|"
    r"laquo|raquo|copy|reg|trade|yen|#160|#8220|#8221|#8216|#8217|#8230|#8212|#183|#12288|#xa0"
    r"|#[0-9]{5}|#[xX][0-9a-fA-F]{4});"
)


@rule("entities.twice", Confidence.LIKELY, REFERENCES, scope=Scope.PARAGRAPH)
def twice(document: Document, options: Options) -> Iterable[Found]:
    """Decode references to marks, spaces and Chinese that were encoded twice (`&amp;nbsp;`)."""
    text = document.text
    found = list(_TWICE().finditer(text)) if "&" in text else []
    if not found or document.signal(html_document) or document.signal(reftalk.about_references):
        return []
    spans = [t[:2] for t in fragments.tokens(document)]
    inside = [m for m in found if not any(a < m.start() < b for a, b in spans)] if spans else found
    told = reftalk.lines(text, inside)
    inside = [m for m in inside if not reftalk.within(told, m.start())]
    return [
        (m.start(), m.end(), shown)
        for m in inside
        if (shown := character(m[1]))
        and (not _NUMBER().fullmatch(m[1]) or (_chinese(shown) and not _set_apart(text, m)))
    ]


_NUMBER = lazy(r"#(?:[0-9]{5}|[xX][0-9a-fA-F]{4})")


def _set_apart(text: str, m: re.Match[str]) -> bool:
    return text[m.start() - 1 : m.start()] == " " == text[m.end() : m.end() + 1]


def _chinese(shown: str) -> bool:
    return (
        "\u3000" <= shown < "\u3012" or "\u4e00" <= shown <= "\u9fff" or "\uff00" < shown < "\uff5f"
    )


_MARKS = frozenset("，。、；：？！（）“”")
_GOES_ON = lazy("[\u3000-\u3011\u3400-\u9fff“”\uff01-\uff1f]")
_BROKEN = lazy(r"#(x[0-9a-fA-F]{4}|[0-9]{5});")


@rule("entities.broken", Confidence.LIKELY, REFERENCES, scope=Scope.PARAGRAPH)
def broken(document: Document, options: Options) -> Iterable[Found]:
    """Decode references to Chinese characters and marks that lost their ampersand (`#xff0c;`)."""
    text = document.text
    result: list[Found] = []
    for m in _BROKEN().finditer(text) if "#" in text else ():
        before = text[m.start() - 1 : m.start()]
        shown = character("#" + m[1])
        if before == ";" and text.endswith("&amp;", 0, m.start()):
            continue  # encoded twice, and left so
        if before.isascii() and before != ";" and not (before in ("", "\n") and m[1][0] == "x"):
            # A colour, a topic, an issue; but a mark between a word and Chinese is one.
            if shown not in _MARKS or not before.isalnum() or not _GOES_ON().match(text, m.end()):
                continue
        if shown and _chinese(shown):
            result.append((m.start(), m.end(), shown))
    return result if result and not document.signal(html_document) else []


# By their last letter first: what ends so and is no reference is rare.
_NAMES = r"(?:nbsp|[lr][ds]quo|hellip|mdash|middot|quot)"
_BARE = lazy(
    r";(?<=[poht];)(?:(?<=nbsp;)|(?<=[lr][ds]quo;)|(?<=hellip;)|(?<=mdash;)|(?<=middot;)|(?<=quot;))"
)
_NAMED = lazy(rf"(?<![A-Za-z0-9&#_.\\-])(?<!&amp;)(?:(?:amp;){{0,4}}{_NAMES};){{1,99}}")
_ONE = lazy(rf"(?:amp;){{0,4}}({_NAMES});")


@rule("entities.named", Confidence.LIKELY, REFERENCES, scope=Scope.LINE)
def named(document: Document, options: Options) -> Iterable[Found]:
    """Decode named references to marks and spaces that lost their ampersand (`ldquo;`).

    Only between Chinese, marks of Chinese and the ends of a line, and on no line that tells of references.
    """
    text = document.text
    if ";" not in text or not _BARE().search(text) or document.signal(html_document):
        return []
    found = [m for m in _NAMED().finditer(text) if remnants.beside_chinese(text, *m.span())]
    told = reftalk.lines(text, found)
    spans = [
        m.span()
        for m in found
        if not reftalk.within(told, m.start())
        and not remnants.explained(text, *m.span(), quotes="quot;" in m[0])
    ]
    return [
        (one.start(), one.end(), character(one[1]) or "")
        for span in spans
        for one in _ONE().finditer(text, *span)
    ]


@rule("entities.breaks", Confidence.LIKELY, REFERENCES, scope=Scope.DOCUMENT)
def breaks(document: Document, options: Options) -> Iterable[Found]:
    """Put line breaks for what is left of their codes: `x0dx0a`, `_x000D_`, `\\r\\n` behind a stop."""
    return remnants.breaks(document.text)


RULES: tuple[Rule, ...] = (twice, decode, broken, named, breaks)
