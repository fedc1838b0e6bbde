"""The spinners' lexicon: forms they write, and what stood there before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

MAIN = "G"
"""The family of spinner behind most pages since 2022; ``O`` stands for all the others."""


def rows(name: str) -> list[list[str]]:
    """Read a table's rows as lists of fields."""
    text = resources.files("zhclean.tables").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n") if line and line[0] != "#"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A form with its originals, likeliest first."""

    form: str
    originals: tuple[tuple[str, float], ...]
    certain: bool
    """Near-impossible in genuine text."""
    witnessed: bool
    """Seen on a page, not only reasoned."""


class Lexicon:
    """Entries of one family, and an index for scanning."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self.entries = entries
        lengths: dict[str, set[int]] = {}
        for form in entries:
            lengths.setdefault(form[0], set()).add(len(form))
        self.lengths = {c: tuple(sorted(sizes, reverse=True)) for c, sizes in lengths.items()}
        self.originals = frozenset(o for entry in entries.values() for o, _ in entry.originals)

    def matches(self, text: str) -> list[tuple[int, int]]:
        """Find every occurrence of every form, overlaps included, in order of start."""
        entries, lengths = self.entries, self.lengths
        found: list[tuple[int, int]] = []
        for i, c in enumerate(text):
            if c in lengths:
                for n in lengths[c]:
                    if text[i : i + n] in entries and i + n <= len(text):
                        found.append((i, i + n))
        return found


@cache
def lexicon(family: str = MAIN) -> Lexicon:
    """Load the entries of a family of spinner."""
    grouped: dict[str, list[tuple[str, float, bool, bool]]] = {}
    for form, original, weight, grade, families, evidence in rows("spun_lexicon.tsv"):
        if family in families:
            seen = evidence not in ("reasoned", "rule", "list", "list,rule")
            grouped.setdefault(form, []).append((original, float(weight), grade == "A", seen))
    return Lexicon(
        {
            form: Entry(
                form,
                tuple(sorted(((o, w) for o, w, _, _ in found), key=lambda p: -p[1])),
                any(f[2] for f in found),
                any(f[3] for f in found),
            )
            for form, found in grouped.items()
        }
    )
