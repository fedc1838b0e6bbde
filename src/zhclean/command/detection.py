"""What ``zhclean detect`` tells of a file, without changing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from . import jsonspans

TYPOGRAPHY = ("punctuation", "quotes", "width", "spacing")
_HAN = "[\u3400-\u9fff]"
_HALF = re.compile(f"{_HAN}[,;:!?()]|[,;:!?()](?={_HAN})")
_FULL = re.compile("[，；：！？（）]")


def detect(data: bytes, declared: str | None = None, kind: str = "text") -> dict[str, Any]:
    """Tell what a file of this kind is like."""
    from .. import detect_script, detect_spun
    from .texts import read_text
    from .work import Recipe

    original = read_text(data, declared)
    text = prose_of(kind, original.text)
    spun = detect_spun(text)
    counts = Recipe("crawl").pipeline().explain(text).counts
    typography = {c: n for c, n in counts.items() if c.partition(".")[0] in TYPOGRAPHY}
    return {
        "encoding": original.encoding,
        "bom": bool(original.bom),
        "newline": "crlf" if original.crlf else "lf",
        "lossy": original.lossy,
        "characters": len(text),
        "script": detect_script(text).script,
        "spun": bool(spun.spun),
        "spun_family": spun.family,
        "damage": {c: n for c, n in sorted(counts.items()) if c not in typography},
        "half_width": half_width(text),
        "typography": dict(sorted(typography.items())),
    }


def half_width(text: str) -> float | None:
    """Tell which share of the marks at Chinese is half width; None where there are none."""
    half = sum(1 for _ in _HALF.finditer(text))
    full = sum(1 for _ in _FULL.finditer(text))
    return round(half / (half + full), 3) if half + full else None


def prose_of(kind: str, text: str) -> str:
    """Give what a person wrote in a file: of structured text the cells or strings, one a line."""
    from .files import FileError
    from .pieces import pieces_of

    if kind == "jsonl":
        return "\n".join(_strings(text))
    if kind in ("json", "csv", "tsv", "ass"):
        try:
            return "\n".join(piece.text for piece in pieces_of(kind, text))
        except FileError:  # broken JSON is still looked at
            return text
    return text


def _strings(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        try:
            yield from (token[2] for token in jsonspans.fields_of(line, jsonspans.EVERYTHING))
        except jsonspans.BrokenJsonError:
            continue


def detect_table(rows: list[tuple[str, dict[str, Any] | str]]) -> Iterator[str]:
    """Show what ``detect`` found, a line for each file."""
    head = ("encoding", "script", "spun", "half-width", "edits", "damage", "path")
    table = [head]
    for label, row in rows:
        if isinstance(row, str):
            table.append(("-", "-", "-", "-", "-", row, label))
            continue
        families = dict.fromkeys(code.partition(".")[0] for code in row["damage"])
        encoding = (
            row["encoding"]
            + ("+bom" if row["bom"] else "")
            + (" crlf" if row["newline"] == "crlf" else "")
        )
        spun = f"yes ({row['spun_family']})" if row["spun"] else "no"
        table.append(
            (encoding, row["script"], spun, _percent(row["half_width"]), str(sum(row["damage"].values())),
             ",".join(families) or "none", label)
        )  # fmt: skip
    widths = [max(len(line[k]) for line in table) for k in range(len(head) - 1)]
    for line in table:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        yield "  ".join([*cells, line[-1]])


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
