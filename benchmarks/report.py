"""Write figures as JSON, as a Markdown table and as bar charts (SVG that follows light and dark)."""

from __future__ import annotations

import html
import json
import platform
from dataclasses import asdict
from pathlib import Path

from .figures import Figure

STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.b{fill:#3b6fb6}.z{fill:#c2410c}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.b{fill:#7aa7e0}.z{fill:#fb923c}}"
)


def write(folder: Path, figures: list[Figure]) -> None:
    """Write figures.json, figures.md and one SVG for each group of two bars and more."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "system": platform.system(),
    }
    told = {"about": about, "figures": [asdict(f) for f in figures]}
    (folder / "figures.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    lines = ["| figure | value | unit | |", "|---|---:|---|---|"]
    lines += [f"| {f.key} | {f.value:.4g} | {f.unit} | {f.note} |" for f in figures]
    (folder / "figures.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for group, title in PLOTS.items():
        bars = [(f.key.removeprefix(group), f.value) for f in figures if f.key.startswith(group)]
        if len(bars) > 1:
            name = group.rstrip(".").replace(".", "-") + ".svg"
            (folder / name).write_text(chart(title, bars), encoding="utf-8")


PLOTS = {
    "speed.genuine.": "Genuine text, MB/s of UTF-8 (longer is faster)",
    "speed.seeds.": "The five damaged seeds, MB/s of UTF-8 (longer is faster)",
    "whole.page.after.": "Piled-up damage: characters still wrong in 10,000 (shorter is better)",
    "whole.repaired.": "Share of the damage repaired, by kind",
    "genuine.edits.": "Edits in 10,000 characters of genuine text, by family",
}


def chart(title: str, bars: list[tuple[str, float]]) -> str:
    """Draw horizontal bars; our own are set apart by colour."""
    bars = [
        (name, value)
        for name, value in bars
        if "limit" not in name and not (name.startswith("family") and value > 2000)
    ]
    top = max((value for _, value in bars), default=0) or 1
    height = 34 + 24 * len(bars)
    rows = [f'<text x="8" y="20" font-weight="600">{html.escape(title)}</text>']
    for k, (name, value) in enumerate(bars):
        y = 34 + 24 * k
        ours = any(
            name.startswith(p)
            for p in ("crawl", "zhclean", "family", "minimal", "docs", "salvage", "explain")
        )
        width = max(1.0, 420 * value / top)
        rows.append(f'<text x="250" y="{y + 14}" text-anchor="end">{html.escape(name)}</text>')
        rows.append(
            f'<rect class="{"z" if ours else "b"}" x="258" y="{y + 2}" width="{width:.1f}" height="16" rx="2"/>'
        )
        rows.append(f'<text x="{264 + width:.1f}" y="{y + 15}">{value:.4g}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{height}" viewBox="0 0 760 {height}">'
        f"<style>{STYLE}</style>{''.join(rows)}</svg>\n"
    )
