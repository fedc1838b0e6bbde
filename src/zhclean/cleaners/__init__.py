"""The cleaners: one file for each kind of damage, run in ORDER.

Order matters and is proved by a test: bytes are repaired before anything eats their evidence
(orphan tag tails, unfolded punctuation, the original characters), then text is unwrapped from its
markup, then mended and judged, then converted, then set.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import ModuleType

from ..document import Document
from ..rules import Option, Rule
from . import (
    boilerplate,
    byteshift,
    controls,
    entities,
    insertions,
    mojibake,
    placeholders,
    punctuation,
    quotes,
    readings,
    script,
    spacing,
    spun,
    tags,
    width,
)

ORDER: tuple[ModuleType, ...] = (
    mojibake,
    controls,
    byteshift,
    readings,
    entities,
    tags,
    placeholders,
    insertions,
    boilerplate,
    spun,
    script,
    width,
    punctuation,
    quotes,
    spacing,
)
"""Each module offers RULES (one stage: all its rules see the same text) and OPTIONS.

One whose edits are many may offer REWRITE as well: what all its rules together make of a document,
or None where they have to be asked one by one.
"""

FAMILIES: tuple[str, ...] = tuple(module.__name__.rpartition(".")[2] for module in ORDER)

# (earlier, later, why): what a user's own order must keep to be stable.
PRECEDES: tuple[tuple[str, str, str], ...] = (
    ("mojibake", "controls", "C1 controls are half of a garbled character"),
    ("mojibake", "entities", "a decoded entity can look like a garbled byte"),
    ("byteshift", "readings", "a reading tells which byte was lost"),
    ("byteshift", "tags", "the tail of a cut tag is evidence of a swallowed byte"),
    ("byteshift", "script", "the shift is exact only over the original characters"),
    ("byteshift", "punctuation", "the garble holds folded punctuation"),
    ("readings", "script", "an injected reading stands on a Traditional character"),
    ("readings", "punctuation", "a reading stands in half-width brackets"),
    ("entities", "tags", "a decoded entity must not become a tag"),
    ("tags", "placeholders", "a placeholder may stand in a tag"),
    ("placeholders", "boilerplate", "boilerplate is judged by whole lines"),
    ("insertions", "punctuation", "an inserted comma must go before commas are set full width"),
    ("spun", "script", "the spinner's table is in the page's own script"),
    ("boilerplate", "script", "boilerplate is known in the site's own words"),
    ("script", "quotes", "the quotation marks follow the target script"),
    ("width", "punctuation", "a mark is judged by the letters beside it"),
    ("punctuation", "spacing", "a space beside a full-width mark is noise"),
)


def rules_of(module: ModuleType) -> tuple[Rule, ...]:
    """The rules of a cleaner, in the order they win over each other."""
    rules: tuple[Rule, ...] = module.RULES
    return rules


def rewriter(rules: Sequence[Rule]) -> Callable[[Document], str | None] | None:
    """The rewriter of the cleaner that has these rules, all of them and no others."""
    for module in ORDER:
        if hasattr(module, "REWRITE") and tuple(rules) == module.RULES:
            found: Callable[[Document], str | None] = module.REWRITE
            return found
    return None


def options_of(module: ModuleType) -> tuple[Option, ...]:
    """The options of a cleaner."""
    options: tuple[Option, ...] = module.OPTIONS
    return options
