"""Which encoding a sample of bytes is in, by what its readings cost under the plausibility model.

All readings are of the same bytes, so their total bits compare whatever their length. A declared
charset takes some bits off its own reading.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from . import firstlook, plausibility, rareness, singlebyte, tolerant

EAST_ASIAN = frozenset({"gb18030", "cp950", "big5hkscs", "cp932", "euc_jp", "cp949"})
CANDIDATES = ("utf-8", "gb18030", "cp950", "cp949", "cp932", "euc_jp")

_SHORT, _SAMPLE = 700, 6000  # bytes scored at first, and where that does not settle it
_FIRST, _CLEAR = 320, 120  # bytes that nearly always tell, and bits by which they then do
_STRANGE = 24  # bits a character beyond ASCII in what no model of ours knows
_ENOUGH = 12  # characters beyond ASCII, below which nobody can tell
_COMMON = 15.5  # bits a character beyond ASCII, above which a line is in another encoding yet
_FAR = 60  # bits, and as many as bytes, that the model of pairs never makes up for
_SETTLED = 60  # bits of lead that settle it
_SURE = 6.5  # bits a byte beyond ASCII, below which no Western reading is tried
_SURELY = 12  # continuation bytes: as many would not be valid in another encoding
_DECLARED = 12
_LEAD = 20  # bits by which a line must be cheaper in an encoding that is not the text's
_BAD = 24  # bits a U+FFFD costs beyond the model's own, so that losses are never cheap
_ALONE = 14  # bits a reading loses for a lone byte beyond ASCII that it joins to a letter
_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "gb18030": "gb18030",
    "big5": "cp950", "cp950": "cp950", "big5hkscs": "cp950", "shift_jis": "cp932",
    "cp932": "cp932", "euc_kr": "cp949", "cp949": "cp949", "latin-1": "cp1252",
    "iso8859-1": "cp1252", "ascii": "cp1252", "x-x-big5": "cp950", "x-gbk": "gb18030",
}  # fmt: skip
_ASCII = bytes(range(0x80))
_SMALL = bytes(range(0xE0))  # bytes of UTF-8 in characters of one byte or two
_LONE = rb"(?<![\x80-\xff])[\x80-\xff](?=[@-~](?![\x80-\xff]))|(?<=[a-z])[\x80-\xff]{2}(?=[a-z])"
_WITHIN = rb"[a-z][\xc3-\xdf][\x80-\xbf]|[\xc3-\xdf][\x80-\xbf][a-z]"
_EASTERN = rb"[\xe3-\xe9\xef][\x80-\xbf][\x80-\xbf]"
_NOT_SIGNS = rb"[\xc4-\xff]|[\x80-\xff]{3}"
_META = rb"""(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([a-z][\w.:-]{2,20})"""


class _Odd:
    """Three rare characters in a row, private use or U+FFFD: compiled when first asked."""

    __slots__ = ("_search",)

    def __init__(self) -> None:
        self._search: re.Pattern[str] | None = None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find the oddities."""
        if self._search is None:
            first, more = rareness.rare(17), rareness.rare(16)
            self._search = re.compile(
                f"[\ue000-\uf8ff\uff61-\uff9f{first}](?:(?<=[\ue000-\uf8ff\uff61-\uff9f])|[{more}]{{2}})"
            )
        return self._search.finditer(text)


ODD = _Odd()


def surely_utf8(data: bytes, text: str) -> bool:
    """Whether valid UTF-8 can be nothing else: it has characters of three bytes, or many of two."""
    beyond = len(data) - len(text)  # continuation bytes
    if beyond >= _SURELY or data.translate(None, _SMALL):
        return True
    # 联通 in GBK is valid UTF-8 too; six such characters, some within words, or signs one by one
    # as © and ° are not.
    return beyond >= 6 or bool(re.search(_WITHIN, data)) or not re.search(_NOT_SIGNS, data)


def mostly_utf8(data: bytes) -> bool:
    """Whether data that is not quite UTF-8 is UTF-8 with a few broken bytes or a cut tail."""
    head = data[: 1 << 16]
    beyond = len(head.translate(None, _ASCII))
    if beyond < 12:
        return False
    # Of the bytes of other encodings more than half are broken UTF-8.
    if head.decode("utf-8", "replace").count(tolerant.LOST) * 12 <= beyond:
        return True
    # Of a million bytes of other encodings no line had 0.6 of its bytes in such characters.
    return beyond >= 18 and 3 * len(re.findall(_EASTERN, head)) >= 0.7 * beyond


def normal(name: str | None) -> str | None:
    """Return the codec a declared charset means in practice, or None for an unknown one."""
    if not name:
        return None
    name = name.strip().strip("\"'").lower()
    if name in _ALIASES:
        return _ALIASES[name]
    try:
        name = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return _ALIASES.get(name, name)


def sample_of(data: bytes, size: int) -> bytes:
    """Return up to ``size`` bytes of lines that are not ASCII, looking at 64 kB at three places."""
    if len(data) <= size:
        return data
    window = 1 << 16
    starts = [0] if len(data) <= window else [0, len(data) // 2, len(data) - window]
    kept: list[bytes] = []
    for k, start in enumerate(starts):
        share = size // len(starts) if k else size - size // len(starts) * (len(starts) - 1)
        lines = data[start : start + window].split(b"\n")
        for line in lines[1 if start else 0 :] or lines:
            if line.isascii():
                continue
            kept.append(_middle(line, min(share, 1500)))
            share -= len(kept[-1]) + 1
            if share <= 0:
                break
    return b"\n".join(kept) or data[:size]


def _middle(line: bytes, size: int) -> bytes:
    """Cut a long line to ``size`` bytes around its first byte beyond ASCII, at an ASCII byte."""
    if len(line) <= size:
        return line
    first = next(k for k, b in enumerate(line) if b >= 0x80)
    return line[max(0, first - 20) : first + size]


def priors(data: bytes, declared: str | None) -> dict[str, float]:
    """Return the bits that charsets named from outside and in the data take off their readings."""
    head = data[:2048].lower()
    meta = None
    if b"charset" in head or b"encoding" in head:  # the pattern alone is slow
        meta = re.search(_META, head)
    prior: dict[str, float] = {}
    for name in (declared, meta[1].decode("ascii") if meta else None):
        codec = normal(name)
        if codec:
            prior[codec] = prior.get(codec, 0) + _DECLARED
    return prior


def detect(data: bytes, declared: str | None = None) -> str:
    """Return the codec that reads ``data`` most plausibly."""
    prior = priors(data, declared)
    sample, ranked = b"", [(0.0, "")]
    for size, clear in ((_FIRST, _CLEAR), (_SHORT, _SETTLED), (_SAMPLE, _SETTLED)):
        if sample and len(sample) == len(data):
            break
        sample = sample_of(data, size)
        ranked = rank(sample, prior)
        if _ahead(ranked) >= clear:
            break
    if _ahead(ranked) < _SETTLED:
        ranked = _reread(sample[:_SHORT], ranked, prior)
    best = ranked[0][1]
    if best in EAST_ASIAN or best == "utf-8":
        return best
    return _elsewhere(sample, best)


def _ahead(ranked: list[tuple[float, str]]) -> float:
    return ranked[1][0] - ranked[0][0] if len(ranked) > 1 else 1e9


def _reread(
    sample: bytes, ranked: list[tuple[float, str]], prior: dict[str, float]
) -> list[tuple[float, str]]:
    """Compare close readings again with losses kept small: Python's reading shifts behind one."""
    again: list[tuple[float, str]] = []
    for bits, codec in ranked:
        if bits >= ranked[0][0] + 4 * _SETTLED:
            continue
        if codec in EAST_ASIAN and tolerant.strict(sample, codec) is None:
            text, _ = tolerant.tolerant(sample, codec)
            bits_again = score(text) - prior.get(codec, 0) + _alone(sample)
            again.append((min(bits, bits_again), codec))
        else:
            again.append((bits, codec))
    return sorted(again)


def detect_line(line: bytes, usual: str, declared: str | None = None) -> str:
    """Return the codec of one line of a text that is mostly ``usual``.

    Another codec must read the line without loss and be cheaper by far.
    """
    sample = line[:_SAMPLE]
    if _mostly(sample):
        return "utf-8"
    guess = firstlook.guess(sample, {})
    if guess is not None and (guess == usual or tolerant.strict(sample, guess) is not None):
        return guess
    text = tolerant.tolerant(sample, usual)[0]
    lowest = plausibility.bits(text) - _LEAD
    best = usual
    for codec in (*CANDIDATES, "cp1252"):
        other = None if codec == usual else tolerant.strict(sample, codec)
        if other is not None and not garbled(other):
            bits = plausibility.bits(other) - (_DECLARED if codec == normal(declared) else 0)
            if bits < lowest:
                lowest, best = bits, codec
    return best


def _mostly(line: bytes) -> bool:
    """Tell whether a line is UTF-8 of three-byte characters but for a few bytes."""
    beyond = len(line.translate(None, _ASCII))
    if 2 * beyond < 3 * _SURELY:
        return False
    text = line.decode("utf-8", "ignore")
    valid = beyond - len(line) + len(text.encode("utf-8"))
    characters = len(text) - len(line) + beyond
    return valid > 0.8 * beyond and 2 * valid >= 5 * characters


def garbled(text: str) -> bool:
    """Tell whether a reading of a line is no text."""
    return _COMMON < firstlook.rarity(text[:120], firstlook.bits(text[:120])) < 99


def rank(sample: bytes, prior: dict[str, float]) -> list[tuple[float, str]]:
    """Return (bits, codec) of every candidate that may be meant, cheapest first."""
    beyond = len(sample.translate(None, _ASCII))
    readings = {codec: loose(sample, codec) for codec in CANDIDATES}
    rough = {
        codec: firstlook.bits(text)
        for codec, text in readings.items()
        if text.count(tolerant.LOST) * 6 <= len(sample) + 6
    }
    alone = _alone(sample)
    most = min(rough.values(), default=0) + _FAR + beyond + sum(prior.values())
    scores = [
        (
            score(readings[codec]) - prior.get(codec, 0) + (alone if codec != "utf-8" else 0),
            codec,
        )
        for codec, bits in rough.items()
        if bits <= most
    ]
    # Genuine East Asian text costs 3 to 5 bits a byte; read as Western it costs ten.
    if not scores or _doubtful(*min(scores), readings, beyond):
        western = singlebyte.readings(sample)
        scores += [(bits - prior.get(codec, 0), codec) for bits, codec in western]
        for codec, bonus in prior.items():
            if codec not in CANDIDATES and codec not in singlebyte.HANDICAPS:
                scores += [(bits - bonus, codec) for bits in _other(sample, codec)]
    return sorted(scores)


def _alone(sample: bytes) -> int:
    """Return the bits that East Asian readings of Latin text lose.

    Latin text has its letters beyond ASCII one by one, or two within a word, as East Asian text
    hardly ever has.
    """
    beyond = len(sample.translate(None, _ASCII))
    lone = re.findall(_LONE, sample)
    most = 2 * sum(map(len, lone)) >= beyond
    return _ALONE * len(lone) if most and len(sample) > beyond + len(lone) else 0


def _doubtful(bits: float, codec: str, readings: dict[str, str], beyond: int) -> bool:
    """Tell whether what is not ASCII costs more than East Asian text does."""
    plain = len(readings[codec].encode("ascii", "ignore"))
    return bits - 5 * plain >= _SURE * beyond


def _other(sample: bytes, codec: str) -> list[float]:
    """Return the bits of a reading in a declared encoding, if it is one."""
    try:
        text = sample.decode(codec, "replace")
    except (LookupError, UnicodeError, ValueError):
        return []
    return [score(text) + 6] if isinstance(text, str) else []


def loose(sample: bytes, codec: str) -> str:
    """Decode as ``codec`` with U+FFFD for what it cannot read."""
    text = tolerant.strict(sample, codec) if codec in EAST_ASIAN else None
    return sample.decode(codec, "replace") if text is None else text


def score(text: str) -> float:
    """Return the bits of a reading, its losses included."""
    return plausibility.bits(text) + _BAD * text.count(tolerant.LOST)


def _elsewhere(sample: bytes, best: str) -> str:
    """Ask charset-normalizer where no reading of ours is plausible."""
    text = singlebyte.words(sample).decode(best, "replace")
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    costs = singlebyte.bits(text) - 5 * (len(text) - foreign)
    if foreign < _ENOUGH or costs <= _STRANGE * foreign:
        return best
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    return (normal(found.encoding) or best) if found is not None else best
