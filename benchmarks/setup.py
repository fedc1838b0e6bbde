"""Make a virtual environment with zhclean and every peer: ``python -m benchmarks.setup [DIR]``.

The default folder is ``.bench``; run the benchmarks with the python in it. A peer that cannot be
installed here is named and left out of the comparison.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

PEERS = (
    "autocorrect-py",
    "beautifulsoup4",
    "chardet",
    "clean-text",
    "faust-cchardet",
    "html-text",
    "inscriptis",
    "jionlp",
    "rapidfuzz",
    "resiliparse",
    "trafilatura",
    "zhconv-rs",
)


def main() -> int:
    """Create the environment; exit 1 where zhclean itself could not be installed."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".bench")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    root = Path(__file__).resolve().parent.parent
    if subprocess.run(
        [python, "-m", "pip", "install", "-q", "-e", str(root)], check=False
    ).returncode:
        return 1
    for peer in PEERS:
        done = subprocess.run(
            [python, "-m", "pip", "install", "-q", peer], check=False, capture_output=True
        )
        print(f"{peer}: {'installed' if done.returncode == 0 else 'not to be had here'}")
    print(f"now: {python} -m benchmarks")
    return 0


if __name__ == "__main__":
    sys.exit(main())
