"""Text that was decoded with the wrong codec, and characters left as escapes.

All rules share one gate: a class of what garbles begin with, then a look at what stands behind.
It stays shut on ordinary Chinese text, on single accented words, and on code without escapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from .. import misread, rareness
from ..document import Document
from ..edits import Found
from ..garbles import Repair, repairs
from ..rules import Confidence, Gate, Option, Options, Rule, rule

OPTIONS: tuple[Option, ...] = ()

# Letters that single-byte codecs give for high bytes; the signs among them come second only.
_LETTERS = "\x80-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\u024f\u0370-\u03ff\u0400-\u04ff\u02c6-\u02dd\u2030\u2039\u203a\u2122\u2202\u220f\u2211\u221a\u221e\u222b\u2248\u2260\u25ca"  # fmt: skip
_KANA = "\u3041-\u30fe"
_LOST = "\ue000-\uf8ff\ufffd"


def _pattern() -> str:
    rare, less = rareness.rare(17), rareness.rare(16)
    hangul = rareness.rare(17, hangul=True)
    signs = misread.ranges([c for codec in misread.SINGLE for c in misread.single(codec)])
    open_ = f"{rare}{hangul}{_LETTERS}{_KANA}{_LOST}\uff61-\uff9f烫屯\\\\%=~+#{{\u2e80-\u2fd5\uf900-\ufaff\ud800-\udfff"
    return (
        f"[{open_}](?:"
        f"(?<=[{rare}])(?:[{less}]{{2}}|[{_KANA}{_LOST}{hangul}\u0370-\u04ff?])"
        f"|(?<=[{_KANA}{hangul}])[{rare}]"
        f"|(?<=[{hangul}])[{hangul}]"
        f"|(?<=[{_LETTERS}])[{_LETTERS}{signs}]"
        f"|(?<=[{_LOST}\uff61-\uff9f\u2e80-\u2fd5\uf900-\ufaff\ud800-\udfff])"
        r"|(?<=锟)斤拷|(?<=烫)烫烫|(?<=屯)屯屯"
        r"|(?<=\\)[ux][0-9a-fA-F]{2}"
        r"|(?<=%)(?:u[0-9a-fA-F]{4}|[0-9a-fA-F]{2}%)"
        r"|(?<==)(?:[0-9A-F]{2}=|\?[\w-])"
        r"|(?<=~)\{"
        r"|(?<=\+)[A-Za-z0-9+/]{3,40}-"
        r"|(?<=#)x?[0-9a-fA-F]{2,6};"
        r"|(?<=\{)[!-w][!-z]{3,60}\})"
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


def _lines(document: Document) -> list[tuple[int, str]]:
    """Return the lines the gate opens on, with their offsets."""
    text = document.text
    lines: list[tuple[int, str]] = []
    end = -1
    for found in GATE.compiled.finditer(text):
        if found.start() < end:
            continue
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        end = len(text) if end < 0 else end
        lines.append((start, text[start:end]))
    return lines


def _repairs(document: Document) -> list[Repair]:
    """Repair every line the gate opens on, in the document's own offsets."""
    found: list[Repair] = []
    for at, line in document.memo(_lines):
        found += [r._replace(start=r.start + at, end=r.end + at) for r in repairs(line)]
    return found


_SURE_GAIN, _SURE_PROOF = 40.0, 24.0


def _sure(repair: Repair) -> bool:
    return repair.lossless and repair.gain >= _SURE_GAIN and repair.proof >= _SURE_PROOF


@rule("mojibake.garbled", Confidence.CERTAIN, GATE, example=("ÖÐÎÄ±àÂë", "中文编码"))
def garbled(document: Document, options: Options) -> Iterable[Found]:
    """Restore text that was decoded with the wrong codec.

    The bytes are told without loss: every misreading of UTF-8, GBK and Big5 is undone through the
    codec that gives the same garble back, in up to three layers, and what comes out is far more
    plausible than what stood there.
    """
    return [(r.start, r.end, r.text) for r in document.memo(_repairs) if _sure(r)]


@rule(
    "mojibake.holed",
    Confidence.LIKELY,
    GATE,
    example=("鎴戜滑鏉ョ湅鐪嬭繖涓?鏂囦欢", "我们来看看这个文件"),
)
def holed(document: Document, options: Options) -> Iterable[Found]:
    """Restore garbled text that lost bytes, or that is short.

    A byte shown as ``?`` or U+FFFD is filled in only where the garble and the context leave one
    character; otherwise U+FFFD stands for it and a note tells so.
    """
    found: list[Found] = []
    for r in document.memo(_repairs):
        if _sure(r):
            continue
        found.append((r.start, r.end, r.text))
        if "\ufffd" in r.text:
            document.note(
                "mojibake.holed", r.start, r.end, "garbled text with bytes beyond recovery"
            )
    return found


RULES: tuple[Rule, ...] = (garbled, holed)
