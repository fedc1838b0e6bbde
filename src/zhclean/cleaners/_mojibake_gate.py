"""The gate of the mojibake and controls families: a class of what garbles begin with, and a look.

One scan serves both: a second one would cost clean text as much again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cached_property

from .. import misread, rareness
from ..document import Document
from ..rules import Gate

# Letters that single-byte codecs give for high bytes; the signs among them come second only.
_LETTERS = "\x80-\x9f\xa1-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u024f\u0370-\u03ff\u0400-\u04ff\u02c6-\u02dd\u2030\u2039\u203a\u2122\u2202\u220f\u2211\u221a\u221e\u222b\u2248\u2260\u25ca"  # fmt: skip
_KANA = "\u3041-\u30fe\u3105-\u3129"  # and bopomofo
_PHONETIC = "\u3105-\u3129ˋ˙﹛﹜﹝﹞"  # GBK's punctuation read as Big5
_LOST = "\ue000-\uf8ff\ufffd"


_SEEN_BY_NONE = (
    "\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e"
    "\\u2060-\\u206f\\ufdd0-\\ufdef\\ufe00-\\ufe0f\\ufeff\\ufffe\\uffff\\ud800-\\udfff"
)
_ASTRAL = "\\U000e0000-\\U000e01ef"
CONTROLS = _SEEN_BY_NONE + _ASTRAL
"""The inside of a regex class: characters nobody sees."""


def _pattern(more: str = "") -> str:
    rare, less = rareness.rare(17), rareness.rare(15)
    hangul = rareness.rare(17, hangul=True)
    signs = misread.ranges([c for codec in misread.SINGLE for c in misread.single(codec)])
    alone = f"{_LOST}\uff66-\uff9f\u2e80-\u2fd5\uf900-\ufaff\ud800-\udfff{more}"
    first = f"{rare}{hangul}{_LETTERS}{_KANA}{_PHONETIC}{alone}烫屯\\\\%=~+#{{"
    # Nearly all stops at a rare character end here: a common one stands behind.
    second = f"{less}{_KANA}{_LOST}{hangul}\u0370-\u04ff{_LETTERS}{signs}斤烫屯!-~"
    return (
        f"[{first}](?:(?=[{second}])(?:"
        f"(?<=[{rare}])(?:[{less}]{{2}}|[{_KANA}{_LOST}{hangul}\u0370-\u04ff?])"
        f"|(?<=[{_KANA}{hangul}])[{rare}]"
        f"|(?<=[{hangul}])[{hangul}]"
        f"|(?<=[{_LETTERS}])[{_LETTERS}{signs}]"
        r"|(?<=锟)斤拷|(?<=烫)烫烫|(?<=屯)屯屯"
        r"|(?<=\\)u[0-9a-fA-F]{4}"
        r"|(?<=%)(?:u[0-9a-fA-F]{4}|[0-9a-fA-F]{2}%)"
        r"|(?<==)(?:[0-9A-F]{2}=|\?[\w-])"
        r"|(?<=~)\{"
        r"|(?<=\+)[A-Za-z0-9+/]{3,40}-"
        r"|(?<=#)(?:x[0-9a-fA-F]{4}|[0-9]{4})"
        r"|(?<=\{)(?:[!-W][!-~]){2,40}\})"
        f"|(?<=[{alone}])|(?<=[{_PHONETIC}])[\u4e00-\u9fff])"
    )


class _MojibakeGate(Gate):
    """A gate whose pattern is built from tables when first asked."""

    def _opens(self, document: Document) -> bool:
        text = document.text
        if self._search(text) is not None:
            return True
        # Only a text with characters beyond U+FFFF takes four bytes for each: to scan the others
        # for tags and selectors up there would cost a quarter more.
        return sys.getsizeof(text) > 3 * len(text) and self._astral(text) is not None

    @cached_property
    def _search(self) -> Callable[[str], object]:
        return re.compile(_pattern(_SEEN_BY_NONE)).search

    @cached_property
    def _astral(self) -> Callable[[str], object]:
        return re.compile(f"[{_ASTRAL}]").search

    @cached_property
    def places(self) -> re.Pattern[str]:
        """The pattern without the controls: each match is a place where a garble may stand."""
        return re.compile(_pattern())


GATE = _MojibakeGate(pattern="(built when first asked)")
