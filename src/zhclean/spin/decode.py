"""Decode a spun document: which forms stand in it, and what stood there before.

Each step is linear: lay sites that do not overlap over the forms found, write a first guess for
each, let context choose, and let the document decide as a whole: a spinner writes one form for an
original within a page, and an original that it replaces stands nowhere any more.
"""

from __future__ import annotations

import math
import re
from operator import add
from typing import NamedTuple

from .lay import lay
from .lexicon import Entry, Lexicon
from .model import ABSENT, Model, Neighbours
from .sure import Page, likelihood, page, partly, wholly

REACH = 4
"""Characters of context read on either side."""

# Fitted on pages restored by hand, each decoded without the evidence it gave to the lexicon.
BEFORE, AFTER, RARITY, COMMON = 0.40, 0.52, 0.57, 9.5
PLAIN, VOTE, CLAIM, FLOOR = -1.48, 0.54, -3.61, -4.0

# Words that announce another within a clause: 无论 … 还是.
PAIRED = {"还是": re.compile("无论|不管|不论|岂论|非论")}
PAIRING = frozenset(("如故", "照旧", "仍是", "依然", "还是"))
PAIR, SPAN = 4.0, 24
_CLAUSE = re.compile("[，。；！？\n]")

_MARKS = str.maketrans(",!?:;()", "，！？：；（）")


class _Form(NamedTuple):
    """A form with all that its sites in a document share; its candidates end with itself."""

    entry: Entry
    words: tuple[str, ...]
    bases: list[float]
    """What speaks for each candidate apart from context."""
    costs: list[float]
    """Log probabilities of the candidates."""
    before: list[Neighbours]
    after: list[Neighbours]
    left: dict[str, list[float]]
    """What the text before a site has said of each candidate; ``right`` what that behind has."""
    right: dict[str, list[float]]


class _Site(NamedTuple):
    """What its neighbours say of each candidate of a site, and the score that gives with it."""

    context: list[float]
    scores: list[float]


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


def decode(text: str, lexicon: Lexicon, model: Model, share: float = 1.0) -> list[Choice]:
    """Decide on every form in ``text``, a document taken to be spun.

    ``share`` is that of forms among forms and originals: of a page that is spun only in part, more
    is demanded.
    """
    sites = lay(lexicon.matches(text), lexicon, text)
    known: dict[str, _Form] = {}
    pairs = {*text, *map(add, text, text[1:])}
    forms: list[_Form] = []
    for start, end in sites:
        form = text[start:end]
        if form not in known:
            known[form] = _form(lexicon[form], text, pairs, model)
        forms.append(known[form])
    written = [form.words[0] for form in forms]
    found: list[_Site] = []
    marked = text.translate(_MARKS)
    for _ in range(2):
        found = _read(marked, sites, forms, written, model.spans)
        written = [
            f.words[s.scores.index(max(s.scores))] for f, s in zip(forms, found, strict=True)
        ]
    return _settle(sites, forms, found, page(share, len(text)))


def _form(entry: Entry, text: str, pairs: set[str], model: Model) -> _Form:
    """Weigh a form's candidates apart from context: an original that still stands is unlikely."""
    words = (*(candidate.word for candidate in entry.originals), entry.form)
    known = [model.word(word) for word in words]
    bases = [
        score + PLAIN if word[:2] in pairs and word in text else score
        for word, score, _ in entry.originals
    ]
    bases.append(entry.keep + RARITY * (known[-1][0] + COMMON))
    before, after = [word[1] for word in known], [word[2] for word in known]
    return _Form(entry, words, bases, [word[0] for word in known], before, after, {}, {})


def _read(
    marked: str,
    sites: list[tuple[int, int]],
    forms: list[_Form],
    written: list[str],
    spans: dict[str, str],
) -> list[_Site]:
    """Score each site's candidates in the text as it reads with the present choices."""
    pieces: list[str] = []
    at = 0
    for (start, end), original in zip(sites, written, strict=True):
        pieces += (marked[at:start], original)
        at = end
    pieces.append(marked[at:])
    joined = "".join(pieces)
    result: list[_Site] = []
    at = 0
    for k, form in enumerate(forms):
        at += len(pieces[2 * k])
        end = at + len(pieces[2 * k + 1])
        left, right = joined[at - REACH if at > REACH else 0 : at], joined[end : end + REACH]
        before, after = form.left.get(left), form.right.get(right)
        if before is None:
            before = form.left[left] = _before(form, left, spans)
        if after is None:
            after = form.right[right] = _after(form, right, spans)
        context = list(map(add, before, after))
        site = _Site(context, list(map(add, form.bases, context)))
        if form.entry.form in PAIRING:
            site = _paired(site, form.words, joined[max(0, at - SPAN) : at])
        result.append(site)
        at = end
    return result


def _before(form: _Form, span: str, spans: dict[str, str]) -> list[float]:
    """Ask the longest span before a site that any of the candidates knows."""
    while span:
        own = spans.get(span)
        if own is not None and _known(own, form.before):
            return [BEFORE * table.get(own, ABSENT) for table in form.before]
        span = span[1:]
    return [0.0] * len(form.words)


def _after(form: _Form, span: str, spans: dict[str, str]) -> list[float]:
    """Ask the longest span behind a site that any of the candidates knows."""
    while span:
        own = spans.get(span)
        if own is not None and _known(own, form.after):
            return [AFTER * table.get(own, ABSENT) for table in form.after]
        span = span[:-1]
    return [0.0] * len(form.words)


def _known(span: str, tables: list[Neighbours]) -> bool:
    for table in tables:  # noqa: SIM110 - half the time of any()
        if span in table:
            return True
    return False


def _paired(site: _Site, words: tuple[str, ...], left: str) -> _Site:
    """Favour a candidate that a word before it in the sentence announces."""
    for k, word in enumerate(words):
        if word in PAIRED and PAIRED[word].search(_CLAUSE.split(left)[-1]):
            context = list(site.context)
            context[k] += PAIR
            # Not in its score: what one clause announces is no vote for the other sites.
            return _Site(context, site.scores)
    return site


def _logarithms(scores: list[float]) -> list[float]:
    """Turn scores into log probabilities."""
    top = max(scores)
    total = math.log(sum([math.exp(score - top) for score in scores])) + top
    return [score - total for score in scores]


def _settle(
    sites: list[tuple[int, int]], forms: list[_Form], found: list[_Site], whole: Page
) -> list[Choice]:
    """Choose at every site, with the votes of a form's other sites and other forms' claims."""
    sites_of: dict[str, list[int]] = {}
    for k, form in enumerate(forms):
        sites_of.setdefault(form.entry.form, []).append(k)
    logs = [_logarithms(site.scores) for site in found]
    rivals = _rivals(sites_of, forms, logs)
    choices: list[Choice | None] = [None] * len(sites)
    for ks in sites_of.values():
        form = forms[ks[0]]
        claimed = _claimed(form, rivals)
        if len(ks) == 1:
            k = ks[0]
            scores = list(map(add, form.bases, found[k].context))
            if claimed:
                scores = list(map(add, scores, claimed))
            choices[k] = _choice(*sites[k], form, found[k].context, scores, whole)
            continue
        floored = [[log if log > FLOOR else FLOOR for log in logs[k]] for k in ks]
        share = VOTE / (len(ks) - 1)
        votes = [share * sum(column) for column in zip(*floored, strict=True)]
        if claimed:
            votes = list(map(add, votes, claimed))
        for k, own in zip(ks, floored, strict=True):
            scores = [
                b + c + vote - share * log
                for b, c, vote, log in zip(form.bases, found[k].context, votes, own, strict=True)
            ]
            choices[k] = _choice(*sites[k], form, found[k].context, scores, whole)
    return [choice for choice in choices if choice is not None]


def _claimed(form: _Form, rivals: dict[str, list[tuple[float, str]]]) -> list[float]:
    """Say what other forms' claims cost each candidate; nothing where there are none."""
    written = form.words[-1]
    costs: list[float] = []
    for i, word in enumerate(form.words):
        if word in rivals and word != written:
            first, second = rivals[word][:2]
            costs = costs or [0.0] * len(form.words)
            costs[i] = CLAIM * (first[0] if first[1] != written else second[0])
    return costs


def _rivals(
    sites_of: dict[str, list[int]], forms: list[_Form], logs: list[list[float]]
) -> dict[str, list[tuple[float, str]]]:
    """Find the originals that several forms claim, with the mean share of each claim."""
    claimants: dict[str, list[tuple[int, str]]] = {}
    for written, ks in sites_of.items():
        for i, word in enumerate(forms[ks[0]].words[:-1]):
            claimants.setdefault(word, []).append((i, written))
    rivals: dict[str, list[tuple[float, str]]] = {}
    for word, some in claimants.items():
        if len(some) > 1:
            claims: list[tuple[float, str]] = []
            for i, written in some:
                ks = sites_of[written]
                share = sum([math.exp(logs[k][i]) for k in ks]) / len(ks)
                if share > 0.01:
                    claims.append((share, written))
            if len(claims) > 1:
                rivals[word] = sorted(claims, reverse=True)
    return rivals


def _choice(
    start: int, end: int, form: _Form, context: list[float], scores: list[float], whole: Page
) -> Choice:
    entry, words, bases = form.entry, form.words, form.bases
    last = len(scores) - 1
    order = sorted(range(last + 1), key=scores.__getitem__, reverse=True)
    if entry.grade != "B" and order[0] == last:
        order.remove(last)  # a near-impossible form never stands for itself
        order.append(last)
    best = order[0]
    score, kept = scores[best], scores[last]
    top = score if score > kept else kept
    share = math.log(
        math.exp(score - top) / sum([math.exp(other - top) for other in scores]) + 1e-9
    )
    odds = wholly(
        share, score - kept, bases[best], context[best], context[last], len(scores), end - start
    )
    if whole.partly and entry.grade == "B":
        less = partly(
            share,
            score - kept,
            (bases[best], bases[last]),
            (context[best], context[last]),
            (form.costs[best], form.costs[last]),
            end - start,
            whole.size,
        )
        odds = min(odds, (1 - whole.partly) * odds + whole.partly * less)
    others = tuple([words[i] for i in order[1:4]])
    return Choice(start, end, words[best], likelihood(odds), entry, others)
