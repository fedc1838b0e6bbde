"""Text that was decoded with the wrong codec, and characters left as escapes.

All rules share one gate: a class of what garbles begin with, then a look at what stands behind.
It stays shut on ordinary Chinese text, on single accented words, and on code without escapes.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterable

from ..document import Document
from ..edits import Found
from ..encoding import privateuse
from ..mojibake import whole
from ..mojibake.escapes import ABOUT, escapes
from ..mojibake.garbles import neighbourhoods
from ..mojibake.radicals import unified
from ..mojibake.weighing import SURE_GAIN, SURE_PROOF, Repair
from ..patterns import beyond, lazy
from ..rules import Confidence, Option, Options, Rule, Scope, narrowed, rule
from ..script import scripts
from ._mojibake_gate import COMPATIBLE, ESCAPES, GATE, places

OPTIONS: tuple[Option, ...] = (
    Option(
        "lost",
        "remove",
        "what becomes of text beyond recovery (锟斤拷, 烫烫烫, runs of U+FFFD)",
        ("remove", "keep"),
    ),
)


def _lines(document: Document) -> list[tuple[int, str]]:
    """Return the lines in which a garble may stand, with their offsets."""
    text = document.text
    lines: list[tuple[int, str]] = []
    end = -1
    for place in document.memo(places).garbled:
        if place < end:
            continue
        start = text.rfind("\n", 0, place) + 1
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        lines.append((start, text[start:end]))
    return lines


def _holds(document: Document, first: str, last: str) -> bool:
    """Whether the text holds a character, of those suspect alone, from ``first`` to ``last``."""
    return any(first <= c <= last for c in document.memo(places).alone)


def _repairs(document: Document) -> list[Repair]:
    """Repair the neighbourhood of every place where a garble may stand.

    Once one line has told what became of the text, those behind it are read many at once.
    """
    found: list[Repair] = []
    garbled = document.memo(_garbled_lines)
    habits: list[str] = []
    k, size = 0, 1
    while k < len(garbled):
        lines = garbled[k : k + size] if habits else garbled[k : k + 1]
        tried = habits or whole.guesses(lines[0][1])
        known = whole.read_all([line for _, line, _ in lines], tried)
        if not habits and known[0]:
            whole.remember(habits, known[0], lines[0][1])
        for (at, line, spots), repair in zip(lines, known, strict=True):
            repairs = [repair] if repair else neighbourhoods(line, spots, habits, tried=True)
            found += [
                r._replace(start=r.start + at, end=r.end + at)
                for r in repairs
                if not _cited(line, r.start, r.end)
            ]
        k += len(lines)
        size = min(2 * size, _MANY) if habits else 1
    return _unprotected(document, found) if found else found


def _unprotected(document: Document, found: list[Repair]) -> list[Repair]:
    """Leave out the repairs that would rewrite a protected span they enclose.

    ASCII survives them. Backticks may be bytes of a garble: then what stands between them is no code.
    """
    text = document.text
    starts = [repair.start for repair in found]
    dropped: set[int] = set()
    for start, end in document.protected():
        k = max(0, bisect_left(starts, start) - 1)
        while k < len(found) and found[k].start < end:
            repair, span = found[k], text[start:end]
            if repair.end > start and span[0] != "`" and span not in repair.text:
                dropped.add(k)
            k += 1
    return [repair for k, repair in enumerate(found) if k not in dropped]


_MANY = 64  # lines


def _garbled_lines(document: Document) -> list[tuple[int, str, list[int]]]:
    """Return the lines in which a garble may stand but for escapes: offset, text, and where."""
    text = document.text
    garbled = [place for place in document.memo(places).garbled if text[place] not in ESCAPES]
    found: list[tuple[int, str, list[int]]] = []
    k = 0
    for at, line in document.memo(_lines):
        here = k
        end = at + len(line)
        while k < len(garbled) and garbled[k] <= end:
            k += 1
        if here < k:
            found.append((at, line, [place - at for place in garbled[here:k]]))
    return found


_QUOTES = frozenset("“”‘’「」『』《》'\"`")
_ENCODING = lazy("conv", re.IGNORECASE)
_SPOKEN_OF = lazy("[乱亂][码碼]|字符[集编]|[编編][码碼]|mojibake", re.IGNORECASE)


def _cited(line: str, start: int, end: int) -> bool:
    """Whether a garble in a line about encodings is meant so.

    In quotation marks it is. Without them the line has to speak of it, and be sound for the most.
    """
    if line[max(0, start - 1) : start] in _QUOTES and line[end : end + 1] in _QUOTES:
        return _about(line)
    return (end - start) * 2 <= len(line) and _speaks(line)


@functools.lru_cache(maxsize=4)
def _about(line: str) -> bool:
    return bool(ABOUT().search(line) or _ENCODING().search(line))


@functools.lru_cache(maxsize=4)
def _speaks(line: str) -> bool:
    return _SPOKEN_OF().search(line) is not None


def _sure(repair: Repair) -> bool:
    return repair.lossless and repair.gain >= SURE_GAIN and repair.proof >= SURE_PROOF


_UNKNOWN = lazy("\ufffd{2,}")


def _settled(text: str, repair: Repair, options: Options) -> tuple[int, int, str]:
    """Take runs of U+FFFD out of what a repair gives, as ``lost`` would on a second pass."""
    start, end, after = repair.start, repair.end, repair.text
    if options["lost"] != "remove" or "\ufffd" not in after:
        return start, end, after
    while after[0] == "\ufffd" and start and text[start - 1] == "\ufffd":
        start -= 1
    while after[-1] == "\ufffd" and text[end : end + 1] == "\ufffd":
        end += 1
    after = "\ufffd" * (repair.start - start) + after + "\ufffd" * (end - repair.end)
    return start, end, _UNKNOWN().sub("", after)


@rule(
    "mojibake.garbled",
    Confidence.CERTAIN,
    GATE,
    removes=True,
    example=("ÖÐÎÄ±àÂë", "中文编码"),
)
def garbled(document: Document, options: Options) -> Iterable[Found]:
    """Restore text that was decoded with the wrong codec.

    The bytes are told without loss: every misreading of UTF-8, GBK and Big5 is undone through the
    codec that gives the same garble back, in up to three layers, and what comes out is far more
    plausible than what stood there.
    """
    return [_settled(document.text, r, options) for r in document.memo(_repairs) if _sure(r)]


@rule(
    "mojibake.holed",
    Confidence.LIKELY,
    GATE,
    removes=True,
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
        found.append(_settled(document.text, r, options))
        if "\ufffd" in r.text:
            document.note(
                "mojibake.holed", r.start, r.end, "garbled text with bytes beyond recovery"
            )
    return found


_PRIVATE_RUN = lazy("[\ue000-\uf8ff]+")
_PRIVATE_SHARE = 0.8


_CANTONESE = lazy("[嘅咗喺哋嚟佢冇啲唔咁嗰瞓攞乜嘢]|香港|九龍|新界|粵語|廣東話")
_A_SIGN = 400  # characters with a sign of Hong Kong, at least one


def is_hong_kong(document: Document) -> bool:
    """Whether the text is in Traditional script and from Hong Kong, or writes Cantonese: only such has HKSCS."""
    signs = len(_CANTONESE().findall(document.text))
    enough = signs * _A_SIGN >= len(document.text)
    return enough and signs > 0 and scripts.measure(document.text).script == "zh-Hant"


def private_use_readable(document: Document) -> float:
    """Return the share of private use characters that GBK or HKSCS explains, between Han."""
    explained = total = 0
    hong_kong = document.signal(is_hong_kong)
    for found in _PRIVATE_RUN().finditer(document.text):
        total += 1
        explained += _read_private(document.text, found, hong_kong) is not None
    return explained / total if total else 0.0


def _read_private(text: str, found: re.Match[str], from_hong_kong: bool) -> str | None:
    """Read a run of private use characters between Han, those of HKSCS in text of Hong Kong only."""
    if set(found[0]) == {"\ue5e5"}:  # a blank, at the head of lines
        return "\u3000" * len(found[0])
    start, end = found.span()
    left, right = text[start - 1 : start] if start else "", text[end : end + 1]
    if not all(
        not c or "\u3001" <= c <= "\u9fff" or "\uff01" <= c <= "\uff5e" for c in (left, right)
    ):
        return None
    if not left and not right and end - start < 2:
        return None
    gbk = found[0].translate(privateuse.GB18030)
    if not _PRIVATE_RUN().search(gbk):
        return gbk
    if not from_hong_kong or min(found[0]) < "\ue4c6":
        return None  # GBK's own user-defined areas lie over this part of HKSCS's
    read = [privateuse.hkscs(c) for c in found[0]]
    return None if None in read else "".join(c for c in read if c)


@rule("mojibake.private", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT)
def private(document: Document, options: Options) -> Iterable[Found]:
    """Give characters that GBK and HKSCS kept in private use their place in Unicode.

    Only where nearly all private use characters of the text can be read so: an icon font's cannot.
    """
    if not _holds(document, "\ue000", "\uf8ff"):
        return
    if not document.assumes("mojibake") and document.signal(private_use_readable) < _PRIVATE_SHARE:
        return
    hong_kong = document.assumes("mojibake") or document.signal(is_hong_kong)
    for found in _PRIVATE_RUN().finditer(document.text):
        after = _read_private(document.text, found, hong_kong)
        if after:
            yield found.start(), found.end(), after


_WESTERN = lazy("[\xc2-\xc5\xce-\xd1\xe2\xef\xf0][^\x00-\x7f\u2e80-\uffff]")
_SEGMENT = lazy("[^\n\u2e80-\uffff]+")


@rule("mojibake.western", Confidence.LIKELY, GATE, example=("cafÃ© â€” naÃ¯ve", "café — naïve"))
def western(document: Document, options: Options) -> Iterable[Found]:
    """Restore accented letters and signs that were decoded with the wrong codec, with ftfy.

    It sees only stretches without Chinese, after what is East Asian has been tried.
    """
    taken = [(r.start, r.end) for r in document.memo(_repairs)]
    for at, line in document.memo(_lines):
        if not _WESTERN().search(line):
            continue
        segments = [
            found
            for found in _SEGMENT().finditer(line)
            if _WESTERN().search(found[0])
            and not _meets(taken, at + found.start(), at + found.end())
        ]
        if segments and not ABOUT().search(line) and not _ENCODING().search(line):
            for found in segments:
                yield from narrowed(at + found.start(), found[0], _ftfy(found[0]))


def _meets(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether any of sorted, disjoint spans overlaps one."""
    k = bisect_left(spans, (end, 0)) - 1
    return k >= 0 and spans[k][1] > start


_LATIN = lazy("[\x00-\u017f\u2010-\u2044\u20ac\u2122\ufb01\ufb02]*")


def _ftfy(text: str) -> str:
    """Undo Western layers only: none of ftfy's normalisations, and nothing but Latin out of it.

    Of GBK read as latin-1 it takes some pairs for UTF-8 and gives IPA, Greek or Cyrillic letters.
    """
    import ftfy

    after = ftfy.fix_encoding(text, ftfy.TextFixerConfig(fix_c1_controls=False))
    return after if _LATIN().fullmatch(after) else text


@rule("mojibake.radicals", Confidence.CERTAIN, GATE, example=("⽂⼈", "文人"))
def radicals(document: Document, options: Options) -> Iterable[Found]:
    """Put the ordinary ideograph for radicals and compatibility ideographs in running text.

    Text taken out of PDF files holds them; they look alike and are found by no search.
    """
    text = document.text
    if (
        _holds(document, "\u2e80", "\u2fd5")
        or _holds(document, "\uf900", "\ufaff")
        or beyond(text, COMPATIBLE)
    ):
        return unified(text)
    return []


_PAIR = lazy("[\ud800-\udbff][\udc00-\udfff]")


@rule("mojibake.surrogates", Confidence.CERTAIN, GATE)
def surrogates(document: Document, options: Options) -> Iterable[Found]:
    """Join the two halves of a character beyond U+FFFF."""
    if not _holds(document, "\ud800", "\udbff"):
        return
    for found in _PAIR().finditer(document.text):
        high, low = map(ord, found[0])
        yield found.start(), found.end(), chr(0x10000 + (high - 0xD800 << 10) + low - 0xDC00)


@rule(
    "mojibake.escaped",
    Confidence.LIKELY,
    GATE,
    scope=Scope.PARAGRAPH,
    example=("\\u4e2d\\u6587", "中文"),
)
def escaped(document: Document, options: Options) -> Iterable[Found]:
    """Read characters that were left as escapes: \\uXXXX, %XX, =XX, MIME words, HZ, UTF-7.

    Escapes in code, in addresses and in text about escapes stay, and so does a single one.
    """
    text = document.text
    for start, end in document.memo(_paragraphs):
        for e in escapes(text[start:end]):
            yield e.start + start, e.end + start, e.text


_BLANK = lazy(r"\n[ \t\r]*\n")


def _paragraphs(document: Document) -> list[tuple[int, int]]:
    """Return the paragraphs the gate opens on."""
    text = document.text
    spans: list[tuple[int, int]] = []
    end = -1
    for at, _ in document.memo(_lines):
        if at < end:
            continue
        start = max(
            (m.end() for m in _BLANK().finditer(text, max(0, end), at)), default=max(0, end)
        )
        found = _BLANK().search(text, at)
        end = found.start() if found else len(text)
        spans.append((start, end))
    return spans


_LOST_RUN = lazy(
    "(?:锟斤拷|锟斤(?=锟)|锟(?=锟斤拷))+(?:锟斤?(?!\\w))?|(?:烫{2,}|屯{2,}){2,}|烫{4,}|屯{4,}|\ufffd{2,}"
)


_TRACES = ("锟", "烫", "屯", "\ufffd\ufffd")  # an alternation of words is slow on all else


def _beyond(document: Document) -> list[tuple[int, int]]:
    """Find text that nothing can recover; where it is quoted or spoken about, it stays."""
    spans: list[tuple[int, int]] = []
    for at, line in document.memo(_lines):
        if not any(trace in line for trace in _TRACES):
            continue
        runs = list(_LOST_RUN().finditer(line))
        cited = bool(runs and ABOUT().search(line))
        for found in runs:
            named = line[: found.start()][-1:] in _QUOTES and line[found.end() :][:1] in _QUOTES
            if not (cited or (named and found.start())) or found[0].startswith("\ufffd"):
                spans.append((at + found.start(), at + found.end()))
    return spans


@rule("mojibake.lost", Confidence.LIKELY, GATE, example=("前言锟斤拷锟斤拷后语", "前言后语"))
def lost(document: Document, options: Options) -> Iterable[Found]:
    """Remove text that was lost beyond recovery: 锟斤拷, 烫烫烫, runs of U+FFFD.

    With ``lost = "keep"`` it stays and is only reported.
    """
    if options["lost"] == "remove":
        return [(start, end, "") for start, end in document.memo(_beyond)]
    return []


@rule("mojibake.report", Confidence.CERTAIN, GATE)
def report(document: Document, options: Options) -> Iterable[Found]:
    """Report text that was lost beyond recovery, without changing it."""
    if document.explaining:
        for start, end in document.memo(_beyond):
            document.note("mojibake.report", start, end, "lost beyond recovery when it was decoded")
    return []


RULES: tuple[Rule, ...] = (
    garbled,
    holed,
    escaped,
    surrogates,
    radicals,
    private,
    western,
    lost,
    report,
)
