"""The HTML report: one self-contained page, every edit in its place.

Offsets count characters in Python and UTF-16 units in a browser, so the texts are cut here and
travel as parts.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from .. import __version__, cleaners
from .diffs import visible
from .files import AtomicFile
from .knowing import rules_by_code
from .report import confidence_name
from .tally import Finding, Page, Tally

WHOLE = 20_000
"""Characters up to which a document is shown whole; in a longer one unchanged stretches are cut."""
AROUND = 160
"""Characters kept on each side of an edit where stretches are cut."""
EDITS = 3_000
"""Edits shown of one document."""
_UNWRITABLE = re.compile("[\ud800-\udfff\u2028\u2029]")
"""Lone surrogates have no bytes, and two separators end a line of script."""
SAMPLES = 8
"""Edits of one rule shown as samples."""


def write(path: Path, tally: Tally, status: dict[str, int]) -> None:
    """Write the report, whole or not at all."""
    plain = _data(tally, status)
    data = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    if _UNWRITABLE.search(data):
        data = json.dumps(plain, separators=(",", ":"))
    page = files(__package__).joinpath("report.html").read_text(encoding="utf-8")
    # "</script" in a text would end the element that holds the data.
    page = page.replace("/*DATA*/null", data.replace("<", "\\u003c"))
    with AtomicFile(path) as file:
        file.write(page.encode())
        file.commit()


def _data(tally: Tally, status: dict[str, int]) -> dict[str, Any]:
    known = rules_by_code()
    own = (f.rules[0].partition(".")[0] for page in tally.pages for f in page.findings)
    families = list(dict.fromkeys((*cleaners.FAMILIES, *own)))
    counts: dict[str, int] = dict(tally.counts)
    return {
        "version": __version__,
        "families": families,
        "status": status,
        "documents": tally.documents,
        "changed": tally.changed,
        "before": tally.before,
        "after": tally.after,
        "counts": counts,
        "damage": dict(tally.damage),
        "scripts": dict(tally.scripts),
        "rules": {
            code: {
                "why": known[code].summary if code in known else "",
                "confidence": known[code].confidence.name.lower() if code in known else "",
            }
            for code in {*counts, *(c for p in tally.pages for f in p.findings for c in f.rules)}
        },
        "samples": _samples(tally.pages),
        "pages": [_page(page) for page in tally.pages],
        "shown": len(tally.pages),
    }


def _samples(pages: list[Page]) -> dict[str, list[list[str]]]:
    """Give a few different edits of each rule, with what stands around them."""
    found: dict[str, dict[tuple[str, str], list[str]]] = {}
    for page in pages:
        for f in page.findings:
            if f.after is None:
                continue
            mine = found.setdefault(f.rules[0], {})
            if len(mine) < SAMPLES:
                left, right = (
                    page.source[max(0, f.start - 12) : f.start],
                    page.source[f.end : f.end + 12],
                )
                around = [_short(left), _shown(f.before), _shown(f.after), _short(right)]
                mine.setdefault((f.before, f.after), around)
    return {code: list(mine.values()) for code, mine in found.items()}


def _short(text: str) -> str:
    return text.replace("\n", "⏎")


def _shown(text: str, limit: int = 80) -> str:
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return visible(text.replace("\n", "⏎"))


def _page(page: Page) -> dict[str, Any]:
    parts: list[Any] = []
    at = 0
    for f in page.findings[:EDITS]:
        if f.start < at:
            continue
        _plain(parts, page.source, at, f.start)
        parts.append(_edit(f))
        at = f.end
    _plain(parts, page.source, at, len(page.source))
    return {"label": page.label, "script": page.script, "size": len(page.source), "parts": parts}


def _plain(parts: list[Any], source: str, start: int, end: int) -> None:
    """Add an unchanged stretch, its middle left out where the document is long."""
    text = source[start:end]
    if len(source) > WHOLE and len(text) > 3 * AROUND:
        parts += [text[:AROUND], len(text) - 2 * AROUND, text[-AROUND:]]
    elif text:
        parts.append(text)


def _edit(f: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "r": list(f.rules), "c": confidence_name(f.confidence), "l": f.line, "k": f.column,
        "s": f.start, "e": f.end, "b": f.before,
    }  # fmt: skip
    if f.after is not None:
        found["a"] = f.after
    if f.message:
        found["m"] = f.message
    if f.alternatives:
        found["o"] = list(f.alternatives)
    return found
