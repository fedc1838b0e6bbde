"""HTML documents: parsed with lexbor, walked block by block as a browser lays them out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .document import Document
from .edits import Found

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Elements that break the line before and behind them.
_BLOCKS = _words(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr thead tbody tfoot caption blockquote pre"
    " section article aside header footer nav main figure figcaption address form fieldset legend"
    " hr details summary center dir menu body html hgroup search listing xmp plaintext option"
    " optgroup"
)
# Elements a browser shows nothing of.
_UNSEEN = _words(
    "script style template noscript head title meta link base iframe object embed applet canvas svg"
    " audio video map area param source track datalist noembed noframes rp colgroup col"
    " -comment -doctype"
)
_PRE = frozenset(("pre", "listing", "xmp", "plaintext", "textarea"))
_STYLED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_RUN = re.compile(r"[\t\n\r\f]|  ")
# Chinese, Japanese kana and their punctuation: no space is due where a line ends between two.
_WIDE = re.compile(
    "[\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff—…“”‘’·]"
)

LINE, TAB = "\n", "\t"

_DOCTYPE = re.compile(
    r"[\s\ufeff]{0,1000}(?:<\?xml[^<>]{0,300}>\s{0,100}|<!--(?:[^-]|-(?!->)){0,4000}-->\s{0,100}){0,5}"
    r"<(?:!doctype\s+html|html[\s>]|head>|body[\s>])",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,10})(?:\s[^<>]{0,2000})?/?>")
_STRUCTURE = _words("p div br li tr td th table ul ol section article h1 h2 h3 h4 h5 h6 dl dt dd")
_SAMPLE = 40_000


def html_document(document: Document) -> bool:
    """Whether the text is an HTML document: a doctype, html or body first, or dense block tags."""
    return "<" in document.text and (
        _DOCTYPE.match(document.text) is not None or _dense(document.text[:_SAMPLE])
    )


def marked_up(text: str) -> bool:
    """Whether a text of an HTML document (a block of one, say) holds structure at all."""
    return _DOCTYPE.match(text) is not None or any(
        m[2].lower() in _STRUCTURE for m in _TAG.finditer(text[:_SAMPLE])
    )


def _dense(sample: str) -> bool:
    """Whether nearly every line of a text that begins with a tag lies in block tags."""
    head = sample.lstrip("\ufeff \t\r\n")
    if not head.startswith("<"):
        return False
    names = [m[2].lower() for m in _TAG.finditer(head)]
    blocks = sum(name in _STRUCTURE for name in names)
    if (
        blocks < 24
        or len(head) < 400
        or blocks * 3 < len(names)
        or len(names) * 10 < head.count("<") * 9
    ):
        return False
    lines = [line for line in head.split("\n") if line.strip()]
    tagged = sum("<" in line and _TAG.search(line) is not None for line in lines)
    return tagged * 10 >= len(lines) * 9 and len(head) < 400 * blocks


class _Walk:
    """The state of one walk: what has been written, and the white space still owed."""

    __slots__ = ("alt", "glued", "last", "links", "open_line", "owed", "pieces", "ruby")

    def __init__(self, ruby: str, alt: bool, links: bool) -> None:
        self.ruby, self.alt, self.links = ruby, alt, links
        self.pieces: list[str] = []
        self.open_line = False  # whether the line being written holds text
        self.owed = ""  # "", " ", "\n" as a space from a line end, or a tab
        self.glued = False  # whether the space owed comes from a line end
        self.last = ""

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
        if _RUN.search(raw):
            raw = _SPACE.sub(_collapsed, raw)
        written = raw.strip(" \n")
        if not written:
            if raw and self.owed != TAB and self.open_line:
                self.owed = " " if self.owed == " " or raw[0] == " " else LINE
            return
        if self.open_line:
            owed = self.owed
            if owed != TAB and raw[0] in " \n":
                owed = " " if owed == " " or raw[0] == " " else LINE
            if owed == LINE:
                owed = "" if _WIDE.match(self.last[-1]) and _WIDE.match(written[0]) else " "
            if owed:
                self.pieces.append(owed)
        if LINE in written:
            written = _BROKEN.sub(_joined, written)
        self.pieces.append(written)
        self.last = written
        self.open_line = True
        tail = raw[-1]
        self.owed = " " if tail == " " else LINE if tail == LINE else ""

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


_BROKEN = re.compile(r"(.)\n(?=(.))")


def _collapsed(m: re.Match[str]) -> str:
    return LINE if LINE in m[0] or "\r" in m[0] else " "


def _joined(m: re.Match[str]) -> str:
    return m[1] if _WIDE.match(m[1]) and _WIDE.match(m[2]) else m[1] + " "


def pieces(text: str, *, ruby: str = "drop", alt: bool = False, links: bool = False) -> list[str]:
    """Return the text of an HTML document as pieces: runs of text and what stands between them.

    The pieces "\\n", " " and tab are layout; every other is the content of one text node.
    """
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(text).body
    walk = _Walk(ruby, alt, links)
    if root is not None:
        _descend(root, walk)
    while walk.pieces and walk.pieces[-1] in (LINE, TAB, " "):
        walk.pieces.pop()
    return walk.pieces


def _descend(root: LexborNode, walk: _Walk) -> None:
    """Visit a tree in document order without recursion (a page may nest ten thousand deep)."""
    node: Any = root.child
    depth: list[tuple[Any, str]] = []
    preformatted = 0
    text, verbatim, line = walk.text, walk.verbatim, walk.line
    while node is not None or depth:
        if node is None:
            node, tag = depth.pop()
            if tag in _BLOCKS:
                line()
            elif walk.links and tag == "a":
                _address(node, walk)
            if tag in _PRE:
                preformatted -= 1
            elif tag == "rt" and walk.ruby == "brackets":
                verbatim(")")
            node = node.next
            continue
        tag = node.tag
        if tag == "-text":
            (verbatim if preformatted else text)(node.text_content or "")
        elif tag == "br":
            if preformatted:
                verbatim(LINE)
            else:
                line()
        elif tag in _UNSEEN or (tag in ("rt", "rtc") and walk.ruby == "drop") or _hidden(node, tag):
            pass
        elif tag == "img":
            if walk.alt:
                text(node.attributes.get("alt") or "")
        else:
            child = node.child
            if tag in _BLOCKS:
                line()
            elif tag in ("td", "th"):
                walk.cell()
            elif tag == "rt":
                walk.owed = ""
                if walk.ruby == "brackets":
                    verbatim("(")
            if child is not None:
                if tag in _PRE:
                    preformatted += 1
                depth.append((node, tag))
                node = child
                continue
            if tag in _BLOCKS:
                line()
        node = node.next


def _hidden(node: Any, tag: str) -> bool:
    attributes = node.attrs
    if not len(attributes):
        return False
    given = node.attributes
    if "hidden" in given:
        return True
    style = given.get("style")
    if style and _STYLED.search(style):
        return True
    return (tag == "input") or (tag == "dialog" and "open" not in given)


def _address(node: Any, walk: _Walk) -> None:
    address = node.attributes.get("href") or ""
    if address and not address.startswith(("#", "javascript:")):
        walk.verbatim(f" ({address})")


# lexbor drops NUL and cannot be given lone surrogates: both travel as characters of plane 16.
_UNFIT = re.compile("[\0\ud800-\udfff]")
_SHIELD = 0x10F000


def _shielded(text: str) -> str:
    return _UNFIT.sub(
        lambda m: chr(_SHIELD + (ord(m[0]) - 0xD800 if m[0] != "\0" else 0x800)), text
    )


def _unshielded(text: str) -> str:
    return re.sub(
        "[\U0010f000-\U0010f800]",
        lambda m: "\0" if ord(m[0]) == _SHIELD + 0x800 else chr(ord(m[0]) - _SHIELD + 0xD800),
        text,
    )


def unwrap(document: Document, **options: Any) -> list[Found]:
    """Return edits that turn an HTML document into its text."""
    from .alignment import aligned

    source = document.text
    shielded = _UNFIT.search(source) is not None
    written = pieces(_shielded(source) if shielded else source, **options)
    if shielded:
        written = [_unshielded(piece) for piece in written]
    if not document.explaining and "zhclean:" not in source:
        return [(0, len(source), "".join(written))]
    return aligned(source, written, document.protected())
