"""What the benchmarks rest on: seeded damage, a truth that is one, fair judgement, plots that parse."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest

import zhclean
from benchmarks import align, audit, charts, clock, plots, report, truth
from benchmarks.damage import KINDS
from benchmarks.damage_pages import PAGES
from benchmarks.damage_rare import RARE
from benchmarks.figures import Figure
from benchmarks.floors import Measured

HANS = (
    "春天的早晨，河边的柳树刚刚发芽。“天气真好！”老人说：“孩子们（小学生）放学以后，常来这里踢球……”\n"
    * 6
)
HANT = (
    "這個團隊發現，後來的競爭者學會了技術，開始關注優勢。說話的時候，他們對過去經驗與環境沒有變化。\n"
    * 6
)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_of_damage_damages_and_is_seeded(name: str) -> None:
    text = (HANT if KINDS[name].script == "hant" else HANS).rstrip("\n")
    if name == "width":
        text = text.replace("春天", "2024 年 A 级春天")
    once = [KINDS[name].damage(Random(f"{name}{k}"), text) for k in range(4)]
    again = [KINDS[name].damage(Random(f"{name}{k}"), text) for k in range(4)]
    assert once == again
    assert any(made != text for made in once) or name == "spun"


@pytest.mark.parametrize("name", RARE)
def test_rare_damage_damages_and_is_seeded(name: str) -> None:
    text = (HANT if RARE[name].script in ("hant", "yue") else HANS).rstrip("\n")
    text += "\n它在 Linux 3.11 上运行了 12% 的时间。" if name in ("latin", "some-wide") else ""
    text += "\n\u55ba\u5ea6坐𨋢" if name == "private" else ""
    text += "\n他說「這裡沒有人」。" if name in ("corners", "regional") else ""
    once = [RARE[name].damage(Random(f"{name}{k}"), text) for k in range(6)]
    again = [RARE[name].damage(Random(f"{name}{k}"), text) for k in range(6)]
    assert once == again
    assert any(damaged != truth for damaged, truth in once) or name in ("spammed", "guessed")


def test_every_rule_is_named_by_the_audit() -> None:
    tally = audit.Tally()
    tally.right["readings.injected"] = 10
    told = {figure.key: figure for figure in tally.promises("x")}
    unjudged = told["x.rules_never_judged"].note.split(", ")
    assert "readings.injected" not in unjudged
    assert {"tags.fragment", "script.converted"} <= set(unjudged)
    assert "mojibake.report" not in unjudged
    assert "readings.injected 10" in told["x.rules_hardly_judged"].note


def test_a_mark_of_loss_is_not_wrong_and_a_guess_is() -> None:
    lost = align._Truth("他说\ufffd好", "他说你好")
    guessed = align._Truth("他说我好", "他说你好")
    assert lost.holds(0, 4)
    assert not guessed.holds(0, 4)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_damaged_alike_for_one_seed(name: str) -> None:
    text = (HANT if PAGES[name].script == "hant" else HANS).rstrip("\n")
    made = {PAGES[name].damaged("7", text) for _ in range(3)}
    assert len(made) == 1
    assert made != {text}
    truths = PAGES[name].truths("7", text)
    assert truths[0] == text
    assert all(text in one or one == text for one in truths[:2] if "img" not in one)


@pytest.mark.parametrize(
    "line",
    [
        "他说:好。",
        "“好,”他说。",
        "名叫“ 好”。",
        "等等...",
        "好  的。",
        "（见(下)文）",
        "”反了“。",
        "１９９８年。",
        "玄菟郡。」",
        "「甲」是子裔。」",
        "硕塞（；），太宗之子。",
    ],
)
def test_unsettled_lines_are_no_truth(line: str) -> None:
    assert not truth.settled(line)


@pytest.mark.parametrize(
    "line", ["他说：“好。”", "用 Python 3.11, 不难".replace(", ", "，"), "共 3,500 人。"]
)
def test_settled_lines_are(line: str) -> None:
    assert truth.settled(line)


def test_sources_without_the_corpus_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.material.corpus_names", lambda: [])
    truth.sources.cache_clear()
    cleaner = zhclean.Pipeline()
    texts = truth.sources("hans", 5)
    truth.sources.cache_clear()
    assert texts
    assert all(cleaner.clean(text) == text for text in texts)


def test_an_edit_is_right_by_any_truth() -> None:
    result = zhclean.explain("经历数次迭代后,目前已经更新")
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    align.judge(result, "什么也不是", right, wrong)
    assert (sum(right.values()), sum(wrong.values())) == (0, 1)
    align.judge(result, ("什么也不是", "经历数次迭代后，目前已经更新"), right, wrong)
    assert sum(right.values()) == 1


def test_a_ratio_is_the_median_of_its_rounds() -> None:
    fast = clock.Timing(10, (1.0, 2.0, 9.0))
    slow = clock.Timing(20, (4.0, 8.0, 9.0))  # twice the text
    assert fast.times(slow) == 2.0
    assert fast.best == 10 / 1e6


def test_a_race_times_every_tool_in_every_round() -> None:
    timings = clock.race({"a": (str.upper, ["x"] * 10), "b": (str.lower, ["x"] * 10)}, 3)
    assert {len(timing.rounds) for timing in timings.values()} == {3}


def test_plots_parse_and_a_report_keeps_other_modules(tmp_path: Path) -> None:
    figures = [
        Figure("whole.repaired.fold", 0.9, "of the damage"),
        Figure("whole.portal.before", 2000, "wrong", floor=False),
        Figure("whole.portal.after.zhclean", 2, "wrong"),
        Figure("whole.portal.after.ftfy", 1900, "wrong", floor=False),
        Figure("whole.precision.a.b", 0.9, "right", note="LIKELY, 9 of 10"),
        Figure("speed.growth.genuine.100000", 60, "MB/s"),
        Figure("speed.growth.genuine.1000000", 50, "MB/s"),
        Figure("speed.start.import", -0.1, "ms"),
        Figure("speed.start.clean-a-seed", 200, "ms"),
    ]
    drawn = dict(charts.all_of(figures))
    assert {"pages.svg", "repaired.svg", "promises.svg", "growth-time.svg", "start.svg"} <= set(
        drawn
    )
    for svg in drawn.values():
        ElementTree.fromstring(svg)
    report.write(tmp_path, [Measured(figures[0], "quality_a", "x")], quick=True)
    report.write(tmp_path, [Measured(figures[5], "speed_b", "x")], quick=False)
    told = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["modules"]
    assert sorted(told) == ["quality_a", "speed_b"]
    assert told["quality_a"]["about"]["samples"] == "quick"
    assert "| whole.repaired.fold | 0.9 | of the damage |" in (tmp_path / "figures.md").read_text(
        "utf-8"
    )


def test_ticks_are_round() -> None:
    assert plots.ticks(1, 1000, log=True) == [1, 10, 100, 1000]
    assert plots.ticks(0, 100, log=False)[:2] == [0, 25]
