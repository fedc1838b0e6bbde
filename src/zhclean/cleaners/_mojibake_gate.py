"""The gate of the mojibake family: one class of what garbles begin with, then what stands behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from .. import misread, rareness
from ..rules import Gate

# Letters that single-byte codecs give for high bytes; the signs among them come second only.
_LETTERS = "\x80-\x9f\xa1-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u024f\u0370-\u03ff\u0400-\u04ff\u02c6-\u02dd\u2030\u2039\u203a\u2122\u2202\u220f\u2211\u221a\u221e\u222b\u2248\u2260\u25ca"  # fmt: skip
_KANA = "\u3041-\u30fe\u3105-\u3129"  # and bopomofo
_LOST = "\ue000-\uf8ff\ufffd"


def _pattern() -> str:
    rare, less = rareness.rare(17), rareness.rare(15)
    hangul = rareness.rare(17, hangul=True)
    signs = misread.ranges([c for codec in misread.SINGLE for c in misread.single(codec)])
    open_ = f"{rare}{hangul}{_LETTERS}{_KANA}{_LOST}\uff66-\uff9f烫屯\\\\%=~+#{{\u2e80-\u2fd5\uf900-\ufaff\ud800-\udfffˋ˙﹛﹜﹝﹞"
    return (
        f"[{open_}](?:"
        f"(?<=[{rare}])(?:[{less}]{{2}}|[{_KANA}{_LOST}{hangul}\u0370-\u04ff?])"
        f"|(?<=[{_KANA}{hangul}])[{rare}]"
        "|(?<=[\u3105-\u3129ˋ˙﹛﹜﹝﹞])[\u4e00-\u9fff]"
        f"|(?<=[{hangul}])[{hangul}]"
        f"|(?<=[{_LETTERS}])[{_LETTERS}{signs}]"
        f"|(?<=[{_LOST}\uff66-\uff9f\u2e80-\u2fd5\uf900-\ufaff\ud800-\udfff])"
        r"|(?<=锟)斤拷|(?<=烫)烫烫|(?<=屯)屯屯"
        r"|(?<=\\)[ux][0-9a-fA-F]{2}"
        r"|(?<=%)(?:u[0-9a-fA-F]{4}|[0-9a-fA-F]{2}%)"
        r"|(?<==)(?:[0-9A-F]{2}=|\?[\w-])"
        r"|(?<=~)\{"
        r"|(?<=\+)[A-Za-z0-9+/]{3,40}-"
        r"|(?<=#)(?:x[0-9a-fA-F]{4}|[0-9]{4})"
        r"|(?<=\{)(?:[!-W][!-~]){2,40}\})"
    )


class _MojibakeGate(Gate):
    """A gate whose pattern is built from tables when first asked."""

    @cached_property
    def _search(self) -> Callable[[str], object]:
        return self.compiled.search

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern: each match is a place to look at."""
        return re.compile(_pattern())


GATE = _MojibakeGate(pattern="(built when first asked)")
