"""Choose which figures are drawn together, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .damage_pages import PAGES
from .figures import Figure
from .plots import Dot, Plot, dots, lines, number, promised, ranked
from .speed_pipeline import LIMIT
from .speed_start import STARTS

SHORT = {
    "by-hand (ftfy + BeautifulSoup + OpenCC)": "ftfy + BeautifulSoup + OpenCC",
    "chain (ftfy, resiliparse, autocorrect)": "ftfy, resiliparse, autocorrect",
    "clean-text (to_ascii off)": "clean-text",
    "jionlp.clean_text": "jionlp",
    LIMIT: "UTF-8 decode + encode (limit)",
}
BEST = {
    SHORT["chain (ftfy, resiliparse, autocorrect)"]: "a chain of 3",
    SHORT["by-hand (ftfy + BeautifulSoup + OpenCC)"]: "by hand",
}
THEIRS = {"import-ftfy", "import-opencc"}
PROFILES = ("crawl", "crawl-without-spun", "minimal", "docs", "salvage", "explain")
BYTES = {
    200.0: "200 B",
    5e3: "5 KB",
    1e5: "100 KB",
    1e6: "1 MB",
    1e7: "10 MB",
    3e7: "30 MB",
    1e8: "100 MB",
}


def all_of(figures: Sequence[Figure]) -> Iterator[tuple[str, str]]:
    """Give the name and the SVG of every plot that the figures are enough for."""
    values = {figure.key: figure.value for figure in figures}
    for plot_name, plot in _plots(figures, values):
        if plot.rows:
            yield f"{plot_name}.svg", dots(plot)
    growing = _series(values, "speed.growth.")
    if growing:
        seconds = {n: [(x, x / rate / 1e6) for x, rate in points] for n, points in growing.items()}
        yield "growth-time.svg", lines("Time over size", "bytes of UTF-8", "seconds", seconds, _named(seconds))  # fmt: skip
    memory = _series(values, "speed.memory.")
    if memory:
        peaks = {n: [(x, x * each / 2**20) for x, each in points] for n, points in memory.items()}
        yield "growth-memory.svg", lines("Peak memory over size, the text itself included", "bytes of UTF-8", "MB", peaks, _named(peaks))  # fmt: skip
    sizes: dict[str, list[tuple[float, float]]] = {}
    for name in ("genuine", "seeds", "fold", "entities", "page-portal", "page-mirror"):
        points = [
            (x, values[key])
            for x, label in ((200.0, "200B"), (5e3, "5KB"), (1e6, "1MB"))
            if (key := f"speed.size.{name}.{label}") in values
        ]
        if len(points) > 1:
            sizes[name] = points
    if sizes:
        yield "speed-by-size.svg", lines("Speed by size of document, the same text cut up", "bytes of UTF-8 a document", "MB/s", sizes, _named(sizes))  # fmt: skip


def _plots(figures: Sequence[Figure], values: dict[str, float]) -> Iterator[tuple[str, Plot]]:
    pages = Plot("Characters wrong, by type of page", "characters wrong in 10,000 (fewer is better)", [], ("zhclean", "the best peer", "other peers", "as damaged"))  # fmt: skip
    for name in PAGES:
        after = _under(values, f"whole.{name}.after.")
        if len(after) > 1:
            ours = after.pop("zhclean")
            best = min(after, key=after.__getitem__)
            row = [Dot(v, 2, hollow=True) for n, v in after.items() if n != best]
            row += [Dot(values[f"whole.{name}.before"], 3), Dot(after[best], 1)]
            pages.rows.append((f"{name} (best peer: {BEST.get(best, best)})", [*row, Dot(ours, 0, number(ours))]))  # fmt: skip
    yield "pages", pages
    repaired = {n: 100 * v for n, v in _under(values, "whole.repaired.").items()}
    yield "repaired", ranked("What is mended of each kind of damage", "% of the characters wrong that are put right", repaired, log=False, most=100)  # fmt: skip
    yield "promises", promised(figures, "whole.precision.")
    yield "genuine", ranked("Edits on genuine text by family", "edits in 10,000 characters (typography: repairs of the text's own slips)", {n: v for n, v in _under(values, "genuine.edits.").items() if v})  # fmt: skip
    for data, said in (
        ("genuine", "genuine text, nothing to repair"),
        ("seeds", "the five damaged seeds"),
    ):
        speeds = _under(values, f"speed.{data}.")
        tools = {n: v for n, v in speeds.items() if not n.startswith("family.")}
        alone = {n.removeprefix("family."): v for n, v in speeds.items() if n.startswith("family.")}
        yield f"speed-{data}", ranked(f"Speed on {said}", "MB/s of UTF-8, one core (more is better)", tools, PROFILES)  # fmt: skip
        yield f"speed-{data}-families", ranked(f"Each family alone on {said}", "MB/s of UTF-8, one core", alone)  # fmt: skip
    yield "speed-damaged", _damaged(values)
    yield "start", ranked("What a start costs, over a bare interpreter", "milliseconds (fewer is better)", _under(values, "speed.start."), STARTS.keys() - THEIRS, log=False, down=False)  # fmt: skip
    yield "speed-bytes", _from_bytes(values)


def _from_bytes(values: dict[str, float]) -> Plot:
    codecs = ("utf-8", "gb18030", "big5")
    rows: dict[str, list[Dot]] = {}
    for key, value in _under(values, "speed.bytes.genuine.").items():
        codec, _, tool = key.partition(".")
        ours = tool in PROFILES or tool == "decode"
        name = f"zhclean: {tool}" if ours else tool
        rows.setdefault(name, []).append(Dot(value, codecs.index(codec), hollow=not ours))
    return Plot("From bytes: decoding, decoding and cleaning, detectors alone (hollow)", "MB/s of bytes, one core, genuine documents of 5 KB", list(rows.items()), codecs)  # fmt: skip


def _damaged(values: dict[str, float]) -> Plot:
    names = ("crawl-without-spun", "ftfy", "by-hand")
    rows: dict[str, list[Dot]] = {}
    for key, value in _under(values, "speed.damaged.").items():
        kind, _, tool = key.rpartition(".")
        if tool == "crawl" and kind in ("spun", "page-spun"):
            tool = names[0]  # what it is about
        elif kind == "page-spun" and tool == names[0]:
            continue
        if tool in names:
            series = names.index(tool)
            rows.setdefault(kind, []).append(Dot(value, series, hollow=series > 0))
    ordered = sorted(rows.items(), key=lambda row: -max(d.value for d in row[1] if d.series == 0))
    for _, row in ordered:
        row.sort(key=lambda dot: -dot.series)
    return Plot("Speed by kind of damage and type of page", "MB/s of UTF-8, one core (more is better)", ordered, ("zhclean", "ftfy", "ftfy + BeautifulSoup + OpenCC"))  # fmt: skip


def _under(values: dict[str, float], prefix: str) -> dict[str, float]:
    found = {k.removeprefix(prefix): v for k, v in values.items() if k.startswith(prefix)}
    return {SHORT.get(k, k): v for k, v in found.items() if not k.startswith("memory.")}


def _series(values: dict[str, float], prefix: str) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {}
    for key, value in _under(values, prefix).items():
        name, _, size = key.rpartition(".")
        if size.isdigit() and int(size) >= 100_000:
            found.setdefault(name, []).append((float(size), value))
    return {name: sorted(points) for name, points in found.items() if len(points) > 1}


def _named(series: dict[str, list[tuple[float, float]]]) -> dict[float, str]:
    return {x: BYTES[x] for points in series.values() for x, _ in points}
