"""Characters left as escapes in running text: \\uXXXX, \\xXX, %XX, quoted-printable, MIME words, HZ, UTF-7.

Each reading must be plausible Chinese; a single escape, one in code or an address, and escapes in
text about escapes are left as they are.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..encoding import detection, plausibility, tolerant
from ..patterns import lazy
from .garbles import repairs
from .weighing import SURE_GAIN, SURE_PROOF


class Escape(NamedTuple):
    """An escaped stretch and what it says."""

    start: int
    end: int
    text: str


ABOUT = lazy(
    r"[编編][码碼]|[转轉][义義]|[乱亂][码碼]|字符集|[转轉][换換]|正[则則]|escap|encod|decod|unicode|\bjava|\bpython|javascript|变量|變量|變數|源文件|原始碼|源码|源碼|utf-?8|gbk|gb2312|big5|charset|mojibake|regex|\burl\b",
    re.IGNORECASE,
)
"""What a line about encodings mentions."""

_PLAUSIBLE = 12.0  # bits a character
_ADDRESS = frozenset("/=&?.:#-_~@\\")

_U = r"\\{1,2}u[0-9a-fA-F]{4}"
_UNICODE = lazy(
    rf"(?<!\\){_U}(?:[ ]?{_U}|[!#$&*+,.0-9:;<>?@A-Z^_a-z|~ -](?=[!#-;=?-Z^-~ ]{{0,60}}{_U})){{1,4000}}"
)
_PERCENT_U = lazy(r"%u[0-9a-fA-F]{4}(?:%u[0-9a-fA-F]{4}|%[0-7][0-9a-fA-F]){1,4000}")
_PERCENT = lazy(r"(?:%[0-9a-fA-F]{2}){4,4000}")
_QUOTED = lazy(r"(?:=[0-9A-F]{2}){4}(?:=[0-9A-F]{2}|=\r?\n(?==[0-9A-F]{2})){0,4000}")
_MIME = lazy(
    r"=\?([\w-]{2,20})(?:\*\w{0,8})?\?([BbQq])\?([!->@-~]{1,1000})\?="
    r"(?:[ \t]{0,3}\r?\n?[ \t]{1,3}(?==\?))?"
)
_HZ = lazy(r"~\{((?:[!-w][!-~]){1,400})~\}")
_HZ_BARE = lazy(r"(?<![~\w\\$])\{((?:[!-W][!-~]){2,40})\}")
_UTF7 = lazy(r"(?<![\w+/])\+([A-Za-z0-9+/]{5,2000})-")
_HEX = lazy(r"(?<!\\)(?:\\x[0-9a-fA-F]{2}){4,4000}")
_OCTAL = lazy(r"(?<!\\)(?:\\[0-3][0-7]{2}){4,4000}")
_POINTS = lazy(r"(?:<U\+[0-9a-fA-F]{4,5}>){2,4000}")
_BYTES = lazy(
    r"(?:&#(?:x[2-9a-fA-F][0-9a-fA-F]|[3-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5]);){4,4000}"
)
_NUMERIC = lazy(r"(?<!&)(?<!&amp;)#(?:x([0-9a-fA-F]{4,5})|([0-9]{4,6}));")


def _plausible(text: str, least: int = 2) -> bool:
    """Whether ``text`` holds ``least`` East Asian characters and reads like Chinese."""
    han = [c for c in text if c >= "\u2e80"]
    if len(han) < least or tolerant.LOST in text:
        return False
    costs = plausibility.costs(text)
    foreign = [cost for cost, c in zip(costs, text, strict=True) if "\x80" <= c < "\U0001f000"]
    return sum(foreign) <= _PLAUSIBLE * len(foreign)


def _bytes_text(raw: bytes, codec: str | None = None) -> str | None:
    """Decode escaped bytes: as UTF-8, or what they most plausibly are."""
    for name in (codec,) if codec else ("utf-8", "gb18030", "cp950"):
        text = tolerant.strict(raw, name)
        if text is not None and _plausible(text):
            return text
    return None


def _unicode(found: re.Match[str]) -> str | None:
    text = re.sub(_U, lambda m: chr(int(m[0][-4:], 16)), found[0])
    if " \\u" in found[0]:
        text = re.sub("(?<=[\u2e80-\uffef]) (?=[\u2e80-\uffef])", "", text)
    return _joined(text) or _undone(text)


def _undone(text: str) -> str | None:
    """Undo what had been garbled before it was escaped, as exports of chats have it."""
    if text.isascii() or max(text) >= "\u2e80":
        return None
    found = repairs(text)
    if len(found) != 1 or not found[0].lossless:
        return None
    start, end, said, gain, proof, *_ = found[0]
    if gain < SURE_GAIN or proof < SURE_PROOF or not (text[:start] + text[end:]).isascii():
        return None
    after = text[:start] + said + text[end:]
    return after if _plausible(after) and after.isprintable() else None


def _percent_u(found: re.Match[str]) -> str | None:
    return _joined(re.sub("%u(....)|%(..)", lambda m: chr(int(m[1] or m[2], 16)), found[0]))


def _joined(text: str) -> str | None:
    """Join surrogate pairs; None where one is left alone, or a control character came out."""
    try:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return None
    return text if _plausible(text) and text.isprintable() else None


def _percent(found: re.Match[str]) -> str | None:
    return _printable(_bytes_text(bytes.fromhex(found[0].replace("%", ""))))


def _hex(found: re.Match[str]) -> str | None:
    return _printable(_bytes_text(bytes.fromhex(found[0].replace("\\x", ""))))


def _octal(found: re.Match[str]) -> str | None:
    return _printable(_bytes_text(bytes([int(code, 8) for code in found[0].split("\\")[1:]])))


def _points(found: re.Match[str]) -> str | None:
    """Read what R prints where a code page has no such character."""
    return _joined("".join([chr(int(code, 16)) for code in found[0][3:-1].split("><U+")]))


def _bytes(found: re.Match[str]) -> str | None:
    """Read bytes that were taken for characters and written as references."""
    codes = found[0][2:-1].replace("x", "0x").split(";&#")
    if len(set(codes)) < 3:
        return None  # a row of dots or blanks
    return _printable(_bytes_text(bytes([int(code, 0) for code in codes])))


def _quoted(found: re.Match[str]) -> str | None:
    return _printable(_bytes_text(bytes.fromhex(re.sub(r"=\r?\n|=", "", found[0]))))


def _printable(text: str | None) -> str | None:
    return text if text and text.replace("\n", "").replace("\t", "").isprintable() else None


def _mime(found: re.Match[str]) -> str | None:
    charset, kind, word = found[1], found[2].upper(), found[3]
    try:
        if kind == "B":
            raw = base64.b64decode(word + "=" * (-len(word) % 4))
        else:
            raw = re.sub(
                rb"=([0-9A-Fa-f]{2})",
                lambda m: bytes.fromhex(m[1].decode()),
                word.replace("_", " ").encode("latin-1"),
            )
    except (binascii.Error, ValueError):
        return None
    codec = detection.normal(charset)
    text = tolerant.strict(raw, codec) if codec else None
    return text if text and text.isprintable() else None


def _high(word: str) -> str | None:
    """Read pairs of seven-bit bytes as GB2312."""
    try:
        return bytes(ord(c) | 0x80 for c in word).decode("gb2312")
    except UnicodeDecodeError:
        return None


def _hz(found: re.Match[str]) -> str | None:
    text = _high(found[1])
    return text if text and _plausible(text, 1) else None


def _hz_bare(found: re.Match[str]) -> str | None:
    """Read HZ that lost its tildes: only what can hardly be a name in braces."""
    text = _high(found[1])
    if not text or not all(
        "\u4e00" <= c <= "\u9fff" or c in "，。、：；？！“”《》（）" for c in text
    ):
        return None
    return text if plausibility.bits(text) <= 8.0 * len(text) else None


def _utf7(found: re.Match[str]) -> str | None:
    word = found[1]
    try:
        text = base64.b64decode(word + "=" * (-len(word) % 4)).decode("utf-16-be")
    except (binascii.Error, ValueError, UnicodeDecodeError):
        return None
    if not all(c >= "\u2010" for c in text):
        return None
    return text if _plausible(text) and text.isprintable() else None


def _numeric(found: re.Match[str]) -> str | None:
    code = int(found[1], 16) if found[1] else int(found[2])
    wide = 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFFEF or 0x20000 <= code <= 0x3FFFF
    if not wide and not 0x2010 <= code <= 0x2026:
        return None
    return chr(code) if plausibility.alone(chr(code)) <= 17 else None


_KINDS: tuple[
    tuple[str, Callable[[], re.Pattern[str]], Callable[[re.Match[str]], str | None]], ...
] = (
    ("=?", _MIME, _mime),
    ("\\u", _UNICODE, _unicode),
    ("\\x", _HEX, _hex),
    ("\\3", _OCTAL, _octal),
    ("<U+", _POINTS, _points),
    ("&#", _BYTES, _bytes),
    ("%u", _PERCENT_U, _percent_u),
    ("%", _PERCENT, _percent),
    ("=", _QUOTED, _quoted),
    ("~{", _HZ, _hz),
    ("{", _HZ_BARE, _hz_bare),
    ("+", _UTF7, _utf7),
    ("#", _NUMERIC, _numeric),
)


def escapes(text: str) -> Iterator[Escape]:
    """Find the escapes of a paragraph that can be read, in no order; those in code stay."""
    about: bool | None = None
    for mark, pattern, read in _KINDS:
        if mark not in text:
            continue
        for found in pattern().finditer(text):
            if _in_code(text, found.start(), found.end(), mark):
                continue
            after = read(found)
            if after is None:
                continue
            if about is None:
                about = ABOUT().search(text) is not None
            if about and mark not in ("=?", "~{", "#"):
                continue
            if _told(text, found, after, mark):
                continue
            yield Escape(found.start(), found.end(), after)


def _told(text: str, found: re.Match[str], after: str, mark: str) -> bool:
    """Whether the line tells what an escape says: \\u4e2d\\u6587 is “中文”."""
    if mark == "#" or after not in text:
        return False
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    line = text[start : end if end >= 0 else len(text)]
    return (mark == "\\u" and after in line) or any(q + after in line for q in '“‘「『"')


def _in_code(text: str, start: int, end: int, mark: str) -> bool:
    """Whether an escape stands in an address, a string of a program, or a character class."""
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    if mark in ("=?", "~{", "#", "&#", "<U+"):
        return False
    if before in ("'", '"', "`", "[", "(") and behind in ("'", '"', "`", "]", ")", "-", "\\"):
        return before != "(" or mark != "{"
    if mark in ("%", "%u"):
        address = before.isascii() and (before.isalnum() or before in _ADDRESS)
        return bool(before and address) or (bool(behind) and behind in _ADDRESS)
    return before in ("[", "-", "\\") or (behind in ("]", "-") and mark != "+")
