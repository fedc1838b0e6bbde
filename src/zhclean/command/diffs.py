"""Unified diffs, made from edits rather than by comparing: exact to the character, linear in time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..edits import Found
from .console import one_line_label
from .tally import Lines

CONTEXT = 3
RED, GREEN, CYAN, BOLD, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[0m"
MARKED, UNMARKED = "\x1b[7m", "\x1b[27m"

Block = tuple[int, int, list[Found]]
"""First line, last line (from 0, inclusive) and the edits that stand in them."""


def unified(label: str, text: str, edits: Sequence[Found], *, colour: bool = False) -> str:
    """Tell sorted, disjoint edits of ``text`` as a unified diff that ``patch`` can apply.

    With ``colour`` the changed characters are marked within their lines and invisible ones are
    made visible: for eyes, no longer for ``patch``.
    """
    return header(label, colour=colour) + hunks(text, edits, colour=colour)


def hunks(
    text: str, edits: Sequence[Found], *, colour: bool = False, above: int = 0, shift: int = 0
) -> str:
    """Tell edits as hunks.

    ``above`` is the number of lines of the file before ``text``, and ``shift`` how many more they
    have become.
    """
    lines = Lines(text)
    out: list[str] = []
    group: list[Block] = []
    for block in _blocks(text, lines, edits):
        if group and block[0] - group[-1][1] > 2 * CONTEXT:
            shift += _hunk(text, lines, group, (above, shift), out, colour)
            group = []
        group.append(block)
    if group:
        _hunk(text, lines, group, (above, shift), out, colour)
    return "".join(out)


_HEAD = re.compile(r"^((?:\x1b\[36m)?@@ -\d+(?:,\d+)? \+)(\d+)", re.MULTILINE)


def shifted(text: str, lines: int) -> str:
    """Move hunks down by the lines that the new file has grown before them."""
    if not lines:
        return text
    return _HEAD.sub(lambda m: f"{m[1]}{int(m[2]) + lines}", text)


def header(label: str, *, colour: bool) -> str:
    """Name the file on both sides of a diff."""
    old, new = f"--- {_named('a', label)}", f"+++ {_named('b', label)}"
    return f"{BOLD}{old}{PLAIN}\n{BOLD}{new}{PLAIN}\n" if colour else f"{old}\n{new}\n"


def _named(side: str, label: str) -> str:
    name = f"{side}/{label}"
    if (plain := one_line_label(label)) == label:
        return name
    return f'"{side}/{plain}"'  # as git quotes it, and patch reads it


def one_line(line: str, number: int, edits: Sequence[Found], *, colour: bool) -> str:
    """Tell edits of one long line as a hunk without context."""
    body: list[str] = []
    before, after = _sides(line, 0, len(line), edits)
    _write([*before, ("\n", False)], "-", RED, body, colour)
    _write([*after, ("\n", False)], "+", GREEN, body, colour)
    head = f"@@ -{number} +{number} @@"
    return (f"{CYAN}{head}{PLAIN}\n" if colour else head + "\n") + "".join(body)


def _blocks(text: str, lines: Lines, edits: Sequence[Found]) -> list[Block]:
    """Group edits by the whole lines they touch."""
    blocks: list[Block] = []
    for edit in edits:
        start, end, after = edit
        first, last = lines.place(start)[0] - 1, lines.place(end)[0] - 1
        whole = start == lines.starts[first] and end == lines.starts[last] and end > start
        if whole and (not after or after.endswith("\n")):
            last -= 1  # whole lines for whole lines: the line behind them stays
        if blocks and first <= blocks[-1][1]:
            top, bottom, together = blocks[-1]
            together.append(edit)
            blocks[-1] = (top, max(last, bottom), together)
        else:
            blocks.append((first, last, [edit]))
    return blocks


def _hunk(
    text: str,
    lines: Lines,
    blocks: list[Block],
    moved: tuple[int, int],
    out: list[str],
    colour: bool,
) -> int:
    """Write one hunk; return how many lines longer the new text is."""
    total = len(lines.starts) - (lines.starts[-1] == len(text))
    top = max(0, blocks[0][0] - CONTEXT)
    bottom = min(total - 1, blocks[-1][1] + CONTEXT)
    body: list[str] = []
    old = new = 0
    at = top
    for first, last, edits in blocks:
        old += _context(text, lines, at, first, body)
        new += first - at
        begin, end = lines.starts[first], _end(text, lines, last)
        before, after = _sides(text, begin, end, edits)
        old += _write(before, "-", RED, body, colour)
        new += _write(after, "+", GREEN, body, colour)
        at = last + 1
    old += _context(text, lines, at, bottom + 1, body)
    new += max(0, bottom + 1 - at)
    above, shift = moved
    head = f"@@ -{_range(top + above, old)} +{_range(top + above + shift, new)} @@"
    out.append(f"{CYAN}{head}{PLAIN}\n" if colour else head + "\n")
    out += body
    return new - old


def _range(first: int, count: int) -> str:
    if count == 1:
        return str(first + 1)
    return f"{first + (count > 0)},{count}"


def _end(text: str, lines: Lines, line: int) -> int:
    return lines.starts[line + 1] if line + 1 < len(lines.starts) else len(text)


def _context(text: str, lines: Lines, first: int, stop: int, body: list[str]) -> int:
    for line in range(first, stop):
        body.append(_line(" ", text[lines.starts[line] : _end(text, lines, line)]))
    return max(0, stop - first)


def _line(mark: str, line: str) -> str:
    return mark + line if line.endswith("\n") else f"{mark}{line}\n\\ No newline at end of file\n"


Run = list[tuple[str, bool]]
"""Stretches of text, each with whether it was changed."""


def _sides(text: str, begin: int, end: int, edits: Iterable[Found]) -> tuple[Run, Run]:
    before: Run = []
    after: Run = []
    at = begin
    for start, stop, new in edits:
        before += [(text[at:start], False), (text[start:stop], True)]
        after += [(text[at:start], False), (new, True)]
        at = stop
    before.append((text[at:end], False))
    after.append((text[at:end], False))
    return before, after


def _write(run: Run, mark: str, hue: str, body: list[str], colour: bool) -> int:
    """Write one side of a block line by line; return the number of lines."""
    plain = "".join(part for part, _ in run)
    if not colour:
        found = re.findall(r"[^\n]*\n|[^\n]+", plain)
        body += [_line(mark, line) for line in found]
        return len(found)
    shown = "".join(
        "\n".join(f"{MARKED}{visible(p)}{UNMARKED}" if p else "" for p in part.split("\n"))
        if changed
        else "\n".join(visible(p, space=" ") for p in part.split("\n"))
        for part, changed in run
    )
    found = re.findall(r"[^\n]*\n|[^\n]+", shown)
    for line in found:
        ending = "" if line.endswith("\n") else "\n\\ No newline at end of file\n"
        body.append(f"{hue}{mark}{line.rstrip(chr(10))}{PLAIN}" + (ending or "\n"))
    return len(found)


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if character != " " and unicodedata.category(character) in (
        "Cc",
        "Cf",
        "Zl",
        "Zp",
        "Zs",
        "Cs",
        "Co",
        "Cn",
    ):
        return f"<U+{ord(character):04X}>"
    return character


def visible(text: str, space: str = "·") -> str:
    """Replace what cannot be seen by its code point, and a plain space by ``space``."""
    return "".join(map(_shown, text)).replace(" ", space)
