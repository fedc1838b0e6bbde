"""Find stretches of a text that were decoded with the wrong codec, and what they meant.

Every way of misreading is undone on its own: characters back to bytes through the wrong codec,
bytes to characters through the right one. A repair is believed on two grounds at once, in bits of
the plausibility model: how much cheaper it is than what stands there (``gain``), and how much
cheaper than chance would be to find such a text in such bytes (``proof``).
"""

from __future__ import annotations

import functools

from ..patterns import lazy
from . import whole
from .doubly import undo_double
from .singly import undo_single, utf8_of
from .weighing import CLEAR, LONGEST, Repair

LAYERS = 3
"""Misreadings that may lie over each other."""

_WIDE = lazy("[\u2e80-\ufaff\ufe30-\uffef]")


def repairs(text: str, habits: whole.Habits | None = None, *, tried: bool = False) -> list[Repair]:
    """Return the repairs of a line that do not overlap, the greatest gain first where they would.

    What one that is dropped for that reason reached beyond the others is looked at once more.
    ``tried``: the channels that gave other lines back do not give this one.
    """
    if habits and not tried:
        known = whole.read(text, habits)
        if known:
            return [known]
    found = _all(text, LAYERS - 1)
    if len(found) < 2:
        if found and habits is not None:
            whole.remember(habits, found[0], text)
        return found
    found.sort(key=lambda repair: -repair.gain)
    kept: list[Repair] = []
    dropped: list[Repair] = []
    for repair in found:
        free = all(repair.end <= other.start or repair.start >= other.end for other in kept)
        (kept if free else dropped).append(repair)
    kept.sort()
    if habits is not None:
        whole.remember(habits, found[0], text)
    beyond: list[Repair] = []
    ends = [0, *(repair.end for repair in kept)]
    starts = [*(repair.start for repair in kept), len(text)]
    for low, high in zip(ends, starts, strict=True):
        if high - low >= _LEFT and any(r.start < high - 1 and r.end > low + 1 for r in dropped):
            here = repairs(text[low:high])
            beyond += [r._replace(start=r.start + low, end=r.end + low) for r in here]
    return sorted(kept + beyond) if beyond else kept


_LEFT = 4  # characters that are worth another look


_REACH = 48
"""Characters on both sides of a place that are looked at with it."""
_CLOSE = 6  # a repair that ends so near the edge of what was looked at may go on beyond
_EAST = lazy("[\u2e80-\uf8fe\uf900-\ufb00\ufb03-\uffef]")


def neighbourhoods(
    line: str, places: list[int], habits: whole.Habits | None = None, *, tried: bool = False
) -> list[Repair]:
    """Return the repairs of a line around places where a garble may stand.

    What is looked at never ends within letters and signs that are not East Asian, and grows while
    repairs reach its edge. ``tried``: no habit gives the line as a whole.
    """
    found: list[Repair] = []
    k, done, reach = 0, 0, _REACH
    while k < len(places):
        low, high = max(done, places[k] - reach), places[k]
        last = k
        while last < len(places) and places[last] - reach <= high:
            high = places[last] + reach
            last += 1
        low, high = _widened(line, low, min(high, len(line)), done)
        here = repairs(line[low:high], habits, tried=tried and high - low == len(line))
        if here and (
            (low > done and here[0].start < _CLOSE)
            or (high < len(line) and high - low - here[-1].end < _CLOSE)
        ):
            reach *= 4
            continue
        found += [r._replace(start=r.start + low, end=r.end + low) for r in here]
        k, done, reach = last, high, _REACH
        while k < len(places) and places[k] < done:
            k += 1
    return found


def _widened(line: str, low: int, high: int, least: int) -> tuple[int, int]:
    """Move both ends out of letters and signs that are not East Asian."""
    stop = max(least, low - LONGEST)
    while low > stop and line[low - 1] < "\u2e80":
        low -= 1
    found = _EAST().search(line, high, high + LONGEST)
    return low, found.start() if found else min(len(line), high + LONGEST)


def _all(text: str, left: int) -> list[Repair]:
    below = functools.partial(_layers, left=left)
    found = list(undo_single(text, below))
    settled = any(r.gain >= CLEAR and (r.end - r.start) * 10 >= len(text) * 9 for r in found)
    if not settled and _WIDE().search(text):
        found += undo_double(text, below)
    return found


def _layers(text: str, channel: str, *, left: int) -> list[tuple[str, str, bool]]:
    """Undo further layers of a text that as a whole came out of one: (text, channel, lossless)."""
    if not left or text.isascii():
        return []
    found: list[tuple[str, str, bool]] = []
    for repair in _all(text, 0):
        reading = text[: repair.start] + repair.text + text[repair.end :]
        found.append((reading, f"{channel}, {repair.channel}", repair.lossless))
    inner = utf8_of(text, "cp1252")
    if inner is not None and inner != text:
        name = f"{channel}, utf-8 as cp1252"
        found.append((inner, name, True))
        found += _layers(inner, name, left=left - 1)
    return found
