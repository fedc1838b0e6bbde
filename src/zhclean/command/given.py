"""What the cleaning options of the command line say, as settings."""

from __future__ import annotations

import argparse
from typing import Any

from .arguments import UsageError


def names(values: list[str] | None) -> tuple[str, ...] | None:
    """Take comma-separated names from a repeatable option."""
    if values is None:
        return None
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def settings_given(found: argparse.Namespace) -> dict[str, Any]:
    """Turn the cleaning options into values of Settings."""
    return {
        "profile": found.profile,
        "to": found.to,
        "select": names(found.select),
        "ignore": names(found.ignore),
        "assume": names(found.assume),
        "options": options_given(found.set),
        "field": names(found.field),
        "encoding": found.encoding,
        "include": tuple(found.include) if found.include else None,
        "exclude": tuple(found.exclude) if found.exclude else None,
        "force_exclude": True if found.force_exclude else None,
        "jobs": found.jobs,
    }


def options_given(values: list[str] | None) -> tuple[tuple[str, Any], ...] | None:
    """Read ``family.option=value``: the value as TOML where it is, else as a string or a list."""
    if not values:
        return None
    from ..errors import UnknownNameError
    from ..options import declared_options

    declared = declared_options()
    found: dict[str, Any] = {}
    for text in values:
        key, equals, value = text.partition("=")
        family, dot, name = key.strip().partition(".")
        if not equals or not dot:
            raise UsageError(f"--set takes family.option=value, not {text!r}")
        if family not in declared:
            raise UnknownNameError("family with options", family, declared)
        known = {option.name: option for option in declared[family]}
        if name not in known:
            raise UnknownNameError(f"option of {family}", name, known)
        found[f"{family}.{name}"] = _value(value.strip(), known[name].default)
    return tuple(sorted(found.items()))


def _value(text: str, default: Any) -> Any:
    if isinstance(default, bool) and text.lower() in ("true", "yes", "on", "false", "no", "off"):
        return text.lower() in ("true", "yes", "on")
    if isinstance(default, bool) or default is None or isinstance(default, str):
        return text
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if isinstance(default, (int, float)):
        try:
            return type(default)(text)
        except ValueError:
            return text
    return text
