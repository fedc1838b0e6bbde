"""zhclean: repair Chinese text as real crawls contain it."""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it; importing typing costs more than all the rest

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .api import clean as clean
    from .api import explain as explain
    from .document import Document as Document
    from .document import Note as Note
    from .edits import Edit as Edit
    from .encoding.decoding import Decoded as Decoded
    from .encoding.decoding import decode as decode
    from .engine import Result as Result
    from .errors import MissingExtraError as MissingExtraError
    from .errors import OptionValueError as OptionValueError
    from .errors import RuleError as RuleError
    from .errors import UnknownNameError as UnknownNameError
    from .errors import UnstableOrderWarning as UnstableOrderWarning
    from .errors import ZhcleanError as ZhcleanError
    from .pipeline import Pipeline as Pipeline
    from .rules import Confidence as Confidence
    from .rules import Gate as Gate
    from .rules import Rule as Rule
    from .rules import Scope as Scope
    from .rules import rule as rule
    from .script.scripts import detect_script as detect_script
    from .spinning import detect_spun as detect_spun

# Where each public name lives: nothing is imported before it is used, so that `import zhclean`
# costs a millisecond.
_HOMES = {
    "clean": "api",
    "explain": "api",
    "decode": "encoding.decoding",
    "Decoded": "encoding.decoding",
    "Document": "document",
    "Note": "document",
    "Edit": "edits",
    "Result": "engine",
    "MissingExtraError": "errors",
    "OptionValueError": "errors",
    "RuleError": "errors",
    "UnknownNameError": "errors",
    "UnstableOrderWarning": "errors",
    "ZhcleanError": "errors",
    "Pipeline": "pipeline",
    "Confidence": "rules",
    "Gate": "rules",
    "Rule": "rules",
    "Scope": "rules",
    "rule": "rules",
    "detect_script": "script.scripts",
    "detect_spun": "spinning",
}

__all__ = [
    "Confidence",
    "Decoded",
    "Document",
    "Edit",
    "Gate",
    "MissingExtraError",
    "Note",
    "OptionValueError",
    "Pipeline",
    "Result",
    "Rule",
    "RuleError",
    "Scope",
    "UnknownNameError",
    "UnstableOrderWarning",
    "ZhcleanError",
    "__version__",
    "clean",
    "decode",
    "detect_script",
    "detect_spun",
    "explain",
    "rule",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
