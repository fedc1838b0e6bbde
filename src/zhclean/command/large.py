"""Clean a text too large to hold: block by block, with the evidence of the first block."""

from __future__ import annotations

import codecs
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from ..pipeline import BLOCK, Pipeline
from . import diffs
from .files import AtomicFile, FileError, Stamp, opened
from .texts import read_text
from .work import SKIP, Outcome, Plan, Task, tell

SAMPLE = 1 << 20
"""Bytes from which the encoding of a large text is told."""
READ = 1 << 18


def process_large(
    task: Task,
    plan: Plan,
    outcome: Outcome,
    sink: IO[bytes] | None,
    stream: IO[bytes],
    head: bytes,
    unchanged: Stamp | None,
) -> None:
    """Clean the text that begins with ``head`` and goes on in ``stream``."""
    cut = head.rfind(b"\n", 0, SAMPLE) + 1 or SAMPLE
    sample = read_text(head[:cut], plan.declared, binary=plan.binary)
    codec = sample.encoding
    outcome.tally.warnings.append("cleaned in blocks, with the evidence of the first")
    if SKIP in sample.text:
        outcome.status = "skipped"
    pipeline = task.recipe.pipeline()
    with contextlib.ExitStack() as stack:
        file: AtomicFile | None = None
        if task.target is not None:
            file = AtomicFile(task.target, task.target_compression, unchanged, plan.backup)
            stack.enter_context(file)
            if task.in_place:
                file.write(sample.bom)
        changed = False
        line = 1
        for before, after in _pairs(
            pipeline,
            task,
            plan,
            outcome,
            _blocks(head[len(sample.bom) :], stream, codec, sample.crlf, plan),
            line,
        ):
            changed |= before != after
            data = sample.utf8(after)
            if task.in_place:
                data = sample.encoded(after)[len(sample.bom) :]
            if file is not None:
                file.write(data)
            elif sink is not None:
                sink.write(data)
        if changed:
            outcome.status = "changed"
        if file is not None and (changed or not task.in_place):
            if task.in_place:
                _assert_silent(pipeline, file.finish(), task, sample.bom, codec, sample.crlf, plan)
            file.commit()


def _pairs(
    pipeline: Pipeline, task: Task, plan: Plan, outcome: Outcome, blocks: Iterator[str], line: int
) -> Iterator[tuple[str, str]]:
    """Give each block with what it becomes."""
    tally = outcome.tally
    if outcome.status == "skipped":
        yield from ((block, block) for block in blocks)
        return
    if not plan.explains:
        held: list[str] = []
        for after in pipeline.stream(map(_holding(held), blocks), block=1):
            tally.plain(held[0], after)
            yield held[0], after
        tally.documents = 1
        return
    signals: dict[str, Any] = {}
    shift = 0
    for block in blocks:
        result = pipeline.explain(block, signals=signals)
        signals = {**result.signals, **signals}
        tally.explained(result)
        tell(tally, plan, result, task.label, line)
        if plan.diff and result.edits:
            edits = [(e.start, e.end, e.after) for e in result.edits]
            outcome.diff = outcome.diff or diffs.header(task.label, colour=plan.colour)
            outcome.diff += diffs.hunks(
                block, edits, colour=plan.colour, above=line - 1, shift=shift
            )
        line += block.count("\n")
        shift += result.text.count("\n") - block.count("\n")
        yield block, result.text
    tally.documents = 1


def _holding(held: list[str]) -> Any:
    def hold(block: str) -> str:
        held[:] = [block]
        return block

    return hold


def _blocks(head: bytes, stream: IO[bytes], codec: str, crlf: bool, plan: Plan) -> Iterator[str]:
    """Decode a stream into blocks of whole lines, at least BLOCK characters each."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    held: list[str] = []
    size = at = 0
    wanted = BLOCK
    last = False
    while not last:
        data = head[at : at + READ] if at < len(head) else stream.read(READ)
        at += READ
        last = not data
        try:
            text = decoder.decode(data, final=last)
        except UnicodeDecodeError as error:
            raise FileError(f"not all of it is {codec}: {error.reason}") from None
        if "\0" in text and not plan.binary:
            raise FileError("looks binary (it holds a NUL); --text cleans it all the same")
        held.append(text)
        size += len(text)
        if last or (size >= wanted and "\n" in text):
            whole = "".join(held)
            cut = len(whole) if last else whole.rfind("\n") + 1
            if not last and whole.rfind("zhclean: off") > whole.rfind("zhclean: on"):
                held, wanted = [whole], 2 * size  # a region switched off stays in one block
                continue
            wanted = BLOCK
            if cut:
                yield whole[:cut].replace("\r\n", "\n") if crlf else whole[:cut]
            held, size = [whole[cut:]], len(whole) - cut


def _assert_silent(
    pipeline: Pipeline, path: Path, task: Task, bom: bytes, codec: str, crlf: bool, plan: Plan
) -> None:
    with opened(path, task.target_compression) as stream:
        stream.read(len(bom))
        blocks = _blocks(b"", stream, codec, crlf, plan)
        for before, after in _pairs(pipeline, task, Plan(), Outcome(""), blocks, 1):
            if before != after:
                raise FileError("left as it is: a second pass would change it again")
