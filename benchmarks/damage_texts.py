"""Damaged documents to time: every kind of damage and every type of page, in any size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from random import Random

from .damage import KINDS
from .damage_pages import PAGES
from .truth import sources

PIECE = 5000
"""Bytes of a document that stands for a page."""


@dataclass(frozen=True)
class Damaged:
    """How documents are damaged: ``make`` is given a seed and a text."""

    script: str
    to: str | None
    make: Callable[[str, str], str]

    def documents(self, size: int) -> list[str]:
        """Give damaged documents of about 5 KB, ``size`` bytes in all."""
        made: list[str] = []
        total = 0
        for k, text in enumerate(_articles(self.script, -(-size // PIECE))):
            made.append(self.make(str(k), text))
            total += len(made[-1].encode())
            if total >= size:
                break
        return made


@cache
def _articles(script: str, count: int) -> list[str]:
    """Join genuine articles to documents of about 5 KB."""
    joined: list[str] = []
    held: list[str] = []
    length = 0
    for text in sources(script, 2 * count):
        held.append(text)
        length += len(text.encode()) + 1
        if length >= PIECE:
            joined.append("\n".join(held))
            held, length = [], 0
    return joined or ["\n".join(held)]


def _alone(name: str, seed: str, text: str) -> str:
    return KINDS[name].damage(Random(f"{name}{seed}"), text)


def _piled(name: str, seed: str, text: str) -> str:
    return PAGES[name].damaged(f"{name}{seed}", text)


def damaged() -> dict[str, Damaged]:
    """Every kind of damage alone, and every type of page (``page-portal``)."""
    found = {
        name: Damaged(kind.script, kind.to, partial(_alone, name)) for name, kind in KINDS.items()
    }
    for name, page in PAGES.items():
        found[f"page-{name}"] = Damaged(page.script, page.to, partial(_piled, name))
    return found
