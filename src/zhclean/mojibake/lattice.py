"""Bytes that may have been several, read as pairs in the way that costs least."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..encoding import plausibility, tolerant
from ..patterns import lazy

Ways = Sequence[tuple[bytes, ...]]
"""The bytes that each character may be."""

_PLAIN = {chr(c): chr(c - 0xFEE0) for c in range(0xFF10, 0xFF5B) if chr(c).isalnum()}
_PLAIN["\u3000"] = " "
_TO_PLAIN = str.maketrans(_PLAIN)


_FULL = lazy("[\u3000\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")


def plain(c: str) -> str:
    """Return the common form of a full-width figure, letter or blank: the model knows no other."""
    return _PLAIN.get(c, c)


def plainly(text: str) -> str:
    """Return a text with the common forms of its full-width figures, letters and blanks."""
    return text.translate(_TO_PLAIN) if _FULL().search(text) else text


class Reading(NamedTuple):
    """What each character of a garble completed, after which no byte was left over, and the bits."""

    said: list[str]
    whole: list[int]
    cost: float


_BEAM = 30.0
"""Bits behind the best with which a way is given up: two characters of a garble more are less."""


def read_pairs(ways: Ways, codec: str, before: str = "\n", *, cut: bool = False) -> Reading | None:
    """Choose among the bytes of each character what reads cheapest as ``codec``.

    The state is the lead byte waiting for its second; only the cheapest way to each is kept. With
    ``cut`` one may be left over at the end.
    """
    states: dict[int, tuple[float, str, object]] = {-1: (0.0, before, None)}
    fed = _feeder(codec)
    known = plausibility.model()
    rows, row_of, singles, single = known.rows, known.row, known.alone, known.cost
    for options in ways:
        after: dict[int, tuple[float, str, object]] = {}
        limit = 1e9
        for lead, (so_far, last, chain) in states.items():
            for meant, said, pending in fed[lead][options]:
                cost, previous = so_far, last
                for c in meant:
                    row = rows.get(previous) or row_of(previous)
                    if c in row:
                        cost += row[c]
                    elif c >= "\x80":
                        cost += singles[c] if c in singles else single(c)
                        if previous >= "\x80":
                            cost += plausibility.BACKOFF
                    else:
                        cost += plausibility.pair(previous, c)
                    previous = c
                if cost > limit:
                    continue
                if pending not in after or cost < after[pending][0]:
                    after[pending] = (cost, previous, (said, lead, chain))
                    limit = min(limit, cost + _BEAM)
        if not after:
            return None
        states = after
    end = min(states, key=lambda lead: states[lead][0]) if cut else -1
    return _traced(states[end], end, len(ways)) if end in states else None


def _traced(state: tuple[float, str, Any], end: int, size: int) -> Reading:
    """Follow a way back to its beginning."""
    cost, _, chain = state
    said: list[str] = []
    whole = [size] if end < 0 else []
    while chain is not None:
        chars, lead, chain = chain
        size -= 1
        said.append(chars)
        if lead < 0:
            whole.append(size)
    return Reading(said[::-1], whole[::-1], cost)


_Choice = tuple[str, str, int]
"""Characters, for the model and as they are, and the lead byte then waiting."""


class _Steps(dict[tuple[bytes, ...], "tuple[_Choice, ...]"]):
    """What the bytes that a character may be give behind a lead byte (or -1)."""

    def __init__(self, codec: str, lead: int) -> None:
        super().__init__()
        self.codec, self.lead = codec, lead

    def __missing__(self, options: tuple[bytes, ...]) -> tuple[_Choice, ...]:
        found = self[options] = tuple([step for raw in options if (step := self._step(raw))])
        return found

    def _step(self, raw: bytes) -> _Choice | None:
        lead, chars = self.lead, ""
        for byte in raw:
            if lead < 0 and byte >= 0x80:
                lead = byte
                continue
            c = chr(byte) if lead < 0 else _pair(lead, byte, self.codec)
            if c is None:
                return None
            chars += c
            lead = -1
        return "".join(map(plain, chars)), chars, lead


class _Feeder(dict[int, _Steps]):
    """The steps behind each lead byte."""

    def __init__(self, codec: str) -> None:
        super().__init__()
        self.codec = codec

    def __missing__(self, lead: int) -> _Steps:
        found = self[lead] = _Steps(self.codec, lead)
        return found


_feeder = functools.cache(_Feeder)


def _pair(lead: int, trail: int, codec: str) -> str | None:
    text = tolerant.strict(bytes((lead, trail)), codec)
    return text if text is not None and len(text) == 1 else None
