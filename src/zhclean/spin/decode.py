"""Decode a spun document: which forms stand in it, and what stood there before.

Each step is linear: lay sites that do not overlap over the forms found, write a first guess for
each, let context choose, and let the document decide as a whole: a spinner writes one form for an
original within a page, and an original that it replaces stands nowhere any more.
"""

from __future__ import annotations

import math
from operator import add

from .lay import lay
from .lexicon import Lexicon
from .model import FOLD, UNSEEN_AFTER, UNSEEN_BEFORE, Model, Scores
from .settle import Choice, Form, settle
from .sure import page
from .weigh import STANDS, Weighed, forms

REACH = 4
"""Characters of context read on either side."""

TOPIC = 0.6
"""Weight of the words of a document that keep company with a candidate."""
HEAD = 12_000
"""Characters of a document that tell what it is about."""


def decode(text: str, lexicon: Lexicon, model: Model, share: float = 1.0) -> list[Choice]:
    """Decide on every form in ``text``, a document taken to be spun.

    ``share`` is that of forms among forms and originals: of a page that is spun only in part, more
    is demanded.
    """
    sites = lay(lexicon.matches(text), lexicon, text)
    found = _forms(text, sites, lexicon, model)
    by_site: list[Form] = [form for form in found for _ in form.sites]
    for form in found:
        for k in form.sites:
            by_site[k] = form
    written = [form.known.words[0] for form in by_site]
    folded = text.translate(FOLD)
    for repeated in (False, True):
        pieces = _pieces(folded, sites, written)
        if repeated:
            _topic(found, "".join(pieces)[:HEAD])
        contexts = _read(pieces, by_site, model)
        for k, form in enumerate(by_site):
            scores = list(map(add, form.bases, contexts[k]))
            written[k] = form.known.words[scores.index(max(scores))]
    return settle(sites, found, contexts, folded, written, page(share, len(text)))


def _forms(text: str, sites: list[tuple[int, int]], lexicon: Lexicon, model: Model) -> list[Form]:
    """Group sites by form, and weigh each form's originals down that still stand."""
    weighed = forms(lexicon, model)
    pairs = {*text, *map(add, text, text[1:])}
    found: dict[str, Form] = {}
    for k, (start, end) in enumerate(sites):
        written = text[start:end]
        form = found.get(written)
        if form is None:
            known = weighed[written]
            bases = known.priors[:]
            for i, word in enumerate(known.words[:-1]):
                if word[:2] in pairs and word in text:
                    bases[i] += STANDS
            form = found[written] = Form(known, bases, {}, {}, [])
        form.sites.append(k)
    return list(found.values())


def _pieces(folded: str, sites: list[tuple[int, int]], written: list[str]) -> list[str]:
    """Cut the text into what stands between sites and what is written at each."""
    pieces: list[str] = []
    at = 0
    for (start, end), original in zip(sites, written, strict=True):
        pieces += (folded[at:start], original)
        at = end
    pieces.append(folded[at:])
    return pieces


def _topic(found: list[Form], text: str) -> None:
    """Favour candidates whose usual company the text holds."""
    pairs = list(map(add, text, text[1:]))
    threes = list(map(add, pairs, text[2:]))
    words = {*pairs, *threes, *map(add, threes, text[3:])}
    for form in found:
        for i, topic in enumerate(form.known.topics):
            count = len(words & topic) if topic else 0
            if count:
                form.bases[i] += TOPIC * math.log1p(count)


def _read(pieces: list[str], by_site: list[Form], model: Model) -> list[list[float]]:
    """Ask what the text says of each site's candidates as it reads with the present choices."""
    joined = " ".join(("", "".join(pieces), ""))
    result: list[list[float]] = []
    at = 1
    for k, form in enumerate(by_site):
        at += len(pieces[2 * k])
        end = at + len(pieces[2 * k + 1])
        left, right = joined[at - REACH if at > REACH else 0 : at], joined[end : end + REACH]
        before, after = form.left.get(left), form.right.get(right)
        if before is None:
            before = form.left[left] = _before(form.known, left, model)
        if after is None:
            after = form.right[right] = _after(form.known, right, model)
        result.append(list(map(add, before, after)))
        at = end
    return result


def _before(form: Weighed, span: str, model: Model) -> list[float]:
    """Ask the character or two before a site, and the longest word that a candidate knows."""
    last, pair, spans = span[-1], span[-2:], model.spans
    beside = [
        table.get(pair) or table.get(last) or never.get(last, 0.0)
        for table, never in form.beside_before
    ]
    for own in (spans.get(span), spans.get(span[1:]), spans.get(pair), spans.get(last)):
        if own is not None and _known(own, form.before):
            words = [table.get(own, UNSEEN_BEFORE) for table in form.before]
            return list(map(add, beside, words))
    return beside


def _after(form: Weighed, span: str, model: Model) -> list[float]:
    """Ask the character or two behind a site, and the longest word that a candidate knows."""
    first, pair, spans = span[0], span[:2], model.spans
    beside = [
        table.get(pair) or table.get(first) or never.get(first, 0.0)
        for table, never in form.beside_after
    ]
    for own in (spans.get(span), spans.get(span[:-1]), spans.get(pair), spans.get(first)):
        if own is not None and _known(own, form.after):
            words = [table.get(own, UNSEEN_AFTER) for table in form.after]
            return list(map(add, beside, words))
    return beside


def _known(span: str, tables: list[Scores]) -> bool:
    for table in tables:  # noqa: SIM110 - half the time of any()
        if span in table:
            return True
    return False
