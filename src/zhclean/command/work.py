"""Clean one input: what the command does with each file, in its own process or another's.

Everything here pickles, so that a task can be handed to a process that was spawned.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from ..document import Document
from ..edits import Found, apply
from ..errors import ZhcleanError
from ..pipeline import Pipeline
from ..protect import switched_off
from ..rules import narrowed
from .files import AtomicFile, FileError, opened, read_up_to, stamp
from .formats import Format
from .tally import Lines, Page, Tally, findings_of
from .texts import read_text

LARGE = 16 << 20
"""Bytes of text from which a file is cleaned in blocks instead of being held."""

SKIP = "zhclean: skip-file"


class Sink(Protocol):
    """Takes cleaned bytes."""

    def write(self, data: bytes | memoryview, /) -> Any:
        """Write bytes."""


Mapper = Callable[[Callable[..., Any], Iterable[Any]], Iterable[Any]]
"""Applies a function to items, in order: ``map``, or the same over processes."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to clean: the settings of a pipeline, as plain values."""

    profile: str = "crawl"
    to: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()
    options: tuple[tuple[str, Any], ...] = ()

    def pipeline(self) -> Pipeline:
        """Make the pipeline, once a process."""
        return _pipeline(self)


@lru_cache(maxsize=64)
def _pipeline(recipe: Recipe) -> Pipeline:
    return Pipeline(
        recipe.profile, recipe.to, recipe.select, recipe.ignore, recipe.assume,
        dict(recipe.options),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted of every input."""

    findings: bool = False
    diff: bool = False
    colour: bool = False
    statistics: bool = False
    pages: bool = False
    binary: bool = False
    backup: str = ""

    @property
    def explains(self) -> bool:
        """Whether single edits are asked for, not only the cleaned text."""
        return self.findings or self.diff or self.statistics or self.pages


@dataclass(frozen=True, slots=True)
class Task:
    """One input (None is standard input) and where its cleaned text goes (None is nowhere)."""

    path: Path | None
    label: str
    format: Format
    recipe: Recipe
    target: Path | None = None
    in_place: bool = False
    target_compression: str = ""
    declared: str | None = None
    """The encoding named from outside."""
    fields: tuple[str, ...] = ("text",)
    light: int = 1
    """How many of its size are worth handing to another process together."""
    first: bool = False
    """Whether it is to be cleaned before there are other processes, which inherit what it loads."""

    @property
    def even(self) -> bool:
        """Whether it takes so little time that another may wait behind it."""
        return self.light > 1


@dataclass(slots=True)
class Outcome:
    """What became of one input. ``status``: unchanged, changed, skipped or failed."""

    label: str
    status: str = "unchanged"
    problem: str = ""
    tally: Tally = field(default_factory=Tally)
    diff: str = ""


def process(task: Task, plan: Plan, sink: Sink | None = None, mapper: Mapper = map) -> Outcome:
    """Clean one input; errors are told in the outcome. ``sink`` takes cleaned bytes."""
    outcome = Outcome(task.label)
    try:
        if task.format.columnar:
            from .columns import process_table

            process_table(task, plan, outcome)
        elif task.format.kind == "jsonl":
            from .jsonl import process_lines

            process_lines(task, plan, outcome, sink, mapper)
        else:
            _process_text(task, plan, outcome, sink, mapper)
    except (ZhcleanError, UnicodeError) as error:
        outcome.status, outcome.problem = "failed", str(error)
        if task.target != task.path and outcome.problem.startswith("cannot be written"):
            outcome.problem = f"{task.target} {outcome.problem}"
    except MemoryError:
        outcome.status, outcome.problem = "failed", "too large for this machine's memory"
    except BrokenPipeError:
        raise
    except OSError as error:
        from .files import reason

        outcome.status, outcome.problem = "failed", reason(error)
    except Exception as error:
        if os.environ.get("ZHCLEAN_TRACEBACK"):
            raise
        outcome.status = "failed"
        outcome.problem = f"internal error, please report it: {type(error).__name__}: {error}"
    return outcome


def _process_text(
    task: Task, plan: Plan, outcome: Outcome, sink: Sink | None, mapper: Mapper
) -> None:
    unchanged = stamp(task.path) if task.in_place and task.path else None
    with opened(task.path, task.format.compression) as stream:
        data = read_up_to(stream, LARGE + 1)
        if len(data) > LARGE and task.format.kind == "text":
            from .large import process_large

            process_large(task, plan, outcome, sink, stream, data, unchanged, mapper)
            return
        data += stream.read()
    original = read_text(data, task.declared, binary=plan.binary)
    if original.lossy:
        if task.in_place:
            raise FileError("left as it is: it holds bytes that are no text in its encoding")
        outcome.tally.warnings.append("holds bytes that are no text: U+FFFD stands for them")
    text = original.text
    if SKIP in text:
        outcome.status = "skipped"
        cleaned = text
    else:
        cleaned = clean_text(task, plan, outcome, text)
    if cleaned != text:
        outcome.status = "changed"
    if task.in_place:
        if cleaned != text:
            checked = original.encoded(cleaned)
            if original.encoded(text) != data:
                raise FileError(f"left as it is: not all of it can be kept in {original.encoding}")
            if clean_text(task, Plan(), Outcome(""), cleaned) != cleaned:
                raise FileError("left as it is: a second pass would change it again")
            _write(task, checked, unchanged, plan.backup)
    elif task.target is not None:
        _write(task, original.utf8(cleaned), None, "")
    elif sink is not None:
        sink.write(original.utf8(cleaned))


def _write(task: Task, data: bytes, unchanged: Any, backup: str) -> None:
    assert task.target is not None
    with AtomicFile(task.target, task.target_compression, unchanged, backup) as file:
        file.write(data)
        file.commit()


def clean_text(task: Task, plan: Plan, outcome: Outcome, text: str) -> str:
    """Clean one document, or the pieces of a structured one, and tally what was done."""
    if task.format.kind != "text":
        return _clean_pieces(task, plan, outcome, text)
    pipeline = task.recipe.pipeline()
    tally = outcome.tally
    if not plan.explains:
        cleaned = pipeline.clean(text)
        tally.plain(text, cleaned)
        return cleaned
    result = pipeline.explain(text)
    tally.explained(result)
    tell(tally, plan, result, task.label)
    if plan.diff and result.edits:
        from . import diffs

        edits = [(e.start, e.end, e.after) for e in result.edits]
        outcome.diff = diffs.unified(task.label, text, edits, colour=plan.colour)
    return result.text


def _clean_pieces(task: Task, plan: Plan, outcome: Outcome, text: str) -> str:
    from . import diffs
    from .pieces import pieces_of, rewritten, separator_of

    pipeline = task.recipe.pipeline()
    tally = outcome.tally
    edits: list[Found] = []
    lines = Lines(text) if plan.explains else None
    kind = task.format.kind
    separator = separator_of(kind, text)
    off = switched_off(Document(text)).values()
    for piece in pieces_of(kind, text):
        if any(spans.overlaps(piece.start, piece.end) for spans in off):
            continue
        if plan.explains:
            result = pipeline.explain(piece.text)
            tally.counts.update(result.counts)
            cleaned = result.text
            if lines is not None and (result.edits or result.notes):
                line, column = lines.place(piece.start)
                tell(tally, plan, result, task.label, line, f"from column {column}")
        else:
            cleaned = pipeline.clean(piece.text)
        if cleaned != piece.text:
            token = text[piece.start : piece.end]
            edits += narrowed(piece.start, token, rewritten(kind, token, cleaned, separator))
    cleaned = apply(text, edits) if edits else text
    tally.plain(text, cleaned)
    # All pieces are one document, of the script that most of them are in.
    tally.scripts = Counter(script for script, _ in tally.scripts.most_common(1))
    tally.damage.update({code.partition(".")[0] for code in tally.counts})
    if plan.diff and edits:
        outcome.diff = diffs.unified(task.label, text, edits, colour=plan.colour)
    return cleaned


def tell(tally: Tally, plan: Plan, result: Any, label: str, line: int = 1, where: str = "") -> None:
    """Keep a result's findings and its page where they are wanted."""
    found = findings_of(result, line, where) if plan.findings or plan.pages else []
    if plan.findings:
        tally.findings += found
    if plan.statistics or plan.pages:
        from .. import detect_script

        script = detect_script(result.source).script
        tally.scripts[script] += 1
        if plan.pages and found:
            name = f"{label}:{line}" if where else label
            tally.pages.append(Page(name, result.source, tuple(found), script))
