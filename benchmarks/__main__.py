"""``python -m benchmarks [quality|speed] [NAME ...]``: measure, print, keep."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import time
import traceback
from pathlib import Path

from . import floors, material, report
from .floors import Measured

FAILED: list[str] = []
"""Modules that did not come to their end."""


def measure(kind: str, names: list[str], quick: bool) -> list[Measured]:
    """Run every module ``<kind>_<name>`` of this package; each figure with its inputs' fingerprint."""
    found: list[Measured] = []
    for info in pkgutil.iter_modules([str(Path(__file__).parent)]):
        prefix, _, name = info.name.partition("_")
        if prefix != kind or (names and name not in names):
            continue
        module = importlib.import_module(f"benchmarks.{info.name}")
        inputs = material.fingerprint(getattr(module, "NEEDS", ("corpus", "data")))
        begin = time.monotonic()
        try:
            for figure in module.measure(quick):
                print(figure, flush=True)
                found.append(Measured(figure, info.name, inputs))
        except Exception:  # what the others measured in half an hour is not lost for it
            traceback.print_exc()
            FAILED.append(info.name)
        print(f"{info.name}: {time.monotonic() - begin:.0f} s", file=sys.stderr)
    return found


def main() -> int:
    """Measure; exit 1 where a quality figure fell, a floor could not be raised, or a module failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("kind", nargs="?", choices=("quality", "speed"))
    parser.add_argument("names", nargs="*", help="modules to run, without their prefix")
    parser.add_argument("--quick", action="store_true", help="smaller samples")
    parser.add_argument(
        "--report", type=Path, metavar="DIR",
        help="write JSON, Markdown and plots there; modules not run now keep what they gave last",
    )  # fmt: skip
    parser.add_argument(
        "--floors", choices=("check", "raise"), help="compare with floors.json, or raise it"
    )
    parser.add_argument(
        "--lower", metavar="REASON",
        help="with --floors raise: also lower floors, move them to other inputs and drop them, and why",
    )  # fmt: skip
    arguments = parser.parse_args()
    if arguments.lower is not None and (arguments.floors != "raise" or not arguments.lower.strip()):
        parser.error("--lower takes a reason, and goes with --floors raise")
    measured: list[Measured] = []
    for kind in (arguments.kind,) if arguments.kind else ("quality", "speed"):
        measured += measure(kind, arguments.names, arguments.quick)
    if arguments.report:
        report.write(arguments.report, measured, quick=arguments.quick)
    quality = [m for m in measured if m.module.startswith("quality_")]
    way = floors.way(quick=arguments.quick)
    if arguments.floors == "raise":
        said = floors.save(quality, way, arguments.lower)
        for key in said:
            print(f"not lowered without a reason: {key}", file=sys.stderr)
    else:
        said = floors.broken(quality, way) if arguments.floors == "check" else []
        if arguments.floors == "check" and way not in floors.load():
            print(f"no floors yet for this way of measuring: {way}", file=sys.stderr)
        for line in said:
            print(f"floors: {line}", file=sys.stderr)
    return 1 if said or FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
