"""The command against the library: start-up, and JSON Lines bytes in to bytes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import zhclean

from . import material
from .figures import Figure

LINE = "经历数次迭代后,目前已经更新\n".encode()
COMMAND = [sys.executable, "-m", "zhclean"]


def seconds(args: list[str], data: bytes = b"", times: int = 1) -> float:
    """Wall-clock seconds of the best of some runs."""
    best = 1e9
    for _ in range(times):
        begin = time.perf_counter()
        subprocess.run(
            args, check=False, input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        best = min(best, time.perf_counter() - begin)
    return best


def records(path: Path, size: int) -> list[str]:
    """Write ``size`` bytes of JSON Lines of genuine text; return the texts."""
    texts: list[str] = []
    written = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            for name in material.corpus_names():
                for text in material.articles(name, characters=400_000):
                    record = {
                        "id": len(texts),
                        "url": f"https://example.org/{len(texts)}",
                        "text": text,
                    }
                    line = json.dumps(record, ensure_ascii=False) + "\n"
                    file.write(line)
                    texts.append(text)
                    written += len(line.encode())
                if written >= size:
                    break
    return texts


def measure(quick: bool) -> Iterator[Figure]:
    times = 5 if quick else 15
    bare = seconds([sys.executable, "-c", ""], times=times)
    starts = {"help": [*COMMAND, "--help"], "stdin": COMMAND}
    for name, args in starts.items():
        cost = 1000 * (seconds(args, LINE, times) - bare)
        yield Figure(f"command.start.{name}", cost, "ms over bare", "lower")
    if not material.corpus_names():
        return
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        texts = records(path, 20_000_000 if quick else 200_000_000)
        size = path.stat().st_size / 1e6
        pipeline = zhclean.Pipeline()
        pipeline.clean(texts[0])
        begin = time.perf_counter()
        for text in texts:
            pipeline.clean(text)
        library = time.perf_counter() - begin
        one = seconds([*COMMAND, "-q", str(path), "-o", str(out)])
        two = seconds([*COMMAND, "-q", "-j", "2", str(path), "-o", str(out)])
        yield Figure("command.lines.one_job", size / one, "MB/s")
        yield Figure("command.lines.of_library", library / one, "of the library's speed")
        cores = os.cpu_count() or 1
        yield Figure("command.lines.two_jobs", one / two, "times one job", note=f"{cores} cores")
