"""Text shifted by a byte: what a mirror's find-and-replace over bytes left of struck characters.

See ``zhclean.bytereplace`` for how the damage comes about and ``zhclean.shiftback`` for the
inverse. A repair is made only where simulating the damage on it gives the very garble.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..document import Document
from ..edits import Found
from ..rules import Confidence, Gate, Option, Options, rule
from ..shiftback import PATTERN, START, Restored, restore

_SURE = 10  # bits of gain: a thousand to one
_CLEAR = 1  # bits over the next other reading

_GATE = Gate(pattern=PATTERN)

OPTIONS: tuple[Option, ...] = ()


def repairs(document: Document) -> list[Restored]:
    """Restore every garble of the text, each with those before it as its context."""
    text = document.text
    found: list[Restored] = []
    pieces: list[str] = []
    at = 0
    for match in START.finditer(text):
        start = match.start()
        if start < at:
            continue
        context = "".join((*pieces[-8:], text[at:start]))
        restored = restore(text, start, context)
        if restored is not None and restored.gain > 0:
            found.append(restored)
            pieces += (text[at:start], restored.text)
            at = restored.end
    return found


def is_sure(restored: Restored) -> bool:
    """Whether a repair is beyond reasonable doubt."""
    return restored.gain >= _SURE and restored.margin >= _CLEAR and not restored.lossy


def found_in(restored: Restored) -> Found:
    """Return the edit that makes a repair."""
    return restored.start, restored.end, restored.text


@rule(
    "byteshift.restored",
    Confidence.CERTAIN,
    _GATE,
    example=("連續輸?shù)袅硕喾昼姷谋荣?", "連續輸掉了多分鐘的比賽"),
)
def restored(document: Document, options: Options) -> Iterable[Found]:
    """Restore text that a replacement over bytes has shifted by a byte.

    Proved by simulation: the damage, done again to the restored text, gives the garble.
    """
    return [found_in(r) for r in document.memo(repairs) if is_sure(r)]


@rule("byteshift.guessed", Confidence.GUESS, _GATE)
def guessed(document: Document, options: Options) -> Iterable[Found]:
    """Restore shifted text of which bytes are lost for good, with the likeliest characters."""
    unsure = [r for r in document.memo(repairs) if not is_sure(r)]
    if options["floor"] > Confidence.GUESS:
        return []
    for r in unsure:
        document.note("byteshift.guessed", r.start, r.end, "shifted text, in part lost", r.others)
    return [found_in(r) for r in unsure]


RULES = (restored, guessed)
