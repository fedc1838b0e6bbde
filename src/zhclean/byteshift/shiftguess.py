"""What a byte-shifted garble may hold where bytes are lost: the likeliest characters there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

from ..encoding import plausibility
from .bytereplace import character, readings

ANY, HIGH, LOW = -1, -2, -3
"""A first byte that has to be found: any at all, or behind a pair that vanished."""

LEADS: dict[int, Sequence[int]] = {
    ANY: range(0x81, 0xFF),
    HIGH: range(0xA1, 0xFF),
    LOW: range(0x81, 0xA1),
}
# The user-defined areas of GBK: AAA1-AFFE and F8A1-FEFE, A140-A7A0.
_USER_DEFINED: dict[int, Sequence[int]] = {
    HIGH: (*range(0xAA, 0xB0), *range(0xF8, 0xFF)),
    LOW: range(0xA1, 0xA8),
}
# The ends of GBK's rows that decoders put into private use, at common first bytes: A8C1 of 定了.
for _row, _cells in {
    0xA6: (*range(0xB9, 0xC1), *range(0xD9, 0xE0)),
    0xA7: (*range(0xC2, 0xD1), *range(0xF2, 0xFF)),
    0xA8: (*range(0xC1, 0xC5), *range(0xEA, 0xFF)),
}.items():
    LEADS[-_row] = _cells
    _USER_DEFINED[-_row] = (_row,)
# The second byte of 個 begins no pair, and takes the byte behind it along.
LEADS[-0x80] = range(0x81, 0xFF)
_USER_DEFINED[-0x80] = (0x80,)
VANISHED = tuple(_USER_DEFINED)
"""Kinds of pairs that vanished."""

_AROUND = 10_000  # characters at least on either side that show which quotes a page uses
_GUESSES = 5  # characters tried where one is lost
WIDER = 3  # times as many of both where pairs may have vanished
_HOPELESS = 8  # bits behind the likeliest that are not worth following
_FARTHER = 6  # bits more of that where pairs may have vanished
_RARE = 17  # bits of a character too rare to be guessed
_NOT_A1 = 6  # bits against a lost first byte that is not A1, that of 。 and of the quotes
WRONG_SCRIPT = 6  # bits against a Simplified character on a Traditional page, and vice versa
CLASH = 16  # bits against one of these marks right behind another
ENDS = frozenset("。、·—…～，！？；：")
# Bits against other signs of row A1: ” is the usual quote, and ● or → stand in no sentence.
_SIGNS = {
    **{bytes((0xA1, k)).decode("gbk"): 8 for k in range(0xC0, 0xFF)},
    **{"」": 6, "』": 8, "’": 4, "〃": 8, "々": 8, "‖": 8},
}


class State(NamedTuple):
    """One reading of a garble so far."""

    bits: int
    out: str
    pending: int
    """The first byte of the original character under way, or ANY, HIGH, LOW."""
    inserted: tuple[tuple[int, bytes], ...]
    """Offset in bytes of ``out``, and what was inserted there."""
    eaten: str = ""
    """What the last lost pair swallowed and ``out`` does not hold."""
    lossy: bool = False


made: Callable[[tuple[object, ...]], State] = partial(tuple.__new__, State)
"""Makes a state of all its fields, in half the time."""

Step = tuple[int, bool, State]
"""Where the next visible character stands, whether in step again, the state there."""


@dataclass(frozen=True, eq=False)
class Guesses:
    """Characters that may have been lost; one set of them is made once."""

    against: dict[str, int]
    """Bits against each here, whatever stands before it."""
    cheap: tuple[tuple[int, str], ...]
    """Those that are likeliest behind a character that does not expect them, with their bits."""


class Garble:
    """A garble under study: where it starts, what it costs as it stands, what to try."""

    def __init__(
        self, text: str, start: int, head: str, wrong: Callable[[], frozenset[str]], guess: bool
    ) -> None:
        self.text = text
        self.start = start
        self.head = head
        self._wrong = wrong
        self.guess = guess
        """Whether pairs may have vanished."""
        self.quotes: dict[int, tuple[str, str]] = {}
        """The quotes on either side of a garble that ends at a place."""
        self._sums = [0, *accumulate(plausibility.costs(text[start : start + 8], head))]

    @cached_property
    def wrong(self) -> frozenset[str]:
        """Characters of the script that the page is not in; ask only of what tells scripts apart."""
        return self._wrong()

    @cached_property
    def foreign_quotes(self) -> frozenset[str]:
        """The quotes of the kind that the page around does not use, where it uses but one kind."""
        return _foreign_quotes(self.text, self.start // _AROUND)

    def upto(self, end: int) -> int:
        """Return the bits of the garble as it stands, up to ``end``."""
        place = end - self.start
        while place >= len(self._sums):
            done = self.start + len(self._sums) - 1
            more = plausibility.costs(self.text[done : done + 12], self.text[done - 1])
            if not more:
                return self._sums[-1]
            self._sums += list(accumulate(more, initial=self._sums[-1]))[1:]
        return self._sums[place]


@lru_cache(maxsize=4)
def _foreign_quotes(text: str, block: int) -> frozenset[str]:
    around = text[max(0, block - 1) * _AROUND : (block + 2) * _AROUND]
    curly, corner = "“" in around or "”" in around, "「" in around or "」" in around
    if curly == corner:
        return frozenset()
    return frozenset("「」『』") if curly else frozenset("“”‘’")


def size(text: str) -> int:
    """Return the number of bytes of ``text``."""
    return len(text.encode("gb18030", "replace"))


def guesses_of(against: dict[str, int]) -> Guesses:
    """Rank characters that may have been lost, given the bits against each."""
    backed_off = sorted(
        (plausibility.alone(char) + plausibility.BACKOFF + more, char)
        for char, more in against.items()
    )
    return Guesses(against, tuple(backed_off[: _GUESSES * WIDER]))


@cache
def ending(trail: int, kind: int) -> Guesses:
    """Characters, not rare ones, whose second byte is ``trail`` and whose first is lost."""
    found = ((lead, character(lead, trail)) for lead in LEADS[kind])
    return guesses_of(
        {
            char: 0 if lead == 0xA1 or kind != ANY else _NOT_A1
            for lead, char in found
            if char and plausibility.alone(char) <= _RARE
        }
    )


@cache
def beginning_with(lead: int, ended: bool) -> Guesses:
    """Characters, not rare ones, that begin with ``lead`` and whose second byte can be lost.

    ``ended``: behind a mark that ends a clause, another such mark is unlikely.
    """
    found = (character(lead, trail) for trail in range(0x80, 0xFF))
    return guesses_of(
        {
            char: CLASH if ended and char in ENDS else _SIGNS.get(char, 0) if lead == 0xA1 else 0
            for char in found
            if char and plausibility.alone(char) <= _RARE
        }
    )


def likeliest(
    garble: Garble, state: State, guesses: Guesses, behind: str = ""
) -> list[tuple[int, str]]:
    """Return the few likeliest of ``guesses`` to follow, best first, with their bits.

    Where the character ``behind`` them is known, it helps to tell.
    """
    wanted = _GUESSES * WIDER if garble.guess else _GUESSES
    scored, telling = _behind(state.out[-1:] or "\n", guesses, wanted)
    if not scored:
        return []
    if behind:
        ranked = _followed(scored, behind)
        limit = ranked[0][0] + _HOPELESS
        return [(bits, char) for total, bits, char in ranked[:wanted] if total <= limit]
    if telling and not garble.wrong.isdisjoint(char for _, char in scored):
        scored = [(b + WRONG_SCRIPT if c in garble.wrong else b, c) for b, c in scored]
        scored.sort()
    limit = scored[0][0] + (_HOPELESS + _FARTHER if garble.guess else _HOPELESS)
    return [item for item in scored[:wanted] if item[0] <= limit]


@lru_cache(maxsize=2048)  # by a character and a byte: 。 before a lost quote comes again and again
def _behind(previous: str, guesses: Guesses, wanted: int) -> tuple[list[tuple[int, str]], bool]:
    """Rank guesses behind a character; tell too whether any of them tells the scripts apart."""
    row = plausibility.model().row(previous)
    against = guesses.against
    scored = [(row[char] + against[char], char) for char in row.keys() & against.keys()]
    scored += [item for item in guesses.cheap[:wanted] if item[1] not in row]
    scored.sort()
    del scored[3 * wanted :]
    return scored, not readings().telling.isdisjoint(char for _, char in scored)


def _followed(scored: list[tuple[int, str]], behind: str) -> list[tuple[int, int, str]]:
    """Sort by what stands behind too: (bits with it, bits without it, character)."""
    cost = plausibility.pair
    mark = behind in ENDS
    return sorted(
        (bits + cost(char, behind) + (CLASH if mark and char in ENDS else 0), bits, char)
        for bits, char in scored
    )


@cache
def vanishing(lead: int, kind: int) -> Guesses:
    """Characters that begin with ``lead`` and whose second byte a vanished pair can hold."""
    found = (character(lead, trail) for trail in _USER_DEFINED[kind])
    return guesses_of({char: 0 for char in found if char and plausibility.alone(char) <= _RARE})
