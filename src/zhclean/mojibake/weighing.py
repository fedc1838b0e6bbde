"""What a reading of a garbled stretch is worth, in bits of the plausibility model."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..encoding import plausibility
from ..patterns import lazy


class Repair(NamedTuple):
    """A garbled stretch and what it meant."""

    start: int
    end: int
    text: str
    gain: float
    proof: float
    lossless: bool
    channel: str
    """How it came about, outermost misreading first: ``utf-8 as gb18030``."""
    cost: float = 99.0
    """Bits a character of what it meant."""


Below = Callable[[str, str], "list[tuple[str, str, bool]]"]
"""Undoes further layers of a text: (text, channel) to (text, channel, lossless)."""

GAIN, PROOF = 22.0, 15.0
"""Least bits for a repair to be believed at all."""
_TRADE, _LEAST = 6.0, 2.0  # bits of gain that make up for one of proof, down to the least proof
# A gain this clear needs less proof: bits a character, for chance gives far rarer ones still.
CLEAR, _SLACK = 110.0, 1.5
SURE_GAIN, SURE_PROOF = 40.0, 24.0
"""Bits from which a repair without loss is certain."""

LAYER = 6.0
"""Bits every further layer costs."""
BYTE = 7.0
"""Bits of a byte beyond ASCII by chance."""
LONGEST = 2000
"""Characters of one stretch; longer ones are cut."""
FLUENT = 10.5  # bits a character, above which a reading may be garbled still


def judged(
    before: str,
    start: int,
    end: int,
    after: str,
    chance: float,
    channel: str,
    *,
    lossless: bool,
    old: float | None = None,
) -> Repair | None:
    """Weigh a reading of ``before[start:end]``; None where it is not believed.

    ``chance`` is the bits of chance of what is not ASCII in the reading: ASCII was there before, so
    it proves nothing. ``old`` is the bits of what stands there, where they are known.
    """
    left, right = before[max(0, start - 1) : start], before[end : end + 1]
    costs = plausibility.costs(after + right, left)
    new = sum(costs)
    proof = chance - new
    proof += sum([costs[found.start()] for found in _IN_ASCII().finditer(after)])
    least = _LEAST - _SLACK * len(after)
    if proof < least:
        return None
    gain = (_there(before, start, end, new) if old is None else old) - new
    if gain < CLEAR:
        least = max(_LEAST, PROOF - (gain - GAIN) / _TRADE)
    if gain < GAIN or proof < least or _strange(after, costs) or _scattered(after) or _alike(after):
        return None
    return Repair(start, end, after, gain, proof, lossless, channel, new / max(1, len(after)))


_LONG = 60
_SAMPLES = 24  # characters at two places of what is longer by far


def _there(text: str, start: int, end: int, new: float) -> float:
    """Return the bits of what stands there; of much of it by a half, where that is clear."""
    if end - start < _LONG:
        return plausibility.bits(
            text[start:end], text[max(0, start - 1) : start], text[end : end + 1]
        )
    middle = (start + end) // 2
    if end - start > 4 * _SAMPLES:
        first = sum(plausibility.costs(text[start : start + _SAMPLES]))
        second = sum(plausibility.costs(text[middle : middle + _SAMPLES], text[middle - 1]))
        bits = min(first, second) / _SAMPLES * (end - start)
        if bits >= new + 2 * CLEAR:
            return bits
    half = start + (end - start + 1) // 2
    bits = sum(plausibility.costs(text[start:half], text[max(0, start - 1) : start]))
    if bits >= new + CLEAR:
        return bits * (end - start) / (half - start)
    return bits + sum(plausibility.costs(text[half : end + 1], text[half - 1 : half]))


def _strange(text: str, costs: list[int]) -> bool:
    """Whether what is not ASCII in a reading costs as much as a garble does; holes and emoji aside."""
    beyond = len(text.encode("ascii", "ignore")) + len(_BEYOND().findall(text))
    if sum(costs) <= _STRANGE * (len(text) - beyond):
        return False
    wide = [bits for c, bits in zip(text, costs) if "\x80" <= c < "\ufffd"]  # noqa: B905
    return sum(wide) > _STRANGE * len(wide)


_BEYOND = lazy("[\ufffd-\U0010ffff]")
_WESTERN = lazy("[^\u2e80-\ufffd]")
_IDEOGRAPH = lazy("[\u3400-\u9fff]")
_LONE = lazy("(?<![\u2e80-\ufffd])[\u3400-\u9fff](?![\u2e80-\ufffd])")


def _scattered(text: str) -> bool:
    """Whether its ideographs stand one by one among letters: accents of a romanisation, read as bytes."""
    if not _WESTERN().search(text):
        return False
    lone = len(_LONE().findall(text))
    return lone > 1 and lone * 2 > len(_IDEOGRAPH().findall(text))


def _alike(text: str) -> bool:
    """Whether it is one character over and over: no evidence, however often."""
    return len(text) > 1 and not text.strip(text[0])


def conclusive(repair: Repair) -> bool:
    """Whether no other reading of the same stretch need be tried."""
    return repair.lossless and repair.gain >= CLEAR and repair.cost <= FLUENT


_SAMPLE = 240  # characters that tell whether a reading reads well


def fluent(text: str) -> bool:
    """Whether a reading is so plausible that no further layer lies below it."""
    return plausibility.mean(text[:_SAMPLE]) <= FLUENT


def hopeless(text: str) -> bool:
    """Whether a reading is long enough to tell, and reads like a garble."""
    return len(text) > _TELLING and plausibility.mean(text[:_TELLING]) > _GARBLED


_IN_ASCII = lazy("[\x00-\x7f]")
_TELLING, _GARBLED, _STRANGE = 40, 14.0, 16.0
