"""The options of a pipeline: declared by families, frozen as plain values, checked, worked out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from . import cleaners, protect
from .errors import OptionValueError, UnknownNameError
from .profiles import Profile
from .rules import Option


def declared_options() -> dict[str, tuple[Option, ...]]:
    """Every option there is, by family; ``protect`` holds those of protected spans."""
    declared = {
        name: cleaners.options_of(m)
        for name, m in zip(cleaners.FAMILIES, cleaners.ORDER, strict=True)
    }
    return {**declared, "protect": protect.OPTIONS}


def values_of(profile: Profile, given: Any, to: str | None) -> dict[str, dict[str, Any]]:
    """Work out each family's options: defaults, then the profile's, then the caller's."""
    declared = declared_options()
    values = {family: {o.name: o.default for o in opts} for family, opts in declared.items()}
    for family, changed in profile.options.items():
        values[family].update(changed)
    for family, changed in thawed(given).items():
        if family not in declared:
            raise UnknownNameError("family with options", family, declared)
        known = {o.name: o for o in declared[family]}
        for name, value in changed.items():
            if name not in known:
                raise UnknownNameError(f"option of {family}", name, known)
            if not known[name].accepts(value):
                raise OptionValueError(f"{family}.{name}", value, known[name].wanted())
            if (family, name) == ("protect", "patterns"):
                _check_patterns(value)
            if (family, name) == ("spun", "scorer") and not (value is None or callable(value)):
                raise OptionValueError("spun.scorer", value, "a callable, from Python only")
            values[family][name] = tuple(value) if isinstance(value, list) else value
    for options in values.values():
        options["to"] = to
        options["floor"] = profile.floor
        options["profile"] = profile.name
    return values


def _check_patterns(patterns: Iterable[str]) -> None:
    for pattern in patterns:
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            raise OptionValueError("protect.patterns", pattern, "regular expressions") from None


def frozen(options: Mapping[str, Any] | None) -> tuple[tuple[str, str, Any], ...]:
    """Give options as a sorted, hashable tuple of (family, name, value)."""
    if options is None:
        return ()
    if not isinstance(options, Mapping):
        raise TypeError(f"options takes a mapping, not {type(options).__name__}")
    flat: list[tuple[str, str, Any]] = []
    for key, value in options.items():
        family, dot, name = str(key).partition(".")
        if dot:
            flat.append((family, name, hashable(value)))
        elif isinstance(value, Mapping):
            flat += [(family, str(k), hashable(v)) for k, v in value.items()]
        else:
            raise OptionValueError(family, value, "a table of options")
    return tuple(sorted(flat, key=lambda item: item[:2]))


def hashable(value: Any) -> Any:
    """Give lists as tuples and mappings as sorted pairs, all the way down."""
    if isinstance(value, FrozenTable):
        return value
    if isinstance(value, (list, tuple)):
        return tuple(hashable(v) for v in value)
    if isinstance(value, Mapping):
        return FrozenTable((str(k), hashable(v)) for k, v in sorted(value.items(), key=str))
    return value


class FrozenTable(tuple[tuple[str, Any], ...]):
    """A mapping as a hashable tuple of pairs."""

    __slots__ = ()


def thawed(options: Iterable[tuple[str, str, Any]]) -> dict[str, dict[str, Any]]:
    """Give frozen options as tables by family."""
    tables: dict[str, dict[str, Any]] = {}
    for family, name, value in options:
        plain = dict(value) if isinstance(value, FrozenTable) else value
        tables.setdefault(family, {})[name] = plain
    return tables
