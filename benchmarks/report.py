"""Write figures as JSON, as Markdown tables and as plots (SVG that follows light and dark)."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from . import charts
from .figures import Figure
from .floors import Measured
from .setup import PEERS


def write(folder: Path, measured: Sequence[Measured], *, quick: bool) -> None:
    """Write figures.json, figures.md and the plots; modules not in ``measured`` keep their figures."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "figures.json"
    modules: dict[str, Any] = {}
    if file.exists():
        modules = json.loads(file.read_text(encoding="utf-8"))["modules"]
    about = {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
        "samples": "quick" if quick else "full",
    }
    for module in dict.fromkeys(m.module for m in measured):
        figures = [asdict(m.figure) for m in measured if m.module == module]
        modules[module] = {"about": about, "figures": figures}
    told = {"versions": versions(), "modules": dict(sorted(modules.items()))}
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "figures.md").write_text(markdown(told), encoding="utf-8")
    every = [Figure(**f) for told in modules.values() for f in told["figures"]]
    for name, svg in charts.all_of(every):
        (folder / name).write_text(svg, encoding="utf-8")


def versions() -> dict[str, str]:
    """Tell the version of zhclean and of each peer that is installed."""
    found: dict[str, str] = {}
    for name in ("zhclean", "ftfy", "opencc", "charset-normalizer", *PEERS):
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


def markdown(told: dict[str, Any]) -> str:
    """Lay every figure out, a table for each module."""
    lines = ["# Figures", "", "Written by `python -m benchmarks --report DIR`; [the page on the benchmarks](../README.md) says what they", "mean. Versions: " + ", ".join(f"{k} {v}" for k, v in told["versions"].items()) + ".", ""]  # fmt: skip
    for name, module in told["modules"].items():
        about = module["about"]
        said = f"{about['date']}, {about['python']}, {about['machine']}, {about['samples']} samples"
        lines += [f"## {name}", "", said, "", "| figure | value | unit | |", "|---|---:|---|---|"]
        lines += [_row(f) for f in module["figures"]] + [""]
    return "\n".join(lines)


def _row(figure: dict[str, Any]) -> str:
    note = str(figure["note"]).replace("|", "\\|")
    return f"| {figure['key']} | {number(figure['value'])} | {figure['unit']} | {note} |"


def number(value: float) -> str:
    """Write a value with four digits that count, thousands apart."""
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"
