"""Readings in brackets that a mirror put behind Traditional characters: 發(fā)現(xiàn) is 發現.

A mirror's table holds some 140 characters, nearly all of which t2s changes, with one reading each,
and annotates each at every occurrence. A textbook annotates rare characters and those with several
readings, whatever their script, where the reading matters. So a page is judged first, then its
characters one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate, chain
from operator import add

from ..byteshift.shiftsigns import SYLLABLE
from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ..rules import Confidence, Gate, Option, Options, rule
from ._toneless import TONES, bare, has_toneless, stripped

# The bracket first, then a look behind at what it reads: ten times faster than from the left.
# Its groups: all of it, the character before it, and the reading.
_SITE = lazy(rf"(?s)(\((?<=(.)\() ?({SYLLABLE}) ?\))")
_WIDE_SITE = lazy(rf"(?s)(（(?<=(.)（) ?({SYLLABLE}) ?）)")
# A reading in running text: 不读zhòng. Only tones that no European language writes so.
_TAUGHT = lazy("[āǎīǐōǒūǔěǖǘǚǜ](?![a-z]{0,3} ?[)）])")
_SHARE = 0.6  # of a character's occurrences that carry its reading
_OFTEN = 3  # no teacher gives the same reading more often than that
_PLAIN_ANNOTATION = 8  # times as many injected readings as a reader's annotations of plain words

_LISTED = 4  # words with a reading each, none twice, that make a list
_BETWEEN = frozenset("、，,；;\n")
_LONGEST = (
    10  # characters of a reading with its bracket, or of a word with what parts it from the next
)

_Site = tuple[int, int, tuple[str, str]]
"""Start and end of a bracket; the character before it and the reading in it."""

_UNFOLDED = str.maketrans(",!?:;()", "，！？：；（）")  # ,F(xiàn)FI was ，FFI


class _ReadingGate(Gate):
    """Opens where a bracket holds a reading of the character before it."""

    def _opens(self, document: Document) -> bool:
        return bool(document.memo(_read)) and _annotated(document)


_GATE = _ReadingGate(pattern="(asked of the table)")

OPTIONS: tuple[Option, ...] = ()


def _annotated(document: Document) -> bool:
    """Whether a reading is one of the character before it, or of that which it is half of."""
    from ..byteshift.bytereplace import readings

    known = readings()
    changed = known.changed
    read = document.memo(_read)
    for one in read:
        if one[0] in changed and known.reads(one[0], one[1:]):
            return True
    return min(read) < "\x7f" and any(
        known.reads(char, reading) for char, reading in _struck(document) if char
    )


def _struck(document: Document) -> list[tuple[str, str]]:
    """Return the characters that readings behind a letter may have struck, with the readings."""
    return [
        (_straddled(document.text, at), reading)
        for at, _, (char, reading) in document.memo(_sites)
        if char < "\x80"
    ]


def _straddled(text: str, start: int) -> str:
    """Return the character made of the last byte of one and the letter before a reading, if any.

    妻D(zhuǎn)ay has DE44, 轉, in 妻 and D.
    """
    from ..byteshift.bytereplace import character, pair, readings

    code = ord(text[start - 1])
    if start < 2 or not 0x40 <= code <= 0x7E:
        return ""
    known = pair(text[start - 2].translate(_UNFOLDED))
    char = character(known[1], code) if len(known) == 2 and known[1] >= 0x81 else ""
    return char if char in readings().changed else ""


def _pieces(document: Document) -> tuple[list[str], list[str]]:
    """Split the text at readings in narrow and in wide brackets; [] where there are none.

    Of every four pieces the first is text; then come a bracket, the character before it, and the
    reading. To split is many times as fast as to ask each match.
    """
    text = document.text
    narrow = _SITE().split(text) if "(" in text else []
    wide = _WIDE_SITE().split(text) if "（" in text else []
    return narrow if len(narrow) > 1 else [], wide if len(wide) > 1 else []


def _read(document: Document) -> list[str]:
    """Return every character that has a reading in brackets behind it, with the reading."""
    narrow, wide = document.memo(_pieces)
    if " " in narrow[2::4]:
        return [char + reading for _, _, (char, reading) in document.memo(_sites)]
    found = list(map(add, narrow[2::4], narrow[3::4]))
    return found + list(map(add, wide[2::4], wide[3::4])) if wide else found


def _sites(document: Document) -> list[_Site]:
    """Return every reading in brackets with its place, those in narrow ones first."""
    narrow, wide = document.memo(_pieces)
    return _placed(document.text, narrow) + _placed(document.text, wide)


def _placed(text: str, pieces: list[str]) -> list[_Site]:
    whole, chars = pieces[1::4], pieces[2::4]
    bounds = list(accumulate(map(len, chain.from_iterable(zip(pieces[0::4], whole)))))  # noqa: B905
    sites = list(
        zip(bounds[0::2], bounds[1::2], zip(chars, pieces[3::4], strict=True), strict=True)
    )
    if " " in chars:
        sites = [_unspaced(text, site) for site in sites]
    return sites


def _unspaced(text: str, site: _Site) -> _Site:
    """Take the space before a bracket that follows a Chinese character for part of the reading."""
    start, end, (char, reading) = site
    before = text[start - 2 : start - 1]
    if char == " " and text[start] == "(" and "㐀" <= before <= "鿿":
        return start - 1, end, (before, reading)
    return site


def _stands(text: str, char: str, times: int) -> bool:
    """Whether ``char`` stands in ``text`` as many times: faster than to count all of them."""
    at = -1
    for _ in range(times):
        at = text.find(char, at + 1)
        if at < 0:
            return False
    return True


def injected_readings(document: Document) -> list[str]:
    """Return the mirror's table as far as the page shows it: character and reading, sorted."""
    from ..byteshift.bytereplace import readings, toneless

    text = document.text
    read = document.memo(_read)
    if not read:
        return []
    found = Counter(read)
    if min(found) < "\x80":
        found.update(char + reading for char, reading in _struck(document) if char)
    known = readings()
    reads, changed = known.reads, known.changed
    spelled: dict[str, dict[str, int]] = {}
    plain = 0
    for one, count in found.items():
        char, reading = one[0], one[1:]
        if not reads(char, reading):
            continue
        if char in changed:
            spelled.setdefault(char, {})[reading] = count
        elif char in known.plain and reading == known.default[char]:
            plain += count
    table: list[str] = []
    strong = total = 0  # strong counts twice, a toneless reading half
    for char, counted in spelled.items():
        reading, most = next(iter(counted.items()))
        if len(counted) > 1:
            reading = max(counted, key=counted.__getitem__)
            most = counted[reading]
            # One table, one reading: two of them are somebody's teaching.
            if (sum(counted.values()) - most) * 4 > most:
                continue
        if most <= _OFTEN and _stands(text, char, int(most / _SHARE) + 1):
            continue
        table.append(char + reading)
        total += most
        # Nobody but a mirror tells how a plain word is read in the usual way.
        if char == "著" or (char in known.plain and reading == known.default[char]):
            strong += 2 * most
        elif char in known.plain and reading == toneless(known.default[char]):
            strong += most
    if document.assumes("readings") or (
        strong > 1
        and total >= _PLAIN_ANNOTATION * (plain + _taught(text, read))
        and not (total == len(table) and _listed(document, total))
    ):
        return sorted(table)
    return []


def _listed(document: Document, words: int) -> bool:
    """Whether so many readings stand in a list of words, as for a dictation: 飛(fēi)機、風(fēng)車."""
    narrow, wide = document.memo(_pieces)
    between = (*narrow[4:-1:4], *wide[4:-1:4])
    return words >= _LISTED and all(
        len(piece) <= _LONGEST and not _BETWEEN.isdisjoint(piece) for piece in between
    )


def _taught(text: str, read: list[str]) -> int:
    """Count readings in running text."""
    # By the upper bytes of UTF-16, many times as fast: these vowels are in U+01xx.
    inside = "".join(read)
    if _upper(text).count(1) <= _upper(inside).count(1):
        return 0
    return len(_TAUGHT().findall(text))


def _upper(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")[1::2]


def _table(document: Document) -> frozenset[str]:
    """Return what to remove: the mirror's table, and readings that only a mirror gives.

    The evidence may have been asked before shifted text was restored, which brings new characters.
    """
    from ..byteshift.bytereplace import readings

    table = frozenset(document.signal(injected_readings))
    more = table and set(document.memo(_read)) - table
    if not more:
        return table
    known = readings()
    return table.union(
        one
        for one in more
        if one[0] in known.changed and one[0] in known.plain and one[1:] == known.default[one[0]]
    )


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
    table = _table(document)
    if not table:
        return []
    text = document.text
    sites = document.memo(_sites)
    found: list[Found] = [
        (start, end, "") for start, end, (char, reading) in sites if char + reading in table
    ]
    if len(found) < len(sites):
        found += [
            (start, end, "")
            for start, end, (char, reading) in sites
            if char < "\x80" and _straddled(text, start) + reading in table
        ]
    toneless = any(map(TONES.isdisjoint, table))
    if not toneless and not any(text[start] == " " for start, _, _ in found):
        return found
    # Toneless readings come with a blank behind, 關(guan) 於(yu), and those with one before, 關 (guān) 於.
    return [
        (start, end + 1, "")
        if text[end : end + 1] == " "
        and text[end + 1 : end + 2] >= "㐀"
        and (text[start] == " " or TONES.isdisjoint(text[start:end]))
        else (start, end, "")
        for start, end, _ in found
    ]


def rewritten(document: Document) -> str | None:
    """Drop all injected readings at once; None where some need a closer look."""
    narrow, wide = document.memo(_pieces)
    if not narrow and not wide:
        return document.text
    if narrow and has_toneless(document):
        return None
    if not _GATE(document):
        return document.text
    if wide or " " in narrow[2::4]:
        return None
    read = document.memo(_read)
    if min(read) < "\x80":
        return None
    table = _table(document)
    if any(map(TONES.isdisjoint, table)):
        return None
    if not table:
        return document.text
    text = document.text
    for start, end in document.protected():
        near = _SITE().finditer(text, max(0, start - _LONGEST), end + _LONGEST)
        if any(m.end() > start and m.start() < end for m in near):
            return None
    if table.issuperset(read):
        return "".join(narrow[0::4])
    pieces = narrow[0::2]
    pieces[1::2] = [
        "" if one in table else kept for one, kept in zip(read, narrow[1::4], strict=True)
    ]
    return "".join(pieces)


RULES = (injected, bare, stripped)
REWRITE = rewritten
