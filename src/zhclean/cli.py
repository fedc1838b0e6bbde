"""The command ``zhclean``: from arguments to an exit status.

0: clean, or written. 1: something would change (``--check``, ``--diff``). 2: an error; every other
input was still done. The same for every format of output.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .command.arguments import UsageError, check, parser
from .command.console import give_up, open_closed, put, tell
from .errors import ZhcleanError

if TYPE_CHECKING:
    import argparse

    from .command.settings import Settings

INTERRUPTED = 130


class Terminated(KeyboardInterrupt):
    """The process was asked to end."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    open_closed()
    _end_tidily()
    try:
        if arguments[:1] == ["detect"]:
            from .command.detecting import run_detect

            return run_detect(arguments[1:])
        found = parser().parse_args(arguments)
        check(found)
        return _run(found)
    except (UsageError, ZhcleanError) as error:
        tell(f"zhclean: error: {error}")
        return 2
    except BrokenPipeError:
        # Whoever read the output has gone: keep the interpreter from complaining at its exit.
        give_up(sys.stdout)
        return 2
    except KeyboardInterrupt as stop:
        tell("zhclean: interrupted; nothing is half-written")
        return 143 if isinstance(stop, Terminated) else INTERRUPTED
    except OSError as error:  # standard output, or a path looked at before it is a task
        problem = (error.strerror or str(error)).lower()
        if error.filename is not None:
            tell(f"zhclean: error: {os.fsdecode(error.filename)}: cannot be read: {problem}")
        else:
            give_up(sys.stdout)
            tell(f"zhclean: error: cannot write: {problem}")
        return 2


def _end_tidily() -> None:
    """Let a request to end remove what is half-written, as Ctrl-C does."""
    import signal
    import threading

    def end(number: int, frame: object) -> None:
        raise Terminated

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, end)


def _run(found: argparse.Namespace) -> int:
    if found.list_rules or found.why or found.completion:
        return _know(found)
    settings = _settings(found)
    if found.show_settings:
        from .command.settings import shown

        for number, argument in enumerate(found.paths or ["-"]):
            own = settings(Path.cwd() if argument == "-" else Path(argument))
            if len(found.paths) > 1:
                put("\n" * bool(number) + f"# {argument}")
            put(shown(own, own.recipe(found.default_profile or "crawl")).rstrip("\n"))
        return 0
    if (
        not found.paths
        and not found.stdin_filename
        and sys.stdin is not None
        and sys.stdin.isatty()
    ):
        tell("zhclean: reading standard input; zhclean --help tells more")
    from .command.running import run

    return run(found, settings)


def _know(found: argparse.Namespace) -> int:
    from .command import knowing

    if found.completion:
        from .command.completion import script

        put(script(found.completion).rstrip("\n"))
    elif found.why:
        put(knowing.why(found.why).rstrip("\n"))
    elif found.format == "json":
        import json

        put(json.dumps(knowing.rules_as_data(), ensure_ascii=False, indent=1))
    else:
        for line in knowing.list_rules():
            put(line)
    return 0


def _settings(found: argparse.Namespace) -> Any:
    """Make the function from a path to the settings that hold for it."""
    from .command import settings as module
    from .command.given import settings_given
    from .profiles import profile_named

    given = module.Settings(**settings_given(found))
    if found.default_profile:
        profile_named(found.default_profile)
    given.recipe().pipeline()  # misspelt names fail before any file is touched
    fixed: Settings | None = None
    if found.isolated:
        fixed = module.Settings()
    elif found.config:
        fixed = module.load(Path(found.config))
        if fixed is None:
            raise module.SettingsError(found.config, "has no [tool.zhclean]")

    alike: dict[str, Settings] = {}

    def settings_for(path: Path) -> Settings:
        place = os.path.abspath(path)
        folder = place if os.path.isdir(place) else os.path.dirname(place)
        if folder in alike:
            return alike[folder]
        base = fixed or module.nearest(Path(folder))
        if not base.per_file:
            return alike.setdefault(folder, given.over(base))
        return given.over(module.for_file(base, Path(place)))

    return settings_for
