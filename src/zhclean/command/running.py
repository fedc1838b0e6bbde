"""Run the command over its inputs: which tasks there are, and what is told of each."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from .arguments import UsageError
from .caution import careful
from .files import FileError, reason, remove_unfinished
from .formats import Format, format_of
from .jobs import LostError, workers
from .progress import Progress, size_of
from .settings import Settings
from .work import LARGE, Outcome, Plan, Recipe, Task, process

SettingsFor = Callable[[Path], Settings]
LARGE_LINES = 8 << 20
"""Bytes from which a file of JSON Lines is shared between processes."""
ERRAND = 1 << 18
"""Bytes of files that are handed to a process at once."""
FIRST = 1 << 20
"""Bytes of files that are cleaned before there are other processes."""
UNPACKED = 4
"""How many times its size a compressed text is taken to be."""


def run(found: argparse.Namespace, settings_for: SettingsFor) -> int:
    """Clean every input; return the exit status."""
    from .telling import Teller

    unreadable: list[tuple[str, str]] = []
    tasks = _tasks(found, settings_for, unreadable)
    looks = bool(found.check or found.diff or found.explain)
    writes = bool(found.write or found.output)
    to_stdout = not looks and not writes
    if to_stdout and not tasks and found.stdin_filename:  # excluded: an editor gets its text back
        if sys.stdin is None:
            raise UsageError("standard input is closed")
        sys.stdout.buffer.write(sys.stdin.buffer.read())
        return 0
    if to_stdout and (len(tasks) != 1 or any(os.path.isdir(p) for p in found.paths)):
        raise UsageError(
            f"{len(tasks)} file{'s' * (len(tasks) != 1)} found: -o FOLDER, -w, --check, --diff or --explain says what to do"
        )
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


def _stdin_path(found: argparse.Namespace) -> Path:
    return Path(found.stdin_filename) if found.stdin_filename else Path.cwd()


def _colour(found: argparse.Namespace) -> bool:
    if found.color != "auto":
        return bool(found.color == "always")
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def _jobs(found: argparse.Namespace, settings_for: SettingsFor, tasks: list[Task]) -> int:
    jobs = found.jobs
    if jobs is None and tasks:
        first = tasks[0].path or _stdin_path(found)
        jobs = settings_for(first).jobs
    if jobs == 0:
        jobs = cores()
    return max(1, jobs or 1)


def cores() -> int:
    """Count the processors that this process may use, which a container or a scheduler may limit."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tasks(
    found: argparse.Namespace, settings_for: SettingsFor, unreadable: list[tuple[str, str]]
) -> list[Task]:
    if not found.paths or found.paths == ["-"]:
        return _stdin_task(found, settings_for)
    output = Path(found.output) if found.output else None
    many = len(found.paths) > 1
    tree = output is not None and (
        many
        or output.is_dir()
        or found.output.endswith(("/", os.sep))
        or os.path.isdir(found.paths[0])
    )
    tasks: list[Task] = []
    taken: dict[str, str] = {}
    last: tuple[Settings, Recipe] | None = None
    for argument in found.paths:
        for path, relative in _files(argument, found, settings_for, output, unreadable):
            target = None
            if output is not None:
                if many and path != Path(argument):  # several folders keep their names
                    place = Path(os.path.abspath(argument)).name / relative
                else:
                    place = relative
                target = output / place if tree else output
                _refuse_overwriting(path, target, taken)
            elif found.write:
                target = path
            settings = settings_for(path)
            if last is None or last[0] is not settings:
                last = settings, settings.recipe(found.default_profile or "crawl")
            tasks.append(_task(path, os.fspath(path), target, found, *last))
    return tasks


def _refuse_overwriting(path: Path, target: Path, taken: dict[str, str]) -> None:
    key = os.path.abspath(target)
    try:
        same = os.path.samestat(os.stat(target), os.stat(path))
    except OSError:  # one of them is not there
        same = key == os.path.abspath(path)
    if same:
        raise UsageError(f"{target} is the input itself; -w cleans in place")
    if key in taken:
        raise UsageError(f"{path} and {taken[key]} would both be written to {target}")
    taken[key] = str(path)


def _files(
    argument: str,
    found: argparse.Namespace,
    settings_for: SettingsFor,
    output: Path | None,
    unreadable: list[tuple[str, str]],
) -> Iterator[tuple[Path, Path]]:
    """Give the files an argument means, each with its place in a mirrored tree."""
    path = Path(argument)
    if not os.path.isdir(path):  # Path.is_dir raises where a folder above is closed
        if _left_out(path, settings_for):
            return
        yield path, Path(path.name)
        return
    from .discovery import walk

    settings = settings_for(path)
    root = _root(settings)
    for file in walk(
        path,
        include=settings.include or (),
        exclude=settings.exclude or (),
        root=root,
        ignore_files=not found.no_ignore,
        leave_out=(output,) if output else (),
        unreadable=unreadable,
    ):
        yield file, file.relative_to(path)


def _root(settings: Settings) -> Path:
    return Path(settings.origin).parent if settings.origin else Path.cwd()


def _left_out(path: Path, settings_for: SettingsFor) -> bool:
    settings = settings_for(path)
    if not settings.force_exclude:
        return False
    from .discovery import is_force_excluded

    return is_force_excluded(path, settings.exclude or (), _root(settings))


def _task(
    path: Path | None,
    label: str,
    target: Path | None,
    found: argparse.Namespace,
    settings: Settings,
    recipe: Recipe,
) -> Task:
    return Task(
        path,
        label,
        format_of(path) if path is not None else _stdin_format(found),
        careful(recipe, label),
        target,
        bool(found.write),
        format_of(target).compression if target else "",
        settings.encoding,
        settings.field or ("text",),
    )


def _stdin_format(found: argparse.Namespace) -> Format:
    name = found.stdin_filename
    return Format(format_of(name).kind if name else "jsonl" if found.field else "text")


def _stdin_task(found: argparse.Namespace, settings_for: SettingsFor) -> list[Task]:
    name = found.stdin_filename
    if _stdin_format(found).columnar:
        raise UsageError("a table of columns cannot be read from standard input")
    path = _stdin_path(found)
    if name and _left_out(Path(name), settings_for):
        return []
    settings = settings_for(path)
    target = Path(found.output) if found.output else None
    if target is not None and (target.is_dir() or found.output.endswith(("/", os.sep))):
        raise UsageError(f"{found.output} is a folder: standard input is written to a file")
    recipe = settings.recipe(found.default_profile or "crawl")
    return [_task(None, name or "<stdin>", target, found, settings, recipe)]
