"""Every misreading is undone, in one layer to three, and genuine text of all kinds is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

import zhclean
from zhclean.cleaners import mojibake
from zhclean.cleaners._mojibake_gate import GATE, UNSEEN
from zhclean.encoding import plausibility, rareness, trigrams
from zhclean.mojibake import (
    bytemix,
    escapes,
    filling,
    garbles,
    holes,
    misread,
    parity,
    radicals,
)
from zhclean.mojibake.escapes import ABOUT

HANS = "我们来看看这个文件，里面有很多重要的内容，请大家认真阅读。"
HANT = "請輸入使用者名稱和密碼，然後按下確定，系統會自動儲存設定。"


def read(raw: bytes, codec: str) -> str:
    """Read as Windows does: C1 controls where a code page is empty."""
    if codec not in misread.SINGLE:
        return raw.decode(codec)
    return "".join(bytes((b,)).decode(codec, "ignore") or chr(b) for b in raw)


def clean(text: str) -> str:
    return zhclean.clean(text, select=["mojibake"])


ONE = [
    *((HANS, "utf-8", c) for c in ("latin-1", "cp1252", "cp1250", "cp1251", "mac_roman", "cp437")),
    *((HANS, "gbk", c) for c in ("latin-1", "cp1252", "cp1250", "cp1251", "mac_roman")),
    *((HANT, "cp950", c) for c in ("latin-1", "cp1252")),
    ("我们的问题", "gbk", "cp950"),
    ("編碼問題說明", "cp950", "gb18030"),
    ("你好中国朋友", "gbk", "cp949"),
    ("国家经济发展", "gbk", "cp932"),
]


@pytest.mark.parametrize(("text", "true", "wrong"), ONE)
def test_one_layer(text: str, true: str, wrong: str) -> None:
    assert clean(read(text.encode(true), wrong)) == text


@pytest.mark.parametrize(("true", "wrong"), [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("gbk", "latin-1"), ("gbk", "cp1252"), ("utf-8", "gb18030")])  # fmt: skip
@pytest.mark.parametrize("outer", ["latin-1", "cp1252"])
def test_two_layers(true: str, wrong: str, outer: str) -> None:
    text = "今天天气很好适合出门散步"
    garbled = read(read(text.encode(true), wrong).encode("utf-8"), outer)
    assert clean(garbled) == text


def test_three_layers() -> None:
    garbled = HANS
    for _ in range(3):
        garbled = read(garbled.encode("utf-8"), "cp1252")
    assert clean(garbled) == HANS


def test_utf8_as_gbk_twice() -> None:
    once = "中国人民大学".encode().decode("gb18030")
    assert clean(once.encode().decode("gb18030")) == "中国人民大学"


def test_a_few_words_of_a_sentence() -> None:
    garbled = "北京大学图书".encode().decode("gb18030")
    assert (
        clean(f"他昨天去了{garbled}借书，今天还没有回来。")
        == "他昨天去了北京大学图书借书，今天还没有回来。"
    )
    latin = read("编码".encode("gbk"), "latin-1")
    assert clean(f"关于{latin}的问题") == "关于编码的问题"


def test_lines_are_judged_on_their_own() -> None:
    lines = [
        HANS,
        read(HANS.encode("gbk"), "latin-1"),
        "Ångström et Noël",
        read(HANT.encode("cp950"), "cp1252"),
    ]
    assert clean("\n".join(lines)) == "\n".join([HANS, HANS, "Ångström et Noël", HANT])


def test_holes_are_filled_only_where_the_evidence_decides() -> None:
    result = zhclean.explain("鎴戜滑鏉ョ湅鐪嬭繖涓?鏂囦欢", select=["mojibake"])
    assert result.text == "我们来看看这个文件"
    assert set(result.counts) == {"mojibake.holed"}
    left = zhclean.explain("鍖椾含澶у\ufffd﹀浘涔﹂\ufffd\ufffd", select=["mojibake"])
    assert left.text.startswith("北京大学图书")
    read_ = holes.read([0xE4, 0xB8, filling.QUESTION, 0xE6, 0x96, 0x87], "gb18030")
    assert read_ is not None
    assert read_.holes == 1
    assert read_.text[1:] == "文"
    assert holes.read([0x80, 0x41], "gb18030") is None


def test_a_repair_tells_its_channel() -> None:
    (repair,) = garbles.repairs(read(HANS.encode("gbk"), "latin-1"))
    assert repair.channel == "gb18030 as cp1252"
    assert repair.lossless
    twice = read(read(HANS.encode(), "cp1252").encode(), "cp1252")
    assert garbles.repairs(twice)[0].channel == "utf-8 as cp1252, utf-8 as cp1252"


@pytest.mark.parametrize("text", [
    "喆堃昇与龘龘飝飝，饔飧不继。濉溪县百善镇，锟铻之剑。", "窣堵波梐枑簷葦，翩翩舳艫蟠螭，髣髴惆悵。",
    "蚂蚁、蝙蝠、蟋蟀、膀胱、氯丙烷与镓铟", "日本語（にほんご）のテキスト、ﾊﾝｶｸｶﾅの文字、慶應義塾、瑠璃色の蜻蛉", "콱 막혔다. 안녕하세요, 뷁뚫훑쵸.",
    "Łódź Żółć, Ångström, ÀÉÎÕÜ, façade, Größe, Ærøskøbing, İstanbul", "Привет, МОСКВА! ОТГЗ — ещё", "Η ελληνική γλώσσα ΑΒΓΔ", "Tiếng Việt có dấu: nghĩa, tượng, Đường",
    "x² ± 3° · 5 µm × 2 ¼ §7 ¶ «a» “b” ‘c’ … — –", "├── src\n│   └── main ░▒▓█", "a?b:c ?! x \\d+?！ 示例", "好吃??！推荐 为什么?。。。",
])  # fmt: skip
def test_genuine_text_is_left_alone(text: str) -> None:
    assert clean(text) is text


def test_the_gate_stays_shut_on_ordinary_text() -> None:
    for text in (
        HANS,
        HANT,
        "第１章　概要：100% 的用户（约３万人）…… see https://a.cn/?q=1#top; C++ {x} = y",
        "cafe\u0301 été naïf",
    ):
        assert not GATE(zhclean.Document(text))
    for text in ("中\u200b文", "隐藏\U000e0041的字"):
        assert not GATE(zhclean.Document(text))
        assert UNSEEN(zhclean.Document(text))
    for text in ("鎴戜滑鏉ョ湅鐪嬭繖涓枃", "丽\U0002f800"):
        assert GATE(zhclean.Document(text))


def test_the_gate_stays_shut_on_rare_words() -> None:
    for word in ("匈奴崛起", "碳酸钙颗粒", "青蛙胚胎", "铯胶囊", "麒麟芯片", "黑水靺鞨酋長"):
        assert not GATE(zhclean.Document(f"{HANS[:12]}{word}{HANS[:12]}"))


def test_every_garble_of_a_long_line_comes_back() -> None:
    words = "我们来看看这个文件"
    garbled = words.encode("utf-8").decode("gb18030", "replace")
    shown = words.encode("gb18030").decode("latin-1")
    plain = "春天的早晨，河边的柳树刚刚发芽，几位老人坐在长椅上聊天。" * 20
    line = plain + garbled + plain + shown + plain + garbled
    assert clean(line) == clean(line.replace(shown, words))
    assert clean(line).count(clean(garbled)) == 2
    assert "\xce" not in clean(line)


def test_escapes_in_code_and_about_escapes_stay() -> None:
    for text in (
        '"\\u4e2d\\u6587"',
        "[\\u4e00-\\u9fa5]",
        "a.cn/?q=%E4%B8%AD%E6%96%87",
        "%E4%B8%AD in URL docs",
        "UTF-8 编码后是 %E4%B8%AD%E6%96%87",
    ):
        assert list(escapes.escapes(text)) == []
    assert [e.text for e in escapes.escapes("%u4e2d%u6587")] == ["中文"]


def test_lost_text_is_reported_and_removed_by_profile() -> None:
    text = "前言锟斤拷锟斤拷后语"
    minimal = zhclean.explain(text, profile="minimal")
    assert minimal.text is text
    assert [(n.rule, n.start, n.end) for n in minimal.notes] == [("mojibake.report", 2, 8)]
    assert clean(text) == "前言后语"
    assert zhclean.clean(text, select=["mojibake"], options={"mojibake.lost": "keep"}) is text


def test_surrogates_are_joined_and_lone_ones_shown() -> None:
    assert clean("\ud840\udc0b字") == "𠀋字"
    assert zhclean.clean("甲\ud800乙", select=["controls"]) == "甲\ufffd乙"


def test_plausibility() -> None:
    assert plausibility.bits("今天天气很好") < plausibility.bits("浠婂ぉ澶╂皵")
    assert plausibility.mean("") == 0.0
    assert plausibility.pair("中", "文") < plausibility.alone("文")
    assert len(plausibility.costs("中文 abc")) == 6
    assert plausibility.bits("\ud800\ue000\x00\U0001f600") > 60


def test_trigrams() -> None:
    assert trigrams.bits("中", "华", "人") < plausibility.pair("华", "人")
    assert trigrams.bits("\ud800", "\x00", "人") == plausibility.pair("\x00", "人"), "pairs decide"
    assert trigrams.beyond("一二") == 0
    assert trigrams.beyond("中华人民共和国") < 0 < trigrams.beyond("中华以")


def test_rare_classes_are_ranges_in_order() -> None:
    for text in (rareness.rare(15), rareness.rare(17), rareness.rare(17, hangul=True)):
        ends = [c for c in text if c != "-"]
        assert ends == sorted(ends)
        assert "的" not in text


@pytest.mark.parametrize(("before", "after"), [
    # Of ftfy's published cases (Apache-2.0): UTF-8 through Western codecs.
    ("voilÃ\xa0 le travail", "voilà le travail"), ("schÃ¶n", "schön"), ("Ã¢â‚¬Å“quotedÃ¢â‚¬\x9d", "“quoted”"),
    ("l’humanitÃ©", "l’humanité"), ("The Mona Lisa doesnâ€™t have eyebrows.", "The Mona Lisa doesn’t have eyebrows."),
])  # fmt: skip
def test_western_layers(before: str, after: str) -> None:
    assert clean(before) == after


@pytest.mark.parametrize(
    "passage",
    [
        "这本书的作者是一位历史学家，他在书中描述了城市的发展，以及人们的生活。",
        "我们把水从A桶倒进B桶，再从B桶倒进A桶，直到两只桶里的水一样多为止。",
        "系统管理员应当在安装之前检查硬盘的状态，并且把重要的数据复制到别处。",
        "使用 png 图片要比 jpg 图片占用更多的空间，但是颜色不会失真。",
        "今天的会议讨论了明年的计划，大家都认为预算应当增加一成。",
    ],
)
@pytest.mark.parametrize(
    ("true", "read"), [("gbk", "utf-8"), ("utf-8", "gb18030"), ("utf-8", "gbk")]
)
def test_bytes_left_out_are_never_made_up(passage: str, true: str, read: str) -> None:
    """Where a reader dropped what it could not read, no Chinese comes out but what was meant."""
    for size in range(6, len(passage)):
        garbled = passage[:size].encode(true).decode(read, "ignore")
        for line in (garbled, f"{garbled}\n"):
            after = zhclean.clean(line, profile="salvage", select=["mojibake"])
            assert {c for c in after if "\u4e00" <= c <= "\u9fff"} <= set(passage) | set(line)
            if true == "gbk":
                assert after == line


@pytest.mark.parametrize("mark", ["�", "��", ""])
@pytest.mark.parametrize("size", range(8, 27, 3))
def test_a_second_pass_finds_nothing_lost(mark: str, size: int) -> None:
    """What a repair leaves of lost characters is settled at once, whatever stands beside it."""
    for text in (HANS, HANT, "今天 𠀀𠀁 ，你好；縣長㗎喇官員說明。"):
        for broken in ("", "\ufffd"):
            raw = text[:size].encode().replace(b"\xe9\x87", b"\xff\xff")
            once = clean(mark + raw.decode("gbk", "replace") + broken + mark)
            assert clean(once) == once


def test_lost_characters_stay_where_they_are_to_be_kept() -> None:
    garbled = "獻歌𠀀𠀁，我们来看看这个文件".encode().decode("gbk", "replace")
    kept = zhclean.clean(garbled, select=["mojibake"], options={"mojibake.lost": "keep"})
    assert "我们来看看这个文" in kept
    assert "\ufffd" in kept


@pytest.mark.parametrize("unit", ["中⼀", "中 —⼀", "http://⼀&", "锟斤拷中(", "\x1b[锟斤拷中( "])
def test_words_about_it_are_looked_for_once(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part of a text is searched once for what speaks of radicals or of encodings."""
    looked = 0

    class Counting:
        def __init__(self, pattern: re.Pattern[str]) -> None:
            self.pattern = pattern

        def search(self, text: str) -> re.Match[str] | None:
            nonlocal looked
            looked += len(text)
            return self.pattern.search(text)

        def finditer(self, text: str, at: int, end: int) -> Iterator[re.Match[str]]:
            nonlocal looked
            looked += max(0, end - at)
            return self.pattern.finditer(text, at, end)

    about = Counting(radicals._ABOUT())
    monkeypatch.setattr(radicals, "_ABOUT", lambda: about)
    speaks = Counting(ABOUT())
    monkeypatch.setattr(mojibake, "ABOUT", lambda: speaks)
    text = unit * (12_000 // len(unit))
    clean(text)
    assert looked <= 8 * len(text)


def test_text_about_radicals_is_known_from_afar() -> None:
    far = "，" * 200
    for text in (f"部首{far}有⽂⼈", f"有⽂⼈{far}的部首", f"部首{far}有⽂⼈{far}⽂⼈"):
        assert clean(text).count("⽂") == text.count("⽂") - text.endswith(f"{far}⽂⼈")
    assert clean(f"部首\n有⽂⼈{far}\n偏旁") == f"部首\n有文人{far}\n偏旁"


@pytest.mark.parametrize("lost", [range(0x80, 0xA0), (0x81, 0x8D, 0x8F, 0x90, 0x9D)])
def test_gbk_that_lost_bytes_is_left_alone(lost: Iterable[int]) -> None:
    """Where C1 was left out, what stands behind a loss pairs up to characters nobody wrote."""
    text = "學校每年獲得校友的捐贈，並且鼓勵學生參加國際會議，發表論文，與各國學者交流。"
    raw = bytes(b for b in text.encode("gbk") if b not in lost)
    garbled = read(raw, "cp1252" if 0x82 not in lost else "latin-1")
    after = zhclean.clean(garbled, profile="salvage", select=["mojibake"])
    assert {c for c in after if "\u4e00" <= c <= "\u9fff"} <= set(text)


def test_ascii_within_a_garbled_pair_comes_back() -> None:
    """The last byte of a character and a letter behind it make one character in GBK."""
    for text in ("这种AI产品在大会上", "美媒感叹，DeepSeek来了"):
        assert clean(text.encode().decode("gb18030")) == text


def test_holes_of_a_sentence_are_filled_together_or_where_one_is_far_ahead() -> None:
    share = filling._share([(3.0, "甲"), (4.0, "乙")])
    assert 0.66 < share < 0.67
    text = list("一二。三四五六七八九")
    assert list(filling._sentences(text, [0, 1, 3, 4])) == [[0, 1], [3, 4]]
    assert [len(part) for part in filling._sentences(text, list(range(3, 10)))] == [6, 1]


def test_signs_that_have_two_places_in_big5() -> None:
    """Signs that ETEN added stand elsewhere in CP950 than in HKSCS, which browsers read."""
    text = "处理照片的技巧，一些使用技巧，得看照片"
    for codec in ("big5hkscs", "cp950"):
        shown = text.encode("gb18030").decode(codec)
        assert clean(shown) == text
    seen = "ネ"
    assert misread.pairs("gb18030", "cp950")[ord(seen)] != misread.other_pairs("gb18030")[seen]


def test_nothing_but_unknown_characters_is_no_repair() -> None:
    for text in ("雿\ufffd\ufffd\ufffd嗚\ufffd\ufffd函", "\ufffd\ufffd\ufffd銝\ufffd\ufffd"):
        after = zhclean.clean(text, select=["mojibake"], options={"mojibake.lost": "keep"})
        assert after == text


def leniently(text: str) -> str:
    """Decode what of GBK's bytes is UTF-8, and show the others as latin-1."""
    raw, shown = text.encode("gbk"), ""
    while True:
        try:
            return shown + raw.decode("utf-8")
        except UnicodeDecodeError as wrong:
            shown += raw[: wrong.start].decode("utf-8") + chr(raw[wrong.start])
            raw = raw[wrong.start + 1 :]


def test_blanks_and_quotes_in_gbk_of_which_a_reader_showed_sequences() -> None:
    parts = ("　　这家公司采用的是", "金盛", "财务软件，没有问题，我们每年都要使用它。")
    assert clean(leniently("".join(parts))) == "".join(parts)
    quoted = "“{1}”".join(("{0}", "{2}"))
    assert clean(quoted.format(*map(leniently, parts))) == quoted.format(*parts)


@pytest.mark.parametrize("text", ["他们的“计划”。我们的", "我们把它叫作“春天”。你们呢"])
def test_the_euro_sign_is_a_byte_of_utf8_that_gbk_showed(text: str) -> None:
    """Browsers and CP936 show the byte 80 as the euro sign."""
    raw, shown = text.encode(), ""
    while raw:
        size = 1 if raw[0] == 0x80 else 2
        shown += "€" if size == 1 else raw[:size].decode("gb18030")
        raw = raw[size:]
    assert "€" in shown
    assert clean(shown) == text


def test_the_euro_sign_stays_where_it_is_one() -> None:
    for genuine in ("它的价格是€100，€200和€300。", "这本书卖€25，作者说很便宜。"):
        assert clean(genuine) is genuine


@pytest.mark.parametrize(
    ("text", "true"), [("경제가 성장하면", "euc_kr"), ("この文書は、日本語の文字", "euc_jp")]
)
@pytest.mark.parametrize("wrong", ["latin-1", "cp1251"])
def test_korean_and_japanese_bytes_are_not_read_as_chinese(
    text: str, true: str, wrong: str
) -> None:
    for size in range(7, len(text)):
        shown = text[:size].encode(true).decode(wrong, "replace")
        assert clean(shown) == shown


DOCUMENT = [
    "邻居家的小猫每天傍晚都会跳上窗台等主人回家。",
    "图书馆三楼的自习室周末开放到晚上十点，请大家保持安静。",
    "火车晚点两个小时，站台上挤满了拖着行李的旅客。",
    "老城区的石板路两旁开着卖瓷器和茶叶的小店。",
    "昨晚的停电影响了整个小区，电梯也停了，大家只好走楼梯。",
]


@pytest.mark.parametrize(("true", "wrong"), [
    ("utf-8", "cp1252"), ("utf-8", "mac_roman"), ("gbk", "latin-1"), ("gbk", "cp1251"), ("gbk", "mac_roman"),
])  # fmt: skip
def test_lines_behind_one_that_told_are_read_as_it_is(true: str, wrong: str) -> None:
    """A line of another kind among them is read on its own, and a sound one stays."""
    garbled = [read(line.encode(true), wrong) for line in DOCUMENT]
    lines = [*garbled, read(HANT.encode("cp950"), "latin-1"), "这一行没有问题。", *garbled]
    assert clean("\n".join(lines)).split("\n") == [*DOCUMENT, HANT, "这一行没有问题。", *DOCUMENT]
    for line, meant in zip(garbled, DOCUMENT, strict=True):
        assert clean(line) == meant


def test_letters_that_were_two_bytes_are_found_by_a_pass_over_bytes() -> None:
    for text in DOCUMENT:
        assert bytemix.read(leniently(text), "gb18030") == text
    known = parity.letters("Ã»")  # 没 is C3 BB, which is UTF-8's û
    assert known.raw == b"\xc3\xbb"
    assert parity.read(parity.letters(leniently("我没有去")), "gbk") == "我没有去"


@pytest.mark.parametrize("text", DOCUMENT)
def test_soft_hyphens_that_were_dropped_from_utf8_come_back(text: str) -> None:
    """AD is the last byte of 中, and the middle one of 步."""
    text = f"{text[:-1]}，途中步行"
    assert clean(text.encode().decode("latin-1").replace("\xad", "")) == text


def test_what_ends_a_line_is_no_comma() -> None:
    lost = "锛".encode("gb18030").decode("gb18030") + "?"
    shown = "大家今天下午都去了哪里的图书馆".encode().decode("gb18030", "replace")
    assert not clean(shown + lost).endswith("，")


def test_a_code_span_made_of_bytes_does_not_protect_a_garble() -> None:
    text = "常常以為這個節目非常好看"
    shown = text.encode("cp950").decode("latin-1")
    assert shown.count("`") > 1
    assert clean(shown) == text
    assert clean(f"`{read('编码'.encode('gbk'), 'latin-1')}`") == "`±àÂë`"


def test_lost_text_in_a_row_is_passed_over() -> None:
    text = "锟斤拷" * 20_000
    assert garbles.repairs(text[:4000]) == []


def test_a_run_that_is_no_text_is_not_read_from_every_character(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rare = "".join(chr(0x4E00 + k * 7919 % 0x51A0) for k in range(1500))
    garbled = rare.encode().decode("gbk", "replace")
    read = holes.read
    sizes: list[int] = []

    def counted(items: list[Any], *given: Any, **named: Any) -> Any:
        sizes.append(len(items))
        return read(items, *given, **named)

    monkeypatch.setattr(holes, "read", counted)
    clean(garbled)
    assert sum(sizes) < 60 * len(garbled)


def test_a_lone_soft_hyphen_and_empty_letters_do_no_harm() -> None:
    for text in ("ÄÄ" * 8, "à" * 40, "¾-" * 20, "ÀÁ Â" * 9):
        assert parity.softened(text, "gbk") is None or isinstance(parity.softened(text, "gbk"), str)


def test_words_of_one_alphabet_in_capitals_are_no_bytes() -> None:
    for text in ("ΑΡΧΕΙΟ-ΕΞΟΔΟΥ", "СПБІБЛ", "ПОРОЖНІЙ БЛОК", "üçük Harici Adaları"):
        assert clean(text) == text
    garbled = "我们的学校在山上".encode("gbk").decode("cp1251")
    assert clean(garbled) == "我们的学校在山上"
