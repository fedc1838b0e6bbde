"""Typography: what cases cannot say — folding and restoring, habits, order, options, profiles."""

from __future__ import annotations

import pytest

import zhclean

FAMILIES = ("punctuation", "quotes", "width", "spacing")
FOLD = str.maketrans("，！？：；（）", ",!?:;()")

# Our own paragraphs, in the ways people mix scripts.
PARAGRAPHS = (
    "今年春天，我们去了一趟江南。天气真好！你猜我看见了什么？一条小河，两座石桥；桥下有人划船（船很小），岸上有人唱歌：“月亮出来亮汪汪。”",
    "该公司发布了三款手机（代号Alpha、Beta和Gamma），售价分别为1,999元、2,999元和3,999元，其中Alpha，Beta两款支持5G；发布会于10:30开始，12:00结束。",
    "他说：“我用的是Python 3.12，你呢？”“我还在用3.8！”她答道。详情请看https://example.com/a,b?c=(1)，谢谢！",
    "第一步：打开软件（注意：必须是v2.0.1以上版本），点击“设置”；第二步：选择语言（中文/English），然后重启。完成了吗？恭喜！",
    "人工智能（Artificial Intelligence）简称AI，是计算机科学的分支，它企图了解智能的实质；目前常见的框架有TensorFlow，PyTorch，JAX等等。",
    "時間過得真快！轉眼間，我們已經畢業十年了：有人當了老師，有人做了醫生；還有人（例如阿明）去了美國。你還記得那年夏天嗎？",
    "（一）总则；（二）分则；（三）附则。本办法自2024年1月1日起施行，解释权归本公司所有（含分公司）。",
)  # fmt: skip


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_folded_marks_come_back(paragraph: str) -> None:
    folded = paragraph.translate(FOLD)
    assert folded != paragraph
    assert zhclean.clean(folded, select=["punctuation"]) == paragraph


def test_folded_marks_come_back_in_a_whole_page() -> None:
    page = "\n".join(PARAGRAPHS) + "\n"
    assert zhclean.clean(page.translate(FOLD), select=FAMILIES) == page


@pytest.mark.parametrize("profile", ["crawl", "docs", "salvage"])
def test_a_page_set_full_width_is_the_same_object(profile: str) -> None:
    page = "\n".join(PARAGRAPHS) + "\n"
    assert zhclean.clean(page, profile=profile, select=FAMILIES) is page


def test_the_habit_is_asked_before_the_first_edit() -> None:
    """The order of lines does not matter: a list between Latin words is folded or it is meant."""
    lines = ["前端用React,Vue,Angular三种\n", *(p.translate(FOLD) + "\n" for p in PARAGRAPHS)]
    forwards = zhclean.clean("".join(lines), select=["punctuation"])
    backwards = zhclean.clean("".join(reversed(lines)), select=["punctuation"])
    assert "React，Vue，Angular" in forwards
    assert sorted(forwards.split("\n")) == sorted(backwards.split("\n"))
    meant = lines[0] + "\n".join(PARAGRAPHS)
    assert "React,Vue,Angular" in zhclean.clean(meant, select=["punctuation"])


def test_signals_of_the_whole_decide_for_its_blocks() -> None:
    whole = zhclean.Pipeline("crawl", select=FAMILIES)
    page = "\n".join(PARAGRAPHS)
    signals = whole.explain(page).signals
    fragment = "前端用React,Vue,Angular三种"
    assert whole.clean(fragment) != fragment
    assert whole.clean(fragment, signals=signals) == fragment


def test_families_work_in_order() -> None:
    before = '他說:"我買了２部手機, 一部iPhone,一部安卓!"   '
    assert zhclean.clean(before, select=FAMILIES).startswith(
        "他說：“我買了2部手機，一部iPhone，一部安卓！”"
    )


def test_quotes_follow_the_script_asked_for() -> None:
    before = "他说：“你好。”"
    options = {"quotes.style": "auto"}
    select = ("script", *FAMILIES)
    tw = zhclean.Pipeline(select=select, to="zh-TW", options=options)
    assert tw.clean(before) == "他說：「你好。」"
    cn = zhclean.Pipeline(select=select, to="zh-Hans", options=options)
    assert cn.clean("他說：「你好。」") == "他说：“你好。”"
    assert zhclean.clean(before, select=select, to="zh-TW") == "他說：“你好。”"


def test_quote_styles_round_trip() -> None:
    corner = "他說：「你知道『天下為公』嗎？」"
    curly = zhclean.clean(corner, select=FAMILIES, options={"quotes.style": "curly"})
    assert zhclean.clean(curly, select=FAMILIES, options={"quotes.style": "corner"}) == corner


def test_spaces_between_scripts_round_trip() -> None:
    closed = "在LeanCloud上用了3天，版本是v1.2，占了50%左右"
    spaced = zhclean.clean(closed, select=FAMILIES, options={"spacing.han_latin": "add"})
    assert spaced == "在 LeanCloud 上用了 3 天，版本是 v1.2，占了 50% 左右"
    options = {"spacing.han_latin": "remove"}
    assert zhclean.clean(spaced, select=FAMILIES, options=options) == closed


@pytest.mark.parametrize(
    ("option", "value"),
    [("spacing.han_latin", "both"), ("quotes.style", "round"), ("width.letters", 1)],
)
def test_options_take_only_what_they_say(option: str, value: object) -> None:
    with pytest.raises(zhclean.OptionValueError):
        zhclean.Pipeline(options={option: value})


def test_documentation_gets_only_the_sure_edits() -> None:
    codes = {rule.code for rule in zhclean.Pipeline("docs", select=FAMILIES).rules}
    assert "punctuation.beside" in codes
    assert "punctuation.clause" not in codes
    assert "quotes.straight" not in codes


# Where AutoCorrect and zhlint agree with each other, docs agrees with them (spaces between scripts
# apart: they are an option, left alone by default).
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("你好,这是一个句子.", "你好，这是一个句子。"),
        ("刚买了一部 iPhone,好开心!", "刚买了一部 iPhone，好开心！"),
        ("至少理解一种框架 (如 React、Vue 等) 的开发者.", "至少理解一种框架 (如 React、Vue 等) 的开发者。"),
        ("确保&quot;实体&lt;的字符&#34;不变", "确保&quot;实体&lt;的字符&#34;不变"),
        ("以达到快速、 跨平台 、 低占用的目的 。 很多软件", "以达到快速、跨平台、低占用的目的。很多软件"),
        ("注意 ： 常量 ； 变量 ， 都会删除", "注意：常量；变量，都会删除"),
        ("测试， `code` 测试", "测试，`code` 测试"),
        ("`attrs` 、 `emit` 和 `slots`", "`attrs`、`emit` 和 `slots`"),
        ("我们将在１６：３２出发去ＣＢＤ。", "我们将在16:32出发去CBD。"),
        ("| 8 位有符号整数。   |", "| 8 位有符号整数。   |"),
        ("来自Yahoo!的文档", "来自Yahoo!的文档"),
        ("你好hello?world!", "你好hello?world!"),
        ("中文 ;-)", "中文 ;-)"),
        ("1) 项目符号", "1) 项目符号"),
        ("computed()", "computed()"),
        ("1+1=2 2020/01/01 01:20:30 中文", "1+1=2 2020/01/01 01:20:30 中文"),
        ("\"请求参数错误.\"", "\"请求参数错误。\""),
        ("Come and， Join us！", "Come and, Join us!"),
        ("中文一\nhello world。\n中文二", "中文一\nhello world.\n中文二"),
    ],
)  # fmt: skip
def test_documentation_agrees_with_its_peers(before: str, after: str) -> None:
    assert zhclean.clean(before, profile="docs") == after


# What was set, in the same pass, is evidence for what stands beside it.
@pytest.mark.parametrize("profile", ["docs", "crawl"])
@pytest.mark.parametrize(
    "text",
    [
        "包括空格, 换行符, 和其它的特殊字符: { } ( ) [ ]",
        '出自“《手册翻译计划》:"\n本页由中文读者翻译。',
        "他说的:ａａ(a):",
        "求值 (算术表达式 (整数)). 其余照旧.",
        "仅限于｢本地分支｣,今天多出了「远端分支」。",
        "他走了...,她还在~!",
    ],
)
def test_a_second_pass_is_silent(profile: str, text: str) -> None:
    once = zhclean.clean(text, profile=profile)
    assert zhclean.clean(once, profile=profile) == once


def test_a_listing_block_of_asciidoc_without_a_title_is_kept() -> None:
    text = "正文第一段，说明用法。\n\n----\n# 配置,示例\n\necho 你好,世界\n----\n\n后面的正文，继续说明。\n"
    assert zhclean.clean(text, profile="docs") is text


def test_rules_and_headings_of_markdown_are_no_listing_block() -> None:
    text = "正文,一。\n\n----\n\n又一段,好。\n\n----\n\n标题\n----\n内容,二。\n"
    assert zhclean.clean(text, profile="docs") == text.replace(",", "，")
