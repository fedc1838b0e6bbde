"""Write lines to the terminal or the pipe as UTF-8 bytes, on every platform."""

from __future__ import annotations

import sys
from typing import Any

bar: Any = None
"""The progress bar that stands on the terminal, which must make way for a line."""


def tell(line: str) -> None:
    """Write a line to standard error, whatever its encoding; paths keep their bytes."""
    sys.stdout.flush()
    if bar is not None:
        bar.clear()
    put(line, sys.stderr)


def put(line: str, to: Any = None) -> None:
    """Write a line as UTF-8 bytes; what came from a path that is no UTF-8 keeps its bytes."""
    to = to or sys.stdout
    raw = getattr(to, "buffer", None)
    if raw is None:  # replaced by a test or an embedding program
        to.write(line + "\n")
        return
    to.flush()
    raw.write((line + "\n").encode("utf-8", "surrogateescape" if _escaped(line) else "replace"))
    raw.flush()


def _escaped(line: str) -> bool:
    return not any("\ud800" <= c < "\udc80" or "\udcff" < c <= "\udfff" for c in line)
