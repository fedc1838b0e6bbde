"""Restore text that a synonym spinner has rewritten, once the document shows that it is spun."""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..edits import Found
from ..rules import Confidence, Gate, Option, Options, Scope, rule
from ..spin.decode import Choice, decode
from ..spin.lexicon import MAIN, lexicon
from ..spin.model import model
from ..spinning import GATE, spun_pages

OPTIONS: tuple[Option, ...] = ()
_GATE = Gate(pattern=GATE.pattern)


class _Work:
    """The decoded document, and how far the rules of the stage have told it."""

    __slots__ = ("choices", "told")

    def __init__(self, choices: list[Choice]) -> None:
        self.choices = choices
        self.told = 4


def _decoded(document: Document) -> _Work:
    signal = document.signal(spun_pages)
    if not signal["spun"] and not document.assumes("spun"):
        return _Work([])
    return _Work(decode(document.text, lexicon(signal["family"] or MAIN), model()))


def _grade(choice: Choice) -> Confidence:
    if choice.entry.certain:
        return Confidence.CERTAIN
    return Confidence.LIKELY if choice.margin >= 0.0 else Confidence.GUESS


def _tell(document: Document, confidence: Confidence) -> Iterator[Found]:
    # A rule alone restores all that is at least as sure as it: what is left over must never be
    # evidence for a second pass over restored text. Behind a surer rule it tells only the rest.
    work = document.memo(_decoded)
    told, work.told = work.told, min(work.told, int(confidence))
    for choice in work.choices:
        if confidence <= _grade(choice) < told:
            yield choice.start, choice.end, choice.original


@rule("spun.certain", Confidence.CERTAIN, _GATE, scope=Scope.DOCUMENT)
def certain(document: Document, options: Options) -> Iterator[Found]:
    """Restore a spinner's form that genuine text does not have (东说念主 to 人)."""
    yield from _tell(document, Confidence.CERTAIN)


@rule("spun.likely", Confidence.LIKELY, _GATE, scope=Scope.DOCUMENT)
def likely(document: Document, options: Options) -> Iterator[Found]:
    """Restore a word that a spinner has put for another, as context decides (时间 to 技术)."""
    yield from _tell(document, Confidence.LIKELY)


@rule("spun.guess", Confidence.GUESS, _GATE, scope=Scope.DOCUMENT)
def guess(document: Document, options: Options) -> Iterator[Found]:
    """Restore a word that may have stood otherwise, where context is not sure."""
    yield from _tell(document, Confidence.GUESS)


RULES = (certain, likely, guess)
