"""HTML documents: parsed with lexbor, walked block by block as a browser lays them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from .tagnames import words

# Elements that break the line before and behind them.
_BLOCKS = words(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr thead tbody tfoot caption blockquote"
    " section article aside header footer nav main figure figcaption address form fieldset legend"
    " hr details summary center dir menu body html hgroup search option optgroup"
)
# Elements a browser shows nothing of. Raw ones are one piece to the tokenizer.
UNSEEN = words(
    "template noscript head title object applet canvas svg audio video datalist rp colgroup"
)
_RAW = ("script", "style", "iframe", "noembed", "noframes")
_INLINES = words(
    "span b strong em i u s font small big sub sup code label del ins mark q cite ruby rb"
)
_RAW_HEADS = tuple(f"<{name}>" for name in (*_RAW, "xmp"))
# What the parser writes out without a closing tag, the obsolete ones too.
_VOID = words(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
)
_STYLED = lazy(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MUCH = 100
"""Chinese characters of an element that is not shown, at least, where it may be the article."""
# A name may hold quotation marks (`width="20""` has two attributes), and begin with an equals sign.
_GIVEN = r' =?[^ =>]*="[^"]*"'
_ATTRIBUTE = lazy(r' (=?[^ =>]*)="([^"]*)"')
_SPACE = lazy(r"[ \t\n\r\f]+")
# Chinese, Japanese kana and their punctuation: no space is due where a line ends between two.
_WIDE = lazy(
    "[\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff—…“”‘’·]"
)

_ENDS = frozenset("。！？…”」』）：；")
LINE, TAB = "\n", "\t"
_BLANK = " \t\n\r\f"


class _Walk:
    """The state of one walk: what has been written, and the white space still owed."""

    __slots__ = ("last", "open_line", "owed", "pieces", "unseen")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.open_line = False  # whether the line being written holds text
        self.owed = ""  # "", " ", "\n" as a space from a line end, or a tab
        self.last = ""
        self.unseen: list[str] = []  # the longer stretches of text that are not shown

    def line(self) -> None:
        if self.open_line:
            self.pieces.append(LINE)
            self.open_line = False
        self.owed = ""

    def cell(self) -> None:
        if self.open_line:
            self.owed = TAB

    def text(self, raw: str) -> None:
        """Write a text node, its white space collapsed as a browser does."""
        body = raw.strip(_BLANK)
        if not body:
            if self.open_line and self.owed not in (TAB, " "):
                self.owed = LINE if LINE in raw else " "
            return
        if LINE in body:
            lines = [found for line in body.split(LINE) if (found := line.strip(_BLANK))]
            if len(lines) > 2 and all(line[-1] in _ENDS for line in lines[:-1]):
                self._paragraphs(raw, lines)
                return
            body = _BROKEN().sub(_joined, LINE.join(lines))
        if "  " in body or "\t" in body or "\r" in body or "\f" in body:
            body = _SPACE().sub(" ", body)
        if self.open_line:
            owed = self.owed
            if owed != TAB and raw[0] in _BLANK and owed != " ":
                owed = LINE if LINE in raw[: raw.index(body[0])] else " "
            if owed == LINE:
                owed = "" if _WIDE().match(self.last[-1]) and _WIDE().match(body) else " "
            if owed:
                self.pieces.append(owed)
        self.pieces.append(body)
        self.last = body
        self.open_line = True
        self.owed = ""
        if raw[-1] in _BLANK:
            self.owed = LINE if LINE in raw[raw.rindex(body[-1]) :] else " "

    def _paragraphs(self, raw: str, lines: list[str]) -> None:
        """Write the lines of a text node that are paragraphs: its style will keep the breaks."""
        self.text(raw[: raw.index(lines[0])] + lines[0])
        for line in lines[1:-1]:
            self.line()
            self.text(line)
        self.line()
        self.text(raw[raw.rindex(lines[-1]) :])

    def verbatim(self, raw: str) -> None:
        """Write preformatted text to the letter."""
        if not raw:
            return
        if self.owed and self.open_line:
            self.pieces.append(TAB if self.owed == TAB else " ")
        self.pieces.append(raw)
        self.last = raw
        self.owed = ""
        self.open_line = raw[-1] != LINE


_BROKEN = lazy(r"(.)\n(?=(.))")


def _joined(m: re.Match[str]) -> str:
    return m[1] if _WIDE().match(m[1]) and _WIDE().match(m[2]) else m[1] + " "


def pieces(
    text: str,
    *,
    ruby: str = "auto",
    alt: bool = False,
    links: bool = False,
    unseen: Callable[[str], str] | None = None,
) -> list[str]:
    """Return the text of an HTML document as pieces: runs of text and what stands between them.

    The pieces "\\n", " " and tab are layout; every other is the content of one text node. What
    is not shown is left out, or given as ``unseen`` makes it.

    lexbor builds the tree as a browser does and writes it out again in one form: every element
    closed, every attribute in double quotes, only ``& < >`` and no-break spaces encoded. Walking
    that text is three times as fast as asking each node of the tree.
    """
    from selectolax.lexbor import LexborHTMLParser

    from .unshown import brought_out, is_prose

    root = LexborHTMLParser(text).body
    walk = _Walk()
    page = None if root is None else root.html
    if page:
        if ruby == "auto":
            ruby = "drop" if _read_along(page) else "bare"
        if "<plaintext" in page:
            page = _literal(page)
        parts = _TOKEN().split(page)
        _descend(parts, walk, ruby, alt, links, unseen)
        if any(map(is_prose, walk.unseen)) and brought_out(parts):
            walk = _Walk()
            _descend(parts, walk, ruby, alt, links, unseen)
    while walk.pieces and (walk.pieces[-1] in (LINE, TAB, " ") or type(walk.pieces[-1]) is not str):
        walk.pieces.pop()
    return walk.pieces


_PLAIN = lazy(rf"<plaintext(?:{_GIVEN})*>")


def _literal(page: str) -> str:
    """Encode what stands behind the one tag that makes all the rest of a page text."""
    opened, end = _PLAIN().search(page), page.rfind("</plaintext>")
    if opened is None or opened.end() > end:
        return page
    inside = page[opened.end() : end].replace("&", "&amp;").replace("<", "&lt;")
    return page[: opened.end()] + inside + page[end:]


ALONG = 12
"""Chinese characters to a reading, at most, where readings run along a text."""
_HAN = lazy("[\u3400-\u9fff]+")


def _read_along(page: str) -> bool:
    """Whether readings run along the text, for learners; a few are glosses that belong to it."""
    readings = page.count("<rt>") + page.count("<rt ")
    return readings > 0 and sum(map(len, _HAN().findall(page))) <= ALONG * readings


# One element whose content is raw, a comment, or a tag; values hold any bracket.
_TOKEN = lazy(
    "(<(?=[sinx])(?:"
    + "|".join(rf"{name}(?:{_GIVEN})*>.*?</{name}>" for name in (*_RAW, "xmp"))
    + rf")|<!--.*?-->|<[!?][^>]*>|<[/a-zA-Z][^ >]*(?:{_GIVEN})*>)",
    re.DOTALL,
)
_INLINE, _BLOCK, _BREAK, _CELL, SKIP, _PRE, _READING, _IMAGE, _LINK, _NOTHING = range(10)


@cache
def actions() -> dict[str, tuple[int, int]]:
    """Map the head of a tag (`<p`, `<p>`, `</p>`) to what to do and to how the depth changes."""
    found: dict[str, tuple[int, int]] = {}

    def put(names: Iterable[str], opens: int, closes: int) -> None:
        for name in names:
            found[f"<{name}"] = found[f"<{name}>"] = (opens, 0 if name in _VOID else 1)
            found[f"</{name}>"] = (closes, -1)

    put(_BLOCKS, _BLOCK, _BLOCK)
    put(UNSEEN, SKIP, _INLINE)
    put(("pre", "listing", "plaintext", "textarea"), _PRE, _PRE)
    put(("td", "th"), _CELL, _INLINE)
    put(("rt", "rtc"), _READING, _READING)
    put(("a",), _LINK, _LINK)
    put(("br",), _BREAK, _INLINE)
    put(("img",), _IMAGE, _INLINE)
    put(_VOID - {"br", "hr", "img"}, _INLINE, _INLINE)
    put(_INLINES, _INLINE, _INLINE)
    put(_RAW, _NOTHING, _NOTHING)
    for name in (*_RAW, "xmp"):
        found[f"<{name}"] = found[f"<{name}>"] = (_NOTHING, 0)
    return found


def _descend(
    parts: list[str],
    walk: _Walk,
    ruby: str,
    alt: bool,
    links: bool,
    unseen: Callable[[str], str] | None,
) -> None:
    """Walk the written-out tree: text and tags in turn."""
    roles = actions()
    skipped = 0  # the depth below an element that is not shown
    preformatted = 0
    addresses: list[str] = []
    dark: list[str] = []
    text, verbatim, line = walk.text, walk.verbatim, walk.line
    turns = iter(parts)
    for part in turns:
        if skipped:
            dark.append(part)
            if unseen and (words := _SPACE().sub(" ", _decoded(part)).strip(" ")):
                walk.pieces.append(unseen(words))
        elif part:
            (verbatim if preformatted else text)(_decoded(part) if "&" in part else part)
        tag = next(turns, "")
        head, has, given = tag.partition(" ")
        action, depth = roles.get(head) or other(head)
        if skipped:
            skipped += depth
            if not skipped:
                if len(dark) > 2 or len(dark[0]) >= MUCH:
                    walk.unseen.append("".join(dark))
                dark.clear()
            continue
        if has and ("idden" in given or "none" in given) and depth >= 0 and hides(tag):
            skipped = depth
            continue
        if action == _INLINE:
            continue
        if action == _BLOCK:
            line()
        elif action == _LINK:
            if links:
                _address(tag, depth, addresses, walk)
        elif action == _CELL:
            walk.cell()
        elif action == _BREAK:
            if preformatted:
                verbatim(LINE)
            else:
                walk.line()
        elif action == SKIP:
            skipped = 1
        elif action == _PRE:
            if head[1:9] != "textarea" and head[2:10] != "textarea":
                walk.line()
            preformatted += depth
        elif action == _READING:
            if ruby == "drop" and depth > 0:
                skipped = 1
            elif ruby == "brackets":
                verbatim("(" if depth > 0 else ")")
        elif action == _IMAGE:
            if alt:
                text(_attributes(tag).get("alt", ""))
        elif head.startswith("<xmp"):
            walk.line()
            verbatim(tag[tag.index(">") + 1 : -6])
            walk.line()


def other(head: str) -> tuple[int, int]:
    """Treat elements without a role, and names of somebody's own, as part of the line."""
    if head.startswith(_RAW_HEADS):  # with what the element holds, up to its first blank
        return _NOTHING, 0
    if head.startswith("<!") or head.startswith("<?"):
        return _INLINE, 0
    return _INLINE, -1 if head.startswith("</") else 1


def _decoded(text: str) -> str:
    text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&amp;", "&")


def _attributes(tag: str) -> dict[str, str]:
    return {m[1]: _decoded(m[2].replace("&quot;", '"')) for m in _ATTRIBUTE().finditer(tag)}


def hides(tag: str) -> bool:
    """Whether the attributes of a tag hide its element."""
    given = _attributes(tag[: tag.find(">") + 1])  # a raw element's content has none
    if given.get("id") == "js_content":
        return False  # the article of a page of WeChat's, which a script shows
    return "hidden" in given or _STYLED().search(given.get("style", "")) is not None


def _address(tag: str, depth: int, addresses: list[str], walk: _Walk) -> None:
    if depth > 0:
        addresses.append(_attributes(tag).get("href", ""))
    elif addresses:
        address = addresses.pop()
        if address and not address.startswith(("#", "javascript:")):
            walk.verbatim(f" ({address})")


# lexbor drops NUL and cannot be given lone surrogates: both travel as characters of plane 16.
_UNFIT = lazy("[\0\ud800-\udfff]")
_SHIELD = 0x10F000


def _shielded(text: str) -> str:
    return _UNFIT().sub(
        lambda m: chr(_SHIELD + (ord(m[0]) - 0xD800 if m[0] != "\0" else 0x800)), text
    )


def _unshielded(text: str) -> str:
    return re.sub(
        "[\U0010f000-\U0010f800]",
        lambda m: "\0" if ord(m[0]) == _SHIELD + 0x800 else chr(ord(m[0]) - _SHIELD + 0xD800),
        text,
    )


def unwrap(document: Document, *, content: str = "page", **options: Any) -> list[Found]:
    """Return edits that turn an HTML document, or its main ``content``, into its text."""
    source = document.text
    shielded = _UNFIT().search(source) is not None
    parsed = _shielded(source) if shielded else source
    exact = document.explaining or "zhclean:" in source
    if not exact and content == "page":
        text = "".join(pieces(parsed, **options))
        return [(0, len(source), _unshielded(text) if shielded else text)]
    from .alignment import Unseen, aligned

    written = pieces(parsed, **options, unseen=Unseen)
    if content == "main":
        from .content import main_pieces

        written = main_pieces(parsed, written, Unseen)
    if shielded:
        written = [type(piece)(_unshielded(piece)) for piece in written]
    if not exact:
        return [(0, len(source), "".join(p for p in written if type(p) is str))]
    return aligned(source, written)
