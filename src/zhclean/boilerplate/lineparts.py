"""Stretches of a line that are page furniture: an expand call before it, credits behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from .cues import PIVOT
from .furniture import NOTICE, Piece, Verdict, compiled, fold, judge, rows, shapes

Judge = Callable[[str, bool], Verdict | None]

JUNK = re.compile(r"[|\-—=_*·•.…~#>+\s]{1,80}")
"""What rules and the remains of tables leave on a line."""
_CHUNK = re.compile(r"[。!?！？…”’」』)）】|]([ \t\u3000]+)")


def peel(line: str, sure: str, verdict: Judge, *, keep: bool) -> list[Piece]:
    """Find furniture at the end of a line of the article: whole chunks, then credits in brackets."""
    pieces: list[Piece] = []
    end = len(line.rstrip())
    cuts = []
    if " " in line or "\u3000" in line or "\t" in line:
        cuts = [m.span(1) for m in _CHUNK.finditer(line, max(0, end - NOTICE), end)]
    if not (cuts or line[end - 1 : end] in _CLOSERS) or line.count("|", 0, end) > 2:
        return []  # nothing, or a row of a table
    run: list[tuple[Piece, str]] = []
    kept = end
    for stop, start in reversed(cuts):
        chunk = line[start:kept]
        known = verdict(chunk, True)
        junk = known is None and JUNK.fullmatch(chunk) is not None
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


_CLOSERS = ")】]〕）］"


def _closings(line: str, end: int, *, keep: bool) -> list[Piece]:
    pieces = []
    for _ in range(4):
        if not end or line[end - 1] not in _CLOSERS:
            break
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
    """Credits in brackets at the end of a line."""
    return tuple((code, re.compile(f"{p.pattern}$")) for code, p in shapes("closing"))


@cache
def _opening() -> re.Pattern[str]:
    pattern = "|".join(row.pattern for row in rows() if row.kind == "opening")
    return re.compile(f'(?:^|(?<=[。!?…”"」』)】])) *(?:{compiled(pattern).pattern}) *(?![的股份])')


def openings(line: str) -> list[Piece]:
    """Find expand calls joined to the sentence behind them."""
    if PIVOT not in line:
        return []
    return [Piece(*m.span(), "expand") for m in _opening().finditer(fold(line))]


def verdict_of(line: str, placed: bool) -> Verdict | None:
    """Judge a line, an expand call in it aside."""
    known = judge(line, placed=placed)
    if known is not None or PIVOT not in line or not (pieces := openings(line[: NOTICE * 2])):
        return known
    known = judge(without(line, pieces), placed=placed)
    if known is None or not known.pieces:
        return known
    if len(pieces) > 1 or pieces[0].start:
        return known._replace(pieces=())
    at = pieces[0].end
    return known._replace(
        pieces=tuple(Piece(p.start + at, p.end + at, p.code) for p in known.pieces)
    )


def without(line: str, pieces: Sequence[Piece]) -> str:
    """Cut stretches out of a line."""
    for piece in sorted(pieces, reverse=True):
        line = line[: piece.start] + line[piece.end :]
    return line


def loose_ends(pieces: Sequence[Piece]) -> list[Piece]:
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
