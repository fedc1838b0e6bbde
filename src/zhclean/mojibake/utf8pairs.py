"""UTF-8 read with a codec of byte pairs, with holes or without, in one layer or more."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import accumulate

from ..encoding import plausibility
from ..patterns import lazy
from . import holes, misread
from .filling import QUESTION, REPLACED, UNKNOWN
from .weighing import BYTE, CLEAR, FLUENT, LAYER, LONGEST, Below, Repair, fluent, judged


@functools.cache
def pair_run(codec: str) -> re.Pattern[str]:
    """Match what ``codec`` shows of characters of three bytes, ASCII between."""
    begin, turn, within = map(misread.ranges, misread.kinds(codec))
    some = f"{turn}{within}{misread.ranges(misread.closing(codec))}€?\ufffd"
    return re.compile(
        f"[{begin}][{some}](?:[{begin}{some}]|[!-~ ](?=[!-~ ]{{0,40}}[{begin}])){{1,{LONGEST}}}"
    )


def utf8_as_double(text: str, below: Below) -> Iterator[Repair]:
    """Undo UTF-8 read as Korean, where Hangul stand, or as GBK, with holes or without."""
    found = list(_utf8_as(text, "cp949", below)) if HANGUL().search(text) else []
    yield from found or _utf8_as(text, "gb18030", below)


HANGUL = lazy("[\uac00-\ud7a3]")


def _utf8_as(text: str, codec: str, below: Below) -> Iterator[Repair]:
    pattern = pair_run(codec)
    at = 0
    while found := pattern.search(text, at):
        if lost := _LOST().match(text, found.start()):
            at = lost.end() - 2  # what follows may share a character with it
            continue
        repair, read = _utf8_from(text, found.start(), found.end(), codec, below)
        if repair is None:  # what begins a little further on reads the same
            at = found.start() + max(1, read // _PARTS_TRIED)
        else:
            yield repair
            at = repair.end


_PARTS_TRIED = 16


# What GBK shows of UTF-8's letters and signs of cp1252: two bytes each (C3A6 is 忙), or E2 80 99.
_LETTER = misread.ranges(
    [
        bytes((lead, trail)).decode("gb18030")
        for lead, trails in ((0xC2, range(0x80, 0xC0)), (0xC3, range(0x80, 0xC0)), (0xC5, range(0x92, 0xBF)), (0xC6, (0x92,)), (0xCB, (0x86, 0x9C)))
        for trail in trails
    ]
)  # fmt: skip
LETTERS = lazy(f"[{_LETTER}]{{3}}")
"""Three characters that GBK shows of letters in UTF-8."""


@functools.cache
def _letters_run() -> re.Pattern[str]:
    _, turn, within = map(misread.ranges, misread.kinds("gb18030"))
    some = f"[{_LETTER}{turn}{within}€鈥鈧鈩艗殴]"
    return re.compile(
        f"[{_LETTER}鈥鈧鈩]{some}{{2}}(?:{some}|[!-~ ](?=[!-~ ]{{0,40}}{some})){{0,{LONGEST}}}"
    )


def letters_as_double(text: str, below: Below) -> Iterator[Repair]:
    """Undo UTF-8 read as GBK of what a single-byte codec had garbled before."""
    codec = "gb18030"
    channel = f"utf-8 as {codec}"
    for found in _letters_run().finditer(text):
        start = found.start()
        if not LETTERS().search(found[0]):
            continue
        items, count, size = items_of(found[0], codec)
        inner = items[:size].decode("utf-8", "ignore")
        if len(inner) < _FEWEST or not _LATIN().fullmatch(inner):
            continue
        for reading, name, lossless in below(inner, channel):
            chance = BYTE * (2 * sum(map("\x7f".__lt__, inner))) - LAYER
            repair = judged(text, start, start + count, reading, chance, name, lossless=lossless)
            if repair:
                yield repair


_FEWEST = 4  # letters
_LATIN = lazy("[\x00-\u017f\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]*")
_HEAD = 8
_LOST = lazy("[锟斤拷]{9,}")
_UNKNOWNS = frozenset("锟斤拷")  # U+FFFD itself read as GBK: nothing comes back of it


def _utf8_from(
    text: str, start: int, end: int, codec: str, below: Below
) -> tuple[Repair | None, int]:
    """Read as much of ``text[start:end]`` as is UTF-8 through ``codec``; tell how much was looked at."""
    items, count, _ = items_of(text[start : min(end, start + _HEAD)], codec)
    dropped = _BEGINNING.match(items) is not None
    if count < 3 and not dropped:
        return None, 0
    best, read = None, 0
    if count == _HEAD or (count >= 3 and not _UNKNOWNS.issuperset(text[start : start + count])):
        best, read = _marked(text, start, end, codec, below)
    if not dropped or (best and best.end + _LEFT >= end):
        return best, read
    other, further = _unmarked(text, start, end, codec)
    if other and (best is None or other.gain > best.gain + CLEAR):
        return other, further
    return best, max(read, further)


_LEFT = 3  # characters of a run that are worth no look


def _unmarked(text: str, start: int, end: int, codec: str) -> tuple[Repair | None, int]:
    """Read UTF-8 of which bytes were dropped without a mark."""
    run = text[start:end]
    ends = _ends(run)
    items = _items(run, codec)
    got = holes.without_marks(items, frozenset(ends), codec)
    if got is None:
        return None, 0
    read, size = got
    known = len(items[:size]) - len(items[:size].translate(None, _KNOWN))
    proof = BYTE * known - 9 * read.holes + read.text.count(UNKNOWN) * plausibility.alone(UNKNOWN)
    end = start + ends.index(size) + 1
    repair = judged(text, start, end, read.text, proof, f"utf-8 as {codec}", lossless=False)
    return repair if repair and repair.gain >= CLEAR else None, end - start


# Three characters, of which one may have lost a byte.
_BEGINNING = re.compile(
    rb"(?:[\xe2-\xef][\x80-\xbf]{2}){2}[\xe2-\xef][\x80-\xbf]|[\xe2-\xef][\x80-\xbf]{1,2}(?:[\xe2-\xef][\x80-\xbf]{2}){2}"
    rb"|[\xe2-\xef][\x80-\xbf]{2}[\xe2-\xef][\x80-\xbf][\xe2-\xef][\x80-\xbf]{2}"
)


def _marked(text: str, start: int, end: int, codec: str, below: Below) -> tuple[Repair | None, int]:
    """Read as far as all bytes are there, or marked."""
    whole = _unholed(text, start, end, codec, below)
    if whole:
        return whole, end - start
    items, count, size = items_of(text[start:end], codec)
    said = text[start : start + count].rstrip(_TRAILING)
    items = items[: size - count + len(said)]
    end = start + len(said)
    if len(said) < 3:
        return None, 0
    behind = text[end : end + 1]
    marked = behind in ("?", "\ufffd")
    got = holes.read(items, codec, marked=marked, ended=behind in ("", "\n"))
    if got is None or got.text.count(UNKNOWN) * 2 > len(got.text):
        return None, len(said)
    known = len(items) - len(items.translate(None, _KNOWN))
    proof = BYTE * known - 2 * got.holes
    proof += got.text.count(UNKNOWN) * plausibility.alone(UNKNOWN)
    best = judged(text, start, end, got.text, proof, f"utf-8 as {codec}", lossless=not got.holes)
    name = f"utf-8 as {codec}"
    reads_well = best.cost <= FLUENT if best else fluent(got.text)
    deeper = [] if known < 9 or reads_well else below(got.text, name)
    for reading, name, _ in deeper:
        other = judged(text, start, end, reading, proof - LAYER, name, lossless=not got.holes)
        if other and (best is None or other.gain > best.gain):
            best = other
    return best, len(said)


def _unholed(text: str, start: int, end: int, codec: str, below: Below) -> Repair | None:
    """Read a stretch that is UTF-8 from end to end, the common case, without looking at bytes."""
    while text[end - 1] in _TRAILING:
        end -= 1
    raw = misread.utf8_bytes(text[start:end], codec)
    if raw is None:
        return None
    try:
        after = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    proof = BYTE * (len(raw) - sum(map("\x80".__gt__, after)))
    repair = judged(text, start, end, after, proof, f"utf-8 as {codec}", lossless=True)
    return repair if repair and repair.cost <= FLUENT else None  # perhaps a layer of several


def items_of(text: str, codec: str) -> tuple[bytes, int, int]:
    """Return bytes with holes, and how many characters and bytes can be UTF-8."""
    found = _behind_hole(codec).search(text)
    if found:  # what holds ASCII is a character of its own there
        text = text[: found.end() - 1]
    items = _items(text, codec)
    valid = _VALID.match(items)
    size = valid.end() if valid else 0
    if size == len(items):
        return items, len(text), size
    ends = _ends(text)
    while ends and ends[-1] > size:
        ends.pop()
    return items, len(ends), ends[-1] if ends else 0


def _items(text: str, codec: str) -> bytes:
    """Return the bytes of what a codec showed, holes as bytes that UTF-8 has nowhere."""
    if codec == "gb18030" and "€" not in text:
        try:  # no byte of a pair looks like a question mark
            return (
                text.encode(codec).replace(b"?", _HOLES["?"]).replace(_REPLACED, _HOLES["\ufffd"])
            )
        except UnicodeEncodeError:
            pass
    return b"".join(
        [
            _HOLES.get(part) or misread.utf8_bytes(part, codec) or b""
            for part in _PARTS.split(text)
            if part
        ]
    )


def _ends(text: str) -> list[int]:
    """Return how many bytes each character ends at."""
    sizes = [1 if c < "\x80" or c == "\ufffd" else 2 for c in text]
    for found in _EURO().finditer(text):
        at = found.start()
        sizes[at] = len(misread.euro(text[at - 1 : at], text[at + 1 : at + 2]))
    return list(accumulate(sizes))


_REPLACED = "\ufffd".encode("gb18030")
_PARTS = re.compile("([?\ufffd])")
_EURO = lazy("€")
_HOLES = {"?": bytes((QUESTION,)), "\ufffd": bytes((REPLACED,))}
_KNOWN = bytes(range(0x80, REPLACED))


@functools.cache
def _behind_hole(codec: str) -> re.Pattern[str]:
    return re.compile(f"[?\ufffd][{misread.ranges(misread.closing(codec))}]")


# What can be UTF-8, holes taken for anything.
_VALID = re.compile(
    rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
    rb"|(?:[\xc2-\xf4][\x80-\xbf]{0,2})?[\xfe\xff][\x80-\xbf]{0,2})*(?:[\xc2-\xf4][\x80-\xbf]{0,2}\Z)?"
)
_TRAILING = " !\"#$%&'()*+,-./0123456789:;<=>@[\\]^_`{|}~"
