"""Bytes of every kind become the text they were, and what is lost is told."""

from __future__ import annotations

import codecs
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhclean
from zhclean.encoding import bylines, detection, privateuse, tolerant

HANS = "中文编码的问题，我们来看看。今天天气不错，适合出门散步。\n第二行也有一些文字，说说鸟儿和树林。\n"
HANT = "中文編碼的問題，我們來看看。今天天氣不錯，適合出門散步。\n第二行也有一些文字，說說鳥兒和樹林。\n"
JA = "これは日本語の文章です。漢字と仮名が混ざっています。"
KO = "이것은 한국어로 쓴 글입니다. 오늘은 날씨가 좋습니다."


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "hz"])  # fmt: skip
def test_simplified(codec: str) -> None:
    decoded = zhclean.decode(HANS.encode(codec))
    assert decoded.text == HANS
    assert not decoded.lossy
    assert not decoded.bom
    assert decoded.newline == "\n"
    assert decoded.text.encode(decoded.encoding) == HANS.encode(codec)


@pytest.mark.parametrize("codec", ["big5", "cp950", "big5hkscs", "gbk"])
def test_traditional(codec: str) -> None:
    decoded = zhclean.decode(HANT.encode(codec))
    assert decoded.text == HANT
    assert decoded.text.encode(decoded.encoding) == HANT.encode(codec)


@pytest.mark.parametrize(("text", "codec"), [
    (JA, "cp932"), (JA, "euc_jp"), (JA, "iso2022_jp"), (JA, "utf-16-le"), (KO, "cp949"), (KO, "utf-16-be"),
    ("Всё хорошо, что хорошо кончается.", "cp1251"), ("Всё хорошо, что хорошо кончается.".replace("ё", "е"), "koi8_r"),
    ("C'était l'été à Noël, déjà vu.", "cp1252"), ("Größe ändern für die Straße", "cp1252"), ("Zażółć gęślą jaźń", "cp1250"),
])  # fmt: skip
def test_what_is_not_chinese(text: str, codec: str) -> None:
    assert zhclean.decode(text.encode(codec)).text == text


@pytest.mark.parametrize(("bom", "codec"), [
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (b"\x84\x31\x95\x33", "gb18030"),
])  # fmt: skip
def test_bom(bom: bytes, codec: str) -> None:
    decoded = zhclean.decode(bom + HANS.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.bom) == (HANS, codec, True)


@pytest.mark.parametrize("text", ["联通", "编码", "今天天气很好", "你好，世界"])
def test_short_gbk(text: str) -> None:
    assert zhclean.decode(text.encode("gbk")).text == text


def test_a_declared_charset_is_never_trusted_over_the_bytes() -> None:
    assert zhclean.decode(HANS.encode("utf-8"), declared="gb2312").text == HANS
    assert zhclean.decode(HANS.encode("gbk"), declared="utf-8").text == HANS
    assert zhclean.decode(HANT.encode("big5"), declared="no-such-charset").text == HANT
    page = b'<meta charset="big5">' + HANS.encode("gbk")
    assert zhclean.decode(page).text.endswith(HANS)


def test_gb18030_of_four_bytes_and_what_gbk_refuses() -> None:
    text = "𠀀㐀龦 €5 是一些汉字，编码为四个字节。ḿ"
    assert zhclean.decode(text.encode("gb18030")).text == text
    assert zhclean.decode(HANS.encode("gbk") + b"\xfe\x51\xa6\xd9").text == HANS + "𠂇︐"
    assert (
        zhclean.decode("价格是".encode("gbk") + b"\x80" + "五元，很便宜。".encode("gbk")).text
        == "价格是€五元，很便宜。"
    )


def test_hkscs() -> None:
    text = "佢哋喺嗰度食嘢，𨋢壞咗，啲人都唔開心。"
    decoded = zhclean.decode(text.encode("big5hkscs"))
    assert (decoded.text, decoded.encoding) == (text, "big5hkscs")


def test_a_cut_tail_costs_only_itself() -> None:
    for codec, text in (("utf-8", HANS), ("gbk", HANS), ("big5", HANT)):
        data = text.strip().encode(codec)[:-1]
        decoded = zhclean.decode(data)
        assert decoded.text == text.strip()[:-1] + "\ufffd"
        assert decoded.lossy
        assert len(data) - 2 <= decoded.losses[0] < len(data)


def test_a_broken_first_byte_does_not_shift_what_follows() -> None:
    data = bytearray(HANS.encode("gbk"))
    data[8] = 0xFF  # the first byte of 的
    decoded = zhclean.decode(bytes(data))
    assert decoded.text.replace("\ufffd", "") == HANS.replace("的", "", 1)
    assert decoded.losses[0] == 8


def test_broken_utf8_tells_where() -> None:
    data = bytearray(HANS.encode("utf-8"))
    data[4] = 0xFF
    decoded = zhclean.decode(bytes(data))
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith("中�")
    assert set(decoded.losses) <= set(range(3, 6))
    assert decoded.text.replace("\ufffd", "").startswith("中编码的问题")


def test_cesu8_pairs_are_no_loss() -> None:
    pair = "𠀋".encode("utf-16-be")
    raw = b"".join(
        chr(int.from_bytes(pair[k : k + 2], "big")).encode("utf-8", "surrogatepass") for k in (0, 2)
    )
    decoded = zhclean.decode(HANS.encode("utf-8") + raw)
    assert decoded.text == HANS + "𠀋"
    assert not decoded.lossy


def test_lines_that_differ_are_decoded_on_their_own() -> None:
    lines = [(HANS * 3, "gbk"), (HANS, "utf-8"), (HANS, "gbk"), (HANT, "big5")]
    decoded = zhclean.decode(b"".join(text.encode(codec) for text, codec in lines))
    assert decoded.text == "".join(text for text, _ in lines)
    assert decoded.encoding == "gb18030"
    assert decoded.mixed
    assert decoded.others == ((6, "utf-8"), (7, "utf-8"), (10, "cp950"), (11, "cp950"))


@pytest.mark.parametrize(("text", "newline"), [
    ("一\r\n二\r\n", "\r\n"), ("一\n二\r\n三\n", "\n"), ("一\r二\r", "\r"), ("一", ""), ("", ""),
])  # fmt: skip
def test_newline(text: str, newline: str) -> None:
    decoded = zhclean.decode(text.encode("utf-8"))
    assert (decoded.text, decoded.newline) == (text, newline)


def test_ascii_is_utf8() -> None:
    assert zhclean.decode(b"plain ~{ text ~} and \x1b[31mcolour").encoding == "utf-8"
    assert zhclean.decode(b"").text == ""
    assert zhclean.decode(bytearray(b"abc")).text == "abc"


def test_decoded_pickles() -> None:
    decoded = zhclean.decode(HANS.encode("gbk"))
    assert pickle.loads(pickle.dumps(decoded)) == decoded


@pytest.mark.parametrize(("text", "codec"), [
    ("Приклад тексту українською мовою: кодування визначено правильно.", "koi8_u"), ("Пример русского текста для проверки кодировки.", "iso8859_5"),
    ("Пример русского текста для проверки кодировки.", "cp866"), ("Türkçe karakterler doğru tanınmalı, ışık ve gölge.", "cp1254"),
    ("Dziś wszyscy poszliśmy pieszo na dworzec.", "iso8859_2"), ("Az árvíztűrő tükörfúrógép egy régi mondat.", "cp1250"),
    ("זהו משפט בעברית לבדיקת הקידוד של הקובץ.", "cp1255"), ("هذه جملة عربية لاختبار ترميز الملف.", "cp1256"),
    ("ประโยคภาษาไทยสำหรับทดสอบการเข้ารหัส", "cp874"), ("한국어 문서를 시험합니다.", "iso2022_kr"), ("한국어 문서를 시험합니다. 오늘은 맑습니다.", "euc_kr"),
    ("It’s a “good” idea — don’t you think so?", "cp1252"), ("Copyright © 2004–2009, all rights reserved. It’s ours.", "cp1252"),
])  # fmt: skip
def test_other_languages(text: str, codec: str) -> None:
    assert zhclean.decode(text.encode(codec)).text == text


@pytest.mark.parametrize("text", ["£5", "© 2019", "5 °C", "naïve", "Bugün hava güzel", "Zürich", "señor"])  # fmt: skip
def test_short_utf8_with_two_byte_characters(text: str) -> None:
    assert zhclean.decode(text.encode("utf-8")).text == text


def test_kana_of_big5_stand_where_eten_has_them() -> None:
    text = "小丸子の部落格，歡迎光臨，這裡是我的小站。"
    decoded = zhclean.decode(text.encode("big5hkscs"))
    assert (decoded.text, decoded.encoding) == (text, "big5hkscs")


def test_lines_of_gbk_are_no_hkscs() -> None:
    lines = [HANT.split("\n")[k % 2] for k in range(9)]
    lines[4] = "甲Ａ各队的球员与观众，顶着风雪赶来，设备运行正常，价格便宜。"
    data = b"\n".join(t.encode("gbk" if k == 4 else "cp950") for k, t in enumerate(lines))
    decoded = zhclean.decode(data)
    assert decoded.text == "\n".join(lines)
    assert decoded.others == ((4, "gb18030"),)


def test_the_first_line_need_not_be_the_rule() -> None:
    lines = [HANS.split("\n")[k % 2] for k in range(12)]
    data = b"\n".join(t.encode("utf-8" if k == 0 else "gbk") for k, t in enumerate(lines))
    decoded = zhclean.decode(data)
    assert decoded.text == "\n".join(lines)
    assert (decoded.encoding, decoded.others) == ("gb18030", ((0, "utf-8"),))


@pytest.mark.parametrize("codec", ["gbk", "big5"])
def test_little_chinese_in_a_program(codec: str) -> None:
    text = "int main(void) {\n    return 0;  /* %s */\n}\n" % (
        "返回" if codec == "gbk" else "傳回數值"
    )
    assert zhclean.decode((("#include <stdio.h>\n" * 40) + text).encode(codec)).text.endswith(text)


def test_rare_words_are_no_other_encoding() -> None:
    text = (HANS * 5 + "柬埔寨\n呃呃呃\n他去柬埔寨看吴哥窟。\n") * 2
    decoded = zhclean.decode(text.encode("gbk"))
    assert (decoded.text, decoded.mixed) == (text, False)


def test_full_width_digits_keep_the_pairs_in_step() -> None:
    text = "该雕塑总高度３０米，总重１９６８吨"
    assert zhclean.decode(text.encode("gbk")[:-1]).text == text[:-1] + "\ufffd"


def test_binary_data_keeps_its_zeros() -> None:
    head = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00\x01" + bytes(7)
    for data in (
        head * 30,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0H\0\0\0\x1b\x08\x03\0\0\0\xd0\xb8)9" * 9,
    ):
        assert "\0" in zhclean.decode(data).text
    assert zhclean.decode("这里有中文字\0文字\0\0".encode("gbk")).encoding == "gb18030"


def test_large_data_is_decoded_in_parts() -> None:
    lines = [HANS.split("\n")[k % 2] for k in range(90_000)]
    others = {70: "utf-8", 44_444: "utf-8", 89_998: "utf-8"}
    data = b"\n".join(t.encode(others.get(k, "gbk")) for k, t in enumerate(lines))
    decoded = zhclean.decode(data)
    assert decoded.text == "\n".join(lines)
    assert dict(decoded.others) == others
    broken = bytearray(data)
    at = len(data) - 3
    broken[at] = 0xFF
    assert at - 1 <= zhclean.decode(bytes(broken)).losses[0] <= at


@pytest.mark.parametrize("name", ["utf-16", "hex", "rot13", "punycode", "unicode_escape", "x-user-defined", "", "gb2312-80", " GBK "])  # fmt: skip
def test_odd_names_of_charsets_do_no_harm(name: str) -> None:
    assert zhclean.decode(HANS.encode("gbk"), declared=name).text == HANS
    assert isinstance(zhclean.decode(b"\xb5\xc4", declared=name).text, str)


@given(st.binary(max_size=200))
def test_never_raises(data: bytes) -> None:
    decoded = zhclean.decode(data)
    assert isinstance(decoded.text, str)
    assert all(0 <= at < len(data) for at in decoded.losses)


@given(st.text(st.characters(codec="utf-8", min_codepoint=0x800), min_size=4, max_size=40))
def test_utf8_stays(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert zhclean.decode(text.encode("utf-8")).text == text


@given(st.binary(max_size=120), st.sampled_from(["utf-8", "gb18030", "cp950", "cp932", "euc_jp", "cp949"]))  # fmt: skip
def test_tolerant_reads_all(data: bytes, codec: str) -> None:
    text, losses = tolerant.tolerant(data, codec)
    assert losses == sorted(set(losses))
    if not losses:
        assert tolerant.strict(data, codec) == text


@given(st.binary(max_size=300), st.sampled_from(["gb18030", "cp950", "utf-8"]))
def test_lines_tell_their_losses(data: bytes, codec: str) -> None:
    reading = bylines.read(data, codec, None)
    assert list(reading.losses) == sorted(set(reading.losses))
    assert reading.text.count("\n") == data.count(b"\n") or codec == "cp950"


def test_gbk_is_gb18030_without_private_use() -> None:
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            pair = bytes((lead, trail))
            try:
                text = pair.decode("gbk")
            except UnicodeDecodeError:
                continue
            assert text == pair.decode("gb18030")


def test_private_use_tables() -> None:
    assert len(privateuse.GB18030) == 107
    assert chr(privateuse.GB18030[0xE815]) == "⺁"
    assert privateuse.hkscs("\ue5cf") == "俥"
    assert detection.normal("X-GBK") == "gb18030"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("第1章".encode("big5"), "第1章"),
        (" 携带".encode("gbk"), " 携带"),
        ("文字".encode("gbk") + b"\x80" + "十元".encode("gbk"), "文字€十元"),
    ],
)
def test_an_odd_number_of_bytes_is_no_utf16(data: bytes, text: str) -> None:
    found = zhclean.decode(data)
    assert (found.text, found.lossy) == (text, False)


@pytest.mark.parametrize("broken", [b"\xed\xa0\x80", b"\xc2\x85", b"\xff\xfe\xfd"])
@pytest.mark.parametrize("at", [4, 10, 16])
def test_a_short_line_of_utf8_that_lost_some_bytes_is_utf8(broken: bytes, at: int) -> None:
    data = "管道内容的查看器软件".encode()
    found = zhclean.decode(data[:at] + broken + data[at:])
    assert found.encoding == "utf-8"
    assert sum(character in found.text for character in "管道内容的查看器软件") >= 9
