"""From a file's bytes to the text that is cleaned, and back to the bytes that are written.

Rules know one line end. Where a whole file ends its lines with ``\\r\\n``, the text is cleaned with
``\\n`` and gets its line ends back; a file that mixes them is cleaned as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .files import FileError

_LONE = re.compile("(?<!\r)\n|\r(?!\n)")
# The dash and the middle dot: Python's gb2312 knows them by other characters than gbk and gb18030.
_GB2312 = {0x2014: 0x2015, 0xB7: 0x30FB}
_FOUR = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")


@dataclass(frozen=True, slots=True)
class Original:
    """A decoded file: its text as rules see it, and what it takes to write it back."""

    text: str
    encoding: str
    bom: bytes
    crlf: bool
    lossy: bool
    exact: str = ""
    """The narrower encoding that was named, where ``encoding`` holds more characters."""
    narrow: bool = False
    """Whether nobody has named GB18030 and no code of four bytes shows it: it may well be GBK."""

    def utf8(self, text: str) -> bytes:
        """Encode ``text`` as UTF-8 with the file's own line ends."""
        if self.crlf:
            text = text.replace("\n", "\r\n")
        try:
            return text.encode()
        except UnicodeEncodeError:
            return text.encode("utf-8", "surrogatepass")

    def encoded(self, text: str) -> bytes:
        """Encode ``text`` as the file was; raise FileError where its encoding has no such character."""
        if self.crlf:
            text = text.replace("\n", "\r\n")
        try:
            if self.exact:
                as_named = text.translate(_GB2312) if self.exact == "gb2312" else text
                as_named.encode(self.exact)
            data = text.encode(self.encoding)
            if self.narrow and (wide := fourth(data)):
                raise too_wide(wide)
            return self.bom + data
        except UnicodeEncodeError as error:
            bad = text[error.start]
            name = self.exact or self.encoding
            raise FileError(
                f"left as it is: {bad!r} (U+{ord(bad):04X}) cannot be written in {name};"
                " -o writes UTF-8"
            ) from None


def fourth(data: bytes) -> str | None:
    """Give the first character of GB18030 that GBK does not have: a code of four bytes."""
    # A lead byte before a digit begins such a code, wherever the search came in.
    if not _FOUR.search(data):
        return None
    text = data.decode("gb18030", "replace")
    return next((c for c in text if not c.isascii() and len(c.encode("gb18030")) == 4), None)


def too_wide(character: str) -> FileError:
    """Say that a file which looks like GBK would no longer be read as GBK."""
    return FileError(
        f"left as it is: {character!r} (U+{ord(character):04X}) cannot be written in gbk, which it"
        " seems to be; --encoding gb18030 allows it, -o writes UTF-8"
    )


def read_text(data: bytes, declared: str | None = None, *, binary: bool = False) -> Original:
    """Decode a file's bytes; raise FileError for what is no text.

    A NUL character marks a binary file unless ``binary`` lets it pass.
    """
    original = _decoded(data, declared)
    if not binary:
        at = original.text.find("\0")
        if at >= 0:
            raise FileError(
                f"looks binary (a NUL at character {at}); --text cleans it all the same"
            )
    return original


def _decoded(data: bytes, declared: str | None) -> Original:
    from ..encoding.decoding import decode

    if declared is not None:
        check_encoding(declared)
    found = decode(data, declared=declared)
    text, crlf = unified_lines(found.text)
    bom = _bom(data) if found.bom else b""
    exact = _exact(declared, found.encoding) if declared and not bom else ""
    narrow = found.encoding == "gb18030" and not bom and not exact and not _named_wide(declared)
    narrow = narrow and fourth(data) is None
    return Original(text, found.encoding, bom, crlf, found.lossy, exact, narrow)


def _named_wide(declared: str | None) -> bool:
    import codecs

    return declared is not None and codecs.lookup(declared).name == "gb18030"


def _exact(declared: str, encoding: str) -> str:
    """Give the codec that was named, where the text was read as GB18030, which holds more."""
    import codecs

    name = codecs.lookup(declared).name
    return name if encoding == "gb18030" and name in ("gb2312", "gbk") else ""


def unified_lines(text: str) -> tuple[str, bool]:
    """Give ``text`` with ``\\n`` for its line ends where all of them are ``\\r\\n``, and whether so."""
    if "\r\n" not in text or _LONE.search(text) is not None:
        return text, False
    return text.replace("\r\n", "\n"), True


def check_encoding(name: str) -> None:
    """Raise FileError for an encoding that does not exist, or that is none of text."""
    try:
        b" ".decode(name, "replace")
    except (LookupError, ValueError):
        raise FileError(f"unknown encoding {name!r}") from None


# The longer first: UTF-32 begins as UTF-16 does.
BOMS = (
    b"\xff\xfe\x00\x00",
    b"\x00\x00\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x84\x31\x95\x33",
)


def _bom(data: bytes) -> bytes:
    return next((bom for bom in BOMS if data.startswith(bom)), b"")
