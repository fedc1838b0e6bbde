"""GBK and Big5 whose bytes were shown in more than one way within a word.

Lenient readers decode the bytes that happen to be valid UTF-8, in twos and threes, and leave the rest
as latin-1 (``Öйú`` is D6 D0B9 FA: 中国; ``Àࣺ`` is C0 E0A3BA: 类：). A letter of latin-1 is
nearly always one byte; where it was two, all behind it pairs up wrongly, and reads so. Only there
are the ways weighed against each other.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from ..encoding import plausibility, tolerant
from ..patterns import lazy
from . import misread

# The model knows figures and letters by their common forms.
_PLAIN = {chr(c): chr(c - 0xFEE0) for c in range(0xFF10, 0xFF5B) if chr(c).isalnum()}

Ways = Sequence[Sequence[bytes]]


@functools.lru_cache(maxsize=4096)
def _ways_of(c: str, again: bool) -> tuple[bytes, ...]:
    if c < "\x80":
        return (c.encode(),)
    single = misread.single("cp1252").get(c)
    alone = () if single is None else (bytes((single,)),)
    if "\ud800" <= c <= "\udfff":
        return alone
    raw = c.encode("utf-8")
    return alone + (_twice(raw) if again else (raw,))


def alternatives(text: str, *, again: bool = False) -> list[tuple[bytes, ...]] | None:
    """Return the bytes each character may be, where valid UTF-8 was decoded.

    With ``again``, what that made was decoded so once more, as some repairing readers do: each
    byte of a sequence may itself have been one of two (``ϼ``, CF BC, was CF C2 BC).
    """
    ways = [_ways_of(c, again) for c in text]
    return ways if all(ways) else None


def _twice(raw: bytes) -> tuple[bytes, ...]:
    """Return the bytes that give a UTF-8 sequence after being decoded once before."""
    made = [b""]
    for byte in raw:
        made = [start + more for start in made for more in (bytes((byte,)), chr(byte).encode())]
    return tuple(made)


class Reading(NamedTuple):
    """What each character of a garble completed, after which no byte was left over, and the bits."""

    said: list[str]
    whole: list[int]
    cost: float


_BEAM = 34.0
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
            steps = fed[lead]
            for raw in options:
                step = steps[raw]
                if step is None:
                    continue
                meant, said, pending = step
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


class _Steps(dict[bytes, "tuple[str, str, int] | None"]):
    """What bytes give behind a lead byte (or -1): characters, for the model and as they are, and the lead byte then waiting."""

    def __init__(self, codec: str, lead: int) -> None:
        super().__init__()
        self.codec, self.lead = codec, lead

    def __missing__(self, raw: bytes) -> tuple[str, str, int] | None:
        lead = self.lead
        chars = ""
        for byte in raw:
            if lead < 0 and byte >= 0x80:
                lead = byte
                continue
            c = chr(byte) if lead < 0 else _pair(lead, byte, self.codec)
            if c is None:
                self[raw] = None
                return None
            chars += c
            lead = -1
        meant = "".join(_PLAIN.get(c, c) for c in chars)
        found = self[raw] = meant, chars, lead
        return found


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


_BLOCK = 44  # characters read at once
_MARGIN = 3  # characters before a trouble that may be part of it
_WINDOW, _TAKEN = 18, 11  # characters weighed at a trouble, and of those taken at most
_USUAL, _TROUBLE = 11, 5  # bits of genuine text; bits beyond that begin a trouble
_HOPELESS, _ENOUGH = 13.5, 20  # bits a character, after so many
_TWICE = 12  # bits that one must be better which supposes more


def read(text: str, codec: str) -> str | None:
    """Read a garble as ``codec``: each character in the likeliest way, others where that reads ill."""
    pieces: list[str] = []
    at, before, weigh = 0, "\n", False
    spent, count = 0.0, 0
    while at < len(text):
        step = (_weighed if weigh else _plainly)(text, at, codec, before)
        if step is None:
            return None
        said, cost, size = step
        weigh = not weigh and size < _BLOCK // 2
        if said:
            pieces.append(said)
            before = said[-1]
        at += size
        spent += cost
        count += len(said)
        if count >= _ENOUGH and spent > _HOPELESS * count:
            return None
    return "".join(pieces)


_STRICT = {"gb18030": "gbk"}
_BEGINNING = 48  # characters that tell which codec may be meant
_WORSE = 1.3


def likely(text: str, codecs: Sequence[str]) -> list[str]:
    """Return the codecs that may be meant, the likeliest first."""
    ranked: list[tuple[float, str]] = []
    for codec in codecs:
        said = _first(text[:_BEGINNING]).decode(_STRICT.get(codec, codec), "replace")
        ranked.append((sum(plausibility.costs(said)) / max(1, len(said)), codec))
    ranked.sort()
    return [codec for mean, codec in ranked if mean <= _WORSE * ranked[0][0]]


def _first(text: str) -> bytes:
    return b"".join([ways[0] for c in text if (ways := _ways_of(c, False))])


_Step = tuple[str, float, int]
"""What was said, its bits, and how many characters that takes."""


def _plainly(text: str, at: int, codec: str, before: str) -> _Step:
    """Read on as far as it reads well."""
    block = text[at : at + _BLOCK]
    first = [ways[0] if (ways := _ways_of(c, False)) else b"\xff\xff" for c in block]
    raw = b"".join(first)
    try:
        said = raw.decode(_STRICT.get(codec, codec))
        trouble = False
    except UnicodeDecodeError as error:
        said = raw[: error.start].decode(_STRICT.get(codec, codec))
        trouble = True
    costs = plausibility.costs("".join(map(_plain, said)) if _FULL().search(said) else said, before)
    for lone in _LONE().finditer(said):
        costs[lone.start()] += _ALONE
    stop = _first_trouble(costs)
    if stop is None and not trouble and at + len(block) == len(text):
        return said, sum(costs), len(block)
    stop = max(0, (len(said) if stop is None else stop) - _MARGIN)
    ends = {end: k for k, end in enumerate(accumulate(map(len, first)), 1)}
    ends[0] = 0
    sizes = list(accumulate([2 if c >= "\x80" else 1 for c in said[:stop]], initial=0))
    while stop and sizes[stop] not in ends:
        stop -= 1
    return said[:stop], sum(costs[:stop]), ends[sizes[stop]]


_FULL = lazy("[\uff10-\uff5a]")
_LONE = lazy("[@-~](?<=[^\x00-\x7f].)(?![\x00-\x7f])")  # may have been the second of a pair
_ALONE = 5  # bits more


def _plain(c: str) -> str:
    return _PLAIN.get(c, c)


def _reads_ill(said: str, before: str) -> bool:
    return _first_trouble(plausibility.costs(said, before), 2 * _TROUBLE) is not None


def _first_trouble(costs: list[int], least: int = _TROUBLE) -> int | None:
    """Return where characters begin that together cost much more than genuine text."""
    total = low = 0
    for k, cost in enumerate(costs):
        if total <= 0:
            if cost <= _USUAL:
                continue
            total, low = 0, k
        total += cost - _USUAL
        if total >= least:
            return low
    return None


def _weighed(text: str, at: int, codec: str, before: str) -> _Step | None:
    """Weigh all ways of a few characters."""
    window = text[at : at + _WINDOW]
    final = at + len(window) == len(text)
    ways = alternatives(window)
    got = read_pairs(ways, codec, before, cut=not final) if ways else None
    if got is None or _reads_ill("".join(got.said), before):
        ways = alternatives(window, again=True)
        more = read_pairs(ways, codec, before, cut=not final) if ways else None
        if more and (got is None or more.cost < got.cost - _TWICE):
            got = more
    if got is None:
        return None
    if final:
        return "".join(got.said), got.cost, len(window)
    taken = max(k for k in got.whole if k <= _TAKEN)
    if not taken:
        return None
    said = "".join(got.said[:taken])
    return said, sum(plausibility.costs(said, before)), taken


MIXED = lazy(
    "[\x80-\u07ff](?:[\x80-\u07ff]|[@-~](?:(?=[\x80-\u07ff])|(?<=[\x80-\u07ff].))|[!-~ ](?=[!-~ ]{0,40}[\x80-\u07ff])){2,1000}"
)
"""A run of what latin-1 and two-byte UTF-8 sequences show."""

THREES = lazy(
    "[\x80-\u07ff](?:[\x80-\u07ff]|[\u0800-\U0010ffff](?=[!-~ ]{0,2}(?:[\x80-\u07ff]|\\s|$))"
    "|[@-~](?:(?=[\x80-\U0010ffff])|(?<=[\x80-\u07ff].))|[!-~ ](?=[!-~ ]{0,40}[\x80-\u07ff])){2,1000}"
)
"""The same with three-byte sequences among them: each looks like a lone East Asian character."""
