"""UTF-8, GBK and Big5 that were read as Shift_JIS: ``荳ｭ譁`` is E4B8 AD E696 87.

Shift_JIS has single bytes (half-width katakana) and leaves many pairs empty, so that few lines come
through it whole; those that do are told beyond doubt, for hardly any other text is valid UTF-8.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ..encoding import plausibility, tolerant
from ..patterns import lazy
from . import misread
from .lattice import read_pairs

_WAYS = 8  # readings followed side by side where characters have two places in CP932
_LEAST = 3  # characters shown that are worth reading


@functools.cache
def _run() -> re.Pattern[str]:
    shown = misread.ranges([c for c in _ways() if c >= "\x80"])
    return re.compile(f"[{shown}](?:[{shown}]|[!-~ ](?=[!-~ ]{{0,40}}[{shown}])){{2,2000}}")


@functools.cache
def _beginning() -> re.Pattern[str]:
    """Match two characters whose bytes may begin UTF-8 that goes on."""
    ways = _ways()

    def some(low: int, high: int) -> str:
        """Write the characters whose first byte lies from ``low`` to ``high``."""
        return misread.ranges(
            [c for c, every in ways.items() if any(low <= raw[0] < high for raw in every)]
        )

    return re.compile(f"[{some(0xE2, 0xF5)}](?=[{some(0x80, 0xC0)}{some(0xC2, 0xF5)}!-~ ])")


def stretches(text: str) -> Iterator[tuple[int, int, str]]:
    """Find what is UTF-8 through Shift_JIS: (start, end, what it said)."""
    for found in _run().finditer(text):
        at, stop = found.start(), found.end()
        while beginning := _beginning().search(text, at, stop - _LEAST + 1):
            at = beginning.start()
            size, said = _read(text[at:stop])
            if size >= _LEAST and said:
                yield at, at + size, said
            at += max(1, size)


def _read(text: str) -> tuple[int, str]:
    """Read as many characters as are whole UTF-8: their number, and what they said."""
    if len(text) > _HEAD and not _begins(text[:_HEAD]):
        head = _followed(text[:_HEAD])
        if head[0] < _HEAD // 2:
            return head
    try:
        return len(text), (to_bytes(text) or b"\xff").decode("utf-8")
    except UnicodeDecodeError:
        return _followed(text)


def _begins(text: str) -> bool:
    """Whether UTF-8 may begin with a text, each character where Windows has it."""
    try:
        (to_bytes(text) or b"\xff").decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(error.object) and error.reason == "unexpected end of data"
    return True


_HEAD = 12  # characters that nearly always show what is no UTF-8


def _followed(text: str) -> tuple[int, str]:
    """Follow every reading of a stretch: the characters that are whole, and what they said."""
    states: list[tuple[str, bytes]] = [("", b"")]  # what was said, and the bytes under way
    size, said = 0, ""
    for k, c in enumerate(text):
        after = {
            state
            for done, pending in states
            for raw in _bytes_of(c)
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


_KATAKANA = lazy("[\uff61-\uff9f]")
SHIFTED = lazy(
    "[\uff61-\uff9f\u3000-\u30ff\u4e00-\u9fff\ue000-\uf8ff\uf929-\ufa2d\uff01-\uff5e\uffe2-\uffe5\u0391-\u045f@-~]{3,1000}"
)
"""A run of what Shift_JIS shows."""


@functools.cache
def _ways() -> dict[str, list[bytes]]:
    """Map a character to all its bytes in CP932: NEC's and IBM's extensions overlap."""
    ways: dict[str, list[bytes]] = {}
    for lead in (*range(0x81, 0xA0), *range(0xE0, 0xFD)):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)):
            raw = bytes((lead, trail))
            try:
                c = raw.decode("cp932")
            except UnicodeDecodeError:
                continue
            if len(c) == 1:
                ways.setdefault(c, []).append(raw)
    for byte in (0x80, *range(0xA0, 0xE0), 0xFD, 0xFE, 0xFF):
        ways[bytes((byte,)).decode("cp932")] = [bytes((byte,))]
    return ways


def pairs_of(text: str, codec: str) -> str | None:
    """Read what Shift_JIS showed of ``codec``; a fifth or more must be half-width katakana."""
    if len(_KATAKANA().findall(text)) * 5 < len(text):
        return None
    return settled(text, codec)


def settled(text: str, codec: str) -> str | None:
    """Read what Shift_JIS showed, each character at the place that reads better."""
    raw = to_bytes(text)
    if raw is None:
        return None
    said = tolerant.strict(raw, codec)
    spots = (
        [] if doubtful().isdisjoint(text) else [k for k, c in enumerate(text) if c in doubtful()]
    )
    if not spots:
        return said
    if said is None or len(spots) > _SPOTS:
        got = read_pairs([_bytes_of(c) for c in text], codec)
        return "".join(got.said) if got else None
    at = offset = 0
    for k in spots:
        offset += len(to_bytes(text[at:k]) or b"")
        at = k
        for other in _bytes_of(text[k])[1:]:
            trial = raw[:offset] + other + raw[offset + len(other) :]
            reading = tolerant.strict(trial, codec)
            if reading is not None and plausibility.better(reading, said) > 0:
                raw, said = trial, reading
    return said


_SPOTS = 12  # characters of two places in a line that are tried one by one


@functools.cache
def doubtful() -> frozenset[str]:
    """Return the characters that have several places in CP932."""
    return frozenset(c for c, every in _ways().items() if len(every) > 1)


@functools.cache
def _translation() -> dict[int, str]:
    """Return ``str.translate``'s table from characters to latin-1 stand-ins of their bytes."""
    table = dict.fromkeys(range(0x80, 0x100), "\u0100")  # no byte of CP932
    table.update({ord(c): _bytes_of(c)[0].decode("latin-1") for c in _ways()})
    return table


def to_bytes(text: str, codec: str = "cp932") -> bytes | None:
    """Encode what Shift_JIS showed, each character as Windows writes it; None where it cannot have."""
    try:
        return text.translate(_translation()).encode("latin-1")
    except UnicodeEncodeError:
        return None


@functools.lru_cache(maxsize=4096)
def _bytes_of(c: str) -> tuple[bytes, ...]:
    """Return the bytes of a character, those that Windows writes first."""
    if c < "\x80":
        return (c.encode(),)
    ways = _ways().get(c, [])
    return tuple(sorted(ways, key=c.encode("cp932", "replace").__ne__))
