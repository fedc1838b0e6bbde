"""From bytes to clean text: decoding, then cleaning, in MB/s of the bytes that come in.

What is not UTF-8 has fewer bytes for the same text, so its MB/s look lower: beside each stands the
codec alone, which knows the encoding, and the detectors, which only name it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

import zhclean

from .clock import Timing, race
from .damage_texts import damaged
from .figures import Figure
from .speed_pipeline import genuine

CODECS = {"utf-8": "hans", "gb18030": "hans", "big5": "hant"}
PROFILES = ("minimal", "docs", "crawl", "salvage")


def documents(quick: bool) -> dict[str, dict[str, list[bytes]]]:
    """Give documents of 5 KB or so as bytes, genuine and as a portal's pages, by codec."""
    size = 60_000 if quick else 150_000
    made: dict[str, dict[str, list[bytes]]] = {"genuine": {}, "page-portal": {}}
    for codec in CODECS:
        made["genuine"][codec] = _encoded(genuine(size), codec)
        made["page-portal"][codec] = _encoded(damaged()["page-portal"].documents(3 * size), codec)
    return made


def _encoded(texts: list[str], codec: str) -> list[bytes]:
    """Encode what the codec can say."""
    found: list[bytes] = []
    for text in texts:
        try:
            found.append(text.encode(codec))
        except UnicodeEncodeError:
            found.append(text.encode(codec, "ignore") if codec == "gb18030" else b"")
    return [data for data in found if data]


def measure(quick: bool) -> Iterator[Figure]:
    """Yield MB/s of bytes for decoding alone and with each profile, beside codec and detectors."""
    for name, by_codec in documents(quick).items():
        for codec, documents_ in by_codec.items():
            if documents_:
                for tool, timing in timings(codec, documents_, 3 if quick else 7).items():
                    yield Figure(
                        f"speed.bytes.{name}.{codec}.{tool}", timing.best, "MB/s of bytes",
                        note=timing.note,
                    )  # fmt: skip


def timings(codec: str, documents: list[bytes], rounds: int) -> dict[str, Timing]:
    """Time every way from bytes."""
    works: dict[str, Callable[[bytes], object]] = {
        "codec alone": lambda data: data.decode(codec),
        "decode": zhclean.decode,
        **detectors(),
    }
    for profile in PROFILES:
        cleaner = zhclean.Pipeline(profile)
        works[profile] = lambda data, cleaner=cleaner: cleaner.clean(zhclean.decode(data).text)  # type: ignore[misc]
    cleaner = zhclean.Pipeline(ignore=["spun"])
    works["crawl-without-spun"] = lambda data: cleaner.clean(zhclean.decode(data).text)
    return race({name: (work, documents) for name, work in works.items()}, rounds)


def detectors() -> dict[str, Callable[[bytes], object]]:
    """The peers that tell an encoding, where they are installed."""
    found: dict[str, Callable[[bytes], object]] = {}
    for name, module, function in (
        ("charset-normalizer", "charset_normalizer", "from_bytes"),
        ("chardet", "chardet", "detect"),
        ("faust-cchardet", "cchardet", "detect"),
        ("resiliparse", "resiliparse.parse.encoding", "detect_encoding"),
    ):
        try:
            found[name] = getattr(importlib.import_module(module), function)
        except ImportError:
            continue
    return found
