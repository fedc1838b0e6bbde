"""How much garbled text comes back, class by class, and what is touched in genuine text.

Damage is simulated on lines the plausibility table has not seen; a fragment counts where it comes
back exactly. False edits are edits on genuine text, by a million characters.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache

import zhclean
from zhclean.mojibake import misread

from . import material
from .figures import Figure
from .quality_decoding import FOREIGN, chinese

FAMILIES = ("mojibake", "controls")


def sloppy(raw: bytes, codec: str) -> str:
    """Read bytes as Windows does: C1 controls where the code page is empty."""
    if codec not in misread.ONE_BYTE:
        return raw.decode(codec)
    by_byte = {byte: c for c, byte in misread.single(codec).items()}
    by_byte.update({b: bytes((b,)).decode(codec, "ignore") or chr(b) for b in range(256)})
    return "".join(by_byte[b] for b in raw)


def once(true: str, read: str) -> Callable[[str], str]:
    return lambda text: sloppy(text.encode(true), read)


def holed(mark: str) -> Callable[[str], str]:
    return lambda text: text.encode("utf-8").decode("gbk", "replace").replace("\ufffd", mark)


def partly(text: str) -> str:
    """Decode the UTF-8-valid pairs of GBK bytes, the rest as latin-1."""
    raw = text.encode("gbk")
    out, at = "", 0
    while at < len(raw):
        pair = raw[at : at + 2]
        try:
            out += pair.decode("utf-8")
            at += 2
        except UnicodeDecodeError:
            out += chr(raw[at])
            at += 1
    return out


def lenient(true: str, read: str) -> Callable[[str], str]:
    """Decode what of the bytes is UTF-8, in sequences of any length, and the rest with ``read``."""

    def run(text: str) -> str:
        raw = text.encode(true)
        pieces: list[str] = []
        while raw:
            try:
                pieces.append(raw.decode("utf-8"))
                break
            except UnicodeDecodeError as wrong:
                pieces.append(raw[: wrong.start].decode("utf-8"))
                pieces.append(sloppy(raw[wrong.start : wrong.start + 1], read))
                raw = raw[wrong.start + 1 :]
        return "".join(pieces)

    return run


def then(*steps: Callable[[str], str]) -> Callable[[str], str]:
    def run(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return run


def dropping(text: str) -> str:
    """Drop what GBK cannot read of UTF-8, without a mark."""
    return text.encode("utf-8").decode("gbk", "ignore")


@cache
def _converter(configuration: str) -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(configuration).convert
    return convert


def converted(configuration: str) -> Callable[[str], str]:
    """Convert a garble to another script, as mirrors do with all they copy."""
    return lambda text: _converter(configuration)(once("utf-8", "gb18030")(text))


def softened(text: str) -> str:
    """Read GBK as cp1252 and drop soft hyphens; every text has one."""
    raw = text.encode("gbk")
    if b"\xad" not in raw:
        raise UnicodeError("none to drop")
    return sloppy(raw.replace(b"\xad", b""), "cp1252")


def bytewise(form: str, true: str = "utf-8") -> Callable[[str], str]:
    """Write every byte as an escape."""
    return lambda text: "".join(form.format(byte) for byte in text.encode(true))


LATIN = once("utf-8", "cp1252")
# name: (script, damage, wanted %, lossless: fragments that do not survive the codecs are skipped)
CLASSES: dict[str, tuple[str, Callable[[str], str], float]] = {
    **{
        f"utf-8-as-{codec}": ("hans", once("utf-8", codec), 99.0)
        for codec in ("cp1252", "latin-1", "cp1250", "cp1251", "mac_roman", "cp437")
    },
    "utf-8-as-gbk": ("hans", once("utf-8", "gb18030"), 99.0),
    **{f"gbk-as-{codec}": ("hans", once("gbk", codec), 99.0) for codec in ("latin-1", "cp1252", "cp1250", "cp1251", "mac_roman")},
    **{f"big5-as-{codec}": ("hant", once("cp950", codec), 99.0) for codec in ("latin-1", "cp1252")},
    "gbk-as-big5": ("hans", once("gbk", "cp950"), 99.0),
    "big5-as-gbk": ("hant", once("cp950", "gb18030"), 99.0),
    "gbk-as-cp949": ("hans", once("gbk", "cp949"), 0.0),
    "gbk-as-cp932": ("hans", once("gbk", "cp932"), 0.0),
    "big5-as-cp949": ("hant", once("cp950", "cp949"), 0.0),
    "big5-as-cp932": ("hant", once("cp950", "cp932"), 0.0),
    "utf-8-as-big5": ("hans", once("utf-8", "cp950"), 0.0),
    "utf-8-as-cp949": ("hans", once("utf-8", "cp949"), 0.0),
    "utf-8-as-cp932": ("hans", once("utf-8", "cp932"), 0.0),
    "gbk-utf-8-pairs": ("hans", partly, 0.0),
    "gbk-utf-8-latin-1": ("hans", lenient("gbk", "latin-1"), 0.0),
    "gbk-utf-8-cp1252": ("hans", lenient("gbk", "cp1252"), 0.0),
    "big5-utf-8-latin-1": ("hant", lenient("cp950", "latin-1"), 0.0),
    "two-cp1252-cp1252": ("hans", then(LATIN, LATIN), 95.0),
    "two-latin-1-latin-1": ("hans", then(once("utf-8", "latin-1"), once("utf-8", "latin-1")), 95.0),
    "two-gbk-latin-1": ("hans", then(once("gbk", "latin-1"), once("utf-8", "latin-1")), 95.0),
    "two-gbk-cp1252": ("hans", then(once("gbk", "cp1252"), LATIN), 95.0),
    "two-big5-latin-1": ("hant", then(once("cp950", "latin-1"), once("utf-8", "latin-1")), 95.0),
    "two-utf-8-as-gbk-cp1252": ("hans", then(once("utf-8", "gb18030"), LATIN), 95.0),
    "two-utf-8-as-gbk-twice": ("hans", then(once("utf-8", "gb18030"), once("utf-8", "gb18030")), 95.0),
    "two-big5-as-gbk-cp1252": ("hant", then(once("cp950", "gb18030"), LATIN), 95.0),
    "two-cp1252-gbk": ("hans", then(LATIN, once("utf-8", "gb18030")), 95.0),
    **{
        f"utf-8-as-{codec}": ("hans", once("utf-8", codec), 0.0)
        for codec in ("iso8859_2", "iso8859_15", "cp866", "cp852", "cp1255", "cp1256", "cp874", "koi8_u", "mac_cyrillic")
    },
    "gbk-as-euc_jp": ("hans", once("gbk", "euc_jp"), 0.0),
    "utf-8-as-gbk-s2t": ("hans", converted("s2t"), 0.0),
    "utf-8-as-gbk-t2s": ("hans", converted("t2s"), 0.0),
    "utf-8-as-gbk-dropped": ("hans", dropping, 0.0),
    "gbk-as-cp1252-soft": ("hans", softened, 0.0),
    "escaped-latin-1": ("hans", bytewise("\\u{:04x}"), 0.0),
    "escaped-hex": ("hans", bytewise("\\x{:02x}"), 0.0),
    "escaped-octal": ("hans", bytewise("\\{:03o}"), 0.0),
    "escaped-references": ("hans", bytewise("&#{};"), 0.0),
    "three-cp1252": ("hans", then(LATIN, LATIN, LATIN), 95.0),
    "three-utf-8-as-gbk-cp1252-cp1252": ("hans", then(once("utf-8", "gb18030"), LATIN, LATIN), 95.0),
}  # fmt: skip


@cache
def _lines(script: str) -> list[str]:
    pattern = re.compile("[\u4e00-\u9fffA-Za-z0-9，。、：；？！“”《》（）]{60,400}")
    found = [m for line in chinese(script).split("\n") for m in pattern.findall(line)]
    return [m for m in found if sum("\u4e00" <= c <= "\u9fff" for c in m) * 4 > len(m) * 3]


def fragment(r: random.Random, script: str, low: int, high: int) -> str:
    """Take a stretch that is mostly Han, and not cut within a number or a word."""
    while True:
        line = r.choice(_lines(script))
        size = r.randint(low, high)
        start = r.randrange(max(1, len(line) - size))
        text = line[start : start + size]
        if (
            text[0] >= "\u4e00"
            and text[-1] >= "\u4e00"
            and text[0] <= "\u9fff"
            and text[-1] <= "\u9fff"
        ):
            return text


def cleaned(text: str, profile: str = "crawl") -> str:
    return zhclean.clean(text, profile=profile, select=["mojibake"])


def recovery(name: str, number: int, low: int, high: int) -> tuple[int, int]:
    script, damage, _ = CLASSES[name]
    r = random.Random(name)
    right = tried = 0
    for _ in range(number * 6):
        text = fragment(r, script, low, high)
        try:
            garbled = damage(text)
        except UnicodeError:
            continue
        if garbled == text:
            continue
        tried += 1
        right += cleaned(garbled) == text
        if tried == number:
            break
    return right, tried


def hole_figures(mark: str, number: int, low: int, high: int) -> tuple[float, float, float]:
    """Return % of lines exact, % of holes filled, % of filled ones right."""
    r = random.Random(mark)
    damage = holed(mark)
    exact = holes = filled = right = tried = 0
    while tried < number:
        text = fragment(r, r.choice(("hans", "hans", "hant")), low, high)
        garbled = damage(text)
        if mark not in garbled:
            continue
        tried += 1
        after = cleaned(garbled)
        exact += after == text
        if len(after) == len(text):
            spots = _holed_spots(text)
            holes += len(spots)
            for k in spots:
                filled += after[k] != "\ufffd"
                right += after[k] == text[k]
    return 100 * exact / tried, 100 * filled / max(1, holes), 100 * right / max(1, filled)


def _holed_spots(text: str) -> list[int]:
    """Return the characters of which a byte is lost in UTF-8 read as GBK."""
    spots: list[int] = []
    owner = [k for k, c in enumerate(text) for _ in c.encode("utf-8")]
    raw = text.encode("utf-8")
    at = 0
    while at < len(raw):
        try:
            raw[at:].decode("gbk")
            break
        except UnicodeDecodeError as error:
            at += error.start
            spots.append(owner[at])
            at += 1
    return sorted(set(spots))


def in_sentence(number: int) -> tuple[int, int]:
    """Garble a few words within a sound sentence."""
    r = random.Random("sentence")
    right = tried = 0
    for _ in range(number * 6):
        text = fragment(r, "hans", 24, 40)
        words = text[8:16]
        try:
            garbled = words.encode("utf-8").decode("gb18030")
        except UnicodeError:
            continue
        tried += 1
        right += cleaned(text[:8] + garbled + text[16:]) == text
        if tried == number:
            break
    return right, tried


LOST: dict[str, tuple[str, frozenset[int]]] = {
    "c1": ("latin-1", frozenset(range(0x80, 0xA0))),
    "unassigned": ("cp1252", frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))),
}


def invented(kind: str, number: int, low: int, high: int) -> float:
    """Return % of lines of GBK that lost bytes on the way in which two characters are made up."""
    read, lost = LOST[kind]
    r = random.Random(kind)
    tried = wrong = 0
    while tried < number:
        text = fragment(r, "hant", low, high)
        try:
            raw = text.encode("gbk")
        except UnicodeError:
            continue
        kept = bytes(b for b in raw if b not in lost)
        if kept == raw:
            continue
        tried += 1
        after = cleaned(sloppy(kept, read))
        wrong += len({c for c in after if "\u4e00" <= c <= "\u9fff"} - set(text)) > 1
    return 100 * wrong / tried


def false_edits(quick: bool) -> Iterator[Figure]:
    """Count edits on genuine text: Chinese of all kinds, and what is not Chinese."""
    size = 150_000 if quick else 10**9
    edits = characters = 0
    for name in material.corpus_names():
        text = material.corpus(name, size)
        cleaner = zhclean.Pipeline("crawl", select=["mojibake"])
        found = sum(cleaner.explain(text).counts.values()) if text else 0
        edits += found
        characters += len(text)
        if found:
            yield Figure(
                f"mojibake.edits.{name}",
                float(found),
                "edits",
                "lower",
                f"in {len(text)} characters",
            )
    for lines in FOREIGN.values():
        text = "\n".join(lines)
        edits += sum(zhclean.explain(text, select=["mojibake"]).counts.values())
        characters += len(text)
    yield Figure(
        "mojibake.edits",
        1e6 * edits / characters,
        "edits a million",
        "lower",
        f"{characters} characters; wanted: 1",
    )


def measure(quick: bool) -> Iterator[Figure]:
    number = 30 if quick else 150
    for name, (_, _, wanted) in CLASSES.items():
        for label, low, high in (("short", 8, 14), ("long", 15, 40)):
            right, tried = recovery(name, number, low, high)
            note = f"of {tried}" + (f"; wanted: {wanted}" if wanted else "")
            if tried < number:
                note += "; no more come through the codec without loss"
            yield Figure(
                f"mojibake.{name}.{label}", 100 * right / max(1, tried), "% exact", note=note
            )
    for label, mark in (("question", "?"), ("replaced", "\ufffd")):
        for low, high in ((15, 30), (40, 80)):
            exact, filled, right_ = hole_figures(mark, number, low, high)
            yield Figure(
                f"mojibake.holes.{label}.{low}.exact",
                exact,
                "% of lines",
                note="wanted: 60 at 15-30",
            )
            yield Figure(f"mojibake.holes.{label}.{low}.filled", filled, "% of holes")
            yield Figure(
                f"mojibake.holes.{label}.{low}.right", right_, "% of filled", note="wanted: 95"
            )
    right, tried = in_sentence(number)
    for kind in LOST:
        for low, high in ((8, 14), (15, 40), (40, 80)):
            yield Figure(
                f"mojibake.lossy.{kind}.{low}.invented", invented(kind, number, low, high),
                "% of lines", "lower", "GBK that lost bytes; two characters or more made up",
            )  # fmt: skip
    yield Figure(
        "mojibake.sentence", 100 * right / tried, "% exact", note="a few words of a sentence"
    )
    yield from false_edits(quick)
