"""From a command line to tasks: which files it means, how each is cleaned, and where it goes."""

from __future__ import annotations

import argparse
import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from .arguments import UsageError
from .caution import careful
from .formats import Format, format_of
from .settings import Settings
from .work import Recipe, Task

SettingsFor = Callable[[Path], Settings]


def tasks_of(
    found: argparse.Namespace, settings_for: SettingsFor, unreadable: list[tuple[str, str]]
) -> list[Task]:
    """Give the inputs that the command line means; folders that cannot be read go to ``unreadable``."""
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


def refuse_report(report: Path, tasks: list[Task]) -> None:
    """Keep the report from taking the place of what is read or written."""
    key = os.path.abspath(report)
    try:
        there = os.stat(report)
    except OSError:
        there = None
    for task in tasks:
        with contextlib.suppress(OSError):
            if there and task.path is not None and os.path.samestat(os.stat(task.path), there):
                raise UsageError(f"--report {report} is an input, which it would overwrite")
        if task.target is not None and os.path.abspath(task.target) == key:
            raise UsageError(f"--report {report} is where an input is written")


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
    path = stdin_path(found)
    if name and _left_out(Path(name), settings_for):
        return []
    settings = settings_for(path)
    target = Path(found.output) if found.output else None
    if target is not None and (target.is_dir() or found.output.endswith(("/", os.sep))):
        raise UsageError(f"{found.output} is a folder: standard input is written to a file")
    recipe = settings.recipe(found.default_profile or "crawl")
    return [_task(None, name or "<stdin>", target, found, settings, recipe)]


def stdin_path(found: argparse.Namespace) -> Path:
    """Give the path that standard input goes by: settings are those that hold there."""
    return Path(found.stdin_filename) if found.stdin_filename else Path.cwd()
