"""JSON Lines: clean chosen fields of each record; every byte outside them stays as it was.

A line that is not JSON is kept and reported. Records are documents of their own: the evidence of
one says nothing about the next, so chunks of a large file can be cleaned in any process.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..edits import Found, apply
from ..rules import narrowed
from . import diffs, jsonspans
from .chunks import CHANGED, Chunk, Source, after_lines, read_pieces
from .files import AtomicFile, FileError, opened, stamp
from .tally import Tally
from .work import Mapper, Outcome, Plan, Sink, Task, tell

CHUNK = 2 << 20
"""Bytes of whole lines that are cleaned at once."""
LONG = 4 << 20
"""Characters of a field from which it is cleaned in blocks, or it would take twenty times its size."""
PAGES = 200
"""Records of one chunk that the HTML report can show."""


@dataclass(slots=True)
class Job:
    """A chunk to clean, and how."""

    task: Task
    plan: Plan
    chunk: Chunk
    even: bool = True
    """One takes about as long as another."""


@dataclass(slots=True)
class Done:
    """A cleaned chunk; ``data`` is None where its bytes are those of the file."""

    data: bytes | None
    changed: bool
    size: int = 0
    broken: int = 0
    first_broken: str = ""
    seen: int = 0
    records: int = 0
    keys: tuple[str, ...] = ()
    unstable: int = 0
    tally: Tally = field(default_factory=Tally)
    diff: str = ""


def process_lines(
    task: Task, plan: Plan, outcome: Outcome, sink: Sink | None, mapper: Mapper
) -> None:
    """Clean a file of JSON Lines, chunk by chunk."""
    unchanged = stamp(task.path) if task.in_place and task.path else None
    source = Source(task.path, task.format, unchanged)
    with contextlib.ExitStack() as stack:
        stream = stack.enter_context(opened(task.path, task.format.compression))
        file: AtomicFile | None = None
        if task.target is not None:
            file = AtomicFile(
                task.target,
                task.target_compression,
                unchanged,
                plan.backup if task.in_place else "",
            )
            stack.enter_context(file)
        out = file or sink
        total = Done(None, False)
        chunks = source.chunks(read_pieces(stream), CHUNK, after_lines)
        sent: deque[Chunk] = deque()
        for done in mapper(clean_chunk, _jobs(task, plan, chunks, sent)):
            if isinstance(done, FileError):
                raise done
            chunk = sent.popleft()
            if out is not None:
                out.write(chunk.read() if done.data is None else done.data)
            _add(total, done)
            outcome.tally.merge(done.tally)
            del outcome.tally.pages[2 * PAGES :]
            if done.diff:
                outcome.diff = outcome.diff or diffs.header(task.label, colour=plan.colour)
                outcome.diff += done.diff
            if task.in_place and done.unstable:
                raise FileError(
                    f"left as it is: a second pass would change line {done.unstable} again"
                )
        if total.records and not total.seen:
            raise FileError(_no_such_field(task.fields, total.keys))
        if total.changed:
            outcome.status = "changed"
        if file is not None and (total.changed or not task.in_place):
            file.commit()
    if total.broken:
        more = f" (and {total.broken - 1:,} more)" if total.broken > 1 else ""
        outcome.problem = f"{total.first_broken}{more}; kept as it is"
    elif not source.stayed and not task.in_place:
        outcome.problem = CHANGED


def _add(total: Done, done: Done) -> None:
    total.changed |= done.changed
    total.broken += done.broken
    total.first_broken = total.first_broken or done.first_broken
    total.seen += done.seen
    total.records += done.records
    total.keys = total.keys or done.keys


def _no_such_field(fields: tuple[str, ...], keys: tuple[str, ...]) -> str:
    wanted = " or ".join(map(repr, fields))
    return f"no record has a text field {wanted} (text fields: {', '.join(keys) or 'none'}); see --field"


def _jobs(task: Task, plan: Plan, chunks: Iterator[Chunk], sent: deque[Chunk]) -> Iterator[Job]:
    try:
        for chunk in chunks:
            sent.append(chunk)
            yield Job(task, plan, chunk)
    except EOFError as error:
        raise FileError(f"cannot be decompressed: {error}") from error


def clean_chunk(job: Job) -> Done:
    """Clean the records of a chunk; the same bytes come back where nothing changed."""
    chunk = job.chunk
    data = chunk.read()
    done = Done(chunk.data, False, len(data))
    strict = True
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text, strict = data.decode("utf-8", "surrogateescape"), False
    del data
    lines = text.split("\n")
    del text
    clean = _Cleaner(job, done).line
    for k, line in enumerate(lines):
        start = 1 if k == 0 and chunk.line == 1 and line.startswith("\ufeff") else 0
        try:
            if not strict:
                line.encode()
            edits = clean(line[start:] if start else line, chunk.line + k)
        except (jsonspans.BrokenJsonError, UnicodeEncodeError) as error:
            why = "not UTF-8" if isinstance(error, UnicodeEncodeError) else error
            done.broken += 1
            done.first_broken = done.first_broken or f"line {chunk.line + k} is {why}"
            continue
        if edits:
            edits = [(a + start, b + start, after) for a, b, after in edits]
            lines[k] = apply(line, edits)
            if job.plan.diff:
                done.diff += diffs.one_line(line, chunk.line + k, edits, colour=job.plan.colour)
    if done.changed:
        done.data = "\n".join(lines).encode("utf-8", "surrogateescape")
    return done


class _Cleaner:
    """Cleans the lines of one chunk."""

    def __init__(self, job: Job, done: Done) -> None:
        self._job = job
        self._done = done
        self._pipeline = job.task.recipe.pipeline()
        fields = job.task.fields
        self._paths = [tuple(name.split(".")) for name in fields]
        sole = len(fields) == 1 and len(self._paths[0]) == 1
        self._only = fields[0] if sole else ""

    def line(self, line: str, number: int) -> list[Found]:
        """Clean one line; return its edits."""
        done, plan = self._done, self._job.plan
        if self._only and not plan.explains:
            edits = self._quickly(line, number)
            if edits is not None:
                return edits
        if not line.strip(" \t\r"):
            return []
        tokens = jsonspans.fields_of(line, self._paths)
        done.records += 1
        if not tokens:
            done.keys = done.keys or tuple(jsonspans.keys_of(line))[:20]
            return []
        done.seen += 1
        edits = []
        for start, end, value in tokens:
            if plan.explains:
                result = self._pipeline.explain(value)
                done.tally.explained(result)
                where = self._only or f"column {start + 1}"
                tell(done.tally, plan, result, self._job.task.label, number, where)
                cleaned = result.text
            else:
                cleaned = self._value(value)
                done.tally.plain(value, cleaned)
            if cleaned != value:
                edits += self._written(line, start, end, cleaned, number)
        del done.tally.pages[PAGES:]
        return edits

    def _quickly(self, line: str, number: int) -> list[Found] | None:
        """Clean the one top-level field that is asked for; None where it takes a closer look."""
        value = jsonspans.top_level(line, self._only)
        if value is None:
            return None
        cleaned = self._value(value)
        place = (0, 0) if cleaned is value else jsonspans.sole(line, self._only, value)
        if place is None:
            return None
        done = self._done
        done.seen += 1
        done.records += 1
        done.tally.plain(value, cleaned)
        if cleaned is value or cleaned == value:
            return []
        del value  # a long one should not be held while it is written
        return self._written(line, *place, cleaned, number)

    def _value(self, value: str) -> str:
        if len(value) <= LONG:
            return self._pipeline.clean(value)
        from .large import clean_long

        self._done.tally.warnings.append(f"a field of {len(value):,} characters cleaned in blocks")
        return clean_long(self._pipeline, value)

    def _written(self, line: str, start: int, end: int, cleaned: str, number: int) -> list[Found]:
        done, plan = self._done, self._job.plan
        done.changed = True
        if self._job.task.in_place and not done.unstable and self._value(cleaned) != cleaned:
            done.unstable = number
        new = jsonspans.written(cleaned, escaped=jsonspans.is_escaped(line, start, end))
        # Only a diff needs to know which characters of the string have changed.
        return list(narrowed(start, line[start:end], new)) if plan.diff else [(start, end, new)]
