"""The spinners' lexicon: forms they write, and what stood there before."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from operator import add
from typing import NamedTuple

from .. import tables

MAIN, OTHER = "G", "O"
"""The family of spinner behind most pages since 2022, and all the others together."""


MOST = 10
"""Candidates of a form that are tried."""
PLAIN = "B\t-\t0.0\t2.55\t"
"""A form that only the thesaurus knows: a common word, which more often than not stands for itself."""


class Candidate(NamedTuple):
    """What may have stood where a form stands."""

    word: str
    score: float
    """How likely it is, in nats, apart from context."""
    evidence: str
    """``seen`` on a page, known from a ``list``, by a character ``rule``, ``reasoned``, as a
    ``variant`` of an idiom, from the ``thesaurus``, or from the spinner's own ``table``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A form with its originals, likeliest first."""

    form: str
    grade: str
    """``A``: near-impossible in genuine text; ``T``: rare there and so telling; ``B``: neither."""
    tells: float
    """What its presence says, in nats, for a spun page."""
    keep: float
    """The score of leaving it as it is."""
    originals: tuple[Candidate, ...]
    worth: float
    """How much it is preferred to forms that overlap it: long, near-impossible, seen on pages."""
    open: bool = False
    """Whether it was put together by rule around a form that has several originals."""


class Lexicon:
    """Entries of one family, with an index for scanning.

    ``more`` tells of further originals of its forms, and of further forms.
    """

    def __init__(self, lines: dict[str, str], more: dict[str, str] | None = None) -> None:
        self._more = more or {}
        lines = {**dict.fromkeys(self._more, PLAIN), **lines}
        self._lines = lines
        self._entries: dict[str, Entry] = {}
        pairs: dict[str, set[int]] = {}
        for form in lines:
            if len(form) > 1:
                pairs.setdefault(form[:2], set()).add(len(form))
        self.sizes = {pair: tuple(sorted(sizes, reverse=True)) for pair, sizes in pairs.items()}
        """The lengths of forms by their first two characters."""
        self._singles = frozenset([form for form in lines if len(form) == 1])

    def __contains__(self, form: str) -> bool:
        return form in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def anchors(self) -> Iterator[tuple[str, int]]:
        """Give the forms that show a spun page and the place of each one's rarest character."""
        for form, line in self._lines.items():
            if line[2] != "-":
                yield form, int(line[2])

    def __getitem__(self, form: str) -> Entry:
        entry = self._entries.get(form)
        if entry is None:
            grade, _, tells, keep, originals = self._lines[form].split("\t")
            found = []
            for field in originals.split():
                word, score, evidence = field.split(":")
                found.append(Candidate(word, float(score), evidence))
            if form in self._more:
                for field in self._more[form].split():
                    word, score = field.split(":")
                    found.append(Candidate(word, float(score), "thesaurus"))
                found.sort(key=lambda candidate: -candidate.score)
            del found[MOST:]
            if grade == "B" and self._holds_impossible(form):
                grade = "A"
            worth = _worth(form, grade, float(keep), found[0])
            ambiguous = found[0].evidence == "rule" and self._holds_ambiguous(form)
            entry = Entry(form, grade, float(tells), float(keep), tuple(found), worth, ambiguous)
            self._entries[form] = entry
        return entry

    def _holds_impossible(self, form: str) -> bool:
        """Whether a part of a form is itself near-impossible: then so is the whole."""
        return any(
            self._lines.get(form[start:end], "B")[0] == "A"
            for start in range(len(form) - 1)
            for end in range(start + 2, len(form) + (start > 0))
        )

    def _holds_ambiguous(self, form: str) -> bool:
        """Whether a part of a form is a form of its own that has several originals."""
        size = len(form)
        parts = (
            self._lines.get(form[start:end], "")
            for start in range(size - 1)
            for end in range(start + 2, size + (start > 0))
        )
        return any(part.count(":seen") + part.count(":list") > 1 for part in parts)

    def matches(self, text: str) -> list[tuple[int, int]]:
        """Find every occurrence of every form, overlaps included, in order of start."""
        forms, size = self._lines, len(text)
        found: list[tuple[int, int]] = []
        singles = self._singles
        lengths = map(self.sizes.get, map(add, text, chain(text[1:], " ")), repeat(()))
        for i, (c, own) in enumerate(zip(text, lengths, strict=True)):
            for n in own:
                if text[i : i + n] in forms and i + n <= size:
                    found.append((i, i + n))
            if c in singles:
                found.append((i, i + 1))
        return found


def _worth(form: str, grade: str, keep: float, best: Candidate) -> float:
    size = len(form)
    return (
        (size - 0.5 if size > 1 else 0.4)
        + (grade == "A")
        + 0.5 * (best.evidence in ("seen", "list"))
        + 0.1 * max(-1.0, best.score - max(0.0, keep))
    )


@cache
def _families() -> dict[str, dict[str, str]]:
    families: dict[str, dict[str, str]] = {MAIN: {}, OTHER: {}}
    for line in tables.read("spun_lexicon.tsv").split("\n"):
        if line and line[0] != "#":
            family, form, rest = line.split("\t", 2)
            families[family][form] = rest
    return families


@cache
def lexicon(family: str = MAIN) -> Lexicon:
    """Load the entries of a family of spinner; another name than MAIN means all the others."""
    return Lexicon(_families()[MAIN if family == MAIN else OTHER])


@cache
def widened(family: str = MAIN) -> Lexicon:
    """Load the entries of a family with what the thesaurus adds, which knows the main one only."""
    if family != MAIN:
        return lexicon(family)
    lines = tables.read("spun_thesaurus.tsv").split("\n")
    return Lexicon(
        _families()[MAIN], dict(line.split("\t") for line in lines if line[:1] not in "#")
    )


REPLACED, AGAIN = 2.0, 1.7
"""What speaks against a form's standing for itself where it is an original of the table too, and by
the number of its forms: a spinner leaves none of its originals."""


def of_table(table: Mapping[str, Iterable[str]]) -> Lexicon:
    """Make a lexicon of a spinner's own table: originals with the forms written for them.

    Within a page the spinner draws one form for an original: each is as likely as another.
    """
    forms = {original: sorted({*some} - {original}) for original, some in table.items()}
    times = Counter({original: len(some) for original, some in forms.items()})
    found: dict[str, list[str]] = {}
    for original, some in sorted(forms.items()):
        for form in some:
            found.setdefault(form, []).append(f"{original}:{-math.log(len(some)):.2f}:table")
    return Lexicon(
        {
            form: f"B\t-\t0.0\t{-REPLACED * (form in forms) - AGAIN * math.log1p(times[form]):.2f}\t"
            + " ".join(originals)
            for form, originals in found.items()
        }
    )


@cache
def against(family: str) -> dict[str, float]:
    """Load the words that speak against a spun page, with their weight in nats (negative)."""
    words: dict[str, float] = {}
    for line in tables.read("spun_words.tsv").split("\n"):
        if line and line[0] != "#":
            name, word, weight = line.split("\t")
            if name == family:
                words[word] = float(weight)
    return words
