"""Evidence that a whole text is an HTML document."""

from __future__ import annotations

import re

from ..document import Document
from ..patterns import lazy
from .tagnames import VOID, words

_DOCTYPE = lazy(
    r"[\s\ufeff]{0,1000}(?:<\?xml[^<>]{0,300}>\s{0,100}|<!--(?:[^-]|-(?!->)){0,4000}-->\s{0,100}){0,5}"
    r"<(?:!doctype\s+html[^<>]{0,300}>|html(?:\s[^<>]{0,2000})?>|head>|body(?:\s[^<>]{0,2000})?>)"
    r"[^<]{0,2000}<[a-z!]",
    re.IGNORECASE,
)
_TAG = lazy(r"<(/?)([A-Za-z][A-Za-z0-9]{0,10})(?:\s[^<>]{0,2000})?/?>")
_STRUCTURE = words("p div br li tr td th table ul ol section article h1 h2 h3 h4 h5 h6 dl dt dd")
_SAMPLE = 40_000


def html_document(document: Document) -> bool:
    """Whether the text is an HTML document: a doctype, html or body first, or dense block tags.

    One nested thousands deep is none: no page is, and the time to parse it grows with the square.
    """
    text = document.text
    return (
        "<" in text
        and (_DOCTYPE().match(text) is not None or _dense(text[:_SAMPLE]))
        and (text.count("<") < _MANY or _depth(text) < _DEEP)
    )


_CODE_LINE = lazy(
    r"[ \t]*(?:(?:def|class|import|from|return|if|elif|else|for|while|try|except|with|case|switch|var|let|const|"
    r"function|public|private|static|package|using|namespace|fn|pub|use|echo|print|self|this)\b|"
    r"[#@*]|//|/\*|[\w.\[\]\"']{1,60}\s{0,20}[-+|]?=[^=]|[\w.]{1,60}\([^\n]{0,200}[):,;]?$|[^\n]{0,300}[;{}(,\\]$|[\])}])"
)


def _chinese(sample: str) -> bool:
    """Whether more than a tenth of a text is East Asian: such a character takes three bytes of UTF-8."""
    size = len(sample)
    head = sample[: size // 4 + 1]  # that of a Chinese text alone is enough
    for part in (head, sample):
        if (len(part.encode("utf-8", "surrogatepass")) - len(part)) * 5 > size:
            return True
    return False


def source_code(document: Document) -> bool:
    """Whether the text is a program: what it holds of markup it writes, and means.

    Most of its lines are statements, and few of its characters Chinese.
    """
    sample = document.text[:_SAMPLE]
    if _chinese(sample):
        return False
    lines = [line.rstrip() for line in sample.split("\n") if line.strip()]
    if len(lines) < 10:
        return False
    match = _CODE_LINE().match
    return sum(match(line) is not None for line in lines) * 2 >= len(lines)


_MANY, _DEEP = 8_000, 2_000
_UNNESTED = words("p li td th tr dd dt option thead tbody tfoot") | VOID
_ELEMENT = lazy(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})")


def _depth(text: str) -> int:
    """Return how deep the elements of a page nest (up to _DEEP), mismatched closing tags set aside."""
    opened: dict[str, int] = {}
    depth = deepest = 0
    for m in _ELEMENT().finditer(text):
        name = m[2]
        if not m[1]:
            if name not in _UNNESTED:
                opened[name] = opened.get(name, 0) + 1
                depth += 1
                if depth > deepest:
                    deepest = depth
                    if deepest >= _DEEP:
                        break
        elif opened.get(name):
            opened[name] -= 1
            depth -= 1
    return deepest


def marked_up(text: str) -> bool:
    """Whether a text of an HTML document (a block of one, say) holds structure at all."""
    return _DOCTYPE().match(text) is not None or any(
        m[2].lower() in _STRUCTURE for m in _TAG().finditer(text[:_SAMPLE])
    )


def _dense(sample: str) -> bool:
    """Whether nearly every line of a text that begins with a tag lies in block tags."""
    head = sample.lstrip("\ufeff \t\r\n")
    if not head.startswith("<"):
        return False
    names = [m[2].lower() for m in _TAG().finditer(head)]
    blocks = sum(name in _STRUCTURE for name in names)
    if (
        blocks < 24
        or len(head) < 400
        or blocks * 3 < len(names)
        or len(names) * 10 < head.count("<") * 9
    ):
        return False
    lines = [line for line in head.split("\n") if line.strip()]
    tagged = sum("<" in line and _TAG().search(line) is not None for line in lines)
    return tagged * 10 >= len(lines) * 9 and len(head) < 400 * blocks
