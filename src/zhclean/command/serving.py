"""A worker's side: what a process does that works for another."""

from __future__ import annotations

import contextlib
import pickle
import signal
import struct
from collections.abc import Callable, Iterator
from typing import Any

from .shared import Memory

Function = Callable[[Any], Any]
SIGNALS = {signal.SIGINT, signal.SIGTERM}
PLACE = struct.Struct("=i")
"""What goes before the items: where in the shared memory their answers belong."""
NOWHERE = -1


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Hold signals back until a new process knows what to do about them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def serve(pipe: Any, inherited: list[Any], memory: Memory | None) -> None:
    """Work for the parent until it goes; Ctrl-C is its affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    for other in inherited:
        other.close()
    with contextlib.suppress(EOFError, OSError):
        while True:
            data = pipe.recv_bytes()
            (place,) = PLACE.unpack_from(data)
            function, items = pickle.loads(memoryview(data)[PLACE.size :])
            del data
            pipe.send(_answers(memory if place != NOWHERE else None, place, function, items))


def _answers(
    memory: Memory | None, place: int, function: Function, items: list[Any]
) -> list[tuple[bool, Any]]:
    """Work on items; return the answers that do not stand in the shared memory."""
    answers: list[tuple[bool, Any]] = []
    end = 0
    for item in items:
        try:
            value = function(item)
        except Exception as error:
            answers.append((True, error))
            break
        if memory is not None and len(items) == 1:
            memory.lend(place, value)
        elif memory is not None and not answers:
            end = memory.add(place, (False, value), end)
            if end:
                continue
        answers.append((False, value))
    return answers


def _end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)  # leaving its blocks removes what is half-written
