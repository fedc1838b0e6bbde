"""Run the command over its inputs, in this process or in several."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from .arguments import UsageError
from .files import FileError, reason, remove_unfinished
from .jobs import LostError, workers
from .progress import Progress, size_of
from .tasks import SettingsFor, refuse_report, stdin_path, tasks_of
from .work import LARGE, Outcome, Plan, Task, process

LARGE_LINES = 8 << 20
"""Bytes from which a file of JSON Lines is shared between processes."""
ERRAND = 1 << 18
"""Bytes of files that are handed to a process at once."""
FIRST = 1 << 20
"""Bytes of files that are cleaned before there are other processes."""
MOST = 32
"""Processes there may be for few cores."""
UNPACKED = 4
"""How many times its size a compressed text is taken to be."""


def run(found: argparse.Namespace, settings_for: SettingsFor) -> int:
    """Clean every input; return the exit status."""
    from .telling import NOTHING, Teller

    unreadable: list[tuple[str, str]] = []
    tasks = tasks_of(found, settings_for, unreadable)
    looks = bool(found.check or found.diff or found.explain)
    writes = bool(found.write or found.output)
    to_stdout = not looks and not writes
    if to_stdout and not tasks and found.stdin_filename:  # excluded: an editor gets its text back
        if sys.stdin is None:
            raise UsageError("standard input is closed")
        sys.stdout.buffer.write(sys.stdin.buffer.read())
        return 0
    if to_stdout and not tasks and not unreadable:
        raise UsageError(NOTHING)
    if to_stdout and (len(tasks) != 1 or any(os.path.isdir(p) for p in found.paths)):
        raise UsageError(
            f"{len(tasks)} file{'s' * (len(tasks) != 1)} found: -o FOLDER, -w, --check, --diff or --explain says what to do"
        )
    if found.report:
        refuse_report(Path(found.report), tasks)
    if to_stdout and tasks[0].format.columnar:
        raise UsageError("a table of columns needs -o or -w")
    if to_stdout and found.format != "text":
        raise UsageError(f"--format {found.format} goes with --check, --explain, -o or -w")
    colour = _colour(found)
    plan = _plan(found, colour)
    teller = Teller(found, to_stdout=to_stdout, total=len(tasks) + len(unreadable))
    for folder, problem in unreadable:
        teller.outcome(Outcome(folder, "failed", problem))
    jobs = _jobs(found, settings_for, tasks)
    sink = _Sink() if to_stdout else None
    progress = Progress(found, tasks)
    try:
        with workers(jobs) as mapper:
            for outcome in _outcomes(tasks, plan, sink, mapper, jobs, progress):
                teller.outcome(outcome)
    finally:
        progress.close()
    if sink is not None:
        sink.flush()
    return teller.finish()


class _Sink:
    """Standard output for cleaned bytes: what goes wrong with it is not the input's fault."""

    def write(self, data: bytes | memoryview) -> None:
        try:
            sys.stdout.buffer.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise FileError(f"cannot write: {reason(error)}") from error

    def flush(self) -> None:
        sys.stdout.buffer.flush()


def _outcomes(
    tasks: list[Task], plan: Plan, sink: Any, mapper: Any, jobs: int, progress: Progress
) -> Iterator[Outcome]:
    """Clean the tasks in order; large files by all processes, one at a time."""
    if sink is not None:
        yield process(tasks[0], plan, sink, progress.counted(mapper))
        return
    waiting: list[Task] = []

    def small() -> Iterator[Outcome]:
        for task, outcome in zip(
            waiting, mapper(partial(process, plan=plan), waiting), strict=True
        ):
            progress.done(task)
            yield _lost(task, outcome) if isinstance(outcome, LostError) else outcome
        waiting.clear()

    begun = 0
    for task in tasks:
        size = size_of(task)
        if _is_shared(task, size):
            yield from small()
            yield process(task, plan, None, progress.counted(mapper))
        elif jobs > 1:
            waiting.append(replace(task, light=ERRAND // (size + 1), first=begun + size < FIRST))
            begun += size + 1
        else:
            yield process(task, plan)
            progress.done(task)
    yield from small()


def _lost(task: Task, error: LostError) -> Outcome:
    """Tell that a process died over a file, and take away what it had half written."""
    if task.target is not None:
        remove_unfinished(task.target, error.pid)
    return Outcome(task.label, "failed", f"{error}; left as it is")


def _is_shared(task: Task, size: int) -> bool:
    """Whether all processes work on this input together."""
    if task.path is None:
        return True
    limit = {"jsonl": LARGE_LINES, "text": LARGE}.get(task.format.kind)
    return limit is not None and size * (UNPACKED if task.format.compression else 1) > limit


def _plan(found: argparse.Namespace, colour: bool) -> Plan:
    details = found.format != "text"
    return Plan(
        findings=bool(found.explain or details),
        diff=bool(found.diff and not details),
        colour=colour,
        statistics=bool(found.statistics),
        pages=bool(found.report),
        binary=found.text,
        backup=found.backup or "",
    )


def _colour(found: argparse.Namespace) -> bool:
    if found.color != "auto":
        return bool(found.color == "always")
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def _jobs(found: argparse.Namespace, settings_for: SettingsFor, tasks: list[Task]) -> int:
    jobs = found.jobs
    if jobs is None and tasks:
        first = tasks[0].path or stdin_path(found)
        jobs = settings_for(first).jobs
    if jobs == 0:
        jobs = cores()
    return max(1, min(jobs or 1, max(MOST, 4 * cores())))


def cores() -> int:
    """Count the processors that this process may use, which a container or a scheduler may limit."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
