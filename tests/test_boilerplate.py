"""What cases cannot say of page furniture: the table, the cues, places, and whole documents."""

from __future__ import annotations

import re
import time

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhclean
from zhclean import tables
from zhclean.boilerplate import cues, furniture
from zhclean.boilerplate.furniture import Row
from zhclean.cleaners import boilerplate

BODY = (
    "清晨的雾还没有散，码头上的人已经忙了起来，谁也不肯让谁。",
    "他在县城住了二十多年，搬过四次家，每一次都离河更远一点。",
    "很多人问我，学一门手艺要多久，我的回答一直是看你打算拿它做什么。",
    "這條老街保存得比想像中完整，兩旁的騎樓下還有人在修傘。",
)
ALONE = ("line", "end", "sole")
ROWS = furniture.rows()


def clean(text: str, **settings: object) -> str:
    return zhclean.clean(text, select=["boilerplate"], **settings)  # type: ignore[arg-type]


def test_the_table_is_sorted_and_counted() -> None:
    assert list(ROWS) == sorted(set(ROWS))
    rows = re.search(r"^# rows: (\d+)$", tables.read("boilerplate.tsv"), re.MULTILINE)
    assert rows is not None
    assert int(rows[1]) == len(ROWS)


def test_every_rule_of_the_table_exists() -> None:
    codes = {rule.code.partition(".")[2] for rule in boilerplate.RULES}
    assert {row.code for row in ROWS} - {"loose"} <= codes


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r.code}-{r.kind}-{r.witness[:20]}")
def test_a_witness_has_the_shape_of_its_row(row: Row) -> None:
    pattern = furniture.compiled(row.pattern)
    text = furniture.fold(row.witness)
    if row.kind in ("clause", "sole", "filler"):
        text = re.sub("[\"'“”‘’「」『』]", "", text)
    whole = row.kind in ("line", "end", "list", "near", "menu")
    assert (pattern.fullmatch if whole else pattern.search)(text)


def test_nearly_every_witness_goes_from_the_tail_and_none_from_a_sentence() -> None:
    alone = [row for row in ROWS if row.kind in ALONE and row.code != "credits"]
    text = "\n".join(BODY)
    left = [row for row in alone if clean(f"{text}\n{row.witness}") != text]
    # What is left has only common words: it is known beside furniture that has a cue.
    assert len(left) <= 0.2 * len(alone), [row.witness for row in left]
    for row in alone:
        told = f"{BODY[0]}\n他后来告诉我们说“{row.witness}”这几个字是谁写的已经没有人记得了。\n{BODY[1]}"
        assert clean(told) == told, row.witness


def test_both_scripts_are_judged_alike() -> None:
    simple, hant = opencc.OpenCC("t2s").convert, opencc.OpenCC("s2t").convert
    for row in ROWS:
        if row.kind not in ALONE:
            continue
        known = [furniture.judge(f(row.witness), placed=True) for f in (str, simple, hant)]
        assert len({verdict and verdict.code for verdict in known}) == 1, row.witness


def test_every_cue_holds_its_pivot() -> None:
    for pivot, listed in cues.cues().items():
        assert all(pivot in cue for cue in listed)
    for pivot, listed in cues.cues().items():
        for cue in listed:
            assert cues.pattern().search(cue.replace("_", " ")), (pivot, cue)


def test_a_line_that_is_known_anywhere_is_brief_or_holds_a_telling_word() -> None:
    convert = opencc.OpenCC("s2t").convert
    for row in ROWS:
        if row.kind != "line":
            continue
        for witness in (row.witness, convert(row.witness), furniture.fold(row.witness)):
            assert furniture.telling(witness), witness
    shapes = [re.compile(f"(?:{p.pattern})") for _, p in furniture.shapes("line")]
    grown = [
        "(廣告 請繼續往下閱讀" + "。" * 12,
        "发布于:浙江省" + "省" * 9,
        "最后编辑于: 2023-01-02 10:11:12 · IP属地:浙江省杭州市",
        "|  来自: " + "名" * 30 + " > 《" + "书" * 40 + "》 |",
        "【 大 】【 中 】【 小 】" + "字" * 16,
        "[ 大 ] [ 中 ] [ 小 ]" + "字" * 16,
        "(本章未完," + "页" * 20 + ")",
    ]
    for line in grown:
        assert furniture.telling(line), line
        assert any(shape.fullmatch(furniture.fold(line)) for shape in shapes), line


def test_a_meta_line_with_a_margin_is_cut_in_the_right_place() -> None:
    text = "\n".join([*BODY, "　 来源:临江日报 阅读:1234"])
    assert clean(text) == "\n".join([*BODY, "　 来源:临江日报"])
    assert clean(text[: text.index("　")] + "来源:临江日报 阅读:1234").endswith("来源:临江日报")


def test_text_without_cues_is_the_same_object() -> None:
    text = "\n".join(BODY * 20)
    assert clean(text) is text or len(set(text.split("\n"))) < 80


@pytest.mark.parametrize("kept", BODY)
def test_body_lines_stay_beside_any_furniture(kept: str) -> None:
    for row in ROWS:
        if row.kind in ALONE and row.kind != "credits":
            assert kept in clean(f"{row.witness}\n{kept}\n{row.witness}")


def test_a_notice_in_the_middle_stays() -> None:
    text = "\n".join([*BODY, *BODY[::-1], "转载请注明出处", *BODY, *BODY[::-1]])
    assert "转载请注明出处" in clean(text)


def test_windows_line_ends_survive() -> None:
    text = "\r\n".join([*BODY, "转载请注明出处", "发布于:浙江省", ""])
    assert clean(text) == "\r\n".join([*BODY, ""])


def test_blank_lines_between_paragraphs_stay_single() -> None:
    text = "\n\n".join(
        [BODY[0], "本帖最后由 山路 于 2012-3-4 10:11 编辑", BODY[1], "发布于:浙江省"]
    )
    assert clean(text) == f"{BODY[0]}\n\n{BODY[1]}"


def test_furniture_of_other_rules_stays_when_a_rule_runs_alone() -> None:
    text = "\n".join([*BODY, "转载请注明出处", "发布于:浙江省", "返回顶部"])
    one = zhclean.clean(text, select=["boilerplate.published"])
    assert one == "\n".join([*BODY, "转载请注明出处", "返回顶部"])


LINES = st.one_of(
    st.sampled_from([row.witness for row in ROWS]),
    st.sampled_from(BODY),
    st.sampled_from(["", "短句子", "2020-01-01", "END", "---", "月亮出来了"]),
)


@given(st.lists(LINES, max_size=10), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_pages_of_any_lines_keep_the_laws(lines: list[str], end: str) -> None:
    text = end.join(lines)
    for credit in ("keep", "drop"):
        settings = {"select": ["boilerplate"], "options": {"boilerplate.credits": credit}}
        result = zhclean.explain(text, **settings)  # type: ignore[arg-type]
        assert result.undo() == text
        for line in lines:
            if line in BODY:
                assert line in result.text


@pytest.mark.parametrize(
    "shard",
    [
        "发布于:浙江省\n",
        "1 2 3 4 ",
        "收藏 分享 ",
        "转载",
        "上一页 ",
        "首页 > ",
        "展开剩余1%",
        "请联系",
        "\n\n",
    ],
)
def test_repeated_furniture_takes_linear_time(shard: str) -> None:
    """Four times the text may take at most about four times as long: compared, not timed."""

    def cost(size: int) -> float:
        text = shard * (size // len(shard))
        best = 1e9
        for _ in range(2):
            begin = time.process_time()
            clean(text)
            best = min(best, time.process_time() - begin)
        return best

    clean(shard * 50)
    small, large = cost(20_000), cost(80_000)
    assert large < 10 * max(small, 0.01)


def test_what_is_known_anywhere_begins_as_the_page_plan_asks() -> None:
    from zhclean.boilerplate import pageplan

    convert = opencc.OpenCC("s2t").convert
    for row in ROWS:
        if row.kind == "line":
            for witness in (row.witness, convert(row.witness)):
                assert witness[0] in pageplan._BEGINS, witness


def test_a_line_that_reads_like_sentences_is_asked_only_with_a_cue() -> None:
    assert furniture.judge(BODY[0] * 3, placed=True) is None
    assert not furniture.speaks(BODY[0])
    assert furniture.speaks("春天的山路，如需转载请在后台回复转载二字取得授权。")
