"""Text shifted by a byte: what a mirror's find-and-replace over bytes left of struck characters.

See ``zhclean.byteshift.bytereplace`` for how the damage comes about and ``zhclean.byteshift.shiftback`` for the
inverse. A repair is made only where simulating the damage on it gives the very garble.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from ..byteshift.shiftsigns import beginning
from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ..rules import Confidence, Gate, Option, Options, rule
from .insertions import inserted_commas
from .readings import injected_readings

if TYPE_CHECKING:
    from ..byteshift.shiftback import Restored

_STRONG = 12  # bits of gain that need no other evidence: a few thousand to one
_WEAK = 2  # bits that are enough on a page known to be struck
_SURE = 10  # bits of margin over the next other reading that settle it
_LIKELY = 6  # that make it likely
_FAR_BETTER = 16  # bits that a reading with vanished pairs must gain over a settled one without
_STRANGE = 13  # bits of a character that make one look for a better reading
_ODD = 16  # bits of a character that hardly ever stands where it does
_NAME = 22  # and of one that can only be part of a name
_UNUSUAL = 15  # and of one that a reading must not hold that only just stands out

_UNUSUAL_MARKS = frozenset("；：（）！")  # , and a vanished pair makes them

_BESIDE = 16  # characters behind what stays unknown, within which nothing is certain
_PATIENCE = 5_000  # characters for each beginning that comes to nothing
_NEAR, _LONGEST = 40, 80  # characters before and behind a beginning that say the same again
# A look for vanished pairs takes 5 to 20 ms: a page that has nothing else restored is not worth
# many. Each that comes to nothing costs the credit of two repairs.
_CREDIT = 4
_WIDE_COST = 2


class _BeginningGate(Gate):
    """Opens where a garble may begin."""

    def _opens(self, document: Document) -> bool:
        return "?" in document.text and self._search(document.text) is not None

    @cached_property
    def _search(self) -> Callable[[str], object]:
        return beginning().search


_GATE = _BeginningGate(pattern="(built when first asked)")
_SWALLOWED_TAG = lazy(r"\?[!！]\?/?[a-z]")

_INDENT = lazy(r"(?m)^((?:\? ){2,40}\??)(?=[㐀-鿿“「『《（(])")
_HEADING = lazy(r"(?m)^[㐀-鿿]((?:\? ){2,40})(?=[㐀-鿿]{1,2}(?:[:：]|\s|$))")

OPTIONS: tuple[Option, ...] = ()


def struck_page(document: Document) -> bool:
    """Whether the page shows more signs of a replacement over bytes than one garble."""
    return bool(
        document.assumes("byteshift")
        or _SWALLOWED_TAG().search(document.text)
        or document.signal(injected_readings)
        or document.signal(inserted_commas)
    )


def repairs(document: Document) -> list[tuple[Confidence, Restored]]:
    """Restore every garble of the text, each with those before it as its context."""
    from ..byteshift.shiftback import looks_sound, restore

    text = document.text
    found: list[tuple[Confidence, Restored]] = []
    pieces: list[str] = []
    at = 0
    unknown = -_BESIDE
    patience = 100 + len(text) // _PATIENCE
    uncertain: dict[str, Restored | None] = {}
    credit = _CREDIT + len(text) // (4 * _PATIENCE)
    for match in beginning().finditer(text):
        start = match.start()
        if start < at:
            continue
        reading = match[1] is not None
        if not reading and (text[start + 1] == "?" or looks_sound(text, start)):
            if not document.signal(struck_page):
                continue
        if patience <= 0:  # a text of nothing but beginnings is no page
            break
        near = text[max(0, start - _NEAR) : start + _LONGEST]
        if near in uncertain:
            again = uncertain[near]
            if again is not None:
                moved = again._replace(start=start, end=start + again.end - again.start)
                found.append((Confidence.GUESS, moved))
                at = moved.end
            continue
        context = "".join((*pieces[-8:], text[at:start]))
        best = restore(text, start, context)
        struck = document.signal(struck_page)
        if credit > 0 and _doubtful(best, struck, reading):
            patience -= 1
            credit -= _WIDE_COST
            wider = restore(text, start, context, guess=True)
            if wider is not None and _better(wider, best, struck):
                best = wider
                if _confidence(best, struck) >= Confidence.LIKELY:
                    credit += _WIDE_COST
            elif wider is not None and best is not None:
                rival = wider.margin if wider.text == best.text else best.gain - wider.gain
                best = best._replace(margin=min(best.margin, max(rival, 0)))
        if best is None or best.gain <= 0:
            patience -= 1
            uncertain[near] = None
            unknown = start
            continue
        confidence = _confidence(best, struck)
        credit += confidence >= Confidence.LIKELY
        if confidence is Confidence.GUESS:
            uncertain[near] = best
            unknown = best.end
        elif start - unknown < _BESIDE:
            confidence = Confidence.LIKELY
        found.append((confidence, best))
        pieces += (text[at:start], best.text)
        at = best.end
    return found


def _doubtful(best: Restored | None, struck: bool, reading: bool) -> bool:
    """Whether to look again, supposing that pairs of bytes have vanished."""
    if best is None:
        return reading or struck
    if (
        best.worst < _STRANGE
        and not (reading and best.apart)
        and _UNUSUAL_MARKS.isdisjoint(best.text)
        and _confidence(best, struck) >= Confidence.LIKELY
    ):
        return False
    return struck or reading or best.gain >= _STRONG


def _better(wider: Restored, best: Restored | None, struck: bool) -> bool:
    """Whether a reading with vanished pairs takes the place of one that needs none."""
    if best is None:
        return True
    settled = _confidence(best, struck) >= Confidence.LIKELY
    return wider.gain >= best.gain + (_FAR_BETTER if settled and not best.apart else 0)


def _confidence(best: Restored | None, struck: bool) -> Confidence:
    if best is None or best.margin < _LIKELY:
        return Confidence.GUESS
    if best.worst > (_NAME if best.margin >= _SURE else _UNUSUAL):
        return Confidence.GUESS
    if best.gain < (_WEAK if struck else _STRONG):
        return Confidence.GUESS
    if best.lossy or best.eaten or best.margin < _SURE + best.apart or best.worst > _ODD:
        return Confidence.LIKELY
    return Confidence.CERTAIN


def _of(document: Document, wanted: Confidence) -> list[Found]:
    return [
        (r.start, r.end, r.text) for confidence, r in document.memo(repairs) if confidence is wanted
    ]


@rule(
    "byteshift.restored",
    Confidence.CERTAIN,
    _GATE,
    example=("連續(xù)輸?shù)袅硕鄨?chǎng)比賽", "連續(xù)輸掉了多場比賽"),
)
def restored(document: Document, options: Options) -> Iterable[Found]:
    """Restore text that a replacement over bytes has shifted by a byte.

    Proved by simulation: the damage, done again to the restored text, gives the garble. Lost
    bytes are filled where only one reading is plausible.
    """
    if document.explaining:
        for confidence, r in document.memo(repairs):
            if confidence < max(options["floor"], Confidence.LIKELY):
                document.note(
                    "byteshift.filled", r.start, r.end, "shifted text, partly lost",
                    (r.text, *r.others),
                )  # fmt: skip
    return _of(document, Confidence.CERTAIN)


@rule("byteshift.filled", Confidence.LIKELY, _GATE)
def filled(document: Document, options: Options) -> Iterable[Found]:
    """Restore shifted text of which bytes are lost, where one reading stands out.

    Where none does, the readings are told as a note: the likeliest is right half of the time.
    """
    return _of(document, Confidence.LIKELY)


@rule("byteshift.blanks", Confidence.LIKELY, "? ?", example=("? ? ? ? 他說", "　　　　他說"))
def blanks(document: Document, options: Options) -> Iterable[Found]:
    """Give back the blanks of an indent or a spaced heading that have turned into question marks.

    Such a blank is no character of GBK, so each became ``?`` with a blank behind. At the head of
    a line, or within a heading of a few characters (摘? ? ? 要): elsewhere somebody may be asking.
    """
    return [
        (m.start(1), m.end(1), "　" * m[1].count("?"))
        for pattern in (_INDENT(), _HEADING())
        for m in pattern.finditer(document.text)
    ]


RULES = (restored, filled, blanks)
