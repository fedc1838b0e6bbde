"""How plausible a text is, in bits: a small character and pair model of East Asian text.

The model holds Simplified and Traditional Chinese, Japanese, Korean and a little European text. A
genuine Chinese character in its context costs 6 to 9 bits, one of a garble 14 to 20. Bits add up,
so the difference between two readings of one place is the evidence for the cheaper one: 20 bits
are a million to one. Compare totals of readings of the same bytes, never means.

The table is read at the first question (some 20 ms); a character's row is parsed when first met.
"""

from __future__ import annotations

import functools

from .. import tables

BACKOFF = 2
"""Bits an unlisted pair costs on top of its second character alone."""
_ASCII = 5  # an ASCII character behind another: the model does not read English


class _Row(dict[str, int]):
    """Costs of the characters that may stand behind one character."""

    __slots__ = ("own",)

    def __init__(self, own: int, groups: str) -> None:
        super().__init__()
        self.own = own
        for group in groups.split(" ") if groups else ():
            cost = int(group[0], 36)
            for c in group[1:]:
                self[c] = cost


class _Model:
    """The parsed table: costs alone, and rows of followers parsed on demand."""

    __slots__ = ("_raw", "alone", "rows")

    def __init__(self, table: str) -> None:
        self.alone: dict[str, int] = {}
        self._raw: dict[str, str] = {}
        self.rows: dict[str, _Row] = {}
        for line in table.split("\n"):
            c, _, rest = line.partition("\t")
            if not rest or len(c) != 1:
                continue
            cost, _, groups = rest.partition("\t")
            self.alone[c] = int(cost)
            if groups:
                self._raw[c] = groups
        for c in " \t\r\n":
            self.alone[c] = 3

    def row(self, c: str) -> _Row:
        """Return what may follow ``c``."""
        try:
            return self.rows[c]
        except KeyError:
            row = self.rows[c] = _Row(self.cost(c), self._raw.get(c, ""))
            return row

    def cost(self, c: str) -> int:
        """Return the bits of ``c`` with nothing before it."""
        try:
            return self.alone[c]
        except KeyError:
            cost = self.alone[c] = _unlisted(ord(c))
            return cost


def _unlisted(code: int) -> int:
    """Return the cost of a character the table does not know, by its block."""
    if 0x4E00 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3 or 0x3040 <= code <= 0x30FF:
        return 20
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xF8FF or code >= 0xFFF0:
        return 24 if 0x20000 <= code <= 0x3FFFF else 28  # controls, surrogates, private, specials
    return 20 if code < 0x80 else 23


@functools.cache
def model() -> _Model:
    """Read the table."""
    table = tables.read("plausibility.txt")
    return _Model(table)


def alone(c: str) -> int:
    """Return the bits of one character with nothing before it."""
    return model().cost(c)


def pair(a: str, b: str) -> int:
    """Return the bits of ``b`` standing behind ``a``."""
    if a < "\x80" and b < "\x80":
        return _ASCII
    found = model().row(a).get(b)
    return model().cost(b) + (0 if a < "\x80" else BACKOFF) if found is None else found


def costs(text: str, before: str = "") -> list[int]:
    """Return the bits of every character of ``text``, standing behind ``before``."""
    known = model()
    rows, single, cost, parse = known.rows.get, known.alone.get, known.cost, known.row
    result: list[int] = []
    add = result.append
    previous = before[-1:] or "\n"
    for c in text:
        if c < "\x80" and previous < "\x80":
            add(_ASCII)
        else:
            followers = rows(previous)
            if followers is None:
                followers = parse(previous)
            found = followers.get(c)
            if found is None:
                found = single(c)
                if found is None:
                    found = cost(c)
                if previous >= "\x80":
                    found += BACKOFF
            add(found)
        previous = c
    return result


def bits(text: str, before: str = "", after: str = "") -> int:
    """Return the bits of ``text`` between what stands before and after it.

    Only the neighbouring character of ``before`` and ``after`` counts; that of ``after`` is
    charged too, so that readings that differ in their last character compare fairly.
    """
    return sum(costs(text + after[:1], before))


def better(one: str, other: str) -> int:
    """Return by how many bits ``one`` is cheaper than ``other``, which differs in a few places."""
    if len(one) != len(other):
        return bits(other) - bits(one)
    places = [k for k, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    more = 0
    for k in {*places, *(k + 1 for k in places if k + 1 < len(one))}:
        more += pair(other[k - 1] if k else "\n", other[k]) - pair(
            one[k - 1] if k else "\n", one[k]
        )
    return more


def mean(text: str) -> float:
    """Return the bits a character, white space left out; 0.0 for a text with nothing else."""
    kept = [cost for c, cost in zip(text, costs(text), strict=True) if not c.isspace()]
    return sum(kept) / len(kept) if kept else 0.0
