"""Readings in brackets that a mirror put behind Traditional characters: 發(fā)現(xiàn) is 發現.

A mirror's table holds some 140 characters, nearly all of which t2s changes, with one reading each,
and annotates each at every occurrence. A textbook annotates rare characters and those with several
readings, whatever their script, where the reading matters. So a page is judged first, then its
characters one by one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..bytereplace import SYLLABLE, character, pair, readings, toneless
from ..document import Document
from ..edits import Found
from ..rules import Confidence, Gate, Option, Options, rule

_SITE = re.compile(rf"\(({SYLLABLE}) ?\)")
_WIDE_SITE = re.compile(rf"（({SYLLABLE}) ?）")
_TONES = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ")
_SHARE = 0.6  # of a character's occurrences that carry its reading
_PLAIN_ANNOTATION = 8  # times as many injected readings as a reader's annotations of plain words

_UNFOLDED = str.maketrans(",!?:;()", "，！？：；（）")  # ,F(xiàn)FI was ，FFI

_GATE = Gate(pattern=rf"\({SYLLABLE} ?\)|（{SYLLABLE} ?）")

OPTIONS: tuple[Option, ...] = ()

Site = tuple[int, int, str, str]
"""Start and end of the bracket, the character it reads, the reading."""


def sites(document: Document) -> list[Site]:
    """Find every bracket that holds a reading of the character before it.

    Where the target's second byte looks like a letter, the character is split by the bracket's
    byte: 妻D(zhuǎn)ay has DE44, 轉, in 妻 and D.
    """
    text = document.text
    known = readings()
    reads = known.reads
    found: list[Site] = []
    for pattern, opening in ((_SITE, "("), (_WIDE_SITE, "（")):
        if opening not in text:
            continue
        for m in pattern.finditer(text):
            start = m.start()
            before = text[start - 1 : start]
            if not before:
                continue
            if before < "\x80":
                before = _straddled(text, start)
                if not before:
                    continue
            if reads(before, m[1]):
                found.append((start, m.end(), before, m[1]))
    found.sort()
    return found


def _straddled(text: str, start: int) -> str:
    """Return the character made of the last byte of a character and the ASCII one before a reading."""
    code = ord(text[start - 1])
    if start < 2 or not 0x40 <= code <= 0x7E:
        return ""
    known = pair(text[start - 2].translate(_UNFOLDED))
    char = character(known[1], code) if len(known) == 2 and known[1] >= 0x81 else ""
    return char if char in readings().changed else ""


def injected_readings(document: Document) -> list[str]:
    """Return the mirror's table as far as the page shows it: character and reading, sorted."""
    assumed = document.assumes("readings")
    known = readings()
    here = document.memo(sites)
    counted: dict[str, Counter[str]] = {}
    plain = 0
    for _, _, char, reading in here:
        if char in known.changed:
            counted.setdefault(char, Counter())[reading] += 1
        elif char in known.common and reading == known.default[char] and reading != char:
            plain += 1
    text = document.text
    table: list[str] = []
    strong = total = 0  # strong counts twice, a toneless reading half
    for char, spelled in counted.items():
        (reading, most), *others = spelled.most_common(2)
        # One table, one reading: two of them are somebody's teaching.
        if others and others[0][1] * 4 > most:
            continue
        if most < _SHARE * text.count(char):
            continue
        table.append(char + reading)
        total += most
        # Nobody but a mirror tells how a plain word is read in the usual way.
        if char == "著" or (char in known.common and reading == known.default[char]):
            strong += 2 * most
        elif char in known.common and reading == toneless(known.default[char]):
            strong += most
    if assumed or (strong > 1 and total >= _PLAIN_ANNOTATION * plain):
        return sorted(table)
    return []


@rule(
    "readings.injected",
    Confidence.CERTAIN,
    _GATE,
    example=("發(fā)現(xiàn)一個", "發現一個"),
)
def injected(document: Document, options: Options) -> Iterable[Found]:
    """Remove a reading that a mirror put behind a character.

    The reading is one of the character's, the character is one that t2s changes and carries the
    reading nearly wherever it stands, and the page shows that this is no textbook.
    """
    table = frozenset(document.signal(injected_readings))
    if not table:
        return []
    text = document.text
    found: list[Found] = []
    for start, end, char, reading in document.memo(sites):
        if char + reading in table:
            # Toneless readings come with a blank behind: 關(guan) 於(yu).
            blank = text[end : end + 1] == " " and _TONES.isdisjoint(reading)
            found.append((start, end + (blank and text[end + 1 : end + 2] >= "㐀"), ""))
    return found


RULES = (injected,)
