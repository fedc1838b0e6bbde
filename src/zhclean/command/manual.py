"""Write the manual page from the table of options: ``python -m zhclean.command.manual``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from .. import __version__, cleaners
from ..profiles import PROFILES
from .arguments import parser

EXAMPLES = (
    ("zhclean page.txt", "Print the cleaned text."),
    ("zhclean articles -o cleaned --to zh-TW", "Clean a folder into another, in Taiwan's usage."),
    ("zhclean -w docs --profile docs", "Clean documentation in place."),
    ("zhclean --check --diff docs", "Show what would change, and fail if anything would."),
    ("zhclean --report r.html --check pages", "Look at every edit in its place."),
    (
        "zhclean corpus.jsonl.gz -o clean.jsonl.gz --field text,title -j auto",
        "Clean two fields of each record, with a process for each core.",
    ),
    ("zhclean detect pages", "Tell encoding, script and damage."),
    ("zhclean --why readings.injected", "Explain a rule."),
)
TEXT = """\
Repairs Chinese text as real crawls contain it: mojibake, byte-level damage, injected pinyin, markup
remains, boilerplate, synonym-spun words, mixed script and folded punctuation. Text without damage
comes back as it was.

Without a PATH, or with -, it reads standard input and writes standard output. Of folders it takes
text, Markdown, reStructuredText, AsciiDoc, HTML, subtitles, CSV, JSON, JSON Lines, Parquet and Arrow,
also compressed (.gz, .xz, .zst); a file that is named is cleaned whatever its name.
"""
FILES = (
    ("zhclean.toml, .zhclean.toml, pyproject.toml", "Settings, the nearest above a file; the command line wins."),
    (".gitignore, .zhcleanignore", "What is left out of folders."),
)  # fmt: skip
STATUS = (
    ("0", "Clean, or written."),
    ("1", "Something would change (--check, --diff)."),
    ("2", "An error; every other input was still done."),
    ("130, 143", "Interrupted; nothing is half-written."),
)
VARIABLES = (
    ("NO_COLOR", "No colours, unless --color always asks for them."),
    ("ZHCLEAN_TRACEBACK", "Show where an internal error came from."),
)


def page() -> str:
    """Write the page in the language of man(7)."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH ZHCLEAN 1 "" "zhclean {__version__}" "User Commands"'
    yield from (".SH NAME", r"zhclean \- repair Chinese text", ".SH SYNOPSIS")
    yield from (".B zhclean", "[\\fIOPTION\\fR ...] [\\fIPATH\\fR ...]", ".br")
    yield from (".B zhclean detect", r"[\-\-format json] [\fIPATH\fR ...]", ".SH DESCRIPTION")
    for paragraph in TEXT.strip().split("\n\n"):
        yield from (".PP", *map(_plain, paragraph.split("\n")))
    yield ".SH OPTIONS"
    for group in parser()._action_groups:
        actions = [a for a in group._group_actions if a.help != argparse.SUPPRESS]
        if actions and group.title:
            yield f".SS {_plain(group.title.capitalize())}"
            for action in actions:
                yield from (".TP", _names(action), _plain(_sentence(action.help or "")))
    yield ".SH PROFILES"
    for profile in PROFILES.values():
        families = [name for name in cleaners.FAMILIES if name in profile.families]
        yield from (".TP", rf"\fB{profile.name}\fR", _plain(", ".join(families) + "."))
    for title, rows in (
        ("EXIT STATUS", STATUS), ("ENVIRONMENT", VARIABLES), ("FILES", FILES), ("EXAMPLES", EXAMPLES),
    ):  # fmt: skip
        yield f".SH {title}"
        for name, told in rows:
            yield from (".TP", rf"\fB{_plain(name)}\fR", _plain(told))


def _names(action: argparse.Action) -> str:
    value = rf" \fI{_plain(str(action.metavar))}\fR" if action.metavar else ""
    return ", ".join(rf"\fB{_plain(name)}\fR{value}" for name in action.option_strings)


def _sentence(text: str) -> str:
    return text if text.endswith("…") else text + "."


def _plain(text: str) -> str:
    """Escape what the formatter would take for its own."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("…", "...")
    return "\\&" + text if text.startswith((".", "'")) else text


if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode())
