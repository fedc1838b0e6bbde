"""Readings that a site put into its text without tone marks, or without the vowels that carry them.

Textbooks set tone marks, so these are told by what no teacher does: 文(wen)(wen) gives a reading
twice, 的(de) tells what everybody knows, 发展(fzhn) lost its vowels on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ..rules import Confidence, Gate, Options, Scope, rule

TONES = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ")

# Behind a Chinese character a reading without tone marks, and the same again: 文(wen)(wen).
_BARE = lazy(r"\((?<=([㐀-鿿])\()([a-zü]{1,6})\)((?:\(\2\)){0,9})")
_AGAIN = 2  # readings given again at once: no teacher does
_BASIC = frozenset("的是不了在有一这我他人上个大来也")  # nobody needs be told how to read these
_BASIC_LEAST = 3
_BARE_LEAST = (
    12  # readings without tone marks, of so many different characters and more a page is full
)
_BARE_KINDS = 6
_VOUCHED = 3  # and so many where the caller vouches
_HAN = lazy("[㐀-鿿]")
_MOST = 0.5  # of the characters that carry one: in a song for learners all do


def _bare(document: Document) -> list[re.Match[str]]:
    """Find the readings without tone marks that are one of the character before them."""
    from ..byteshift.bytereplace import readings

    reads = readings().reads
    return [m for m in _BARE().finditer(document.text) if reads(m[1], m[2])]


def bare_readings(document: Document) -> bool:
    """Whether a site put readings without tone marks behind common characters throughout.

    Those of characters that t2s changes say nothing: a mirror's table holds them, with marks or without.
    """
    from ..byteshift.bytereplace import readings

    changed = readings().changed
    found = document.memo(_bare)
    plain = [m for m in found if m[3] or m[1] not in changed]
    kinds = {m[1] for m in plain}
    if document.assumes("readings") and len(kinds) >= _VOUCHED:
        return True
    if sum(1 for m in plain if m[3]) >= _AGAIN:
        return True
    if len(plain) < _BARE_LEAST or len(kinds) < _BARE_KINDS or len(kinds & _BASIC) < _BASIC_LEAST:
        return False
    return len(found) <= _MOST * len(_HAN().findall(document.text))


@rule(
    "readings.bare",
    Confidence.LIKELY,
    Gate(pattern=r"\((?<=[㐀-鿿]\()[a-zü]{1,6}\)"),
    scope=Scope.LINE,
    example=("起(qi)初文(wen)(wen)言(yan)文(wen)(wen)難懂", "起初文言文難懂"),
)
def bare(document: Document, options: Options) -> Iterable[Found]:
    """Remove readings without tone marks that a site put behind common characters, once or more.

    A textbook sets tone marks, gives no reading twice in a row, and does not tell how to read 的.
    """
    if not document.signal(bare_readings):
        return []
    return [(*m.span(), "") for m in document.memo(_bare)]


# The reading of a word whose vowels with tone marks were lost: 发展(fzhn), of fāzhǎn.
_WORD = lazy(r"\((?<=([㐀-鿿]{2})\()([a-z ]{2,24})\)")
_SYLLABLE = 6  # letters
_WORDS = 3  # different words whose readings fit, which no abbreviation does by chance
_WORD_SIZES = (4, 3, 2, 5, 6)


@lru_cache(maxsize=4096)
def _toothless(char: str) -> frozenset[str]:
    """The readings of a character without the vowels that carry a tone mark, or the g behind them."""
    from ..byteshift.bytereplace import readings

    listed = readings().of.get(char, ())
    kept = {
        "".join(c for c in reading if c not in TONES)
        for reading in listed
        if not TONES.isdisjoint(reading)
    }
    return frozenset((*kept, *(part.replace("ng", "n") for part in kept)))


def _fits(word: str, letters: str) -> bool:
    """Whether ``letters`` are the readings of all of a word's characters without their toned vowels."""
    left = {letters}
    for char in reversed(word):
        left = {
            rest[: len(rest) - len(part)]
            for rest in left
            for part in _toothless(char)
            if rest.endswith(part)
        }
    return "" in left


def _stripped(document: Document) -> list[re.Match[str]]:
    """Find the readings of words that lost their vowels."""
    text = document.text
    return [
        m
        for m in _WORD().finditer(text)
        if (letters := m[2].replace(" ", ""))
        and any(
            m.start() >= n and _fits(text[m.start() - n : m.start()], letters) for n in _WORD_SIZES
        )
    ]


def stripped_readings(document: Document) -> bool:
    """Whether words carry readings without their vowels: three different ones are no abbreviations.

    One of them is as short as a syllable, for which every bracket is looked at.
    """
    found = {m[2] for m in document.memo(_stripped)}
    return len(found) >= _WORDS and min(map(len, found)) <= _SYLLABLE


@rule(
    "readings.stripped",
    Confidence.LIKELY,
    Gate(pattern=r"\((?<=[㐀-鿿]{2}\()[a-z ]{2,24}\)"),
    scope=Scope.LINE,
    example=(
        "我国的发展(fzhn)现状与学习(xux)情况，由内部(nib)提高(tgo)",
        "我国的发展现状与学习情况，由内部提高",
    ),
)
def stripped(document: Document, options: Options) -> Iterable[Found]:
    """Remove readings of words that lost their vowels with tone marks on the way: 发展(fzhn)."""
    if not document.signal(stripped_readings):
        return []
    return [(*m.span(), "") for m in document.memo(_stripped)]


def has_toneless(document: Document) -> bool:
    """Whether the text holds readings of either kind that a site put in."""
    text = document.text
    return bool(
        (_BARE().search(text) and document.signal(bare_readings))
        or (_WORD().search(text) and document.signal(stripped_readings))
    )
