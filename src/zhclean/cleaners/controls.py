"""Characters nobody sees and nobody meant: controls, zero-width characters, stray selectors.

What belongs stays: joiners in emoji and in Arabic, Persian and Indic words, word breaks of Thai,
Khmer and Tibetan, direction marks in lines with right-to-left text, variation selectors behind
what they select, soft hyphens inside Latin words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ..rules import Confidence, Option, Options, Rule, rule
from ._mojibake_gate import CONTROLS, UNSEEN

OPTIONS: tuple[Option, ...] = ()

# ECMA-48: CSI sequences, and OSC strings (window titles) up to BEL or ST.
_ANSI = (
    r"\x1b\[[0-?]{0,32}[ -/]{0,4}[@-~]|\x1b\][^\x00-\x1f]{0,256}(?:\x07|\x1b\\)|\x1b[()][0-9A-B]"
)

_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RTL = lazy("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")  # fmt: skip
# Scripts that shape letters by joiners, or break words by zero-width spaces.
_SHAPED = lazy(
    "[\u0600-\u085f\u08a0-\u0eff\u0f00-\u109f\u1780-\u17ff\u1800-\u180d\u180f-\u18af\u1900-\u19ff"
    "\u1a00-\u1aaf\u1b00-\u1c4f\ua840-\ua8df\ua900-\ua9df\uaa00-\uaadf\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]"
)  # fmt: skip
_FLAG = "\U0001f3f4"


_RUN = lazy(f"(?:{_ANSI}|[{CONTROLS}])+")


def _emoji(c: str) -> bool:
    """Whether an emoji sequence may hold ``c`` beside a joiner."""
    return (
        (c >= "\U0001f000" and c < "\U0001fb00")
        or "\u2190" <= c <= "\u2bff"
        or c in "\u00a9\u00ae\u203c\u2049\u2122\u2139\u3030\u303d\u3297\u3299"
    )


@functools.cache
def _compatible() -> frozenset[str]:
    """Return the ideographs of which Unicode has standardised variants (FE00 to FE02)."""
    found = set()
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)):
        plain = unicodedata.normalize("NFC", chr(code))
        if plain != chr(code):
            found.add(plain)
    return frozenset(found)


def _selects(selector: str, base: str) -> bool:
    """Whether a variation selector has something to select in ``base``."""
    if not base or base.isspace() or unicodedata.category(base)[0] == "C":
        return False
    han = (
        "\u3400" <= base <= "\u9fff"
        or "\uf900" <= base <= "\ufaff"
        or "\U00020000" <= base < "\U00040000"
    )
    if selector >= "\U000e0100":
        return han
    if han:
        return selector <= "\ufe02" and base in _compatible()
    if selector >= "\ufe0e":
        return _emoji(base) or base in "0123456789#*"
    if base in "\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f":
        return selector <= "\ufe01"
    return not (base.isascii() or "\u3000" <= base <= "\u30ff" or "\uac00" <= base <= "\ud7a3")


def _kept(run: str, left: str, right: str, line: Callable[[], str]) -> str:
    """Return what stays of a run of invisible characters between two visible ones."""
    kept = ""
    if ("\ufe00" <= run[0] <= "\ufe0f" or run[0] >= "\U000e0100") and _selects(run[0], left):
        kept, run = run[0], run[1:]
    if run == "\u200d" and _emoji(left) and right and _emoji(right):
        return kept + run
    if left == _FLAG and re.fullmatch("[\U000e0020-\U000e007e]{1,8}\U000e007f", run):
        return kept + run
    shaped = bool(_SHAPED().match(left) or _SHAPED().match(right))
    pieces = [kept]
    directed: bool | None = None
    for c in re.sub(_ANSI, "", run):
        if c in _INVISIBLE:
            pieces.append(c if shaped else "")
        elif c == "\u180e" and "\u1800" <= left <= "\u18af":
            pieces.append(c)
        elif c in _BIDI:
            if directed is None:
                directed = _RTL().search(line()) is not None
            pieces.append(c if directed else "")
        elif c == "\xad":
            pieces.append(c if _in_word(left, right) else "")
        elif "\x80" <= c <= "\x9f":
            pieces.append(_windows(c, left, right) if len(run) == 1 else "")
        elif c == "\x0b":
            pieces.append("\n")
        elif "\ud800" <= c <= "\udfff":
            pieces.append("\ufffd")
    return "".join(pieces)


def _windows(c: str, left: str, right: str) -> str:
    """Return what Windows shows for a C1 control, where that is what was meant.

    Beside other high bytes it is the rest of a broken UTF-8 sequence; beside Han only the
    punctuation of cp1252 is likely, not its letters.
    """
    if "\x80" <= right <= "\xbf" or "\x80" <= left <= "\xff":
        return ""
    if c not in "\x85\x91\x92\x93\x94\x95\x96\x97" and max(left, right) >= "\u2e80":
        return ""
    return _C1.get(c, "")


def _in_word(left: str, right: str) -> bool:
    """Whether a soft hyphen stands in a word, or among letters of latin-1: there it may be a byte of a garble."""
    if left.isalpha() and right.isalpha() and max(left, right) < "\u2e80":
        return True
    return "\xa1" <= left <= "\xff" or "\xa1" <= right <= "\xff"


# What Windows shows for a C1 control, and what writers meant by it.
_C1 = {
    chr(byte): bytes((byte,)).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}  # fmt: skip


def _cleaned(document: Document) -> list[Found]:
    """Find what every run of invisible characters becomes."""
    text = document.text
    found: list[Found] = []
    for match in _RUN().finditer(text):
        start, end = match.span()
        left, right = text[start - 1 : start] if start else "", text[end : end + 1]

        def line(start: int = start, end: int = end) -> str:
            begin = text.rfind("\n", max(0, start - 4000), start) + 1
            stop = text.find("\n", end, end + 4000)
            return text[max(begin, start - 4000) : stop if stop >= 0 else end + 4000]

        after = _kept(match[0], left, right, line)
        if after != match[0]:
            found.append((start, end, after))
    return found


@rule("controls.ansi", Confidence.CERTAIN, UNSEEN, example=("\x1b[31m中文\x1b[0m", "中文"))
def ansi(document: Document, options: Options) -> Iterable[Found]:
    """Remove terminal escape sequences: colours, cursor movements, window titles."""
    text = document.text
    return [edit for edit in document.memo(_cleaned) if "\x1b" in text[edit[0] : edit[1]]]


@rule("controls.invisible", Confidence.CERTAIN, UNSEEN, example=("中\u200b文", "中文"))
def invisible(document: Document, options: Options) -> Iterable[Found]:
    """Remove control characters, zero-width characters and stray selectors.

    C1 controls become what Windows shows for them (85 is an ellipsis). Joiners, direction marks and
    selectors that do their work stay.
    """
    text = document.text
    return [edit for edit in document.memo(_cleaned) if "\x1b" not in text[edit[0] : edit[1]]]


RULES: tuple[Rule, ...] = (ansi, invisible)
