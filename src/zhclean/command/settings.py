"""Settings from ``zhclean.toml`` or ``[tool.zhclean]`` of the nearest pyproject.toml.

The command line wins over the file, and the file over the defaults. A name that does not exist
fails with the nearest one that does: a misspelt setting must not be a silent one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import UnknownNameError, ZhcleanError
from ..options import hashable
from ..script.passages import TARGETS
from .work import Recipe

FILES = ("zhclean.toml", ".zhclean.toml", "pyproject.toml")


class SettingsError(ZhcleanError):
    """A settings file that cannot be used."""

    def __init__(self, path: str, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(path, problem)

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a settings file or the command line says; None where it says nothing."""

    profile: str | None = None
    to: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    assume: tuple[str, ...] | None = None
    options: tuple[tuple[str, Any], ...] | None = None
    field: tuple[str, ...] | None = None
    encoding: str | None = None
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    force_exclude: bool | None = None
    jobs: int | None = None
    per_file: tuple[tuple[str, Settings], ...] = ()
    origin: str = ""
    """The file it was read from; "" where there is none."""

    def over(self, other: Settings) -> Settings:
        """Take ``other``'s word where this says nothing; options add up by name."""
        values = {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if getattr(self, f.name) not in (None, (), "")
        }
        if self.options and other.options:
            values["options"] = tuple(sorted({**dict(other.options), **dict(self.options)}.items()))
        return replace(other, **values)

    def recipe(self, default_profile: str = "crawl") -> Recipe:
        """Turn the settings into how to clean."""
        to = self.to
        if to is not None:  # the case of language tags says nothing
            to = next((name for name in TARGETS if name.lower() == to.lower()), to)
        return Recipe(
            self.profile or default_profile, to, self.select, self.ignore or (),
            self.assume or (), self.options or (),
        )  # fmt: skip


LISTS = ("select", "ignore", "assume", "field", "include", "exclude")
PER_FILE = ("profile", "to", "select", "ignore", "assume", "options", "field", "encoding")
KEYS = (*PER_FILE, "include", "exclude", "force-exclude", "jobs", "per-file")


def parse(table: Mapping[str, Any], path: str, *, allowed: tuple[str, ...] = KEYS) -> Settings:
    """Read a table of settings; raise SettingsError for a key or a type that is not known."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in allowed:
            raise SettingsError(path, str(UnknownNameError("setting", key, allowed)))
        values[key.replace("-", "_")] = _value(path, key, value)
    found = Settings(**values)
    try:
        found.recipe().pipeline()
    except ZhcleanError as error:
        raise SettingsError(path, str(error)) from None
    return found


def _value(path: str, key: str, value: Any) -> Any:
    if key in LISTS:
        return _list(path, key, value)
    if key == "options":
        return tuple(sorted(_flat(path, value).items()))
    if key == "per-file":
        return tuple(_per_file(path, value))
    if key == "force-exclude":
        _check(path, key, value, bool, "true or false")
    elif key == "jobs":
        value = 0 if value == "auto" else value
        _check(path, key, value, int, "a number, or auto")
        if value < 0:
            raise SettingsError(path, f"'jobs' takes a number, or auto, not {value!r}")
    else:
        _check(path, key, value, str, "a string")
    return value


def _check(path: str, key: str, value: Any, kind: type, wanted: str) -> None:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise SettingsError(path, f"{key!r} takes {wanted}, not {value!r}")


def _list(path: str, key: str, value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise SettingsError(path, f"{key!r} takes a list of strings, not {value!r}")
    return tuple(value)


def _flat(path: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise SettingsError(path, f"'options' takes a table, not {value!r}")
    flat: dict[str, Any] = {}
    for family, options in value.items():
        if isinstance(options, Mapping):
            flat.update({f"{family}.{name}": hashable(v) for name, v in options.items()})
        else:
            flat[family] = hashable(options)
    return flat


def _per_file(path: str, value: Any) -> list[tuple[str, Settings]]:
    if not isinstance(value, Mapping):
        raise SettingsError(path, "'per-file' takes a table of globs")
    found = []
    for glob, table in value.items():
        if not isinstance(table, Mapping):
            raise SettingsError(path, f"per-file {glob!r} takes a table, not {table!r}")
        found.append((glob, parse(table, f"{path}: per-file {glob!r}", allowed=PER_FILE)))
    return found


def read_toml(text: str) -> dict[str, Any]:
    """Read TOML; raise ValueError for what is none."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    table: dict[str, Any] = tomllib.loads(text)
    return table


def load(path: Path) -> Settings | None:
    """Read a settings file; None for a pyproject.toml without ``[tool.zhclean]``."""
    try:
        data = path.read_bytes()
        if path.name == "pyproject.toml" and b"zhclean" not in data:
            return None
        table = read_toml(data.decode())
    except OSError as error:
        raise SettingsError(str(path), f"cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise SettingsError(str(path), f"not TOML: {error}") from None
    except RecursionError:
        raise SettingsError(str(path), "not TOML: nested too deeply") from None
    if path.name == "pyproject.toml":
        tool = table.get("tool")
        own = tool.get("zhclean") if isinstance(tool, dict) else None
        if own is None:
            return None
        if not isinstance(own, dict):
            raise SettingsError(str(path), "[tool.zhclean] takes a table")
        table = own
    return replace(parse(table, str(path)), origin=str(path))


@lru_cache(maxsize=4096)
def nearest(folder: Path) -> Settings:
    """Find the settings that hold in ``folder``: its own file's or the nearest parent's."""
    for name in FILES:
        path = folder / name
        if os.path.isfile(path) and (found := load(path)) is not None:
            return found
    if folder.parent == folder:
        return Settings()
    return nearest(folder.parent)


def for_file(settings: Settings, path: Path) -> Settings:
    """Apply the per-file tables whose glob matches ``path``; later ones win, ``ignore`` adds up."""
    if not settings.per_file or not settings.origin:
        return settings
    from .discovery import matches

    root = Path(settings.origin).parent
    for glob, own in settings.per_file:
        if matches((glob,), root, path):
            ignore = (*(settings.ignore or ()), *(own.ignore or ()))
            settings = replace(own, ignore=ignore or None).over(settings)
    return settings


def shown(settings: Settings, recipe: Recipe) -> str:
    """Show the settings in force as TOML."""
    out = [f"# settings from {settings.origin or 'no file'}", f"profile = {_toml(recipe.profile)}"]
    for name in ("to", "encoding", "select", "ignore", "assume", "field", "include", "exclude",
                 "force_exclude", "jobs"):  # fmt: skip
        value = getattr(settings, name)
        if value is not None:
            out.append(f"{name.replace('_', '-')} = {_toml(value)}")
    if recipe.options:
        out.append("\n[options]")
        out += [f"{key} = {_toml(value)}" for key, value in recipe.options]
    for glob, own in settings.per_file:
        out.append(f"\n[per-file.{_toml(glob)}]")
        for name in ("profile", "to", "select", "ignore", "assume", "field", "encoding"):
            if getattr(own, name) is not None:
                out.append(f"{name} = {_toml(getattr(own, name))}")
        out += [f"options.{key} = {_toml(value)}" for key, value in own.options or ()]
    return "\n".join(out) + "\n"


def _toml(value: Any) -> str:
    import json

    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)
