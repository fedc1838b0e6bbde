"""GBK and Big5 read with a single-byte codec, or by a reader that decoded what of it is UTF-8."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from operator import add

from ..encoding import plausibility, tolerant
from ..patterns import lazy
from . import bytemix, misread, parity
from .lattice import plainly
from .slips import slipped
from .weighing import BYTE, CLEAR, LONGEST, Below, Repair, conclusive, hopeless, judged

TRUE = ("gb18030", "cp950")
"""Codecs of Chinese that are read as others."""


@functools.cache
def _single_run(codec: str) -> re.Pattern[str]:
    """Match what a single-byte codec shows of byte pairs: two such characters first."""
    high = misread.ranges(list(misread.single(codec)))
    return re.compile(
        f"[{high}](?:[{high}]|[@-~]){{1,{LONGEST}}}(?:[!-~ ]{{1,12}}[{high}](?:[{high}]|[@-~]){{1,{LONGEST}}}){{0,60}}"
    )


def double_as_single(text: str, start: int, end: int, codec: str, below: Below) -> Iterator[Repair]:
    """Undo GBK and Big5 read with ``codec``."""
    for found in _single_run(codec).finditer(text, start, end):
        best: Repair | None = None
        for true in TRUE:
            repair = _pairs_from(text, *found.span(), codec, true)
            if repair and (best is None or repair.gain > best.gain):
                best = repair
            if best and conclusive(best):
                break
        if best is None and codec == "cp1252":
            best = _softened(text, *found.span())
        if best:
            yield best


def chinese(text: str) -> bool:
    """Whether Han stand there, not one or two over and over, and outnumber letters of other scripts."""
    han = _HAN().findall(text)
    other = len(_OTHER().findall(text))
    return len(han) >= 2 and len(han) > other and (len(han) < 6 or len(set(han)) > 2)


_HIGH = bytes(range(0x80, 0x100))
_HAN = lazy("[\u4e00-\u9fff]")
_OTHER = lazy("[\u0370-\u04ff\u3041-\u312f]")


def _pairs_from(text: str, start: int, end: int, codec: str, true: str) -> Repair | None:
    """Read a stretch as pairs, trimmed of quotation marks that are genuine."""
    for low, high in _trimmed(text, start, end):
        raw = misread.to_bytes(text[low:high], codec)
        if raw is None:
            return None
        after = tolerant.strict(raw, true)
        if after is None or not chinese(after) or hopeless(after):
            continue
        if slipped(raw, after, true) or softer(text[low:high], after, true):
            return None
        beyond = len(raw) - len(raw.translate(None, _HIGH))
        swallowed = len(raw) - beyond - sum(map("\x80".__gt__, after))
        proof = BYTE * beyond + 5.0 * swallowed
        repair = judged(text, low, high, after, proof, f"{true} as {codec}", lossless=True)
        if repair and not conclusive(repair) and _in_words(text[low:high]):
            return None
        if repair:
            return None if not conclusive(repair) and _foreign(raw, after) else repair
    return None


def softer(garbled: str, said: str, true: str, costs: bytes = b"") -> bool:
    """Whether a stretch of letters reads better where bytes AD were lost, as readers drop soft hyphens."""
    if "\xad" in garbled:
        return False
    bits = costs or bytes(plausibility.costs(said))
    if not _ILL.search(bits):
        return False
    after = parity.softened(garbled, {"gb18030": "gbk"}.get(true, true))
    return after is not None and sum(plausibility.costs(after)) + _SOFTLY <= sum(bits)


def _softened(text: str, start: int, end: int) -> Repair | None:
    """Read letters as GBK that lost bytes AD, where that reads well throughout."""
    run = text[start:end].rstrip(" ")
    if len(run) < _TELLING or "\xad" in run:
        return None
    said = parity.softened(run, "gbk")
    if said is None or not chinese(said):
        return None
    costs = plausibility.costs(plainly(said))
    if sum(costs) > _CALM * len(said) or max(map(add, costs, costs[1:])) > _CALM_PAIR:
        return None
    if not parity.supported(said, "gbk"):
        return None
    proof = BYTE * sum(map("\x7f".__lt__, run))
    return judged(text, start, start + len(run), said, proof, "gb18030 as cp1252", lossless=False)


_TELLING = 16  # letters
_CALM, _CALM_PAIR = 10, 30  # bits a character, and of two in a row
_ILL = re.compile(rb"[\x0f-\xff]{2}|[\x0e-\xff]{3}|[\x12-\xff]")
_SOFTLY = 12  # bits by which a reading is better that supposes lost bytes


def _foreign(raw: bytes, said: str) -> bool:
    """Whether bytes read as well as Korean or Japanese as the Chinese they seem to be."""
    bits = sum(plausibility.costs(said))
    for codec in ("cp949", "euc_jp"):
        other = tolerant.strict(raw, codec)
        if other is not None and sum(plausibility.costs(other)) < bits + _AS_WELL:
            return True
    return False


_AS_WELL = 8  # bits


def _in_words(run: str) -> bool:
    """Whether letters of Greek or Cyrillic are in capitals throughout, or in small ones: no bytes are."""
    high = [c for c in run if c >= "\x80"]
    return (
        min(high) >= "\u0370"
        and all(map(str.isalpha, high))
        and (run.isupper() or run.islower() or run.istitle())
    )


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


def _running(text: str) -> bool:
    """Whether three or more Han make up most of what is not ASCII of a reading."""
    han = sum(map("\u9fff".__ge__, text)) - sum(map("\u4e00".__gt__, text))
    return han >= 3 and han * 2 > sum(map("\x7f".__lt__, text))


_GENUINE = 12.5  # bits a character: Chinese with all its bytes there hardly ever costs more


def is_whole(text: str) -> bool:
    """Whether the bytes that are no UTF-8 are there, shown alone, and not left out.

    Of GBK few pairs are UTF-8. Where a reader left out all others, what remains pairs up to some
    Chinese too, but never to what was meant. Letters of Latin-1 alone are a garble where they
    stand close: C3 BB is as good as any.
    """
    single = len(text.encode("latin-1", "ignore"))
    pairs = len(text) - single
    alone = single - len(text.encode("ascii", "ignore"))
    if not pairs:
        return _CLOSE <= alone <= ENOUGH and alone * 4 >= len(text) * 3
    return pairs <= alone


# Letters of Latin-1: that many stand close, and among more some sequence shows another letter.
_CLOSE, ENOUGH = 8, 24


MIXED = " as utf-8 and latin-1"
"""The end of a channel: bytes shown in more than one way."""


def mixed(
    text: str, start: int, end: int, runs: Callable[[], re.Pattern[str]] = bytemix.MIXED
) -> Iterator[Repair]:
    """Undo GBK and Big5 of which a reader showed some bytes alone and others in sequences."""
    for found in runs().finditer(text, start, end):
        if not is_whole(found[0]):
            continue
        for low, high in _trimmed(text, *found.span()):
            repair = _mixed(text, low, high) if is_whole(text[low:high]) else None
            if repair:
                yield repair
                break


def _mixed(text: str, low: int, high: int) -> Repair | None:
    """Read a stretch whose bytes were shown in more than one way; GBK is tried first."""
    run = text[low:high]
    proof = BYTE * sum(map(_most_bytes, run))
    for true in bytemix.likely(run, TRUE):
        after = bytemix.read(run, true)
        if after is None or not _running(after):
            continue
        raw = misread.to_bytes(after, true)
        if raw and (slipped(raw, after, true) or forced(run, raw, after)):
            return None
        channel = true + MIXED
        whole = "\xad" in run or b"\xad" not in (raw or b"")
        repair = judged(text, low, high, after, proof, channel, lossless=whole)
        if repair and repair.gain < CLEAR and sum(map("\x7f".__lt__, run)) * 2 < len(run):
            return None  # a few letters among words of a Western language
        if repair and repair.cost <= _GENUINE:
            return None if raw and not conclusive(repair) and _foreign(raw, after) else repair
    return None


def forced(run: str, raw: bytes, said: str) -> bool:
    """Whether letters of latin-1 alone make sense only with several of them, or a rare reading, as two bytes.

    One in fifty is two. Where bytes were left out, taking some for two makes pairs of the rest.
    """
    if max(run) > "\xff" or len(raw) == len(run):
        return False
    return len(raw) > len(run) + 1 or bool(_RARE.search(bytes(plausibility.costs(said))))


_RARE = re.compile(rb"[\x0f-\xff]{2}|[\x13-\xff]")  # bits of characters


def _most_bytes(c: str) -> int:
    """Return how many bytes a character shows at most."""
    return 1 if c < "\x80" else 2 if c < "\u0800" else 3
