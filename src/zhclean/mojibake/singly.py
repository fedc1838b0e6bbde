"""Text read with a single-byte codec: UTF-8, GBK and Big5 as latin-1, cp125x, Mac Roman, cp437."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from operator import add

from ..encoding import plausibility, tolerant
from ..patterns import lazy
from . import bytemix, misread, parity
from .dropped import dropped, restored
from .lattice import plainly
from .slips import slipped
from .weighing import (
    BYTE,
    CLEAR,
    LAYER,
    LONGEST,
    Repair,
    conclusive,
    fluent,
    hopeless,
    judged,
)

Below = Callable[[str, str], "list[tuple[str, str, bool]]"]
"""Undoes further layers of a text: (text, channel) to (text, channel, lossless)."""

# What single-byte codecs show: nothing of CJK, but Mac Roman's apple and ligatures.
_NOT = "\u2e80-\uf8fe\uf900-\ufb00\ufb03-\U0010ffff"
_RUN = lazy(f"[^\x00-\x7f{_NOT}][^\n{_NOT}]{{1,{LONGEST}}}")

# A character of three bytes of UTF-8 among those of latin-1 and of two bytes.
_AMONG = lazy("[\u0800-\U0010ffff](?<=[\xa0-\u07ff].)(?=[!-~ ]{0,2}(?:[\xa0-\u07ff]|\\s|$))")


def undo_single(text: str, below: Below) -> Iterator[Repair]:
    """Undo what a single-byte codec did to any stretch of a line."""
    settled: list[Repair] = []
    if _AMONG().search(text) and not all(map(_plain, _RUN().findall(text))):
        for repair in mixed(text, 0, len(text), bytemix.THREES):
            yield repair
            if repair.gain >= CLEAR:
                settled.append(repair)
    for found in _RUN().finditer(text):
        start, end = found.span()
        if not any(done.start <= start and end <= done.end for done in settled):
            yield from _undo_run(text, start, end, below)


def _undo_run(text: str, start: int, end: int, below: Below) -> Iterator[Repair]:
    run = text[start:end]
    high = {c for c in run if c >= "\x80"}
    places = [k for k, c in enumerate(run) if c >= "\x80"]
    if len(places) < 2:
        return
    first, last = start + places[0], start + places[-1]
    # A run that several codecs can show is tried with each; one that none can, in parts.
    able = [c for c in misread.SINGLE if high <= misread.single(c).keys()]
    if _C1().search(run) and _LATIN_9().search(run):
        able = ["iso8859_15", *able]
    for codec in _rare(run, high, able):
        for repair in utf8_as_single(text, start, end, codec, below):
            yield repair
            if repair.start <= first and repair.end > last and conclusive(repair):
                return
    if not able:
        for repair in mixed(text, start, end):
            yield repair
            if repair.start <= first and repair.end > last and conclusive(repair):
                return
    for kind in (utf8_as_single, double_as_single):
        for codec in able or misread.SINGLE:
            for repair in kind(text, start, end, codec, below):
                yield repair
                if repair.start <= first and repair.end > last and conclusive(repair):
                    return
    if able and len(run) <= _ENOUGH and not any(_is_utf8(run, codec) for codec in able):
        yield from mixed(text, start, end)


# Windows shows no controls for bytes that it has letters for.
_C1 = lazy("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
_LATIN_9 = lazy("[€ŠšŽžŒœŸ]")


def _rare(run: str, high: set[str], able: list[str]) -> list[str]:
    """Return the codecs seldom met that show all of a run as UTF-8, where none of the others does."""
    if any(_is_utf8(run, codec) for codec in able):
        return []
    found = [codec for codec in misread.RARE if high <= misread.single(codec).keys()]
    return [codec for codec in found if not able or _is_utf8(run, codec)]


def _plain(run: str) -> bool:
    """Whether one single-byte codec shows all of a run: as UTF-8, or as Chinese that reads well.

    Or else cp1252 shows all of a long one: a reader of sequences shows other letters soon.
    """
    high = {c for c in run if c >= "\x80"}
    if len(run) > 2 * _ENOUGH and high <= misread.single("cp1252").keys():
        return True
    for codec in misread.SINGLE:
        raw = misread.to_bytes(run, codec) if high <= misread.single(codec).keys() else None
        if raw is None:
            continue
        if _is_utf8(run, codec):
            return True
        for after in (tolerant.strict(raw, true) for true in TRUE):
            if after is not None and chinese(after) and fluent(after):
                return True
    return False


_CUT = 3  # bytes of a character that may be cut off at either end of a run


def _is_utf8(run: str, codec: str) -> bool:
    """Whether all of a run is UTF-8 as ``codec`` shows it, but for what is cut off at its ends."""
    raw = misread.to_bytes(run, codec)
    if raw is None:
        return False
    lost = len(raw) - len(raw.decode("utf-8", "ignore").encode())
    return lost == 0 or (lost <= 2 * _CUT and len(raw) >= 20 * _CUT)


@functools.cache
def _utf8_run(codec: str, *, broken: bool = False) -> re.Pattern[str]:
    """Match two bytes or more of UTF-8 characters as ``codec`` shows them, ASCII between.

    ``broken``: characters of three bytes may have lost some.
    """
    by_byte: dict[int, list[str]] = {}
    for c, byte in misread.single(codec).items():
        by_byte.setdefault(byte, []).append(c)

    def some(low: int, high: int) -> str:
        return misread.ranges([c for byte in range(low, high) for c in by_byte.get(byte, [])])

    # A0 may have become a plain space.
    behind = some(0x80, 0xC0) + " "
    two, three, four = some(0xC2, 0xE0), some(0xE0, 0xF0), some(0xF0, 0xF5)
    long = f"(?:[{three}][{behind}]{{2}}|[{four}][{behind}]{{3}})"
    short = f"[{two}][{behind}]"
    # A single two-byte character is an accented letter: that is for the Western rule.
    going_on = some(0x80, 0xC0)
    lost = f"|[{three}][{going_on}]?(?![{going_on}])" if broken else ""
    more = f"(?:[!-~ ]{{0,40}}(?:{long}|{short}{lost})){{0,{LONGEST}}}"
    near = "[!-~]{0,2}"
    first = f"{short}{near}{lost}" if broken else f"{short}{near}"
    return re.compile(f"(?:{first})?{long}{more}|{short}{near}{short}{more}")


def utf8_as_single(text: str, start: int, end: int, codec: str, below: Below) -> Iterator[Repair]:
    """Undo UTF-8 read with ``codec``, in one to three layers."""
    channel = f"utf-8 as {codec}"
    raw = misread.to_bytes(text[start:end], codec)
    kept = raw.decode("utf-8", "ignore") if raw else ""
    mostly = raw is not None and len(kept.encode()) * 5 >= len(raw) * 3 and chinese(kept)
    lost = dropped(text, codec) if mostly and raw != kept.encode() else b""
    whole = _utf8_run(codec)
    for stretch in (_utf8_run(codec, broken=True) if lost else whole).finditer(text, start, end):
        if lost and not whole.fullmatch(stretch[0]):
            raw = misread.to_bytes(stretch[0], codec)
            after = restored(raw, lost) if raw else None
            if after is not None:
                yield from _weighed(text, *stretch.span(), [(after, channel, False)])
                continue
        yield from _utf8_whole(text, *stretch.span(), codec, below, end - start)


def _utf8_whole(
    text: str, start: int, end: int, codec: str, below: Below, run: int
) -> Iterator[Repair]:
    channel = f"utf-8 as {codec}"
    for found in _utf8_run(codec).finditer(text, start, end):
        after = utf8_of(found[0], codec)
        if after is None:
            continue
        low, high = found.span()
        deeper = (high - low) * 2 > run and not fluent(after)
        if deeper and text[high : high + 1] in _TRAILS:
            # The last character's second byte may be the ASCII one behind.
            last = text[high]
            swallowing = [r for r in below(after + last, channel) if not r[0].endswith(last)]
            yield from _weighed(text, low, high + 1, swallowing)
        yield from _weighed(text, low, high, [(after, channel, True)])
        if deeper:
            yield from _weighed(text, low, high, below(after, channel))


# Second bytes of GBK and Big5 in ASCII.
_TRAILS = frozenset(map(chr, range(0x40, 0x7F)))


def _weighed(
    text: str, start: int, end: int, readings: list[tuple[str, str, bool]]
) -> Iterator[Repair]:
    """Weigh readings of a stretch in one layer or more."""
    chance = BYTE * sum(map("\x7f".__lt__, text[start:end]))
    for reading, name, lossless in readings:
        proof = chance - LAYER * name.count(",")
        repair = judged(text, start, end, reading, proof, name, lossless=lossless)
        if repair:
            yield repair


def utf8_of(garbled: str, codec: str) -> str | None:
    """Read what ``codec`` showed as UTF-8; CESU-8 pairs are joined, a lost A0 put back."""
    raw = misread.to_bytes(garbled, codec)
    if raw is None:
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        halves = raw.decode("utf-8", "surrogatepass")  # CESU-8
        return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        pass
    mended = _NBSP.sub(lambda m: m[0].replace(b" ", b"\xa0"), raw)
    try:
        return mended.decode("utf-8")
    except UnicodeDecodeError:
        return None


# A lost A0 within a sequence.
_NBSP = re.compile(rb"[\xe0-\xef](?: [\x80-\xbf]|[\x80-\xbf] )|[\xc2-\xdf] ")


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
        return _CLOSE <= alone <= _ENOUGH and alone * 4 >= len(text) * 3
    return pairs <= alone


# Letters of Latin-1: that many stand close, and among more some sequence shows another letter.
_CLOSE, _ENOUGH = 8, 24


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
