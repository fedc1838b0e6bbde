"""What cases cannot say of script detection and conversion."""

from __future__ import annotations

import pickle
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_laws import damaged

import zhclean
from zhclean.script import conversion, scripts

HANS = "这个问题很简单，后来我们发现里面的东西都坏了，只有头发还在。"
HANT = "這個問題很簡單，後來我們發現裡面的東西都壞了，只有頭髮還在。"
JAPANESE = "これは日本語の文章です。会社で新聞を読んでいます。"
CANTONESE = "佢哋話唔使咁早嚟，啲嘢都未攞返嚟，我哋喺度等咗好耐。"


@pytest.mark.parametrize(
    ("text", "script", "language"),
    [
        (HANS, "zh-Hans", "zh"),
        (HANT, "zh-Hant", "zh"),
        (HANS + "\n" + HANT, "mixed", "zh"),
        (HANS * 8 + "後", "zh-Hans", "zh"),
        (HANT * 8 + "这", "zh-Hant", "zh"),
        (JAPANESE, "ja", "ja"),
        ("안녕하세요. 저는 한국 사람입니다. 大韓", "ko", "ko"),
        (CANTONESE, "zh-Hant", "yue"),
        ("山中人", "zh", "zh"),
        ("Hello, world.", "und", "und"),
        ("", "und", "und"),
        ("\0\ud800", "und", "und"),
        ("The word 中 means middle. " * 20, "und", "und"),
        ("我买了优の良品的东西，这个很好吃。", "zh-Hans", "zh"),
    ],
)
def test_detection(text: str, script: str, language: str) -> None:
    found = zhclean.detect_script(text)
    assert (found.script, found.language) == (script, language)


def test_figures_behind_a_detection() -> None:
    found = zhclean.detect_script(HANS + HANT)
    assert found.hans > 5
    assert found.hant > 5
    assert 0.3 < found.share < 0.7
    assert found.han > found.hans + found.hant
    spans = [(HANS + HANT)[a:b] for a, b in found.minority]
    rarer = "后来我们发现" if found.hans < found.hant else "後來我們發現"
    assert any(rarer[0] in span for span in spans)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("他拿著書，在這裡用電腦上網路，軟體很好用。", "TW"),
        ("他拿着書，在這裏坐的士去九龍，說着話。", "HK"),
        ("他們說這個問題很簡單。", None),
    ],
)
def test_regions(text: str, region: str | None) -> None:
    assert zhclean.detect_script(text).region == region


def test_a_long_text_is_sampled_evenly() -> None:
    assert len(scripts.sampled("字" * 10**6)) < 10_000
    assert zhclean.detect_script(HANS * 3000).script == "zh-Hans"
    assert zhclean.detect_script(HANS * 2000 + HANT * 2000).script == "mixed"


@pytest.mark.parametrize("to", ["zh-Hans", "zh-Hant", "zh-TW", "zh-HK", *conversion.CONFIGURATIONS])
def test_every_target_takes_any_text(to: str) -> None:
    text = f"{HANS}\n{HANT}\n{JAPANESE}\0\ud800{CANTONESE}\n"
    result = zhclean.explain(text, select=["script"], to=to)
    assert result.undo() == text
    assert zhclean.clean(text, select=["script"], to=to) == result.text
    assert "\0\ud800" in result.text


def test_an_unknown_target_names_the_nearest() -> None:
    with pytest.raises(zhclean.UnknownNameError, match="zh-Hant"):
        zhclean.clean("字", to="zh-Hnt")


@pytest.mark.parametrize("to", ["zh-TW", "zh-HK", "zh-Hant"])
def test_laws_into_traditional(to: str) -> None:
    cleaner = zhclean.Pipeline("salvage", to=to, select=["script"])

    @given(damaged)
    @settings(max_examples=150)
    def check(text: str) -> None:
        result = cleaner.explain(text)
        assert result.undo() == text
        assert cleaner.clean(text) == result.text
        assert cleaner.clean(result.text) == result.text

    check()


@given(st.lists(damaged, min_size=2, max_size=4))
@settings(max_examples=100)
def test_blocks_into_traditional(parts: list[str]) -> None:
    cleaner = zhclean.Pipeline("salvage", to="zh-TW", select=["script"])
    parts = [
        part.replace("zhclean:", "").replace("`", "").rstrip("\n\r") + "\n\n" for part in parts
    ]
    whole = cleaner.explain("".join(parts))
    blocks = [cleaner.clean(part, signals=whole.signals) for part in parts]
    assert "".join(blocks) == whole.text


def test_conversion_twice_changes_nothing() -> None:
    once = zhclean.clean(HANS * 3, to="zh-TW", select=["script"])
    assert once == HANT * 3
    assert zhclean.clean(once, to="zh-TW", select=["script"]) == once


def test_edits_name_the_changed_words() -> None:
    result = zhclean.explain("我的头发很长", to="zh-TW", select=["script"])
    assert [(e.before, e.after) for e in result.edits] == [("头发", "頭髮"), ("长", "長")]
    phrase = zhclean.explain(
        "软件内存不足", to="zh-TW", select=["script"], options={"script": {"vocabulary": True}}
    )
    assert phrase.text == "軟體記憶體不足"
    assert phrase.undo() == "软件内存不足"


def test_uncertain_places_have_alternatives() -> None:
    result = zhclean.explain("他买了三只，又说了一句：心里不干。", to="zh-TW", select=["script"])
    doubts = {result.source[n.start : n.end]: n.alternatives for n in result.uncertain}
    assert doubts["只"] == ("只",)
    assert "干" in doubts
    assert not zhclean.explain("这是问题", to="zh-TW", select=["script"]).uncertain


def test_a_dictionary_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("# mine\n钟楼\t鍾樓\n李发\t李發 李髮\n", encoding="utf-8")
    options = {"script": {"dictionary": str(path)}}
    text = zhclean.clean("李发在钟楼里。", to="zh-TW", select=["script"], options=options)
    assert text == "李發在鍾樓裡。"
    with pytest.raises(zhclean.OptionValueError, match="dictionary"):
        zhclean.clean(HANS, to="zh-TW", options={"script": {"dictionary": "/nowhere.tsv"}})
    with pytest.raises(zhclean.OptionValueError, match="dictionary"):
        zhclean.clean(HANS, to="zh-TW", options={"script": {"dictionary": 3}})


def test_pipelines_convert_in_threads_and_after_pickling() -> None:
    cleaner = pickle.loads(pickle.dumps(zhclean.Pipeline(to="zh-TW", select=["script"])))
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(cleaner.clean, [HANS] * 40)) == {HANT}


def test_no_character_without_a_font() -> None:
    assert conversion.convert("㑮", "t2s") == "㑮"


def test_blocks_never_cut_a_word() -> None:
    rng = random.Random(5)
    text = "".join(rng.choice(("头发，", "发现\n", "里面 ", "干部。")) for _ in range(60_000))
    assert "".join(conversion.blocks(text)) == text
    assert all(len(b) <= conversion.BLOCK for b in conversion.blocks(text))
    lines = [conversion.convert(line, "s2tw") for line in text.split("\n")]
    assert conversion.convert(text, "s2tw") == "\n".join(lines)
    assert "".join(conversion.blocks("字" * 200_000)) == "字" * 200_000


@pytest.mark.parametrize(
    "name",
    [
        "script_characters.tsv",
        "script_misconverted.tsv",
        "script_phrases.tsv",
        "script_uncertain.tsv",
        "script_usage.tsv",
    ],
)
def test_tables(name: str) -> None:
    path = Path(zhclean.__file__).parent / "tables" / name
    rows = path.read_text(encoding="utf-8").splitlines()
    head = [row for row in rows if row.startswith("#")]
    body = [row for row in rows if not row.startswith("#")]
    assert [row.split(":")[0] for row in head if ":" in row[:12]] == [
        "# title", "# source", "# licence", "# recipe", "# rows",
    ]  # fmt: skip
    assert f"# rows: {len(body)} " in "\n".join(head)
    assert body == sorted(body)
    keys = [tuple(row.split("\t")[: 2 if "usage" in name else 1]) for row in body]
    assert len(set(keys)) == len(keys)
    if name == "script_phrases.tsv":
        assert all(len(r.split("\t")[0]) == len(r.split("\t")[1]) for r in body)
    if name == "script_misconverted.tsv":  # no chains: a right form is no wrong form
        wrong = {row.split("\t")[0] for row in body}
        assert wrong.isdisjoint(row.split("\t")[1] for row in body)


def test_a_passage_shows_in_a_long_text() -> None:
    quoted = "這個問題對我們來說還沒有結束"
    for k in range(12):
        text = "天" * k + HANS * 60 + quoted + "。" + HANS * 60
        assert zhclean.clean(text, select=["script"], to="zh-Hans") == text.replace(
            quoted, "这个问题对我们来说还没有结束"
        )


def test_text_in_the_target_script_is_the_same_object() -> None:
    for text, to in ((HANS * 60, "zh-Hans"), (HANT * 60, "zh-TW"), (HANT * 60, "zh-Hant")):
        assert zhclean.clean(text, select=["script"], to=to) is text


def test_a_look_finds_what_two_looks_found() -> None:
    from zhclean.script import looking

    for wrong in looking.words():
        if not set(wrong) & set("製制係系准準並併征徵復複"):
            assert (1, wrong) in looking.look(f"天{wrong}天", 99).wrong
    assert looking.look(HANT, 99) == looking.Seen([], "裡", False, True)
    assert looking.look(HANT + "这かた裏", 99).forms == "裡裏"
    assert looking.look(HANT + "这", 99).others
    assert not looking.look(HANS * 99, 99).whole
