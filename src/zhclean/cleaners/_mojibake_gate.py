"""The gates of the mojibake and controls families: a class of what garbles begin with, and a look.

One scan serves both: a second one would cost clean text as much again. High bytes, escapes and
characters that are suspect alone open it at once. A rare ideograph with another behind it, which genuine text has
now and then, opens it only where a short stretch around it is garbled.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from ..document import Document
from ..encoding import rareness
from ..patterns import beyond, lazy
from ..rules import Gate

# Letters that single-byte codecs give for high bytes; the signs among them come second only.
_LETTERS = "\x80-\x9f\xa1-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u024f\u0370-\u03ff\u0400-\u04ff\u02c6-\u02dd\u2030\u2039\u203a\u2122\u2202\u220f\u2211\u221a\u221e\u222b\u2248\u2260\u25ca"  # fmt: skip
_SIGNS = (
    "\xa0\xa7\xb0-\xb1\xb7\xd7\xf7\u2013-\u2015\u2017-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2044\u207f\u20a7"
    "\u20ac\u2116\u2206\u2219\u2229\u2261\u2264-\u2265\u2310\u2320-\u2321\u2500-\u256c\u2580-\u2593\u25a0\ufb01-\ufb02"
)
_KANA = "\u3041-\u30fe\u3105-\u3129"  # and bopomofo
_PHONETIC = "\u3105-\u3129ˋ˙﹛﹜﹝﹞"  # GBK's punctuation read as Big5
_LOST = "\ue000-\uf8ff\ufffd"

_UNSEEN = (
    "\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e"
    "\\u2060-\\u206f\\ufdd0-\\ufdef\\ufe00-\\ufe0f\\ufeff\\ufffe\\uffff"
)
_SURROGATES = "\\ud800-\\udfff"
_ASTRAL = "\\U000e0000-\\U000e01ef"
WIDTHS = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff61-\uffee"
"""The inside of a regex class: full-width letters and digits, half-width katakana and forms."""
_KATAKANA = "\uff66-\uff9f"
_SUSPECT = f"{_LOST}{_SURROGATES}\u2e80-\u2fd5\uf900-\ufaff{_UNSEEN}"
CONTROLS = _UNSEEN + _SURROGATES + _ASTRAL
"""The inside of a regex class: characters nobody sees."""


class Places(NamedTuple):
    """Where garbles may stand, in order, and which characters that are suspect alone do."""

    garbled: list[int]
    alone: str
    """One each of those lost, of private use, radicals, of another width, or never seen."""


@functools.cache
def _candidate(widths: str = WIDTHS) -> re.Pattern[str]:
    """Match the first character of what may be garbled, or a character nobody sees.

    Each class of thousands of ranges takes milliseconds to compile: there are two, and what they
    cannot tell is asked of the characters found.
    """
    rare = rareness.rare(17)
    hangul = rareness.rare(17, hangul=True)
    common = rareness.common(14).translate({ord(c): None for c in "斤烫屯"})
    suspect = f"{widths}{_SUSPECT}"
    return re.compile(
        f"[{rare}{hangul}{_LETTERS}{_KANA}{_PHONETIC}{suspect}烫屯\\\\%=~+#{{]"
        # Nearly all stops at a rare character end here: a common one stands behind.
        f"(?:(?=[\u3400-\u9fff\uac00-\ud7a3{_KANA}{_LOST}\u0370-\u04ff?])(?![{common}])"
        f"(?:(?<=[\u3400-\u9fff])(?=[^\u3400-\u9fff]|.[^\x00-\u33ff\uff00-\uffef{common}])|(?<=[\u3041-\u312f\uac00-\ud7a3]))"
        f"|(?<=[{_LETTERS}])[{_LETTERS}{_SIGNS}]"
        r"|(?<=\\)(?:u[0-9a-fA-F]{4}|x[89a-fA-F][0-9a-fA-F]\\x|[23][0-7]{2}\\[23])"
        r"|(?<=%)(?:u[0-9a-fA-F]{4}|[0-9a-fA-F]{2}%)"
        r"|(?<==)(?:[0-9A-F]{2}=|\?[\w-])"
        r"|(?<=~)\{"
        r"|(?<=\+)(?:[A-Za-z0-9+/]{3,40}-|[0-9a-fA-F]{4,5}><)"
        r"|(?<=#)(?:x[0-9a-fA-F]{4}|[0-9]{4}|(?:x[89a-fA-F][0-9a-fA-F]|[12][0-9]{2});&)"
        r"|(?<=\{)(?:[!-W][!-~]){2,40}\}"
        f"|(?<=[{suspect}])|(?<=[{_PHONETIC}])[\u4e00-\u9fff])"
    )


_ONLY_UNSEEN = lazy(f"[{_UNSEEN}](?<![{_LETTERS}](?=[{_LETTERS}{_SIGNS}]))")
_ALONE = lazy(f"[{WIDTHS}{_SUSPECT}]")
_WIDE = lazy("[\uff10-\uff5a\uff61-\uff65\uffa0-\uffee]")  # all but katakana
# All others in a run: its first range has nearly all there is, where a search would ask each range.
_OF_USUAL_WIDTH = lazy("[\0-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff60\uffef-\U0010ffff]*")
_CONTROL = lazy(f"[{CONTROLS}]")
ESCAPES = frozenset("\\%=~+#{")
"""What escapes begin with; no garble does."""
_TRACES = ("锟斤拷", "烫烫烫", "屯屯屯")


def _odd(text: str, at: int) -> bool:
    """Whether the two or three characters from ``at`` may begin a garble: all of them are rare."""
    first, second = text[at], text[at + 1 : at + 2]
    cost = rareness.costs()
    if first < "\u3400" or first >= "\uac00":  # kana, bopomofo, Hangul
        return cost.get(second, 18) >= 17 and ("\u3400" <= second <= "\u9fff" or first >= "\uac00")
    if cost.get(first, 18) < 17:
        return False
    if "\u3400" <= second <= "\u9fff":
        third = text[at + 2 : at + 3]
        rare = cost.get(third, 18) >= 15 and cost.get(second, 18) >= 15
        return rare and "\u3400" <= third <= "\u9fff"
    return not "\uac00" <= second <= "\ud7a3" or cost.get(second, 18) >= 17


_NEAR = 48
"""Characters behind a place within which what is odd belongs to the same garble."""
_STEP = 16  # within a garble every second character is odd: to look at some of them is enough


def places(document: Document) -> Places:
    """Find where garbles may stand."""
    text = document.text
    search = _candidate().search
    garbled: list[int] = []
    alone: set[str] = set()
    rejected: set[str] = set()
    last, at = -_NEAR - 1, 0
    while found := search(text, at):
        start, end = found.span()
        at = start + 1
        first = text[start]
        if "\u3041" <= text[end - 1] <= "\u9fff" or "\uac00" <= first <= "\ud7a3":
            if end == at and not text.startswith(_TRACES, start) and not _odd(text, start):
                continue
            if start > last + _NEAR and not _garbled(text, start, rejected):
                continue
        elif end == at and _ALONE().match(first):
            alone.add(first)
            if _WIDE().match(first):
                search = _candidate(_KATAKANA).search  # of the others one is as good as all
                continue
            if _ONLY_UNSEEN().match(text, start):
                continue
        garbled.append(start)
        if first in ESCAPES:
            at = end
            continue
        last = start
        line_end = text.find("\n", start, start + _STEP)
        at = line_end + 1 if line_end >= 0 else start + _STEP
        alone.update(_ALONE().findall(text, start, at))
    return Places(garbled, "".join(sorted(alone)))


def _garbled(text: str, start: int, rejected: set[str]) -> bool:
    """Whether a few odd characters stand in a garble; those that do not are remembered."""
    if text.startswith(_TRACES, start):
        return True
    odd = text[start : start + 3]
    if odd in rejected:
        return False
    from ..mojibake import doubly

    if doubly.garbled_near(text, start):
        return True
    rejected.add(odd)
    return False


COMPATIBLE = lazy("[\U0002f800-\U0002fa1f]")
_TAGS = lazy(f"[{_ASTRAL}]")


class _MojibakeGate(Gate):
    """Opens where a garble may stand, or an ideograph's look-alike."""

    def _opens(self, document: Document) -> bool:
        return bool(document.memo(places).garbled) or beyond(document.text, COMPATIBLE)


class _ControlsGate(Gate):
    """Opens on characters nobody sees."""

    def _opens(self, document: Document) -> bool:
        alone = document.memo(places).alone
        return _CONTROL().search(alone) is not None or beyond(document.text, _TAGS)


class _WidthGate(Gate):
    """Opens on characters of another width; the scan for garbles has met them in a sound text."""

    def _opens(self, document: Document) -> bool:
        met = document.known(places)
        text = document.text if met is None else met.alone
        run = _OF_USUAL_WIDTH().match(text)
        return run is None or run.end() < len(text)


GATE = _MojibakeGate(pattern="(built of tables when first asked)")
WIDTH = _WidthGate(pattern=f"[{WIDTHS}]")
UNSEEN = _ControlsGate(pattern="(built of tables when first asked)")
