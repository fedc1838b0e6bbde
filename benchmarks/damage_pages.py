"""Whole pages as crawls have them: several kinds of damage on one page, in the order they happen.

A mirror's find-and-replace runs over the site's furniture and tags too; a spinner spins the
furniture with the article; folding comes last but for garbling. Shares of each kind within a page
are guesses after the census; each page's draw is seeded by its type and number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .damage import KINDS

Step = tuple[tuple[str, ...], float]
"""Kinds of which one is drawn, and the chance that it happens at all."""


ADDING = ("boilerplate", "placeholders")
_AS_SET = (("...", "……"), (": ", "："), ("(", "（"), (")", "）"))


@dataclass(frozen=True)
class Page:
    """A type of page: its steps in order, the script of its text, the script asked for."""

    what: str
    steps: Sequence[Step]
    script: str = ""
    to: str | None = None

    def damaged(self, seed: str, text: str) -> str:
        """Damage a text as a page of this type."""
        return self._after(seed, text, adding=False)

    def truths(self, seed: str, text: str) -> tuple[str, ...]:
        """What an edit may leave: the text, or the text with the furniture put round it.

        Furniture that stays is missing from recall; an edit that sets its marks is none the worse.
        """
        furnished = self._after(seed, text, adding=True)
        if furnished == text:
            return (text,)
        settled = furnished
        for half, full in _AS_SET:
            settled = settled.replace(half, full)
        return text, furnished, settled

    def _after(self, seed: str, text: str, *, adding: bool) -> str:
        for k, (kinds, chance) in enumerate(self.steps):
            random = Random(f"{seed} {k}")  # of its own, so that steps can be left out
            if random.random() < chance:
                kind = random.choice(kinds)
                if not adding or kind in ADDING:
                    text = KINDS[kind].damage(random, text)
        return text


PAGES: dict[str, Page] = {
    "portal": Page(
        "a portal's or a blog's page, folded, with what its template left",
        (
            (("boilerplate",), 0.5), (("placeholders",), 0.3), (("tags",), 0.4),
            (("entities",), 0.3), (("spaces-full",), 0.2), (("fold",), 0.95),
        ),
    ),
    "feed": Page(
        "a feed's entry: tags and entities throughout, invisible characters",
        (
            (("fold", "ascii"), 0.7), (("placeholders",), 0.5), (("controls",), 0.3),
            (("tags",), 0.8), (("entities",), 1.0),
        ),
    ),
    "mirror": Page(
        "a Traditional page whose bytes a mirror searched and replaced, furniture and tags included",
        (
            (("boilerplate",), 0.7), (("placeholders",), 0.2), (("tags",), 0.4),
            (("readings", "bytes", "bytes", "readings-toneless", "commas"), 1.0), (("fold",), 0.95),
        ),
        "hant",
    ),
    "spun": Page(
        "an article spun together with its furniture",
        ((("boilerplate",), 0.6), (("spun",), 1.0), (("placeholders",), 0.3), (("spaces-full",), 0.1), (("fold",), 0.95)),
        "hans",
    ),
    "garbled": Page(
        "a page of which paragraphs went through a wrong encoding",
        ((("boilerplate",), 0.5), (("placeholders",), 0.3), (("fold",), 0.8), (("mojibake",), 1.0)),
    ),
    "converted": Page(
        "a mainland page that a careless converter made Traditional, wanted in Taiwan's script",
        ((("boilerplate",), 0.5), (("placeholders",), 0.3), (("overconverted",), 1.0), (("fold",), 0.95)),
        "hant",
        "zh-TW",
    ),
}  # fmt: skip
