"""Bytes in, bytes out: open, decompress, write atomically, and say what went wrong.

Files are only ever opened in binary: no line end and no byte order mark changes by accident.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NamedTuple

from ..errors import ZhcleanError

BUFFER = 1 << 16
"""Bytes of a buffer; without a number Python first asks whether the file is a terminal."""


class FileError(ZhcleanError):
    """A file that could not be read, cleaned or written; the original is as it was."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)

    def __str__(self) -> str:
        return self.problem


class Stamp(NamedTuple):
    """What tells that a file is still the one that was read."""

    device: int
    inode: int
    size: int
    modified: int


def stamp(path: Path) -> Stamp:
    """Take the file's stamp; raise FileError where there is none."""
    try:
        found = os.stat(path)
    except OSError as error:
        raise FileError(f"cannot be read: {reason(error)}") from None
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def reason(error: OSError) -> str:
    """Tell an operating system's error in words, without the path."""
    return (error.strerror or str(error) or type(error).__name__).lower()


@contextlib.contextmanager
def opened(path: Path | None, compression: str = "") -> Iterator[IO[bytes]]:
    """Open a file, or standard input for None, decompressed.

    Standard input is decompressed by its first bytes. Raises FileError for what cannot be read.
    """
    try:
        if path is None:
            if sys.stdin is None:
                raise FileError("cannot be read: standard input is closed")
            yield _decompressed_input()
            return
        kind = os.stat(path).st_mode
        if stat.S_ISDIR(kind):
            raise FileError("is a folder")
        # Opening a named pipe waits for a writer; those of the shell are open already.
        if stat.S_ISFIFO(kind) and not os.fspath(path).startswith(("/dev/", "/proc/")):
            raise FileError("cannot be read: not a regular file")
        with open(path, "rb", BUFFER) as raw:
            if not stat.S_ISREG(kind) and compression:
                raise FileError("not a regular file")
            yield decompressed(raw, compression)
    except BrokenPipeError:  # of the output
        raise
    except Exception as error:
        if _is_damage(error):
            raise FileError(f"cannot be decompressed: {str(error).lower()}") from error
        if isinstance(error, OSError):
            raise FileError(f"cannot be read: {reason(error)}") from error
        raise


def read_up_to(stream: IO[bytes], size: int) -> bytes:
    """Read ``size`` bytes, or what there is, without making room for all of them first."""
    data = stream.read(min(size, BUFFER))
    return data + stream.read(size - len(data)) if len(data) == BUFFER else data


def _is_damage(error: Exception) -> bool:
    """Whether compressed data is cut off or is none; the modules say so in errors of their own."""
    kinds: list[type] = [EOFError]
    for module, name in (
        ("gzip", "BadGzipFile"), ("zlib", "error"), ("lzma", "LZMAError"), ("zstandard", "ZstdError"),
    ):  # fmt: skip
        if sys.modules.get(module) is not None:
            kinds.append(getattr(sys.modules[module], name))
    return isinstance(error, tuple(kinds))


def decompressed(raw: IO[bytes], compression: str) -> IO[bytes]:
    """Wrap a binary stream so that it reads decompressed."""
    stream: Any = raw
    if compression == "gzip":
        import gzip

        stream = gzip.GzipFile(fileobj=raw, mode="rb")
    elif compression == "xz":
        import lzma

        stream = lzma.LZMAFile(raw, "rb")  # noqa: SIM115
    elif compression == "zstd":
        stream = io.BufferedReader(_Zstandard(raw), 1 << 18)
    found: IO[bytes] = stream
    return found


class _Zstandard(io.RawIOBase):
    """Reads all frames of a .zst, and fails where the last is cut off, as zstandard's own does not."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._unpacker = _zstandard().ZstdDecompressor()
        self._frame: Any = None
        self._packed = self._held = b""
        self._at = 0

    def readable(self) -> bool:
        """Tell io.BufferedReader that it may."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as there is something."""
        while self._at == len(self._held):
            # Little at once: a few bytes may stand for megabytes.
            self._packed = self._packed or self._raw.read(1 << 13)
            if not self._packed:
                if self._frame is not None:
                    raise EOFError("compressed file ended before the end of a frame")
                return 0
            self._frame = self._frame or self._unpacker.decompressobj()
            self._held, self._at = self._frame.decompress(self._packed), 0
            self._packed = b""
            if self._frame.eof:
                self._packed, self._frame = self._frame.unused_data, None
        size = min(len(buffer), len(self._held) - self._at)
        buffer[:size] = self._held[self._at : self._at + size]
        self._at += size
        return size


def compressing(raw: IO[bytes], compression: str) -> IO[bytes]:
    """Wrap a binary stream so that what is written is compressed; close it to finish."""
    stream: Any = raw
    if compression == "gzip":
        import gzip

        stream = gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0)
    elif compression == "xz":
        import lzma

        stream = lzma.LZMAFile(raw, "wb")  # noqa: SIM115
    elif compression == "zstd":
        stream = _zstandard().ZstdCompressor(write_checksum=True).stream_writer(raw, closefd=False)
    found: IO[bytes] = stream
    return found


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise FileError("reading .zst needs an extra: pip install 'zhclean[zst]'") from None
    return zstandard


def _decompressed_input() -> IO[bytes]:
    from .formats import compression_of

    stream: Any = sys.stdin.buffer
    head = stream.peek(8)[:8] if hasattr(stream, "peek") else b""
    return decompressed(stream, compression_of(head))


class AtomicFile:
    """A file that comes to stand at ``path`` whole, or not at all.

    Bytes go to a new file in the same folder, which replaces ``path`` on ``commit``. Mode and
    owner are those of the file that stood there; a symbolic link keeps pointing at what it
    pointed at. Where ``unchanged`` is given, ``commit`` refuses when the file is no longer the one
    that was read.
    """

    def __init__(
        self, path: Path, compression: str = "", unchanged: Stamp | None = None, backup: str = ""
    ) -> None:
        self.path = Path(os.path.realpath(path)) if path.is_symlink() else path
        self._unchanged = unchanged
        self._backup = backup
        self._mode = _mode_to_keep(self.path)
        self._temporary = self.path.with_name(
            f"{_unfinished(self.path, os.getpid())}{os.urandom(3).hex()}.tmp"
        )
        try:
            self._raw: IO[bytes] = self._opened()
        except OSError as error:
            raise FileError(f"cannot be written: {reason(error)}") from error
        self._stream = compressing(self._raw, compression)
        self._committed = False

    def _opened(self) -> IO[bytes]:
        try:
            return open(self._temporary, "xb", BUFFER)
        except (FileNotFoundError, NotADirectoryError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return open(self._temporary, "xb", BUFFER)

    def write(self, data: bytes | memoryview) -> None:
        """Write to the new file."""
        try:
            self._stream.write(data)
        except OSError as error:
            raise FileError(f"cannot be written: {reason(error)}") from error

    def finish(self) -> Path:
        """Close the new file, on the disk where it replaces one; return where it stands for now."""
        try:
            if self._stream is not self._raw:
                self._stream.close()
            if not self._raw.closed:
                self._raw.flush()
                if self._mode is not None:  # nothing is lost with a file that was not there
                    os.fsync(self._raw.fileno())
                self._raw.close()
        except OSError as error:
            raise FileError(f"cannot be written: {reason(error)}") from error
        return self._temporary

    def commit(self) -> None:
        """Put the new file in place of the old one."""
        self.finish()
        try:
            if self._unchanged is not None and stamp(self.path) != self._unchanged:
                raise FileError("changed while it was being cleaned; left as it is")
            if self._mode is not None:
                _keep(self._temporary, self._mode)
            if self._backup and self.path.exists():
                _copy(self.path, self.path.with_name(self.path.name + self._backup))
            os.replace(self._temporary, self.path)
            self._committed = True
        except OSError as error:
            raise FileError(f"cannot be written: {reason(error)}") from error

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove what was not committed, whatever happened."""
        if self._committed:
            return
        for stream in (self._stream, self._raw):  # what compresses writes to the other at its end
            with contextlib.suppress(OSError, ValueError):
                stream.close()
        with contextlib.suppress(OSError):
            os.unlink(self._temporary)


def _unfinished(path: Path, pid: int) -> str:
    return f".{path.name[:40]}.zhclean-{pid}-"


def remove_unfinished(path: Path, pid: int) -> None:
    """Remove what a process that was killed had written for ``path``."""
    path = Path(os.path.realpath(path)) if path.is_symlink() else path
    with contextlib.suppress(OSError):
        for name in os.listdir(path.parent):
            if name.startswith(_unfinished(path, pid)) and name.endswith(".tmp"):
                os.unlink(path.parent / name)


def _mode_to_keep(path: Path) -> os.stat_result | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise FileError("cannot be written: not a regular file")
    # Replacing needs only the folder's permission: ask the file's own too, also as root.
    if not found.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise FileError("cannot be written: read-only")
    return found


def _keep(path: Path, old: os.stat_result) -> None:
    if hasattr(os, "chown"):
        new = os.stat(path)
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
            with contextlib.suppress(OSError):
                os.chown(path, old.st_uid, old.st_gid)
    os.chmod(path, stat.S_IMODE(old.st_mode))


def _copy(path: Path, to: Path) -> None:
    import shutil

    shutil.copy2(path, to)
