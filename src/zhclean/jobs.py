"""Apply a function over processes, results in the order of the items, few of them in flight."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any


@contextlib.contextmanager
def workers(jobs: int) -> Iterator[Callable[[Callable[..., Any], Iterable[Any]], Iterator[Any]]]:
    """Give a ``map`` that works over ``jobs`` processes, or plainly for one.

    Leaving the block early, by an error or by Ctrl-C, stops them.
    """
    if jobs <= 1:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_quiet)

    def ordered(function: Callable[..., Any], items: Iterable[Any]) -> Iterator[Any]:
        pending: deque[Any] = deque()
        try:
            for item in items:
                pending.append(pool.submit(function, item))
                if len(pending) > 2 * jobs:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()

    try:
        yield ordered
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _context() -> Any:
    """Fork where that is safe, for workers then start with everything loaded; spawn elsewhere."""
    import multiprocessing
    import sys
    import threading

    safe = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if safe else "spawn")


def _quiet() -> None:
    """Leave Ctrl-C to the parent, which stops its workers."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
