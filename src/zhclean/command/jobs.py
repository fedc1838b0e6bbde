"""Apply a function over processes, results in the order of the items, few of them in flight.

Each worker has a pipe of its own: no queue, no lock and no thread that an interrupted or killed
process could leave behind in a bad state.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from .files import FileError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Function = Callable[[Any], Any]
AHEAD = 3
"""Items a worker that takes long may be overtaken by, for each worker."""
LIGHT = 4096
"""Bytes of an item that never block its sender: a second one may wait at a worker's door."""
DEATHS = 3
"""Workers that may die one after the other before the run is given up."""
SIGNALS = {signal.SIGINT, signal.SIGTERM}


class LostError(FileError):
    """What comes back instead of a result when the worker that had the item has died."""

    def __init__(self, pid: int = 0) -> None:
        super().__init__("the process that cleaned it died (killed, or out of memory)")
        self.pid = pid


@dataclass(slots=True, eq=False)
class Worker:
    """A process, the pipe to it, and what was sent and is not answered."""

    process: Any
    pipe: Connection[Any, Any]
    queue: deque[tuple[int, bytes]] = field(default_factory=deque)


@contextlib.contextmanager
def workers(jobs: int) -> Iterator[Callable[[Function, Iterable[Any]], Iterable[Any]]]:
    """Give a ``map`` that works over ``jobs`` processes, or plainly for one.

    Where a worker dies, LostError stands for what it was at, and another takes its place. Leaving
    the block, by an error or by Ctrl-C too, ends them.
    """
    if jobs <= 1:
        yield map
        return
    team: list[Worker] = []

    def ordered(function: Function, items: Iterable[Any]) -> Iterable[Any]:
        return _Run(team, jobs).results(function, items)

    try:
        yield ordered
    finally:
        for worker in team:
            _dismiss(worker)
        for worker in team:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


class _Run:
    """One ``map`` over the team."""

    def __init__(self, team: list[Worker], jobs: int) -> None:
        self._team = team
        self._jobs = jobs
        self._results: dict[int, Any] = {}
        self._waiting: deque[tuple[int, bytes, bool]] = deque()
        """Items to hand out, first those that come back from a worker that died."""
        self._deaths = 0

    def results(self, function: Function, items: Iterable[Any]) -> Iterator[Any]:
        from multiprocessing.connection import wait

        source = enumerate(items)
        told = 0
        try:
            while True:
                self._feed(function, source, told + AHEAD * self._jobs)
                if told in self._results:
                    yield self._results.pop(told)
                    told += 1
                    continue
                busy = {worker.pipe: worker for worker in self._team if worker.queue}
                if not busy:
                    return
                for pipe in cast(list[Any], wait(list(busy))):
                    self._receive(busy[pipe])
        finally:  # given up half-way: what is under way must not answer the next one
            for worker in self._team:
                if worker.queue:
                    _dismiss(worker)

    def _feed(self, function: Function, source: Iterator[tuple[int, Any]], before: int) -> None:
        """Hand out items numbered less than ``before``, as long as a worker takes one."""
        while True:
            if not self._waiting:
                number, item = next(source, (-1, None))
                if number < 0:
                    return
                data = pickle.dumps((function, item), pickle.HIGHEST_PROTOCOL)
                even = bool(getattr(item, "even", False))
                self._waiting.append((number, data, even and len(data) <= LIGHT))
            number, data, may_wait = self._waiting[0]
            if number >= before or (worker := self._free(may_wait)) is None:
                return
            self._waiting.popleft()
            worker.queue.append((number, data))
            try:
                worker.pipe.send_bytes(data)
            except OSError:  # it died while it was idle: whatever killed it, it was not this item
                self._again(worker)

    def _free(self, may_wait: bool) -> Worker | None:
        present = [worker for worker in self._team if not worker.pipe.closed]
        for worker in present:
            if not worker.queue:
                return worker
        if len(present) < self._jobs:
            return _start(self._team)
        if may_wait:
            return next((worker for worker in present if len(worker.queue) == 1), None)
        return None

    def _receive(self, worker: Worker) -> None:
        try:
            failed, value = worker.pipe.recv()
        except (EOFError, OSError):
            number, _ = worker.queue.popleft()
            self._results[number] = LostError(worker.process.pid)
            self._again(worker)
            self._deaths += 1
            if self._deaths >= DEATHS:
                raise LostError from None
            return
        self._deaths = 0
        if failed:
            raise value
        self._results[worker.queue.popleft()[0]] = value

    def _again(self, worker: Worker) -> None:
        """Take back what a worker that died has not begun."""
        self._waiting.extendleft((*item, False) for item in reversed(worker.queue))
        _dismiss(worker)


def _dismiss(worker: Worker) -> None:
    worker.queue.clear()
    worker.pipe.close()
    worker.process.terminate()


def _start(team: list[Worker]) -> Worker:
    import multiprocessing

    # Forked workers have everything loaded; forking is safe only where no other thread runs.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    with _held_back():
        ours, theirs = context.Pipe()
        # A forked worker inherits our ends; only without them does it see us go.
        inherited = [*(w.pipe for w in team if not w.pipe.closed), ours] if forks else []
        process = context.Process(target=_serve, args=(theirs, inherited), daemon=True)
        process.start()
        theirs.close()
    team.append(Worker(process, ours))
    return team[-1]


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
