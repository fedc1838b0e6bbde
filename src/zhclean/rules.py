"""Rules: what a cleaner is made of.

A rule only finds. It is a plain function from a Document and its family's options to edits
``(start, end, replacement)`` in the document's own text, sorted or not; the engine sorts them,
drops no-ops and overlaps, vetoes what touches a protected span, and writes the text.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .document import Document
from .edits import Found

Options = Mapping[str, Any]
Finder = Callable[[Document, Options], Iterable[Found]]


class Confidence(enum.IntEnum):
    """What a rule promises of its edits on the benchmark: a precision, not a feeling."""

    GUESS = 1
    """At least 80 % of its edits are right."""
    LIKELY = 2
    """At least 95 % of its edits are right."""
    CERTAIN = 3
    """At least 99.9 % of its edits are right, over at least 3,000 judged edits."""


class Scope(str, enum.Enum):
    """How much text a rule must see to give the same edits."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    DOCUMENT = "document"


class Gate:
    """A cheap necessary condition: where it is shut, the rules behind it find nothing.

    ``literals`` opens it when any of them is in the text (up to about four; each costs a scan at
    memory speed). ``pattern`` is a regular expression for a larger set; begin it with a literal or
    a character class, and look behind afterwards (an alternation that begins with words is 30
    times slower). A gate is compiled when first asked and shared by all rules that name it.
    """

    def __init__(self, *literals: str, pattern: str | None = None) -> None:
        self.literals = literals
        self.pattern = pattern

    @cached_property
    def _search(self) -> Callable[[str], object]:
        return re.compile(self.pattern or "(?!)").search

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is made when first asked."""
        made = ("opens", "_search")
        return {name: value for name, value in vars(self).items() if name not in made}

    def __call__(self, document: Document) -> bool:
        """Whether the rules behind this gate have to look; asked once for each state of a text."""
        asked = document.asked
        if self not in asked:
            asked[self] = self.opens(document)
        return asked[self]

    @cached_property
    def opens(self) -> Callable[[Document], bool]:
        """The question itself, without the memory."""
        if type(self).__call__ is not Gate.__call__:
            return self  # a gate with a way of its own
        return _asking(self.literals) if type(self) is Gate and not self.pattern else self._opens

    def _opens(self, document: Document) -> bool:
        text = document.text
        for literal in self.literals:
            if literal in text:
                return True
        return self.pattern is not None and self._search(text) is not None


def _asking(literals: Sequence[str]) -> Callable[[Document], bool]:
    """Make the question whether a text holds one of some literals; most gates ask for one or two."""
    first = literals[0][:1] if literals else ""

    def one(document: Document) -> bool:
        return first in document.text

    def longer(document: Document) -> bool:  # one character is found five times as fast as three
        return first in document.text and literals[0] in document.text

    def several(document: Document) -> bool:
        text = document.text
        for literal in literals:  # noqa: SIM110, a generator takes twice as long
            if literal in text:
                return True
        return False

    if len(literals) != 1:
        return several
    return one if literals[0] == first else longer


ALWAYS = Gate("")
"""The gate of a rule that must look at every text. It costs clean text: avoid it."""


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of a family: its default, what it takes, and what it means."""

    name: str
    default: Any
    help: str
    choices: tuple[Any, ...] = ()

    def wanted(self) -> str:
        """What the option takes, in words."""
        if self.choices:
            return " or ".join(repr(choice) for choice in self.choices)
        if isinstance(self.default, bool):
            return "true or false"
        if isinstance(self.default, tuple):
            return "a list of strings"
        return {int: "a number", str: "a string"}.get(type(self.default), "a table")

    def accepts(self, value: Any) -> bool:
        """Whether ``value`` is of the option's type and among its choices."""
        if self.choices:
            return value in self.choices
        if isinstance(self.default, bool) or isinstance(value, bool):
            return isinstance(value, bool) and isinstance(self.default, bool)
        if isinstance(self.default, tuple):
            return isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value)
        if self.default is None:
            return True
        return isinstance(value, type(self.default))


@dataclass(frozen=True, eq=False)
class Rule:
    """A finder with its code, its promise and its scope.

    ``removes`` marks a rule that takes out an enclosing construct (a tag with its href, an image
    placeholder) and may take protected spans along; ``whole`` one that takes the whole text apart,
    so that only regions switched off stop it. ``asked`` tells from the family's options whether the
    rule is to run at all. ``summary`` is the first line of the finder's
    docstring: what a user reads as the explanation.
    """

    code: str
    find: Finder
    confidence: Confidence
    gate: Gate
    scope: Scope = Scope.LINE
    removes: bool = False
    example: tuple[str, str] | None = field(default=None)
    whole: bool = False
    asked: Callable[[Options], bool] | None = None

    @property
    def family(self) -> str:
        """The part of the code before the first dot."""
        return self.code.partition(".")[0]

    @property
    def summary(self) -> str:
        """The first line of the finder's docstring."""
        return (inspect.getdoc(self.find) or "").partition("\n")[0]

    @property
    def explanation(self) -> str:
        """The finder's whole docstring."""
        return inspect.getdoc(self.find) or ""

    def __reduce__(self) -> tuple[Any, ...]:
        # Rules made by the decorator replace their function in its module: pickle by that name.
        module, name = self.find.__module__, self.find.__name__
        if getattr(sys.modules.get(module), name, None) is self:
            return _import, (module, name)
        return Rule, (
            self.code, self.find, self.confidence, self.gate, self.scope, self.removes, self.example,
            self.whole, self.asked,
        )  # fmt: skip


def _import(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)


def rule(
    code: str,
    confidence: Confidence,
    gate: Gate | str | tuple[str, ...] = ALWAYS,
    *,
    scope: Scope = Scope.LINE,
    removes: bool = False,
    example: tuple[str, str] | None = None,
    whole: bool = False,
    asked: Callable[[Options], bool] | None = None,
) -> Callable[[Finder], Rule]:
    """Make a finder a rule: ``@rule("family.name", Confidence.LIKELY, "<")``.

    ``gate`` is a Gate, or literal strings of which one must be in the text for the rule to look.
    """
    opened = gate if isinstance(gate, Gate) else Gate(*((gate,) if isinstance(gate, str) else gate))

    def wrap(find: Finder) -> Rule:
        return Rule(code, find, confidence, opened, scope, removes, example, whole, asked)

    return wrap


def narrowed(at: int, before: str, after: str) -> list[Found]:
    """Give the edit from ``before`` (standing at offset ``at``) to ``after``, ends trimmed."""
    if before == after:
        return []
    limit = min(len(before), len(after))
    head = 0
    while head < limit and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < limit - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return [(at + head, at + len(before) - tail, after[head : len(after) - tail])]
