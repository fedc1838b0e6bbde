"""``python -m benchmarks [quality|speed] [FAMILY ...] [--quick] [--json FILE]``: print the figures."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
from dataclasses import asdict
from pathlib import Path

from .figures import Figure


def measure(kind: str, families: list[str], quick: bool) -> list[Figure]:
    """Run every module ``<kind>_<family>`` of this package."""
    found: list[Figure] = []
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        prefix, _, family = module.name.partition("_")
        if prefix != kind or (families and family not in families):
            continue
        for figure in importlib.import_module(f"benchmarks.{module.name}").measure(quick):
            print(figure, flush=True)
            found.append(figure)
    return found


def main() -> None:
    """Print and perhaps save figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("kind", nargs="?", choices=("quality", "speed"))
    parser.add_argument("families", nargs="*")
    parser.add_argument("--quick", action="store_true", help="smaller samples")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    arguments = parser.parse_args()
    figures: list[Figure] = []
    for kind in (arguments.kind,) if arguments.kind else ("quality", "speed"):
        figures += measure(kind, arguments.families, arguments.quick)
    if arguments.json:
        arguments.json.write_text(
            json.dumps([asdict(f) for f in figures], ensure_ascii=False, indent=1) + "\n"
        )


if __name__ == "__main__":
    main()
