"""Main content of HTML documents: the library chooses lines, the text and its edits stay ours."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest

import zhclean
from zhclean import edits
from zhclean.errors import MissingExtraError

HEAD = "<!DOCTYPE html><html><head><title>春天的山路 - 某网</title></head><body>"
BODY = (
    "清晨的雾还没有散，码头上的人已经忙了起来，谁也不肯让谁。船老大站在跳板上喊了三遍，才有人把缆绳抛过来，水花溅了一身。",
    "他在县城住了二十多年，搬过四次家，每一次都离河更远一点。最后一次搬家那天下着雨，家具在板车上盖着油布，一路走一路滴水。",
    "很多人问我，学一门手艺要多久，我的回答一直是看你打算拿它做什么。要是为了吃饭，三年就够了；要是为了别的，一辈子也不一定够。",
)
PAGE = (
    f"{HEAD}<nav><ul><li><a href=/>首页</a></li><li><a href=/n>新闻</a></li></ul></nav>"
    f"<div class=article><h1>春天的山路</h1>\n<p>{BODY[0]}</p>\n<p>{BODY[1][:9]}<b>{BODY[1][9:20]}</b>{BODY[1][20:]}</p>"
    f"<h2>新闻</h2><p>{BODY[2]}</p></div>"
    "<div class=side><h3>热门推荐</h3><ul><li><a href=/1>今日菜价</a></li></ul></div>"
    "<footer>版权所有 某网</footer></body></html>"
)
MAIN = {"select": ["tags"], "options": {"tags.content": "main"}}


def explain(page: str) -> zhclean.Result:
    return zhclean.explain(page, **cast(Any, MAIN))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A stand-in for trafilatura that answers what a test puts into ``answer``."""
    told = SimpleNamespace(answer="")
    module = ModuleType("trafilatura")
    module.extract = lambda *_, **__: told.answer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "trafilatura", module)
    return told


def xml(*lines: str, title: str = "") -> str:
    return f'<doc sitename="x" title="{title}"><main>{"".join(f"<p>{x}</p>" for x in lines)}</main></doc>'


def test_only_lines_of_the_content_stay_and_edits_are_told_in_the_source(
    fake: SimpleNamespace,
) -> None:
    fake.answer = xml(*BODY[:2], "- 新闻", BODY[2], title="春天的山路")
    result = explain(PAGE)
    assert result.text == "\n".join(["春天的山路", *BODY[:2], "新闻", BODY[2]])
    assert result.undo() == PAGE
    assert (
        edits.apply(PAGE, [(e.start, e.end, e.after) for e in result.edits])
        == result.text
        == zhclean.clean(PAGE, **cast(Any, MAIN))
    )
    kept = PAGE.index("<h2>新闻")
    assert not any(e.start <= kept + 4 < e.end for e in result.edits), (
        "the menu goes, not the heading"
    )
    assert not any(BODY[0][:5] in e.before for e in result.edits)


def test_a_page_without_main_content_stays_whole(fake: SimpleNamespace) -> None:
    whole = zhclean.clean(PAGE, select=["tags"])
    for answer in (
        "",
        xml(),
        xml("页面上没有的一句话，库自己编出来的，找不到它的位置，只好整页都留下。"),
    ):
        fake.answer = answer
        assert explain(PAGE).text == whole


def test_odd_characters_travel(fake: SimpleNamespace) -> None:
    page = f"<html><body><p>首页</p><p>{BODY[0]}\0\ud800</p></body></html>"
    fake.answer = xml(BODY[0])
    assert explain(page).text in (f"{BODY[0]}\0\ud800", f"首页\n{BODY[0]}\0\ud800")
    assert explain(page).undo() == page


def test_text_that_is_no_document_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert explain("前<b>后</b>").text == "前后"
    assert zhclean.clean(PAGE, select=["tags"]).startswith("首页")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'zhclean\[content\]'"):
        explain(PAGE)


@pytest.mark.skipif(importlib.util.find_spec("trafilatura") is None, reason="needs the extra")
@pytest.mark.filterwarnings("default")
def test_with_the_library_itself() -> None:
    result = explain(PAGE)
    assert all(line in result.text.split("\n") for line in BODY)
    for gone in ("首页", "热门推荐", "今日菜价", "版权所有"):
        assert gone not in result.text
    assert result.undo() == PAGE
    assert result.text == zhclean.clean(PAGE, **cast(Any, MAIN))
