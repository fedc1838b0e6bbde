"""What a start costs: the import, the first use of each part, and the command; each in a new process."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from . import material
from .figures import Figure

STARTS = {
    "import": "import zhclean",
    "clean-a-clean-line": "import zhclean; zhclean.clean('春天的早晨，河边的柳树刚刚发芽。')",
    "clean-a-folded-line": "import zhclean; zhclean.clean('好,的')",
    "clean-a-seed": "import zhclean, pathlib; zhclean.clean(next(pathlib.Path('seeds').glob('003*')).read_text('utf-8'))",
    "clean-a-spun-seed": "import zhclean, pathlib; zhclean.clean(next(pathlib.Path('seeds').glob('004*')).read_text('utf-8'))",
    "convert-a-line": "import zhclean; zhclean.clean('头发', to='zh-TW')",
    "decode-gb18030": "import zhclean; zhclean.decode('春天的早晨，河边的柳树刚刚发芽。'.encode('gb18030') * 9)",
    "command-help": "import sys; sys.argv = ['zhclean', '--help']; from zhclean.cli import main\ntry: main()\nexcept SystemExit: pass",
    "import-ftfy": "import ftfy",
    "import-opencc": "import opencc; opencc.OpenCC('t2s').convert('頭髮')",
}
MEMORY = "\nfrom benchmarks.clock import peak; print(peak())"


def measure(quick: bool) -> Iterator[Figure]:
    """Yield milliseconds over a bare interpreter, the least of runs in turn, and peak memory."""
    codes = {"bare": "pass", **STARTS}
    for code in codes.values():
        _run(code)
    spent: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(5 if quick else 15):
        for name, code in codes.items():
            begin = _children()
            _run(code)
            spent[name].append((_children() - begin) * 1e3)
    bare = spent.pop("bare")
    for name, values in spent.items():
        over = [a - b for a, b in zip(values, bare, strict=True)]
        yield Figure(
            f"speed.start.{name}", max(0.0, min(values) - min(bare)), "ms over a bare start", "lower",
            f"processor time; median {statistics.median(over):.0f}",
        )  # fmt: skip
    if least := int(_run("pass" + MEMORY)):
        for name, code in STARTS.items():
            if name != "command-help":
                more = int(_run(code + MEMORY)) - least
                yield Figure(
                    f"speed.start.memory.{name}",
                    max(0.0, more / 2**20),
                    "MB over a bare start",
                    "lower",
                )


@functools.cache
def _environment() -> dict[str, str]:
    """An environment in which modules are compiled once, as they are once installed."""
    kept = tempfile.mkdtemp(prefix="zhclean-")
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    plain = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**plain, "PYTHONPYCACHEPREFIX": kept}


def _children() -> float:
    """Seconds of processor time that processes started here have used (on Windows: the clock's)."""
    if sys.platform == "win32":
        return time.perf_counter()
    import resource

    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


def _run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, cwd=material.ROOT, env=_environment(),
    )  # fmt: skip
    return done.stdout
