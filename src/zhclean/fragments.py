"""Markup in running text: a conservative, linear tokenizer. Never a parser.

Genuine text is full of angle brackets (``a<b``, ``List<String>``, ``<书名>``, ``<file>``), so a tag
counts only when its name is known, its attributes are well formed, and, where its name is also a
word of usage lines (``<b>``, ``<input>``), when it closes. A tag that the text *speaks of*
(``<h1> 标记``) is text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache

from .document import Document
from .patterns import lazy

INLINE, BLOCK, CELL, DROP, MEDIA = range(5)
"""How a token is laid out: within a line, breaking it, between cells, with its content, kept."""


Token = tuple[int, int, int, str, bool, bool]
"""A piece of markup: start, end, layout, name, whether it closes, and whether it is bare (without
attributes: the form in which prose speaks of tags)."""


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Names that are nothing but HTML: bare and unmatched they are still markup.
_BLOCKS = _words(
    "p div br hr ul ol li dl dt dd h1 h2 h3 h4 h5 h6 tr tbody thead tfoot blockquote section center"
    " table caption pre article aside figure figcaption header footer main nav address fieldset"
    " form details summary html body head title dir menu frameset noframes legend option"
    " optgroup select marquee"
)
_CELLS = frozenset(("td", "th"))
_INLINES = _words(
    "span strong em font nobr wbr b i u s a q tt big small sub sup strike del ins mark code kbd var"
    " xml samp cite abbr acronym dfn time data label button input textarea img image picture source"
    " video audio track iframe embed object param canvas svg path g rect circle use map area link"
    " meta base style script noscript template ruby rb rt rp rtc bdi bdo col colgroup blink"
    " basefont applet frame bgsound progress meter output dialog slot math mpvoice mpprofile qqmusic"
    " mpvideosnap mp-common-profile mp-style-type mp-miniprogram mp-common-videosnap"
    " mp-common-mpaudio mp-common-product mp-common-poi mp-weapp mpcps"
)
_SURE = _words(
    "p div br span font strong em li ul ol td th tr tbody thead h1 h2 h3 h4 h5 h6 blockquote nobr wbr"
    " hr"
)
# Closing tags cut loose from their opening ones; as words of usage lines they do not occur.
_SURE_CLOSING = _SURE | frozenset(("a", "section", "center", "table", "u", "b", "i", "ins", "del"))
_CONTENT = _words("script style noscript template iframe svg object applet canvas video audio xml")
_OFFICE = frozenset(("o", "v", "w", "w10", "m", "st1", "u1", "x", "p", "mp", "a", "wp", "pic"))
_MEDIA = frozenset(("image", "img", "video", "audio", "picture", "media", "file", "attachment"))
_BOOLEANS = _words(
    "hidden controls checked disabled nowrap noshade allowfullscreen selected readonly multiple muted"
    " autoplay loop async defer required compact reversed"
)

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
_DECLARATION = lazy(
    r"<(?:!doctype\s[^<>]{1,300}|\?xml(?::\w{1,20})?\s[^<>]{1,300}|!\[(?:if|endif)[^<>\]]{0,80}\]|"
    r"\?(?:import|mso)[^<>]{0,300})>",
    re.IGNORECASE,
)
_ELLIPSIS = lazy(r"[\"']?(?:\.{2,}|…+)[\"']?$")

# Words beside a tag that the text speaks of.
_TALK = (
    "标签", "标记", "標籤", "標記", "標簽", "元素", "元件", "属性", "屬性", "节点", "節點", " tag", " Tag", "lement", "HTML",
)  # fmt: skip
_NOUN = r"(?:标[签记]|標[籤記簽]|元素|元件|属性|屬性|节点|節點|[Tt]ags?\b|[Ee]lements?\b)"
# Each begins with a bracket, so that text without them costs nothing; what stands before is looked
# up afterwards.
_AFTER = lazy(rf">(?=[\s\"'”’」』`）)]{{0,4}}(?:HTML |html )?{_NOUN}(?!\s{{0,3}}</))")
_BEFORE = lazy(
    r"(?:标[签记]|標[籤記簽]|元素|属性|屬性|HTML|html|[Tt]ags?|[Ee]lements?)"
    r"(?:为|為|是|如|中的?|里的?)?[\s\"'“‘「『`（(]{0,4}\Z"
)
_BEFORE_ENDS = frozenset("签记籤記簽素性Lgst为為是如中的里 \t\n\"'“‘「『`（(l")
_USAGE = lazy(r">(?=[-=|][A-Za-z0-9_]|\[[<-])")
_QUOTED = lazy(r"<(?<=[“「『\"'(（`‘]<)[^<>\n]{1,24}>(?=[”」』\"')）`’])")
_PAIRS = ("“”", "「」", "『』", '""', "''", "()", "（）", "``", "‘’")


def tokens(document: Document) -> list[Token]:
    """Return the markup of a fragment, in order and disjoint; work it out once for a state."""
    return document.memo(_tokens)


def _tokens(document: Document) -> list[Token]:
    text = document.text
    if "<" not in text:
        return []
    found = scan(text)
    if found:
        found = _outside(found, document.protected())
        found = _spoken_of(text, found)
        found = _matched(text, found)
    return found


def scan(text: str) -> list[Token]:
    """Find everything shaped like markup, in one pass over the text."""
    found: list[Token] = []
    add = found.append
    reach = 0
    hopeless: set[str] = set()
    unwrapped: list[Token] = []
    # Behind the last closing bracket there is no markup, however much begins.
    for m in _QUICK().finditer(text, 0, text.rfind(">") + 1):
        start, end = m.span()
        if start < reach:
            continue
        raw = m.group()
        kind = _classified(raw) if raw[-1] == ">" else None
        if kind is None:
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
            if kind is None or not end:
                continue
        layout, name, closing, bare = kind
        if name == "?" and raw[2:3] in "dD" and (start > 4000 or text[:start].strip()):
            continue  # a declaration in mid-text is spoken of
        if layout == DROP and name != "!" and not closing:
            layout, end = _content(text, start, end, name, bare, hopeless)
        elif layout == MEDIA:
            end = _payload(text, start, end, name)
            layout = MEDIA if end > m.end() else INLINE
        add((start, end, layout, name, closing, bare))
        reach = end
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
    if not (name.islower() or name.isupper() or name.partition(":")[0] in _OFFICE):
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
        if local in _MEDIA:
            return (INLINE if closing or empty else MEDIA), name, closing, bare
        if prefix in _OFFICE and len(local) > 0:
            return INLINE, name, closing, False
        known = local in _BLOCKS or local in _INLINES or local in _CELLS
        return (INLINE, name, closing, True) if known else None
    if name in _MEDIA and name in _INLINES and bare and not closing and not empty:
        return MEDIA, name, closing, bare
    if name in _BLOCKS or name in _CELLS or name in _INLINES:
        layout = BLOCK if name in _BLOCKS else CELL if name in _CELLS else INLINE
        style = values.get("style", "").replace(" ", "").lower()
        if not closing and (
            name in _CONTENT
            or "hidden" in values
            or "display:none" in style
            or name in ("rt", "rp")
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
        if value is None:
            if name not in _BOOLEANS:
                return None
            value = name
        elif _ELLIPSIS().match(value):
            return None
        values[name] = value
    return values if values and not rest[at:].strip(" \t\r\n\f/") else None


def _bracketed(text: str, start: int, hopeless: set[str]) -> int:
    """Return the end of a comment or of a conditional comment's bracket, or 0."""
    if not text.startswith("<!--", start):
        m = _DECLARATION().match(text, start)
        return m.end() if m else 0
    if "-->" in hopeless:
        return 0
    at = text.find("-->", start + 4)
    if at < 0:
        hopeless.add("-->")
    return at + 3 if at >= 0 else 0


@cache
def _same(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])[^<>]{{0,4000}}>", re.IGNORECASE)


_CODE = lazy(r"[;{}=()<]")
# An island of Office settings within a page.
_ISLAND = lazy(r"<[wovmx]:[A-Za-z]")
_READING = lazy(r"[^<>\n]{0,100}(?:</r[tp]>|(?=<r[tp]>|</ruby>))", re.IGNORECASE)
_VOID = _words("br hr img input link meta wbr col area base embed param source track")


def _content(
    text: str, start: int, end: int, name: str, bare: bool, hopeless: set[str]
) -> tuple[int, int]:
    """Return the layout and end of an element whose content is not text."""
    block = name in _BLOCKS
    if name in _VOID:
        return (BLOCK if block else INLINE), end
    if name in ("rt", "rp"):
        m = _READING().match(text, end)
        return (DROP, m.end()) if m else (INLINE, end)
    if name not in hopeless:
        depth = 1
        for m in _same(name).finditer(text, end):
            depth += -1 if m[1] else 0 if name in _CONTENT else 1
            if depth == 0:
                inside = text[end : m.start()]
                if name == "xml" and not _ISLAND().search(inside):
                    hopeless.add(name)
                    break
                if bare and inside.strip() and not _CODE().search(inside):
                    hopeless.add(name)  # prose between the names of two tags
                    break
                return (BLOCK if block else DROP), m.end()
        else:
            hopeless.add(name)
    return (BLOCK if block else INLINE), end


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


def _outside(found: list[Token], spans: list[tuple[int, int]]) -> list[Token]:
    """Leave out tokens that begin within a protected span, such as code."""
    if not spans:
        return found
    starts = [token[0] for token in found]
    inside: set[int] = set()
    for start, end in spans:
        inside.update(range(bisect_left(starts, start), bisect_left(starts, end)))
    return [token for k, token in enumerate(found) if k not in inside] if inside else found


def _spoken_of(text: str, found: list[Token]) -> list[Token]:
    """Leave out tags that the text speaks of, the others of their line, and all where many are."""
    ends = {m.end() for m in _USAGE().finditer(text)}
    for m in _QUOTED().finditer(text):
        if text[m.start() - 1] + text[m.end()] in _PAIRS:
            ends.add(m.end())
    spoken = [token for token in found if token[5] and token[1] in ends] if ends else []
    if any(word in text for word in _TALK):
        nouns = {m.end() for m in _AFTER().finditer(text)}
        before = _BEFORE().search
        spoken += [
            token
            for token in found
            if token[1] in nouns
            or (
                (token[5] or token[3] == "script")
                and text[token[0] - 1 : token[0]] in _BEFORE_ENDS
                and before(text, max(0, token[0] - 16), token[0])
            )
        ]
    if not spoken:
        return found
    if len(spoken) * 5 >= len(found):
        return []
    ends_of_lines = [m.start() for m in _LINE_END().finditer(text)]
    lines = {bisect_left(ends_of_lines, token[0]) for token in spoken}
    return [token for token in found if bisect_left(ends_of_lines, token[0]) not in lines]


_LINE_END = lazy(r"\n")


def _within_word(text: str, start: int, end: int) -> bool:
    around = text[start - 1 : start] + text[end : end + 1]
    return len(around) == 2 and around.isascii() and around.isalnum()


_JOINING = frozenset(
    ("和", "与", "與", "、", "或", "到", "及", "至", "…", "……", "...", "and", "or", "to")
)


def _between_names(text: str, start: int, end: int, name: str) -> bool:
    """Whether what a pair of tags holds only joins their two names in a sentence about them."""
    inside = text[start:end].strip() if end - start < 12 else "-"
    return inside in _JOINING or (not inside and name == "s" and end > start)


def _matched(text: str, found: list[Token]) -> list[Token]:
    """Leave out bare tags whose names are also words, unless each closes what another opened."""
    kept: list[Token | None] = list(found)
    waiting: dict[str, list[int]] = {}
    for k, token in enumerate(found):
        _, _, layout, name, closing, bare = token
        if layout in (DROP, MEDIA):
            continue
        if closing:
            opened = waiting.get(name)
            if opened:
                begin = opened.pop()
                if found[begin][5] and _between_names(text, found[begin][1], token[0], name):
                    kept[begin] = kept[k] = None
            elif ":" not in name and (
                name not in _SURE_CLOSING
                or (len(name) == 1 and _within_word(text, token[0], token[1]))
            ):
                kept[k] = None
        elif name in _VOID:
            if bare and name not in _SURE:
                kept[k] = None
        else:
            waiting.setdefault(name, []).append(k)
    for name, opened in waiting.items():
        for k in opened:
            start, end, bare = found[k][0], found[k][1], found[k][5]
            if bare and (name not in _SURE or (len(name) == 1 and _within_word(text, start, end))):
                kept[k] = None
    return [token for token in kept if token is not None]
