"""What of a document is page furniture: walks in from both ends, then over the middle.

The walk from an end stops after a few lines of the article. Only lines that stay count for that,
so taking furniture away never brings new lines into view, and a second pass finds nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from ..edits import Found
from . import repeats
from .cues import anywhere, places
from .furniture import SHORT, Piece, Verdict, telling
from .lineparts import JUNK, loose_ends, openings, peel, verdict_of, without

Plan = dict[str, list[Found]]
"""Edits by rule (without the family), disjoint over all rules."""

HEAD = (5, 300)
TAIL = (6, 700)
"""Lines and characters of the article a walk looks at before it stops."""
ZONE = 12
"""Short lines outside of a line with which pages end that are taken to go with it, at most."""
LIST = 30
"""Lines before the end among which a list of links may begin."""

_LAST = frozenset(
    ("footer", "navigation", "share", "editors", "published", "copyright", "disclaimer")
)
"""Rules whose lines an article does not go on behind."""
_SENTENCE = "。；，、;,:：”’」』"


def plan(text: str, *, keep_credits: bool, copies: bool) -> Plan:
    """Work out every edit of every rule of the family for a text; ``copies`` may be in it."""
    furniture = _promising(text)
    if not furniture and not copies:
        return {}
    page = _Page(text, keep_credits)
    if furniture:
        page.find_furniture()
    page.find_copies()  # taking furniture out can lay copies bare
    return page.edits()


def _promising(text: str) -> bool:
    """Whether a line with a cue is furniture, or ends with some; all else is too dear to ask."""
    end = -1
    for at in sorted(set(places(text))):
        if at >= end:
            start, end = text.rfind("\n", 0, at) + 1, _line_end(text, at)
            line = text[start:end]
            if verdict_of(line, True) is not None or peel(line, "footer", verdict_of, keep=False):
                return True
    end = -1
    for at in sorted(anywhere(text)):
        if at >= end:  # each line once
            start, end = text.rfind("\n", 0, at) + 1, _line_end(text, at)
            if openings(text[start:end]):
                return True
    return False


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
        self.texts = text.split("\n")
        self.lines: list[tuple[int, int]] = []
        at = 0
        for line in self.texts:
            end = at + len(line)
            self.lines.append((at, end))
            at = end + 1
        self._starts = [start for start, _ in self.lines]
        self.cued = sorted({self.at(at) for at in anywhere(text)})
        self.out: dict[int, str] = {}  # furniture: line -> rule
        self.parts: dict[int, list[Piece]] = {}  # of lines that stay: stretches to take out
        self.content = False
        self._known: dict[tuple[str, bool], Verdict | None] = {}

    def line(self, i: int) -> str:
        return self.texts[i]

    def verdict(self, line: str, placed: bool = True) -> Verdict | None:
        """Judge a line, the expand call before it aside; the same line is judged once."""
        key = (line, placed)
        if key not in self._known:
            self._known[key] = verdict_of(line, placed)
        return self._known[key]

    def find_furniture(self) -> None:
        """Take what is known anywhere, then walk in from both ends past it."""
        self.look_anywhere()
        self.find_copies()
        self.find_list()
        self.walk(range(len(self.lines) - 1, -1, -1), TAIL, tail=True)
        self.walk(range(len(self.lines)), HEAD, tail=False)
        if not self.content:
            # Nothing but furniture: leave it to the reader, but for what nothing else can be.
            self.out = {i: c for i, c in self.out.items() if self.verdict(self.line(i), False)}
        self.look_before()

    def find_copies(self) -> None:
        """Take lines out that repeat others; furniture in between does not keep them apart."""
        out, parts = self.out, self.parts
        lines = [
            (i, (without(line, parts[i]) if i in parts else line).strip())
            for i, line in enumerate(self.texts)
            if i not in out
        ]
        copies = repeats.repeated([(i, line) for i, line in lines if line])
        for i in copies:
            if self.verdict(self.line(i)) is None:  # furniture belongs to its own rule
                self.out[i] = "duplicates"
                self.parts.pop(i, None)

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
            known = self.verdict(self.line(i))
            if known is not None and known.kind == "list":
                begin = i if seen > 1 else -1
            elif not (known or i in self.out or _title(line)):
                break
        if begin < 1 or not any(self.line(i).strip() for i in range(begin)):
            return
        for i in range(begin, len(self.lines)):
            known = self.verdict(self.line(i))
            kept = self.keep_credits and known is not None and known.code == "credits"
            if i not in self.out and self.line(i).strip() and not kept:
                own = known is not None and known.kind in ("end", "line")
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
            if known is None and JUNK.fullmatch(line.strip()):
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
                self.parts[i] = loose_ends(known.pieces)
                continue
            if lines >= limit[0] or characters >= limit[1]:
                self.content = True
                break
            self.content = True
            if tail and (pieces := peel(line, sure, self.verdict, keep=self.keep_credits)):
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
            menu = sum(1 for seen in part if seen.kind == "near" and seen.code) >= 2
            for seen in part:
                if sure or (menu and seen.code):
                    self.out[seen.line] = seen.code if seen.kind == "end" or not sure else sure
                elif is_weak:
                    kept.append(seen.line)
        return sure, kept

    def look_anywhere(self) -> None:
        """Look at every line for shapes that nothing else can be."""
        cued = set(self.cued)
        for i, line in enumerate(self.texts):
            if len(line) <= SHORT and (i in cued or telling(line)):
                known = self.verdict(line, False)
                if known is not None:
                    self.out[i] = known.code

    def look_before(self) -> None:
        """Find expand calls joined to the line behind them."""
        for i in self.cued:
            line = self.line(i)
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
            at = self.lines[i][0]
            for piece in pieces:
                found.setdefault(piece.code, []).append((at + piece.start, at + piece.end, ""))
        return found

    def _break(self, i: int) -> int:
        """Where the break behind a line begins."""
        start, end = self.lines[i]
        return end - self.text.endswith("\r", start, end)

    def _spans(self) -> Iterator[tuple[int, int, int]]:
        """Give each line of furniture with the line breaks and blank lines it takes along.

        At the end of the text a line goes with the breaks before it, elsewhere with its own, and
        with the blank lines behind it where one stands before it too.
        """
        size = len(self.lines)
        solid = [bool(line.strip()) for line in self.texts]
        last = size  # lines from here on are furniture or blank
        while last and (last - 1 in self.out or not solid[last - 1]):
            last -= 1
        after = [size] * (size + 1)  # the next line that is not blank, the last line at most
        for i in range(size - 1, -1, -1):
            after[i] = i if solid[i] or i == size - 1 else after[i + 1]
        before, apart = -1, True  # the last line that is not blank; whether a blank one precedes
        for i, (start, end) in enumerate(self.lines):
            if i in self.out:
                if i < last:
                    behind = after[i + 1] if apart else i + 1
                    yield i, start, self.lines[behind][0] if behind < size else end
                else:
                    yield i, self._break(before) if before >= 0 else start, self._break(i)
            else:
                apart = not solid[i]
            if solid[i]:
                before = i


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
    return len(line) <= 40 and line[-1] not in _SENTENCE and "。" not in line
