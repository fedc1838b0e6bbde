"""Choose what stood at each site, with what the document as a whole says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from math import exp, log
from operator import add
from typing import NamedTuple

from .lexicon import Entry
from .sure import Page, likelihood, partly, tabled, wholly
from .weigh import Weighed

# Fitted on pages restored by hand, each decoded without the evidence it gave to the lexicon.
VOTE, EXCLUSIVE = 0.2, 1.02
"""The power of a form's number of sites by which what they say is divided, for what holds at one
often holds at the next; and what another form's claim is taken from: a claim made for certain all
but excludes an original."""

# Words that announce another within a clause: 无论 … 还是.
PAIRED = {"还是": re.compile("无论|不管|不论|岂论|非论")}
PAIRING = frozenset(("如故", "照旧", "仍是", "依然", "还是"))
PAIR, SPAN = 4.0, 24
_CLAUSE = re.compile("[，。；！？\n]")


@dataclass(slots=True)
class Form:
    """A form in a document: what its sites share."""

    known: Weighed
    bases: list[float]
    """What speaks for each candidate apart from context."""
    sites: list[int]


class Choice(NamedTuple):
    """A form with what the decoder makes of it."""

    start: int
    end: int
    original: str
    """The form itself where it is kept."""
    sure: float
    """How likely the choice is right, from 0 to 1."""
    entry: Entry
    alternatives: tuple[str, ...]
    """Other candidates, likeliest first."""

    @property
    def evidence(self) -> str:
        """What the pair of form and original rests on; empty where the form is kept."""
        for candidate in self.entry.originals:
            if candidate.word == self.original:
                return candidate.evidence
        return ""


def settle(
    sites: list[tuple[int, int]],
    found: list[Form],
    contexts: list[list[float]],
    folded: str,
    whole: Page,
) -> list[Choice]:
    """Choose for every form, with what all its sites say and other forms' claims."""
    scores: list[list[float]] = [[]] * len(sites)
    for form in found:
        if len(form.sites) == 1:
            k = form.sites[0]
            scores[k] = list(map(add, form.bases, contexts[k]))
        else:
            _vote(form, contexts, scores)
    claims = _claims(found, scores)
    choices: list[Choice | None] = [None] * len(sites)
    for form in found:
        known = form.known
        costs = _claimed(known, claims)
        pairing = known.entry.form in PAIRING
        # Sites that say the same are decided once.
        alike = len(known.entry.form) > 1 and not pairing and not whole.partly
        first: Choice | None = None
        for k in form.sites:
            if first is not None and alike:
                _, _, original, sure, entry, others = first
                choices[k] = Choice(*sites[k], original, sure, entry, others)
                continue
            own = scores[k] if costs is None else list(map(add, scores[k], costs))
            if pairing:
                announced = _announced(sites, form, k, folded)
                if announced is not None:
                    own = own[:]
                    own[announced] += PAIR
            choices[k] = first = _choice(*sites[k], form, contexts[k], own, whole)
    return [choice for choice in choices if choice is not None]


def _announced(sites: list[tuple[int, int]], form: Form, k: int, folded: str) -> int | None:
    """Find a candidate of a site that a word before it in the sentence announces."""
    start = sites[k][0]
    for i, word in enumerate(form.known.words):
        if word in PAIRED:
            clause = _CLAUSE.split(folded[max(0, start - SPAN) : start])[-1]
            if PAIRED[word].search(clause):
                return i
    return None


def _vote(form: Form, contexts: list[list[float]], scores: list[list[float]]) -> None:
    """Score the candidates of a form by all its sites together: within a page it has one original.

    A single character stands for another within words too, and at each site for itself.
    """
    if len(form.known.entry.form) == 1:
        for k in form.sites:
            scores[k] = list(map(add, form.bases, contexts[k]))
        return
    weight = len(form.sites) ** -VOTE
    said = zip(*[contexts[k] for k in form.sites], strict=True)
    own = [base + weight * sum(column) for base, column in zip(form.bases, said, strict=True)]
    for k in form.sites:
        scores[k] = own


def _shares(scores: list[float]) -> list[float]:
    """Turn scores into probabilities."""
    top = max(scores)
    parts = [exp(score - top) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]


def _claims(found: list[Form], scores: list[list[float]]) -> dict[str, list[tuple[float, str]]]:
    """Find the originals that several forms claim, with the mean share of each claim."""
    counts = Counter(chain.from_iterable([form.known.originals for form in found]))
    shared = {word for word, count in counts.items() if count > 1}
    claims: dict[str, list[tuple[float, str]]] = {}
    for form in found:
        known = form.known
        if shared.isdisjoint(known.originals):
            continue
        means = _shares(scores[form.sites[0]])
        if len(known.entry.form) == 1 < len(form.sites):
            each = [means, *(_shares(scores[k]) for k in form.sites[1:])]
            means = [sum(column) / len(each) for column in zip(*each, strict=True)]
        for word, mean in zip(known.originals, means, strict=False):
            if mean > 0.01 and word in shared:
                claims.setdefault(word, []).append((mean, known.entry.form))
    return {word: sorted(some, reverse=True) for word, some in claims.items()}


def _claimed(known: Weighed, claims: dict[str, list[tuple[float, str]]]) -> list[float] | None:
    """Say what other forms' claims cost each candidate; nothing where there are none."""
    if claims.keys().isdisjoint(known.originals):
        return None
    costs: list[float] | None = None
    name = known.entry.form
    for i, word in enumerate(known.originals):
        for share, claimant in claims.get(word, ())[:2]:
            if claimant != name:
                costs = costs or [0.0] * len(known.words)
                costs[i] = log(EXCLUSIVE - share)
                break
    return costs


def _choice(
    start: int, end: int, form: Form, context: list[float], scores: list[float], whole: Page
) -> Choice:
    known = form.known
    words, entry = known.words, known.entry
    last = len(scores) - 1
    kept = entry.grade == "B"  # a near-impossible form never stands for itself
    if last == 1:
        best = int(kept and scores[0] < scores[1])
        second = 1 - best
        others: tuple[str, ...] = (words[second],)
    else:
        order = sorted(range(last + 1), key=scores.__getitem__, reverse=True)
        if not kept and order[0] == last:
            order.remove(last)
            order.append(last)
        best, second = order[0], order[1]
        others = tuple([words[i] for i in order[1:4]])
    top = max(scores)
    parts = [exp(score - top) for score in scores]
    total = sum(parts)
    most = parts[best] / total
    share = log(most + 1e-4)
    lead = log((most + 1e-3) / (parts[second] / total + 1e-3))
    if known.telling is None:
        odds = tabled(most)
    else:
        odds = wholly(known.telling, share, lead)
    if whole.partly and kept:
        less = partly(known, best, form.bases, context, share, lead, whole.size)
        odds = min(odds, (1 - whole.partly) * odds + whole.partly * less)
    return Choice(start, end, words[best], likelihood(odds), entry, others)
