"""Where a stream of bytes may be cut into chunks of text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from .files import FileError

PRAGMA = re.compile(r"zhclean: ?(?:(off)|on)\b")
_BYTES = re.compile(PRAGMA.pattern.encode())
_LENGTH = len("zhclean: off") + 1
LONG = 4 << 20
"""Bytes a line of UTF-8 may have before it is cut at the end of a sentence."""


def recoded(pieces: Iterator[bytes], codec: str, lost: list[int] | None) -> Iterator[bytes]:
    """Turn a text that cannot be cut anywhere at a line feed into UTF-8."""
    decoder = codecs.getincrementaldecoder(codec)("strict" if lost is None else "replace")
    data: bytes | None = b""
    while data is not None:
        data = next(pieces, None)
        try:
            text = decoder.decode(data or b"", final=data is None)
        except UnicodeDecodeError as error:
            raise FileError(f"not all of it is {codec}: {error.reason}") from None
        if lost is not None and "\ufffd" in text:
            lost.append(0)
        yield text.encode("utf-8", "surrogatepass")


class Cut:
    """Cuts behind a line, behind a blank one where it can, never in a region that is switched off."""

    def __init__(self, codec: str) -> None:
        self.codec = codec
        self._off = False
        self._line = 0
        self._tail = b""

    def __call__(self, piece: bytes) -> int:
        """Give where to cut what was read so far; 0 is nowhere yet."""
        near = len(piece) - len(piece) // 4
        end = max(piece.rfind(b"\n\n", near) + 2, piece.rfind(b"\n\r\n", near) + 3)
        end = end if end > 3 else piece.rfind(b"\n") + 1
        self._line = 0 if end else self._line + len(piece)
        if not end and self._line > LONG and self.codec == "utf-8":
            end = _sentence(piece)
        tail, self._tail = self._tail, piece[-_LENGTH:]  # a pragma may lie across two pieces
        if b"zhclean:" in piece or b"zhclean:" in tail + piece[:_LENGTH]:
            inside = self._within(tail + piece[:end]) if end else True
            self._off = self._within(tail + piece)
            return 0 if inside else end
        return 0 if self._off else end

    def _within(self, data: bytes) -> bool:
        said = [m[1] for m in _BYTES.finditer(data)]
        return bool(said[-1]) if said else self._off


def _sentence(data: bytes) -> int:
    """Cut UTF-8 behind a full stop, or at least between two characters."""
    end = data.rfind("。".encode()) + 3
    if end < 3:
        end = len(data)
        while end > 1 and data[end - 1] & 0xC0 == 0x80:
            end -= 1
        end -= 1
    return end
