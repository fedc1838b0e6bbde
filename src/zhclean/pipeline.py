"""Pipeline: a profile, its rules and their options, ready to clean any number of texts."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from . import cleaners, protect
from .document import Document, Run, checked
from .engine import Layer, Result, Stage, run_stages
from .errors import RuleError, UnknownNameError, UnstableOrderWarning
from .options import frozen, thawed, values_of
from .profiles import Profile, profile_named
from .rules import Confidence, Gate, Rule
from .script.passages import TARGETS

_PRAGMA = re.compile(r"zhclean: ?(?:(off)|on)\b")
_CODE = re.compile(r"[\w-]+\.[\w-]+")
BLOCK = 1 << 20
"""Characters a block of a stream holds, at least."""


class Pipeline:
    """A reusable, immutable, picklable and hashable composition of cleaners.

    Parameters
    ----------
    profile: ``minimal``, ``docs``, ``crawl`` or ``salvage``.
    to: target script (``zh-Hans``, ``zh-Hant``, ``zh-TW``, ``zh-HK``) or the name of an OpenCC
        configuration (``s2twp``); None never converts.
    select: families (``"readings"``) or full codes (``"readings.injected"``) that replace the
        profile's list; the profile's confidence floor stays.
    ignore: families or codes to leave out.
    assume: families whose document-level evidence is taken as given.
    options: ``{"family": {"option": value}}`` or ``{"family.option": value}``.
    rules: rules of your own. A rule whose family is one of ours joins that family's stage; any
        other runs behind the families named before it in ``order``, by default last.
    order: families in the order to run; those left out follow in the usual order. An order known
        to be unstable warns with UnstableOrderWarning.

    Raises UnknownNameError for a name that does not exist (with the nearest one that does),
    OptionValueError for a value an option does not take, and TypeError for a setting of a type that
    it cannot have. While a text of 200,000 characters or more is cleaned, the garbage collector of the
    process rests.
    """

    def __init__(
        self,
        profile: str = "crawl",
        to: str | None = None,
        select: Iterable[str] | None = None,
        ignore: Iterable[str] = (),
        assume: Iterable[str] = (),
        options: Mapping[str, Any] | None = None,
        *,
        rules: Iterable[Rule] = (),
        order: Iterable[str] = (),
    ) -> None:
        chosen = profile_named(profile)
        self._settings: dict[str, Any] = {
            "profile": profile,
            "to": to,
            "select": None if select is None else _names("select", select),
            "ignore": _names("ignore", ignore),
            "assume": _names("assume", assume),
            "options": frozen(options),
            "rules": _rules(rules),
            "order": _names("order", order),
        }
        self._assume = frozenset(self._settings["assume"])
        stages = _stages(self._settings["rules"], self._settings["order"])
        known = {r.code for stage in stages for r in stage} | {
            r.family for stage in stages for r in stage
        }
        known |= set(cleaners.FAMILIES)
        for key in ("select", "ignore", "assume"):
            for name in self._settings[key] or ():
                if name not in known:
                    raise UnknownNameError("family or rule", name, known)
        if to is not None and to not in TARGETS:
            raise UnknownNameError("target script", str(to), TARGETS)
        values = values_of(chosen, self._settings["options"], to)
        wanted = self._wanted(chosen)
        staged: list[list[tuple[Gate, list[tuple[Rule, Any]]]]] = []
        for rules_ in stages:
            kept = [(r, values.get(r.family, {})) for r in rules_ if wanted(r)]
            kept = [(r, o) for r, o in kept if r.asked is None or r.asked(o)]
            if kept:
                behind = groupby(kept, key=lambda pair: pair[0].gate)
                staged.append([(gate, list(rules)) for gate, rules in behind])
        asked = Counter(gate for stage in staged for gate, _ in stage)
        # A gate that is asked in one place only has nothing to remember.
        self._stages = [
            Stage(
                [(gate if asked[gate] > 1 else gate.opens, rules) for gate, rules in stage],
                cleaners.rewriter([rule for _, rules in stage for rule, _ in rules]),
            )
            for stage in staged
        ]
        self._protect = values["protect"]

    def _wanted(self, profile: Profile) -> Any:
        settings = self._settings
        own = {r.code for r in settings["rules"]}
        select, ignore = settings["select"], set(settings["ignore"])
        families = set(profile.families if select is None else select)
        if settings["to"] is not None:
            families.add("script")
        else:
            families.discard("script")

        def wanted(rule: Rule) -> bool:
            if rule.code in ignore or rule.family in ignore or rule.confidence < profile.floor:
                return False
            if rule.family == "script" and settings["to"] is None:
                return False
            if select is None and rule.code in own:
                return True
            return rule.family in families or rule.code in families

        return wanted

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that will run, in order."""
        return tuple(r for stage in self._stages for _, rules in stage.rules for r, _ in rules)

    def clean(self, text: str, *, signals: Mapping[str, Any] | None = None) -> str:
        """Return the cleaned text; the same object where there is nothing to repair.

        ``signals`` pins document-level evidence (``Result.signals`` of a larger text).
        """
        run = Run(assume=self._assume, signals=signals)
        return run_stages(checked(text), self._stages, self._protector, run)

    def explain(self, text: str, *, signals: Mapping[str, Any] | None = None) -> Result:
        """Clean ``text`` and tell every edit; see Result."""
        run = Run(assume=self._assume, signals=signals, explaining=True)
        layers: list[Layer] = []
        cleaned = run_stages(checked(text), self._stages, self._protector, run, layers)
        return Result(text, cleaned, layers, run.signals)

    def stream(self, lines: Iterable[str], *, block: int = BLOCK) -> Iterator[str]:
        """Clean a text too large to hold, given as lines with their line ends, block by block.

        A block holds at least ``block`` characters and ends with a line, never in a region that is
        switched off. The document-level
        evidence is that of the first block, pinned for all that follow.
        """
        signals: dict[str, Any] | None = None
        for part in _blocks(lines, block):
            run = Run(assume=self._assume, signals=signals)
            yield run_stages(part, self._stages, self._protector, run)
            signals = {**run.signals, **(signals or {})}

    def _protector(self, document: Document) -> tuple[protect.Spans, protect.Spans]:
        return document.memo(self._spans)

    def _spans(self, document: Document) -> tuple[protect.Spans, protect.Spans]:
        return protect.soft_spans(document, self._protect), protect.hard_spans(document)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (dict(self._settings, options=thawed(self._settings["options"])),)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pipeline) and self._settings == other._settings

    def __hash__(self) -> int:
        rules = tuple(rule.code for rule in self._settings["rules"])
        return hash(tuple((k, rules if k == "rules" else v) for k, v in self._settings.items()))

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{key}={value!r}" for key, value in self._settings.items() if value not in (None, ())
        )
        return f"Pipeline({shown})"


def _rebuild(settings: dict[str, Any]) -> Pipeline:
    return Pipeline(**settings)


def _names(setting: str, names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, str):
        return (names,)
    if isinstance(names, (bytes, bytearray)) or not isinstance(names, Iterable):
        raise TypeError(f"{setting} takes names, not {type(names).__name__}")
    return tuple(sorted(names) if isinstance(names, (set, frozenset)) else names)


def _rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    if isinstance(rules, Rule) or not isinstance(rules, Iterable):
        raise TypeError(f"rules takes a list of rules, not {type(rules).__name__}")
    listed = tuple(rules)
    for rule in listed:
        if not isinstance(rule, Rule):
            raise TypeError(f"{rule!r} is no rule; make one with the decorator zhclean.rule")
        if not isinstance(rule.code, str) or not _CODE.fullmatch(rule.code):
            raise RuleError(rule.code, "a code is a family and a name, as in 'house.product'")
        if not isinstance(rule.confidence, Confidence):
            raise RuleError(rule.code, f"{rule.confidence!r} is no Confidence")
    return listed


def _stages(own: Sequence[Rule], order: Sequence[str]) -> list[list[Rule]]:
    """Put the cleaners' rules and the user's own into stages."""
    families = {
        name: list(cleaners.rules_of(m))
        for name, m in zip(cleaners.FAMILIES, cleaners.ORDER, strict=True)
    }
    for rule in own:
        families.setdefault(rule.family, []).append(rule)
    for name in order:
        if name not in families:
            raise UnknownNameError("family", name, families)
    sequence = list(dict.fromkeys((*order, *families))) if order else list(families)
    if order:
        place = {name: k for k, name in enumerate(sequence)}
        for earlier, later, why in cleaners.PRECEDES:
            if place[earlier] > place[later]:
                message = f"{later!r} before {earlier!r} is unstable: {why}"
                warnings.warn(message, UnstableOrderWarning, stacklevel=3)
    return [families[name] for name in sequence]


def _blocks(lines: Iterable[str], size: int) -> Iterator[str]:
    held: list[str] = []
    length = 0
    off = False
    for line in lines:
        held.append(line)
        length += len(line)
        if "zhclean:" in line:
            for pragma in _PRAGMA.finditer(line):
                off = bool(pragma[1])
        if length >= size and not off:
            yield "".join(held)
            held, length = [], 0
    if held:
        yield "".join(held)
