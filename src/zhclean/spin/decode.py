"""Decode a spun document: which forms stand in it, and what stood there before.

Each step is linear: lay sites that do not overlap over the forms found, write a first guess for
each, let context choose, and let the document decide as a whole: a spinner writes one form for an
original within a page, and an original that it replaces stands nowhere any more.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import accumulate, chain, repeat
from operator import add

from .lay import lay
from .lexicon import Lexicon
from .model import FOLD, Model, Near, Side
from .settle import Choice, Form, settle
from .sure import page
from .weigh import STANDS, Weighed, forms

REACH = 4
"""Characters of context read on either side."""

TOPIC = 0.55
"""Weight of the words of a document that keep company with a candidate."""
COMPANY = [TOPIC * math.log1p(count) for count in range(256)]
"""What they say by their number, of which a word has two dozen at most."""
HEAD = 12_000
"""Characters of a document that tell what it is about."""


def decode(text: str, lexicon: Lexicon, model: Model, standing: float = 0.0) -> list[Choice]:
    """Decide on every form in ``text``, a document taken to be spun.

    ``standing`` is the share of its characters in words that a spinner would have replaced: of a
    page that is spun only in part, more is demanded.
    """
    sites = lay(lexicon.matches(text), lexicon, text)
    found = _forms(text, sites, lexicon, model)
    by_site: list[Form] = [form for form in found for _ in form.sites]
    for form in found:
        for k in form.sites:
            by_site[k] = form
    folded = text.translate(FOLD)
    first = {form.known.entry.form: _likeliest(form.known.words, form.bases) for form in found}
    pieces = _pieces(folded, sites, [first[form.known.entry.form] for form in by_site])
    before, after = model.before, model.after
    lefts, rights = _spans(pieces)
    befores = [_ask(form.known, span, before) for form, span in zip(by_site, lefts, strict=True)]
    afters = [_ask(form.known, span, after) for form, span in zip(by_site, rights, strict=True)]
    contexts = [list(map(add, *both)) for both in zip(befores, afters, strict=True)]
    for k, form in enumerate(by_site):
        scores = list(map(add, form.bases, contexts[k]))
        pieces[2 * k + 1] = _likeliest(form.known.words, scores)
    _topic(found, "".join(pieces)[:HEAD], model.near)
    # The same again where a neighbour is now written otherwise.
    now = zip(lefts, rights, *_spans(pieces), strict=True)
    for k, (left, right, left_now, right_now) in enumerate(now):
        if left != left_now or right != right_now:
            known = by_site[k].known
            if left != left_now:
                befores[k] = _ask(known, left_now, before)
            if right != right_now:
                afters[k] = _ask(known, right_now, after)
            contexts[k] = list(map(add, befores[k], afters[k]))
    return settle(sites, found, contexts, folded, page(standing, len(text)))


def restored(text: str, lexicon: Lexicon, model: Model, sure: float) -> int:
    """Count the characters of a text in forms that are read as another word, at least so surely."""
    return sum(
        choice.end - choice.start
        for choice in decode(text, lexicon, model)
        if choice.original != choice.entry.form and choice.sure >= sure
    )


def _likeliest(words: tuple[str, ...], scores: list[float]) -> str:
    return words[scores.index(max(scores))]


def _forms(text: str, sites: list[tuple[int, int]], lexicon: Lexicon, model: Model) -> list[Form]:
    """Group sites by form, and weigh each form's originals down that still stand."""
    weighed = forms(lexicon, model)
    pairs = {*text, *map(add, text, text[1:])}
    places: dict[str, list[int]] = {}
    for k, (start, end) in enumerate(sites):
        form = text[start:end]
        if form in places:
            places[form].append(k)
        else:
            places[form] = [k]
    found: list[Form] = []
    for form, own in places.items():
        known = weighed[form]
        bases = list(known.priors)
        if not pairs.isdisjoint(known.heads):
            for i, head in enumerate(known.heads):
                if head in pairs:
                    word = known.words[i]
                    if len(word) < 3 or word in text:
                        bases[i] += STANDS
        found.append(Form(known, bases, own))
    return found


def _pieces(folded: str, sites: list[tuple[int, int]], written: list[str]) -> list[str]:
    """Cut the text into what stands between sites and what is written at each."""
    pieces: list[str] = []
    at = 0
    for (start, end), original in zip(sites, written, strict=True):
        pieces += (folded[at:start], original)
        at = end
    pieces.append(folded[at:])
    return pieces


def _topic(found: list[Form], text: str, near: Near) -> None:
    """Favour candidates whose usual company the text holds."""
    pairs = list(map(add, text, text[1:]))
    present = {*pairs} & near.pairs
    for at in [at for at, pair in enumerate(pairs) if pair in near.heads]:
        present.update(near.longer.intersection((text[at : at + 3], text[at : at + 4])))
    asked = {*chain.from_iterable([form.known.words for form in found])}
    counts = Counter(chain.from_iterable(map(asked.intersection, map(near.__getitem__, present))))
    for form in found:
        times = list(map(counts.get, form.known.words, repeat(0)))
        if any(times):
            for i, word in form.known.together:
                times[i] -= word in present
            form.bases = list(map(add, form.bases, map(COMPANY.__getitem__, times)))


def _spans(pieces: list[str]) -> tuple[list[str], list[str]]:
    """Read what stands before and after each site."""
    joined = " ".join(("", "".join(pieces), ""))
    edges = list(accumulate(map(len, pieces), initial=1))
    return (
        [joined[at - REACH if at > REACH else 0 : at] for at in edges[1:-1:2]],
        [joined[at : at + REACH] for at in edges[2::2]],
    )


def _ask(form: Weighed, span: str, side: Side) -> list[float]:
    """Ask the character or two beside a site, and the longest word that a candidate knows."""
    words = form.words
    unseen = side.unseen[len(words)]
    pair = span[side.pair]
    found = side.pairs.get(pair)
    if found is None:
        found = side.ones.get(span[side.character])
    if found is None or isinstance(found, str):
        found = side.read(pair, span[side.character])
    never, beside_one, word_one, beside_pair, word_pair, longer = found
    said = form.grades(never)
    if beside_one:
        said = map(beside_one.get, words, said)
    if beside_pair:
        said = map(beside_pair.get, words, said)
    if longer:
        for key in (span, span[side.three]):
            scores = longer.get(key)
            if scores is not None:
                if isinstance(scores, str):
                    scores = side.longer(longer, key, scores)
                known = list(map(scores.get, words, unseen))
                if known != unseen:
                    return list(map(add, said, known))
    for scores in (word_pair, word_one):
        if scores:
            known = list(map(scores.get, words, unseen))
            if known != unseen:
                return list(map(add, said, known))
    return list(said)
