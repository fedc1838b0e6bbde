"""Tell a garble that lost bytes on its way: what stands behind a loss pairs up wrongly.

A stretch of what it says then reads much better with its bytes paired one further on. Text that
lost nothing hardly ever does: in two of a thousand lines, by a few bits.
"""

from __future__ import annotations

import re
from itertools import accumulate
from operator import sub

from ..encoding import plausibility, tolerant
from ..patterns import lazy
from .lattice import plainly

_RUN = re.compile(rb"[\x80-\xff]{4,}[@-~]?")  # behind it pairs begin anew, however they were paired
_SLIPPED, _WITHOUT_C1, _SHORT = 14.0, 11.0, 8.0
"""Bits by which the other pairing is better: less tells enough where all of C1 may have been left
out, which Big5 never has, and in a few characters."""
_FEW = 16  # characters
_BEFORE, _BEHIND = 6, 10  # characters of a slip around one that reads ill
_C1 = re.compile(rb"[\x80-\x9f]")
_ILL = re.compile(rb"[\x0e-\xff]{2}|[\x10-\xff]")  # bits of characters that may be a slip
# Second bytes of pairs that lost the first: they seldom stand alone among Chinese.
_STRAY = lazy("(?<=[\u4e00-\u9fff])[@\\[\\\\\\]^_`{|}a-z](?=[\u4e00-\u9fff，。、])")


def slipped(raw: bytes, said: str, codec: str, costs: bytes | None = None) -> bool:
    """Whether ``raw``, which reads ``said`` at these costs, lost bytes."""
    whole = codec != "gb18030" or _C1.search(raw) is not None
    if not whole and _STRAY().search(said):
        return True
    least = _SLIPPED if whole else _SHORT if len(said) < _FEW else _WITHOUT_C1
    known = plainly(said)
    if costs is None or known is not said:
        costs = bytes(plausibility.costs(known))
    done = at = offset = 0
    for ill in _ILL.finditer(costs):
        if ill.end() <= done:
            continue
        low, done = max(at, ill.start() - _BEFORE), ill.end() + _BEHIND
        start = offset + len(said[at:low].encode(codec, "replace"))
        at, offset = low, start
        here: list[int] = []
        for c, cost in zip(said[low:done], costs[low:done]):  # noqa: B905
            here += (2 * cost,) if c < "\x80" else (cost, cost)
        for found in _RUN.finditer(raw, start, start + len(here)):
            first, last = found.span()
            if _better(here[first - start : last - start], found[0], codec) >= 2 * least:
                return True
    return False


def _better(here: list[int], run: bytes, codec: str) -> int:
    """Return the half bits by which a stretch of a run is better with its bytes paired one further on."""
    gains = list(accumulate(map(sub, here[1:], _by_byte(run[1:], codec)), initial=0))
    best: int = max(map(sub, gains, accumulate(gains, min)))
    return best


def _by_byte(run: bytes, codec: str) -> list[int]:
    """Return the half bits of what bytes say, divided among them."""
    # An odd number of bytes beyond ASCII is no pairs.
    said = None if len(run) & 1 and run[-1] >= 0x80 else tolerant.strict(run, codec)
    if said is None:
        said = run.decode({"gb18030": "gbk"}.get(codec, codec), "replace")
    bits: list[int] = []
    for c, cost in zip(said, plausibility.costs(plainly(said)), strict=True):
        bits += (2 * cost,) if c < "\x80" or c == "\ufffd" else (cost, cost)
    return bits
