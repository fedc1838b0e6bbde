"""Text read with a single-byte codec: which of them it was, and UTF-8 that one showed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ..encoding import tolerant
from ..patterns import lazy
from . import bytemix, misread
from .dropped import dropped, restored
from .paired import ENOUGH, TRUE, chinese, double_as_single, mixed
from .weighing import BYTE, CLEAR, LAYER, LONGEST, Below, Repair, conclusive, fluent, judged

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
    if able and len(run) <= ENOUGH and not any(_is_utf8(run, codec) for codec in able):
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
    if len(run) > 2 * ENOUGH and high <= misread.single("cp1252").keys():
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
