"""The laws of DESIGN, as properties over every rule and over the whole, without asking.

Texts are drawn from fragments of every kind of damage and of genuine text, so that rules fire.
"""

from __future__ import annotations

import functools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cases import load

import zhclean
from zhclean import cleaners
from zhclean.edits import apply
from zhclean.rules import Rule, Scope

RULES: list[Rule] = [r for m in cleaners.ORDER for r in cleaners.rules_of(m)]
SHARDS = (
    "<p>", "</p>", "/p>", "<", ">", "&lt;", "&amp;", "&#xff0c;", "\\u4e2d", "%E4%B8%AD", "(fā)", "發(fā)現", "?!", "?！白畛跻姷剿麜r",
    ",", ",,", "，。", "。", "!", "?", ":", ";", "(", ")", "\"", "“", "”", "「", "」", "...", "--", "~", " ", "　", "\n", "\r\n", "\t", "\u2028",
    "\0", "\ud800", "\ufeff", "\u200b", "\x85", "ÎÄ±à", "涓枃", "锟斤拷", "烫烫烫", "中文", "漢字", "東说念主", "东说念主", "好意思国", "不错", "莫得",
    "[图片]", "![x](y)", "http://a.cn/x,y", "a@b.cn", "`code`", "展开剩余82%", "发布于:浙江省", "12:30", "3.14", "ＡＢＣ１２３", "ｱｲｳ", "人", "的",
    "<image>data:image/s3,\"a\" alt=\"\"</image>", "zhclean: off", "zhclean: on", "李松仁", "后面", "Hello, world", "x<y", "U+4E2D", "😀", "é",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(SHARDS), st.text(max_size=4)), max_size=25).map("".join)


@functools.cache
def case_texts() -> tuple[str, ...]:
    return tuple(p.values[1]["before"] for p in load())


damaged = st.one_of(
    texts,
    st.builds(lambda k, t: case_texts()[k % len(case_texts())] + t, st.integers(0, 10**6), texts),
)


def pipeline(rule: Rule) -> zhclean.Pipeline:
    return zhclean.Pipeline(
        "salvage",
        to="zh-Hans" if rule.family == "script" else None,
        select=[rule.code],
        assume=[rule.family],
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_laws_of_a_rule(rule: Rule) -> None:
    cleaner = pipeline(rule)

    @given(damaged)
    @settings(max_examples=30)
    def check(text: str) -> None:
        result = cleaner.explain(text)
        assert result.undo() == text
        rebuilt = apply(text, [(e.start, e.end, e.after) for e in result.edits])
        assert rebuilt == result.text == cleaner.clean(text)
        end = 0
        for edit in result.edits:
            assert end <= edit.start <= edit.end <= len(text)
            assert text[edit.start : edit.end] == edit.before != edit.after
            end = edit.end
        if not result.edits:
            assert result.text is text
        if not rule.gate(zhclean.Document(text)):
            assert result.text is text
        again = cleaner.clean(result.text)
        assert again == result.text, "a second pass must be silent"

    check()


@pytest.mark.parametrize(
    "rule", [r for r in RULES if r.scope is not Scope.DOCUMENT], ids=lambda r: r.code
)
def test_blocks_give_the_same_as_the_whole(rule: Rule) -> None:
    cleaner = pipeline(rule)

    @given(st.lists(damaged, min_size=2, max_size=4))
    @settings(max_examples=15)
    def check(parts: list[str]) -> None:
        # An `off` without `on` lasts to the end of a text: a block cannot know of it.
        parts = [part.replace("zhclean:", "").rstrip("\n\r") + "\n\n" for part in parts]
        whole = cleaner.explain("".join(parts))
        blocks = [cleaner.clean(part, signals=whole.signals) for part in parts]
        assert "".join(blocks) == whole.text

    check()


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_a_switched_off_region_survives(rule: Rule) -> None:
    cleaner = pipeline(rule)

    @given(damaged, damaged)
    @settings(max_examples=15)
    def check(text: str, around: str) -> None:
        kept = "zhclean: off " + text.replace("zhclean:", "") + " zhclean: on"
        around = around.replace("zhclean:", "")
        assert kept in cleaner.clean(around + kept + around)

    check()


@pytest.mark.parametrize("to", [None, "zh-Hans", "zh-TW"])
@pytest.mark.parametrize("profile", ["minimal", "docs", "crawl", "salvage"])
def test_laws_of_the_whole(profile: str, to: str | None) -> None:
    cleaner = zhclean.Pipeline(profile, to=to)

    @given(damaged)
    def check(text: str) -> None:
        result = cleaner.explain(text)
        assert result.undo() == text
        assert cleaner.clean(text) == result.text
        if not result.edits and not result.steps:
            assert result.text is text

    check()


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_a_rule_explains_itself(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert rule.family in cleaners.FAMILIES
    kinds: dict[str, Any] = {}
    assert kinds is not None


ADVERSARIAL = (
    "<",
    "(",
    "?",
    "&",
    "![",
    "發(",
    "?!",
    "\\u4e",
    "[",
    "<!--",
    "<a ",
    "“",
    ",",
    "\n",
    " ",
    "&#",
    "%E4",
    "`",
    "http://",
    "東",
)


@pytest.mark.parametrize("shard", ADVERSARIAL)
def test_adversarial_text_takes_linear_time(shard: str) -> None:
    """Four times the text may take at most about four times as long: compared, not timed."""
    import time

    cleaner = zhclean.Pipeline("salvage", to="zh-Hans")

    def cost(size: int) -> float:
        text = shard * (size // len(shard))
        best = 1e9
        for _ in range(2):
            begin = time.process_time()
            cleaner.clean(text)
            best = min(best, time.process_time() - begin)
        return best

    cleaner.clean(shard * 100)
    small, large = cost(40_000), cost(160_000)
    assert large < 8 * max(small, 0.01)
