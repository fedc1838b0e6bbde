"""Protected spans: what no rule rewrites, in running text and in markup, and the pragmas."""

from __future__ import annotations

import time

import pytest

import zhclean
from zhclean import cleaners, protect

DOCS = zhclean.Pipeline("docs")

KEPT = {
    "front matter": "---\ntitle: 标题,副标题\ntags: [甲,乙]\n---\n",
    "toml front matter": "+++\ntitle = \"标题,副标题\"\n+++\n",
    "fenced code": "```python\nprint(\"你好,世界!\")  # 注意:这里\n```\n",
    "tilde fence": "~~~\n你好,世界!\n~~~\n",
    "fence in a list": "1. 步骤\n\n   ```sh\n   echo 你好,世界!\n   ```\n",
    "fence within a longer fence": "````md\n```\n你好,世界!\n```\n你好,世界!\n````\n",
    "open fence": "```\n你好,世界!\n",
    "indented code": "说明\n\n    print('你好,世界!')\n    值:1\n",
    "inline code": "运行`echo 你好,世界!`即可\n",
    "link address": "见[文档](../文档,说明(一).md)即可\n",
    "image": "![图](图,一.png)\n",
    "reference": "[说明]: ./说明,一.md\n",
    "html attribute": "点<a title=\"你好,世界!\" href='a'>这里</a>吧\n",
    "html comment": "<!-- 注意:不要改,谢谢! -->\n",
    "script element": "<script>\nvar a = '你好,世界!';\n</script>\n",
    "pre element": "<pre>你好,世界!</pre>\n",
    "template": "值{{ 甲,乙 }}和{% 如果 甲:乙 %}吧\n",
    "inline math": "设$集合:甲,乙$成立\n",
    "display math": "$$\n甲,乙:丙\n$$\n",
    "heading anchor": "## 标题 {#标题,一}\n",
    "emoji": "好的:smile:谢谢\n",
    "table rule": "| 甲 | 乙 |\n|:--|--:|\n",
    "rest directive": ".. image:: 图,一.png\n",
    "rest role": "见:ref:`标题,一 <a>`吧\n",
    "rest field": ":作者: 张三\n",
    "rest literal block": "如下::\n\n    你好,世界!\n    值:1\n",
    "rest code directive": ".. code-block:: py\n   :linenos:\n\n   x = '甲,乙'\n\n   y = '丙,丁'\n",
    "asciidoc attribute": "= 标题\n:作者: 张三,李四\n",
    "asciidoc block": "[source,ruby]\n----\nputs '你好,世界!'\n----\n",
    "asciidoc macro": "= 标题\n见xref:甲,乙[丙,丁]吧\n",
    "url": "见https://a.cn/x?a=1,2;b=(3)吧\n",
    "e-mail": "写信给a.b@c.cn吧\n",
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_markup_is_kept(name: str) -> None:
    assert DOCS.clean(KEPT[name]) is KEPT[name]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("```\n你好,世界!\n```\n你好,世界!\n", "```\n你好,世界!\n```\n你好，世界！\n"),
        ("---\na: 甲,乙\n---\n甲,乙\n", "---\na: 甲,乙\n---\n甲，乙\n"),
        ("- 甲\n\n    续行,在列表里\n", "- 甲\n\n    续行，在列表里\n"),
        ("说明\n\n    代码,一\n\n正文,二\n", "说明\n\n    代码,一\n\n正文，二\n"),
        ("[文档,一](a,b.md),然后\n", "[文档，一](a,b.md)，然后\n"),
        ("<b title=\"甲,乙\">丙,丁</b>\n", "<b title=\"甲,乙\">丙，丁</b>\n"),
        ("甲,乙\n\n.. code:: py\n\n   x = '甲,乙'\n\n丙,丁\n", "甲，乙\n\n.. code:: py\n\n   x = '甲,乙'\n\n丙，丁\n"),
        ("甲,乙\n----\n丙,丁\n----\n戊,己\n", "甲，乙\n----\n丙，丁\n----\n戊，己\n"),
        ("价格$5,很便宜,省了$3,真好\n", "价格$5，很便宜，省了$3，真好\n"),
        ("请看http://a.cn/x?a=1,2;b=(3),然后回复\n", "请看http://a.cn/x?a=1,2;b=(3)，然后回复\n"),
        ("（见https://a.cn/b_(c)）,好\n", "（见https://a.cn/b_(c)），好\n"),
        ("| 甲,乙 | 丙:丁 |\n|---|---|\n", "| 甲，乙 | 丙：丁 |\n|---|---|\n"),
        ("见`甲,乙`,`丙`\n", "见`甲,乙`,`丙`\n"),
    ],
)  # fmt: skip
def test_prose_around_markup_is_set(before: str, after: str) -> None:
    assert DOCS.clean(before) == after
    assert DOCS.clean(after) is after


def test_user_terms_and_patterns_are_kept() -> None:
    options = {"protect.terms": ("甲,乙",), "protect.patterns": (r"第\d+条,款",)}
    before = "甲,乙和丙,丁以及第3条,款,好\n"
    assert zhclean.clean(before, options=options) == "甲,乙和丙，丁以及第3条,款，好\n"


def test_urls_can_be_given_up() -> None:
    before = "见http://a.cn/ab,cd中吧,好\n"
    assert zhclean.clean(before) == "见http://a.cn/ab,cd中吧，好\n"
    options = {"protect.urls": False}
    assert zhclean.clean(before, options=options) == "见http://a.cn/ab，cd中吧，好\n"


PRAGMA = '甲,乙 （丙）\n<!-- zhclean: off {} -->\n甲,乙"丙丁"戊\n<!-- zhclean: on -->\n甲,乙\n'


def test_a_region_is_switched_off_for_every_rule() -> None:
    cleaned = zhclean.clean(PRAGMA.format(""))
    assert '甲,乙"丙丁"戊' in cleaned
    assert cleaned.endswith("甲，乙\n")


def test_a_region_is_switched_off_for_a_family() -> None:
    cleaned = zhclean.clean(PRAGMA.format("quotes"))
    assert '甲，乙"丙丁"戊' in cleaned


def test_a_region_is_switched_off_for_a_rule() -> None:
    cleaned = zhclean.clean(PRAGMA.format("punctuation.beside, spacing"))
    assert "甲,乙“丙丁”戊" in cleaned


def test_a_file_is_switched_off_from_its_head() -> None:
    text = "<!-- zhclean: off punctuation -->\n甲,乙\n\n丙,丁\n"
    assert zhclean.clean(text, select=["punctuation"]) is text


def test_a_name_that_is_none_of_ours_belongs_to_the_text() -> None:
    text = "zhclean: off limits, 甲,乙\n"
    assert zhclean.clean(text) is text


def test_pragmas_know_every_family() -> None:
    assert frozenset(cleaners.FAMILIES) == protect.FAMILIES


@pytest.mark.parametrize(
    "shard",
    ["`", "```\n", "~~~~", "[a](", "](", "<a ", "<!--", "<pre>", "{{", "{%", "$", "$$", "\\(", ":a", "::\n\n ", "|--", "- ", "    ", "\n    ", "http://", "http://(", "www.(((", "a@", "zhclean: off quotes ", "[a]: ", "<<", "= a\n----\n"],
)  # fmt: skip
def test_adversarial_markup_takes_linear_time(shard: str) -> None:
    """Eight times the text may take at most about eight times as long: compared, not timed."""
    pipeline = zhclean.Pipeline("docs", select=["punctuation", "spacing"])

    def cost(size: int) -> float:
        text = "甲,乙\n" + shard * (size // len(shard))
        best = 1e9
        for _ in range(3):
            begin = time.process_time()
            pipeline.clean(text)
            best = min(best, time.process_time() - begin)
        return best

    small, large = cost(20_000), cost(160_000)
    assert large < 16 * max(small, 0.005)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("见 https://zh.wikipedia.org/wiki/北京_(消歧义) 一页.\n", "见 https://zh.wikipedia.org/wiki/北京_(消歧义) 一页。\n"),
        ("请看https://a.cn/文档(1).html,谢谢。", "请看https://a.cn/文档(1).html，谢谢。"),
        ("看https://a.cn/新闻(见下图),谢谢", "看https://a.cn/新闻（见下图），谢谢"),
        ("[文档](./说明,第1版.md),好的", "[文档](./说明,第1版.md)，好的"),
        ("![鸭(辣)](./鸭(辣).jpg)", "![鸭（辣）](./鸭(辣).jpg)"),
        ("[下载](/下载/文件,1.zip)!", "[下载](/下载/文件,1.zip)！"),
        ("[目录](#第一章,开头)好,是吗", "[目录](#第一章,开头)好，是吗"),
    ],
)  # fmt: skip
def test_addresses_in_chinese_are_kept_in_running_text(before: str, after: str) -> None:
    assert zhclean.clean(before) == after
