"""Profiles: which families run, and the lowest confidence they are trusted at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import UnknownNameError
from .rules import Confidence

MINIMAL = ("mojibake", "byteshift", "controls")
TYPOGRAPHY = ("punctuation", "quotes", "width", "spacing")
CRAWL = (
    *MINIMAL, "readings", "insertions", "entities", "tags", "placeholders", "boilerplate", "spun",
    *TYPOGRAPHY,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """A named choice of families, a confidence floor, and options that differ from the defaults."""

    name: str
    summary: str
    families: tuple[str, ...]
    floor: Confidence
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "minimal",
            "only what nobody would want: mojibake, byte-level damage, invisible characters",
            MINIMAL,
            Confidence.CERTAIN,
        ),
        Profile(
            "docs",
            "minimal and Chinese typography; markup is left alone",
            (*MINIMAL, *TYPOGRAPHY),
            Confidence.CERTAIN,
            {"protect": {"markdown": True}},
        ),
        Profile("crawl", "everything a scraped page needs", CRAWL, Confidence.LIKELY),
        Profile("salvage", "crawl, with guesses", CRAWL, Confidence.GUESS),
    )
}


def profile_named(name: str) -> Profile:
    """Look a profile up; raise UnknownNameError with the nearest name."""
    try:
        return PROFILES[name]
    except (KeyError, TypeError):
        raise UnknownNameError("profile", str(name), PROFILES) from None
