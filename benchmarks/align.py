"""Compare texts: characters wrong, and which edits of a cleaning were right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Any

import zhclean


@cache
def _opcodes_in_c() -> Any:
    try:
        from rapidfuzz.distance import Levenshtein
    except ImportError:
        return None
    return Levenshtein.opcodes


def opcodes(text: str, wanted: str) -> list[tuple[str, int, int, int, int]]:
    """Align two texts: (tag, start, end, wanted start, wanted end), as difflib has them."""
    fast = _opcodes_in_c()
    if fast is not None:
        return [
            (o.tag, o.src_start, o.src_end, o.dest_start, o.dest_end) for o in fast(text, wanted)
        ]
    return list(SequenceMatcher(None, text, wanted, autojunk=False).get_opcodes())


def distance(text: str, wanted: str) -> int:
    """Count the characters wrong: inserted, removed or replaced."""
    return sum(
        max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in opcodes(text, wanted) if tag != "equal"
    )


def judge(
    result: zhclean.Result, wanted: str | Sequence[str], right: Counter[str], wrong: Counter[str]
) -> None:
    """Count each edit as right where what it left lies in a stretch equal to ``wanted``.

    Of several texts wanted, it is right by any of them. U+FFFD where a character is lost says so,
    and is not wrong; a wrong character in its place is.
    """
    truths = [
        _Truth(result.text, one) for one in ((wanted,) if isinstance(wanted, str) else wanted)
    ]
    shift = 0
    for edit in result.edits:
        start = edit.start + shift
        end = start + len(edit.after)
        shift += len(edit.after) - (edit.end - edit.start)
        good = any(truth.holds(start, end) for truth in truths)
        for rule in edit.rules:
            (right if good else wrong)[rule] += 1


class _Truth:
    """Which characters of a text are as wanted, and before which one is missing."""

    def __init__(self, text: str, wanted: str) -> None:
        self.equal = bytearray(len(text) + 1)
        self.missing: set[int] = set()
        for tag, i1, i2, _, _ in opcodes(text, wanted):
            if tag == "equal" or (tag == "replace" and set(text[i1:i2]) == {"\ufffd"}):
                self.equal[i1:i2] = b"\1" * (i2 - i1)
            elif tag == "insert":
                self.missing.add(i1)

    def holds(self, start: int, end: int) -> bool:
        return all(self.equal[start:end]) if start < end else start not in self.missing
