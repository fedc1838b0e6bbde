"""What of a document is page furniture: walks in from both ends, then over the middle.

The walk from an end stops after a few lines of the article. Only lines that stay count for that,
so taking furniture away never brings new lines into view, and a second pass finds nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate, count, groupby
from operator import add
from typing import NamedTuple

from ..edits import Found
from . import lineshape, repeats
from .cues import PIVOT, anywhere, places
from .furniture import SHORT, Piece, Verdict, telling
from .lineparts import JUNK, Judge, loose_ends, openings, peel, verdict_of, without

Plan = dict[str, list[Found]]
"""Edits by rule (without the family), disjoint over all rules."""

HEAD = (3, 250)
TAIL = (4, 450)
"""Lines and characters of the article a walk looks at before it stops."""
ZONE = 12
"""Short lines outside of a line with which pages end that are taken to go with it, at most."""
NAMED = 6
"""Characters of the longest call without brackets that may name a command in a manual."""
WORD = 2
"""Characters of the longest word of any other kind that may be a title."""
LIST = 30
"""Lines before the end among which a list of links may begin."""

_BEGINS = frozenset(
    "发發最编編更修创創本请請广廣来來展打点點阅閱查显顯收浏瀏继繼张張开開伸睁睜翻铺鋪轻輕▲△※【[(（［｜|Ii ﻿\u200b\t\u3000\xa0"
)
"""What lines that are furniture wherever they stand begin with; a test holds the table to it."""
_LAST = frozenset(
    ("footer", "navigation", "share", "editors", "published", "copyright", "disclaimer")
)
"""Rules whose lines an article does not go on behind."""
_PANELS = ("积分", "積分", "威望", "声望")
"""Words of which every panel about an author holds one."""
_WORDS = ("navigation", "share")
"""Rules of menu words: two of them together are a menu."""


def plan(text: str, judge: Judge, *, keep_credits: bool, furniture: bool, copies: bool) -> Plan:
    """Work out every edit of every rule of the family for a text that may hold ``copies``."""
    if (not furniture and not copies) or ("\t" in text and lineshape.tabular(text)):
        return {}
    page = _Page(text, keep_credits, judge)
    if furniture:
        page.find_furniture(copies)
    if copies or page.bares_copies():
        page.find_copies()
    return page.edits()


def remembering() -> Judge:
    """Return a judge of the lines of one text, each judged once for its place near an end."""
    known: dict[str, Verdict | None] = {}

    def judge(line: str, placed: bool) -> Verdict | None:
        if not placed:
            return verdict_of(line, False)
        if line not in known:
            known[line] = verdict_of(line, True)
        return known[line]

    return judge


@cache
def _taken(code: str) -> Verdict:
    return Verdict(code, "end")


def promising(text: str, judge: Judge) -> bool:
    """Whether a line with a cue is furniture, or ends with some; all else is too dear to ask."""
    end = -1
    for at in places(text):
        if at >= end:  # each line once
            start, end = text.rfind("\n", 0, at) + 1, _line_end(text, at)
            line = text[start:end]
            if judge(line, True) is not None or peel(line, "footer", judge, keep=False):
                return True
    end = -1
    for at in anywhere(text):
        if at >= end:
            start, end = text.rfind("\n", 0, at) + 1, _line_end(text, at)
            if openings(text[start:end]):
                return True
    return False


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _less(line: str, code: str) -> str:
    """Say how sure a line is above the article, or amid short lines: 举报 may be a heading there."""
    bare = line.strip()
    named = NAMED if code == "navigation" else WORD
    return "near" if len(bare) <= named and bare.isalpha() else "end"


class Seen(NamedTuple):
    """A line of a run: its number, the rule that knows it, and how sure that is."""

    line: int
    code: str
    kind: str  # "end" for sure, "list", "near", or "weak": short, and unknown


class _Page:
    """The lines of a text and what became known of them."""

    def __init__(self, text: str, keep_credits: bool, judge: Judge) -> None:
        self.text = text
        self.judge = judge
        self.keep_credits = keep_credits
        self.texts = text.split("\n")
        self._ends = list(map(add, accumulate(map(len, self.texts)), count()))
        self.cued = (
            {bisect_left(self._ends, at) for at in anywhere(text)} if PIVOT in text else set()
        )
        self.out: dict[int, str] = {}  # furniture: line -> rule
        self.parts: dict[int, list[Piece]] = {}  # of lines that stay: stretches to take out
        self.content = False

    def span(self, i: int) -> tuple[int, int]:
        """Where line ``i`` begins and ends."""
        end = self._ends[i]
        return end - len(self.texts[i]), end

    def find_furniture(self, copies: bool) -> None:
        """Take what is known anywhere, then walk in from both ends past it."""
        self.look_anywhere()
        if any(word in self.text for word in _PANELS):
            self.out.update(dict.fromkeys(lineshape.panels(self.texts), "footer"))
        if copies:
            self.find_copies()
        self.find_list()
        self.walk(range(len(self.texts) - 1, -1, -1), TAIL, tail=True)
        self.walk(range(len(self.texts)), HEAD, tail=False)
        if not self.content:
            # Nothing but furniture: leave it to the reader, but for what nothing else can be.
            self.out = {i: c for i, c in self.out.items() if self.judge(self.texts[i], False)}
        if self.cued:
            self.look_before()

    def bares_copies(self) -> bool:
        """Whether taking the furniture out may lay a copy bare: of a title, or what is left of a line."""
        if any(i < 12 for i in self.out) or (
            self.out and len(self.texts) * repeats.SPARSE > len(self.text)
        ):
            return True
        lines = set(self.texts) if self.parts else set()
        return any(without(self.texts[i], p).strip() in lines for i, p in self.parts.items())

    def find_copies(self) -> None:
        """Take lines out that repeat others; furniture in between does not keep them apart."""
        out, parts = self.out, self.parts
        lines = [
            (i, stripped)
            for i, line in enumerate(self.texts)
            if line
            and i not in out
            and (stripped := (without(line, parts[i]) if i in parts else line).strip())
        ]
        for i in repeats.repeated(lines):
            if self.judge(self.texts[i], True) is None:  # furniture belongs to its own rule
                self.out[i] = "duplicates"
                self.parts.pop(i, None)

    def find_list(self) -> None:
        """Take a list of links at the end: its heading, then titles or furniture only."""
        seen = 0
        begin = -1
        texts = self.texts
        for i in range(len(texts) - 1, -1, -1):
            line = texts[i].strip()
            if not line:
                continue
            seen += 1
            if seen > LIST:
                break
            known = self.judge(line, True) if len(line) <= SHORT else None
            if known is not None and known.kind == "list":
                begin = i if seen > 1 else -1
            elif not (known or i in self.out or lineshape.title(line)):
                break
        if begin < 1 or not any(line.strip() for line in texts[:begin]):
            return
        for i in range(begin, len(texts)):
            known = self.judge(texts[i], True)
            kept = self.keep_credits and known is not None and known.code == "credits"
            if i not in self.out and texts[i].strip() and not kept:
                own = known is not None and known.kind in ("end", "line")
                self.out[i] = known.code if known is not None and own else "navigation"

    def walk(self, order: Iterable[int], limit: tuple[int, int], *, tail: bool) -> None:
        """Walk in from an end; runs of furniture are settled where the article interrupts them."""
        lines = characters = weak = 0
        run: list[Seen] = []
        before = ""  # the article's line passed last, words of a list aside
        for i in order:
            line = self.texts[i]
            if not line or line.isspace():
                continue
            known = _taken(self.out[i]) if i in self.out else self.judge(line, True)
            if known is None and len(line) < 99 and JUNK.fullmatch(line.strip()):
                known = Verdict("", "near")
            if known is not None and (known.code != "credits" or not self.keep_credits):
                kind = "end" if known.kind == "line" else known.kind
                if kind == "list" and tail and not (run or lines):
                    kind = "end"  # the heading of a list that is gone
                alone = run and run[-1].kind == "weak" and all(x.kind != "end" for x in run)
                if kind == "end" and (alone or lines or not tail):
                    kind = _less(line, known.code)
                run.append(Seen(i, known.code, kind))
                weak = 0 if kind == "end" and known.code in _LAST else weak
                continue
            if known is None and tail and weak < ZONE and lineshape.weak(line):
                run.append(Seen(i, "", "weak"))
                weak += 1
                continue
            strong = known is None
            sure = ""
            if run:
                if (
                    strong
                    and lineshape.introduces(line if tail else before)
                    and (lines or not tail)
                ):
                    sure, kept = "", self._keep(run)
                else:
                    sure, kept = self._settle(run, ends=tail and strong and not lines)
                run, weak = [], 0
                lines += len(kept)
                characters += sum(len(self.texts[k]) for k in kept)
                self.content = self.content or bool(kept)
            if known is not None:
                self.parts[i] = loose_ends(known.pieces)
                continue
            if lines >= limit[0] or characters >= limit[1]:
                self.content = True
                break
            self.content = True
            before = before if lineshape.weak(line) else line
            if tail and (pieces := peel(line, sure, self.judge, keep=self.keep_credits)):
                self.parts[i] = pieces
            lines += 1
            characters += len(line)
        if run and self._settle(run, ends=False)[1]:
            self.content = True

    def _keep(self, run: list[Seen]) -> list[int]:
        """Leave a run that stands between a line that introduces it and the article's next."""
        for seen in run:
            self.out.pop(seen.line, None)
        return [seen.line for seen in run]

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
            # An address and a telephone number may be what an announcement ends with.
            words = {seen.line for seen in part if seen.kind == "near" and seen.code in _WORDS}
            for seen in part:
                if sure or (len(words) >= 2 and seen.line in words):
                    self.out[seen.line] = seen.code if seen.kind == "end" or not sure else sure
                elif is_weak:
                    kept.append(seen.line)
        return sure, kept

    def look_anywhere(self) -> None:
        """Look at every line for shapes that nothing else can be."""
        for i, line in enumerate(self.texts):
            if line[:1] in _BEGINS and len(line) <= SHORT and (i in self.cued or telling(line)):
                known = self.judge(line, False)
                if known is not None:
                    self.out[i] = known.code

    def look_before(self) -> None:
        """Find expand calls joined to the line behind them."""
        for i in sorted(self.cued):
            line = self.texts[i]
            parts = self.parts.get(i, [])
            ends = min((piece.start for piece in parts), default=len(line))
            found = [piece for piece in openings(line) if piece.end <= ends]
            if found and i not in self.out:
                self.parts[i] = parts + found

    def edits(self) -> Plan:
        """Put lines and stretches into edits that stay disjoint whichever rules are on."""
        found: Plan = {}
        for i, start, end in self._spans() if self.out else ():
            found.setdefault(self.out[i], []).append((start, end, ""))
        for i, pieces in self.parts.items():
            at = self.span(i)[0]
            for piece in pieces:
                found.setdefault(piece.code, []).append((at + piece.start, at + piece.end, ""))
        return found

    def _break(self, i: int) -> int:
        """Where the break behind a line begins."""
        end = self.span(i)[1]
        return end - (self.texts[i][-1:] == "\r")

    def _spans(self) -> Iterator[tuple[int, int, int]]:
        """Give each line of furniture with the line breaks and blank lines it takes along.

        At the end of the text a line goes with the breaks before it, elsewhere with its own, and
        with the blank lines behind it where one stands before it too.
        """
        out, texts = self.out, self.texts
        size = len(texts)
        last = size  # lines from here on are furniture or blank
        while last and (last - 1 in out or not texts[last - 1].strip()):
            last -= 1
        previous, apart = -1, True  # the furniture before; whether a blank line precedes
        for i in sorted(out):
            if i - 1 != previous:
                apart = not texts[i - 1].strip()
            if i < last:
                behind = i + 1
                while apart and behind < size - 1 and not texts[behind].strip():
                    behind += 1
                yield i, self.span(i)[0], self.span(behind)[0] if behind < size else self.span(i)[1]
            else:
                before = i - 1
                while before > previous and not texts[before].strip():
                    before -= 1
                yield i, self._break(before) if before >= 0 else self.span(i)[0], self._break(i)
            previous = i
