"""Write lines to the terminal or the pipe as UTF-8 bytes, on every platform."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

bar: Any = None
"""The progress bar that stands on the terminal, which must make way for a line."""


def tell(line: str) -> None:
    """Write a line to standard error, whatever its encoding; paths keep their bytes."""
    sys.stdout.flush()
    if bar is not None:
        bar.clear()
    try:
        put(line, sys.stderr)
    except OSError:  # nobody can be told; the exit status still says it
        give_up(sys.stderr)


def give_up(stream: Any) -> None:
    """Let a stream that cannot be written lead nowhere, so that leaving does not fail on it."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_closed() -> None:
    """Stand in for standard output and error where they were closed before the start.

    Writing to the output fails, as it would have; what is told is lost.
    """
    if sys.stdout is None:
        # Opened to be read only: each write is refused at once, and nothing waits in a buffer.
        raw: Any = io.FileIO(os.open(os.devnull, os.O_RDONLY), "w")
        sys.stdout = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def put(line: str, to: Any = None) -> None:
    """Write a line as UTF-8 bytes; what came from a path that is no UTF-8 keeps its bytes."""
    to = to or sys.stdout
    raw = getattr(to, "buffer", None)
    if raw is None:  # replaced by a test or an embedding program
        to.write(line + "\n")
        return
    to.flush()
    try:
        data = f"{line}\n".encode()
    except UnicodeEncodeError:
        data = f"{line}\n".encode("utf-8", "surrogateescape" if _escaped(line) else "replace")
    raw.write(data)
    raw.flush()


_ESCAPES = {
    **{k: f"\\{k:03o}" for k in (*range(32), 127)},
    **dict(zip(map(ord, "\a\b\t\n\v\f\r"), ("\\" + c for c in "abtnvfr"), strict=True)),
}


def one_line_label(label: str) -> str:
    """Give a path without what would break its line or steer a terminal, in git's notation."""
    if label.isprintable() or not any(ord(c) in _ESCAPES for c in label):
        return label
    return label.translate({**_ESCAPES, 34: '\\"', 92: "\\\\"})


def json_line(value: Any) -> str:
    """Write a value as JSON: with escapes only where it holds what has no bytes."""
    import json

    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value)
    return text


def _escaped(line: str) -> bool:
    return not any("\ud800" <= c < "\udc80" or "\udcff" < c <= "\udfff" for c in line)
