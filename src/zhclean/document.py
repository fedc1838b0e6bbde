"""Document: one immutable state of a text, with what has been worked out about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Note:
    """Something told without being changed: an uncertain place, damage beyond repair.

    ``start`` and ``end`` are offsets in the source text where they come from a result, and in the
    stage's own text where a rule makes one. ``alternatives`` holds other readings, most likely
    first.
    """

    rule: str
    start: int
    end: int
    message: str
    alternatives: tuple[str, ...] = ()


class Run:
    """What one cleaning of one text shares between its stages."""

    __slots__ = ("assume", "explaining", "notes", "pragmas", "prose", "protector", "signals")

    def __init__(
        self,
        *,
        assume: frozenset[str] = frozenset(),
        signals: Mapping[str, Any] | None = None,
        explaining: bool = False,
    ) -> None:
        self.assume = assume
        self.signals: dict[str, Any] = dict(signals or {})
        self.explaining = explaining
        self.notes: list[Note] = []
        self.pragmas: bool | None = None
        """Whether the text has pragmas, once asked: no cleaner makes one."""
        self.prose = False
        """Whether all lines are known to be prose, whatever typography does to them from now on."""
        self.protector: Callable[[Document], tuple[Iterable[tuple[int, int]], ...]] | None = None


class Document:
    """One immutable state of a text while it is cleaned.

    ``asked`` is the gates' own memory. Rules read ``text``, ask for ``memo`` (worked out once for
    this state) and for ``signal`` (document-level evidence, worked out once for the whole run).
    """

    __slots__ = ("_memo", "asked", "run", "text")

    def __init__(self, text: str, run: Run | None = None) -> None:
        self.text = text
        self.run = run if run is not None else Run()
        self._memo: dict[object, Any] = {}
        self.asked: dict[object, bool] = {}

    def memo(self, work: Callable[[Document], T]) -> T:
        """Return ``work(self)``, worked out once for this state of the text."""
        try:
            found: T = self._memo[work]
        except KeyError:
            found = self._memo[work] = work(self)
        return found

    def known(self, work: Callable[[Document], T]) -> T | None:
        """Return what ``memo`` has worked out for this state, or None where nobody has asked."""
        found: T | None = self._memo.get(work)
        return found

    def signal(self, work: Callable[[Document], T]) -> T:
        """Return document-level evidence, asked once a run and pinned from then on.

        The state that first asks decides, so evidence that a rule is about to remove still counts
        for the rules behind it. A run whose signals were given from outside (a sample of a larger
        text) never works them out. The key in ``Result.signals`` is the function's ``__name__``.
        """
        name: str = work.__name__
        signals = self.run.signals
        if name not in signals:
            signals[name] = work(self)
        found: T = signals[name]
        return found

    def assumes(self, family: str) -> bool:
        """Whether the caller vouches for the document evidence of ``family``."""
        return family in self.run.assume

    def protected(self) -> list[tuple[int, int]]:
        """Return the spans that no rule may rewrite, sorted; they may overlap.

        The engine vetoes edits that touch one. A rule whose edits are wide works around them.
        """
        return self.memo(_protected)

    @property
    def explaining(self) -> bool:
        """Whether notes are wanted: False on the fast path, where making them is wasted work."""
        return self.run.explaining

    def note(
        self, rule: str, start: int, end: int, message: str, alternatives: tuple[str, ...] = ()
    ) -> None:
        """Tell of a place in this state's text without changing it."""
        if self.run.explaining:
            self.run.notes.append(Note(rule, start, end, message, alternatives))


def _protected(document: Document) -> list[tuple[int, int]]:
    protector = document.run.protector
    if protector is None:
        return []
    return sorted(span for spans in protector(document) for span in spans)


def checked(text: object) -> str:
    """Return ``text`` where it is one, and raise TypeError where it is not."""
    if isinstance(text, str):
        return text
    if isinstance(text, (bytes, bytearray, memoryview)):
        raise TypeError("zhclean takes str; decode bytes first: zhclean.decode(data).text")
    raise TypeError(f"zhclean takes str, not {type(text).__name__}")
