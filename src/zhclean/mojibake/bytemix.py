"""GBK and Big5 whose bytes were shown in more than one way within a word.

Lenient readers decode the bytes that happen to be valid UTF-8, in twos and threes, and leave the rest
as latin-1 (``Öйú`` is D6 D0B9 FA: 中国; ``Àࣺ`` is C0 E0A3BA: 类：). A letter of latin-1 is
nearly always one byte; where it was two, all behind it pairs up wrongly, and reads so. Only there
are the ways weighed against each other.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from ..encoding import plausibility
from ..patterns import lazy
from . import misread
from .lattice import FULL, plain, read_pairs


@functools.lru_cache(maxsize=4096)
def _ways_of(c: str, again: bool) -> tuple[bytes, ...]:
    if c < "\x80":
        return (c.encode(),)
    single = misread.single("cp1252").get(c)
    alone = () if single is None else (bytes((single,)),)
    if "\ud800" <= c <= "\udfff":
        return alone
    raw = c.encode("utf-8")
    itself = (_THEMSELVES[c],) if c in _THEMSELVES else ()
    return itself + alone + (_twice(raw) if again else (raw,))


# Quotation marks that were decoded apart from the rest, as GBK has them.
_THEMSELVES = {c: c.encode("gbk") for c in "“”‘’"}


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


_BLOCK = 44  # characters read at once
_MARGIN = 3  # characters before a trouble that may be part of it
_WINDOW, _TAKEN = 16, 10  # characters weighed at a trouble, and of those taken at most
_TROUBLE = re.compile(rb"[\x10-\xff]|[\x0d-\xff]{2}")  # bits of characters that read ill
_WELL = re.compile(rb"[\x0d-\xff]+[\x00-\x0b]{3}")  # they read well again
_ILL = re.compile(rb"[\x10-\xff]{2}|[\x0d-\xff]{3}")
_HOPELESS, _ENOUGH = 13.5, 20  # bits a character, after so many
_TWICE = 12  # bits that a reading must be better which supposes more
_STRICT = {"gb18030": "gbk"}


class _Garble(NamedTuple):
    """A text, the likeliest bytes of each character, and where they end."""

    text: str
    first: list[bytes]
    ends: list[int]
    codec: str
    strict: str

    def reached(self, at: int, said: str) -> int | None:
        """Return the character before which ``said`` ends, or None where it ends within one."""
        end = self.ends[at] + len(said.encode(self.strict))
        k = bisect_left(self.ends, end, at)
        return k if self.ends[k] == end else None


def read(text: str, codec: str) -> str | None:
    """Read a garble as ``codec``: each character in the likeliest way, others where that reads ill."""
    first = [ways[0] if (ways := _ways_of(c, False)) else b"\xff\xff" for c in text]
    ends = list(accumulate(map(len, first), initial=0))
    garble = _Garble(text, first, ends, codec, _STRICT.get(codec, codec))
    pieces: list[str] = []
    at, before = 0, "\n"
    spent, count = 0.0, 0
    while at < len(text):
        said, cost, at, until = _plainly(garble, at, before)
        if until:
            before = said[-1] if said else before
            step = _weighed(garble, at, until, before)
            if step is None:
                return None
            said, cost, at = said + step[0], cost + step[1], at + step[2]
        pieces.append(said)
        before = said[-1] if said else before
        spent += cost
        count += len(said)
        if count >= _ENOUGH and spent > _HOPELESS * count:
            return None
    return "".join(pieces)


def _plainly(garble: _Garble, at: int, before: str) -> tuple[str, float, int, int]:
    """Read on as far as that reads well.

    Returned are what was said, its bits, the character reached, and that up to which what follows
    wants to be weighed (0 for nothing): a short stretch, where it reads well again behind it.
    """
    last = at + _BLOCK >= len(garble.text)
    until = len(garble.text) if last else at + _BLOCK
    block = b"".join(garble.first[at:until])
    broken = False
    try:
        said = block.decode(garble.strict)
    except UnicodeDecodeError as error:
        said = block[: error.start].decode(garble.strict)
        broken = last or error.start < len(block) - 1
    costs = plausibility.costs("".join(map(plain, said)) if FULL().search(said) else said, before)
    for lone in _LONE().finditer(said):
        costs[lone.start()] += _ALONE
    ill = _TROUBLE.search(bytes(costs))
    if last and not ill and not broken:
        return said, sum(costs), until, 0
    stop = max(0, (ill.start() if ill else len(said)) - _MARGIN)
    while (reached := garble.reached(at, said[:stop])) is None:
        stop -= 1
    end = 0
    if ill or broken or not stop:
        if ill and (well := _WELL.match(bytes(costs), ill.start())):
            end = garble.reached(reached, said[stop : well.end()]) or 0
        end = end or reached + _WINDOW
    return said[:stop], sum(costs[:stop]), reached, end


_LONE = lazy("[@-~](?<=[^\x00-\x7f].)(?![\x00-\x7f])")  # may have been the second of a pair
_ALONE = 5  # bits more


def _weighed(garble: _Garble, at: int, until: int, before: str) -> tuple[str, float, int] | None:
    """Weigh all ways of a few characters: what was said, its bits, and how many that takes."""
    codec, window = garble.codec, garble.text[at:until]
    final = until < at + _WINDOW or until >= len(garble.text)
    ways = alternatives(window)
    got = read_pairs(ways, codec, before, cut=not final) if ways else None
    if got is None or _ILL.search(bytes(plausibility.costs("".join(got.said), before))):
        ways = alternatives(window, again=True)
        more = read_pairs(ways, codec, before, cut=not final) if ways else None
        if more and (got is None or more.cost < got.cost - _TWICE):
            got = more
    if got is None:
        return None
    taken = len(window) if final else max(k for k in got.whole if k <= _TAKEN)
    if not taken:
        return None
    return "".join(got.said[:taken]), got.cost * taken / len(window), taken


_BEGINNING = 48  # characters that tell which codec may be meant
_WORSE = 1.3


def likely(text: str, codecs: Sequence[str]) -> list[str]:
    """Return the codecs that may be meant, the likeliest first."""
    raw = b"".join([ways[0] for c in text[:_BEGINNING] if (ways := _ways_of(c, False))])
    ranked: list[tuple[float, str]] = []
    for codec in codecs:
        said = raw.decode(_STRICT.get(codec, codec), "replace")
        ranked.append((sum(plausibility.costs(said)) / max(1, len(said)), codec))
    ranked.sort()
    return [codec for mean, codec in ranked if mean <= _WORSE * ranked[0][0]]


MIXED = lazy(
    "[\x80-\u07ff](?:[\x80-\u07ff]|[@-~](?:(?=[\x80-\u07ff])|(?<=[\x80-\u07ff].))|[!-~ ](?=[!-~ ]{0,40}[\x80-\u07ff])){2,1000}"
)
"""A run of what latin-1 and two-byte UTF-8 sequences show."""

THREES = lazy(
    "[\x80-\u07ff](?:[\x80-\u07ff]|[\u0800-\U0010ffff](?=[!-~ ]{0,2}(?:[\x80-\u07ff]|\\s|$))"
    "|[@-~](?:(?=[\x80-\U0010ffff])|(?<=[\x80-\u07ff].))|[!-~ ](?=[!-~ ]{0,40}[\x80-\u07ff])){2,1000}"
)
"""The same with three-byte sequences among them: each looks like a lone East Asian character."""
