"""Tell a spun document: one that a synonym spinner has rewritten to pass as a new one.

The judgement rests on joint evidence, never on one word: each form that spinners write speaks for
a spun page by how much more often it stands there than in genuine text, each word that they would
have replaced speaks against it. The sum must be large, and large for the length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import add, ne
from typing import Any, NamedTuple

from .document import Document, checked
from .telling import FORMS, RARE

SAMPLE = 12_000
"""Characters of a long document that are looked at: its head, its middle and its tail."""
WINDOW, EVERY = 800, 3_000
"""Characters that are scanned first, and characters of a text for which they stand."""
TOTAL, DENSE = 20.0, 30.0
"""Least evidence in nats, and in nats for each 1,000 characters (of at least FEW)."""
TOTAL_OTHER = 18.0
FEW = 400
EVIDENT = 60.0
"""Evidence in nats for each 1,000 characters below which a text must also read as restored: stories of
the early twentieth century write 敌手, 走漏 and 垂危 too, up to 45 nats of them; of 15 general pages left
out one has less."""
RESTORED, LIKELY, READ = 0.05, 0.65, 3_000
"""Least share of its characters in forms that the decoder restores, how surely, and of how many
characters at most: of 19 such pieces, in 47,000 of books, .044 at most; of the poorest of pages left
out, .06."""
_TRADITIONAL_FORMS = (
    ("說念", "念"),
    ("東談主", "談"),
    ("不雅眾", "眾"),
    ("握續", "續"),
    ("捏續", "續"),
)
"""What spinners' commonest forms are in Traditional characters, and the rarest character of each."""
CHANGED = 0.05
"""Least share of characters that differ in Simplified of a text that is in Traditional ones."""
SHORT = 800
"""Characters below which one kind of telling form is enough to weigh a document."""
JOINT = 7.0
"""Least evidence of fewer than FEW characters that hold two near-impossible kinds: of 540,000
genuine pieces of 60 to 350 characters one has two, with less."""
_BLUNT = ("东说念主", "好意思国", "作念")  # forms of common characters, which no scan looks for
_TALK = re.compile("洗稿|伪原创|同义词|替换|改写|乱码|错别字|生造")


@dataclass(frozen=True, slots=True)
class Spun:
    """Whether a document is spun, and the figures behind the answer.

    ``weight`` is the evidence in nats, for and against; ``density`` the share of characters that
    stand in a spinner's form and ``share`` the share of forms among forms and words that a spinner
    would have replaced (both over the sample that was weighed); ``kinds`` and ``hits`` count
    near-impossible and telling forms; ``evidence`` holds the weightiest with their counts.
    """

    spun: bool
    family: str | None = None
    weight: float = 0.0
    density: float = 0.0
    share: float = 0.0
    kinds: int = 0
    hits: int = 0
    evidence: tuple[tuple[str, int], ...] = ()


CLEAN = Spun(False)


def detect_spun(text: str) -> Spun:
    """Judge whether a synonym spinner has rewritten ``text``, a document of its own.

    Genuine text costs one pass of a character class over windows of it. Raises TypeError for what
    is no str.
    """
    if not hinted(checked(text)):
        return CLEAN
    text = in_simplified(text)
    seen = suspicious(text)
    if not worth_weighing(text, seen):
        return CLEAN
    from .spin.lexicon import MAIN, OTHER, lexicon

    part = sample(text)
    main = _weigh(part, MAIN)
    if main.weight < 0 and not any(form in lexicon(OTHER) for form in seen):
        return main
    other = _weigh(part, OTHER)
    return other if other.spun and (not main.spun or other.weight > main.weight) else main


def spun_evidence(document: Document) -> dict[str, Any]:
    """Return what the document says of its own spinning, as plain values: a signal."""
    found = detect_spun(document.text)
    return {
        "spun": found.spun,
        "family": found.family,
        "weight": round(found.weight, 1),
        "standing": standing(found, len(document.text)) if found.spun else None,
    }


def vouched_standing(text: str) -> float:
    """Say how densely originals stand in a text that the caller vouches is spun."""
    from .spin.lexicon import MAIN

    return standing(_weigh(sample(text), MAIN), len(text))


def standing(found: Spun, size: int) -> float:
    """Estimate the share of characters in words that a spinner would have replaced.

    Few on a page spun throughout, be its forms known or not; many where only part is spun. In a
    little text they are taken to be few.
    """
    if not found.share:
        return 0.0
    size = min(size, SAMPLE)
    return round(found.density * (1 / found.share - 1) * size / (size + FEW / 4), 3)


def sample(text: str) -> str:
    """Return the head, middle and tail of a long text, the whole of a shorter one."""
    if len(text) <= SAMPLE:
        return text
    third = SAMPLE // 3
    middle = (len(text) - third) // 2
    return "\n".join((text[:third], text[middle : middle + third], text[-third:]))


def enough(text: str) -> int:
    """How many kinds of telling forms make a text worth weighing."""
    return 1 if len(text) < SHORT else 2


def worth_weighing(text: str, seen: set[str]) -> bool:
    """Whether the telling forms ``seen`` in a text that is hinted to be spun are kinds enough."""
    return len(seen) >= enough(text) or _blunt(text)


def _blunt(text: str) -> bool:
    return len(text) < SHORT and any(form in text for form in _BLUNT)


def hinted(text: str) -> bool:
    """Whether a window of the text holds a telling form at all: what clean text pays for."""
    if _blunt(text):
        return True
    search, shapes, forms = _hints()
    for start, end in _windows(len(text)):
        for match in search(text, start, end):
            at = match.start()
            for back, length in shapes[text[at]]:
                if at >= back and text[at - back : at - back + length] in forms:
                    return True
    return False


def _hinted_traditional(text: str) -> bool:
    """Whether a window of the text holds what spinners' forms become in Traditional characters."""
    return any(
        text.find(form, start, end) >= 0
        for start, end in _windows(len(text))
        for form, _ in _TRADITIONAL_FORMS
    )


def _windows(size: int) -> list[tuple[int, int]]:
    """Where a text of so many characters is scanned: all of it, or up to four windows."""
    if size <= WINDOW:
        return [(0, size)]
    windows = min(4, 1 + size // EVERY)
    starts = [(size - WINDOW) * (k + 1) // (windows + 1) for k in range(windows)]
    return [(start, start + WINDOW) for start in starts]


def in_simplified(text: str) -> str:
    """Convert a text that is hinted to be spun and in Traditional characters, one for one.

    Any other comes back as it is.
    """
    if not _hinted_traditional(text):
        return text
    from .script.conversion import convert

    converted = convert(text, "tw2s")
    if len(converted) != len(text):
        converted = "".join([c if len(c) == 1 else old for old, c in _characters(text)])
    changed = sum(map(ne, text, converted))
    return converted if changed >= CHANGED * len(text) else text


def _characters(text: str) -> Iterator[tuple[str, str]]:
    from .script.conversion import convert

    known = {character: convert(character, "tw2s") for character in set(text)}
    return zip(text, map(known.__getitem__, text), strict=True)


def suspicious(text: str) -> set[str]:
    """Find telling forms in a text's sample, up to as many kinds as are enough."""
    wanted = enough(text)
    search, shapes, forms = _anchors()
    found: set[str] = set()
    part = sample(text)
    for match in search(part):
        at = match.start()
        for back, size in shapes[part[at]]:
            if at >= back and part[at - back : at - back + size] in forms:
                found.add(part[at - back : at - back + size])
                if len(found) >= wanted:
                    return found
    return found


class _Index(NamedTuple):
    """Forms by a rare character: where in a form it stands, how long that is."""

    search: Callable[..., Iterator[re.Match[str]]]
    shapes: dict[str, tuple[tuple[int, int], ...]]
    forms: frozenset[str]


@cache
def _hints() -> _Index:
    simplified = [
        (form, next(k for k, c in enumerate(form) if c in RARE)) for form in FORMS.split()
    ]
    return _indexed([*simplified, *((form, form.index(c)) for form, c in _TRADITIONAL_FORMS)])


@cache
def _anchors() -> _Index:
    from .spin.lexicon import MAIN, OTHER, lexicon

    return _indexed((*lexicon(MAIN).anchors(), *lexicon(OTHER).anchors()))


def _indexed(anchors: Iterable[tuple[str, int]]) -> _Index:
    """Index forms so that text is searched for a class of characters, no form tried elsewhere."""
    shapes: dict[str, set[tuple[int, int]]] = {}
    forms: set[str] = set()
    beside: tuple[set[str], set[str]] = (set(), set())
    for form, place in anchors:
        shapes.setdefault(form[place], set()).add((place, len(form)))
        forms.add(form)
        last = place == len(form) - 1
        beside[last].add(form[place - 1 if last else place + 1])
    after, before = ("".join(sorted(some)) for some in beside)
    pattern = re.compile(f"[{''.join(sorted(shapes))}](?:(?=[{after}])|(?<=[{before}].))")
    ordered = {character: tuple(sorted(found)) for character, found in shapes.items()}
    return _Index(pattern.finditer, ordered, frozenset(forms))


def _weigh(text: str, family: str) -> Spun:
    from .spin.lexicon import MAIN, against, lexicon

    table, plain = lexicon(family), against(family)
    counts = Counter(_words(text, family))
    weight = covered = 0.0
    telling: list[tuple[float, str, int]] = []
    forms = originals = hits = 0
    cores: set[str] = set()
    for word, count in counts.items():
        often = 1 + 0.3 * min(3, count - 1)
        if word in table:
            entry = table[word]
            tells, core = _core(word, family) if entry.grade == "A" else (entry.tells, "")
            weight += tells * often
            if core and tells > 0:
                cores.add(core)
            if entry.tells > 0 or entry.grade != "B":
                covered += len(word) * count
                forms += count
            if entry.grade != "B":
                hits += count
                telling.append((entry.tells, word, count))
        if word in plain:
            weight += plain[word] * often
            originals += count
    telling.sort(key=lambda item: (-item[0], -item[2], item[1]))
    dense = weight * 1000 / max(FEW, len(text))
    total = TOTAL if family == MAIN else TOTAL_OTHER
    joint = len(text) < FEW and len(cores) > 1 and weight >= JOINT
    told = weight >= total and dense >= DENSE and (dense >= EVIDENT or _restored(text, family))
    return Spun(
        told or (joint and not _talks(text, cores)),
        family,
        weight,
        covered / max(1, len(text)),
        forms / max(1, forms + originals),
        len(telling),
        hits,
        tuple((word, count) for _, word, count in telling[:20]),
    )


def _restored(text: str, family: str) -> bool:
    """Whether a text reads as restored where its forms are taken for spun."""
    from .spin.decode import restored
    from .spin.lexicon import widened
    from .spin.model import model

    part = text[:READ]
    found = restored(part, widened(family), model(), LIKELY)
    return found >= RESTORED * max(FEW, len(part))


def _talks(text: str, cores: set[str]) -> bool:
    """Whether a short text tells of spinners, or names a form of theirs in quotes."""
    return _TALK.search(text) is not None or any(
        quote + core in text for core in cores for quote in "“‘「『《\"'`"
    )


@cache
def _core(word: str, family: str) -> tuple[float, str]:
    """What a near-impossible form says of a page, and the part of it that says most (东说念主们)."""
    from .spin.lexicon import lexicon

    table = lexicon(family)
    entry = table[word]
    if entry.tells > 0:
        return entry.tells, word
    parts = (word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1))
    known = [(table[part].tells, part) for part in parts if part != word and part in table]
    return max(known, default=(entry.tells, word))


def _words(text: str, family: str) -> Iterator[str]:
    """Read the forms and the words against, the longest at each place."""
    words, sizes, singles = _known(family)
    pairs = map(add, text, text[1:] + "\n")
    starts = [
        at
        for at, (character, pair) in enumerate(zip(text, pairs, strict=True))
        if pair in sizes or character in singles
    ]
    end = 0
    for at in starts:
        if at >= end:
            for n in sizes.get(text[at : at + 2], ()):
                word = text[at : at + n]
                if word in words:
                    yield word
                    end = at + n
                    break
            else:
                if text[at] in singles:
                    yield text[at]


@cache
def _known(family: str) -> tuple[frozenset[str], dict[str, tuple[int, ...]], frozenset[str]]:
    """Index a family's words: all, sizes by the first two characters, and the single ones."""
    from .spin.lexicon import against, lexicon

    table, plain = lexicon(family), against(family)
    sizes = dict(table.sizes)
    for word in plain:
        if len(word) > 1:
            known = {*sizes.get(word[:2], ()), len(word)}
            sizes[word[:2]] = tuple(sorted(known, reverse=True))
    words = frozenset((*table, *plain))
    return words, sizes, frozenset([word for word in words if len(word) == 1])
