"""Memory that this process and the workers it has forked share, in places of equal size.

An answer that comes back through a pipe is copied five times, 64 kB at a time; here a worker
writes it once and this process reads it where it stands.
"""

from __future__ import annotations

import mmap
import pickle
import struct
from typing import Any

SIZE = 4 << 20
"""Bytes of a place; only what is written takes memory."""
_NUMBER = struct.Struct("=I")


class Memory:
    """Places that every process forked from this one sees."""

    def __init__(self, places: int) -> None:
        self._all = memoryview(mmap.mmap(-1, places * SIZE))
        self._free = list(range(places))

    def take(self) -> int | None:
        """Give a place that nobody uses, with no answers in it."""
        if not self._free:
            return None
        place = self._free.pop()
        _NUMBER.pack_into(self._at(place), 0, 0)
        return place

    def give_back(self, place: int | None) -> None:
        """Let another use the place."""
        if place is not None:
            self._free.append(place)

    def lend(self, place: int, answer: Any) -> None:
        """Write the large thing that an answer brings as its ``data``, which then tells where."""
        data = getattr(answer, "data", None)
        if isinstance(data, bytes) and len(data) <= SIZE:
            self._at(place)[: len(data)] = data
            answer.data = Lent(place, len(data))

    def show(self, answer: Any) -> None:
        """Make ``data`` show what was written, as long as the place is not given back."""
        if isinstance(lent := getattr(answer, "data", None), Lent):
            answer.data = self._at(lent.place)[: lent.size]

    def add(self, place: int, answer: Any, at: int) -> int:
        """Write one of several answers behind the others; return where it ends, 0 for no room."""
        data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        at = at or _NUMBER.size
        end = at + _NUMBER.size + len(data)
        if end > SIZE:
            return 0
        view = self._at(place)
        _NUMBER.pack_into(view, at, len(data))
        view[at + _NUMBER.size : end] = data
        # Only now it counts: the process may be killed at any moment.
        _NUMBER.pack_into(view, 0, _NUMBER.unpack_from(view, 0)[0] + 1)
        return end

    def answers(self, place: int) -> list[Any]:
        """Read the answers that were added."""
        view = self._at(place)
        at = _NUMBER.size
        found = []
        for _ in range(_NUMBER.unpack_from(view, 0)[0]):
            end = at + _NUMBER.size + _NUMBER.unpack_from(view, at)[0]
            found.append(pickle.loads(view[at + _NUMBER.size : end]))
            at = end
        return found

    def _at(self, place: int) -> memoryview:
        return self._all[place * SIZE : (place + 1) * SIZE]


class Lent:
    """Where something large stands: what travels instead of it."""

    __slots__ = ("place", "size")

    def __init__(self, place: int, size: int) -> None:
        self.place = place
        self.size = size
