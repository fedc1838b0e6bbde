"""The public functions given what they were not made for: odd types, generators, threads, copies."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from typing import Any

import pytest

import zhclean
from zhclean import Pipeline

TEXT = "经历数次迭代后,目前已经更新"
CLEAN = "经历数次迭代后，目前已经更新"


class Marked(str):
    """A string of somebody's own kind."""


def test_a_kind_of_string_comes_back_itself_or_plain() -> None:
    sound = Marked("目前已经更新。")
    assert zhclean.clean(sound) is sound
    assert type(zhclean.clean(Marked(TEXT))) is str


def test_names_come_from_any_iterable_once() -> None:
    for names in (["punctuation"], {"punctuation"}, {"punctuation": 1}, iter(["punctuation"])):
        p = Pipeline(select=names)
        assert p.clean(TEXT) == p.clean(TEXT) == CLEAN
        assert pickle.loads(pickle.dumps(p)).clean(TEXT) == CLEAN
        assert copy.deepcopy(p) == p
    assert Pipeline(ignore=(name for name in ("punctuation",))).clean(TEXT) is TEXT
    assert Pipeline(select=[]).clean(TEXT) is TEXT


@pytest.mark.parametrize(
    "settings",
    [
        {"profile": None},
        {"profile": 3},
        {"to": 3},
        {"to": ""},
        {"to": ["zh-TW"]},
        {"assume": ["x"]},
        {"order": ["punctuation.beside"]},
        {"options": {3: 4}},
        {"options": {"quotes.style": None}},
        {"options": {"quotes.style": ["curly"]}},
        {"options": {"quotes.to": "zh-TW"}},
        {"options": {"protect.terms": "abc"}},
        {"options": {"protect": {"terms": {"a"}}}},
    ],
)
def test_a_wrong_setting_is_refused_when_the_pipeline_is_made(settings: dict[str, Any]) -> None:
    with pytest.raises((zhclean.UnknownNameError, zhclean.OptionValueError)) as told:
        Pipeline(**settings)
    assert str(told.value)


@pytest.mark.parametrize("dictionary", [3, ["软件"], "/no/such/file.tsv", {"": "x"}, {"软件": 3}])
def test_a_dictionary_that_is_none_is_refused(dictionary: object) -> None:
    with pytest.raises(zhclean.OptionValueError, match=r"script\.dictionary"):
        zhclean.clean("这个软件很好用", to="zh-TW", options={"script.dictionary": dictionary})


def test_two_spellings_of_an_option_are_one_pipeline() -> None:
    assert Pipeline(options={"quotes.style": "corner"}) == Pipeline(
        options={"quotes": {"style": "corner"}}
    )
    one, other = ({"protect.terms": terms} for terms in (["A,B"], ("A,B",)))
    assert Pipeline(options=one) == Pipeline(options=other)
    assert hash(Pipeline(options=one)) == hash(Pipeline(options=other))


def test_an_empty_term_protects_nothing() -> None:
    assert zhclean.clean(TEXT, options={"protect.terms": [""]}) == CLEAN


def test_signals_of_no_meaning_are_passed_by() -> None:
    assert Pipeline().clean(TEXT, signals={"no such signal": object()}) == CLEAN


def test_streams_of_any_length() -> None:
    p = Pipeline()
    line = TEXT + "\n"
    assert list(p.stream([])) == []
    assert "".join(p.stream([""])) == ""
    assert "".join(p.stream(iter([line] * 3), block=1)) == (CLEAN + "\n") * 3
    assert "".join(p.stream([line] * 3, block=10**9)) == (CLEAN + "\n") * 3


def test_results_are_copied_and_pickled() -> None:
    result = zhclean.explain(TEXT)
    for other in (copy.copy(result), copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
        assert (other.text, other.edits, other.counts) == (CLEAN, result.edits, result.counts)
        assert other.undo() == TEXT
    assert isinstance(result.edits, tuple)


def test_what_is_taken_from_a_result_changes_nothing() -> None:
    result = zhclean.explain(TEXT)
    before = dict(result.counts)
    assert result.undo() == result.undo()
    assert before == {"punctuation.beside": 1}


@pytest.mark.parametrize(
    "data", ["中文编码".encode(), bytearray("中文编码", "utf-8"), memoryview("中文编码".encode())]
)
def test_bytes_of_every_kind_are_decoded(data: bytes) -> None:
    assert zhclean.decode(data).text == "中文编码"


_FIRST_USE = """
import threading, zhclean
text, barrier, made = "頭髮在後面,突然出現(xiàn)了。", threading.Barrier(8), []
def go(k):
    barrier.wait()
    made.append((k % 2, zhclean.clean(text, to=("zh-Hans", "zh-TW")[k % 2], assume=["readings"])))
threads = [threading.Thread(target=go, args=(k,)) for k in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(made), sorted(set(made)))
"""


def test_threads_may_all_be_the_first_to_use_it() -> None:
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _FIRST_USE],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert (
        run.stdout.strip() == "8 [(0, '头发在后面，突然出现了。'), (1, '頭髮在後面，突然出現了。')]"
    )


@pytest.mark.parametrize(
    "unit", ["(", "<", "&", '"', "中,", "?！", "\u200b", "\\u4e", "[图片", "中 "]
)
def test_long_runs_come_to_an_end(unit: str) -> None:
    text = unit * 20_000
    assert zhclean.explain(text, profile="salvage").undo() == text


@pytest.mark.parametrize("names", [[None], b"punctuation", [3]])
def test_a_name_that_is_no_string_is_told(names: Any) -> None:
    with pytest.raises((TypeError, ValueError)) as told:
        Pipeline(select=names)
    assert str(told.value)


@pytest.mark.parametrize("rules", [[3], [str.upper]])
def test_a_rule_that_is_none_is_told(rules: Any) -> None:
    with pytest.raises(TypeError, match="rule"):
        Pipeline(rules=rules)


@pytest.mark.parametrize("settings", [{"ignore": None}, {"select": 3}, {"options": ["a"]}])
def test_a_setting_of_a_wrong_type_is_named(settings: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=next(iter(settings))):
        Pipeline(**settings)


@pytest.mark.parametrize("data", ["中文", 3])
def test_what_is_no_bytes_is_refused_clearly(data: Any) -> None:
    with pytest.raises(TypeError, match="bytes"):
        zhclean.decode(data)


@pytest.mark.parametrize(
    ("ask", "text"),
    [(zhclean.detect_script, b"x"), (zhclean.detect_script, None), (zhclean.detect_spun, None)],
)
def test_what_is_no_text_is_refused_by_detectors_too(ask: Any, text: Any) -> None:
    with pytest.raises(TypeError, match="str"):
        ask(text)


@pytest.mark.parametrize(("to", "meant"), [("zh_TW", "zh-TW"), ("zh-hans", "zh-Hans")])
def test_a_script_in_other_letters_is_told(to: str, meant: str) -> None:
    with pytest.raises(zhclean.UnknownNameError, match=f"did you mean '{meant}'"):
        Pipeline(to=to)


def test_a_script_in_small_letters_is_told() -> None:
    with pytest.raises(zhclean.UnknownNameError, match="did you mean 'zh-TW'"):
        Pipeline(to="zh-tw")


def test_a_rule_that_finds_what_is_no_edit_is_named() -> None:
    def made(answer: Any) -> zhclean.Rule:
        return zhclean.rule("house.odd", zhclean.Confidence.CERTAIN)(lambda *_: answer)

    for answer in (
        None,
        [(0, 1)],
        [(0, 1, None)],
        [(0, 1, 2)],
        [5],
        [("a", "b", "c")],
        [(0.0, 1.0, "x")],
    ):
        for terms in ([], ["目前"]):  # with a protected span and without
            p = Pipeline(
                select=["house.odd"], rules=[made(answer)], options={"protect.terms": terms}
            )
            with pytest.raises(zhclean.RuleError, match=r"house\.odd"):
                p.clean(TEXT)
            with pytest.raises(zhclean.RuleError, match=r"house\.odd"):
                p.explain(TEXT)


@pytest.mark.parametrize("code", ["odd", "", ".", "house.", "house.a.b", "house.a ", 5, None])
def test_a_rule_whose_code_could_not_be_named_is_refused(code: Any) -> None:
    odd = zhclean.rule(code, zhclean.Confidence.CERTAIN)(lambda *_: ())
    with pytest.raises(zhclean.RuleError, match="a code is a family and a name"):
        Pipeline(rules=[odd])


def test_a_confidence_is_no_string() -> None:
    odd = zhclean.rule("house.odd", "certain")(lambda *_: ())  # type: ignore[arg-type]
    with pytest.raises(zhclean.RuleError, match="'certain' is no Confidence"):
        Pipeline(rules=[odd])


def test_an_option_that_cannot_be_used_is_refused_at_once() -> None:
    with pytest.raises(zhclean.OptionValueError, match=r"takes regular expressions, not '\('"):
        Pipeline(options={"protect.patterns": ["("]})
    with pytest.raises(zhclean.OptionValueError, match="takes a callable, from Python only, not 5"):
        Pipeline(options={"spun.scorer": 5})
    with pytest.raises(zhclean.OptionValueError, match="takes a list of strings"):
        Pipeline(options={"protect": {"terms": {1: 2, "a": 3}}})


def test_an_unstable_order_is_told_where_it_was_asked_for() -> None:
    with pytest.warns(zhclean.UnstableOrderWarning) as told:
        Pipeline(order=["script", "punctuation"])
    assert {w.filename for w in told} == {__file__}
