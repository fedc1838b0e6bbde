"""Which files a command line means: folders walked with their ignore files, patterns applied.

Patterns are those of .gitignore. Symbolic links found in folders are not followed; hidden and
vendored folders are skipped. What is named itself is cleaned whatever its name, unless
``force_exclude`` says otherwise.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import ZhcleanError
from .files import FileError, reason
from .formats import is_known

VENDORED = frozenset(
    ("node_modules", "bower_components", "vendor", "vendored", "third_party", "site-packages",
     "venv", "env", "__pycache__", "__pypackages__", "buck-out")
)  # fmt: skip
IGNORE_FILES = (".gitignore", ".zhcleanignore")


class PatternError(ZhcleanError):
    """A pattern that .gitignore does not know."""

    def __str__(self) -> str:
        return f"{self.args[0]!r} is no pattern as .gitignore has them"


@lru_cache(maxsize=1024)
def _spec(patterns: tuple[str, ...]) -> Any:
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except (ValueError, re.error):
        if len(patterns) == 1:
            raise PatternError(patterns[0]) from None
        for pattern in patterns:
            _spec((pattern,))
        raise


def _sound(patterns: Sequence[str]) -> Any:
    """Read the lines of an ignore file; what is no pattern matches nothing, as with git."""
    try:
        return _spec(tuple(patterns))
    except PatternError as error:
        return _sound([pattern for pattern in patterns if pattern != error.args[0]])


def matches(patterns: Sequence[str], root: Path, path: Path) -> bool:
    """Whether ``path`` lies under ``root`` and matches one of the patterns."""
    if not patterns:
        return False
    try:
        relative = Path(os.path.abspath(path)).relative_to(os.path.abspath(root)).as_posix()
    except ValueError:
        return False
    return bool(_spec(tuple(patterns)).match_file(relative))


Ignores = tuple[tuple[str, Any], ...]
"""Folders that hold ignore files, outermost first, each with what its files say."""


def _ignores_of(folder: str, names: Sequence[str]) -> Ignores:
    found = []
    for name in names:
        path = os.path.join(folder, name)
        if not os.path.isfile(path):  # opening a named pipe would wait
            continue
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                found.append((folder, _sound(file.read().splitlines())))
        except OSError:
            continue
    return tuple(found)


def _ignored(path: str, is_folder: bool, ignores: Ignores) -> bool:
    for folder, spec in reversed(ignores):
        relative = os.path.relpath(path, folder).replace(os.sep, "/")
        verdict = spec.check_file(relative + "/" if is_folder else relative).include
        if verdict is not None:
            return bool(verdict)
    return False


def _above(folder: str, names: Sequence[str]) -> Ignores:
    """Ignore files of the folders above, as far up as the repository's root."""
    chain: list[str] = []
    at = os.path.abspath(folder)
    while True:
        if os.path.exists(os.path.join(at, ".git")):
            found: Ignores = ()
            for step in reversed(chain):
                found += _ignores_of(step, names)
            return found
        parent = os.path.dirname(at)
        if parent == at:
            return ()
        at = parent
        chain.append(at)


def walk(
    folder: Path,
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    root: Path | None = None,
    ignore_files: bool = True,
    leave_out: Sequence[Path] = (),
    unreadable: list[tuple[str, str]] | None = None,
) -> Iterator[Path]:
    """Find the files of a folder in the order of their names.

    ``include`` replaces the known suffixes; ``exclude`` and ``include`` are relative to ``root``.
    A folder that cannot be read is told in ``unreadable``, with the reason, and is an error without.
    """
    names = IGNORE_FILES if ignore_files else ()
    base = root or folder
    out = {os.path.abspath(path) for path in leave_out}

    def visit(at: str, ignores: Ignores) -> Iterator[Path]:
        ignores += _ignores_of(at, names)
        try:
            entries = sorted(os.scandir(at), key=lambda entry: entry.name)
        except OSError as error:
            problem = f"cannot be read: {reason(error)}"
            if unreadable is None:
                raise FileError(f"{at}: {problem}") from error
            unreadable.append((at, problem))
            return
        for entry in entries:
            if entry.name.startswith(".") or entry.is_symlink():
                continue
            is_folder = entry.is_dir()
            if is_folder and (entry.name in VENDORED or os.path.abspath(entry.path) in out):
                continue
            path = Path(entry.path)
            if exclude and matches(exclude, base, path):
                continue
            if ignores and _ignored(os.path.abspath(entry.path), is_folder, ignores):
                continue
            if is_folder:
                yield from visit(entry.path, ignores)
            elif entry.is_file():
                wanted = matches(include, base, path) if include else is_known(entry.name)
                if wanted:
                    yield path

    yield from visit(os.fspath(folder), _above(os.fspath(folder), names) if names else ())


def is_force_excluded(path: Path, exclude: Sequence[str], root: Path) -> bool:
    """Whether a file named itself is left out: by a pattern, or by a .zhcleanignore above it."""
    if matches(exclude, root, path):
        return True
    absolute = os.path.abspath(path)
    for parent in Path(absolute).parents:
        for folder, spec in _ignores_of(os.fspath(parent), (".zhcleanignore",)):
            relative = os.path.relpath(absolute, folder).replace(os.sep, "/")
            if spec.match_file(relative):
                return True
        if os.path.exists(parent / ".git"):
            break
    return False
