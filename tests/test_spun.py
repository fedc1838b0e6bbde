"""What cases cannot say of spun text: tables, detection, decoding as a document, idempotence."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import pytest
from conftest import SEEDS

import zhclean
from zhclean.script.conversion import convert
from zhclean.spin.decode import decode
from zhclean.spin.lay import lay
from zhclean.spin.lexicon import MAIN, OTHER, against, lexicon, of_table, widened
from zhclean.spin.model import model
from zhclean.spin.rescore import masked_model
from zhclean.spin.sure import MOST
from zhclean.spinning import SAMPLE, TOTAL, detect_spun, sample, suspicious, vouched_standing
from zhclean.telling import FORMS, RARE

SEED = (SEEDS / "004_8e5c2095c89bf39d.txt").read_text(encoding="utf-8")
GENUINE = (
    "他握着方向盘，说这款手机到手价三千，家具也真不错。世人皆醉我独醒，一见如故，涛声如故。"
    "你还好意思说我，意思意思就行了。不雅视频引发关注，黄河一泻千里，真金不怕火炼，随他去罢了。"
    "我是一个莫得感情的杀手，四川话里说莫得问题。投资标的的选择很重要，双方握手言和。"
)

STORY = (
    "那汉子屡次与敌手交锋，都不曾占得便宜，今日又见他施展绝技，心中暗暗叫苦。店家见势不妙"
    "，忙将门板上了，惟恐走漏风声，惹出祸来。少年却毫不在意，只把酒一饮而尽，笑道：“老丈"
    "不必惊慌，此人名声虽大，却是外强中干，我若出手，不消三招便可告捷。”老者听了，半信半"
    "疑，又见他如此蛮横，不敢多言。不多时，窗外人声嘈杂，那敌手果然率众赶来，挑衅之言不绝"
    "于耳。少年推门而出，只见院中暗影幢幢，刀光闪动。他也不答话，身形一晃，已抢到那人面前"
    "，连环三掌，将其逼退数步。众人大惊，纷纷散开。那人恼羞成怒，使出平生所学，终究不是少"
    "年对手，被一掌击中胸口，登时口吐鲜血，性命垂危。少年却不赶尽杀绝，取出伤药，命人喂他"
    "服下，叹道：“我与你往日无冤，近日无仇，何苦苦苦相逼？你若肯从此洗心革面，今日之事就"
    "此作罢。”那人自知不敌，又感他救命之恩，不觉满面通红，连连叩首。老者见状，方知少年不"
    "仅武艺高强，更兼心地仁厚，便将爱女许配与他。自此二人隐居山中，过几年清静日子，再也不"
    "问江湖中事。"
)
"""In the manner of the early twentieth century, whose words spinners write too."""


def restored(text: str) -> str:
    return zhclean.clean(text, select=["spun"])


def test_the_seed_is_recognised_with_its_evidence() -> None:
    found = detect_spun(SEED)
    assert found.spun
    assert found.family == MAIN
    assert found.density > 0.2
    assert found.share > 0.8
    assert "东说念主" in dict(found.evidence)


def test_restored_text_is_no_longer_spun() -> None:
    once = restored(SEED)
    assert not detect_spun(once).spun
    assert restored(once) == once


def test_text_in_traditional_characters_is_restored_in_them() -> None:
    once = restored(convert(SEED, "s2tw"))
    assert detect_spun(convert(SEED, "s2tw")).spun
    assert not detect_spun(once).spun
    assert restored(once) == once
    plain, back = restored(SEED), convert(once, "tw2s")
    assert len(plain) == len(back)
    assert sum(a != b for a, b in zip(plain, back, strict=True)) <= 5
    genuine = convert(GENUINE, "s2tw") + "他說念了三年書。"
    assert restored(genuine) == genuine


def test_a_form_made_around_an_ambiguous_one_is_not_certain() -> None:
    table = lexicon(MAIN)
    assert not table["东说念主"].open
    assert table["我如故"].open  # 如故 is 还是 and 已经


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "人", GENUINE, GENUINE * 30])
def test_genuine_text_is_not_spun(text: str) -> None:
    assert not detect_spun(text).spun
    assert restored(text) is text


def test_a_story_in_old_words_is_not_spun() -> None:
    found = detect_spun(STORY)
    assert found.weight > TOTAL  # there is evidence enough, but hardly a word reads as restored
    assert not found.spun
    assert restored(STORY) == STORY


def test_one_word_proves_nothing() -> None:
    assert not detect_spun("他说的东说念主是什么意思？" * 3).spun


def test_a_long_document_is_judged_by_a_sample() -> None:
    text = SEED * 20
    assert len(sample(text)) <= SAMPLE + 2
    assert detect_spun(text).spun


def test_a_seed_among_genuine_text_of_its_length_still_shows() -> None:
    assert suspicious(SEED)
    assert not suspicious(GENUINE[:60])


def test_the_gate_knows_forms_of_the_lexicon_by_a_rare_character() -> None:
    telling = {form for family in (MAIN, OTHER) for form, _ in lexicon(family).anchors()}
    for form in FORMS.split():
        assert form in telling
        assert set(form) & set(RARE)


def test_genuine_text_loads_nothing_of_the_decoder() -> None:
    code = (
        "import sys, zhclean; zhclean.clean('他走到家里取了两本书,没有说话。' * 200);"
        "assert not [name for name in sys.modules if name.startswith('zhclean.spin.')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_sites_do_not_overlap() -> None:
    table = lexicon(MAIN)
    sites = lay(table.matches(SEED), table, SEED)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(sites))


def test_context_decides() -> None:
    choices = decode("他在会上强调,要握续参预时间研发。", lexicon(), model())
    assert {c.entry.form: c.original for c in choices}["握续"] == "持续"
    text = "无论是东说念主才如故资源,皆莫得上风。"
    assert {c.entry.form: c.original for c in decode(text, lexicon(), model())}["如故"] == "还是"


def test_common_words_of_a_page_spun_in_part_must_be_surer() -> None:
    wholly, partly = (decode(SEED, lexicon(), model(), standing) for standing in (0.02, 0.2))
    less = 0
    for whole, part in zip(wholly, partly, strict=True):
        assert part.original == whole.original
        assert part.sure == whole.sure or (part.entry.grade == "B" and part.sure < whole.sure)
        less += part.sure < whole.sure
    assert less > 100


def test_a_known_table_is_read_by_itself() -> None:
    table = of_table(
        {"因为": ["由于"], "由于": ["是因为"], "市场": ["商场", "阛阓"], "人": ["东谈主"]}
    )
    assert {c.word: c.score for c in table["商场"].originals} == {"市场": -0.69}
    assert table["由于"].keep < 0 == table["商场"].keep
    choices = decode("东谈主们担心,由于国际商场持续下跌,经济会受到影响。", table, model())
    assert [c.original for c in choices] == ["人", "因为", "市场"]


def test_an_original_of_a_known_table_does_not_stand() -> None:
    text = "他迟到了,由于下雨。"
    alone = decode(text, of_table({"因为": ["由于"]}), model())
    both = decode(text, of_table({"因为": ["由于"], "由于": ["是因为"]}), model())
    assert alone[0].original == both[0].original == "因为"
    assert both[0].sure > alone[0].sure


def test_every_edit_is_explained_with_alternatives() -> None:
    result = zhclean.explain(SEED, select=["spun"])
    assert result.undo() == SEED
    assert any(note.alternatives for note in result.notes)
    assert {rule for edit in result.edits for rule in edit.rules} <= {
        "spun.spam",
        "spun.certain",
        "spun.likely",
    }


def test_a_guess_is_made_only_in_salvage() -> None:
    likely = zhclean.explain(SEED, select=["spun"]).counts
    salvage = zhclean.explain(SEED, select=["spun"], profile="salvage").counts
    assert not likely["spun.guess"]
    assert salvage["spun.guess"] > 0


@pytest.mark.parametrize(
    "name", ["spun_lexicon.tsv", "spun_words.tsv", "spun_model.txt", "spun_neighbours.txt"]
)
def test_tables_have_provenance_and_order(name: str) -> None:
    text = resources.files("zhclean.tables").joinpath(name).read_text(encoding="utf-8")
    lines = text.rstrip("\n").split("\n")
    header = [line for line in lines if line.startswith("# ")]
    for field in ("title:", "source:", "licence:", "recipe:", "rows:"):
        assert any(field in line for line in header), field
    rows = [line for line in lines if not line.startswith("# ")]
    declared = int(next(line for line in header if "rows:" in line).rpartition(" ")[2])
    assert len(rows) == declared
    width = 1 if name.endswith(".txt") else 2
    keys = [tuple(row.split("\t")[:width]) for row in rows]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_the_model_writes_words_and_neighbours_by_the_same_characters() -> None:
    own, neighbours = (
        (resources.files("zhclean.tables") / name).read_text(encoding="utf-8")
        for name in ("spun_model.txt", "spun_neighbours.txt")
    )
    assert len(own.encode()) + len(neighbours.encode()) < 12_000_000
    codes = [row.split("\t")[1] for row in own.split("\n") if row and row[:2] != "# "]
    named = {code for code in codes if code}
    assert len(named) == len(codes) - codes.count("")
    used = {
        code
        for row in neighbours.split("\n")
        if row and row[:2] != "# "
        for field in (*row.split("\t")[2:4], *row.split("\t")[5:7])
        for group in field.split("|")
        for code in group[1:]
    }
    assert used <= named
    # 持续 stands before 发展: known as a word, and by the two characters.
    never, _, _, beside, word, _ = model().after.read("发展", "发")
    assert word["持续"] > 0 < beside["持续"]
    assert "握续" not in word
    assert list(never) == [*sorted(never[:-1], reverse=True), 0.0]


def test_a_form_is_never_its_own_original() -> None:
    for family in (MAIN, OTHER):
        table = lexicon(family)
        for form in table:
            assert all(candidate.word != form for candidate in table[form].originals)
        assert all(weight < 0 for weight in against(family).values())


def test_a_stronger_scorer_decides_where_the_decoder_is_unsure() -> None:
    asked: list[str] = []

    def scorer(sentences: Sequence[str]) -> list[float]:
        asked.extend(sentences)
        return [50.0 if "诧异" in sentence else 0.0 for sentence in sentences]

    text = restored(SEED)
    with_scorer = zhclean.clean(SEED, select=["spun"], options={"spun.scorer": scorer})
    assert asked
    assert with_scorer.count("\n") == text.count("\n")


def test_a_masked_language_model_scores_sentences(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = special + sorted(set(SEED + "时间技术") - set(" \n"))
    path = tmp_path / "vocab.txt"
    path.write_text("\n".join(vocabulary), encoding="utf-8")
    tokenizer = transformers.BertTokenizer(str(path))
    torch.manual_seed(8)
    model = transformers.BertForMaskedLM(
        transformers.BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=8,
            num_hidden_layers=1,
            num_attention_heads=1,
            intermediate_size=8,
            max_position_embeddings=160,
        )
    ).eval()
    with torch.no_grad():  # a model that knows one thing: 技 and 术 are likely everywhere
        model.cls.predictions.bias[[vocabulary.index("技"), vocabulary.index("术")]] += 6
    scorer = masked_model(model, tokenizer)
    right, wrong = scorer(["公司投入技术研发", "公司投入时间研发"])
    assert wrong < right < 0
    assert scorer(["公司投入技术研发"]) == pytest.approx([right], abs=1e-4)
    result = zhclean.clean(SEED, select=["spun"], options={"spun.scorer": scorer})
    assert not detect_spun(result).spun


def test_a_compound_is_near_impossible_and_leaves_one_reading() -> None:
    table = lexicon(MAIN)
    for form, original in (("寰宇杯", "世界杯"), ("出当今", "出现在"), ("神经收集", "神经网络")):
        assert table[form].grade == "A"
        assert table[form].originals[0].word == original
    for genuine in ("一部门", "有时间", "许多人", "职业生"):
        assert genuine not in table or table[genuine].grade == "B"


def test_the_thesaurus_tells_what_the_lexicon_does_not() -> None:
    text = (resources.files("zhclean.tables") / "spun_thesaurus.tsv").read_text(encoding="utf-8")
    rows = dict(line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    assert len(text.encode()) < 500_000
    assert list(rows) == sorted(rows)
    table, wide = lexicon(MAIN), widened(MAIN)
    for form in ("景况", "技术", "高兴"):
        told = {field.split(":")[0] for field in rows[form].split(" ")}
        known = {c.word for c in table[form].originals} if form in table else set()
        assert told
        assert not known & told
        added = {c.word for c in wide[form].originals if c.evidence == "thesaurus"}
        assert added <= told
        scores = [c.score for c in wide[form].originals]
        assert scores == sorted(scores, reverse=True)
    assert widened(OTHER) is lexicon(OTHER)


def test_words_of_the_thesaurus_are_no_evidence() -> None:
    added = [form for form in widened(MAIN) if form not in lexicon(MAIN)]
    assert added
    assert not set(added) & {form for form, _ in lexicon(MAIN).anchors()}
    assert {widened(MAIN)[form].grade for form in added} == {"B"}
    assert not any(widened(MAIN)[form].tells for form in added)


def test_a_page_spun_in_part_is_read_without_the_thesaurus() -> None:
    form = next(form for form in widened(MAIN) if form not in lexicon(MAIN) and form in model())
    genuine = "家里没有人知道这项技术已经可以使用,但是他们认为问题非常简单,希望继续努力。" * 3
    spun = SEED[:150] + genuine * 4 + form
    assert vouched_standing(spun) > MOST
    edits = zhclean.explain(spun, select=["spun"], assume=["spun"]).edits
    assert form not in {edit.before for edit in edits}


def test_a_form_has_one_original_within_a_page() -> None:
    text = "为了这项时间,公司参预了资源。时间水平提高了,时间东说念主才也来了。"
    choices = decode(text, lexicon(), model())
    assert len({c.original for c in choices if c.entry.form == "时间"}) == 1


@pytest.mark.parametrize(
    ("text", "spun"),
    [
        ("好意思国经济握续增长，阛阓乐不雅。", True),
        ("阛阓握续升温，东说念主们十分欢畅。", True),
        ("有东说念主次要来。", False),  # one kind alone
        ("网上有“东说念主”“好意思国”“不雅众”这样的怪词。", False),
        ("洗稿软件会写出东说念主、好意思国和阛阓。", False),
        ("他说念主有恩，好意思国人不领情。", False),
    ],
)
def test_a_sentence_is_told_by_two_impossible_kinds(text: str, spun: bool) -> None:
    assert zhclean.detect_spun(text).spun is spun
