"""What the command knows: its rules, one rule in full, and what a file is like."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from functools import cache
from typing import Any

from .. import cleaners
from ..errors import UnknownNameError
from ..options import declared_options
from ..profiles import PROFILES
from ..rules import Rule
from . import diffs


@cache
def rules_by_code() -> dict[str, Rule]:
    """Every rule there is, by code, in the order they run."""
    return {rule.code: rule for module in cleaners.ORDER for rule in cleaners.rules_of(module)}


def profiles_of(rule: Rule) -> list[str]:
    """Name the profiles that run a rule."""
    return [
        name
        for name, profile in PROFILES.items()
        if rule.confidence >= profile.floor
        and (rule.family in profile.families or rule.code in profile.families)
    ]


Example = tuple[str, str, dict[str, Any]]
"""A text before and after, and what else is asked for: to, profile, options."""


@cache
def _examples() -> dict[str, Example]:
    from importlib.resources import files

    from .settings import read_toml

    text = files(__package__).joinpath("examples.toml").read_text(encoding="utf-8")
    found: dict[str, Example] = {
        code: (before, after, more[0] if more else {})
        for code, (before, after, *more) in read_toml(text).items()
    }
    # TOML cannot hold half a character.
    return {**found, "mojibake.surrogates": ("真好\ud83d\ude0a！", "真好😊！", {})}


def example_of(rule: Rule) -> Example | None:
    """What the rule makes of a text: before and after, and what else it takes."""
    known = _examples().get(rule.code)
    return known or ((*rule.example, {}) if rule.example else None)


def list_rules() -> Iterator[str]:
    """List every rule: code, confidence, profiles, what it does."""
    for family in cleaners.FAMILIES:
        for rule in rules_by_code().values():
            if rule.family == family:
                profiles = ",".join(profiles_of(rule)) or ("--to" if family == "script" else "-")
                yield f"{rule.code:28} {rule.confidence.name.lower():8} {profiles:28} {rule.summary}"


def rules_as_data() -> list[dict[str, Any]]:
    """Every rule as plain values."""
    return [
        {
            "code": rule.code,
            "family": rule.family,
            "confidence": rule.confidence.name.lower(),
            "scope": rule.scope.value,
            "profiles": profiles_of(rule),
            "summary": rule.summary,
            "explanation": rule.explanation,
            "example": (example_of(rule) or ())[:2] or None,
        }
        for rule in rules_by_code().values()
    ]


def why(name: str) -> str:
    """Explain a rule or a family: what, why, an example, how sure, how to switch it off."""
    known = rules_by_code()
    if name in cleaners.FAMILIES:
        return _family(name)
    if name not in known:
        raise UnknownNameError("family or rule", name, {*known, *cleaners.FAMILIES})
    rule = known[name]
    profiles = ", ".join(profiles_of(rule)) or ("with --to" if rule.family == "script" else "none")
    promise = {1: "at least 80 %", 2: "at least 95 %", 3: "at least 99.9 %"}[rule.confidence]
    out = [rule.code, "", textwrap.indent(rule.explanation, "  "), ""]
    if example := example_of(rule):
        before, after = (
            diffs.visible(text.strip("\n").replace("\n", "⏎"), " ") for text in example[:2]
        )
        if before == after:
            after += "  (told, not changed)"
        out += [f"  before      {before}", f"  after       {after}"]
        out += [f"  with        {flags}"] if (flags := _flags(example[2])) else []
        out.append("")
    out += [
        f"  confidence  {rule.confidence.name.lower()}: {promise} of its edits are right",
        f"  looks at    one {rule.scope.value} at a time",
        f"  profiles    {profiles}",
        f'  switch off  --ignore {rule.code}, or in a settings file: ignore = ["{rule.code}"],',
        f"              or in the text itself: zhclean: off {rule.code} … zhclean: on",
    ]
    return "\n".join([*out, *_options(rule.family)]) + "\n"


def _flags(asked: dict[str, Any]) -> str:
    """Write what an example asks for as options of the command."""
    flags = []
    for key, value in asked.items():
        if isinstance(value, dict):
            flags += [
                f"--set {key}.{name}={json.dumps(v).strip(chr(34))}" for name, v in value.items()
            ]
        else:
            flags.append(f"--{key} {value}")
    return " ".join(flags)


def _family(name: str) -> str:
    module = next(m for m in cleaners.ORDER if m.__name__.endswith(f".{name}"))
    out = [name, "", textwrap.indent((module.__doc__ or "").strip(), "  "), ""]
    for rule in cleaners.rules_of(module):
        out.append(f"  {rule.code:28} {rule.confidence.name.lower():8} {rule.summary}")
    return "\n".join([*out, *_options(name)]) + "\n"


def _options(family: str) -> list[str]:
    options = declared_options().get(family, ())
    if not options:
        return []
    out = ["", "  options, each for --set or a settings file:"]
    for option in options:
        default = list(option.default) if isinstance(option.default, tuple) else option.default
        wanted = f" ({option.wanted()})" if default is not None else ""
        out.append(f"  {family}.{option.name} = {default!r}: {option.help}{wanted}")
    return out
