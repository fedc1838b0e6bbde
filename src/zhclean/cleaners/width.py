"""Width: full-width Latin letters and digits to ASCII, half-width katakana and forms to full.

A document that sets its letters and digits full width throughout, as newspapers of the 1990s and
vertical text do, keeps them unless the option says otherwise.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from ..document import Document
from ..edits import Found
from ..patterns import lazy
from ..protect import NONE, Span, Spans
from ..rules import Confidence, Gate, Option, Options, Rule, rule
from ._foreign import japanese
from ._lost import is_left
from ._marks import at_least, for_prose
from ._mojibake_gate import WIDTH as _GATE

_WIDE = lazy(r"[０-９Ａ-Ｚａ-ｚ]+")
_NARROW = lazy(r"[0-9A-Za-z]+")
_ASCII = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
_TO_ASCII = str.maketrans(_ASCII)


def wide_letters(document: Document) -> bool:
    """Whether the document sets its letters and digits full width as a rule.

    Asked of a text with four commas or more: a fragment has no rule of its own.
    """
    text = document.text
    commas = text.count("，") + text.count(",")
    if commas < 4:
        return False
    wide = sum(1 for _ in _WIDE().finditer(text))
    if wide < (1 if commas >= 10 else 3):
        return False
    return not at_least(_NARROW(), text, wide + 1 if wide > 1 else 1)


def _kept(document: Document, options: Options) -> bool:
    """Whether full-width letters and digits stay: asked for, or the document's own habit."""
    if options["letters"] != "auto":
        return bool(options["letters"] == "keep")
    return document.signal(wide_letters)


_ABOUT = ("全角", "半角", "全形", "半形")


def is_about_width(document: Document) -> bool:
    """Whether three lines or more of a document speak of width: what it holds, it shows."""
    return len({start for start, _ in _lines_about_width(document.text)}) >= 3


def _lines_about_width(text: str) -> Iterator[Span]:
    for word in _ABOUT:
        at = text.find(word)
        while at >= 0:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            yield text.rfind("\n", 0, at) + 1, end
            at = text.find(word, end)


_ROW = lazy("[│┃║][^\n]{0,400}[│┃║]")


def meant(document: Document) -> Spans:
    """Find what shows the widths it speaks of: lines, or all of a document about them; and tables.

    A row between drawn lines keeps its columns only as wide as it is.
    """
    text = document.text
    if document.signal(is_about_width):
        return Spans([(0, len(text))])
    spans = list(_lines_about_width(text))
    if "│" in text or "┃" in text or "║" in text:
        spans += [(m.start(), m.end()) for m in _ROW().finditer(text)]
    return Spans(spans) if spans else NONE


def _unless_meant(document: Document, found: list[Found]) -> list[Found]:
    """Leave out what a line about width shows."""
    kept = document.memo(meant) if found else NONE
    return kept.outside(found) if kept else found


def _unless_foreign(document: Document, found: list[Found]) -> list[Found]:
    """Leave out what Japanese sets full width, and one letter of text that is shifted by a byte."""
    if not found:
        return found
    text = document.text
    kept = document.memo(japanese)
    found = kept.outside(found) if kept else found
    if "?" not in text:
        return found
    return [edit for edit in found if not is_left(text, *edit[:2])]


# The face whose hand a letter is: o(￣▽￣)ｄ.
_FACE = lazy(r"[▽ωдДз∀°´｀￣＿┬･][^\n]{0,8}[)）]\Z")


@rule("width.letters", Confidence.CERTAIN, _GATE)
def letters(document: Document, options: Options) -> Iterable[Found]:
    """Set full-width Latin letters and digits as ASCII."""
    if _kept(document, options):
        return []
    text = document.text
    found: list[Found] = []
    for m in _WIDE().finditer(text):
        if options["digits"] == "keep" and not m[0].translate(_TO_ASCII).isalpha():
            continue
        if len(m[0]) == 1 and _FACE().search(text, max(0, m.start() - 12), m.start()):
            continue
        found.append((m.start(), m.end(), m[0].translate(_TO_ASCII)))
    return _unless_foreign(document, _unless_meant(document, found))


# Beside a full-width letter or digit only: 45％ beside ASCII digits is a style, not damage.
_W, _A = "[０-９Ａ-Ｚａ-ｚ]", "[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]"
_SIGN = lazy(
    rf"％(?<=[０-９]％)|[＃＄](?=[０-９])"
    r"|，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))|：(?<=[０-９]：)(?=[０-５][０-９](?![０-９]))"
    rf"|[．＆＊＋－／＝＿＠](?:(?<={_W}.)(?={_A})|(?<={_A}.)(?={_W}))"
)


@rule("width.signs", Confidence.CERTAIN, _GATE)
def signs(document: Document, options: Options) -> Iterable[Found]:
    """Set full-width signs between letters or digits as ASCII: ５．５％, Ａ－Ｚ, ａ＠ｂ."""
    if _kept(document, options) or options["digits"] == "keep":
        return []
    found = [(m.start(), m.end(), _ASCII[m[0]]) for m in _SIGN().finditer(document.text)]
    return _unless_foreign(document, _unless_meant(document, found))


_TIME = lazy(r"：(?<=\d：)(?<!\d{3}：)(?=[0-5０-５][0-9０-９](?!\d))")


def _in_docs(options: Options) -> bool:
    return bool(options["profile"] == "docs" and options["digits"] != "keep")


@rule("width.times", Confidence.CERTAIN, Gate("："), asked=_in_docs)
def times(document: Document, options: Options) -> Iterable[Found]:
    """Set the full-width colon of a time (16：32) as ASCII; in documentation only.

    Elsewhere a full-width colon between numbers may be a score's or a verse's.
    """
    return [(m.start(), m.end(), ":") for m in _TIME().finditer(document.text)]


_KANA = lazy(r"[｡-ﾟ]+")
_JAPANESE = lazy(r"[ぁ-ヿ一-鿿ｦ-ﾝ]")


def _is_face(text: str, start: int, end: int) -> bool:
    """Whether a run is a part of a face, (✿ﾟ▽ﾟ) or ヾ(´▽`)ﾉ: one letter or none, no Japanese beside."""
    if len(_JAPANESE().findall(text, start, end)) >= 2:
        return False
    return not any(_JAPANESE().match(text, i) for i in (start - 1, end) if 0 <= i < len(text))


@rule("width.kana", Confidence.CERTAIN, _GATE)
def kana(document: Document, options: Options) -> Iterable[Found]:
    """Set half-width katakana and their marks full width, voiced marks joined (ｶﾞ to ガ)."""
    found: list[Found] = []
    for m in _KANA().finditer(document.text):
        if not _is_face(document.text, m.start(), m.end()):
            found.append((m.start(), m.end(), unicodedata.normalize("NFKC", m[0])))
    return _unless_meant(document, found)


_FORMS = {"￠": "¢", "￡": "£", "￢": "¬", "￤": "¦", "￦": "₩", "￨": "│", "￩": "←", "￪": "↑", "￫": "→", "￬": "↓", "￭": "■", "￮": "○"}  # fmt: skip
_FORM = lazy(r"[￠-￢￤￦￨-￮](?!(?<=[㐀-鿿]￤)[㐀-鿿])")  # 浏览￤ between Han: part of a garble


@rule("width.forms", Confidence.CERTAIN, _GATE)
def forms(document: Document, options: Options) -> Iterable[Found]:
    """Set signs that exist twice, for their width only, in their usual form (￡ to £, ￫ to →)."""
    return [(m.start(), m.end(), _FORMS[m[0]]) for m in _FORM().finditer(document.text)]


_IDEOGRAPHIC = lazy(r"　(?<=[!-~]　)(?=[!-~])")
_WIDER = lazy(r"　(?<=[!-~０-９Ａ-Ｚａ-ｚ％]　)(?=[!-~０-９Ａ-Ｚａ-ｚ])")


@rule("width.spaces", Confidence.CERTAIN, Gate("　"))
def spaces(document: Document, options: Options) -> Iterable[Found]:
    """Set an ideographic space between Latin words as a space; indents and verse keep theirs."""
    kept = options["digits"] == "keep" or _kept(document, options)
    pattern = _IDEOGRAPHIC() if kept else _WIDER()
    return [(m.start(), m.end(), " ") for m in pattern.finditer(document.text)]


OPTIONS: tuple[Option, ...] = (
    Option(
        "letters",
        "auto",
        "full-width letters and digits: to ascii, keep, or auto (ascii, but a document that uses them throughout keeps them)",
        ("auto", "ascii", "keep"),
    ),
    Option(
        "digits",
        "ascii",
        "full-width digits: ascii like the letters, or keep (vertical or dated newspaper text)",
        ("ascii", "keep"),
    ),
)
RULES: tuple[Rule, ...] = for_prose(letters, signs, times, kana, forms, spaces)
