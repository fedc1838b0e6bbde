"""Which script a text is in: Simplified, Traditional (and whose), mixed, Japanese, none."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from .. import tables
from ..document import checked

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Kana without the marks that Chinese uses too (the middle dot, the long vowel mark) and without の,
# which Chinese brands and chat borrow.
KANA = r"\u3041-\u306d\u306f-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d"
HANGUL = r"\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e"

COUNTED = 400
"""Characters that detection counts at most; of a longer text it counts an even sample."""
SAMPLE = 4_096
"""Characters that are looked at for words, whose evidence is rarer."""
_SLICES = 16

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Script:
    """What ``detect_script`` found, with the figures behind it.

    ``script`` is ``zh-Hans``, ``zh-Hant``, ``mixed``, ``ja``, ``ko``, ``zh`` (Chinese without one
    distinguishing character) or ``und`` (no Chinese to speak of). ``language`` is ``zh``, ``yue``
    (written Cantonese), ``ja``, ``ko`` or ``und``. ``region`` is ``TW`` or ``HK`` where
    Traditional text shows whose usage it follows, else None.

    ``hans`` and ``hant`` count characters that only one script has, ``share`` is the Traditional
    part of them; ``han``, ``kana``, ``hangul`` and ``cantonese`` count characters. A text of
    more than 400 characters is counted on 16 slices spread evenly over it. ``minority`` holds the
    spans of mixed text that are in the rarer script, in characters of the whole text.
    """

    script: str
    language: str
    region: str | None
    hans: int
    hant: int
    share: float
    han: int
    kana: int
    hangul: int
    cantonese: int
    minority: tuple[Span, ...] = ()


def detect_script(text: str) -> Script:
    """Tell the script of ``text`` and count what tells it.

    Decides by ratio, so that one stray character does not make a text mixed; text shorter than a
    sentence is often undecided (``zh``), because most Chinese characters are the same in both.
    Raises TypeError for what is no str.
    """
    found = measure(checked(text))
    if found.script != "mixed":
        return found
    rarer = "zh-Hans" if found.hans < found.hant else "zh-Hant"
    spans = tuple((start, end) for start, end, script in clauses(text) if script == rarer)
    return replace(found, minority=spans)


def measure(text: str) -> Script:
    """Do the same without the spans of the minority, which need the whole text."""
    sample = sampled(text, COUNTED)
    patterns = _patterns()
    han = _han(sample)
    hans = hant = kana = hangul = cantonese = 0
    beside = ("cantonese", "kana", "hangul")
    if others("hant", *beside)(sample).end() == len(sample):  # most texts are of one kind
        hans = _count(patterns["hans"], sample)
    elif others("hans", *beside)(sample).end() == len(sample):
        hant = _count(patterns["hant"], sample)
    else:
        hans, hant = _count(patterns["hans"], sample), _count(patterns["hant"], sample)
        kana, hangul = _count(patterns["kana"], sample), _count(patterns["hangul"], sample)
        cantonese = _count(patterns["cantonese"], sample)
    script = _decide(hans, hant, han, kana, hangul)
    if han * 20 < len(sample) - han and len(patterns["latin"].findall(sample)) > han:
        script = "und"  # words in Latin letters outnumber Chinese characters, and by far
    language = {"ja": "ja", "ko": "ko", "und": "und"}.get(script, "zh")
    if language == "zh" and _is_enough(cantonese, han):
        language = "yue"
    usage = region(sampled(text)) if script == "zh-Hant" else None
    if usage is None and language == "yue" and script == "zh-Hant":
        usage = "HK"
    share = hant / (hans + hant) if hans + hant else 0.0
    return Script(script, language, usage, hans, hant, share, han, kana, hangul, cantonese)


def is_cantonese(sample: str) -> bool:
    """Tell whether Chinese text is written Cantonese."""
    cantonese = _count(_patterns()["cantonese"], sample)
    return _is_enough(cantonese, _han(sample))


def _is_enough(cantonese: int, han: int) -> bool:
    return cantonese >= 2 and cantonese * 50 >= han


def sampled(text: str, size: int = SAMPLE) -> str:
    """Return ``text``, or slices spread evenly over it where it is longer than ``size``."""
    if len(text) <= size:
        return text
    width = size // _SLICES
    step = (len(text) - width) / (_SLICES - 1)
    starts = [int(k * step) for k in range(_SLICES)]
    return "\n".join([text[start : start + width] for start in starts])


def foreign(text: str) -> str | None:
    """Tell whether a passage is Japanese (``ja``) or Korean (``ko``); None where it is neither."""
    patterns = _patterns()
    if not patterns["foreign"].search(text):
        return None
    han = _count(patterns["han"], text)
    kana, hangul = _count(patterns["kana"], text), _count(patterns["hangul"], text)
    script = _decide(0, 0, han, kana, hangul)
    return script if script in ("ja", "ko") else None


def _decide(hans: int, hant: int, han: int, kana: int, hangul: int) -> str:
    if hangul > han:
        return "ko"
    # Japanese prose is about half kana; Chinese that quotes some stays far below.
    if kana * 6 >= kana + han and kana > 0:
        return "ja"
    if han == 0:
        return "und"
    return balance(hans, hant)


def balance(hans: int, hant: int) -> str:
    """Weigh the two counts of distinguishing characters: by share, never by a stray one."""
    if not hans and not hant:
        return "zh"
    fewer = min(hans, hant)
    if fewer * 10 < hans + hant or (fewer == 1 and hans + hant > 3):
        return "zh-Hans" if hans > hant else "zh-Hant"
    return "mixed"


def region(text: str) -> str | None:
    """Tell Taiwan's usage from Hong Kong's by forms and words, of which most must agree."""
    taiwan, hongkong = _regional()
    tw, hk = len(taiwan.findall(text)), len(hongkong.findall(text))
    if tw + hk == 0 or max(tw, hk) < 4 * min(tw, hk):
        return None
    return "TW" if tw > hk else "HK"


_CLAUSE = re.compile(r"[^\n。！？；，：、「」『』“”《》()（）\[\]【】!?;\"]+")


def clauses(
    text: str, start: int = 0, end: int | None = None, holding: re.Pattern[str] | None = None
) -> Iterator[tuple[int, int, str]]:
    """Give the clauses of ``text`` that have a script of their own, and which.

    ``holding`` leaves out those without a match.
    """
    patterns = _patterns()
    for m in _CLAUSE.finditer(text, start, len(text) if end is None else end):
        clause = m.group()
        if holding is not None and holding.search(clause) is None:
            continue
        han = _count(patterns["han"], clause)
        if not han:
            continue
        kana, hangul = _count(patterns["kana"], clause), _count(patterns["hangul"], clause)
        hans, hant = _count(patterns["hans"], clause), _count(patterns["hant"], clause)
        script = _decide(hans, hant, han, kana, hangul)
        if script != "zh":
            yield m.start(), m.end(), script


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len("".join(pattern.findall(text)))


_HIGH = bytes((*range(0x34, 0xA0), 0xF9, 0xFA))
"""The high bytes of Chinese characters in UTF-16 (and of a few signs that no text has many of)."""


def _han(text: str) -> int:
    """Count Chinese characters: by their high bytes, five times as fast as by a pattern."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) != 2 * len(text):
        return _count(_patterns()["han"], text)
    high = units[1::2]
    return len(high) - len(high.translate(None, _HIGH))


@cache
def characters() -> dict[str, str]:
    """The table of distinguishing characters: kind to characters."""
    table = tables.read("script_characters.tsv")
    rows = (row.split("\t") for row in table.splitlines() if not row.startswith("#"))
    return {row[0]: row[1] for row in rows}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    classes = {
        **characters(),
        "han": HAN,
        "kana": KANA,
        "hangul": HANGUL,
        "latin": "A-Za-z\u00c0-\u024f",
    }
    classes["foreign"] = KANA + HANGUL
    return {kind: re.compile(f"[{found}]+") for kind, found in classes.items()}


@cache
def only(kind: str) -> re.Pattern[str]:
    """A pattern for runs of one kind: hans, hant, cantonese, han, kana, hangul, latin."""
    return _patterns()[kind]


_RANGE = re.compile(r"\\u(\w{4})-\\u(\w{4})")


@cache
def others(*kinds: str) -> Callable[[str], re.Match[str]]:
    """Make the match of the run of characters of none of these kinds that a text begins with.

    What a class takes is counted at twice the speed at which what another holds is searched for, so
    that a text is told to lack these kinds by a run as long as it is.
    """
    held: list[tuple[int, int]] = []
    for kind in kinds:
        found = {"kana": KANA, "hangul": HANGUL}.get(kind)
        if found is None:
            held += [(ord(char), ord(char)) for char in characters().get(kind, kind)]
        else:
            held += [(int(first, 16), int(last, 16)) for first, last in _RANGE.findall(found)]
    runs, at = [], 0
    for first, last in [*sorted(held), (sys.maxunicode + 1, 0)]:
        if first > at:
            runs.append(f"{chr(at)}-{chr(first - 1)}")
        at = last + 1
    run = re.compile(f"[{''.join(runs)}]*")
    return cast("Callable[[str], re.Match[str]]", run.match)  # an empty run is a match too


# Forms that only one side's standard uses, and words that the other side says otherwise. Every
# alternative begins with a literal: `re` then skips ahead at the speed of a character class.
_FORMS = {
    "TW": "裡|軟體|硬體|網路|螢幕|滑鼠|伺服器|位元組|使用者|資料庫|計程車|捷運|著(?![名作稱述者書])",
    "HK": "裏|着|綫|衞|説|閲|鋭|税|嘅|咗|喺|啲|佢|哋|的士|立法會|港元|九龍|新界",
}


@cache
def _regional() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_FORMS["TW"]), re.compile(_FORMS["HK"])
