"""Shell completion: scripts for bash, zsh and fish, made from the options themselves."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from .. import cleaners
from ..profiles import PROFILES
from .arguments import parser
from .knowing import rules_by_code

FILES = ("--output", "--report", "--config", "--stdin-filename")


def script(shell: str) -> str:
    """Write the completion script of a shell."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell]()


def _options() -> Iterator[tuple[argparse.Action, list[str]]]:
    """Every option with the words it takes."""
    names = [*cleaners.FAMILIES, *rules_by_code()]
    words = {
        "profile": list(PROFILES),
        "default_profile": list(PROFILES),
        "to": ["zh-Hans", "zh-Hant", "zh-TW", "zh-HK"],
        "select": names,
        "ignore": names,
        "assume": list(cleaners.FAMILIES),
        "why": names,
    }
    for action in parser()._actions:
        if action.option_strings:
            yield action, words.get(action.dest, [str(word) for word in action.choices or ()])


def _bash() -> str:
    every = " ".join(option for action, _ in _options() for option in action.option_strings)
    cases = "\n".join(
        f'    {"|".join(action.option_strings)}) COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$cur")); return ;;'
        for action, words in _options()
        if words
    )
    return f"""\
_zhclean() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}}
  case $prev in
{cases}
  esac
  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "{every}" -- "$cur"))
  else COMPREPLY=($(compgen -f -- "$cur")); fi
}}
complete -o filenames -F _zhclean zhclean
"""


def _zsh() -> str:
    lines = []
    for action, words in _options():
        told = (action.help or "").translate(str.maketrans("[]", "()", ":'"))
        for option in action.option_strings:
            value = ""
            if action.nargs != 0:
                value = f":value:({' '.join(words)})" if words else ":value:"
                value = ":file:_files" if option in (*FILES, "-o") else value
            lines.append(f"  '{option}[{told}]{value}' \\")
    return "#compdef zhclean\n_arguments \\\n" + "\n".join(lines) + "\n  '*:file:_files'\n"


def _fish() -> str:
    lines = []
    for action, words in _options():
        told = (action.help or "").replace("'", "")
        flags = " ".join(
            f"-l {o[2:]}" if o.startswith("--") else f"-s {o[1:]}" for o in action.option_strings
        )
        value = "" if action.nargs == 0 else " -r" if not words else f" -x -a '{' '.join(words)}'"
        lines.append(f"complete -c zhclean {flags}{value} -d '{told}'")
    return "\n".join(lines) + "\n"
