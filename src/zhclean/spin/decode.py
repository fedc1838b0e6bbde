"""Decode a spun document: which forms stand in it, and what stood there before.

Each step is linear: lay sites that do not overlap over the forms found, write a first guess for
each, let context choose, and let the document decide as a whole: a spinner writes one form for an
original within a page, and an original that it replaces stands nowhere any more.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from .lexicon import Entry, Lexicon
from .model import ABSENT, Model

REACH = 4
"""Characters of context read on either side."""

# Fitted on pages restored by hand, each decoded without the evidence it gave to the lexicon.
BEFORE, AFTER, RARITY, COMMON = 0.40, 0.52, 0.57, 9.5
PLAIN, VOTE, CLAIM, FLOOR = -1.48, 0.54, -3.61, -4.0
SURE = (2.998, 0.208, 0.125, 0.074, 0.17, -0.029, 1.367, -0.475)
"""Logistic weights of a choice being right: its log probability, its lead over the form kept, its
score apart from context, the context's for it and for the form, the number of candidates, the
form's length, and a constant."""

# Words that announce another within a clause: 无论 … 还是.
PAIRED = {"还是": re.compile("无论|不管|不论|岂论|非论")}
PAIRING = frozenset(("如故", "照旧", "仍是", "依然", "还是"))
PAIR, SPAN = 4.0, 24
_CLAUSE = re.compile("[，。；！？\n]")

_MARKS = str.maketrans(",!?:;()", "，！？：；（）")


class Option(NamedTuple):
    """A candidate as one site sees it."""

    word: str
    base: float
    context: float
    score: float


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


def decode(text: str, lexicon: Lexicon, model: Model) -> list[Choice]:
    """Decide on every form in ``text``, a document taken to be spun."""
    sites = lay(lexicon.matches(text), lexicon, text)
    entries = [lexicon[text[s:e]] for s, e in sites]
    written = [entry.originals[0].word for entry in entries]
    absent = _Absent(text)
    memo: dict[tuple[str, str, str], list[Option]] = {}
    options: list[list[Option]] = []
    for _ in range(2):
        options = _options(text, sites, entries, written, model, absent, memo)
        written = [max(found, key=_score).word for found in options]
    return _settle(sites, entries, options)


def lay(matches: list[tuple[int, int]], lexicon: Lexicon, text: str) -> list[tuple[int, int]]:
    """Choose sites that do not overlap: in each run of overlapping forms the best set."""
    sites: list[tuple[int, int]] = []
    k, n = 0, len(matches)
    while k < n:
        end = matches[k][1]
        j = k + 1
        while j < n and matches[j][0] < end:
            end = max(end, matches[j][1])
            j += 1
        sites += [matches[k]] if j == k + 1 else _best(matches[k:j], lexicon, text)
        k = j
    return sites


def _best(run: list[tuple[int, int]], lexicon: Lexicon, text: str) -> list[tuple[int, int]]:
    """Schedule the worthiest intervals of a run, from the right."""
    low, high = run[0][0], max(end for _, end in run)
    ends: dict[int, list[int]] = {}
    for start, end in run:
        ends.setdefault(start, []).append(end)
    value = [0.0] * (high - low + 1)
    taken = [0] * (high - low + 1)
    for at in range(high - 1, low - 1, -1):
        value[at - low] = value[at - low + 1]
        for end in ends.get(at, ()):
            worth = value[end - low] + _worth(lexicon[text[at:end]])
            if worth > value[at - low]:
                value[at - low], taken[at - low] = worth, end
    sites, at = [], low
    while at < high:
        if taken[at - low]:
            sites.append((at, taken[at - low]))
            at = taken[at - low]
        else:
            at += 1
    return sites


def _worth(entry: Entry) -> float:
    """Prefer long forms, near-impossible ones and those seen on pages."""
    size = len(entry.form)
    best = entry.originals[0]
    return (
        (size - 0.5 if size > 1 else 0.4)
        + (entry.grade == "A")
        + 0.5 * (best.evidence in ("seen", "list"))
        + 0.1 * max(-1.0, best.score - max(0.0, entry.keep))
    )


class _Absent:
    """Whether a word stands in a text, asked once a word."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, bool] = {}

    def __call__(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = word not in self._text
        return known


def _options(
    text: str,
    sites: list[tuple[int, int]],
    entries: list[Entry],
    written: list[str],
    model: Model,
    absent: _Absent,
    memo: dict[tuple[str, str, str], list[Option]],
) -> list[list[Option]]:
    """Score each site's candidates in the text as it reads with the present choices."""
    marked = text.translate(_MARKS)
    pieces: list[str] = []
    at = 0
    for (start, end), original in zip(sites, written, strict=True):
        pieces += (marked[at:start], original)
        at = end
    pieces.append(marked[at:])
    joined = "".join(pieces)
    result: list[list[Option]] = []
    at = 0
    for k, entry in enumerate(entries):
        at += len(pieces[2 * k])
        end = at + len(pieces[2 * k + 1])
        left, right = joined[max(0, at - REACH) : at], joined[end : end + REACH]
        found = memo.get((left, entry.form, right))
        if found is None:
            found = _candidates(entry, left, right, model, absent)
            memo[left, entry.form, right] = found
        if entry.form in PAIRING:
            found = _paired(found, joined[max(0, at - SPAN) : at])
        result.append(found)
        at = end
    return result


def _candidates(entry: Entry, left: str, right: str, model: Model, absent: _Absent) -> list[Option]:
    words = [model.word(candidate.word) for candidate in entry.originals]
    form = model.word(entry.form)
    words.append(form)
    before = _neighbour([left[k:] for k in range(len(left))], [w[1] for w in words])
    after = _neighbour([right[:k] for k in range(len(right), 0, -1)], [w[2] for w in words])
    options = []
    for candidate, b, a in zip(entry.originals, before, after, strict=False):
        base = candidate.score + (0.0 if absent(candidate.word) else PLAIN)
        context = BEFORE * b + AFTER * a
        options.append(Option(candidate.word, base, context, base + context))
    base = entry.keep + RARITY * (form[0] + COMMON)
    context = BEFORE * before[-1] + AFTER * after[-1]
    options.append(Option(entry.form, base, context, base + context))
    return options


def _paired(found: list[Option], left: str) -> list[Option]:
    """Favour a candidate that a word before it in the sentence announces."""
    for k, option in enumerate(found):
        if option.word in PAIRED and PAIRED[option.word].search(_CLAUSE.split(left)[-1]):
            # Not in its score: what one clause announces is no vote for the other sites.
            better = option._replace(context=option.context + PAIR)
            return [*found[:k], better, *found[k + 1 :]]
    return found


def _neighbour(spans: list[str], tables: list[dict[str, float]]) -> list[float]:
    """Give each word's attraction to the longest span that any of them knows."""
    for span in spans:
        for table in tables:
            if span in table:
                return [t.get(span, ABSENT) for t in tables]
    return [0.0] * len(tables)


def _score(option: Option) -> float:
    return option.base + option.context


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    weights = [math.exp(score - top) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


def _settle(
    sites: list[tuple[int, int]], entries: list[Entry], options: list[list[Option]]
) -> list[Choice]:
    """Choose at every site, with the votes of a form's other sites and other forms' claims."""
    sites_of: dict[str, list[int]] = {}
    for k, entry in enumerate(entries):
        sites_of.setdefault(entry.form, []).append(k)
    shares = [_softmax([option[3] for option in found]) for found in options]
    claims: dict[str, list[tuple[float, str]]] = {}
    for form, ks in sites_of.items():
        for i, option in enumerate(options[ks[0]][:-1]):
            share = shares[ks[0]][i] if len(ks) == 1 else sum(shares[k][i] for k in ks) / len(ks)
            if share > 0.01:
                claims.setdefault(option[0], []).append((share, form))
    rivals = {word: sorted(found, reverse=True) for word, found in claims.items() if len(found) > 1}
    choices: list[Choice | None] = [None] * len(sites)
    for form, ks in sites_of.items():
        logs = _logs(shares, ks)
        for k in ks:
            found = options[k]
            scores = [option[1] + option[2] for option in found]
            for i in range(len(found) - 1):
                rival = rivals.get(found[i][0])
                if rival:
                    scores[i] += CLAIM * (rival[0][0] if rival[0][1] != form else rival[1][0])
            if logs:
                others = len(ks) - 1
                for i, (total, share) in enumerate(zip(logs, shares[k], strict=True)):
                    own = max(FLOOR, math.log(share + 1e-9))
                    scores[i] += VOTE * (total - own) / others
            choices[k] = _choice(*sites[k], entries[k], found, scores)
    return [choice for choice in choices if choice is not None]


def _logs(shares: list[list[float]], ks: list[int]) -> list[float]:
    """Add up the votes of a form's sites for each candidate; none for a single site."""
    if len(ks) == 1:
        return []
    log, floor = math.log, FLOOR
    return [
        sum(max(floor, log(shares[k][i] + 1e-9)) for k in ks) for i in range(len(shares[ks[0]]))
    ]


def _choice(start: int, end: int, entry: Entry, found: list[Option], scores: list[float]) -> Choice:
    order = sorted(range(len(found)), key=lambda i: -scores[i])
    if entry.grade != "B" and order[0] == len(found) - 1:
        order.remove(len(found) - 1)  # a near-impossible form never stands for itself
        order.append(len(found) - 1)
    best, keep = found[order[0]], found[-1]
    share = _softmax(scores)[order[0]]
    features = (
        math.log(share + 1e-9), scores[order[0]] - scores[-1], best.base, best.context,
        keep.context, len(found), math.log1p(len(entry.form)), 1.0,
    )  # fmt: skip
    sum_ = sum(w * x for w, x in zip(SURE, features, strict=True))
    sure = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum_))))
    return Choice(start, end, best.word, sure, entry, tuple(found[i].word for i in order[1:4]))
