"""Floors of the benchmarks: they only rise, and nothing slips past them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import audit, floors, material
from benchmarks.figures import Figure
from benchmarks.floors import Measured

WAY = "quick"


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "floors.json"
    monkeypatch.setattr(floors, "FILE", path)
    return path


def one(value: float, *, key: str = "a", better: str = "higher", inputs: str = "x") -> Measured:
    return Measured(Figure(key, value, "units", better), "quality_a", inputs)


def test_a_fall_is_said() -> None:
    assert floors.save([one(0.9)], WAY, None) == []
    assert floors.broken([one(0.9)], WAY) == []
    assert floors.broken([one(0.95)], WAY) == []
    assert floors.broken([one(0.8)], WAY) == ["a: 0.8, its floor is 0.9"]


def test_lower_may_be_better() -> None:
    floors.save([one(3, better="lower")], WAY, None)
    assert floors.broken([one(2, better="lower")], WAY) == []
    assert floors.broken([one(4, better="lower")], WAY)


def test_rounding_is_no_fall() -> None:
    floors.save([one(1 / 3)], WAY, None)
    assert floors.broken([one(1 / 3 - 1e-8)], WAY) == []


def test_raising_is_free_and_lowering_is_not() -> None:
    floors.save([one(0.8)], WAY, None)
    assert floors.save([one(0.9)], WAY, None) == []
    assert floors.save([one(0.7)], WAY, None) == ["a"]
    assert floors.load()[WAY]["a"]["value"] == 0.9
    assert floors.save([one(0.7)], WAY, "harder cases") == []
    assert floors.load()[WAY]["a"]["value"] == 0.7
    assert floors.load()[WAY]["a"]["lowered"] == ["0.9 -> 0.7: harder cases"]
    floors.save([one(0.75)], WAY, None)
    assert floors.load()[WAY]["a"]["lowered"] == ["0.9 -> 0.7: harder cases"]


def test_other_inputs_are_no_way_round() -> None:
    floors.save([one(0.8, inputs="x")], WAY, None)
    assert floors.broken([one(0.99, inputs="y")], WAY) == [
        "quality_a: other inputs than its floors were set on"
    ]
    assert floors.save([one(0.99, inputs="y")], WAY, None) == ["a"]
    assert floors.save([one(0.7, inputs="y")], WAY, "more texts") == []
    assert floors.load()[WAY]["a"]["lowered"] == ["on other inputs, 0.8 -> 0.7: more texts"]


def test_a_figure_that_is_gone_is_said() -> None:
    floors.save([one(0.8), one(0.5, key="b")], WAY, None)
    assert floors.broken([one(0.8)], WAY) == ["b: no longer measured"]
    assert floors.save([one(0.8)], WAY, None) == ["b"]
    assert floors.save([one(0.8)], WAY, "b was the same as a") == []
    assert list(floors.load()[WAY]) == ["a"]
    assert floors.broken([], WAY) == []  # its module was not run


def test_ways_of_measuring_are_apart() -> None:
    floors.save([one(0.8)], "full", None)
    assert floors.broken([one(0.1)], WAY) == []


def test_no_floor_under_a_peer() -> None:
    figure = Figure("a.peer", 1.0, "units", floor=False)
    floors.save([Measured(figure, "quality_a", "x")], WAY, None)
    assert floors.load()[WAY] == {}


def test_fingerprints_change_with_a_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(material, "CORPUS", tmp_path)
    text = tmp_path / "a.txt.gz"
    prints = set()
    for data in (b"one", b"two"):  # of one size
        text.write_bytes(data)
        material.fingerprint.cache_clear()
        prints.add(material.fingerprint(("corpus",)))
    material.fingerprint.cache_clear()
    assert len(prints) == 2


@pytest.mark.parametrize("given", [["--lower", "why"], ["--floors", "raise", "--lower", " "]])
def test_a_reason_goes_with_raising(given: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "quality", "nothing", *given])
    with pytest.raises(SystemExit) as stopped:
        command.main()
    assert stopped.value.code == 2


def test_the_command_fails_on_a_fall(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [one(0.9)]
    monkeypatch.setattr(command, "measure", lambda *_: given)
    monkeypatch.setattr(sys, "argv", ["benchmarks", "quality", "--floors", "raise"])
    assert command.main() == 0
    given = [one(0.8)]
    assert command.main() == 1
    monkeypatch.setattr(sys, "argv", ["benchmarks", "quality", "--floors", "check"])
    way = floors.way(quick=False)
    assert command.main() == 1
    assert "floors: a: 0.8, its floor is 0.9" in capsys.readouterr().err
    assert floors.load()[way]["a"]["value"] == 0.9


def test_few_edits_break_no_promise() -> None:
    low, high = audit.interval(9, 10)
    assert low < 0.95 < high
    low, high = audit.interval(800, 1000)
    assert high < 0.95
    assert audit.interval(0, 0) == (0.0, 1.0)


def test_floors_in_the_file_are_of_modules_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    for table in floors.load().values():
        for key, floor in table.items():
            assert {"value", "better", "module", "inputs"} <= floor.keys(), key
            assert (material.ROOT / "benchmarks" / f"{floor['module']}.py").exists(), key
