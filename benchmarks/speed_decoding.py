"""What decoding, and the gates and repairs of mojibake, cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import zhclean
from zhclean import cleaners
from zhclean.rules import Gate

from .decoding_samples import chinese
from .figures import Figure
from .quality_mojibake import CLASSES

GATED = ("mojibake", "controls", "byteshift", "readings", "insertions")


def best(work: Callable[[], object], turns: int) -> float:
    """Return the least processor time of several turns, in seconds."""
    least = 1e9
    for _ in range(turns):
        begin = time.process_time()
        work()
        least = min(least, time.process_time() - begin)
    return least


def decoding(turns: int) -> Iterator[Figure]:
    long = chinese("hans") * 4
    for codec in ("utf-8", "gb18030", "utf-16-le"):
        data = long.encode(codec)[:4_000_000]
        took = best(lambda data=data: zhclean.decode(data), turns)  # type: ignore[misc]
        plain = best(lambda data=data, codec=codec: data.decode(codec, "ignore"), turns)  # type: ignore[misc]
        yield Figure(
            f"decoding.long.{codec}",
            len(data) / took / 1e6,
            "MB/s",
            note=f"the codec alone {len(data) / plain / 1e6:.0f}; wanted: 10",
        )
    for codec, script in (("gb18030", "hans"), ("big5", "hant"), ("utf-8", "hans")):
        for size in (50, 500, 1_500, 5_000, 20_000):
            pages = _pages(chinese(script), codec, size)
            took = best(lambda pages=pages: [zhclean.decode(page) for page in pages], turns)  # type: ignore[misc]
            yield Figure(f"decoding.{size}.{codec}", sum(map(len, pages)) / took / 1e6, "MB/s")
    yield from mixed(long)
    broken = bytearray(long.encode("gb18030")[:400_000])
    broken[::997] = b"\xff" * len(broken[::997])
    data = bytes(broken)
    yield Figure(
        "decoding.broken.gb18030",
        len(data) / best(lambda: zhclean.decode(data), 1) / 1e6,
        "MB/s",
        note="a broken byte every 997",
    )


def _pages(text: str, codec: str, size: int) -> list[bytes]:
    """Cut some documents of about ``size`` bytes from all over a text."""
    length = size // (3 if codec == "utf-8" else 2)
    starts = range(0, len(text) - length, max(length, len(text) // 30))
    return [text[start : start + length].strip().encode(codec, "ignore") for start in starts]


def mixed(text: str) -> Iterator[Figure]:
    """Time large files of which every fiftieth line is in another encoding."""
    for first, second in (("gb18030", "utf-8"), ("utf-8", "gb18030")):
        lines = text.split("\n")
        parts = (t.encode(second if k % 50 == 7 else first) for k, t in enumerate(lines))
        data = b"\n".join(parts)[:4_000_000]
        yield Figure(
            f"decoding.mixed.{first}",
            len(data) / best(lambda data=data: zhclean.decode(data), 1) / 1e6,  # type: ignore[misc]
            "MB/s",
            note=f"every fiftieth line in {second}",
        )


def gates(turns: int) -> Iterator[Figure]:
    """Time all gates of the byte-level families on text that opens none."""
    found: dict[int, Gate] = {}
    for name, module in zip(cleaners.FAMILIES, cleaners.ORDER, strict=True):
        if name in GATED:
            found.update((id(rule.gate), rule.gate) for rule in cleaners.rules_of(module))
    for script in ("hans", "hant"):
        lines = chinese(script).split("\n")
        shut = [
            line
            for line in lines
            if not any(gate(zhclean.Document(line)) for gate in found.values())
        ]
        text = "\n".join(shut)
        size = len(text.encode("utf-8"))

        def ask(text: str = text) -> list[bool]:
            return [gate(zhclean.Document(text)) for gate in found.values()]

        took = best(ask, turns)
        yield Figure(
            f"mojibake.gates.{script}",
            size / took / 1e6,
            "MB/s",
            note=f"{', '.join(GATED)}; wanted: 300",
        )
        yield Figure(f"mojibake.gates.{script}.shut", 100 * len(shut) / len(lines), "% of lines")


def damaged() -> Iterator[Figure]:
    for name in (
        "utf-8-as-cp1252",
        "utf-8-as-gbk",
        "gbk-as-latin-1",
        "big5-as-gbk",
        "two-cp1252-cp1252",
    ):
        script, damage, _ = CLASSES[name]
        garbled = []
        for line in chinese(script).split("\n")[-300:]:
            try:
                garbled.append(damage(line))
            except UnicodeError:
                continue
        text = "\n".join(garbled)
        took = best(lambda text=text: zhclean.clean(text, select=["mojibake"]), 2)  # type: ignore[misc]
        yield Figure(
            f"mojibake.damaged.{name}",
            len(text.encode("utf-8")) / took / 1e6,
            "MB/s",
            note="every line; wanted: 1",
        )


def measure(quick: bool) -> Iterator[Figure]:
    turns = 3 if quick else 9
    yield from decoding(turns)
    yield from gates(turns)
    yield from damaged()
