"""Floors: the worst value a quality figure may have. They only rise.

``floors.json`` keeps a table for each way of measuring (quick or full, with the corpus or without):
for each figure its floor, which way is better, the module that measures it, and the fingerprint of
what that module read. A check fails where a figure fell, where it was measured on other inputs than
its floor (easier texts would hide a fall), and where a module no longer gives it. Raising is free;
everything else takes ``--lower REASON``, and the reason stays in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from . import material
from .figures import Figure

FILE = Path(__file__).parent / "floors.json"
Table = dict[str, dict[str, Any]]


class Measured(NamedTuple):
    """A figure, the module that gave it, and the fingerprint of what that module read."""

    figure: Figure
    module: str
    inputs: str


def way(*, quick: bool) -> str:
    """Name the way of measuring that floors are kept for."""
    return ("quick" if quick else "full") + (
        "" if material.corpus_names() else " without the corpus"
    )


def load() -> dict[str, Table]:
    """Read the floors of every way of measuring, nothing where there are none yet."""
    if not FILE.exists():
        return {}
    tables: dict[str, Table] = json.loads(FILE.read_text(encoding="utf-8"))
    return tables


def broken(measured: Iterable[Measured], way: str) -> list[str]:
    """Say of each figure that fell below its floor what it was and is; and what cannot be told."""
    table = load().get(way, {})
    said: list[str] = []
    changed: set[str] = set()
    given: dict[str, set[str]] = {}
    for figure, module, inputs in measured:
        given.setdefault(module, set()).add(figure.key)
        floor = table.get(figure.key)
        if floor is None:
            continue
        if floor["inputs"] != inputs:
            changed.add(module)
        elif worse(figure.value, floor["value"], floor["better"]):
            said.append(f"{figure.key}: {figure.value:.6g}, its floor is {floor['value']:.6g}")
    said += [f"{module}: other inputs than its floors were set on" for module in sorted(changed)]
    said += [f"{key}: no longer measured" for key in _missing(table, given)]
    return said


def _missing(table: Table, given: dict[str, set[str]]) -> list[str]:
    """Give the floors whose module was run and did not give the figure."""
    return [k for k, floor in table.items() if k not in given.get(floor["module"], {k})]


def worse(value: float, floor: float, better: str) -> bool:
    """Whether a value lies on the wrong side of its floor, beyond rounding."""
    slack = 1e-9 + 1e-6 * abs(floor)
    return value < floor - slack if better == "higher" else value > floor + slack


def save(measured: Iterable[Measured], way: str, reason: str | None) -> list[str]:
    """Raise the floors to the figures; with a reason, lower them too. Returns what was refused."""
    tables = load()
    table = tables.setdefault(way, {})
    refused: list[str] = []
    given: dict[str, set[str]] = {}
    for figure, module, inputs in measured:
        given.setdefault(module, set()).add(figure.key)
        if not figure.floor:
            if reason is not None:
                table.pop(figure.key, None)
            continue
        old = table.get(figure.key)
        new: dict[str, Any] = {
            "value": figure.value, "better": figure.better, "module": module, "inputs": inputs,
        }  # fmt: skip
        if old is not None:
            story = list(old.get("lowered", ()))
            moved = old["inputs"] != inputs
            if moved or worse(figure.value, old["value"], old["better"]):
                if reason is None:
                    refused.append(figure.key)
                    continue
                other = "on other inputs, " if moved else ""
                story.append(f"{other}{old['value']:.6g} -> {figure.value:.6g}: {reason}")
            if story:
                new["lowered"] = story
        table[figure.key] = new
    for key in _missing(table, given):
        if reason is None:
            refused.append(key)
        else:
            del table[key]
    FILE.write_text(
        json.dumps(tables, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return refused
