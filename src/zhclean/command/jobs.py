"""Apply a function over processes, results in the order of the items, few of them in flight.

Each worker has a pipe of its own: no queue, no lock and no thread that an interrupted or killed
process could leave behind in a bad state.
"""

from __future__ import annotations

import contextlib
import gc
import pickle
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from .files import FileError
from .serving import NOWHERE, PLACE, held_back, serve
from .shared import Memory

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Function = Callable[[Any], Any]
AHEAD = 3
"""Errands a worker that takes long may be overtaken by, for each worker."""
TOGETHER = 32
"""Items that make up one errand, at most."""
LIGHT = 1 << (14 if sys.platform == "linux" else 12)
"""Bytes of an errand that never block its sender: a second one may wait at a worker's door."""
DEATHS = 3
"""Workers that may die one after the other before the run is given up."""


class LostError(FileError):
    """What comes back instead of a result when the worker that had the item has died."""

    def __init__(self, pid: int = 0) -> None:
        super().__init__("the process that cleaned it died (killed, or out of memory)")
        self.pid = pid


@dataclass(slots=True)
class Errand:
    """Items that are handed out together, what is known of them, and where answers come to stand."""

    number: int
    items: list[Any]
    data: bytes = b""
    answers: list[Any] = field(default_factory=list)
    place: int | None = None

    @property
    def waits(self) -> bool:
        """Whether it may wait behind another, which takes about as long."""
        return len(self.data) <= LIGHT and bool(getattr(self.items[0], "even", False))

    def pickled(self, function: Function) -> None:
        """Make ready what a worker needs for the items that are not answered."""
        items = self.items[len(self.answers) :]
        self.data = pickle.dumps((function, items), pickle.HIGHEST_PROTOCOL)


@dataclass(slots=True, eq=False)
class Worker:
    """A process, the pipe to it, and what was sent and is not answered."""

    process: Any
    pipe: Connection[Any, Any]
    queue: deque[Errand] = field(default_factory=deque)


class Team:
    """The workers there are, and the memory they share."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self.workers: list[Worker] = []
        # Forked workers have everything loaded; forking is safe only where no other thread runs.
        self.forks = sys.platform == "linux" and threading.active_count() == 1
        self.memory = self._memory()

    def _memory(self) -> Memory | None:
        if not self.forks:
            return None
        try:
            return Memory((AHEAD + 1) * self.jobs)
        except OSError:  # limited: answers come through the pipes
            return None

    def map(self, function: Function, items: Iterable[Any]) -> Iterator[Any]:
        """Apply ``function`` to the items, in order.

        Items that say that they are ``light`` go several together. One that says ``first`` is worked
        on here where no worker has been forked yet: they inherit what it loads.
        """
        items = iter(items)
        for item in items:
            if not (self.forks and not self.workers and getattr(item, "first", False)):
                items = chain((item,), items)
                break
            yield function(item)
        yield from _Run(self, function, items).results()

    def free(self, *, waiting: bool) -> Worker | None:
        """Give a worker with nothing to do, if need be a new one, or one with a place at its door."""
        present = [worker for worker in self.workers if not worker.pipe.closed]
        for worker in present:
            if not worker.queue:
                return worker
        if len(present) < self.jobs:
            return self._start()
        if waiting:
            return next((worker for worker in present if len(worker.queue) == 1), None)
        return None

    def _start(self) -> Worker:
        import multiprocessing

        if self.forks:
            gc.freeze()  # what is there by now stays, and stays shared if nobody looks it through
        context: Any = multiprocessing.get_context("fork" if self.forks else "spawn")
        with held_back():
            ours, theirs = context.Pipe()
            # A forked worker inherits our ends; only without them does it see us go.
            present = [w.pipe for w in self.workers if not w.pipe.closed]
            inherited = [*present, ours] if self.forks else []
            process = context.Process(
                target=serve, args=(theirs, inherited, self.memory), daemon=True
            )
            process.start()
            theirs.close()
        self.workers.append(Worker(process, ours))
        return self.workers[-1]

    def give_up(self) -> None:
        """Leave what is under way: it must neither answer the next run nor write to its memory."""
        if any(worker.queue for worker in self.workers):
            for worker in self.workers:
                _dismiss(worker)
            self.memory = self._memory()

    def end(self) -> None:
        """End all workers."""
        for worker in self.workers:
            _dismiss(worker)
        for worker in self.workers:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


@contextlib.contextmanager
def workers(jobs: int) -> Iterator[Callable[[Function, Iterable[Any]], Iterable[Any]]]:
    """Give a ``map`` that works over ``jobs`` processes, or plainly for one.

    Where a worker dies, LostError stands for what it was at, and another takes its place. Leaving
    the block, by an error or by Ctrl-C too, ends them.
    """
    if jobs <= 1:
        yield map
        return
    team = Team(jobs)
    try:
        yield team.map
    finally:
        team.end()


class _Run:
    """One ``map`` over the team."""

    def __init__(self, team: Team, function: Function, items: Iterator[Any]) -> None:
        self._team = team
        self._memory = team.memory
        self._function = function
        self._source = enumerate(_together(items) if team.memory else ([item] for item in items))
        self._done: dict[int, Errand] = {}
        self._waiting: deque[Errand] = deque()
        """What to hand out, first what comes back from a worker that died."""
        self._deaths = 0

    def results(self) -> Iterator[Any]:
        from multiprocessing.connection import wait

        told = 0
        try:
            while True:
                self._feed(told + AHEAD * self._team.jobs)
                if errand := self._done.pop(told, None):
                    yield from map(self._shown, errand.answers)
                    self._give_back(errand)
                    told += 1
                    continue
                busy = {worker.pipe: worker for worker in self._team.workers if worker.queue}
                if not busy:
                    return
                for pipe in cast(list[Any], wait(list(busy))):
                    self._receive(busy[pipe])
        finally:
            self._team.give_up()

    def _shown(self, answer: Any) -> Any:
        if self._memory:
            self._memory.show(answer)
        return answer

    def _give_back(self, errand: Errand) -> None:
        if self._memory:
            self._memory.give_back(errand.place)
            errand.place = None

    def _feed(self, before: int) -> None:
        """Hand out errands numbered less than ``before``, as long as a worker takes one."""
        while True:
            if not self._waiting:
                number, items = next(self._source, (-1, []))
                if number < 0:
                    return
                self._waiting.append(Errand(number, items))
                self._waiting[0].pickled(self._function)
            errand = self._waiting[0]
            if errand.number >= before or not (worker := self._team.free(waiting=errand.waits)):
                return
            self._waiting.popleft()
            errand.place = self._memory.take() if self._memory else None
            worker.queue.append(errand)
            try:
                place = NOWHERE if errand.place is None else errand.place
                worker.pipe.send_bytes(PLACE.pack(place) + errand.data)
            except OSError:  # it died while it was idle: whatever killed it, it was not this item
                self._again(worker)

    def _receive(self, worker: Worker) -> None:
        try:
            answers = worker.pipe.recv()
        except (EOFError, OSError):
            errand = worker.queue[0]
            answered = len(errand.answers)
            self._take(errand, [])
            self._deaths = 1 if len(errand.answers) > answered else self._deaths + 1
            errand.answers.append(LostError(worker.process.pid))
            self._again(worker)
            if self._deaths >= DEATHS:
                raise LostError from None
            return
        self._deaths = 0
        errand = worker.queue.popleft()
        self._take(errand, answers)
        self._done[errand.number] = errand

    def _take(self, errand: Errand, answers: list[Any]) -> None:
        several = len(errand.items) - len(errand.answers) > 1
        if self._memory and errand.place is not None and several:
            answers = self._memory.answers(errand.place) + answers
            self._give_back(errand)
        for failed, value in answers:
            if failed:
                raise value
            errand.answers.append(value)

    def _again(self, worker: Worker) -> None:
        """Take back what a worker that died has not begun."""
        for errand in reversed(worker.queue):
            self._take(errand, [])
            self._give_back(errand)
            if len(errand.answers) == len(errand.items):
                self._done[errand.number] = errand
            else:
                errand.pickled(self._function)
                self._waiting.appendleft(errand)
        _dismiss(worker)


def _together(items: Iterator[Any]) -> Iterator[list[Any]]:
    """Put light items together; ``light`` is how many of its like make an errand."""
    taken: list[Any] = []
    room = 1.0
    for item in items:
        taken.append(item)
        room -= 1 / max(1, getattr(item, "light", 1))
        if room < 1 / TOGETHER:
            yield taken
            taken, room = [], 1.0
    if taken:
        yield taken


def _dismiss(worker: Worker) -> None:
    worker.queue.clear()
    worker.pipe.close()
    worker.process.terminate()
