"""The command against the library: start-up, bytes in to bytes out, one process and two, memory.

Runs are interleaved. On a machine that does other work too, two processes cannot show what they are
worth in seconds; processor time can: their sum should not grow with their number, and the part of the
one that cuts, hands out and writes should stay small, because that part cannot be shared.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import zhclean

from . import material
from .figures import Figure

LINE = "经历数次迭代后,目前已经更新\n".encode()
COMMAND = [sys.executable, "-m", "zhclean"]
PROBE = """\
import json, resource, sys, time
begin = time.perf_counter()
from zhclean.cli import main
main(sys.argv[1:])
wall = time.perf_counter() - begin
own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
mine = int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
print(json.dumps([wall, own.ru_utime + own.ru_stime, others.ru_utime + others.ru_stime,
                  mine, others.ru_maxrss]))
"""
ROUNDS = 3


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, processor seconds of the first process and of the others, peak MB."""

    wall: float
    own: float
    others: float
    memory: float

    @property
    def cpu(self) -> float:
        """Processor seconds of all."""
        return self.own + self.others


def cost(args: list[str], cache: str) -> Cost:
    """Run the command in a process that tells what it took."""
    probe = [sys.executable, "-c", PROBE, *args]
    done = subprocess.run(probe, capture_output=True, check=True, env=with_bytecode(cache))
    wall, own, others, mine, theirs = json.loads(done.stdout)
    return Cost(wall, own, others, max(mine, theirs) * 1024 / 1e6)


def with_bytecode(cache: str) -> dict[str, str]:
    """Give an environment in which modules are compiled once, as an installation has them."""
    return {**os.environ, "PYTHONPYCACHEPREFIX": cache, "PYTHONDONTWRITEBYTECODE": ""}


def start(args: list[str], cache: str, times: int) -> float:
    """Processor milliseconds of the best of some runs."""
    best = float("inf")
    for _ in range(times + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(args, check=False, input=LINE, capture_output=True, env=with_bytecode(cache))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = min(best, 1000 * spent)
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
    with tempfile.TemporaryDirectory() as cache:
        bare = start([sys.executable, "-c", ""], cache, times)
        for name, args in {"help": [*COMMAND, "--help"], "stdin": COMMAND}.items():
            spent = start(args, cache, times) - bare
            yield Figure(f"command.start.{name}", spent, "ms over bare", "lower")
    if not material.corpus_names():
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from _throughput(Path(folder), 20_000_000 if quick else 200_000_000)


def _throughput(folder: Path, size: int) -> Iterator[Figure]:
    texts = records(folder / "lines.jsonl", size)
    (folder / "text.txt").write_text("".join(texts), encoding="utf-8")
    (folder / "files").mkdir()
    for k, text in enumerate(texts[: size // 20_000]):
        (folder / "files" / f"{k}.txt").write_text(text, encoding="utf-8")
    pipeline = zhclean.Pipeline()
    pipeline.clean(texts[0])
    library: list[float] = []
    taken: dict[tuple[str, int], list[Cost]] = {}
    for _ in range(ROUNDS):
        begin = time.process_time()
        for text in texts:
            pipeline.clean(text)
        library.append(time.process_time() - begin)
        for name in ("lines.jsonl", "text.txt", "files"):
            for jobs in (1, 2):
                args = ["-q", "-j", str(jobs), str(folder / name), "-o", str(folder / "out" / name)]
                taken.setdefault((name, jobs), []).append(cost(args, str(folder / "cache")))
    ratio = statistics.median(
        a / b.cpu for a, b in zip(library, taken["lines.jsonl", 1], strict=True)
    )
    yield Figure("command.lines.of_library", ratio, "of the library's speed")
    for name in ("lines.jsonl", "text.txt", "files"):
        yield from _compared(f"command.{name.partition('.')[0]}", taken[name, 1], taken[name, 2])
    speed = (folder / "lines.jsonl").stat().st_size / min(c.cpu for c in taken["lines.jsonl", 1])
    yield Figure("command.lines.one_job", speed / 1e6, "MB/s")


def _compared(key: str, one: list[Cost], two: list[Cost]) -> Iterator[Figure]:
    pairs = list(zip(one, two, strict=True))
    note = f"{os.cpu_count() or 1} cores, load {os.getloadavg()[0]:.1f}"
    wall = statistics.median(a.wall / b.wall for a, b in pairs)
    yield Figure(f"{key}.two_jobs", wall, "times one job", note=note)
    total = statistics.median(b.cpu / a.cpu for a, b in pairs)
    yield Figure(f"{key}.two_jobs.cpu", total, "of one job's CPU", "lower")
    first = statistics.median(b.own / b.cpu for _, b in pairs)
    yield Figure(f"{key}.two_jobs.first", first, "of it unshared", "lower")
    yield Figure(f"{key}.memory", max(c.memory for c in (*one, *two)), "MB", "lower")
