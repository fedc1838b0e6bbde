"""Apply a function over processes, results in the order of the items, few of them in flight.

Each worker has a pipe of its own and is only sent something when it is idle: no queue, no lock and
no thread that an interrupted or killed process could leave behind in a bad state.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from .files import FileError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    Worker = tuple[Any, Connection[Any, Any]]

Function = Callable[[Any], Any]
AHEAD = 3
"""Items a worker that takes long may be overtaken by, for each worker."""
SIGNALS = {signal.SIGINT, signal.SIGTERM}


@contextlib.contextmanager
def workers(jobs: int) -> Iterator[Callable[[Function, Iterable[Any]], Iterable[Any]]]:
    """Give a ``map`` that works over ``jobs`` processes, or plainly for one.

    Leaving the block, by an error or by Ctrl-C too, ends them.
    """
    if jobs <= 1:
        yield map
        return
    team: list[Worker] = []

    def ordered(function: Function, items: Iterable[Any]) -> Iterable[Any]:
        if not team:
            _start(jobs, team)
        return _ordered(team, function, items)

    try:
        yield ordered
    finally:
        for process, pipe in team:
            pipe.close()
            process.terminate()
        for process, _ in team:
            process.join(5)
            if process.is_alive():
                process.kill()
                process.join()


def _ordered(team: list[Worker], function: Function, items: Iterable[Any]) -> Iterator[Any]:
    from multiprocessing.connection import wait

    idle = [pipe for _, pipe in team]
    busy: dict[Any, int] = {}
    results: dict[int, Any] = {}
    source = enumerate(items)
    sent = told = 0
    try:
        while True:
            while idle and sent - told < AHEAD * len(team):
                number, item = next(source, (-1, None))
                if number < 0:
                    break
                pipe = idle.pop()
                pipe.send((function, item))
                busy[pipe] = number
                sent += 1
            if told in results:
                yield results.pop(told)
                told += 1
                continue
            if not busy:
                return
            for ready in cast(list[Any], wait(list(busy))):
                try:
                    failed, value = ready.recv()
                except (EOFError, OSError):
                    raise FileError(
                        "a worker process died; what it was writing is as it was"
                    ) from None
                if failed:
                    raise value
                results[busy.pop(ready)] = value
                idle.append(ready)
    except GeneratorExit:  # given up half-way: what is under way must not answer the next one
        for pipe in busy:
            with contextlib.suppress(EOFError, OSError):
                pipe.recv()
        raise


def _start(jobs: int, team: list[Worker]) -> None:
    import multiprocessing

    # Forked workers have everything loaded; forking is safe only where no other thread runs.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    with _held_back():
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            # A forked worker inherits our ends; only without them does it see us go.
            inherited = [*(pipe for _, pipe in team), ours] if forks else []
            process = context.Process(target=_serve, args=(theirs, inherited), daemon=True)
            process.start()
            theirs.close()
            team.append((process, ours))


@contextlib.contextmanager
def _held_back() -> Iterator[None]:
    """Hold signals back until a new process knows what to do about them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _serve(pipe: Any, inherited: list[Any]) -> None:
    """Work for the parent until it goes; Ctrl-C is its affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    for other in inherited:
        other.close()
    with contextlib.suppress(EOFError, OSError):
        while True:
            function, item = pipe.recv()
            try:
                answer = (False, function(item))
            except Exception as error:
                answer = (True, error)
            pipe.send(answer)


def _end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)  # leaving its blocks removes what is half-written
