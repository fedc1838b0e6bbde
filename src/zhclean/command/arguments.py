"""The command line: its options, grouped, and what they mean together."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn

from .. import __version__
from .console import put

RARE = (
    "default_profile", "assume", "text", "force_exclude", "no_ignore", "stdin_filename", "color",
    "isolated", "show_settings", "no_progress", "completion",
)  # fmt: skip
"""What only --help-all and the manual tell."""
EPILOG = """\
exit status: 0 clean or written, 1 would change (--check, --diff), 2 error
settings: zhclean.toml or [tool.zhclean] in pyproject.toml; the command line wins
"""


class UsageError(Exception):
    """Arguments that do not go together."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in a line, with the nearest option where one is unknown."""
        prefix = "unrecognized arguments: "
        if message.startswith(prefix):
            from difflib import get_close_matches

            name = message.removeprefix(prefix).split()[0].partition("=")[0]
            known = [o for action in self._actions for o in action.option_strings]
            near = get_close_matches(name, known, n=1)
            message = f"unknown option {name}" + (f"; did you mean {near[0]}?" if near else "")
        self.exit(2, f"{self.prog}: error: {message}\n")

    def format_help(self) -> str:
        """Tell the common options, so that they fit a screen."""
        known = {action: action.help for action in self._actions}
        try:
            for action in known:
                if action.dest in RARE:
                    action.help = argparse.SUPPRESS
            return super().format_help()
        finally:
            for action, told in known.items():
                action.help = told

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:  # argparse drops the errors of writing
            put(message.removesuffix("\n"), file or sys.stderr)


class _HelpAll(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        parser._print_message(argparse.ArgumentParser.format_help(parser), sys.stdout)
        parser.exit()


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=27, width=100)


def parser() -> argparse.ArgumentParser:
    """Make the parser of ``zhclean``."""
    made = Parser(
        prog="zhclean",
        usage="zhclean [OPTION ...] [PATH ...]\n       zhclean detect [--format json] [PATH ...]",
        description="Repair Chinese text. Without a PATH, or with -, from standard input to standard output.",
        epilog=EPILOG,
        formatter_class=_Formatter,
        allow_abbrev=False,
        add_help=False,
    )
    made.add_argument("paths", nargs="*", metavar="PATH", help=argparse.SUPPRESS)
    _output(made.add_argument_group("output"))
    _cleaning(made.add_argument_group("cleaning"))
    _input(made.add_argument_group("input"))
    _report(made.add_argument_group("report"))
    _other(made.add_argument_group("settings, work, help"))
    return made


def _output(group: Any) -> None:
    group.add_argument(
        "-o", "--output", metavar="PATH", help="write a file, or a folder that mirrors the input"
    )
    group.add_argument(
        "-w", "--write", action="store_true", help="write in place; encoding, line ends, mode stay"
    )
    group.add_argument(
        "--backup", metavar="SUFFIX", help="with -w, keep the original beside it under this suffix"
    )
    group.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if anything would change"
    )
    group.add_argument(
        "--diff", action="store_true", help="show what would change; exit 1 if anything would"
    )
    group.add_argument(
        "--explain", action="store_true", help="tell each edit: place, rule, confidence, why"
    )


def _cleaning(group: Any) -> None:
    group.add_argument(
        "--profile", metavar="NAME", help="minimal, docs, crawl (default) or salvage"
    )
    group.add_argument(
        "--default-profile", metavar="NAME", help="the profile where no settings name one"
    )
    group.add_argument(
        "--to", metavar="SCRIPT", help="convert: zh-Hans, zh-Hant, zh-TW, zh-HK, s2twp …"
    )
    group.add_argument(
        "--select",
        metavar="NAMES",
        action="append",
        help="families or rules to run, not the profile's",
    )
    group.add_argument(
        "--ignore", metavar="NAMES", action="append", help="families or rules to leave out"
    )
    group.add_argument(
        "--assume", metavar="NAMES", action="append", help="families of damage known to be there"
    )
    group.add_argument(
        "--set",
        metavar="F.OPTION=V",
        action="append",
        help="an option of a family; --why FAMILY lists them",
    )


def _input(group: Any) -> None:
    group.add_argument(
        "--field",
        metavar="NAMES",
        action="append",
        help="fields of JSON Lines, tables (default text)",
    )
    group.add_argument(
        "--encoding", metavar="NAME", help="the encoding of the input, where it is known"
    )
    group.add_argument("--text", action="store_true", help="clean what looks binary too")
    group.add_argument(
        "--include", metavar="GLOB", action="append", help="in folders, these files only"
    )
    group.add_argument(
        "--exclude", metavar="GLOB", action="append", help="leave these out of folders"
    )
    group.add_argument(
        "--force-exclude", action="store_true", help="leave them out also where named as PATH"
    )
    group.add_argument(
        "--no-ignore", action="store_true", help="do not read .gitignore and .zhcleanignore"
    )
    group.add_argument("--stdin-filename", metavar="PATH", help="the name standard input goes by")


def _report(group: Any) -> None:
    group.add_argument(
        "--format",
        metavar="NAME",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="of findings: text, json, github or sarif",
    )
    group.add_argument(
        "--statistics", action="store_true", help="count edits by rule, documents by damage"
    )
    group.add_argument(
        "--report", metavar="FILE", help="write an HTML page with every edit in its place"
    )
    group.add_argument(
        "--color",
        metavar="WHEN",
        choices=("auto", "always", "never"),
        default="auto",
        help="auto, always or never",
    )
    group.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")


def _other(group: Any) -> None:
    group.add_argument("--config", metavar="FILE", help="this settings file, not the nearest")
    group.add_argument("--isolated", action="store_true", help="no settings file")
    group.add_argument(
        "--show-settings", action="store_true", help="show the settings in force for PATH"
    )
    group.add_argument("--list-rules", action="store_true", help="list every rule")
    group.add_argument("--why", metavar="CODE", help="explain a rule or a family and its options")
    group.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=_jobs,
        help="processes to work with; auto or 0: one a core",
    )
    group.add_argument("--no-progress", action="store_true", help="no progress bar on a terminal")
    group.add_argument(
        "--completion",
        metavar="SHELL",
        choices=("bash", "zsh", "fish"),
        help="print a completion script for bash, zsh or fish",
    )
    group.add_argument("-h", "--help", action="help", help="show this")
    group.add_argument("--help-all", action=_HelpAll, nargs=0, help="show every option")
    group.add_argument(
        "--version", action="version", version=f"zhclean {__version__}", help="show the version"
    )


def _jobs(text: str) -> int:
    if text == "auto":
        return 0
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)


def refuse_empty(found: argparse.Namespace) -> None:
    """Refuse what an unset variable leaves: an empty path would mean this folder."""
    if "" in found.paths:
        raise UsageError("a PATH is empty")
    for name, value in vars(found).items():
        if value == "" and name != "to":  # which has a message of its own
            raise UsageError(f"--{name.replace('_', '-')} is empty")


def check(found: argparse.Namespace) -> None:
    """Refuse options that contradict each other."""
    refuse_empty(found)
    looks = [f"--{name}" for name in ("check", "diff", "explain") if getattr(found, name)]
    if found.write and found.output:
        raise UsageError("-w and -o do not go together")
    if looks and (found.write or found.output) and looks != ["--explain"]:
        where = "-w" if found.write else "-o"
        raise UsageError(f"{looks[0]} writes nothing and does not go with {where}")
    if found.backup is not None:
        if not found.write:
            raise UsageError("--backup goes with -w")
        if not found.backup or "/" in found.backup or "\\" in found.backup:
            raise UsageError("--backup takes a suffix such as .orig")
    if found.config and found.isolated:
        raise UsageError("--config and --isolated do not go together")
    if found.write and (not found.paths or "-" in found.paths):
        raise UsageError("-w needs a PATH: standard input cannot be written in place")
    if len(found.paths) > 1 and "-" in found.paths:
        raise UsageError("- (standard input) does not go with other paths")
    if found.stdin_filename and found.paths not in ([], ["-"]):
        raise UsageError("--stdin-filename goes with standard input")
