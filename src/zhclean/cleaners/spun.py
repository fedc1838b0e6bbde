"""Restore text that a synonym spinner has rewritten, once the document shows that it is spun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ..rules import Confidence, Gate, Option, Options, Scope, rule
from ..spinning import (
    LIKELY,
    hinted,
    in_simplified,
    spun_evidence,
    suspicious,
    vouched_standing,
    worth_weighing,
)

if TYPE_CHECKING:
    from ..spin.settle import Choice

OPTIONS: tuple[Option, ...] = (
    Option(
        "scorer",
        None,
        "a callable that takes sentences and gives their log probabilities, asked where the "
        "decoder is unsure",
    ),
)

CERTAIN, GUESS = 0.97, 0.45
"""How sure of a choice the decoder must be for a rule to make it; LIKELY stands between them."""
MIXED = 0.5
"""How far a page may be spun only in part for words that only the thesaurus knows to be doubted."""
SETTLED = 0.9
"""From where the other readings of a choice are no longer worth a person's time."""


# What spinners drop into a sentence of a stolen page: a betting site's name with what it offers.
_SPAM = lazy(
    "(?:九游|开云|云开|乐鱼|爱游戏|华体会|万博|亚博|必威|米兰|星空|江南|半岛|博鱼|天博|火狐|今年会|杏彩"
    "|凯发|利来|金沙|新葡京|皇冠|[Kk]aiyun|[Ll]eyu|[Bb][Oo][Bb]|[Nn][Gg])"
    "(?:体育|娱乐|电竞|棋牌|真人|彩票|游戏)+"
    "(?:娱乐网|官方网站|官方网|官网|网页版|平台|入口|登录|登陆|注册|下载|[Aa][Pp][Pp]|投注|网)+"
    "|(?:体育|娱乐|游戏){2,4}(?:官网|平台|[Aa][Pp][Pp])(?:平台|官网|入口|下载|登录|注册)+"
)


def _simplified(document: Document) -> str:
    """Read a document in Simplified characters where spun forms stand in it in Traditional ones."""
    return in_simplified(document.text)


class _Suspicion(Gate):
    """Open where telling forms stand together; one is enough where the caller vouches."""

    def _opens(self, document: Document) -> bool:
        if not document.assumes("spun") and not hinted(document.text):
            return False
        text = document.memo(_simplified)
        seen = suspicious(text)
        return bool(seen) if document.assumes("spun") else worth_weighing(text, seen)


_GATE = _Suspicion()


class _Work:
    """The decoded document, and the surest rule that has told of it."""

    __slots__ = ("choices", "rescored", "text", "told")

    def __init__(self, text: str, choices: list[Choice]) -> None:
        self.text = text
        """What was decoded: the document, in Simplified characters where they were Traditional."""
        self.choices = choices
        self.rescored = False
        self.told = int(Confidence.CERTAIN) + 1


def _decoded(document: Document) -> _Work:
    signal = document.signal(spun_evidence)
    text = document.memo(_simplified)
    if not signal["spun"] and not document.assumes("spun"):
        return _Work(text, [])
    from ..spin.decode import decode
    from ..spin.lexicon import MAIN, lexicon, widened
    from ..spin.model import model
    from ..spin.sure import page

    standing = signal.get("standing")
    if standing is None:
        standing = vouched_standing(text)
    # On a page spun only in part most words that the thesaurus knows stand for themselves.
    known = lexicon if page(standing, len(text)).partly > MIXED else widened
    return _Work(text, decode(text, known(signal["family"] or MAIN), model(), standing))


def _as_written(document: Document, work: _Work, word: str) -> str:
    """Write a word in the document's script."""
    if work.text == document.text:
        return word
    from ..script.conversion import convert

    return convert(word, "s2tw")


def _confidence(choice: Choice) -> int:
    if choice.entry.grade == "A" and choice.sure >= CERTAIN and not choice.entry.open:
        return Confidence.CERTAIN
    # A form that tells of a spun page must not stay: restored text may not look spun again.
    if choice.sure >= LIKELY or choice.entry.grade != "B":
        return Confidence.LIKELY
    return Confidence.GUESS if choice.sure >= GUESS else 0


def _restored(
    document: Document, options: Options, rule: str, confidence: Confidence
) -> Iterator[Found]:
    # Alone, a rule makes every edit that is at least as sure as it: what it leaves may not be
    # evidence for a second pass over restored text. Behind a surer rule it makes the rest.
    work = document.memo(_decoded)
    if options.get("scorer") is not None and not work.rescored:
        from ..spin.rescore import rescore

        work.choices = rescore(work.text, work.choices, options["scorer"])
        work.rescored = True
    told, work.told = work.told, min(work.told, int(confidence))
    for choice in work.choices:
        before = choice.entry.form
        if choice.original != before and confidence <= _confidence(choice) < told:
            original = _as_written(document, work, choice.original)
            yield choice.start, choice.end, original
            if document.explaining and choice.sure < CERTAIN:
                doubtful = choice.alternatives if choice.sure < SETTLED else ()
                others = tuple(_as_written(document, work, w) for w in doubtful if w != before)
                form = document.text[choice.start : choice.end]
                document.note(
                    rule, choice.start, choice.end,
                    f"{form} stands for {original} ({choice.sure:.0%} sure)", others,
                )  # fmt: skip


@rule("spun.spam", Confidence.LIKELY, _GATE, scope=Scope.DOCUMENT)
def spam(document: Document, options: Options) -> Iterator[Found]:
    """Remove a betting site's name dropped into a sentence of a spun page (九游体育娱乐网)."""
    if document.signal(spun_evidence)["spun"] or document.assumes("spun"):
        for match in _SPAM().finditer(document.memo(_simplified)):
            yield match.start(), match.end(), ""


@rule("spun.certain", Confidence.CERTAIN, _GATE, scope=Scope.DOCUMENT)
def certain(document: Document, options: Options) -> Iterator[Found]:
    """Restore a spinner's form that genuine text does not have (东说念主 to 人)."""
    return _restored(document, options, "spun.certain", Confidence.CERTAIN)


@rule("spun.likely", Confidence.LIKELY, _GATE, scope=Scope.DOCUMENT)
def likely(document: Document, options: Options) -> Iterator[Found]:
    """Restore a word that a spinner has put for another, as context decides (时间 to 技术)."""
    return _restored(document, options, "spun.likely", Confidence.LIKELY)


@rule("spun.guess", Confidence.GUESS, _GATE, scope=Scope.DOCUMENT)
def guess(document: Document, options: Options) -> Iterator[Found]:
    """Restore a word that may have stood otherwise, where context is not sure."""
    return _restored(document, options, "spun.guess", Confidence.GUESS)


RULES = (spam, certain, likely, guess)
