"""GBK and Big5 whose bytes were shown in more than one way within a word.

Lenient readers decode the bytes that happen to be valid UTF-8, in twos and threes, and leave the rest
as latin-1 (``Öйú`` is D6 D0B9 FA: 中国; ``Àࣺ`` is C0 E0A3BA: 类：).
"""

from __future__ import annotations

import functools
from typing import Any

from ..encoding import plausibility, tolerant
from ..patterns import lazy
from . import misread

# The model knows figures and letters by their common forms.
_PLAIN = {chr(c): chr(c - 0xFEE0) for c in range(0xFF10, 0xFF5B) if chr(c).isalnum()}


def alternatives(text: str, *, again: bool = False) -> list[list[bytes]] | None:
    """Return the bytes each character may be, where valid UTF-8 was decoded.

    With ``again``, what that made was decoded so once more, as some repairing readers do: each
    byte of a sequence may itself have been one of two (``ϼ``, CF BC, was CF C2 BC).
    """
    ways: list[list[bytes]] = []
    single = misread.single("cp1252")
    for c in text:
        if c < "\x80":
            ways.append([c.encode()])
            continue
        found: list[bytes] = []
        if c in single:
            found.append(bytes((single[c],)))
        if not "\ud800" <= c <= "\udfff":
            raw = c.encode("utf-8")
            found += _twice(raw) if again else (raw,)
        if not found:
            return None
        ways.append(found)
    return ways


@functools.lru_cache(maxsize=4096)
def _twice(raw: bytes) -> tuple[bytes, ...]:
    """Return the bytes that give a UTF-8 sequence after being decoded once before."""
    made = [b""]
    for byte in raw:
        made = [start + more for start in made for more in (bytes((byte,)), chr(byte).encode())]
    return tuple(made)


def read_pairs(ways: list[list[bytes]], codec: str) -> tuple[str, float] | None:
    """Choose among the bytes of each character what reads cheapest as ``codec``.

    The state is the lead byte waiting for its second; only the cheapest way to each is kept.
    """
    states: dict[int, tuple[float, str, object]] = {-1: (0.0, "\n", None)}
    fed = _feeder(codec)
    model = plausibility.model()
    rows, row_of, alone = model.rows, model.row, model.cost
    for options in ways:
        after: dict[int, tuple[float, str, object]] = {}
        for raw in options:
            for lead, state in states.items():
                step = fed[lead, raw]
                if step is None:
                    continue
                chars, pending = step
                cost, previous, chain = state
                for c in chars:
                    if c in _PLAIN:
                        cost += plausibility.pair(previous, _PLAIN[c])
                        previous, chain = _PLAIN[c], (c, chain)
                        continue
                    row = rows.get(previous) or row_of(previous)
                    if c in row:
                        cost += row[c]
                    elif c >= "\x80":
                        cost += alone(c) + (plausibility.BACKOFF if previous >= "\x80" else 0)
                    else:
                        cost += plausibility.pair(previous, c)
                    previous, chain = c, (c, chain)
                known = after.get(pending)
                if known is None or cost < known[0]:
                    after[pending] = (cost, previous, chain)
        if not after:
            return None
        states = after
    if -1 not in states:
        return None
    cost = states[-1][0]
    rest: Any = states[-1][2]
    pieces: list[str] = []
    while rest is not None:
        piece, rest = rest
        pieces.append(piece)
    return "".join(reversed(pieces)), cost


class _Feeder(dict[tuple[int, bytes], "tuple[str, int] | None"]):
    """What bytes give behind a lead byte (or -1): characters, and the lead byte then waiting."""

    def __init__(self, codec: str) -> None:
        super().__init__()
        self.codec = codec

    def __missing__(self, key: tuple[int, bytes]) -> tuple[str, int] | None:
        lead, raw = key
        chars = ""
        for byte in raw:
            if lead < 0 and byte >= 0x80:
                lead = byte
                continue
            c = chr(byte) if lead < 0 else _pair(lead, byte, self.codec)
            if c is None:
                self[key] = None
                return None
            chars += c
            lead = -1
        found = self[key] = chars, lead
        return found


_feeder = functools.cache(_Feeder)


def _pair(lead: int, trail: int, codec: str) -> str | None:
    text = tolerant.strict(bytes((lead, trail)), codec)
    return text if text is not None and len(text) == 1 else None


MIXED = lazy(
    "[\x80-\u07ff](?:[\x80-\u07ff]|[@-~](?:(?=[\x80-\u07ff])|(?<=[\x80-\u07ff].))|[!-~ ](?=[!-~ ]{0,40}[\x80-\u07ff])){2,1000}"
)
"""A run of what latin-1 and two-byte UTF-8 sequences show."""

THREES = lazy(
    "[\x80-\u07ff](?:[\x80-\u07ff]|[\u0800-\U0010ffff](?=[!-~ ]{0,2}(?:[\x80-\u07ff]|\\s|$))"
    "|[@-~](?:(?=[\x80-\U0010ffff])|(?<=[\x80-\u07ff].))|[!-~ ](?=[!-~ ]{0,40}[\x80-\u07ff])){2,1000}"
)
"""The same with three-byte sequences among them: each looks like a lone East Asian character."""
