"""Clean a text too large to hold: chunk by chunk, with the evidence of the first.

The chunks, and the blocks they are cleaned in, are the same however many processes share them.
"""

from __future__ import annotations

import contextlib
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from ..pipeline import Pipeline
from . import diffs
from .chunks import CHANGED, Chunk, Source, read_pieces
from .cutting import PRAGMA, Cut, recoded
from .files import AtomicFile, FileError, Stamp, opened
from .formats import Format
from .tally import Tally
from .texts import Original, fourth, read_text, too_wide, unified_lines
from .work import SKIP, Mapper, Outcome, Plan, Sink, Task, tell

SAMPLE = 1 << 20
"""Bytes from which the encoding of a large text is told."""
CHUNK = 1 << 20
"""Bytes of whole lines that are sent to a process at once."""
BLOCK = 1 << 16
"""Characters cleaned at once: small enough for most to have nothing that a rule looks for."""
LINE = 1 << 20
"""Characters a line may have before it is cut at the end of a sentence, within a chunk."""
# In these a byte that looks like a line feed is one, wherever a reader begins.
_PLAIN = re.compile(r"utf-8|gb|big5|cp\d|ascii|latin|iso8859|euc|shift_jis")


@dataclass(slots=True)
class Job:
    """A chunk to clean, and how; without ``signals`` it is the one that gives the evidence."""

    task: Task
    plan: Plan
    chunk: Chunk
    sample: Original
    codec: str
    skip: bool
    signals: dict[str, Any] | None = None
    even: bool = True


@dataclass(slots=True)
class Done:
    """A cleaned chunk; ``data`` is None where its bytes are those of the file."""

    data: bytes | memoryview | None
    size: int
    changed: bool = False
    lossy: bool = False
    tally: Tally = field(default_factory=Tally)
    diff: str = ""
    grown: int = 0
    """Lines the text has become longer by."""
    signals: dict[str, Any] = field(default_factory=dict)
    wide: bool = False
    """Whether the file's bytes hold codes of four bytes (GB18030)."""
    widened: str = ""
    """The first character that needs one now."""


def process_large(
    task: Task,
    plan: Plan,
    outcome: Outcome,
    sink: Sink | None,
    stream: IO[bytes],
    head: bytes,
    unchanged: Stamp | None,
    mapper: Mapper,
) -> None:
    """Clean the text that begins with ``head`` and goes on in ``stream``."""
    sample = read_text(head[: _end_of_sample(head)], task.declared, binary=plan.binary)
    outcome.tally.warnings.append("cleaned in blocks, with the evidence of the first")
    skip = SKIP in sample.text
    if skip:
        outcome.status = "skipped"
    source = Source(task.path, task.format, unchanged)
    pieces = read_pieces(stream, head[len(sample.bom) :])
    del head
    run = _Run(task, plan, replace(sample, text=""), skip, mapper)
    with contextlib.ExitStack() as stack:
        file: AtomicFile | None = None
        if task.target is not None:
            file = AtomicFile(task.target, task.target_compression, unchanged, plan.backup)
            stack.enter_context(file)
            if task.in_place:
                file.write(sample.bom)
        out = file or sink
        total = Done(None, 0)
        for chunk, done in run.over(source, pieces):
            if out is not None:
                out.write(chunk.read() if done.data is None else done.data)
            _add(total, done, outcome, plan)
        outcome.tally.documents = 1
        if total.changed:
            outcome.status = "changed"
        if total.lossy:
            outcome.tally.warnings.append("holds bytes that are no text: U+FFFD stands for them")
        if total.widened and not total.wide and sample.narrow:
            raise too_wide(total.widened)
        if file is not None and (total.changed or not task.in_place):
            if task.in_place:
                run.assert_silent(file.finish())
            file.commit()
    if not source.stayed and not task.in_place:
        outcome.problem = CHANGED


def _end_of_sample(head: bytes) -> int:
    cut = head.rfind(b"\n", 0, SAMPLE) + 1 or SAMPLE
    while 0 < SAMPLE - cut < 4 and head[cut : cut + 1] and head[cut] & 0xC0 == 0x80:
        cut -= 1  # not within a character of UTF-8
    return cut


def _add(total: Done, done: Done, outcome: Outcome, plan: Plan) -> None:
    if done.diff:
        outcome.diff = outcome.diff or diffs.header(outcome.label, colour=plan.colour)
        outcome.diff += diffs.shifted(done.diff, total.grown)
    total.changed |= done.changed
    total.lossy |= done.lossy
    total.grown += done.grown
    total.wide |= done.wide
    total.widened = total.widened or done.widened
    outcome.tally.merge(done.tally)


@dataclass(slots=True)
class _Run:
    """One pass over a large text."""

    task: Task
    plan: Plan
    sample: Original
    skip: bool
    mapper: Mapper

    def over(self, source: Source, pieces: Iterator[bytes]) -> Iterator[tuple[Chunk, Done]]:
        """Give each chunk with what it becomes, in order."""
        codec = self.sample.encoding
        plain = bool(_PLAIN.match(codec))
        lost: list[int] = []
        if not plain:
            pieces = recoded(pieces, codec, lost if not self.task.in_place else None)
        start = len(self.sample.bom)
        cut = Cut("utf-8" if not plain else codec)
        chunks = source.chunks(pieces, CHUNK, cut, start=start, recoded=not plain)
        job = Job(self.task, self.plan, Chunk(b"", 1), self.sample, cut.codec, self.skip)
        try:
            for chunk in chunks:
                first = clean_chunk(replace(job, chunk=chunk))
                first.lossy |= bool(lost)
                yield chunk, first
                job.signals = first.signals
                break
            sent: deque[Chunk] = deque()
            for done in self.mapper(clean_chunk, _sent(job, chunks, sent)):
                if isinstance(done, FileError):
                    raise done
                done.lossy |= bool(lost)
                yield sent.popleft(), done
        except EOFError as error:
            raise FileError(f"cannot be decompressed: {error}") from error

    def assert_silent(self, path: Path) -> None:
        """Raise FileError where a second pass over what was written would change it again."""
        kind = Format("text", self.task.target_compression)
        self.plan = Plan(binary=True)
        with opened(path, kind.compression) as stream:
            stream.read(len(self.sample.bom))
            for _, done in self.over(Source(path, kind), read_pieces(stream)):
                if done.changed:
                    raise FileError("left as it is: a second pass would change it again")


def _sent(job: Job, chunks: Iterable[Chunk], sent: deque[Chunk]) -> Iterator[Job]:
    for chunk in chunks:
        sent.append(chunk)
        yield replace(job, chunk=chunk)


def clean_chunk(job: Job) -> Done:
    """Clean a chunk, in any process."""
    chunk, task = job.chunk, job.task
    data = chunk.read()
    done = Done(chunk.data, len(data))
    text, exact = _decoded(job, data, done)
    before, crlf = unified_lines(text)
    del text
    after = before if job.skip else _cleaned(job, before, done)
    done.changed = after != before
    same = job.codec == ("utf-8" if not task.in_place else job.sample.encoding)
    if same and exact and not done.changed:
        if task.in_place and job.sample.narrow:
            done.wide = fourth(data) is not None
        return done
    original = replace(job.sample, crlf=crlf, bom=b"", narrow=False)
    if task.in_place:
        done.data = original.encoded(after)
        if same and done.changed and original.encoded(before) != data:
            raise FileError(f"left as it is: not all of it can be kept in {original.encoding}")
        if job.sample.narrow:
            done.wide = fourth(data) is not None
            done.widened = fourth(done.data) or ""
    else:
        done.data = original.utf8(after)
    return done


def _decoded(job: Job, data: bytes, done: Done) -> tuple[str, bool]:
    """Decode a chunk, and tell whether all of it is in the file's encoding.

    Lines that are not are decoded on their own, or are an error where they could not be written.
    """
    exact = True
    errors = "surrogatepass" if job.codec != job.sample.encoding else "strict"
    try:
        text = data.decode(job.codec, errors)
    except UnicodeDecodeError as error:
        if job.task.in_place:
            raise FileError(f"not all of it is {job.codec}: {error.reason}") from None
        found = read_text(data, job.codec, binary=True)
        text, done.lossy = found.text, found.lossy
        text = text.replace("\n", "\r\n") if found.crlf else text
        exact = False
    if "\0" in text and not job.plan.binary:
        raise FileError("looks binary (it holds a NUL); --text cleans it all the same")
    return text, exact


def _cleaned(job: Job, text: str, done: Done) -> str:
    pipeline, plan, tally = job.task.recipe.pipeline(), job.plan, done.tally
    out: list[str] = []
    line = job.chunk.line
    for block in [text] if job.signals is None else _blocks(text):
        if job.signals is not None and not plan.explains:
            cleaned = pipeline.clean(block, signals=job.signals)
            tally.plain(block, cleaned)
            out.append(cleaned)
            continue
        result = pipeline.explain(block, signals=job.signals)
        done.signals = done.signals or dict(result.signals)
        cleaned = result.text
        out.append(cleaned)
        if not plan.explains:
            tally.plain(block, cleaned)
            continue
        tally.explained(result)
        tell(tally, plan, result, job.task.label, line)
        lines = block.count("\n")
        if plan.diff and result.edits:
            edits = [(e.start, e.end, e.after) for e in result.edits]
            done.diff += diffs.hunks(
                block, edits, colour=plan.colour, above=line - 1, shift=done.grown
            )
        line += lines
        done.grown += cleaned.count("\n") - lines
    return "".join(out)


def clean_long(pipeline: Pipeline, text: str) -> str:
    """Clean a text of any length in blocks, with the evidence of the first million characters."""
    end = text.find("\n", LINE) + 1 or LINE
    first = pipeline.explain(text[:end])
    signals = dict(first.signals)
    out = [first.text]
    del first
    out += [pipeline.clean(block, signals=signals) for block in _blocks(text, end)]
    cleaned = "".join(out)
    del out
    return text if cleaned == text else cleaned


def _blocks(text: str, at: int = 0) -> Iterator[str]:
    """Cut a chunk as a stream is cut into chunks, but by characters."""
    while len(text) - at > 2 * BLOCK:
        end = text.find("\n\n", at + BLOCK, at + 2 * BLOCK) + 2
        if end < 2:
            end = text.find("\n", at + BLOCK, at + LINE) + 1
        if not end and len(text) - at > LINE:
            end = text.rfind("。", at, at + LINE) + 1 or at + LINE
        if end and text.find("zhclean:", at, end) >= 0:
            said = [m[1] for m in PRAGMA.finditer(text, at, end)]
            if said and said[-1]:
                on = next((m.start() for m in PRAGMA.finditer(text, end) if not m[1]), -1)
                end = text.find("\n", on) + 1 if on >= 0 else 0
        if not end:
            break
        yield text[at:end]
        at = end
    if at < len(text):
        yield text[at:]
