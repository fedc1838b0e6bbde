"""Pipelines: settings, errors, composition, pickling, blocks."""

from __future__ import annotations

import ctypes
import gc
import pickle
import re
import warnings
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import SEEDS

import zhclean
from zhclean import Confidence, Document, Pipeline, engine, rule
from zhclean.patterns import beyond
from zhclean.rules import Options

SEED = (SEEDS / "003_9d9bcd627777a12a.txt").read_text(encoding="utf-8")


@rule("house.name", Confidence.CERTAIN, "智谱")
def house_name(document: Document, options: Options) -> Iterable[tuple[int, int, str]]:
    """Write the product's name as the house does."""
    at = document.text.find("智谱")
    while at >= 0:
        yield at, at + 2, "智譜"
        at = document.text.find("智谱", at + 2)


@rule("house.bad", Confidence.CERTAIN)
def bad(document: Document, options: Options) -> Iterable[tuple[int, int, str]]:
    """Reach beyond the text."""
    yield 0, len(document.text) + 1, ""


def test_a_rule_of_ones_own_runs_beside_ours() -> None:
    p = Pipeline(rules=(house_name,))
    result = p.explain("智谱发布了模型,很好。")
    assert result.text == "智譜发布了模型，很好。"
    assert result.counts["house.name"] == 1
    assert pickle.loads(pickle.dumps(p)) == p


def test_a_rule_that_breaks_its_contract_is_named() -> None:
    with pytest.raises(zhclean.RuleError, match=r"house\.bad"):
        Pipeline(rules=(bad,)).clean("x")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"profile": "crwal"}, "did you mean 'crawl'"),
        ({"select": ["reading"]}, "did you mean 'readings'"),
        ({"ignore": ["boilerplat"]}, "did you mean 'boilerplate'"),
        ({"assume": ["spin"]}, "did you mean 'spun'"),
        ({"options": {"quote": {"style": "keep"}}}, "did you mean 'quotes'"),
        ({"options": {"quotes.stile": "keep"}}, "did you mean 'style'"),
        ({"options": {"quotes.style": "bent"}}, "takes"),
        ({"options": {"quotes": "corner"}}, "a table of options"),
        ({"to": "zh-Hnas"}, "did you mean 'zh-Hans'"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(settings: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        zhclean.clean("x", **settings)  # type: ignore[arg-type]


def test_what_is_no_text_is_refused_clearly() -> None:
    with pytest.raises(TypeError, match="decode"):
        zhclean.clean(b"x")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="int"):
        zhclean.clean(1)  # type: ignore[arg-type]


def test_select_replaces_and_ignore_removes() -> None:
    assert {r.family for r in Pipeline(select="readings").rules} == {"readings"}
    assert "boilerplate" not in {r.family for r in Pipeline(ignore=["boilerplate"]).rules}
    assert "script" not in {r.family for r in Pipeline(select=["script"]).rules}
    assert "script" in {r.family for r in Pipeline(select=["readings"], to="zh-TW").rules}


def test_profiles_keep_their_floor() -> None:
    assert all(r.confidence is Confidence.CERTAIN for r in Pipeline("docs").rules)
    assert all(r.confidence >= Confidence.LIKELY for r in Pipeline("crawl").rules)


def test_an_unstable_order_is_told() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        Pipeline(order=["script", "punctuation"])
    assert any("'script' before 'readings'" in str(w.message) for w in told)
    assert all(w.category is zhclean.UnstableOrderWarning for w in told)


def test_pipelines_are_values() -> None:
    p = Pipeline("crawl", to="zh-TW", ignore=["boilerplate"], options={"quotes.style": "keep"})
    q = pickle.loads(pickle.dumps(p))
    assert p == q
    assert hash(p) == hash(q)
    assert p != Pipeline()
    assert p.clean(SEED) == q.clean(SEED)


def test_threads_agree() -> None:
    p = Pipeline(to="zh-Hans")
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(p.clean, [SEED] * 8))) == 1


def test_counts_add_up_and_steps_agree() -> None:
    p = Pipeline()
    total: Counter[str] = Counter()
    for path in sorted(SEEDS.glob("*.txt")):
        result = p.explain(path.read_text(encoding="utf-8"))
        total += result.counts
        assert result.counts == Counter({s.rule: 0 for s in result.steps}) + Counter(
            s.rule for s in result.steps for _ in s.edits
        )
        for edit in result.edits:
            assert edit.rules
            assert edit.confidence >= Confidence.LIKELY
    assert total["readings.injected"] >= 200


def test_positions_map_through_the_edits() -> None:
    result = zhclean.explain(SEED)
    at = result.text.index("編者按")
    assert result.source[result.positions.to_source(at) :].startswith("編者按")
    late = result.text.index("競爭格局")
    assert result.source[result.positions.to_source(late) :].startswith("競爭格局")
    assert result.positions.to_output(result.positions.to_source(late)) == late


def test_a_stream_cleans_as_the_whole() -> None:
    p = Pipeline(ignore=["boilerplate", "spun"])
    text = SEED + "\n\n"
    lines = (text * 40).splitlines(keepends=True)
    assert "".join(p.stream(lines, block=20_000)) == p.clean(text) * 40


def test_a_stream_is_not_cut_where_it_is_switched_off() -> None:
    lines = [
        "后,前\n",
        "<!-- zhclean:off -->\n",
        *["后,前\n"] * 5,
        "<!-- zhclean: on -->\n",
        "后,前\n",
    ]
    found = "".join(Pipeline().stream(lines, block=1))
    assert found == Pipeline().clean("".join(lines))
    assert found.count("后,前") == 5


def test_terms_of_the_user_are_protected() -> None:
    text = "型号A,B版发布了,很好"
    assert zhclean.clean(text, options={"protect.terms": ["A,B版"]}) == "型号A,B版发布了，很好"


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "\udfff中文,好", "\n" * 50, "a" * 10_000])
def test_odd_text_survives(text: str) -> None:
    for to in (None, "zh-Hans", "zh-TW"):
        result = zhclean.explain(text, to=to)
        assert result.undo() == text


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(enabled: bool) -> None:
    long = "他說:你好(nǐ hǎo)\n" * (engine.LARGE // 10)
    (gc.enable if enabled else gc.disable)()
    try:
        assert zhclean.clean(long) != long
        assert gc.isenabled() is enabled
        with pytest.raises(zhclean.RuleError):
            Pipeline(rules=(bad,)).clean(long)
        assert gc.isenabled() is enabled
    finally:
        gc.enable()


def test_a_text_that_carries_its_utf8_is_not_taken_for_one_beyond_the_bmp() -> None:
    """Libraries in C leave it in the string's own memory, which makes it look as large."""
    asked: list[str] = []

    def pictographs() -> re.Pattern[str]:
        asked.append("asked")
        return re.compile("[\U0001f300-\U0001faff]")

    text = "春天的早晨，河边的柳树刚刚发芽。" * 40
    own = ctypes.pythonapi.PyUnicode_AsUTF8  # what those libraries call
    own.restype = ctypes.c_char_p
    own.argtypes = [ctypes.py_object]
    assert own(text) == text.encode()
    assert text.__sizeof__() > 3 * len(text)
    assert not beyond(text, pictographs)
    assert not asked
    assert not beyond("", pictographs)
    for wide in (text + "\U0001f33f", "\U0001f33f" + text, "\U0001f33f"):
        assert beyond(wide, pictographs)
