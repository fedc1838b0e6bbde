"""The forward simulation of a mirror's find-and-replace, and its inverse."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhclean
from zhclean import tables
from zhclean.byteshift import bytereplace
from zhclean.byteshift.shiftback import START, restore

FAMILIES = ("byteshift", "readings", "insertions")
SEEDS = Path(__file__).parent.parent / "seeds"


def damaged(text: str, table: dict[str, str], marks: str = "") -> str:
    """Damage ``text`` as a mirror does, not aligned to characters."""
    data = text.encode("gb18030")
    for char, reading in table.items():
        target = char.encode("gb18030")
        data = data.replace(target, target + f"({reading})".encode("gb18030"))
    for mark in marks:
        data = data.replace(mark.encode("gb18030"), b"," + mark.encode("gb18030"))
    return bytereplace.decode(data)


@pytest.mark.parametrize(
    ("original", "table", "marks", "garble"),
    [
        ("適當的藥", {"數": "shù"}, "", "適當?shù)乃\x3f"),
        ("輸掉了多場比", {"數": "shù", "場": "chǎng"}, "", "輸?shù)袅硕鄨?chǎng)比"),
        ("愛好。“最初見到他時，", {}, "！", "愛好?！白畛跻姷剿麜r，"),
        ("高貴。”</p>", {}, "！", "高貴?！?/p>"),
        ("激發。現在", {"現": "xiàn"}, "，", "激發?，F(xiàn)在"),
        ("稻妻Day", {"轉": "zhuǎn"}, "", "稻妻D(zhuǎn)ay"),
        ("我們該反思的是什么？</p>", {"冊": "cè"}, "", "我們?cè)摲此嫉氖鞘裁矗?/p>"),
        ("每個鎮", {"個": "gè", "總": "zǒng"}, "", "每?zǒng)?gè)鎮"),
    ],
)
def test_the_simulation_gives_what_is_seen_on_pages(
    original: str, table: dict[str, str], marks: str, garble: str
) -> None:
    made = damaged(original, table, marks)
    if garble.endswith("\x3f"):
        assert made.startswith("適當?shù)")
    else:
        assert made == garble


def test_a_pair_that_is_none_loses_both_its_bytes() -> None:
    assert bytereplace.decode(b"\xb1<p>") == "?p>"
    assert bytereplace.decode(b"\xb1") == "?"
    assert bytereplace.decode(b"\xb1\xff\xb0\xa1") == "?啊"
    assert bytereplace.decode(b"a\xaa\xa1b") == "ab", "user-defined pairs vanish"


@pytest.mark.parametrize("name", ["001_f7bfaa72fe50fd7e.txt", "003_9d9bcd627777a12a.txt"])
def test_every_repair_of_a_seed_is_proved(name: str) -> None:
    """Do the damage to the repaired text again: a comma or a reading gives the garble back."""
    text = (SEEDS / name).read_text(encoding="utf-8")
    result = zhclean.explain(text, select=["byteshift"])
    assert len(result.edits) == {"001": 7, "003": 2}[name[:3]]
    for edit in result.edits:
        head = text[edit.start - 1]
        marks = "！，" if "，" in text[edit.start : edit.end + 2] else "！"
        behind = text[edit.end : edit.end + 1]
        made = damaged(
            bytereplace.fold(head) + edit.after + ("，" if behind == "," else ""), {}, marks
        )
        made = made.rstrip("，")
        if behind == ",":  # a comma before the mark behind it swallowed the last byte
            made = damaged(head + edit.after + "，", {}, "！，").rstrip("，")
        assert bytereplace.fold(made).startswith(head + edit.before[:2])


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        (
            "001_f7bfaa72fe50fd7e.txt",
            {
                "readings.injected": 70,
                "insertions.comma": 123,
                "byteshift.restored": 6,
                "byteshift.filled": 1,
            },
        ),
        ("003_9d9bcd627777a12a.txt", {"readings.injected": 193, "byteshift.restored": 2}),
    ],
)
def test_the_seeds_are_repaired_whole(name: str, counts: dict[str, int]) -> None:
    text = (SEEDS / name).read_text(encoding="utf-8")
    result = zhclean.explain(text, select=FAMILIES)
    assert dict(result.counts) == counts
    assert ",," not in result.text
    assert ",。" not in result.text
    assert ("(ID:Si-Planet)" in result.text) == name.startswith("003")
    assert zhclean.clean(result.text, select=FAMILIES) is result.text


def test_a_page_of_both_kinds_of_rule_comes_back() -> None:
    page = (
        "她說這個專案還有許多問題。“你們應該先讀文件，”他回答，“然後再動手。”\n"
        "第二天，大家又開始討論，發現資料庫的設計與當初不同，於是決定從頭再來。\n"
        "這樣過了幾個月，終於完成了。“我們成功了！”他說，“謝謝各位，辛苦了。”\n"
    ) * 2
    table = {
        c: bytereplace.readings().default[c]
        for c in "這個專還許問題們應該讀說後動開發現資庫設計與當樣過幾終謝"
    }
    broken = damaged(page, table, "！，")
    assert broken != page
    # The last line end of all is swallowed for good.
    assert zhclean.clean(broken, select=FAMILIES).rstrip() == page.rstrip()


def test_a_reading_in_brackets_stays_where_nothing_shows_a_mirror() -> None:
    for text in ("樂(yuè)府", "行(háng)業", "乐(lè)", "發(fa)", "(fā)", "發(fā", "X(fā)"):
        assert zhclean.clean(text, select=["readings"]) is text


def test_signals_of_a_page_hold_for_its_fragments() -> None:
    page = "發(fā)現(xiàn)這(zhè)個(gè)問題(tí),學(xué)習(xí)資(zī)料\n" * 3
    signals = zhclean.explain(page, select=["readings"]).signals
    cleaner = zhclean.Pipeline(select=["readings"])
    assert cleaner.clean("問題(tí)", signals=signals) == "問題"
    assert cleaner.clean("樂(yuè)府", signals=signals) == "樂(yuè)府"


def test_what_cannot_be_known_is_told_and_left() -> None:
    text = "有排水路通水?dāng)嗝嬷柰ɑ蚱渌S(wéi)護(hù)"
    result = zhclean.explain(text, select=["byteshift"])
    assert result.text is text
    assert result.uncertain
    assert zhclean.clean(text, select=["byteshift"], profile="salvage") is text


@given(
    st.text(alphabet="?!！,，。、()shùzǒng白畛跻姷剿麜r適當的數Dｂ<>/p\n \ue000\ud800", max_size=40)
)
@settings(max_examples=200)
def test_restore_takes_anything(text: str) -> None:
    for match in START.finditer(text):
        for guess in (False, True):
            restored = restore(text, match.start(), text[: match.start()], guess=guess)
            if restored is not None:
                assert match.start() == restored.start < restored.end <= len(text)


def test_the_table_of_readings_is_in_order() -> None:
    known = bytereplace.readings()
    assert known.reads("長", "cháng")
    assert known.reads("長", "chang")
    assert known.reads("綠", "lü")
    assert not known.reads("長", "shù")
    assert {"發", "現", "著"} <= known.changed
    assert "中" not in known.changed
    lines = tables.read("readings.tsv").splitlines()
    rows = [line for line in lines if not line.startswith("# ")]
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert f"rows: {len(rows)} " in "\n".join(lines[:8])
