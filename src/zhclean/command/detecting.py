"""``zhclean detect``: tell encoding, script, damage and spinning of files, changing nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..errors import ZhcleanError
from .arguments import Parser, refuse_empty
from .console import json_line, one_line_label, put, tell
from .detection import detect, detect_table
from .files import opened
from .formats import format_of

LIMIT = 16 << 20
"""Bytes that are looked at."""


def run_detect(arguments: list[str]) -> int:
    """Run the subcommand; return its exit status."""
    parser = Parser(
        prog="zhclean detect", description="Tell encoding, script, damage and spinning of files.",
        allow_abbrev=False,
    )  # fmt: skip
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders; - for standard input"
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="a table, or JSON Lines"
    )
    parser.add_argument("--encoding", metavar="NAME", help="the encoding, where it is known")
    found = parser.parse_args(arguments)
    refuse_empty(found)
    rows: list[tuple[str, dict[str, Any] | str]] = []
    status = 0
    unreadable: list[tuple[str, str]] = []
    paths = _paths(found.paths, unreadable)
    for folder, problem in unreadable:
        status = 2
        if found.format == "json":
            put(json_line({"path": folder, "problem": problem}))
        else:
            tell(f"zhclean: {one_line_label(folder)}: {problem}")
    for path in paths:
        label = "<stdin>" if path is None else os.fspath(path)
        try:
            form = format_of(label)
            with opened(path, form.compression) as stream:
                data = stream.read(LIMIT)
            row: dict[str, Any] | str = detect(data, found.encoding, form.kind)
        except (ZhcleanError, OSError) as error:
            row, status = str(error), 2
        if found.format == "json":
            told = {"path": label, **(row if isinstance(row, dict) else {"problem": row})}
            put(json_line(told))
        elif isinstance(row, str):
            tell(f"zhclean: {one_line_label(label)}: {row}")
        else:
            rows.append((one_line_label(label), row))
    if rows:
        for line in detect_table(rows):
            put(line)
    return status


def _paths(arguments: list[str], unreadable: list[tuple[str, str]]) -> list[Path | None]:
    if not arguments or arguments == ["-"]:
        return [None]
    found: list[Path | None] = []
    for argument in arguments:
        path = Path(argument)
        if os.path.isdir(path):
            from .discovery import walk

            found += walk(path, root=path, unreadable=unreadable)
        else:
            found.append(path)
    return found
