"""Decode a spun document: which forms stand in it, and what stood there before.

Three passes, each linear: lay non-overlapping sites over the forms found, write a first guess for
each, then let context and the rest of the document choose between the candidates of each form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .lexicon import Entry, Lexicon
from .model import ABSENT, Model

Scorer = Callable[[Sequence[str]], Sequence[float]]
"""Scores whole sentences, a larger number for a likelier one."""

REACH = 4
"""Characters of context read on either side."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the parts of a score count; fitted on pages restored by hand."""

    frequency: float = 0.15
    seen: float = 0.8
    context: float = 0.5
    vote: float = 1.5
    plain: float = 1.0
    keep: float = -2.0


WEIGHTS = Weights()


class Choice(NamedTuple):
    """A form with what the decoder makes of it."""

    start: int
    end: int
    original: str
    """The form itself where it is kept."""
    margin: float
    """How much better the original is than the next candidate."""
    entry: Entry
    alternatives: tuple[str, ...]


def lay(matches: list[tuple[int, int]], lexicon: Lexicon, text: str) -> list[tuple[int, int]]:
    """Choose non-overlapping sites: in each run of overlapping forms the best set of them."""
    sites: list[tuple[int, int]] = []
    k, n = 0, len(matches)
    while k < n:
        end = matches[k][1]
        j = k + 1
        while j < n and matches[j][0] < end:
            end = max(end, matches[j][1])
            j += 1
        if j == k + 1:
            sites.append(matches[k])
        else:
            sites += _best(matches[k:j], lexicon, text)
        k = j
    return sites


def _best(run: list[tuple[int, int]], lexicon: Lexicon, text: str) -> list[tuple[int, int]]:
    # Weighted interval scheduling over one run; sorted by start, so go from the right.
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {}
    last = max(e for _, e in run)
    tail: tuple[float, list[tuple[int, int]]] = (0.0, [])
    at = last
    starts: dict[int, list[int]] = {}
    for s, e in run:
        starts.setdefault(s, []).append(e)
    for at in range(last, run[0][0] - 1, -1):
        tail = best.get(at + 1, tail)
        for e in starts.get(at, ()):
            rest = best.get(e, (0.0, []))
            value = rest[0] + _worth(lexicon.entries[text[at:e]])
            if value > tail[0]:
                tail = (value, [(at, e), *rest[1]])
        best[at] = tail
    return best[run[0][0]][1]


def _worth(entry: Entry) -> float:
    n = len(entry.form)
    return (
        (n - 0.5 if n > 1 else 0.4)
        + (1.0 if entry.certain else 0.0)
        + 0.5 * entry.witnessed
        + 0.1 * entry.originals[0][1]
    )


def decode(text: str, lexicon: Lexicon, model: Model, weights: Weights = WEIGHTS) -> list[Choice]:
    """Decide on every form in ``text``, a document taken to be spun."""
    sites = lay(lexicon.matches(text), lexicon, text)
    entries = [lexicon.entries[text[s:e]] for s, e in sites]
    first = [entry.originals[0][0] for entry in entries]
    chosen = first
    for _ in range(2):
        scored = _score(text, sites, entries, chosen, model, weights)
        chosen, ranked = _choose(text, entries, scored, weights)
    return [
        Choice(
            s,
            e,
            r[0][0],
            r[0][1] - r[1][1] if len(r) > 1 else 9.0,
            entry,
            tuple(o for o, _ in r[1:4]),
        )
        for (s, e), entry, r in zip(sites, entries, ranked, strict=True)
    ]


def _score(
    text: str,
    sites: list[tuple[int, int]],
    entries: list[Entry],
    chosen: list[str],
    model: Model,
    w: Weights,
) -> list[list[tuple[str, float]]]:
    """Score each site's candidates in the text as it reads with the present choices."""
    pieces: list[str] = []
    at = 0
    for (s, e), original in zip(sites, chosen, strict=True):
        pieces.append(text[at:s].translate(_MARKS))
        pieces.append(original)
        at = e
    pieces.append(text[at:].translate(_MARKS))
    written = "".join(pieces)
    result: list[list[tuple[str, float]]] = []
    memo: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    at = 0
    for k, entry in enumerate(entries):
        at += len(pieces[2 * k])
        end = at + len(pieces[2 * k + 1])
        left, right = written[max(0, at - REACH) : at], written[end : end + REACH]
        key = (left, entry.form, right)
        found = memo.get(key)
        if found is None:
            found = memo[key] = _candidates(entry, left, right, model, w)
        result.append(found)
        at = end
    return result


_MARKS = str.maketrans(
    {",": "，", "!": "！", "?": "？", ":": "：", ";": "；", "(": "（", ")": "）"}
)


def _candidates(
    entry: Entry, left: str, right: str, model: Model, w: Weights
) -> list[tuple[str, float]]:
    words = [(o, model.word(o), v) for o, v in entry.originals]
    if all(o != entry.form for o, _ in entry.originals):
        words.append((entry.form, model.word(entry.form), w.keep))
    before = _neighbour([left[k:] for k in range(len(left))], [x[1][1] for x in words])
    after = _neighbour([right[:k] for k in range(len(right), 0, -1)], [x[1][2] for x in words])
    return [
        (o, w.frequency * x[0] + w.seen * v + w.context * (b + a))
        for (o, x, v), b, a in zip(words, before, after, strict=True)
    ]


def _neighbour(spans: list[str], tables: list[dict[str, float]]) -> list[float]:
    for span in spans:
        for table in tables:
            if span in table:
                return [t.get(span, ABSENT) for t in tables]
    return [0.0] * len(tables)


def _choose(
    text: str, entries: list[Entry], scored: list[list[tuple[str, float]]], w: Weights
) -> tuple[list[str], list[list[tuple[str, float]]]]:
    """Let the sites of a form vote, and an original that still stands in the text lose."""
    totals: dict[str, dict[str, float]] = {}
    counts: dict[str, int] = {}
    for entry, found in zip(entries, scored, strict=True):
        total = totals.setdefault(entry.form, {})
        counts[entry.form] = counts.get(entry.form, 0) + 1
        best = max(s for _, s in found)
        for o, s in found:
            total[o] = total.get(o, 0.0) + max(s - best, -4.0)
    bonus: dict[str, dict[str, float]] = {}
    for form, total in totals.items():
        n = counts[form]
        bonus[form] = {
            o: (w.vote * (t / n) * (1 - 1 / n) if n > 1 else 0.0)
            - (w.plain if o != form and o in text else 0.0)
            for o, t in total.items()
        }
    ranked = []
    for entry, found in zip(entries, scored, strict=True):
        b = bonus[entry.form]
        ranked.append(sorted(((o, s + b[o]) for o, s in found), key=lambda p: -p[1]))
    return [r[0][0] for r in ranked], ranked
