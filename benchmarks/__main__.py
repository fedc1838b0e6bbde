"""``python -m benchmarks [quality|speed] [NAME ...]``: measure, print, keep."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

from . import floors, material, report
from .figures import Figure


def measure(kind: str, names: list[str], quick: bool) -> list[tuple[Figure, str]]:
    """Run every module ``<kind>_<name>`` of this package; each figure with its inputs' fingerprint."""
    found: list[tuple[Figure, str]] = []
    for info in pkgutil.iter_modules([str(Path(__file__).parent)]):
        prefix, _, name = info.name.partition("_")
        if prefix != kind or (names and name not in names):
            continue
        module = importlib.import_module(f"benchmarks.{info.name}")
        inputs = ("quick " if quick else "") + material.fingerprint(
            getattr(module, "NEEDS", "corpus")
        )
        for figure in module.measure(quick):
            print(figure, flush=True)
            found.append((figure, inputs))
    return found


def main() -> int:
    """Measure; exit 1 where a quality figure fell below its floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("kind", nargs="?", choices=("quality", "speed"))
    parser.add_argument("names", nargs="*", help="modules to run, without their prefix")
    parser.add_argument("--quick", action="store_true", help="smaller samples")
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="write JSON, Markdown and plots there"
    )
    parser.add_argument(
        "--floors", choices=("check", "raise"), help="compare with floors.json, or raise it"
    )
    parser.add_argument(
        "--lower", metavar="REASON", help="with --floors raise: lower floors too, and why"
    )
    arguments = parser.parse_args()
    figures: list[tuple[Figure, str]] = []
    for kind in (arguments.kind,) if arguments.kind else ("quality", "speed"):
        figures += measure(kind, arguments.names, arguments.quick)
    if arguments.report:
        report.write(arguments.report, [figure for figure, _ in figures])
    quality = [(f, i) for f, i in figures if not f.key.startswith("speed.")]
    if arguments.floors == "raise":
        for key in floors.save(quality, arguments.lower):
            print(f"not lowered: {key}", file=sys.stderr)
    said = floors.broken(quality) if arguments.floors == "check" else []
    for line in said:
        print(f"below its floor: {line}", file=sys.stderr)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
