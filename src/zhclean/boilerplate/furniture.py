"""Page furniture: what a line of a Chinese page is when it is not the article.

A line is judged by its shape and by its place. Shapes come from ``tables/boilerplate.tsv`` and are
matched on folded text (Simplified, half-width punctuation, character for character), so that a row
knows both scripts and both widths. The kinds of rows:

- ``line``: a whole line that nothing else can be, wherever it stands; ``end``: one that counts near
  the head or the tail; ``near``: one that counts only beside furniture; ``list``: the heading of
  links that go on to the end;
- ``field`` and ``tool``: parts of a meta line (``label: value`` beside each other); ``loose`` ones
  go or stay with the others; ``menu``: a word of a bar;
- ``sole``, ``clause``, ``filler``: clauses of a notice that only a notice has, that an article may
  have too, that say nothing by themselves;
- ``opening`` and ``closing``: stretches before and behind a sentence of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from .. import tables
from ..patterns import lazy
from . import cues

NOTICE = 600
"""Characters of the longest line that can be a notice; longer ones are never looked at."""
SHORT = 200
"""Characters of the longest line of any other shape."""

BRIEF = 24
"""Characters of lines that are asked for every shape; longer ones have a word of ``_SURE``, and
where they read like sentences a cue."""

COMMON = 200
"""Characters of the longest line whose verdict is remembered."""

_VALUES = {
    "date": r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|\d{1,2}[-/月]\d{1,2}日?"
    r"|昨天|今天|前天|刚刚|\d{1,2}\s?(?:分钟|小时|天|个月)前)",
    "time": r"\d{1,2}:\d{2}(?::\d{2})?",
    "when": r"(?:{date}(?:[\sT]{0,3}{time})?)",
    "n": r"\d[\d,.]{0,9}(?:\s?[kKwW万千])?\+?",
    "who": r"[^\s|:/,。;!?()\[\]【】]{1,16}",
    "src": r"[^\s|,。;!?\[\]【】]{1,30}",
    "prov": "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南"
    "|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门",
}
_WIDTHS = str.maketrans(
    "覆，！？：；（）［］｜丨︱＞＜／＋－～％＠＃．＊　\xa0\t\r\u200b\ufeff»›・‧•﹕０１２３４５６７８９",
    "复,!?:;()[]|||></+-~%@#.*      >>···:0123456789",
)
_NEXT = r"(?=[\s|·,;()\[\]【】]|$)"
_EDGE = " \t\r\u3000\xa0\ufeff\u200b"
_SAYS = "[说說説称稱道写寫叫句是为為爲着]"
# Somebody's words, not the site's; asked before anything is folded.
_TOLD = lazy(f'["“‘「『](?:(?<={_SAYS}.)|(?<={_SAYS}[:：﹕,，].))')
# A line above BRIEF that is known anywhere holds one of these; asked before it is folded.
_SURE = re.compile(
    "于(?<=[布佈表錶帖辑輯新改作]于)|於(?<=[布佈表錶帖辑輯新改作]於)|请继|請繼|请繼|請继|本章未|帖最|来自|來自"
    r"|小[\s\u200b\ufeff]?[】\])］）]"
)
_BULLET = "*※★☆◆◇●○■□▲△▼·-—–~#>|✎✦ "


class Piece(NamedTuple):
    """A stretch of a line and the rule that knows it; ``""`` where it may stay or go."""

    start: int
    end: int
    code: str


class Verdict(NamedTuple):
    """What a line is: the rule that knows it, how, and its fields where it is a meta line."""

    code: str
    kind: str  # "line", "end", "list", "near"
    pieces: tuple[Piece, ...] = ()


class Row(NamedTuple):
    """A row of the table."""

    code: str
    kind: str
    pattern: str
    witness: str


def _table(name: str) -> Iterator[list[str]]:
    for line in tables.read(name).split("\n"):
        if line and not line.startswith("# "):
            yield line.split("\t")


@cache
def rows() -> tuple[Row, ...]:
    """The table of shapes."""
    return tuple(Row(*fields) for fields in _table("boilerplate.tsv"))


@cache
def _widths() -> dict[int, int]:
    pairs = {ord(a): ord(b) for a, b in _table("boilerplate_fold.tsv")}
    return {**pairs, **_WIDTHS}


def fold(text: str) -> str:
    """Fold a line to Simplified and half width, character for character."""
    return text.translate(_widths())


@cache
def shapes(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of a kind, one for each rule, in the table's order."""
    by_code: dict[str, list[str]] = {}
    for row in rows():
        if row.kind == kind:
            by_code.setdefault(row.code, []).append(row.pattern)
    after = _NEXT if kind in ("field", "tool") else ""
    return tuple((code, compiled("|".join(parts), after)) for code, parts in by_code.items())


def compiled(pattern: str, after: str = "") -> re.Pattern[str]:
    """Compile a pattern of the table, its values filled in."""
    for _ in range(2):
        for name, value in _VALUES.items():
            pattern = pattern.replace("{" + name + "}", value)
    return re.compile(f"(?:{pattern}){after}")


@cache
def _union(*kinds: str) -> re.Pattern[str]:
    """All shapes of some kinds as one pattern, a group for each kind and rule: one call, not nine.

    Credits that are a whole line are asked for after everything else, as a kind of their own.
    """
    groups: dict[str, list[str]] = {}
    for kind in kinds:
        for row in rows():
            if kind == ("signed" if (row.code, row.kind) == ("credits", "end") else row.kind):
                groups.setdefault(f"{kind}_{row.code}", []).append(row.pattern)
    return compiled("|".join(f"(?P<{name}>{'|'.join(listed)})" for name, listed in groups.items()))


def whole(kind: str, text: str) -> str:
    """Return the rule one of whose shapes of ``kind`` is all of ``text``, or ``""``."""
    m = _union(kind).fullmatch(text)
    return str(m.lastgroup).partition("_")[2] if m else ""


def judge(line: str, *, placed: bool) -> Verdict | None:
    """Say what a line is, or None where it belongs to the article.

    ``placed`` lines stand near an end of the document; elsewhere only shapes that nothing else
    can be are known.
    """
    bare = line.strip(_EDGE)
    size = len(bare)
    if not size or size > NOTICE or (size > BRIEF and not speaks(bare)) or _TOLD().search(bare):
        return None
    sure = size <= SHORT and telling(bare)
    if not (sure or placed) or (bare[0] in "#/;" and "opyright" in bare):
        return None  # what a file of data or a program says of itself
    # Pages of one site end alike, so their notices come again; sentences never get here.
    found = (_known if size <= COMMON else _judged)(bare, sure, placed)
    left = line.index(bare[0]) if found and found.pieces else 0
    if found is None or not left:
        return found
    return found._replace(
        pieces=tuple(Piece(left + p.start, left + p.end, p.code) for p in found.pieces)
    )


def telling(line: str) -> bool:
    """Whether a line can be known wherever it stands: it is brief, or holds a telling word."""
    return len(line) <= BRIEF or _SURE.search(line) is not None or len(line.strip(_EDGE)) <= BRIEF


_MARKS = lazy("[，。；！？,;!?]")


def speaks(line: str) -> bool:
    """Whether a line may be furniture: it does not read like sentences, or holds a cue or its like."""
    return _MARKS().search(line) is None or cues.of_lines().search(line) is not None


def _judged(bare: str, sure: bool, placed: bool) -> Verdict | None:
    """Judge a line without its margins."""
    text = fold(bare)
    if sure and (code := whole("line", text)):
        return Verdict(code, "line")
    if not placed:
        return None
    if not _WORDS().search(text):  # a rule, a number, the bars of a table
        return Verdict(code, "near") if (code := whole("near", text)) else None
    if len(text) <= SHORT:
        if code := whole("end", text):
            return Verdict(code, "end")
        if whole("list", text):
            return Verdict("navigation", "list")
        if found := _meta(text) or _bar(text):
            return found
    if found := _notice(text):
        return found
    if code := whole("near", text):
        return Verdict(code, "near")
    if len(text) <= SHORT * 2 and whole("signed", text):
        return Verdict("credits", "end")
    return None


_known = lru_cache(maxsize=1024)(_judged)
_WORDS = lazy(r"[A-Za-z㐀-鿿]")
_NAME = lazy(r"[^\s|:/,。;!?()\[\]【】\d]{2,10}(?=\s|$)")
_SEPARATOR = lazy(r"[\s|·,;/\-—_()\[\]【】]*")


def _meta(text: str) -> Verdict | None:
    """Read a line of fields such as ``来源:… 作者:… 阅读:12``; every character is spoken for.

    A name may stand among two counters or more: who wrote it is told nowhere else on such lines.
    """
    pieces: list[Piece] = []
    names = 0
    at = _end(_SEPARATOR().match(text))
    while at < len(text):
        end, code = _field(text, at)
        if end == at:
            m = _NAME().match(text, at)
            names += 1
            if m is None or names > 1:
                return None
            end = m.end()
        pieces.append(Piece(at, end, code))
        at = _end(_SEPARATOR().match(text, end))
    codes = [p.code for p in pieces if p.code]
    strong = [code for code in codes if code != "navigation"]
    if names and (strong.count("published") < 2 or "credits" in strong):
        return None
    if not strong:
        return Verdict("navigation", "near") if codes else None
    code = "credits" if "credits" in strong else strong[0]
    if len(pieces) == 1 and _WHEN().match(text):
        return Verdict(code, "near", tuple(pieces))
    return Verdict(code, "end", tuple(pieces))


_WHEN = lazy("[时日][间期]")  # of a page, or of what it announces


def _field(text: str, at: int) -> tuple[int, str]:
    """Where the longest field that begins at ``at`` ends, and its rule; ``at`` where none does."""
    best = at, ""
    if _any_field().match(text, at) is None:
        return best
    for kind in ("field", "tool"):
        for code, pattern in shapes(kind):
            m = pattern.match(text, at)
            if m and m.end() > best[0]:
                best = m.end(), "" if code == "loose" else code
    return best


@cache
def _any_field() -> re.Pattern[str]:
    patterns = (pattern.pattern for kind in ("field", "tool") for _, pattern in shapes(kind))
    return re.compile("|".join(patterns))


def _end(match: re.Match[str] | None) -> int:
    return match.end() if match else 0


_LABEL = lazy(r"^.{0,4}(?:分享|转发|推荐)[到至]?:?\s?(?=.)")
_BAR = lazy(r"[^\s|·/>,、:()\[\]【】-]+")


def _bar(text: str) -> Verdict | None:
    """Read a bar of menu words: three or more make a bar, fewer are known only beside one."""
    words = _BAR().findall(_LABEL().sub("", text))
    if not words or len(words) > 60:
        return None
    longest = max(words, key=len)
    if len(longest) > 8 and not _menu(longest):
        return None
    codes = [_menu(word) for word in words]
    known = [code for code in codes if code]
    if len(known) < len(words):
        # A site's own section names stand among the common ones; bars between them tell a menu.
        least, share = (2, 0.4) if text.count("|") >= 2 else (5, 0.7)
        if len(known) < max(least, share * len(words)) or len(longest) > 8:
            return None
    code = max(("navigation", "share"), key=known.count)
    return Verdict(code, "end" if len(words) >= 4 else "near")


def _menu(word: str) -> str:
    return whole("menu", word) or whole("tool", word)


_QUOTES = lazy("[\"'“”‘’「」『』]")
_CLAUSE = lazy(r"[^,。;!?~…]+")
_SMALLER = lazy(r"[^\s:、]+")
_ARTICLE = lazy(
    r"第[一二三四五六七八九十百零\d]{1,6}[条章款步]|[(]?[一二三四五六七八九十]{1,3}[)、.]"
)

# What laws forbid to copy, where sites forbid to copy what they hold.
_LAWFUL = lazy("国家|秘密|机密|种质|文物|证件|印章|货币|发票|档案")


def _notice(text: str) -> Verdict | None:
    """Read a notice by its clauses: nearly all must be those of a notice, and enough of them sure.

    One clause that only a notice has is enough, or one that a notice shares with an article beside
    another that fits; alone, such a clause is known only beside furniture.
    """
    if _ARTICLE().match(text):
        return None
    spare = 0.3 * len(text)  # characters of clauses that a notice does not have
    sure = best = anchored = known = 0
    weight: dict[str, int] = {}
    for m in _CLAUSE().finditer(_QUOTES().sub("", text)):
        clause = m.group()
        found = _clause(clause)
        parts = [clause] if found else _SMALLER().findall(clause)
        for part in parts:
            known_part = found if part == clause else _clause(part)
            size, code, worth = known_part or (len(_bare(part)), "", 0)
            if not code:
                spare -= size
            else:
                sure += worth
                known += size
                anchored += size if worth > 1 else 0
                best = max(best, worth)
                weight[code] = weight.get(code, 0) + size * worth
        if spare < 0:
            return None
    if best < 2 or anchored < 0.25 * known:
        return None
    code = max(weight, key=lambda code: weight[code])
    if code == "copyright" and _LAWFUL().search(text):
        return None
    return Verdict(code, "end" if sure > 2 else "near")


def _bare(clause: str) -> str:
    return clause.strip(_BULLET).strip("()[]【】〔〕<>《》.= ").strip(_BULLET)


def _clause(clause: str) -> tuple[int, str, int] | None:
    """Give a clause's length, rule and worth: 4 only a notice has it, 2 shared, 1 beside others."""
    clause = _bare(clause)
    size = len(clause)
    if not size or size > 120:
        return None
    m = _union("sole", "clause", "filler").fullmatch(clause)
    if m is None:
        return None
    kind, _, code = str(m.lastgroup).partition("_")
    return size, code, _WORTH[kind]


_WORTH = {"sole": 4, "clause": 2, "filler": 1}
