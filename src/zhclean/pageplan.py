"""What of a document is page furniture: walks in from both ends, then over the middle.

The walk from an end stops after a few lines of the article. Only lines that stay count for that,
so taking furniture away never brings new lines into view, and a second pass finds nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from .cues import anywhere, places
from .edits import Found
from .furniture import NOTICE, SHORT, Piece, Verdict, compiled, fold, judge, rows, shapes, whole

Judge = Callable[[str, bool], Verdict | None]
Plan = dict[str, list[Found]]
"""Edits by rule (without the family), disjoint over all rules."""

HEAD = (5, 300)
TAIL = (6, 700)
"""Lines and characters of the article a walk looks at before it stops."""
ZONE = 12
"""Short lines outside of a line with which pages end that are taken to go with it, at most."""
LIST = 30
"""Lines before the end among which a list of links may begin."""

_JUNK = re.compile(r"[|\-—=_*·•.…~#>+\s]{1,80}")
_CHUNK = re.compile(r"(?<=[。!?！？…”’」』)）】|])[ \t\u3000]+")
_LAST = frozenset(
    ("footer", "navigation", "share", "editors", "published", "copyright", "disclaimer")
)
"""Rules whose lines an article does not go on behind."""
_SENTENCE = "。；，;,:："


def plan(text: str, keep_credits: bool) -> Plan:
    """Work out every edit of every rule of the family for a text."""
    if not _promising(text):
        return {}
    page = _Page(text, keep_credits)
    page.find_list()
    page.walk(range(len(page.lines) - 1, -1, -1), TAIL, tail=True)
    page.walk(range(len(page.lines)), HEAD, tail=False)
    page.look_between()
    return page.edits()


def _promising(text: str) -> bool:
    """Whether a line with a cue is furniture, or ends with some; all else is too dear to ask."""
    end = -1
    for at in sorted(set(places(text))):
        if at >= end:
            start, end = text.rfind("\n", 0, at) + 1, _line_end(text, at)
            line = text[start:end]
            if _verdict(line, True) is not None or _peel(line, "footer", _verdict, keep=False):
                return True
    return any(
        _openings(text[text.rfind("\n", 0, at) + 1 : _line_end(text, at)]) for at in anywhere(text)
    )


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


class Seen(NamedTuple):
    """A line of a run: its number, the rule that knows it, and how sure that is."""

    line: int
    code: str
    kind: str  # "end" for sure, "list", "near", or "weak": short, and unknown


class _Page:
    """The lines of a text and what became known of them."""

    def __init__(self, text: str, keep_credits: bool) -> None:
        self.text = text
        self.keep_credits = keep_credits
        self.lines: list[tuple[int, int]] = []
        at = 0
        for line in text.split("\n"):
            self.lines.append((at, at + len(line)))
            at += len(line) + 1
        self._starts = [start for start, _ in self.lines]
        self.cued = sorted({self.at(at) for at in anywhere(text)})
        self.out: dict[int, str] = {}  # furniture: line -> rule
        self.parts: dict[int, list[Piece]] = {}  # of lines that stay: stretches to take out
        self.content = False
        self._known: dict[tuple[str, bool], Verdict | None] = {}

    def line(self, i: int) -> str:
        start, end = self.lines[i]
        return self.text[start:end]

    def verdict(self, line: str, placed: bool = True) -> Verdict | None:
        """Judge a line, the expand call before it aside; the same line is judged once."""
        key = (line, placed)
        if key not in self._known:
            self._known[key] = _verdict(line, placed)
        return self._known[key]

    def at(self, offset: int) -> int:
        """The number of the line at an offset."""
        return bisect_right(self._starts, offset) - 1

    def find_list(self) -> None:
        """Take a list of links at the end: its heading, then titles or furniture only."""
        seen = 0
        begin = -1
        for i in range(len(self.lines) - 1, -1, -1):
            line = self.line(i).strip()
            if not line:
                continue
            seen += 1
            if seen > LIST:
                break
            if len(line) <= 30 and whole("list", fold(line)):
                begin = i if seen > 1 else -1
            elif not (_title(line) or self.verdict(self.line(i))):
                break
        if begin < 1 or not any(self.line(i).strip() for i in range(begin)):
            return
        for i in range(begin, len(self.lines)):
            if self.line(i).strip():
                known = self.verdict(self.line(i))
                own = known is not None and known.kind != "near" and known.code != "credits"
                self.out[i] = known.code if known is not None and own else "navigation"

    def walk(self, order: Iterable[int], limit: tuple[int, int], *, tail: bool) -> None:
        """Walk in from an end; runs of furniture are settled where the article interrupts them."""
        lines = characters = weak = 0
        run: list[Seen] = []
        for i in order:
            line = self.line(i)
            if not line.strip():
                continue
            known = Verdict(self.out[i], "end") if i in self.out else self.verdict(line)
            if known is None and _JUNK.fullmatch(line.strip()):
                known = Verdict("", "near")
            if known is not None and (known.code != "credits" or not self.keep_credits):
                kind = "end" if known.kind == "line" else known.kind
                run.append(Seen(i, known.code, kind))
                weak = 0 if kind == "end" and known.code in _LAST else weak
                continue
            if known is None and tail and weak < ZONE and _weak(line):
                run.append(Seen(i, "", "weak"))
                weak += 1
                continue
            strong = known is None
            sure, kept = self._settle(run, ends=tail and strong and not lines)
            run, weak = [], 0
            lines += len(kept)
            characters += sum(len(self.line(k)) for k in kept)
            self.content = self.content or bool(kept)
            if known is not None:
                self.parts[i] = _loose_ends(known.pieces)
                continue
            if lines >= limit[0] or characters >= limit[1]:
                self.content = True
                break
            self.content = True
            if tail and (pieces := _peel(line, sure, self.verdict, keep=self.keep_credits)):
                self.parts[i] = pieces
            lines += 1
            characters += len(line)
        self.content = bool(self._settle(run, ends=False)[1]) or self.content

    def _settle(self, run: list[Seen], *, ends: bool) -> tuple[str, list[int]]:
        """Take the furniture of a run out; give the rule that touches its inner end, and what stays.

        Where the run ``ends`` the page, short lines outside of a line with which pages end go with
        it. Otherwise words of a menu go beside a line that is furniture for sure, or three together.
        """
        last = max(
            (k for k, seen in enumerate(run) if seen.kind == "end" and seen.code in _LAST),
            default=-1,
        )
        if not ends:
            last = -1
        for seen in run[: max(last, 0)]:
            self.out[seen.line] = seen.code if seen.kind == "end" else run[last].code
        kept: list[int] = []
        sure = ""
        for is_weak, group in groupby(run[max(last, 0) :], lambda seen: seen.kind == "weak"):
            part = list(group)
            sure = next((seen.code for seen in part if seen.kind == "end"), "")
            menu = sum(1 for seen in part if seen.kind == "near" and seen.code) >= 3
            for seen in part:
                if sure or (menu and seen.code):
                    self.out[seen.line] = seen.code if seen.kind == "end" or not sure else sure
                elif is_weak:
                    kept.append(seen.line)
        return sure, kept

    def look_between(self) -> None:
        """Look at all other lines for shapes that nothing else can be."""
        for i in range(len(self.lines)) if self.out else self.cued:
            if i in self.out or i in self.parts:
                continue
            line = self.line(i)
            known = self.verdict(line, False) if len(line) <= SHORT else None
            if known is not None:
                self.out[i] = known.code
            elif pieces := _openings(line):
                self.parts[i] = pieces

    def edits(self) -> Plan:
        """Put lines and stretches into edits that stay disjoint whichever rules are on."""
        found: Plan = {}
        if not self.content:
            # Nothing but furniture: leave it to the reader, but for what nothing else can be.
            self.out = {i: c for i, c in self.out.items() if self.verdict(self.line(i), False)}
        last = len(self.lines)  # lines from here on are furniture or blank
        while last and (last - 1 in self.out or not self.line(last - 1).strip()):
            last -= 1
        for i, code in self.out.items():
            found.setdefault(code, []).append((*self._span(i, last), ""))
        for i, pieces in self.parts.items():
            at = self.lines[i][0]
            for piece in pieces:
                found.setdefault(piece.code, []).append((at + piece.start, at + piece.end, ""))
        return found

    def _span(self, i: int, last: int) -> tuple[int, int]:
        """Where a line begins and ends with the line breaks and blank lines it takes along."""
        start, end = self.lines[i]
        size = len(self.lines)
        if i >= last:  # at the end of the text: with the breaks before it
            before = i - 1
            while before >= 0 and not self.line(before).strip():
                before -= 1
            if self.text[start:end].endswith("\r"):
                end -= 1
            if before < 0:
                return start, end
            start = self.lines[before][1]
            return start - self.text[:start].endswith("\r"), end
        before = i - 1
        while before in self.out:
            before -= 1
        after = i + 1
        if before < 0 or not self.line(before).strip():
            while after < size - 1 and not self.line(after).strip():
                after += 1
        return start, self.lines[after][0] if after < size else end


def _peel(line: str, sure: str, verdict: Judge, *, keep: bool) -> list[Piece]:
    """Find furniture at the end of a line of the article: whole chunks, then credits in brackets."""
    pieces: list[Piece] = []
    end = len(line.rstrip())
    cuts = [m.span() for m in _CHUNK.finditer(line, max(0, end - NOTICE), end)]
    run: list[tuple[Piece, str]] = []
    kept = end
    for stop, start in reversed(cuts):
        chunk = line[start:kept]
        known = verdict(chunk, True)
        junk = known is None and _JUNK.fullmatch(chunk) is not None
        if junk or (known is not None and known.code != "credits" and known.kind != "list"):
            code = known.code if known is not None else ""
            kind = known.kind if known is not None else "near"
            run.append((Piece(stop, kept, code), kind))
            kept = stop
            continue
        break
    sure = next((p.code for p, kind in run if kind in ("end", "line")), sure)
    if sure:
        pieces = [p if p.code and k != "near" else p._replace(code=sure) for p, k in run]
        end = kept
    pieces += _closings(line, end, keep=keep)
    rest = line[: pieces[-1].start] if pieces else line
    if pieces and (not rest.strip() or verdict(rest, True) is not None):
        return []
    return pieces


def _closings(line: str, end: int, *, keep: bool) -> list[Piece]:
    pieces = []
    for _ in range(4):
        at = max(0, end - 60)
        text = fold(line[at:end])
        found = next(((c, m) for c, p in _closing() if (m := p.search(text))), None)
        if found is None:
            break
        code, m = found
        start = at + len(text[: m.start()].rstrip())
        if not start:
            break
        if code != "credits" or not keep:
            pieces.append(Piece(start, end, code))
        end = start
    return pieces


@cache
def _closing() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Credits in brackets at the end of a line, or plain after the end of a sentence."""
    return tuple((code, re.compile(f"{p.pattern}$")) for code, p in shapes("closing"))


@cache
def _opening() -> re.Pattern[str]:
    pattern = "|".join(row.pattern for row in rows() if row.kind == "opening")
    return re.compile(f'(?:^|(?<=[。!?…”"」』)】])) *(?:{compiled(pattern).pattern}) *(?![的股份])')


def _openings(line: str) -> list[Piece]:
    """Find expand calls joined to the sentence behind them."""
    if "剩" not in line:
        return []
    return [Piece(*m.span(), "expand") for m in _opening().finditer(fold(line))]


def _verdict(line: str, placed: bool) -> Verdict | None:
    known = judge(line, placed=placed)
    if known is None and (pieces := _openings(line[: NOTICE * 2])) and not pieces[0].start:
        at = pieces[0].end
        known = judge(line[at:], placed=placed)
        if known is not None and known.pieces:
            shifted = (Piece(p.start + at, p.end + at, p.code) for p in known.pieces)
            known = known._replace(pieces=tuple(shifted))
    return known


_STOPS = re.compile(r"[。！？；，,!?;…”」]|[：:](?!$)|\.$")


_SIGNED = re.compile(
    r"(?:公司|[局委办处社院部厅馆校会府队所团站]|中心|编辑部|\d日|[一二三四五六七八九十]日|[年月]|\d)$"
)
_NUMBERED = re.compile(
    r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]|第.{1,4}[条章节]|附"
)


def _weak(line: str) -> bool:
    """Whether a line is too short to be judged, and neither sentence nor item nor signature."""
    line = line.strip()
    if len(line) > 24 or _STOPS.search(line) or _NUMBERED.match(line):
        return False
    return _SIGNED.search(line) is None


def _title(line: str) -> bool:
    return len(line) <= 60 and line[-1] not in _SENTENCE


def _loose_ends(pieces: Sequence[Piece]) -> list[Piece]:
    """Cut the furniture out of a meta line that keeps its credits, separators with it."""
    out: list[Piece] = []
    stays = [p.code in ("credits", "") for p in pieces]
    for k, piece in enumerate(pieces):
        if stays[k]:
            continue
        if any(stays[:k]):
            out.append(Piece(pieces[k - 1].end, piece.end, piece.code))
        else:
            out.append(Piece(piece.start, pieces[k + 1].start, piece.code))
    return out
