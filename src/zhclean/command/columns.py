"""Parquet and Arrow files, through pyarrow: chosen text columns cleaned, the schema kept.

A file is read and written batch by batch, so that its size does not matter.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from ..pipeline import Pipeline
from .files import AtomicFile, FileError, opened, stamp
from .tally import Tally
from .work import Outcome, Plan, Task, tell

ROWS = 8192
"""Rows cleaned at once."""


def process_table(task: Task, plan: Plan, outcome: Outcome) -> None:
    """Clean the text columns of a table."""
    arrow = _arrow()
    if task.path is None:
        raise FileError("a table of columns cannot be read from standard input")
    unchanged = stamp(task.path) if task.in_place else None
    with contextlib.ExitStack() as stack:
        stream = stack.enter_context(opened(task.path, task.format.compression))
        try:
            reader = _Reader(arrow, task, stream)
        except (arrow.ArrowInvalid, OSError) as error:
            raise FileError(f"not {task.format.kind}: {str(error).splitlines()[0]}") from None
        _check(arrow, reader.schema, task)
        file: AtomicFile | None = None
        writer: Any = None
        if task.target is not None:
            backup = plan.backup if task.in_place else ""
            file = AtomicFile(task.target, "", unchanged, backup)
            stack.enter_context(file)
            writer = reader.writer(_KeptOpen(file))
            stack.callback(_give_up, writer)
        changed = False
        row = 0
        for batch in reader.batches():
            cleaned = _batch(arrow, task, plan, outcome, batch, row)
            changed |= cleaned is not batch
            row += batch.num_rows
            if writer is not None:
                writer.write(cleaned)
        if writer is not None:
            writer.close()
        if changed:
            outcome.status = "changed"
        if file is not None and (changed or not task.in_place):
            file.commit()


def _give_up(writer: Any) -> None:
    """Close a writer while it still has a file: later, and unasked, it would complain."""
    with contextlib.suppress(Exception):
        writer.close()


class _KeptOpen:
    """A file as pyarrow writes it, which would close it before it is on the disk."""

    closed = False

    def __init__(self, file: AtomicFile) -> None:
        self._file = file

    def write(self, data: Any) -> int:
        self._file.write(bytes(data))
        return len(data)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass


class _Reader:
    """Reads batches of either format, and makes a writer of the same."""

    def __init__(self, arrow: Any, task: Task, stream: Any) -> None:
        self._arrow = arrow
        self._parquet: Any = None
        if task.format.kind == "parquet":
            from pyarrow import parquet

            self._parquet = parquet
            self._file: Any = parquet.ParquetFile(stream)
            self.schema: Any = self._file.schema_arrow
        else:
            self._file = arrow.ipc.open_file(stream)
            self.schema = self._file.schema

    def batches(self) -> Iterator[Any]:
        batches = self._read()
        while True:
            try:
                batch = next(batches, None)
            except (self._arrow.ArrowException, OSError) as error:
                raise FileError(f"cannot be read: {str(error).splitlines()[0].lower()}") from None
            if batch is None:
                return
            yield batch

    def _read(self) -> Iterator[Any]:
        if self._parquet is not None:
            yield from self._file.iter_batches(batch_size=ROWS)
            return
        for k in range(self._file.num_record_batches):
            yield self._file.get_batch(k)

    def writer(self, stream: Any) -> Any:
        if self._parquet is None:
            return self._arrow.ipc.new_file(stream, self.schema)
        compression = "snappy"
        meta = self._file.metadata
        if meta.num_row_groups and meta.num_columns:
            compression = meta.row_group(0).column(0).compression.lower()
        return self._parquet.ParquetWriter(
            stream, self.schema, compression=compression.replace("uncompressed", "none")
        )


def _check(arrow: Any, schema: Any, task: Task) -> None:
    texts = [f.name for f in schema if _is_text(arrow, f.type)]
    missing = [name for name in task.fields if name not in texts]
    if len(missing) == len(task.fields):
        wanted = " or ".join(repr(name) for name in missing)
        known = ", ".join(texts) or "none"
        raise FileError(f"no text column {wanted} (text columns: {known}); see --field")


def _is_text(arrow: Any, kind: Any) -> bool:
    types = arrow.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    return bool(types.is_string(kind) or types.is_large_string(kind))


def _batch(arrow: Any, task: Task, plan: Plan, outcome: Outcome, batch: Any, row: int) -> Any:
    """Clean one batch; the same object comes back where nothing changed."""
    pipeline = task.recipe.pipeline()
    for k, field in enumerate(batch.schema):
        if field.name not in task.fields or not _is_text(arrow, field.type):
            continue
        before = batch.column(k).to_pylist()
        after = [
            value if value is None else _cell(task, plan, outcome.tally, pipeline, value, row + n)
            for n, value in enumerate(before)
        ]
        if after != before:
            if task.in_place:
                _assert_silent(pipeline, before, after, row)
            column = arrow.array(after, type=_plain(arrow, field.type))
            if arrow.types.is_dictionary(field.type):
                column = column.dictionary_encode().cast(field.type)
            batch = batch.set_column(k, field, column)
    return batch


def _plain(arrow: Any, kind: Any) -> Any:
    return kind.value_type if arrow.types.is_dictionary(kind) else kind


def _cell(task: Task, plan: Plan, tally: Tally, pipeline: Pipeline, value: str, row: int) -> str:
    if not plan.explains:
        cleaned = pipeline.clean(value)
        tally.plain(value, cleaned)
        return cleaned
    result = pipeline.explain(value)
    tally.explained(result)
    tell(tally, plan, result, task.label, row + 1, f"row {row + 1}")
    return result.text


def _assert_silent(
    pipeline: Pipeline, before: list[str | None], after: list[str | None], row: int
) -> None:
    for n, (old, new) in enumerate(zip(before, after, strict=True)):
        if new is not None and new != old and pipeline.clean(new) != new:
            raise FileError(f"left as it is: a second pass would change row {row + n + 1} again")


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.ipc
    except ImportError:
        raise FileError("tables of columns need an extra: pip install 'zhclean[arrow]'") from None
    return pyarrow
