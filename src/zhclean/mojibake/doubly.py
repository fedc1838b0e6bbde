"""Text read with a codec of byte pairs: GBK and Big5 as each other, as Korean or Japanese."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ..encoding import plausibility, rareness
from ..patterns import lazy
from . import misread, shiftjis
from .converted import convertible, returned
from .paired import TRUE
from .utf8pairs import HANGUL, LETTERS, items_of, letters_as_double, pair_run, utf8_as_double
from .weighing import (
    BYTE,
    CLEAR,
    LONGEST,
    SURE_GAIN,
    Below,
    Repair,
    conclusive,
    hopeless,
    judged,
)

_KATAKANA = lazy("[\uff66-\uff9f]")


def undo_double(text: str, below: Below) -> Iterator[Repair]:
    """Undo what a codec of byte pairs did to any stretch of a line."""
    found = list(letters_as_double(text, below)) if LETTERS().search(text) else []
    if not found:
        found = list(utf8_as_double(text, below))
    yield from found
    wide = sum(map("\u2e80".__le__, text))
    enough = bool(found) and sum(r.end - r.start for r in found) * 10 >= wide * 9
    if (not enough or convertible(_beside(text, found))) and (before := returned(text)):
        for repair in utf8_as_double(before, below):
            there = plausibility.bits(text[repair.start : repair.end])
            gain = min(repair.gain, there - repair.cost * len(repair.text))
            if gain >= SURE_GAIN:
                yield repair._replace(gain=gain, lossless=False)
    if enough:
        return
    shown = len(_KATAKANA().findall(text)) * 5 if _KATAKANA().search(text) else 0
    if shown >= wide:
        for repair in shift_jis(text):
            yield repair
            if repair.gain >= CLEAR and (repair.end - repair.start) * 10 >= len(text) * 9:
                return
    yield from double_as_double(text)
    if 0 < shown < wide:
        yield from shift_jis(text)


def _beside(text: str, found: list[Repair]) -> str:
    """Return what of a text no repair covers."""
    ends = [0, *(repair.end for repair in found)]
    starts = [*(repair.start for repair in found), len(text)]
    return "".join([text[low:high] for low, high in zip(ends, starts, strict=True)])


_SWAPS = (
    ("gb18030", "cp950"),
    ("cp950", "gb18030"),
    ("gb18030", "cp949"),
    ("cp950", "cp949"),
    ("gb18030", "euc_jp"),
)


@functools.cache
def _swap_run(true: str, read: str) -> re.Pattern[str]:
    """Match characters that both codecs have, with ASCII between."""
    table = misread.pairs(true, read)
    both = misread.ranges([chr(code) for code in table] + misread.shared(true, read))
    changed = misread.ranges([chr(code) for code in table])
    return re.compile(f"[{changed}](?:[{both}]|[!-~ ](?=[!-~ ]{{0,40}}[{both}])){{2,{LONGEST}}}")


def double_as_double(text: str) -> Iterator[Repair]:
    """Undo GBK and Big5 read as each other or as Korean: character for character."""
    there = plausibility.costs(text)
    span = _suspicious(there)
    if span is None:
        return
    for true, read in _likely(text, there, *span):
        table = misread.pairs(true, read)
        for found in _swap_run(true, read).finditer(text):
            name = f"{true} as {read}"
            start, end = found.span()
            if _suspicious(there[start:end]) is None:
                continue
            meant = found[0].translate(table)
            sure = True
            if read == "cp950":
                meant, sure = placed(found[0], meant, misread.other_pairs(true))
            repair = _best_stretch(text, start, end, there[start:end], meant, name)
            if repair:
                yield repair if sure else repair._replace(lossless=False)
                if conclusive(repair) and (repair.end - repair.start) * 10 >= len(text) * 9:
                    return


def placed(shown: str, meant: str, others: dict[str, str]) -> tuple[str, bool]:
    """Take signs for those at their places in HKSCS, where that reads better; tell if it is clear."""
    signs = [k for k, c in enumerate(shown) if c in others]
    if not signs:
        return meant, True
    pieces = list(meant)
    for k in signs:
        pieces[k] = others[shown[k]]
    other = "".join(pieces)
    better = plausibility.better(other, meant)
    return (other if better >= _BETTER else meant), abs(better) >= 2 * _BETTER


_BETTER = 7  # bits
_USUAL, _EXCESS = 11, 22  # bits a character of genuine text; bits a garbled stretch has beyond
_WINDOW = 40


def _suspicious(costs: list[int]) -> tuple[int, int] | None:
    """Return the stretch that costs most beyond genuine text, or None where none costs much."""
    total = best = low = 0
    span = None
    for k, cost in enumerate(costs):
        if total <= 0:
            total, low = 0, k
        total += cost - _USUAL
        if total > best:
            best = total
            if best >= _EXCESS:
                span = (low, k + 1)
    return span


def _likely(
    text: str, there: list[int], start: int, end: int, least: int = 1
) -> list[tuple[str, str]]:
    """Return the swaps that make the worst stretch cheaper, the best two of them."""
    end = min(end, start + _WINDOW)
    worst = text[start:end]
    cost = sum(there[start:end])
    ranked = []
    hangul = HANGUL().search(text) is not None
    for true, read in _SWAPS:
        if hangul != (read == "cp949"):
            continue
        gain = cost - sum(plausibility.costs(worst.translate(misread.pairs(true, read))))
        if gain >= least:
            ranked.append((-gain, true, read))
    ranked.sort()
    return [(true, read) for gain, true, read in ranked[:2] if gain * 5 <= ranked[0][0] * 3]


_BEFORE, _BEHIND = 12, 24
_CLOSE = 6
_TELLING = 4  # characters close by that are not usual, the two or three of the place among them
_HINT = 12  # bits the stretch that costs most must gain; a repair gains twice that


@functools.cache
def _swapped() -> dict[str, int]:
    """Map characters that a swap of codecs makes usual ones to the swaps that do, as bits."""
    usual = rareness.usual()
    found: dict[str, int] = {}
    for k, (true, read) in enumerate(_SWAPS):
        for code, meant in misread.pairs(true, read).items():
            if meant in usual:
                found[chr(code)] = found.get(chr(code), 0) | 1 << k
    return found


def _swappable(odd: str) -> bool:
    """Whether one swap of codecs makes two of three odd characters usual ones.

    It does so to nearly every garble, and to one in fifteen of the rare words of genuine text.
    """
    swaps = _swapped()
    first, second, third = (swaps.get(c, 0) for c in f"{odd:3}")
    return bool(first & second | first & third | second & third)


@functools.cache
def _kinds(codec: str) -> dict[str, str]:
    """Map what a codec shows of UTF-8 to the bytes it holds: lead and next, last and lead, last two."""
    classes = zip("ltw", misread.kinds(codec), strict=True)
    return {c: kind for kind, members in classes for c in members} | {"?": "?", "\ufffd": "?"}


_SEQUENCES = frozenset(("lt", "tw", "wl", "l?", "t?", "w?", "?l", "?t", "?w"))


def _bytes_of_utf8(odd: str) -> bool:
    """Whether two of three odd characters may hold the bytes of UTF-8, one behind the other."""
    kinds = _kinds("cp949" if HANGUL().search(odd) else "gb18030")
    first, second, third = (kinds.get(c, "-") for c in f"{odd:3}")
    return first + second in _SEQUENCES or second + third in _SEQUENCES


def garbled_near(text: str, at: int) -> bool:
    """Whether the neighbourhood of a place may be garbled by a codec of byte pairs.

    Either it costs much more than genuine text and a swap of codecs makes it cheaper, or some of it
    reads better as UTF-8 through GBK, or among Hangul through CP949.
    """
    odd = text[at : at + 3]
    if LETTERS().search(text, max(0, at - 3), at + _CLOSE):
        return True
    swappable = _swappable(odd)
    if not swappable and not _bytes_of_utf8(odd):
        return False
    low = max(text.rfind("\n", max(0, at - _BEFORE), at) + 1, at - _BEFORE, 0)
    window = text[low : at + _BEHIND].partition("\n")[0]
    before = text[max(0, low - 1) : low]
    codec = "cp949" if HANGUL().search(window) else "gb18030"
    for found in pair_run(codec).finditer(window):
        items, count, _ = items_of(found[0], codec)
        if count >= 3:
            start = found.start()
            reading = items.decode("utf-8", "ignore")
            there = plausibility.costs(window, before)[start : start + count]
            if sum(plausibility.costs(reading)) < sum(there):
                return True
    if not swappable:
        return False
    near = text[max(low, at - _CLOSE) : at + 2 * _CLOSE]
    if len(near) - sum(map(rareness.usual().__contains__, near)) < _TELLING:
        return False
    there = plausibility.costs(window, before)
    span = _suspicious(there)
    return bool(span and _likely(window, there, *span, _HINT))


_SPILL = 9  # bits of loss at an end of a run, below which all of it is taken as garbled


def _reach(margins: list[int]) -> int:
    """Return how far a garble goes on beyond what gained most."""
    if sum(margins) > -_SPILL:
        return len(margins)
    total = best = reach = 0
    for k, margin in enumerate(margins):
        total += margin
        if total > best:
            best, reach = total, k + 1
    return reach


def _best_stretch(
    text: str, start: int, end: int, there: list[int], meant: str, channel: str
) -> Repair | None:
    """Take the part of an aligned reading that gains most."""
    here = plausibility.costs(meant)
    gains = [
        min(old - new, 2 * BYTE - new) if c >= "\x80" else 0.0
        for old, new, c in zip(there, here, meant, strict=True)
    ]
    best = total = 0.0
    low = 0
    span = (0, 0)
    for k, gain in enumerate(gains):
        if total <= 0:
            total, low = 0.0, k
        total += gain
        if total > best:
            best, span = total, (low, k + 1)
    low, high = span
    # What lies beyond is garbled too where the reading costs little more than what stands there.
    margins = [old - new for old, new in zip(there, here, strict=True)]
    low -= _reach(margins[:low][::-1])
    high += _reach(margins[high:])
    wide = sum(c >= "\x80" for c in meant[low:high])
    if wide < 3:
        return None
    stretch = meant[low:high]
    proof = 2 * BYTE * wide
    old = sum(there[low:high]) + (there[high] if high < len(there) else 0)
    return judged(text, start + low, start + high, stretch, proof, channel, lossless=True, old=old)


def shift_jis(text: str) -> Iterator[Repair]:
    """Undo UTF-8, GBK and Big5 read as Shift_JIS: half-width katakana between kanji."""
    done: list[Repair] = []
    for start, end, said in shiftjis.stretches(text):
        proof = 3 * BYTE * sum(map("\x7f".__lt__, said))
        repair = judged(text, start, end, said, proof, "utf-8 as cp932", lossless=True)
        if repair:
            yield repair
            done.append(repair)
    for found in shiftjis.SHIFTED().finditer(text):
        if any(r.start < found.end() and r.end > found.start() for r in done):
            continue
        for true in TRUE:
            after = shiftjis.pairs_of(found[0], true)
            if after is None or hopeless(after):
                continue
            proof = 2 * BYTE * sum(map("\x7f".__lt__, after))
            repair = judged(text, *found.span(), after, proof, f"{true} as cp932", lossless=True)
            if repair:
                yield repair
                if conclusive(repair):
                    break
