"""Convert between Simplified and Traditional Chinese: only what needs it, and only on request.

Characters of several conversions are no rule of their own: a floor that left them out would leave
Simplified characters in the text that was asked for. Those whose choice is often wrong are told as
notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..document import Document
from ..edits import Found
from ..protect import Spans
from ..rules import ALWAYS, Confidence, Option, Options, Scope, rule
from ..script import conversion
from ..script.aspect import aspect_marks
from ..script.capitals import capital_one, ones
from ..script.looking import right_words
from ..script.passages import (
    TRADITIONAL,
    Passage,
    holds_traditional,
    is_cantonese,
    needs_simplifying,
    outside,
    passages,
)
from ..script.restoring import (
    forms_foreign_to_hongkong,
    forms_foreign_to_taiwan,
    misconversion,
    regional,
    restored,
)
from ..script.scripts import only

OPTIONS: tuple[Option, ...] = (
    Option("vocabulary", False, "use the target region's words too (软件, 軟體)"),
    Option("dictionary", None, "words and their conversions: a table, or the path of a TSV file"),
)


@rule("script.converted", Confidence.CERTAIN, ALWAYS, scope=Scope.PARAGRAPH)
def converted(document: Document, options: Options) -> Iterable[Found]:
    """Convert Chinese to the script asked for, where it is in the other one.

    Text that is in the target script already stays as it is; of mixed text only the clauses in the
    wrong script change; Japanese and Korean passages and protected spans never do. OpenCC converts,
    behind a dictionary of phrases that its longest match cuts across word boundaries.
    """
    to = options["to"]
    if to != "zh-Hans":
        return _converted(document, options, passages(document, to, options["vocabulary"]))
    needed = document.signal(needs_simplifying)
    found = passages(document, to, options["vocabulary"]) if needed else []
    at = document.text.find("著")
    aspects = aspect_marks(document.text, at) if at >= 0 else []
    if found and aspects:
        done = Spans((passage.start, passage.end) for passage in found if not passage.strict)
        aspects = [edit for edit in aspects if not done.overlaps(edit[0], edit[1])]
    return [*_converted(document, options, found), *aspects] if found else aspects


def _converted(document: Document, options: Options, found: list[Passage]) -> Iterable[Found]:
    if not found:
        return ()
    words = conversion.dictionary(options["dictionary"]) if options["dictionary"] else {}
    protected = document.protected()
    if not words and not protected:
        return [edit for passage in found for edit in _whole(document, passage)]
    edits: list[Found] = []
    for passage in found:
        free = list(outside(protected, passage))
        if words:
            for part in free:
                edits += _own_words(document, part, words)
        elif free:
            edits += _edits(document, passage, free)
    return edits


def _own_words(document: Document, passage: Passage, words: dict[str, str]) -> Iterator[Found]:
    """Put the user's words in, and convert around them."""
    at = passage.start
    for m in conversion.words(tuple(words)).finditer(document.text, at, passage.end):
        yield from _whole(document, passage._replace(start=at, end=m.start()))
        yield m.start(), m.end(), words[m.group()]
        at = m.end()
    yield from _whole(document, passage._replace(start=at))


def _edits(document: Document, passage: Passage, free: list[Passage]) -> Iterator[Found]:
    """Convert a passage at once, and take of it what is not protected.

    Where the conversion has another length, the free parts are converted one by one.
    """
    if len(free) == 1:
        yield from _whole(document, free[0])
        return
    start, end, configuration, _ = passage
    after = conversion.convert(document.text[start:end], configuration)
    if len(after) == end - start:
        for part in free:
            yield from _changed(document, part, after[part.start - start : part.end - start])
    else:
        for part in free:
            yield from _whole(document, part)


def _whole(document: Document, passage: Passage) -> list[Found]:
    before = document.text[passage.start : passage.end]
    return _changed(document, passage, conversion.convert(before, passage.configuration))


def _changed(document: Document, passage: Passage, after: str) -> list[Found]:
    start, end, _, strict = passage
    before = document.text[start:end]
    if document.explaining and len(after) == len(before):
        _note_doubts(document, start, before, after, strict)
    if after == before:
        return []
    if strict:
        wrong = only(strict)
        found = conversion.changes(before, after, start)
        return [edit for edit in found if wrong.search(document.text, edit[0], edit[1])]
    if document.explaining or ("壹" in before and document.signal(capital_one)):
        return conversion.changes(before, after, start)
    return [(start, end, after)]  # one wide edit: the same text at a fraction of the cost


def _note_doubts(document: Document, at: int, before: str, after: str, strict: str) -> None:
    """Tell the characters of several conversions whose choice is often wrong."""
    if strict:
        return
    doubts, sure = conversion.doubts(), right_words()
    for k, pair in enumerate(map("".join, zip(before, after, strict=True))):
        if pair in doubts and not (
            after[max(0, k - 1) : k + 1] in sure or after[k : k + 2] in sure
        ):
            others = doubts[pair]
            message = f"{pair[0]} became {pair[1]}; it may be {' or '.join(others)} here"
            if pair[0] == pair[1]:
                message = f"{pair[0]} stayed; it may be {' or '.join(others)} here"
            document.note("script.converted", at + k, at + k + 1, message, others)


def _into_traditional(options: Options) -> bool:
    return options["to"] in TRADITIONAL


@rule(
    "script.misconverted",
    Confidence.LIKELY,
    ALWAYS,
    scope=Scope.PARAGRAPH,
    asked=_into_traditional,
)
def misconverted(document: Document, options: Options) -> Iterable[Found]:
    """Put right what a careless converter left wrong in Traditional text.

    后面, 什么 and 沖擊 stand where the converter knew one form of a character only; 隻是 and 麵容 where it
    chose the wrong one. Whether a text is such a text is decided by the share of wrong forms in it.
    """
    if not holds_traditional(document) or not document.signal(misconversion)["wrong"]:
        return ()
    if document.signal(is_cantonese):
        return ()
    return restored(document, hongkong=options["to"] == "zh-HK")


def _into_region(options: Options) -> bool:
    return options["to"] in ("zh-TW", "zh-HK")


@rule("script.variants", Confidence.LIKELY, ALWAYS, scope=Scope.PARAGRAPH, asked=_into_region)
def variants(document: Document, options: Options) -> Iterable[Found]:
    """Set the forms of another region (裏, 説, 着) as the target's own text has them.

    Only for Taiwan and Hong Kong, and only where a fifth of a text's forms are foreign.
    """
    if not holds_traditional(document):
        return ()
    to = options["to"]
    ask = forms_foreign_to_hongkong if to == "zh-HK" else forms_foreign_to_taiwan
    found = document.signal(ask)
    if not found or document.signal(is_cantonese):
        return ()
    return regional(document, to, found)


def _into_a_script(options: Options) -> bool:
    return options["to"] == "zh-Hans" or options["to"] in TRADITIONAL


@rule("script.capitals", Confidence.LIKELY, ALWAYS, scope=Scope.PARAGRAPH, asked=_into_a_script)
def capitals(document: Document, options: Options) -> Iterable[Found]:
    """Set 壹 as 一 where a converter wrote the number of cheques throughout: 壹個, 另壹方.

    Amounts (壹佰元整), numbered lists and names (壹號, 壹基金) keep it.
    """
    if "壹" not in document.text or not document.signal(capital_one):
        return ()
    return [(at, at + 1, "一") for at in ones(document.text)]


RULES = (converted, misconverted, variants, capitals)
