"""Markup in running text: a conservative, linear tokenizer. Never a parser.

Genuine text is full of angle brackets (``a<b``, ``List<String>``, ``<书名>``, ``<file>``), so a tag
counts only when its name is known, its attributes are well formed, and, where its name is also a
word of usage lines (``<b>``, ``<input>``), when it closes. A tag that the text *speaks of*
(``<h1> 标记``) is text.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from ..document import Document
from ..patterns import lazy
from .ruby import is_reading
from .tagnames import (
    BLOCK,
    BLOCKS,
    CELL,
    CELLS,
    CONTENT,
    DROP,
    INLINE,
    INLINES,
    MEDIA,
    MEDIA_NAMES,
    OFFICE,
    SWITCHES,
    TITLED,
    VOID,
    Token,
)
from .tagtalk import matched, outside, spoken_of

_NAME = r"[A-Za-z][A-Za-z0-9]{0,15}(?:[:-][A-Za-z][\w-]{0,40}){0,2}"
# Attributes: each has a value or is a known switch; values such as `...` stand for one in prose.
# Every repeat is bounded or ends at a character it cannot cross, so that nothing is scanned twice.
_ATTRIBUTE = (
    r"(?:(?:\s{1,80}|(?<=[\"']))([A-Za-z_:@*#][\w:.@-]{0,60})"
    r"(?:\s{0,20}=\s{0,20}(\"[^\"]{0,200000}\"|'[^']{0,200000}'|[^\s\"'<>=`]{1,4000}))?)"
)
_QUICK = lazy(r"<(?:!(?:--|\[)|[A-Za-z/?!][^<>]{0,4000}>?)")
_WHOLE = lazy(rf"<{_NAME}{_ATTRIBUTE}{{1,60}}[\s/]{{0,80}}>")
_OPENING = lazy(rf"<({_NAME})((?:\s.*|/)?)>", re.DOTALL)
_CLOSING = lazy(rf"</\s{{0,3}}({_NAME})\s{{0,20}}>")
_ATTRIBUTES = lazy(_ATTRIBUTE)
# JSX: a value in braces.
_FOREIGN = lazy(rf"<({_NAME})\s[^<>]{{0,4000}}=\{{")
_DECLARATION = lazy(
    r"<(?:!doctype\s[^<>]{1,300}|\?xml(?::\w{1,20})?\s[^<>]{1,300}|!\[(?:if|endif)[^<>\]]{0,80}\](?:--)?|"
    r"\?(?:import|mso)[^<>]{0,300})>",
    re.IGNORECASE,
)
# A value that stands for one: href="url", src="图片地址".
_ANY = r"[\"']?(?:\.{2,}|…+|url|URL|(?:图片|文件|链接|網頁|网页)?(?:地址|网址|路径|链接)|[xX]{3,9}|属性?值)[\"']?"
_ELLIPSIS = lazy(rf"{_ANY}$")
_SAMPLE = lazy(rf"<({_NAME})\s[^<>]{{0,400}}?={_ANY}[\s/>]")


def tokens(document: Document) -> list[Token]:
    """Return the markup of a fragment, in order and disjoint; work it out once for a state."""
    return document.memo(_tokens)


def _tokens(document: Document) -> list[Token]:
    text = document.text
    if "<" not in text:
        return []
    found = scan(text)
    if found:
        # Addresses hold no tag, and the engine vetoes what touches the user's own spans.
        if "`" in text or "~~~" in text or "zhclean:" in text:
            found = outside(found, document.protected())
        found = spoken_of(text, found)
        found = matched(text, found)
    return found


def scan(text: str) -> list[Token]:
    """Find everything shaped like markup, in one pass over the text."""
    found: list[Token] = []
    add = found.append
    reach = 0
    hopeless: set[str] = set()
    foreign: set[str] = set()  # what a program's own tags open
    samples: Counter[str] = Counter()  # tags with a value that stands for one
    unwrapped: list[Token] = []
    # Behind the last closing bracket there is no markup, however much begins.
    for m in _QUICK().finditer(text, 0, text.rfind(">") + 1):
        start = m.start()
        if start < reach:
            continue
        raw = m.group()
        end = start + len(raw)
        kind = _classified(raw) if raw[-1] == ">" else None
        if kind is not None and kind[0] <= CELL and kind[1] != "?":
            if samples and kind[2] and samples[kind[1]]:
                samples[kind[1]] -= 1
                continue
            add((start, end, *kind))
            reach = end
            continue
        if kind is None:
            if (sample := _SAMPLE().match(raw)) is not None:
                samples[sample[1].lower()] += 1
                continue
            if "={" in raw and (opening := _FOREIGN().match(raw)):
                foreign.add(opening[1].lower())
                continue
            if raw == "<![" and text.startswith("CDATA[", end):
                close = -1 if "]]>" in hopeless else text.find("]]>", end)
                if close < 0:
                    hopeless.add("]]>")
                    continue
                # What is inside is text: only the brackets go.
                unwrapped.append((close, close + 3, INLINE, "!", True, False))
                end, kind = end + 6, (INLINE, "!", False, False)
            elif raw.startswith("<!"):
                end = _bracketed(text, start, hopeless) if len(raw) < 5 else 0
                kind = (DROP, "!", False, False)
            elif raw.count('"') % 2 or raw.count("'") % 2:
                # An angle bracket inside a value ended the quick look too soon.
                whole = _WHOLE().match(text, start)
                end = whole.end() if whole else 0
                kind = _classified(whole.group()) if whole else None
                reach = max(reach, end)  # what a value holds is no tag, whatever this one is
            if kind is None or not end:
                continue
        layout, name, closing, bare = kind
        if (
            name == "?"
            and raw[2:3] in "dD"
            and (
                start > 4000
                or text[:start].strip()
                or text[end : end + 80].lstrip(" \t")[:1].strip("\r\n<")
            )
        ):
            continue  # a declaration in mid-text, or before a word, is spoken of
        if layout == DROP and name != "!" and not closing:
            layout, end = _content(text, start, end, name, bare, hopeless)
        elif layout == MEDIA:
            end = _payload(text, start, end, name)
            layout = MEDIA if end > m.end() else INLINE
        add((start, end, layout, name, closing, bare))
        reach = end
    if foreign:
        found = [token for token in found if not (token[4] and token[3] in foreign)]
    return _woven(found, unwrapped) if unwrapped else found


def _woven(found: list[Token], more: list[Token]) -> list[Token]:
    """Put the ends of CDATA sections among the tokens, leaving out what they would cut."""
    kept: list[Token] = []
    reach = -1
    for token in sorted(found + more):
        if token[0] >= reach:
            kept.append(token)
            reach = token[1]
    return kept


@lru_cache(maxsize=4096)
def _classified(raw: str) -> tuple[int, str, bool, bool] | None:
    """Judge one tag by itself: (layout, name, closing, bare), or None where it is none."""
    closing = raw[1] == "/"
    m = (_CLOSING if closing else _OPENING)().fullmatch(raw)
    if not m:
        return (INLINE, "?", False, False) if _DECLARATION().fullmatch(raw) else None
    name = m[1]
    if not (name.islower() or name.isupper() or name in TITLED or name.partition(":")[0] in OFFICE):
        return None  # <Button>, <String>: names of somebody's own
    name = name.lower()
    rest = "" if closing else m[2].rstrip()
    bare = rest.strip() in ("", "/")
    values: dict[str, str] | None = {}
    if not bare:
        values = _attributes(rest)
        if values is None:
            return None
    return _judged(name, values or {}, closing, bare, rest.endswith("/"))


def _judged(
    name: str, values: dict[str, str], closing: bool, bare: bool, empty: bool
) -> tuple[int, str, bool, bool] | None:
    prefix, colon, local = name.partition(":")
    if colon:
        if local in MEDIA_NAMES:
            return (INLINE if closing or empty else MEDIA), name, closing, bare
        if prefix in OFFICE and len(local) > 0:
            return INLINE, name, closing, False
        known = local in BLOCKS or local in INLINES or local in CELLS
        return (INLINE, name, closing, True) if known else None
    if name in MEDIA_NAMES and name in INLINES and bare and not closing and not empty:
        return MEDIA, name, closing, bare
    if name in BLOCKS or name in CELLS or name in INLINES:
        layout = BLOCK if name in BLOCKS else CELL if name in CELLS else INLINE
        style = values.get("style", "").replace(" ", "").lower()
        if not closing and (
            name in CONTENT or "hidden" in values or "display:none" in style or name in ("rt", "rp")
        ):
            return (layout if empty else DROP), name, False, bare
        return layout, name, closing, bare
    return None


def _attributes(rest: str) -> dict[str, str] | None:
    """Read attributes; None where they are not well formed."""
    values: dict[str, str] = {}
    at = 0
    for m in _ATTRIBUTES().finditer(rest):
        if m.start() != at:
            return None
        at = m.end()
        name, value = m[1].lower(), m[2]
        if name[0] in "@:*#" or name.startswith(("v-", "ng-", "wx:")):
            return None  # a template's own language: somebody's program
        if value is None:
            if name not in SWITCHES and not name.startswith("data-"):
                return None
            value = name
        elif value[0] == "{" or _ELLIPSIS().match(value):
            return None
        elif "\n" in value and name in ("href", "src") and _HAN().search(value):
            return None  # from the quotation mark of one cut tag to that of another
        values[name] = value
    return values if values and not rest[at:].strip(" \t\r\n\f/") else None


def _bracketed(text: str, start: int, hopeless: set[str]) -> int:
    """Return the end of a comment or of a conditional comment's bracket, or 0."""
    if not text.startswith("<!--", start):
        m = _DECLARATION().match(text, start)
        return m.end() if m else 0
    if "-->" in hopeless:
        return 0
    m = _ENDED().search(text, start + 2)  # `<!-->` is a whole comment
    if m is None:
        hopeless.add("-->")
        return 0
    if text[max(start + 4, m.start() - 3) : m.start()].rstrip()[-1:] in _LINKING or _is_prose(
        text, start + 4, m.start()
    ):
        hopeless.add("-->")  # a sentence names both (用 <!-- 开始，用 --> 结束), or each is a stray
        return 0
    return m.end()


def _is_prose(text: str, start: int, end: int, bare: bool = False) -> bool:
    """Whether an element without text of its own reads like text, and holds most of it or begins so."""
    if end - start < MUCH:
        return False
    if (end - start) * 2 < len(text) and not (bare and _HAN().match(text, start)):
        return False
    inside = text[start:end]
    signs = len(_SIGNS().findall(inside))
    return signs * 50 < len(inside) and len(_HAN().findall(inside)) * 3 > len(inside)


_SIGNS = lazy(r"[{}=;<>]")
_HAN = lazy("[\u3400-\u9fff]")


_ENDED = lazy(r"--!?>")
_LINKING = frozenset("和与與跟及或到至用以由、")


@cache
def _same(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])[^<>]{{0,4000}}>", re.IGNORECASE)


_CODE = lazy(r"[;{}=()<]")
# An island of Office settings within a page.
_ISLAND = lazy(r"<[wovmx]:[A-Za-z]")
_READING = lazy(r"([^<>\n]{0,100})(?:(</r[tp]>)|(?=<r[tp]>|</ruby>))", re.IGNORECASE)
_BASES = ("<ruby", "</rt", "</rp", "<rp")
_REACH = 200


def _base(text: str, end: int) -> str:
    """Return the word that a reading at ``end`` stands over, without the tags in it."""
    before = text[max(0, end - _REACH) : end]
    at = max(before.rfind(tag) for tag in _BASES)
    word = before[before.find(">", at) + 1 :] if at >= 0 else before
    word = _LINKED().sub(r"\1", word) if "](" in word or "][" in word else word
    return _QUICK().sub("", word) if "<" in word else word


_LINKED = lazy(r"\[([^\[\]]*)\](?:\([^()\s]*\)|\[[^\[\]]*\])")


def _content(
    text: str, start: int, end: int, name: str, bare: bool, hopeless: set[str]
) -> tuple[int, int]:
    """Return the layout and end of an element whose content is not text."""
    block = name in BLOCKS
    if name in VOID:
        return (BLOCK if block else INLINE), end
    if name in ("rt", "rp"):
        m = _READING().match(text, end)
        if m is None or (name == "rt" and m[2] and not is_reading(_base(text, start), m[1])):
            return INLINE, end
        return DROP, m.end()
    if name not in hopeless:
        depth = 1
        for m in _same(name).finditer(text, end):
            depth += -1 if m[1] else 0 if name in CONTENT else 1
            if depth == 0:
                inside = text[end : m.start()]
                if name == "template" and "{{" in inside:
                    hopeless.add(name)  # a component's own text
                    break
                if name == "xml" and not _ISLAND().search(inside):
                    hopeless.add(name)
                    break
                if name not in CONTENT and len(inside) * 2 > len(text) and len(inside) > MUCH:
                    hopeless.add(name)  # most of the text: a script was to show it
                    break
                if name in CONTENT and _is_prose(text, end, m.start(), bare):
                    hopeless.add(name)
                    break
                if bare and inside.strip() and not _CODE().search(inside):
                    hopeless.add(name)  # prose between the names of two tags
                    break
                return (BLOCK if block else DROP), m.end()
        else:
            hopeless.add(name)
    return (BLOCK if block else INLINE), end


MUCH = 200
"""Characters of an element without text of its own that may be the text all the same."""

_PAYLOAD = lazy(
    r"\s{0,9}(?:data:|https?:|//|s3:|/?[\w./-]{1,200}\.(?:jpe?g|png|gif|webp|svg|bmp|mp[34]))"
    r"[^<>\n]{0,4000}|\s{0,9}|[^<>\n]{0,40}\balt=\"[^<>\n\"]{0,200}\"\s{0,3}"
)


def _payload(text: str, start: int, end: int, name: str) -> int:
    """Return the end of a media element that holds an address and no words, else ``end``."""
    m = _PAYLOAD().match(text, end)
    close = f"</{name}>"
    if m and text.startswith(close, m.end()):
        return m.end() + len(close)
    return end
