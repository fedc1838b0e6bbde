"""Floors: the worst value a quality figure may have. They only rise.

``floors.json`` keeps, for each figure, its floor, which way is better, and the fingerprint of the
texts it was measured on; a figure measured on other texts is not judged, and said so. Raising is
free, lowering takes ``--lower REASON``, which is kept in the file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .figures import Figure

FILE = Path(__file__).parent / "floors.json"


def load() -> dict[str, Any]:
    """Read the floors, an empty table where there are none yet."""
    if not FILE.exists():
        return {}
    table: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return table


def broken(figures: list[tuple[Figure, str]]) -> list[str]:
    """Say of each figure that fell below its floor what it was and is."""
    floors = load()
    said: list[str] = []
    for figure, inputs in figures:
        floor = floors.get(figure.key)
        if floor is None or floor["inputs"] != inputs:
            continue
        if worse(figure.value, floor["value"], floor["better"]):
            said.append(f"{figure.key}: {figure.value:.6g}, floor {floor['value']:.6g}")
    return said


def worse(value: float, floor: float, better: str) -> bool:
    """Whether a value lies on the wrong side of its floor, beyond rounding."""
    slack = 1e-9 + 1e-6 * abs(floor)
    return value < floor - slack if better == "higher" else value > floor + slack


def save(figures: list[tuple[Figure, str]], reason: str | None) -> list[str]:
    """Raise the floors to the figures; with a reason, lower them too. Returns what was refused."""
    floors = load()
    refused: list[str] = []
    for figure, inputs in figures:
        if figure.key.startswith("whole.page.") and "zhclean" not in figure.key:
            continue  # a peer's figure, or the damage itself
        old = floors.get(figure.key)
        new: dict[str, Any] = {
            "value": figure.value,
            "better": figure.better,
            "inputs": inputs,
        }
        if old and old["inputs"] == inputs and worse(figure.value, old["value"], old["better"]):
            if reason is None:
                refused.append(figure.key)
                continue
            new["lowered"] = [
                *old.get("lowered", []),
                f"{old['value']} -> {new['value']}: {reason}",
            ]
        elif old and "lowered" in old:
            new["lowered"] = old["lowered"]
        floors[figure.key] = new
    FILE.write_text(
        json.dumps(floors, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return refused
