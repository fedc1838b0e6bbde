"""UTF-8 that was read as Shift_JIS: ``荳ｭ譁`` is E4B8 AD E696 87.

Shift_JIS has single bytes (half-width katakana) and leaves many pairs empty, so that few lines come
through it whole; those that do are told beyond doubt, for hardly any other text is valid UTF-8.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from . import misread
from .bytemix import _shift_jis_ways as shift_jis_ways

_WAYS = 8  # readings followed side by side where characters have two places in CP932
_LEAST = 3  # characters shown that are worth reading


@functools.cache
def _run() -> re.Pattern[str]:
    shown = misread.ranges([c for c in shift_jis_ways() if c >= "\x80"])
    return re.compile(f"[{shown}](?:[{shown}]|[!-~ ](?=[!-~ ]{{0,40}}[{shown}])){{2,2000}}")


def stretches(text: str) -> Iterator[tuple[int, int, str]]:
    """Find what is UTF-8 through Shift_JIS: (start, end, what it said)."""
    for found in _run().finditer(text):
        run, at = found[0], 0
        while at <= len(run) - _LEAST:
            size, said = _read(run[at:])
            if size >= _LEAST and said:
                yield found.start() + at, found.start() + at + size, said
            at += max(1, size)


def _read(text: str) -> tuple[int, str]:
    """Read as many characters as are whole UTF-8: their number, and what they said."""
    ways = shift_jis_ways()
    states: list[tuple[str, bytes]] = [("", b"")]  # what was said, and the bytes under way
    size, said = 0, ""
    for k, c in enumerate(text):
        after = {
            state
            for done, pending in states
            for raw in ([c.encode()] if c < "\x80" else ways.get(c, ()))
            if (state := _fed(done, pending + raw)) is not None
        }
        if not after:
            break
        states = sorted(after)[:_WAYS]
        whole = [done for done, pending in states if not pending]
        if whole:
            size, said = k + 1, whole[0]
    return size, said


def _fed(done: str, data: bytes) -> tuple[str, bytes] | None:
    """Take the whole characters off some bytes; None where no UTF-8 begins so."""
    while data:
        lead = data[0]
        wanted = 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
        if len(data) < wanted:
            # What is there of it must begin a character.
            return (done, data) if _BEGINNING.fullmatch(data) else None
        try:
            done += data[:wanted].decode("utf-8")
        except UnicodeDecodeError:
            return None
        data = data[wanted:]
    return done, b""


_BEGINNING = re.compile(rb"[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2}")
