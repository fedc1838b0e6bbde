"""Which passages of a text need converting, and how: never Japanese, never what is right already."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, NamedTuple

from ..document import Document
from . import scripts
from .conversion import CONFIGURATIONS
from .japanese import is_japanese, may_be_japanese
from .looking import GLANCED, glance
from .scripts import Span, others

TARGETS = ("zh-Hans", "zh-Hant", "zh-HK", "zh-TW", *CONFIGURATIONS)
"""What ``to`` takes: script tags, and OpenCC's configurations for those who know them."""
_INTO = {"zh-Hant": "s2tw", "zh-TW": "s2tw", "zh-HK": "s2hk"}
TRADITIONAL = tuple(_INTO)
SHORT = 200
"""Characters below which a text without a distinguishing character is converted all the same."""
LONG, LONGER = 1_000, 1_500
"""Characters from which a text is looked through for passages, not for single characters."""
_HEAD = 20


class Passage(NamedTuple):
    """A span to convert. ``strict`` keeps only changes to characters of the wrong script."""

    start: int
    end: int
    configuration: str
    strict: str = ""


# What a document holds at all: most texts need no weighing, and each glance costs a scan.
def has_simplified(document: Document) -> bool:
    """Tell whether the document holds a common character that only Simplified text has."""
    return _odd("hans-common").search(document.text) is not None


def has_traditional(document: Document) -> bool:
    """Tell whether the document holds a common character that only Traditional text has.

    Of a thousand characters every other one is looked at, of more one in three: a passage shows in
    any case, and a single character there is one that is spoken of (日语中「車」意为「车」).
    """
    text, plain = document.text, others("hant-common")
    size = len(text)
    if size < LONG:
        return plain(text).end() < size
    if _odd("hant-common").search(text, 0, _HEAD):
        return True
    looked = text[::2] if size < LONGER else text[::3]
    return plain(looked).end() < len(looked)


def needs_simplifying(document: Document) -> bool:
    """Tell whether the document may hold Traditional Chinese: most are settled by this alone."""
    if has_traditional(document):
        return True
    return len(document.text) < SHORT and not has_simplified(document)


def has_kana_or_hangul(document: Document) -> bool:
    """Tell whether the document holds a letter of Japanese or Korean."""
    return _odd("kana", "hangul").search(document.text) is not None


def has_more_than_simplified(document: Document) -> bool:
    """Tell whether the document holds anything but Simplified Chinese: one scan for both above."""
    text = document.text
    return others("hant", "kana", "hangul")(text).end() < len(text)


def has_more_than_traditional(document: Document) -> bool:
    """Tell whether the document holds anything but Traditional Chinese."""
    seen = document.known(glance)
    if seen is not None and seen.whole:
        return seen.others
    text = document.text
    return others("hans", "kana", "hangul")(text).end() < len(text)


def is_short(document: Document) -> bool:
    """Tell whether the document is too short to hold evidence of its script."""
    return len(document.text) < SHORT


def script_balance(document: Document) -> dict[str, Any]:
    """Weigh the scripts of a document that has more than one: which it is in, and the figures."""
    found = scripts.measure(document.text)
    return {
        "script": found.script,
        "language": found.language,
        "region": found.region,
        "hans": found.hans,
        "hant": found.hant,
    }


def is_cantonese(document: Document) -> bool:
    """Tell whether Traditional text is written Cantonese, which has its own ways."""
    text = document.text
    if len(text) <= GLANCED and others("cantonese")(text).end() == len(text):
        return False
    return scripts.is_cantonese(scripts.sampled(text, scripts.COUNTED))


def script_of(document: Document) -> str:
    """Tell the script of the document: by a glance where that is enough, else by weight."""
    if not document.signal(has_more_than_simplified):
        return "zh-Hans" if document.signal(has_simplified) else "zh"
    hant = document.signal(has_traditional)
    if hant and not document.signal(has_more_than_traditional):
        return "zh-Hant"
    hans = document.signal(has_simplified)
    if (hans and hant) or document.signal(has_kana_or_hangul):
        return str(document.signal(script_balance)["script"])
    if hans:
        return "zh-Hans"
    return "zh-Hant" if hant else "zh"


def hong_kong(document: Document) -> bool:
    """Tell whether Traditional text follows Hong Kong's usage."""
    text = scripts.sampled(document.text)
    return _HONGKONG.search(text) is not None and scripts.region(text) == "HK"


# Without one of these no text counts as Hong Kong's, whatever its words.
_HONGKONG_FORMS = "裏着綫衞説閲鋭税嘅咗喺啲佢哋"
_HONGKONG = re.compile(f"[{_HONGKONG_FORMS}]")


def is_plainly_taiwanese(document: Document) -> bool:
    """Tell whether Traditional text holds nothing of another script or of Hong Kong: one scan."""
    text = document.text
    return others("hans", "kana", "hangul", _HONGKONG_FORMS)(text).end() == len(text)


def passages(document: Document, to: str, vocabulary: bool) -> list[Passage]:
    """Give the passages of ``document`` that are not in the script ``to``, in order."""
    if to == "zh-Hans":  # asked once, and by one rule
        return _into_simplified(document, vocabulary)
    return document.memo(_planner(to, vocabulary))


@cache
def _planner(to: str, vocabulary: bool) -> Callable[[Document], list[Passage]]:
    return partial(_passages, to=to, vocabulary=vocabulary)


def _passages(document: Document, to: str, vocabulary: bool) -> list[Passage]:
    text = document.text
    if to in CONFIGURATIONS:
        if "j" in to:
            return [Passage(0, len(text), to)]
        return list(_around(text, to, _odd("kana", "hangul"), ["zh-Hant", "zh-Hans", "mixed"]))
    if len(text) <= GLANCED and holds_traditional(document):
        document.memo(glance)  # for all that is asked of it from here on
    script = script_of(document)
    configuration = _INTO[to] + ("p+" if vocabulary else "+")
    if script in ("zh-Hans", "zh"):
        if not document.signal(has_more_than_simplified) and "の" not in text:
            return [Passage(0, len(text), configuration)]
        odd = _odd("hant", "kana", "no", "hangul")
        return list(_around(text, configuration, odd, ["zh-Hans"], ["mixed"], "hans"))
    if script == "zh-Hant" and not document.signal(has_more_than_traditional):
        return []
    if not document.signal(has_simplified):
        return []
    odd = _odd("hans-common")
    return list(_within(text, configuration, odd, "zh-Hans", "hans-common", script == "ja"))


def _into_simplified(document: Document, vocabulary: bool) -> list[Passage]:
    text = document.text
    traditional = document.signal(has_traditional)
    titles = "の" in text  # Japanese ones, it may be
    if traditional and not titles and document.signal(is_plainly_taiwanese):
        return [Passage(0, len(text), "tw2sp+" if vocabulary else "tw2s+")]
    more = document.signal(has_more_than_traditional)
    script = "zh-Hant" if traditional and not more else script_of(document)
    source = "hk2" if document.signal(hong_kong) else "tw2"
    configuration = source + ("sp+" if vocabulary else "s+")
    if script == "zh-Hant" or (script == "zh" and document.signal(is_short)):
        if not more and not titles:
            return [Passage(0, len(text), configuration)]
        odd = _odd("hans", "kana", "no", "hangul")
        return list(_around(text, configuration, odd, ["zh-Hant"], ["mixed"], "hant"))
    odd = _odd("hant-common")
    return list(_within(text, configuration, odd, "zh-Hant", "hant-common", script == "ja"))


def holds_traditional(document: Document) -> bool:
    """Tell whether the document holds Traditional Chinese at all: two glances."""
    return document.signal(has_more_than_simplified) and document.signal(has_traditional)


def left_alone(document: Document) -> list[Span]:
    """Give what conversion into Traditional leaves as it is: Traditional Chinese, or undecided."""
    if not holds_traditional(document):
        return []
    text = document.text
    if not document.signal(has_more_than_traditional):
        return [(p.start, p.end) for p in outside(document.protected(), Passage(0, len(text), ""))]
    taken = [(p.start, p.end) for p in passages(document, "zh-TW", False) if not p.strict]
    if document.signal(has_kana_or_hangul):
        foreign = _odd_clauses(text, _odd("kana", "hangul"))
        taken += [(start, end) for start, end, script in foreign if script in ("ja", "ko")]
    taken = sorted(taken + document.protected())
    return [(p.start, p.end) for p in outside(taken, Passage(0, len(text), ""))]


@cache
def _odd(*kinds: str) -> re.Pattern[str]:
    table = {**scripts.characters(), "kana": scripts.KANA, "no": "の", "hangul": scripts.HANGUL}
    return re.compile("[" + "".join(table[kind] for kind in kinds) + "]")


def _around(
    text: str,
    configuration: str,
    odd: re.Pattern[str],
    take: list[str],
    partly: list[str] | None = None,
    wrong: str = "",
) -> Iterator[Passage]:
    """Take everything but the clauses that are no business of ours.

    Of those in the target script a common character of the other is taken all the same, as it is
    where the whole text is in the target script.
    """
    at = 0
    for start, end, script in _odd_clauses(text, odd):
        if script in take:
            continue
        if start > at:
            yield Passage(at, start, configuration)
        if partly and script in partly:
            yield Passage(start, end, configuration, wrong)
        elif wrong and script not in ("ja", "ko"):
            if _odd(f"{wrong}-common").search(text, start, end):
                yield Passage(start, end, configuration, f"{wrong}-common")
        at = end
    if at < len(text):
        yield Passage(at, len(text), configuration)


def _within(
    text: str,
    configuration: str,
    odd: re.Pattern[str],
    take: str,
    wrong: str,
    japanese: bool = False,
) -> Iterator[Passage]:
    """Take only the clauses that hold characters of the wrong script, and of them what is wrong.

    In ``japanese`` text a line is Japanese unless it holds something Chinese.
    """
    for start, end, script in _odd_clauses(text, odd, japanese):
        if script in ("ja", "ko") or not odd.search(text, start, end):
            continue
        yield Passage(start, end, configuration, "" if script == take else wrong)


_SENTENCE = re.compile(r"[^\n。！？!?「」『』“”《》()（）]+")


_QUOTES = frozenset(("「」", "『』", "“”", "《》"))


def _foreign(text: str, start: int, end: int) -> str | None:
    """Tell whether a line, or a part of one, is Japanese or Korean."""
    run = text[start:end]
    found = scripts.foreign(run)
    if found or not run:
        return found
    quoted = text[start - 1 : start] + text[end : end + 1] in _QUOTES
    return "ja" if is_japanese(run, quoted) else None


def _odd_clauses(
    text: str, odd: re.Pattern[str], japanese: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Give the clauses with evidence of their own, in lines that hold an odd character.

    Japanese and Korean go by line and by sentence, since their clauses may hold no kana.
    """
    at = 0
    while m := odd.search(text, at):
        start = text.rfind("\n", at, m.start()) + 1 or at
        end = text.find("\n", m.end())
        end = len(text) if end < 0 else end
        at = end + 1
        foreign = _foreign(text, start, end)
        if foreign or (japanese and may_be_japanese(text[start:end])):
            yield start, end, foreign or "ja"
            continue
        for s in _SENTENCE.finditer(text, start, end):
            if odd.search(text, *s.span()) is None:
                continue
            foreign = _foreign(text, *s.span())
            if foreign:
                yield s.start(), s.end(), foreign
            else:
                yield from scripts.clauses(text, s.start(), s.end(), odd)


def outside(spans: list[Span], passage: Passage) -> Iterator[Passage]:
    """Cut protected spans out of a passage."""
    at = passage.start
    for start, end in spans:
        if end <= at:
            continue
        if start >= passage.end:
            break
        if start > at:
            yield passage._replace(start=at, end=start)
        at = end
    if at < passage.end:
        yield passage._replace(start=at)
