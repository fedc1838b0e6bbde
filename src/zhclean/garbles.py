"""Find stretches of a text that were decoded with the wrong codec, and what they meant.

Every way of misreading is undone on its own: characters back to bytes through the wrong codec,
bytes to characters through the right one. A repair is believed on two grounds at once, in bits of
the plausibility model: how much cheaper it is than what stands there (``gain``), and how much
cheaper than chance would be to find such a text in such bytes (``proof``).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from . import bytemix, holes, misread, plausibility, tolerant


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


GAIN, PROOF = 22.0, 15.0
"""Least bits for a repair to be believed at all."""
_TRADE, _LEAST = 6.0, 2.0  # bits of gain that make up for one of proof, down to the least proof
# A gain this clear needs less proof: bits a character, for chance gives far rarer ones still.
_CLEAR, _SLACK = 110.0, 1.5

_LAYER = 6.0  # bits every further layer costs
_BYTE = 7.0  # bits of a byte beyond ASCII by chance
_LONGEST = 2000  # characters of one stretch; longer ones are cut


def judged(
    before: str, start: int, end: int, after: str, proof: float, channel: str, *, lossless: bool
) -> Repair | None:
    """Weigh a reading of ``before[start:end]``; None where it is not believed."""
    left, right = before[max(0, start - 1) : start], before[end : end + 1]
    new = plausibility.bits(after, left, right)
    proof -= new
    least = _LEAST - _SLACK * len(after)
    if proof < least:
        return None
    gain = plausibility.bits(before[start:end], left, right) - new
    if gain < _CLEAR:
        least = max(_LEAST, PROOF - (gain - GAIN) / _TRADE)
    if gain < GAIN or proof < least:
        return None
    return Repair(start, end, after, gain, proof, lossless, channel)


# --- UTF-8 read with a single-byte codec --------------------------------------------------------


@functools.cache
def _utf8_run(codec: str) -> re.Pattern[str]:
    """Match two bytes or more of UTF-8 characters as ``codec`` shows them, ASCII between."""
    by_byte: dict[int, list[str]] = {}
    for c, byte in misread.single(codec).items():
        by_byte.setdefault(byte, []).append(c)

    def some(low: int, high: int) -> str:
        return misread.ranges([c for byte in range(low, high) for c in by_byte.get(byte, [])])

    # A0 may have become a plain space.
    behind = some(0x80, 0xC0) + " "
    two, three, four = some(0xC2, 0xE0), some(0xE0, 0xF0), some(0xF0, 0xF5)
    unit = f"(?:[{three}][{behind}]{{2}}|[{two}][{behind}]|[{four}][{behind}]{{3}})"
    return re.compile(f"{unit}(?:[!-~ ]{{0,40}}{unit}){{0,600}}")


def utf8_as_single(text: str) -> Iterator[Repair]:
    """Undo UTF-8 read as latin-1, cp125x, Mac Roman, cp437, in one to three layers."""
    for codec in misread.SINGLE:
        for found in _utf8_run(codec).finditer(text):
            after = _utf8_of(found[0], codec)
            if after is None:
                continue
            channel = f"utf-8 as {codec}"
            start, end = found.span()
            yield from _layered(text, start, end, after, channel)
            if text[end : end + 1] in _TRAILS:
                # The last character's second byte may be the ASCII one behind.
                yield from _layered(text, start, end + 1, after + text[end], channel, deeper=True)


# Second bytes of GBK and Big5 in ASCII.
_TRAILS = frozenset(map(chr, range(0x40, 0x7F)))


def _layered(
    text: str, start: int, end: int, after: str, channel: str, *, deeper: bool = False
) -> Iterator[Repair]:
    """Weigh one layer's reading of a stretch, and those of the layers below."""
    chance = _BYTE * sum(c >= "\x80" for c in text[start:end])
    readings = [] if deeper else [(after, channel, True)]
    for reading, name, lossless in readings + layers(after, channel, 2):
        extra = _LAYER * (name.count(",") - channel.count(","))
        proof = chance - extra + _ascii_bits(reading)
        repair = judged(text, start, end, reading, proof, name, lossless=lossless)
        if repair:
            yield repair


def _ascii_bits(text: str) -> float:
    """Return what the ASCII in a reading costs: it was there before, so it proves nothing."""
    costs = plausibility.costs(text)
    return sum(cost for cost, c in zip(costs, text, strict=True) if c < "\x80")


def _utf8_of(garbled: str, codec: str) -> str | None:
    raw = misread.to_bytes(garbled, codec)
    if raw is None:
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    mended = _NBSP.sub(lambda m: m[0].replace(b" ", b"\xa0"), raw)
    try:
        return mended.decode("utf-8")
    except UnicodeDecodeError:
        return None


# A lost A0 within a sequence.
_NBSP = re.compile(rb"[\xe0-\xef](?: [\x80-\xbf]|[\x80-\xbf] )|[\xc2-\xdf] ")


def layers(text: str, channel: str, left: int) -> list[tuple[str, str, bool]]:
    """Undo further layers of a text that as a whole came out of one: (text, channel, lossless)."""
    if not left or text.isascii():
        return []
    found: list[tuple[str, str, bool]] = []
    for repair in _whole(text):
        name = f"{channel}, {repair.channel}"
        reading = text[: repair.start] + repair.text + text[repair.end :]
        found.append((reading, name, repair.lossless))
    for codec in ("cp1252", *misread.DOUBLE[:1]):
        inner = _utf8_of(text, codec) if codec in misread.SINGLE else None
        if inner is not None and inner != text:
            name = f"{channel}, utf-8 as {codec}"
            found.append((inner, name, True))
            found += layers(inner, name, left - 1)
    return found


def _whole(text: str) -> Iterator[Repair]:
    yield from utf8_as_double(text)
    yield from double_as_single(text)
    yield from double_as_double(text)


# --- UTF-8 read with a codec of byte pairs ------------------------------------------------------


@functools.cache
def _pair_run(codec: str) -> re.Pattern[str]:
    begin, turn, within = misread.kinds(codec)
    some = f"{turn}{within}?\ufffd"
    return re.compile(
        f"[{begin}][{some}](?:[{begin}{some}]|[!-~ ](?=[!-~ ]{{0,40}}[{begin}])){{1,{_LONGEST}}}"
    )


def utf8_as_double(text: str) -> Iterator[Repair]:
    """Undo UTF-8 read as GBK, with holes or without."""
    codec = "gb18030"
    pattern = _pair_run(codec)
    at = 0
    while found := pattern.search(text, at):
        repair = _utf8_from(text, found.start(), found.end(), codec)
        if repair is None:
            at = found.start() + 1
        else:
            yield repair
            at = repair.end


def _utf8_from(text: str, start: int, end: int, codec: str) -> Repair | None:
    """Read as much of ``text[start:end]`` as is UTF-8 through ``codec``, holes and all."""
    items: list[int] = []
    ends: list[int] = []  # how many items the characters up to here make
    for c in text[start:end]:
        if c == "?":
            items.append(holes.QUESTION)
        elif c == "\ufffd":
            items.append(holes.REPLACED)
        else:
            raw = misread.to_bytes(c, codec)
            if raw is None:
                break
            items += raw
        ends.append(len(items))
    size = _valid(items)
    while ends and ends[-1] > size:
        ends.pop()
    if len(ends) < 3:
        return None
    end = start + len(ends)
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    ends = ends[: end - start]
    if len(ends) < 3:
        return None
    got = holes.read(items[: ends[-1]], codec)
    if got is None:
        return None
    known = sum(b >= 0x80 for b in items[: ends[-1]])
    proof = _BYTE * known - 2 * got.holes + _ascii_bits(got.text)
    proof += got.text.count(holes.UNKNOWN) * plausibility.alone(holes.UNKNOWN)
    best = judged(text, start, end, got.text, proof, f"utf-8 as {codec}", lossless=not got.holes)
    deeper = layers(got.text, f"utf-8 as {codec}", 2) if known >= 9 else []
    for reading, name, _ in deeper:
        other = judged(text, start, end, reading, proof - _LAYER, name, lossless=not got.holes)
        if other and (best is None or other.gain > best.gain):
            best = other
    return best


_TRAILING = frozenset(" !\"#$%&'()*+,-./0123456789:;<=>@[\\]^_`{|}~")


def _valid(items: list[int]) -> int:
    """Return how far the bytes can be UTF-8, holes taken for anything."""
    missing = 0
    last = 0
    for k, item in enumerate(items):
        if item < 0:
            missing = 0  # anything may follow a hole
        elif missing:
            if not 0x80 <= item < 0xC0:
                return last
            missing -= 1
        elif 0xC2 <= item < 0xF5:
            missing = 1 + (item >= 0xE0) + (item >= 0xF0)
        elif item >= 0x80 and not (k and items[k - 1] < 0) and not (k > 1 and items[k - 2] < 0):
            return last
        if not missing:
            last = k + 1
    return len(items)


# --- GBK and Big5 read with a single-byte codec -------------------------------------------------

_TRUE = ("gb18030", "cp950")


@functools.cache
def _single_run(codec: str) -> re.Pattern[str]:
    """Match what a single-byte codec shows of byte pairs: two such characters first."""
    high = misread.ranges(list(misread.single(codec)))
    return re.compile(
        f"[{high}](?:[{high}]|[@-~]){{1,{_LONGEST}}}(?:[!-~ ]{{1,12}}[{high}](?:[{high}]|[@-~]){{1,{_LONGEST}}}){{0,60}}"
    )


def double_as_single(text: str) -> Iterator[Repair]:
    """Undo GBK and Big5 read as latin-1, cp125x, Mac Roman."""
    for codec in misread.SINGLE:
        for found in _single_run(codec).finditer(text):
            best: Repair | None = None
            for true in _TRUE:
                repair = _pairs_from(text, *found.span(), codec, true)
                if repair and (best is None or repair.gain > best.gain):
                    best = repair
            if best:
                yield best


def _chinese(text: str) -> bool:
    """Whether two or more Han stand there and outnumber kana and letters of other scripts."""
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    other = sum("\u0370" <= c <= "\u04ff" or "\u3041" <= c <= "\u312f" for c in text)
    return han >= 2 and han > other


def _pairs_from(text: str, start: int, end: int, codec: str, true: str) -> Repair | None:
    """Read a stretch as pairs, trimmed of quotation marks that are genuine."""
    for low, high in _trimmed(text, start, end):
        raw = misread.to_bytes(text[low:high], codec)
        if raw is None:
            return None
        after = tolerant.strict(raw, true)
        if after is None or not _chinese(after):
            continue
        beyond = sum(b >= 0x80 for b in raw)
        swallowed = len(raw) - beyond - sum(c < "\x80" for c in after)
        proof = _BYTE * beyond + 5.0 * swallowed + _ascii_bits(after)
        repair = judged(text, low, high, after, proof, f"{true} as {codec}", lossless=True)
        if repair:
            return repair
    return None


_QUOTES = "“”‘’…—–·«»°±×"


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretch whole, then without what may be genuine at its ends."""
    while end > start and text[end - 1] == " ":
        end -= 1
    yield start, end
    low, high = start, end
    while low < high and text[low] in _QUOTES:
        low += 1
    while high > low and (text[high - 1] in _QUOTES or text[high - 1] < "\x80"):
        high -= 1
    if (low, high) != (start, end) and high - low >= 2:
        yield low, high
        yield low, end
        yield start, high
    elif end - start > 4:
        yield start, end - 1


# --- GBK and Big5 read with another codec of byte pairs -----------------------------------------

_SWAPS = (("gb18030", "cp950"), ("cp950", "gb18030"), ("gb18030", "cp949"), ("cp950", "cp949"))


@functools.cache
def _swap_run(true: str, read: str) -> re.Pattern[str]:
    """Match characters that both codecs have, with ASCII between."""
    table = misread.pairs(true, read)
    both = misread.ranges([chr(code) for code in table] + misread.shared(true, read))
    changed = misread.ranges([chr(code) for code in table])
    return re.compile(f"[{changed}](?:[{both}]|[!-~ ](?=[!-~ ]{{0,40}}[{both}])){{2,{_LONGEST}}}")


def double_as_double(text: str) -> Iterator[Repair]:
    """Undo GBK and Big5 read as each other or as Korean: character for character."""
    for true, read in _SWAPS:
        table = misread.pairs(true, read)
        for found in _swap_run(true, read).finditer(text):
            name = f"{true} as {read}"
            repair = _best_stretch(text, *found.span(), found[0].translate(table), name)
            if repair:
                yield repair


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


def _best_stretch(text: str, start: int, end: int, meant: str, channel: str) -> Repair | None:
    """Take the part of an aligned reading that gains most."""
    there = plausibility.costs(text[start:end], text[max(0, start - 1) : start])
    here = plausibility.costs(meant)
    gains = [
        min(old - new, 2 * _BYTE - new) if c >= "\x80" else 0.0
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
    proof = 2 * _BYTE * wide + _ascii_bits(stretch)
    return judged(text, start + low, start + high, stretch, proof, channel, lossless=True)


def mixed(text: str) -> Iterator[Repair]:
    """Undo GBK and Big5 of which a reader showed some bytes alone and others in pairs."""
    for found in bytemix.MIXED.finditer(text):
        ways = bytemix.alternatives(found[0]) if any(c > "\u00ff" for c in found[0]) else None
        if ways is None:
            continue
        for start, end in _trimmed(text, *found.span()):
            got = bytemix.read_pairs(ways[start - found.start() : end - found.start()], "gb18030")
            if got is None or not _chinese(got[0]):
                continue
            proof = _BYTE * sum(len(way[-1]) for way in ways) + _ascii_bits(got[0])
            repair = judged(
                text, start, end, got[0], proof, "gb18030 as utf-8 and latin-1", lossless=True
            )
            if repair:
                yield repair
                break
    for found in bytemix.SHIFTED.finditer(text):
        for true in _TRUE:
            after = bytemix.shift_jis(found[0], true)
            if after is not None:
                proof = 2 * _BYTE * len(after)
                repair = judged(
                    text, *found.span(), after, proof, f"{true} as cp932", lossless=True
                )
                if repair:
                    yield repair


def repairs(text: str) -> list[Repair]:
    """Return the repairs of a line that do not overlap, the greatest gain first where they would."""
    found = [
        *utf8_as_single(text),
        *utf8_as_double(text),
        *double_as_single(text),
        *double_as_double(text),
        *mixed(text),
    ]
    found.sort(key=lambda repair: -repair.gain)
    kept: list[Repair] = []
    for repair in found:
        if all(repair.end <= other.start or repair.start >= other.end for other in kept):
            kept.append(repair)
    return sorted(kept)
