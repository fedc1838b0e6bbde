"""Draw figures as SVG that is readable on light and on dark: dots in rows, and lines over sizes.

Dots, not bars: speeds span three powers of ten, and a bar on a logarithmic axis has no foot.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from .audit import PROMISE, interval
from .figures import Figure

STYLE = (
    "text{font:12px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#1f2328}"
    ".title{font-size:15px;font-weight:600}.dim{fill:#59636e}.axis{stroke:#8b949e;fill:none}"
    ".grid{stroke:#d1d9e0}.row{stroke:#eaeef2}.tick{stroke:#1f2328;stroke-width:2}"
    ".c0{--c:#c2410c}.c1{--c:#1f6feb}.c2{--c:#1a7f37}.c3{--c:#6e7781}.c4{--c:#9a6700}.c5{--c:#8250df}"
    "circle,rect.k{fill:var(--c)}polyline{stroke:var(--c);fill:none;stroke-width:2}"
    ".hollow{fill:none;stroke:var(--c);stroke-width:1.5}.whisker{stroke:var(--c);stroke-width:1.5}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.dim{fill:#9198a1}.axis{stroke:#6e7681}"
    ".grid{stroke:#30363d}.row{stroke:#21262d}.tick{stroke:#e6edf3}"
    ".c0{--c:#ff9b5e}.c1{--c:#6cb0ff}.c2{--c:#56d364}.c3{--c:#9ea7b3}.c4{--c:#e3b341}.c5{--c:#d2a8ff}}"
)
LEFT, RIGHT, TOP, STEP = 250, 90, 62, 22
WIDTH = 800


@dataclass
class Dot:
    """One value in a row: its series (an index of the legend), and how sure it is."""

    value: float
    series: int
    label: str = ""
    low: float | None = None
    high: float | None = None
    tick: float | None = None
    """Where a mark stands that the value is held against."""
    hollow: bool = False


@dataclass
class Plot:
    """Rows of dots over one axis; ``legend`` names the series."""

    title: str
    axis: str
    rows: list[tuple[str, list[Dot]]]
    legend: Sequence[str] = ()
    log: bool = True
    least: float | None = None
    most: float | None = None
    aside: bool = False
    """Whether labels stand in a column of their own, clear of intervals."""


def number(value: float) -> str:
    """Write a number with three digits that count."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}".rstrip("0").rstrip(".")


def text(
    x: float, y: float, said: str, *, anchor: str = "start", kind: str = "", turn: str = ""
) -> str:
    """Write a line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}"{turn}>{html.escape(said)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Draw a line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def page(height: float, title: str, parts: Sequence[str]) -> str:
    """Put the parts of a plot together."""
    size = f'width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><title>{html.escape(title)}</title>'
    return f"{head}<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n"


def ticks(low: float, high: float, *, log: bool) -> list[float]:
    """Give round values from ``low`` to ``high``."""
    if log:
        exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        found = [10.0**e for e in exponents]
        if len(found) < 4:
            found = sorted(k * t for t in found for k in (1, 2, 5))
    else:
        step = 10 ** math.floor(math.log10((high - low) or 1))
        while (high - low) / step < 4:
            step /= 2
        found = [low + k * step for k in range(math.floor((high - low) / step + 1e-9) + 1)]
    return [t for t in found if low * 0.999 <= t <= high * 1.001]


def scale(
    low: float, high: float, start: float, end: float, *, log: bool
) -> Callable[[float], float]:
    """Map values from ``low`` to ``high`` onto pixels from ``start`` to ``end``."""
    f = math.log10 if log else float

    def at(value: float) -> float:
        share = (f(max(value, low)) - f(low)) / ((f(high) - f(low)) or 1)
        return start + min(1.0, share) * (end - start)

    return at


def keys(legend: Sequence[str], y: float) -> list[str]:
    """Write the legend in a line."""
    parts: list[str] = []
    x = 12.0
    for k, name in enumerate(legend):
        if name:
            parts.append(f'<rect x="{x:.0f}" y="{y - 9:.0f}" width="10" height="10" rx="5" class="k c{k}"/>')  # fmt: skip
            parts.append(text(x + 15, y, name, kind="dim"))
            x += 30 + 6.6 * len(name)
    return parts


def dots(plot: Plot) -> str:
    """Draw rows of dots."""
    values = [
        v for _, row in plot.rows for d in row for v in (d.value, d.high, d.low) if v and v > 0
    ]
    low = plot.least if plot.least is not None else (_floor(min(values)) if plot.log else 0.0)
    high = plot.most if plot.most is not None else (_ceiling(max(values)) if plot.log else max(values) * 1.02)  # fmt: skip
    at = scale(low, high, LEFT, WIDTH - RIGHT, log=plot.log)
    bottom = TOP + STEP * len(plot.rows)
    parts = [text(12, 22, plot.title, kind="title"), *keys(plot.legend, 42)]
    for t in ticks(low, high, log=plot.log):
        parts.append(line(at(t), TOP - 6, at(t), bottom, "grid"))
        parts.append(text(at(t), bottom + 16, number(t), anchor="middle", kind="dim"))
    for k, (name, row) in enumerate(plot.rows):
        y = TOP + STEP * k + STEP / 2
        parts.append(line(LEFT, y, WIDTH - RIGHT, y, "row"))
        parts.append(text(LEFT - 10, y + 4, name, anchor="end"))
        for dot in row:
            parts += _dot(dot, at, y, name, plot.axis)
            if dot.label:
                x = WIDTH - RIGHT + 8 if plot.aside else at(dot.value) + 9
                parts.append(text(x, y + 4, dot.label))
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(text(middle, bottom + 36, plot.axis, anchor="middle", kind="dim"))
    return page(bottom + 48, plot.title, parts)


def _dot(dot: Dot, at: Callable[[float], float], y: float, name: str, unit: str) -> list[str]:
    parts: list[str] = []
    if dot.low is not None and dot.high is not None:
        parts.append(line(at(dot.low), y, at(dot.high), y, f"whisker c{dot.series}"))
    if dot.tick is not None:
        parts.append(line(at(dot.tick), y - 7, at(dot.tick), y + 7, "tick"))
    kind = "hollow " if dot.hollow else ""
    told = html.escape(f"{name}: {number(dot.value)} {unit}")
    parts.append(
        f'<circle cx="{at(dot.value):.1f}" cy="{y:.1f}" r="5" class="{kind}c{dot.series}"><title>{told}</title></circle>'
    )
    return parts


def _floor(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return max(k * power for k in (1, 2, 5) if k * power <= value * 1.0001)


def _ceiling(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return min(k * power for k in (1, 2, 5, 10) if k * power >= value * 0.9999)


def lines(
    title: str, across: str, up: str, series: dict[str, list[tuple[float, float]]],
    names: dict[float, str],
) -> str:  # fmt: skip
    """Draw a line for each series over two logarithmic axes; ``names`` labels the x axis."""
    left, right, top, bottom = 70.0, WIDTH - 150.0, 62.0, 380.0
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    low, high = _floor(min(ys)), _ceiling(max(ys))
    at_x = scale(min(xs), max(xs), left, right, log=True)
    at_y = scale(low, high, bottom, top, log=True)
    parts = [text(12, 22, title, kind="title")]
    for t in ticks(low, high, log=True):
        parts += [
            line(left, at_y(t), right, at_y(t), "grid"),
            text(left - 8, at_y(t) + 4, number(t), anchor="end", kind="dim"),
        ]
    for x, name in names.items():
        parts.append(line(at_x(x), top, at_x(x), bottom, "row"))
        parts.append(text(at_x(x), bottom + 18, name, anchor="middle", kind="dim"))
    ends: list[float] = []
    for k, (name, points) in enumerate(sorted(series.items(), key=lambda s: -s[1][-1][1])):
        drawn = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in points)
        parts.append(f'<polyline points="{drawn}" class="c{k % 6}"/>')
        for x, y in points:
            told = html.escape(f"{name}: {number(y)} {up} at {names.get(x, number(x))}")
            parts.append(f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="4" class="c{k % 6}"><title>{told}</title></circle>')  # fmt: skip
        x, y = at_x(points[-1][0]), at_y(points[-1][1])
        if x >= right - 1:  # the others end where nobody stands
            y = max(y, (ends[-1] + 15) if ends else 0)
            ends.append(y)
        parts.append(text(x + 10, y + 4, f"{name} {number(points[-1][1])}"))
    parts.append(text((left + right) / 2, bottom + 40, across, anchor="middle", kind="dim"))
    y = (top + bottom) / 2
    parts.append(text(18, y, up, anchor="middle", kind="dim", turn=f' transform="rotate(-90 18 {y:.0f})"'))  # fmt: skip
    return page(bottom + 54, title, parts)


def ranked(title: str, axis: str, values: dict[str, float], ours: Container[str] | None = None, *, log: bool = True, most: float | None = None, down: bool = True) -> Plot:  # fmt: skip
    """Rank values; where only some are ours (None: all), the others have a colour of their own."""
    rows = [
        (name, [Dot(value, 0 if ours is None or name in ours else 1, number(value))])
        for name, value in sorted(values.items(), key=lambda item: item[1], reverse=down)
    ]
    legend = () if ours is None else ("zhclean", "others")
    return Plot(title, axis, rows, legend, log, most=most)


def promised(figures: Sequence[Figure], prefix: str) -> Plot:
    """Draw the share of edits wrong by rule with its interval, against what is promised."""
    rows: list[tuple[float, str, list[Dot]]] = []
    levels = list(PROMISE)
    for figure in figures:
        counted = re.match(r"(\w+), (\d+) of (\d+)", figure.note)
        if figure.key.startswith(prefix) and counted and counted[1] in PROMISE:
            right, total = int(counted[2]), int(counted[3])
            low, high = interval(right, total)
            wrong = [100 * max(1 - p, 0.0001) for p in (right / total, high, low)]
            tick = 100 * (1 - PROMISE[counted[1]])
            dot = Dot(wrong[0], levels.index(counted[1]), f"{total - right} of {total}", wrong[1], wrong[2], tick)  # fmt: skip
            rows.append((levels.index(counted[1]) * 1e3 + wrong[0], figure.key[len(prefix) :], [dot]))  # fmt: skip
    return Plot(
        "Edits wrong by rule (bar: 95 % interval; upright: what its confidence allows)",
        "% of edits wrong (at the right: how many of how many)",
        [(name, dot) for _, name, dot in sorted(rows, key=lambda r: r[0])],
        levels[: 1 + max((d.series for _, _, row in rows for d in row), default=0)],
        least=0.01, most=100, aside=True,
    )  # fmt: skip
