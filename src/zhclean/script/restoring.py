"""Traditional text that a careless converter made: how much of it is wrong, and where.

Such a converter maps characters one by one and leaves 后面 for 後面 and 什么 for 什麼, or writes 隻是 for
只是 and 麵容 for 面容. A table of such words tells that it was at work, by share: wrong forms over wrong
and right ones. Then the text is made Simplified and converted back, and of the differences those
count that the whole text shows: genuine text that writes 台 for 臺 throughout is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from . import conversion
from .looking import FORMS, GLANCED, foreign, glance, look, standard, words
from .passages import left_alone
from .returning import PAIRS, SIMPLER, UNDOUBTED, Returned, returned
from .scripts import sampled

# Characters that a word keeps though a pair of theirs is in question: both forms of it are good.
_TASTE = lazy(
    "盡(?=可能|快|早|量)|游(?=牧|擊)|游(?<=[上中下]游)|采(?=邑)|贊(?=助|成)|余(?=光中)"
    "|瞭(?<=[明眺]瞭)|瞭(?=[望然如若]|解(?![決釋除放散開體僱雇職約題讀答碼凍剖救渴]))"
)

_WORST = 0.5
"""The share of wrong forms from which a text, or a pair of characters in it, is misconverted."""
_LEAST = 3
"""Different wrong forms that a text must hold before it is judged as a whole."""


def misconversion(document: Document) -> dict[str, Any]:
    """Weigh words in forms that no genuine Traditional text has against their right forms."""
    text, forms = document.text, "?"
    seen: list[tuple[int, str]] | None = None
    if len(text) <= GLANCED and document.memo(glance).whole:
        seen, forms = document.memo(glance)[:2]
        if len({word for _, word in seen}) < _LEAST:  # too few to judge the whole by
            return {"wrong": len(seen), "right": 0, "pairs": []}
    text = document.memo(_evidence)
    if seen is None or text is not document.text:
        seen = look(text, len(text)).wrong
    wrong = [word for _, word in seen]
    if forms:
        text = standard(text)
    right = sum(text.count(form) for form in {words()[word] for word in wrong})
    bad = len(set(wrong)) >= _LEAST and len(wrong) >= _WORST * (len(wrong) + right)
    return {"wrong": len(wrong), "right": right, "pairs": _pairs(document, text) if bad else []}


def _evidence(document: Document) -> str:
    """A sample of the text that conversion leaves alone."""
    text = document.text
    return sampled("\n".join(text[start:end] for start, end in document.memo(left_alone)))


def restored(document: Document, hongkong: bool) -> list[Found]:
    """Give the edits that put misconverted characters right, in order."""
    pairs = frozenset(document.signal(misconversion)["pairs"])
    if hongkong:  # told by Taiwan's forms, set in Hong Kong's
        pairs |= {pair[0] + FORMS["zh-HK"].get(pair[1], pair[1]) for pair in pairs}
    text = document.text
    if document.signal(forms_foreign_to_hongkong if hongkong else forms_foreign_to_taiwan):
        text = standard(text)  # as the rule behind this one sets it
    parts = document.memo(left_alone)
    whole = "\n".join([text[start:end] for start, end in parts])
    back = returned(document, whole, _into(hongkong)) if pairs else None
    differing = _differing(back, pairs) if back else []
    seen = document.known(glance)
    wrong = (seen if seen is not None and seen.whole else look(text, len(text))).wrong
    found: list[Found] = []
    done: set[int] = set()
    behind = m = n = 0
    for start, end in parts:
        at, behind = behind, behind + end - start + 1
        while m < len(differing) and differing[m][0] < behind:
            i, j, right = differing[m]
            m += 1
            found.append((i + start - at, j + start - at, right))
            done.update(range(i + start - at, j + start - at))
        while n < len(wrong) and wrong[n][0] < end - 1:
            k, word = wrong[n]
            n += 1
            if k < start or not done.isdisjoint((k, k + 1)):
                continue
            right = _right(word, hongkong)
            came = back.pair(at + k - start) if back else ""
            if right == (came or _alone(text, k, hongkong)):
                found.append((k, k + 2, right))
    return sorted(found)


def _differing(came: Returned, pairs: frozenset[str]) -> list[Found]:
    """Give the runs of characters that came back as another of their pair."""
    text, back = came.text, came.back
    kept = _TASTE().match
    found: list[Found] = []
    run = end = -1
    for k in came.changed:
        if text[k] + back[k] not in pairs or kept(text, k):
            continue
        if k != end:
            if run >= 0:
                found.append(_run(came, run, end))
            run = k
        end = k + 1
    if run >= 0:
        found.append(_run(came, run, end))
    return found


def _run(came: Returned, start: int, end: int) -> Found:
    at = came.offset(start)
    return at, at + end - start, came.back[start:end]


def _alone(text: str, at: int, hongkong: bool) -> str:
    """What the two characters at ``at`` come back as from Simplified, with what is around them."""
    start = max(0, at - 8)
    around = text[start : at + 10]
    back = conversion.convert(conversion.convert(around, SIMPLER), _into(hongkong))
    return back[at - start : at - start + 2] if len(back) == len(around) else ""


@cache
def _right(word: str, hongkong: bool) -> str:
    """The right form of a word of the table."""
    right = words()[word]
    return conversion.convert(conversion.convert(right, "tw2s"), "s2hk+") if hongkong else right


@cache
def _simplified(char: str) -> str:
    return conversion.convert(char, SIMPLER)


def _into(hongkong: bool) -> str:
    return "s2hk+" if hongkong else "s2tw+"


def _pairs(document: Document, text: str) -> list[str]:
    """The pairs of characters that the text has wrong in most of their places.

    A place of 像 is no place of 象 set right: only those count whose Simplified form is the same.
    """
    came = returned(document, text, "s2tw+")
    if came is None:
        return []
    here, simplified, back = came.text, came.simplified, came.back
    wrong = Counter([(here[k], simplified[k], back[k]) for k in came.changed])
    wrong = Counter({found: n for found, n in wrong.items() if found[0] + found[2] in PAIRS})
    asked = {b for _, _, b in wrong}
    right = Counter([(here[k], simplified[k], back[k]) for k in came.places if here[k] in asked])
    found = []
    for (a, s, b), n in wrong.items():
        kept = right[b, s, b]
        if b in UNDOUBTED and _simplified(b) == s:
            kept += text.count(b) - here.count(b)  # in clauses that nobody doubts
        if n >= _WORST * (n + kept):
            found.append(a + b)
    return sorted(found)


_MIXED = 0.2
"""The share of foreign forms from which a text counts as mixing them."""


def forms_foreign_to_taiwan(document: Document) -> list[str]:
    """The forms of other regions that the text mixes with those of Taiwan."""
    return _mixed(document, "zh-TW")


def forms_foreign_to_hongkong(document: Document) -> list[str]:
    """The forms of other regions that the text mixes with those of Hong Kong."""
    return _mixed(document, "zh-HK")


def _mixed(document: Document, to: str) -> list[str]:
    forms = FORMS[to]
    seen = document.memo(glance) if len(document.text) <= GLANCED else None
    if seen is not None and seen.whole:
        if not seen.forms or sum(map(seen.forms.count, forms)) < 2:
            return []
    text = document.memo(_evidence)
    found = foreign(to).findall(text)
    own = sum(text.count(forms[a]) for a in set(found))
    if len(found) < 2 or len(found) < _MIXED * (len(found) + own):
        return []
    return sorted(set(found))


def regional(document: Document, to: str, found: list[str]) -> Iterator[Found]:
    """Give the edits from other regions' forms, those ``found``, to those of ``to``.

    滿洲裏 and 裏程 are another converter's, which knew one form of 里 only.
    """
    pattern = re.compile(f"[{''.join(found)}]")
    forms, text = FORMS[to], document.text
    for start, end in document.memo(left_alone):
        for m in pattern.finditer(text, start, end):
            form = forms[m.group()]
            if form in "裡裏" and _alone(text, m.start(), to == "zh-HK")[:1] == "里":
                form = "里"
            yield m.start(), m.end(), form
