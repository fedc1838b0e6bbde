"""Clean a corpus inside the framework that holds it: batches in, batches out.

No framework is imported: a batch is told by what it offers. A BatchCleaner pickles, so it travels
to the framework's own workers, and hashes stably, so a cache knows it again.

    datasets   dataset.map(BatchCleaner(), batched=True)
    Ray Data   dataset.map_batches(BatchCleaner().batch, batch_format="pyarrow")
    Spark      frame.mapInArrow(BatchCleaner().batches, frame.schema)   # or mapInPandas
               rdd.mapPartitions(BatchCleaner().records)                # rows as dictionaries
    datatrove  pipeline=[reader, BatchCleaner().documents, writer]
    Polars     frame.map_batches(BatchCleaner().batch)                  # or by to_arrow()
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from .errors import UnknownNameError
from .pipeline import Pipeline


@dataclass(frozen=True)
class BatchCleaner:
    """Cleans the text ``fields`` of batches with a ``pipeline``; other columns pass untouched.

    A value of None stays None. Raises UnknownNameError for a field that a batch does not have, and
    TypeError for a value that is no text.
    """

    pipeline: Pipeline = field(default_factory=Pipeline)
    fields: tuple[str, ...] = ("text",)

    def __post_init__(self) -> None:
        if not isinstance(self.pipeline, Pipeline):
            raise TypeError(f"pipeline takes a Pipeline, not {type(self.pipeline).__name__}")
        names = (self.fields,) if isinstance(self.fields, str) else tuple(self.fields)
        if not all(isinstance(name, str) for name in names):
            raise TypeError(f"fields takes names, not {self.fields!r}")
        object.__setattr__(self, "fields", names)  # a list would not hash

    def __call__(self, batch: Any) -> Any:
        """Clean one batch; see ``batch``."""
        return self.batch(batch)

    def batch(self, batch: Any) -> Any:
        """Clean one batch: a mapping of columns, an Arrow table or record batch, or a data frame.

        What comes back is of the kind that came; where nothing changed it holds the same columns.
        """
        if isinstance(batch, Mapping):
            self._check(batch)
            return {**batch, **{name: self._column(batch[name]) for name in self.fields}}
        if hasattr(batch, "schema") and hasattr(batch, "set_column"):
            return self._arrow(batch)
        if hasattr(batch, "with_columns"):  # Polars
            return self._polars(batch)
        if hasattr(batch, "assign"):  # pandas
            self._check(batch.columns)
            return batch.assign(**{name: self._column(batch[name]) for name in self.fields})
        raise TypeError(f"no batch that is known: {type(batch).__name__}")

    def batches(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Clean a stream of batches, as mapInPandas and mapInArrow hand them over."""
        return map(self.batch, batches)

    def records(self, records: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Clean a stream of records."""
        for record in records:
            self._check(record)
            yield {**record, **{name: self._value(record[name]) for name in self.fields}}

    def documents(
        self,
        documents: Iterable[Any],
        rank: int = 0,  # noqa: ARG002
        world_size: int = 1,  # noqa: ARG002
    ) -> Iterator[Any]:
        """Clean a stream of documents that keep their text in attributes.

        A step of datatrove, which names the share of the work in ``rank`` and ``world_size``.
        """
        for document in documents:
            for name in self.fields:
                value = getattr(document, name)
                cleaned = self._value(value)
                if cleaned is not value:
                    setattr(document, name, cleaned)
            yield document

    def _check(self, names: Iterable[str]) -> None:
        known = list(names)
        for name in self.fields:
            if name not in known:
                raise UnknownNameError("field", name, known)

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.pipeline.clean(value)
        if value is None or value is getattr(sys.modules.get("pandas"), "NA", None):
            return value
        if isinstance(value, float) and isnan(value):  # how a data frame says that it has none
            return value
        raise TypeError(f"no text: {value!r}")

    def _column(self, values: Any) -> Any:
        """Clean a column; the same object comes back where nothing changed."""
        if values is None or isinstance(values, str):
            raise TypeError(
                "a record, where a batch of columns is wanted; datasets: map(..., batched=True)"
            )
        after = [self._value(value) for value in values]
        if all(new is old for new, old in zip(after, values, strict=True)):
            return values
        return after

    def _arrow(self, table: Any) -> Any:
        import pyarrow as arrow

        self._check(table.schema.names)
        for name in self.fields:
            k = table.schema.get_field_index(name)
            kind = table.schema.field(k).type
            before = table.column(k).to_pylist()
            after = self._column(before)
            if after is before:
                continue
            if arrow.types.is_dictionary(kind):
                column = arrow.array(after, kind.value_type).dictionary_encode().cast(kind)
            else:
                column = arrow.array(after, kind)
            table = table.set_column(k, table.schema.field(k), column)
        return table

    def _polars(self, frame: Any) -> Any:
        self._check(frame.columns)
        for name in self.fields:
            series = frame.get_column(name)
            before = series.to_list()
            after = self._column(before)
            if after is not before:
                frame = frame.with_columns(type(series)(name, after, dtype=series.dtype))
        return frame
