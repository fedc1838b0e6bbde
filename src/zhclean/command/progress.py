"""A progress bar on a terminal, where tqdm is installed; nothing elsewhere."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import console
from .work import Task

Map = Callable[[Callable[..., Any], Iterable[Any]], Iterable[Any]]


class Progress:
    """Counts the bytes of inputs that are done."""

    def __init__(self, found: argparse.Namespace, tasks: list[Task]) -> None:
        self._bar: Any = None
        if found.no_progress or found.quiet or not sys.stderr.isatty():
            return
        try:
            from tqdm import tqdm
        except ImportError:
            return
        total = sum(map(size_of, tasks))
        self._bar = tqdm(
            total=total, unit="B", unit_scale=True, leave=False, delay=1, file=sys.stderr
        )
        console.bar = self._bar

    def done(self, task: Task) -> None:
        """Count an input as done, apart from what was counted of it already."""
        if self._bar is not None:
            self._bar.update(size_of(task))

    def counted(self, mapper: Map) -> Map:
        """Make a ``map`` over chunks that counts them as they come."""
        if self._bar is None:
            return mapper

        def counting(function: Callable[..., Any], items: Iterable[Any]) -> Iterator[Any]:
            for done in mapper(function, items):
                self._bar.update(getattr(done, "size", 0))
                yield done

        return counting

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            console.bar = None


def size_of(task: Task) -> int:
    """Bytes of an input, 0 where they are not known."""
    try:
        return task.path.stat().st_size if task.path is not None else 0
    except OSError:
        return 0
