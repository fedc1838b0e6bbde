"""The two functions most callers need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from .engine import Result
from .pipeline import Pipeline


def clean(
    text: str,
    *,
    profile: str = "crawl",
    to: str | None = None,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    assume: Iterable[str] = (),
    options: Mapping[str, Any] | None = None,
) -> str:
    """Return ``text`` repaired; the same object where there is nothing to repair.

    The parameters are those of Pipeline. Raises UnknownNameError, OptionValueError, and TypeError
    for what is not a ``str``; any ``str`` is accepted, lone surrogates included.
    """
    return _pipeline(profile, to, select, ignore, assume, options).clean(text)


def explain(
    text: str,
    *,
    profile: str = "crawl",
    to: str | None = None,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    assume: Iterable[str] = (),
    options: Mapping[str, Any] | None = None,
) -> Result:
    """Clean ``text`` and return a Result that tells, counts and can undo every edit."""
    return _pipeline(profile, to, select, ignore, assume, options).explain(text)


def _pipeline(
    profile: str,
    to: str | None,
    select: Iterable[str] | None,
    ignore: Iterable[str],
    assume: Iterable[str],
    options: Mapping[str, Any] | None,
) -> Pipeline:
    if options:  # may hold unhashable values
        return Pipeline(profile, to, select, ignore, assume, options)
    return _cached(
        profile, to, None if select is None else _tuple(select), _tuple(ignore), _tuple(assume)
    )


def _tuple(names: Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


@lru_cache(maxsize=128)
def _cached(
    profile: str,
    to: str | None,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...],
    assume: tuple[str, ...],
) -> Pipeline:
    return Pipeline(profile, to, select, ignore, assume)
