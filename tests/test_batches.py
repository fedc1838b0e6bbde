"""BatchCleaner over batches of every kind; those of a framework where it is installed."""

from __future__ import annotations

import pickle
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from zhclean import Pipeline, UnknownNameError
from zhclean.batches import BatchCleaner

DIRTY, CLEAN, FINE = "迭代后,目前已经更新。", "迭代后，目前已经更新。", "干净的文字。"
CLEANER = BatchCleaner()


def test_a_mapping_of_columns() -> None:
    batch: dict[str, Any] = {"id": [1, 2, 3], "text": [DIRTY, None, FINE]}
    found = CLEANER(batch)
    assert found == {"id": [1, 2, 3], "text": [CLEAN, None, FINE]}
    assert found["id"] is batch["id"]
    assert batch["text"][0] == DIRTY
    fine = {"text": [FINE, None]}
    assert CLEANER(fine)["text"] is fine["text"]
    both = BatchCleaner(fields=("title", "text"))({"title": [DIRTY], "text": [DIRTY]})
    assert both == {"title": [CLEAN], "text": [CLEAN]}
    assert BatchCleaner(fields="title").fields == ("title",)  # type: ignore[arg-type]


def test_streams() -> None:
    assert list(CLEANER.batches([{"text": [DIRTY]}, {"text": []}])) == [
        {"text": [CLEAN]},
        {"text": []},
    ]
    assert list(CLEANER.records([{"text": DIRTY, "k": 1}, {"text": None}])) == [
        {"text": CLEAN, "k": 1}, {"text": None},
    ]  # fmt: skip


@dataclass
class Document:
    text: str
    id: int = 0


def test_documents() -> None:
    documents = [Document(DIRTY, 1), Document(FINE, 2)]
    found = list(CLEANER.documents(documents, rank=0, world_size=2))
    assert [d.text for d in found] == [CLEAN, FINE]
    assert found[0] is documents[0]


def test_what_is_no_batch() -> None:
    with pytest.raises(UnknownNameError, match="unknown field 'text'; did you mean 'texts'"):
        CLEANER({"texts": [DIRTY]})
    with pytest.raises(UnknownNameError):
        list(CLEANER.records([{"body": DIRTY}]))
    with pytest.raises(TypeError, match="no text: 1"):
        CLEANER({"text": [1]})
    with pytest.raises(TypeError, match="no batch that is known: list"):
        CLEANER([DIRTY])


def test_it_travels() -> None:
    cleaner = BatchCleaner(Pipeline("minimal", options={"quotes.style": "corner"}), ("a",))
    again = pickle.loads(pickle.dumps(cleaner))
    assert again == cleaner
    assert hash(again) == hash(cleaner)
    assert pickle.loads(pickle.dumps(cleaner.batch))({"a": [DIRTY]}) == {"a": [DIRTY]}


def test_arrow() -> None:
    arrow = pytest.importorskip("pyarrow")
    kinds = [arrow.string(), arrow.large_string(), arrow.dictionary(arrow.int32(), arrow.string())]
    for kind in kinds:
        schema = arrow.schema(
            [arrow.field("id", arrow.int8()), arrow.field("text", kind, metadata={"k": "v"})]
        )
        columns = [arrow.array([1, 2, 3], arrow.int8()), arrow.array([DIRTY, None, FINE], kind)]
        for batch in (
            arrow.RecordBatch.from_arrays(columns, schema=schema),
            arrow.Table.from_arrays(columns, schema=schema),
        ):
            found = CLEANER.batch(batch)
            assert type(found) is type(batch)
            assert found.schema.equals(schema, check_metadata=True)
            assert found.column("text").to_pylist() == [CLEAN, None, FINE]
            assert CLEANER.batch(found) is found


def test_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"id": [1, 2, 3], "text": [DIRTY, None, FINE]}, index=[7, 8, 9])
    found = CLEANER.batch(frame)
    assert list(found["text"])[::2] == [CLEAN, FINE]
    assert found["text"].isna().tolist() == [False, True, False]
    assert list(found.index) == [7, 8, 9]
    strings = frame.astype({"text": "string"})
    assert CLEANER.batch(strings)["text"].tolist()[::2] == [CLEAN, FINE]


def test_polars() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"id": [1, 2], "text": [DIRTY, None]})
    found = CLEANER.batch(frame)
    assert found.schema == frame.schema
    assert found["text"].to_list() == [CLEAN, None]
    lazy = frame.lazy().map_batches(CLEANER.batch).collect()
    assert lazy["text"].to_list() == [CLEAN, None]


def test_datasets(tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    data: Any = datasets.Dataset.from_dict({"id": [1, 2, 3], "text": [DIRTY, None, FINE]})
    found = data.map(CLEANER, batched=True, cache_file_name=str(tmp_path / "a.arrow"))
    assert found["text"][:] == [CLEAN, None, FINE]
    first = datasets.fingerprint.Hasher.hash(CLEANER)
    assert first == datasets.fingerprint.Hasher.hash(BatchCleaner())
    assert first != datasets.fingerprint.Hasher.hash(BatchCleaner(Pipeline("minimal")))


def test_datatrove(tmp_path: Path) -> None:
    theirs: Any = pytest.importorskip("datatrove.data")
    executor: Any = pytest.importorskip("datatrove.executor")
    kept: list[str] = []

    def keep(data: Any, rank: int = 0, world_size: int = 1) -> Any:
        for document in data:
            kept.append(document.text)
            yield document

    def read(data: Any, rank: int = 0, world_size: int = 1) -> Any:
        yield from (theirs.Document(text=text, id=text) for text in (DIRTY, FINE))

    pipeline = [read, CLEANER.documents, keep]
    executor.LocalPipelineExecutor(pipeline=pipeline, logging_dir=str(tmp_path)).run()
    assert kept == [CLEAN, FINE]


@pytest.mark.filterwarnings("ignore")  # its own
def test_ray() -> None:
    ray: Any = pytest.importorskip("ray")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        data = ray.data.from_items([{"id": k, "text": DIRTY} for k in range(20)])
        for form in ("pyarrow", "numpy", "pandas"):
            found = data.map_batches(CLEANER.batch, batch_format=form).take_all()
            assert [row["text"] for row in found] == [CLEAN] * 20
    finally:
        ray.shutdown()


@pytest.mark.filterwarnings("ignore")  # its own
def test_spark(monkeypatch: pytest.MonkeyPatch) -> None:
    sql: Any = pytest.importorskip("pyspark.sql")
    if not shutil.which("java"):
        pytest.skip("no Java")
    spark = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", False)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    spark = spark.getOrCreate()
    try:
        frame = spark.createDataFrame([(k, DIRTY) for k in range(3)], "id int, text string")
        for found in (
            frame.mapInArrow(CLEANER.batches, frame.schema),
            frame.mapInPandas(CLEANER.batches, frame.schema),
        ):
            assert [row.text for row in found.collect()] == [CLEAN] * 3
        rows = frame.rdd.map(lambda row: row.asDict()).mapPartitions(CLEANER.records)
        assert rows.collect()[0] == {"id": 0, "text": CLEAN}
    finally:
        spark.stop()


def test_a_record_is_no_batch() -> None:
    for text in (DIRTY, None):
        with pytest.raises(TypeError, match="batched=True"):
            CLEANER({"id": 1, "text": text})


def test_what_a_cleaner_is_made_of() -> None:
    listed = BatchCleaner(fields=["title", "text"])  # type: ignore[arg-type]
    assert listed.fields == ("title", "text")
    assert hash(listed) == hash(BatchCleaner(fields=("title", "text")))
    with pytest.raises(TypeError, match="pipeline takes a Pipeline, not str"):
        BatchCleaner("crawl")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="fields takes names"):
        BatchCleaner(fields=(1,))  # type: ignore[arg-type]
