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

CHUNK = 1 << 20
"""Bytes of whole lines that are cleaned at once."""
LONG = 4 << 20
"""Characters of a field from which it is cleaned in blocks, or it would take twenty times its size."""
PAGES = 200
"""Records of one chunk that the HTML report can show."""
BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Job:
    """A chunk to clean, and how."""

    task: Task
    plan: Plan
    chunk: Chunk
    first: bool = False
    even: bool = True
    """One takes about as long as another."""


@dataclass(slots=True)
class Done:
    """A cleaned chunk; ``data`` is None where its bytes are those of the file."""

    data: bytes | memoryview | None
    changed: bool
    size: int = 0
    lines: int = 0
    broken: int = 0
    first_broken: tuple[int, str] | None = None
    """Which line of the chunk, from 0, and what it is."""
    seen: int = 0
    records: int = 0
    keys: tuple[str, ...] = ()
    unstable: int | None = None
    """A line, from 0, that a second pass would change."""
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
        # Where single edits are told, a worker must know which line it is at.
        chunks = None if plan.explains else source.places(CHUNK)
        if chunks is None:
            chunks = source.chunks(read_pieces(stream), CHUNK, after_lines)
        sent: deque[Chunk] = deque()
        for done in mapper(clean_chunk, _jobs(task, plan, chunks, sent)):
            if isinstance(done, FileError):
                raise done
            chunk = sent.popleft()
            if out is not None:
                out.write(chunk.read() if done.data is None else done.data)
            if task.in_place and done.unstable is not None:
                line = total.lines + done.unstable + 1
                raise FileError(f"left as it is: a second pass would change line {line} again")
            _add(total, done, outcome)
            if done.diff:
                outcome.diff = outcome.diff or diffs.header(task.label, colour=plan.colour)
                outcome.diff += done.diff
        if total.records and not total.seen:
            raise FileError(_no_such_field(task.fields, total.keys))
        if total.changed:
            outcome.status = "changed"
        if file is not None and (total.changed or not task.in_place):
            file.commit()
    if total.first_broken:
        line, why = total.first_broken
        more = f" (and {total.broken - 1:,} more)" if total.broken > 1 else ""
        outcome.problem = f"line {line + 1} is {why}{more}; kept as it is"
    elif not source.stayed and not task.in_place:
        outcome.problem = CHANGED


def _add(total: Done, done: Done, outcome: Outcome) -> None:
    if done.first_broken and not total.first_broken:
        total.first_broken = total.lines + done.first_broken[0], done.first_broken[1]
    total.lines += done.lines
    total.changed |= done.changed
    total.broken += done.broken
    total.seen += done.seen
    total.records += done.records
    total.keys = total.keys or done.keys
    outcome.tally.merge(done.tally)
    del outcome.tally.pages[2 * PAGES :]


def _no_such_field(fields: tuple[str, ...], keys: tuple[str, ...]) -> str:
    wanted = " or ".join(map(repr, fields))
    return f"no record has a text field {wanted} (text fields: {', '.join(keys) or 'none'}); see --field"


def _jobs(task: Task, plan: Plan, chunks: Iterator[Chunk], sent: deque[Chunk]) -> Iterator[Job]:
    try:
        for chunk in chunks:
            sent.append(chunk)
            yield Job(task, plan, chunk, first=chunk.start == 0)
    except EOFError as error:
        raise FileError(f"cannot be decompressed: {error}") from error


def clean_chunk(job: Job) -> Done:
    """Clean the records of a chunk; the same bytes come back where nothing changed."""
    chunk = job.chunk
    data = chunk.read()
    done = Done(chunk.data, False, len(data))
    lines = data.split(b"\n")
    del data
    done.lines = len(lines) - 1
    bom = BOM if chunk.start == 0 and lines[0].startswith(BOM) else b""
    lines[0] = lines[0][len(bom) :] if bom else lines[0]
    cleaner = _Cleaner(job, done)
    for k in range(len(lines)):
        try:
            done.changed |= cleaner.clean(lines, k)
        except (jsonspans.BrokenJsonError, UnicodeDecodeError) as error:
            why = (
                "not UTF-8, as JSON Lines must be"
                if isinstance(error, UnicodeDecodeError)
                else str(error)
            )
            done.broken += 1
            done.first_broken = done.first_broken or (k, why)
    if done.changed:
        lines[0] = bom + lines[0]
        done.data = b"\n".join(lines)
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
        self._quick = bool(self._only) and not job.plan.explains

    def clean(self, lines: list[bytes], k: int) -> bool:
        """Clean one of the lines where it stands, and tell whether it has changed."""
        line = lines[k].decode()
        value = jsonspans.top_level(line, self._only) if self._quick else None
        if value is not None:
            if len(value) > LONG:  # one of them at a time is enough
                line = ""
            cleaned = self._value(value)
            line = line or lines[k].decode()
            place = (0, 0) if cleaned is value else jsonspans.sole(line, self._only, value)
            if place is not None:
                self._done.seen += 1
                self._done.records += 1
                self._done.tally.plain(value, cleaned)
                if cleaned is value or cleaned == value:
                    return False
                del value
                lines[k] = b""
                self._settle(cleaned, k)
                escaped = jsonspans.is_escaped(line, *place)
                head, tail = line[: place[0]], line[place[1] :]
                del line
                lines[k] = b"".join((head.encode(), _quoted(cleaned, escaped), tail.encode()))
                return True
        edits: list[Found] = []
        if len(line) > LONG:
            lines[k] = b""
        try:
            edits = self._edits(line, k)
        finally:
            if edits or not lines[k]:
                lines[k] = apply(line, edits).encode()
        return bool(edits)

    def _edits(self, line: str, k: int) -> list[Found]:
        done, plan = self._done, self._job.plan
        if not line.strip(" \t\r"):
            return []
        tokens = jsonspans.fields_of(line, self._paths)
        done.records += 1
        if not tokens:
            done.keys = done.keys or tuple(jsonspans.keys_of(line))[:20]
            return []
        done.seen += 1
        number = self._job.chunk.line + k
        edits: list[Found] = []
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
                self._settle(cleaned, k)
                escaped = jsonspans.is_escaped(line, start, end)
                new = jsonspans.written(cleaned, escaped=escaped)
                # Only a diff needs to know which characters of the string have changed.
                edits += narrowed(start, line[start:end], new) if plan.diff else [(start, end, new)]
        del done.tally.pages[PAGES:]
        if edits and plan.diff:
            done.diff += diffs.one_line(line, number, edits, colour=plan.colour)
        return edits

    def _value(self, value: str) -> str:
        if len(value) <= LONG:
            return self._pipeline.clean(value)
        from .large import clean_long

        self._done.tally.warnings.append(f"a field of {len(value):,} characters cleaned in blocks")
        return clean_long(self._pipeline, value)

    def _settle(self, cleaned: str, k: int) -> None:
        """Note the line where a second pass would change it again."""
        done = self._done
        if self._job.task.in_place and done.unstable is None and self._value(cleaned) != cleaned:
            done.unstable = k


def _quoted(value: str, escaped: bool) -> bytes:
    try:
        return jsonspans.quoted(value, escaped=escaped).encode()
    except UnicodeEncodeError:  # a lone surrogate
        return jsonspans.quoted(value, escaped=True).encode()
