"""Markup: what cases cannot say. Edits of documents in the source, both walks alike, fixpoints."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhclean
from zhclean import edits
from zhclean.markup import html
from zhclean.markup.ruby import is_reading

FAMILIES = ("entities", "tags", "placeholders")
CLEANER = zhclean.Pipeline("crawl", select=FAMILIES)

PAGE = """<!DOCTYPE html>
<html><head><title>题</title><style>p{color:red}</style></head>
<body class="x"><!-- 导航 <b> -->
<nav><a href="/">首页</a></nav>
<h1>标题&amp;副题</h1>
<p>第一段，<b>粗</b>体&nbsp;字
换行</p>
<p hidden>首页</p><script>var a="<p>首页</p>";</script>
<table><tr><td>甲</td><td>乙&lt;丙</td></tr></table>
<pre>a
  b</pre></body></html>
"""
TEXT = "首页\n标题&副题\n第一段，粗体\xa0字换行\n甲\t乙<丙\na\n  b"

PIECES = (
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<td>", "</td>", "<tr>", "<table>", "</table>", "<li>",
    "<p hidden>", "<span style='display:none'>", "</span>", "<script>x<b>y</script>", "<!-- c -->", "<!--", "<pre>", "</pre>",
    "<ruby>漢<rt>hàn</rt></ruby>", "<a href=\"x>y\">", "</a>", "&lt;", "&gt;", "&amp;", "&nbsp;", "&#20013;", "&", ";", "lt;",
    "<", ">", "/p>", "style=\"x\">", "中", "文", "a", " ", "\n", "\r\n", "\n\n", "\0", "\ud800", "\U0010f000", "[图片]", "\n图片\n",
    "<![CDATA[", "]]>", "<o:p>", "zhclean: off", "zhclean: on", "http://a.cn/?a=1&amp;b=2", "`<b>`", "标签", "“<p>”",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
# Halves of tags and references put side by side by chance may make a whole one of another family;
# each rule alone settles on those too (see the laws).
HALVES = {"&", ";", "lt;", "<", ">", "/p>", "style=\"x\">", "]]>", "<![CDATA[", "[图片]", "<!--", "&amp;", "<script>x<b>y</script>"}  # fmt: skip
whole = st.lists(st.sampled_from([p for p in PIECES if p not in HALVES]), max_size=30).map("".join)


def test_a_page_becomes_its_text() -> None:
    result = CLEANER.explain(PAGE)
    assert result.text == TEXT == CLEANER.clean(PAGE)
    assert result.undo() == PAGE
    assert result.signals["html_document"] is True


def test_the_edits_of_a_page_leave_its_text_alone() -> None:
    result = CLEANER.explain(PAGE)
    assert {edit.rules for edit in result.edits} == {("tags.document",)}
    assert len(result.edits) > 10
    changed = "".join(edit.before for edit in result.edits)
    for kept in ("第一段", "粗", "标题", "甲", "乙"):
        assert kept not in changed
    for lost in ("导航", "display", "color:red", "首页</p>"):
        assert lost not in result.text
    entity = next(edit for edit in result.edits if edit.before == "&lt;")
    assert entity.after == "<"


def test_a_kept_word_is_found_behind_the_same_word_hidden() -> None:
    page = "<html><body><p hidden>甲</p><!-- 甲 --><script>甲</script><p>甲</p></body></html>"
    result = CLEANER.explain(page)
    assert result.text == "甲"
    assert not any(edit.start <= page.rindex("甲") < edit.end for edit in result.edits), (
        "the visible word is the one kept"
    )


def test_text_that_moves_is_still_told_exactly() -> None:
    # What stands in a table but in no cell is shown before the table.
    page = "<html><body><table><tr><td>甲</td></tr>乙</table></body></html>"
    result = CLEANER.explain(page)
    assert result.text == CLEANER.clean(page) == "乙\n甲"
    assert result.undo() == page


@given(texts, st.booleans())
@settings(max_examples=150)
def test_both_ways_of_unwrapping_agree(text: str, page: bool) -> None:
    source = f"<html><body><p>甲</p>{text}" if page else text
    result = CLEANER.explain(source)
    assert result.text == CLEANER.clean(source)
    assert result.undo() == source
    rebuilt = edits.apply(source, [(e.start, e.end, e.after) for e in result.edits])
    assert rebuilt == result.text


@given(whole)
@settings(max_examples=150)
def test_fragments_settle_in_one_pass(text: str) -> None:
    signals = {"html_document": False}
    once = CLEANER.clean(text, signals=signals)
    assert CLEANER.clean(once, signals=signals) == once


def test_a_region_switched_off_in_a_page_is_kept() -> None:
    page = "<html><body><p>甲</p>zhclean: off <b>乙</b> zhclean: on<p>丙</p></body></html>"
    result = CLEANER.explain(page)
    assert "zhclean: off <b>乙</b> zhclean: on" in result.text
    assert result.text == CLEANER.clean(page)


@pytest.mark.parametrize("odd", ["\0", "\ud800", "\udfff", "\U0010f800"])  # noqa: PT014
def test_characters_a_parser_cannot_take(odd: str) -> None:
    page = f"<html><body><p>甲{odd}乙</p><pre>丙{odd}丁</pre></body></html>"
    result = CLEANER.explain(page)
    assert result.undo() == page
    assert result.text == CLEANER.clean(page)
    if odd < "\U00010000":
        assert result.text == f"甲{odd}乙\n丙{odd}丁"


def test_a_page_nested_too_deep_is_left_to_the_tokenizer() -> None:
    deep = "<html><body>" + "<div>" * 9000 + "甲"
    assert CLEANER.explain(deep).signals["html_document"] is False
    assert "<div>" not in CLEANER.clean(deep)
    assert CLEANER.clean(deep).endswith("甲")


def test_a_block_of_a_page_is_unwrapped_with_the_evidence_of_the_whole() -> None:
    signals = {"html_document": True}
    assert CLEANER.clean("<p>甲</p><p>乙</p>", signals=signals) == "甲\n乙"
    plain = "没有标签的\n一段。\n"
    assert CLEANER.clean(plain, signals=signals) is plain


def test_white_space_is_a_browsers_but_for_chinese_line_ends() -> None:
    def shown(body: str) -> str:
        return "".join(html.pieces(f"<html><body>{body}</body></html>"))

    assert shown("<p>一\n二</p>") == "一二"
    assert shown("<p>one\ntwo</p>") == "one two"
    assert shown("<p>一\ntwo\n三</p>") == "一 two 三"
    assert shown("<p>一 \n 二</p>") == "一二"
    assert shown("<p>一 二</p>") == "一 二"
    assert shown("<b>一</b>\n<b>二</b>") == "一二"
    assert shown("<b>a</b>\n<b>b</b>") == "a b"
    assert shown("<p> 一 </p> <p>\u3000二</p>") == "一\n\u3000二"


@pytest.mark.parametrize(
    "opener",
    ["<", "<a ", '<a b="', "<!--", "<script>", "<p hidden>", "&lt;", "[", "![](", "[b]", "data:image/png;base64,", "\n图片", '">', "<b>", "<rt>abc</rt>", "![a][1]", "[vc_row a="],
)  # fmt: skip
@pytest.mark.parametrize("head", ["", "<html><body><p>"])
def test_a_repeated_opener_takes_linear_time(opener: str, head: str) -> None:
    import time

    def cost(size: int) -> float:
        text = head + opener * (size // len(opener))
        best = 1e9
        for _ in range(2):
            begin = time.process_time()
            CLEANER.clean(text)
            best = min(best, time.process_time() - begin)
        return best

    small, large = cost(60_000), cost(240_000)
    assert large < 10 * max(small, 0.05)


@pytest.mark.parametrize(
    ("base", "words", "reading"),
    [
        ("汉", "hàn", True),
        ("中国", "Zhōngguó", True),
        ("中国", "zhong guo", True),
        ("一会儿", "yīhuìr", True),
        ("香港", "hoeng1 gong2", True),
        ("市場", "tshī-tiûnn", True),
        ("龜", "ㄍㄨㄟ", True),
        ("水", "みず", True),
        ("甲骨文公司", "Oracle Corporation", False),
        ("开源", "open source", False),
        ("内核", "kernel", False),
        ("咖啡馆", "café", False),
        ("己亥", "2019", False),
        ("网络", "Web 2.0", False),
        ("本命年", "我自己", False),
    ],
)
def test_a_reading_is_told_from_a_gloss(base: str, words: str, reading: bool) -> None:
    assert is_reading(base, words) is reading


def test_elements_whose_content_is_literal_hide_nothing() -> None:
    xmp = "<html><body><p>前</p><xmp class=a>例：<b hidden>藏</b></xmp><p>后</p></body></html>"
    assert "".join(html.pieces(xmp)) == "前\n例：<b hidden>藏</b>\n后"
    plain = "<html><body><p>前</p><plaintext>例：<b hidden>藏</b>，a&lt;b"
    assert "".join(html.pieces(plain)) == "前\n例：<b hidden>藏</b>，a&lt;b"


ARTICLE = "".join(f"<p>文章的第{n}段，讲城里的旧书店，还有傍晚来看书的人。</p>" for n in range(9))


@pytest.mark.parametrize(
    "hiding",
    [
        "<div style='visibility: hidden'>{}</div>",
        "<div hidden><p hidden>藏</p><div style='display:none'>{}</div></div>",
        "<object data=a.swf>{}",
        "<noscript>{}</noscript>",
        "<body style='display:none'>{}",
    ],
)
def test_hidden_prose_that_outweighs_the_rest_is_the_article(hiding: str) -> None:
    page = f"<html><body><h1>旧书店</h1>{hiding.format(ARTICLE)}</body></html>"
    result = CLEANER.explain(page)
    assert result.text == CLEANER.clean(page)
    assert result.text.count("\n文章的第") == 9
    assert "藏" not in result.text
    assert result.undo() == page


def test_hidden_prose_beside_a_longer_article_stays_hidden() -> None:
    page = f"<html><body>{ARTICLE * 2}<div hidden>{ARTICLE}</div></body></html>"
    assert CLEANER.clean(page).count("文章的第") == 18


def test_a_fragment_that_is_hidden_as_a_whole_stays() -> None:
    assert CLEANER.clean(f"<div style='display:none'>{ARTICLE}</div>").count("文章的第") == 9


ODD = (
    "<p class=\"a\"b\">", "<td width=\"2\"\">", "<a href='x' title=\"题\"\">", "<i =a=\"x hidden y\">", "<p\"x>", "<b <c=\"1\">",
    "<span title='a\"b' id=c\"d>", "<a title=\"x>y hidden\">", "<bgsound>", "<keygen>", "<frame>", "<map>", "<area>", "<svg>",
    "</svg>", "<math>", "</math>", "<xmp a=b>", "</xmp>", "<p hidden>", "</p>", "<div style='display:none'>", "</div>", "<!-->",
    "<!-- - -->", "<?php a ?>", "<script>hidden</script>", "<script a=\"</script>\">", "<table>", "<tr>", "<td>", "</table>",
    "<select>", "<option>", "</select>", "<pre>", "</pre>", "</br>", "<image>", "<ruby>", "</ruby>", "<plaintext>", "甲乙", "丙", "丁\n",
)  # fmt: skip
odd = st.lists(st.sampled_from(ODD), max_size=30).map("".join)


def _visible(page: str) -> str:
    """Read the Chinese of a page off its tree, without what is hidden."""
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    def below(node: LexborNode) -> str:
        found, child = "", node.child
        while child is not None:
            if child.tag == "-text":
                found += child.text_content or ""
            elif child.tag in (None, "script", "svg", "-comment"):
                pass
            elif "hidden" not in child.attributes and "display" not in str(
                child.attributes.get("style")
            ):
                found += below(child)
            child = child.next
        return found

    body = LexborHTMLParser(page).body
    return "" if body is None else "".join(c for c in below(body) if c >= "\u3400")


@given(odd)
@settings(max_examples=400, deadline=None)
def test_a_page_loses_nothing_that_its_tree_shows(inside: str) -> None:
    page = f"<html><body><p>题</p>{inside}"
    written = "".join(html.pieces(page))
    assert "".join(c for c in written if c >= "\u3400") == _visible(page)


@pytest.mark.parametrize(
    ("opening", "closing"), [("<!--", "-->"), ("<script>", "</script>"), ("<svg>", "</svg>")]
)
def test_prose_between_strays_is_the_text(opening: str, closing: str) -> None:
    prose = "\n".join(f"文章的第{n}段，讲城里的旧书店（还有看书的人）。" for n in range(12))
    cleaned = CLEANER.clean(f"头一行。{opening}\n{prose}\n{closing}末一行。")
    assert cleaned.count("文章的第") == 12


def test_a_long_comment_beside_a_longer_text_goes() -> None:
    prose = "\n".join(f"文章的第{n}段，讲城里的旧书店（还有看书的人）。" for n in range(12))
    assert CLEANER.clean(f"{prose}<!--\n{prose}-->\n{prose}").count("文章的第") == 24


def test_prose_that_begins_behind_a_bare_tag_is_text() -> None:
    prose = "\n".join(f"文章的第{n}段，讲城里的旧书店（还有(几个)看书的人）。" for n in range(12))
    cleaned = CLEANER.clean(f"{prose}\n头一行<style>{prose}</style>末一行。\n{prose}\n{prose}")
    assert cleaned.count("文章的第") == 48
    state = '<script>window.state={"text":"' + prose.replace("\n", "\\n") + '"}</script>'
    assert CLEANER.clean(f"{prose}\n{prose}\n头一行{state}末一行。").count("文章的第") == 24


def test_a_value_that_spans_lines_of_prose_is_none() -> None:
    assert "看书的人" in CLEANER.clean('说明见<a href="下一章，\n讲看书的人，\n见">末一行。')
