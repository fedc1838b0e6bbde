"""GBK and Big5 whose bytes were shown in more than one way within a word.

Lenient readers decode the bytes that happen to be valid UTF-8, in twos and threes, and leave the rest
as latin-1 (``Öйú`` is D6 D0B9 FA: 中国; ``Àࣺ`` is C0 E0A3BA: 类：). A letter of latin-1 is
nearly always one byte; where it was two, all behind it pairs up wrongly, and reads so. Only there
are the ways weighed against each other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from ..encoding import plausibility
from ..patterns import lazy
from . import parity
from .lattice import plainly, read_pairs
from .parity import ways_of


def alternatives(text: str, *, again: bool = False) -> list[tuple[bytes, ...]] | None:
    """Return the bytes each character may be, where valid UTF-8 was decoded.

    With ``again``, what that made was decoded so once more, as some repairing readers do: each
    byte of a sequence may itself have been one of two (``ϼ``, CF BC, was CF C2 BC).
    """
    ways = [ways_of(c, again) for c in text]
    return ways if all(ways) else None


_BLOCK = 44  # characters read at once
_MARGIN = 3  # characters before a trouble that may be part of it
_WINDOW, _TAKEN = 16, 10  # characters weighed at a trouble, and of those taken at most
_TROUBLE = re.compile(rb"[\x10-\xff]|[\x0d-\xff]{2}")  # bits of characters that read ill
_WELL = re.compile(rb"[\x0d-\xff]+[\x00-\x0b]{3}")  # they read well again
_SOUND = re.compile(rb"[\x00-\x09][\x00-\x09][\x00-\x09]")
_HAN = "\u4e00"
_ILL = re.compile(rb"[\x10-\xff]{2}|[\x0d-\xff]{3}")
_VERY_ILL = re.compile(rb"[\x10-\xff]{4}|[\x0e-\xff]{5}|[\x12-\xff]{2}|[\x10-\xff][\x15-\xff]")
_SHORT = 24  # characters
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
    return read_at_once(text, codec)[0] or _step_by_step(text, codec)


def read_at_once(text: str, codec: str, *, soft: bool = True) -> tuple[str, bytes]:
    """Read a garble in one pass over its bytes, with the bits; nothing where that has ill places.

    With ``soft``, a text without soft hyphens may have lost them.
    """
    said = parity.read(parity.letters(text), _STRICT.get(codec, codec), soft=soft)
    if said is None:
        return "", b""
    costs = bytes(plausibility.costs(plainly(said)))
    ill = _ILL if len(said) < _SHORT else _VERY_ILL
    return ("", b"") if sum(costs) > _SETTLED * len(said) or ill.search(costs) else (said, costs)


def _step_by_step(text: str, codec: str) -> str | None:
    """Read on where that reads well, and weigh every way where it does not."""
    first = [ways[0] if (ways := ways_of(c, False)) else b"\xff\xff" for c in text]
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
    costs = plausibility.costs(plainly(said), before)
    for lone in _LONE().finditer(said):
        costs[lone.start()] += _ALONE
    bits = bytes(costs)
    ill = _TROUBLE.search(bits)
    while ill and _SOUND.match(bits, ill.end()) and min(said[ill.end() : ill.end() + 3]) > _HAN:
        ill = _TROUBLE.search(bits, ill.end())  # a rare word: a byte more would leave nothing sound
    if last and not ill and not broken:
        return said, sum(costs), until, 0
    stop = max(0, (ill.start() if ill else len(said)) - _MARGIN)
    while (reached := garble.reached(at, said[:stop])) is None:
        stop -= 1
    end = 0
    if ill or broken or not stop:
        if ill and (well := _WELL.match(bits, ill.start())):
            end = garble.reached(reached, said[stop : well.end()]) or 0
        end = end or reached + _WINDOW
    return said[:stop], sum(costs[:stop]), reached, end


_LONE = lazy("[@-~](?<=[^\x00-\x7f].)(?![\x00-\x7f])")  # may have been the second of a pair
_ALONE = 5  # bits more


_AHEAD = 20  # characters at a trouble that show which of them was two bytes
_EARLY = 10  # those among which it is
_PRIOR = 5  # bits against two bytes: one character in fifty is
_SETTLED = 10.5  # bits a character of what needs no closer look
_MARGIN_BITS = 4  # bits to the next best


def _one_letter(garble: _Garble, at: int, before: str) -> tuple[str, float, int] | None:
    """Suppose that at most one character at a trouble was two bytes; None where that settles nothing."""
    text, end = garble.text, min(len(garble.text), at + _AHEAD)
    pieces = garble.first[at:end]
    trials: list[tuple[float, int, str, bytes]] = []
    for k in range(-1, min(len(pieces), _EARLY)):
        if k < 0:
            raw = b"".join(pieces)
        elif "\x80" <= text[at + k] <= "\u2122" and len(pieces[k]) == 1:
            raw = b"".join((*pieces[:k], text[at + k].encode(), *pieces[k + 1 :]))
        else:
            continue
        left = 0
        try:
            said = raw.decode(garble.strict)
        except UnicodeDecodeError as error:
            if error.start != len(raw) - 1 or end == len(text):
                continue
            said, left = raw[:-1].decode(garble.strict), 1
        costs = plausibility.costs(plainly(said), before)
        trials.append(
            (sum(costs) + _HALF * left + (_PRIOR if k >= 0 else 0), k, said, bytes(costs))
        )
    trials.sort()
    if not trials or (len(trials) > 1 and trials[1][0] - trials[0][0] < _MARGIN_BITS):
        return None
    bits, k, said, costs_ = trials[0]
    if bits > _SETTLED * len(said) or _ILL.search(costs_):
        return None
    return _taken(garble, at, end, k, said, costs_)


_HALF = 5  # bits of half a character


def _taken(
    garble: _Garble, at: int, end: int, k: int, said: str, costs: bytes
) -> tuple[str, float, int] | None:
    """Take of a reading what lies well before its end."""
    if end == len(garble.text):
        return said, sum(costs), end - at
    for until in range(max(k + 1, end - at - 6), k, -1):
        size = garble.ends[at + until] - garble.ends[at] + (k >= 0)
        count = done = 0
        while done < size:
            done += 1 if said[count] < "\x80" else 2
            count += 1
        if done == size:
            return said[:count], sum(costs[:count]), until
    return None


def _weighed(garble: _Garble, at: int, until: int, before: str) -> tuple[str, float, int] | None:
    """Weigh all ways of a few characters: what was said, its bits, and how many that takes."""
    if step := _one_letter(garble, at, before):
        return step
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
    raw = b"".join([ways[0] for c in text[:_BEGINNING] if (ways := ways_of(c, False))])
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
