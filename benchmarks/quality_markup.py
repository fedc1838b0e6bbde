"""Fragments judged case by case; pages against the text a browser shows, beside the peers."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator

import zhclean

from . import material
from .figures import Figure
from .markup_peers import extractors, pages

FAMILIES = ("entities", "tags", "placeholders")


def f1(ours: Counter[str], theirs: Counter[str]) -> float:
    """Harmonic mean of precision and recall of one multiset against another."""
    total = sum(ours.values()) + sum(theirs.values())
    return 2 * sum((ours & theirs).values()) / total if total else 1.0


def lines(text: str) -> Counter[str]:
    """The lines that hold something, their white space collapsed."""
    return Counter(line for raw in text.split("\n") if (line := " ".join(raw.split())))


def characters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def page_scores(extract: Callable[[str], str]) -> tuple[float, float]:
    """Return the mean F1 over pages, by line and by character."""
    scores = [
        (f1(lines(text), lines(truth)), f1(characters(text), characters(truth)))
        for page, truth in pages()
        for text in (extract(page),)
    ]
    return sum(s[0] for s in scores) / len(scores), sum(s[1] for s in scores) / len(scores)


def fragments(quick: bool) -> Iterator[Figure]:
    """Judge each fragment: any of the accepted texts is right, runs of blanks taken as one."""
    path = material.DATA / "markup" / "fragments.jsonl"
    if not path.exists():
        return
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    clean = zhclean.Pipeline("crawl", select=FAMILIES).clean
    for raw in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(raw)
        kind = "genuine" if case["kind"] == "genuine" else "damaged"
        text = clean(case["input"])
        accepted = {re.sub(r"[ \xa0\u3000]+", " ", a) for a in case["accept"]}
        seen[kind] += 1
        right[kind] += re.sub(r"[ \xa0\u3000]+", " ", text) in accepted
    for kind in sorted(seen):
        share = 100 * right[kind] / seen[kind]
        yield Figure(f"markup.fragments.{kind}", share, "%", note=f"of {seen[kind]} cases")


def measure(quick: bool) -> Iterator[Figure]:
    yield from fragments(quick)
    if not pages():
        return
    default = zhclean.Pipeline("crawl", select=FAMILIES).clean
    shown = zhclean.Pipeline("crawl", select=FAMILIES, options={"tags.ruby": "bare"}).clean
    ours: dict[str, Callable[[str], str]] = {"default": default, "ruby-as-shown": shown}
    for name, extract in ours.items():
        by_line, by_character = page_scores(extract)
        yield Figure(f"markup.pages.line-f1.{name}", by_line, "F1")
        yield Figure(f"markup.pages.character-f1.{name}", by_character, "F1")
    for name, extract in extractors().items():
        by_line, by_character = page_scores(extract)
        yield Figure(f"markup.pages.line-f1.peer.{name}", by_line, "F1", note="a peer")
        yield Figure(f"markup.pages.character-f1.peer.{name}", by_character, "F1", note="a peer")
