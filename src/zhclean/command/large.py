"""Clean a text too large to hold: block by block, with the evidence of the first block."""

from __future__ import annotations

import codecs
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from ..pipeline import BLOCK
from . import diffs
from .files import AtomicFile, FileError, Stamp, opened
from .texts import Original, read_text, unified_lines
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
    sample = read_text(head[:cut], task.declared, binary=plan.binary)
    codec = sample.encoding
    outcome.tally.warnings.append("cleaned in blocks, with the evidence of the first")
    if SKIP in sample.text:
        outcome.status = "skipped"
    lost: list[int] = []
    blocks = _blocks(head[len(sample.bom) :], stream, codec, plan, None if task.in_place else lost)
    with contextlib.ExitStack() as stack:
        file: AtomicFile | None = None
        if task.target is not None:
            file = AtomicFile(task.target, task.target_compression, unchanged, plan.backup)
            stack.enter_context(file)
            if task.in_place:
                file.write(sample.bom)
        changed = False
        for before, after, crlf in _pairs(task, plan, outcome, blocks):
            changed |= before != after
            written = replace(sample, crlf=crlf, bom=b"")
            data = written.encoded(after) if task.in_place else written.utf8(after)
            if file is not None:
                file.write(data)
            elif sink is not None:
                sink.write(data)
        if changed:
            outcome.status = "changed"
        if lost:
            outcome.tally.warnings.append("holds bytes that are no text: U+FFFD stands for them")
        if file is not None and (changed or not task.in_place):
            if task.in_place:
                _assert_silent(task, plan, file.finish(), sample)
            file.commit()


def _pairs(
    task: Task, plan: Plan, outcome: Outcome, blocks: Iterator[str]
) -> Iterator[tuple[str, str, bool]]:
    """Give each block with what it becomes, and whether its lines end with ``\\r\\n``."""
    tally = outcome.tally
    if outcome.status == "skipped":
        yield from ((block, block, False) for block in blocks)
        return
    pipeline = task.recipe.pipeline()
    line = 1
    if not plan.explains:
        held = ("", False)

        def hold(raw: str) -> str:
            nonlocal held
            held = unified_lines(raw)
            return held[0]

        for after in pipeline.stream(map(hold, blocks), block=1):
            tally.plain(held[0], after)
            yield held[0], after, held[1]
        tally.documents = 1
        return
    signals: dict[str, Any] = {}
    shift = 0
    for raw in blocks:
        block, crlf = unified_lines(raw)
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
        yield block, result.text, crlf
    tally.documents = 1


def _blocks(
    head: bytes, stream: IO[bytes], codec: str, plan: Plan, lost: list[int] | None
) -> Iterator[str]:
    """Decode a stream into blocks of whole lines, at least BLOCK characters each.

    What cannot be decoded is counted in ``lost`` and stands as U+FFFD, or is an error without it.
    """
    if lost is not None:

        def stand_in(error: UnicodeError) -> tuple[str, int]:
            assert isinstance(error, UnicodeDecodeError)
            lost.append(error.start)
            return "\ufffd", error.end

        codecs.register_error("zhclean", stand_in)
    decoder = codecs.getincrementaldecoder(codec)("strict" if lost is None else "zhclean")
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
                yield whole[:cut]
            held, size = [whole[cut:]], len(whole) - cut


def _assert_silent(task: Task, plan: Plan, path: Path, sample: Original) -> None:
    with opened(path, task.target_compression) as stream:
        stream.read(len(sample.bom))
        blocks = _blocks(b"", stream, sample.encoding, plan, None)
        for before, after, _ in _pairs(task, Plan(), Outcome(""), blocks):
            if before != after:
                raise FileError("left as it is: a second pass would change it again")
