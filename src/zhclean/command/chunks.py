"""Cut a large input at line ends into chunks that any process can clean.

The process that cuts must stay cheap, or more processes would not help: a chunk of a plain file
travels as a place in that file, its bytes are read where it is cleaned, and only bytes that have
changed come back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from .files import FileError, Stamp, stamp
from .formats import Format

READ = 1 << 20
"""Bytes read at once."""

NEAR = 1 << 14
"""Bytes read at once where only a line end is looked for."""

Cut = Callable[[bytes], int]
"""Tells after how many of the bytes lately read a chunk may end; 0 is nowhere."""


@dataclass(slots=True)
class Chunk:
    """Whole lines of an input. ``line`` is the first's number, or 0; ``path`` is "" for a stream."""

    data: bytes | None
    line: int
    path: str = ""
    start: int = 0
    size: int = 0

    def __reduce__(self) -> tuple[Any, ...]:
        data = None if self.path else self.data
        return Chunk, (data, self.line, self.path, self.start, self.size)

    def read(self) -> bytes:
        """Give the bytes; raise FileError where the file no longer holds them."""
        if self.data is not None:
            return self.data
        with open(self.path, "rb", buffering=0) as file:
            file.seek(self.start)
            data = file.read(self.size)
            while len(data) < self.size and (more := file.read(self.size - len(data))):
                data += more
        if len(data) < self.size:
            raise FileError(CHANGED)
        return data


CHANGED = "changed while it was being read"


class Source:
    """An input that is cut into chunks, and whether it stayed what it was meanwhile."""

    def __init__(self, path: Path | None, kind: Format, unchanged: Stamp | None = None) -> None:
        self._path = path
        self._stamp = unchanged
        self._place = ""
        if path is not None and not kind.compression and path.is_file():
            place = os.path.abspath(path)
            if not place.startswith(("/dev/", "/proc/")):  # each process has its own of these
                self._place, self._stamp = place, unchanged or stamp(path)

    @property
    def stayed(self) -> bool:
        """Whether the file is still the one that was read."""
        if self._path is None or self._stamp is None:
            return True
        try:
            return stamp(self._path) == self._stamp
        except FileError:
            return False

    def places(self, size: int) -> Iterator[Chunk] | None:
        """Cut a plain file at line ends near every ``size`` bytes, reading nothing but these.

        None where the bytes can only be read one after the other. The numbers of lines stay unknown.
        """
        return _places(self._place, self._stamp.size, size) if self._place and self._stamp else None

    def chunks(
        self, pieces: Iterable[bytes], size: int, cut: Cut, *, start: int = 0, recoded: bool = False
    ) -> Iterator[Chunk]:
        """Put pieces together to chunks of at least ``size`` bytes that end where ``cut`` says.

        ``start`` is where in the file the pieces begin; ``recoded`` ones are not the file's bytes.
        """
        place = "" if recoded else self._place
        line = 1
        for data in _joined(pieces, size, cut):
            lines = data.count(b"\n")
            chunk = Chunk(data, line, place, start, len(data))
            del data
            yield chunk
            if place:  # cleaned by now, or on its way
                chunk.data = None
            line += lines
            start += chunk.size


def _places(path: str, end: int, size: int) -> Iterator[Chunk]:
    with open(path, "rb", buffering=0) as file:
        start = 0
        while start < end:
            at = start + size - 1
            file.seek(at)
            stop = end
            while piece := file.read(NEAR):
                if found := piece.find(b"\n") + 1:
                    stop = min(at + found, end)
                    break
                at += len(piece)
            yield Chunk(None, 0, path, start, stop - start)
            start = stop


def _joined(pieces: Iterable[bytes], size: int, cut: Cut) -> Iterator[bytes]:
    held: list[bytes] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        end = cut(piece)
        if end and length >= size:
            held[-1] = piece[:end]
            whole = held[0] if len(held) == 1 else b"".join(held)
            held, length = [piece[end:]], len(piece) - end
            del piece
            yield whole
            whole = b""
    if length:
        yield held[0] if len(held) == 1 else b"".join(held)


def after_lines(data: bytes) -> int:
    """Cut behind the last whole line."""
    return data.rfind(b"\n") + 1


def read_pieces(stream: IO[bytes], head: bytes = b"") -> Iterator[bytes]:
    """Give ``head`` and then the stream, piece by piece."""
    for at in range(0, len(head), READ):
        yield head[at : at + READ]
    del head
    while data := stream.read(READ):
        yield data
