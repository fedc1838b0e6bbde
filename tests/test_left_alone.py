"""Scripts, code and words about encodings that the families of damaged bytes must leave alone."""

from __future__ import annotations

import pytest

import zhclean

SOUND = "春天的早晨，河边的柳树刚刚发芽，几位老人坐在长椅上聊天。"
FAMILIES = ("mojibake", "controls", "byteshift", "readings", "insertions")
KEPT = [
    "所谓“锟斤拷”，是 UTF-8 的替换字符按 GBK 解码的结果，“烫烫烫”则是未初始化的栈。",
    "乱码示例：鏂囧瓧缂栫爜（原文“文字编码”的 UTF-8 字节按 GBK 显示）。",
    "如果页面出现 ÎÄ×Ö±àÂë 这样的字符，说明编码声明错了。",
    "正则 [\\u4e00-\\u9fa5]+ 可以匹配汉字，而 \\u3000 是全角空格。",
    "const s = '\\u4e2d\\u6587';  // 中文",
    "print(\"\\u4f60\\u597d\".encode('utf-8'))",
    '{"name": "\\u5f20\\u4e09", "city": "\\u5317\\u4eac"}',
    "curl 'https://example.com/search?q=%E4%B8%AD%E6%96%87&page=2'",
    "见 https://zh.wikipedia.org/wiki/%E6%B1%89%E5%AD%97 的介绍。",
    "Tiếng Việt: Hà Nội là thủ đô của nước Việt Nam. Đường Nguyễn Huệ ở Thành phố Hồ Chí Minh.",
    "Le garçon a été très déçu : « Où est l’élève ? » Ça coûte 3 €. Noël, cœur, naïve.",
    "İstanbul'da çok güzel günler geçirdik; ağaç, şeker, ığdır, öğrenci, üzüm.",
    "Zażółć gęślą jaźń. Łódź, Kraków, Wrocław, źdźbło, ćma, Świętokrzyskie.",
    "ภาษาไทยเป็นภาษาที่ไม่มีการเว้นวรรคระหว่างคำ สวัสดีครับ กรุงเทพมหานคร",
    "家庭👨\u200d👩\u200d👧\u200d👦和彩虹旗🏳️\u200d🌈，还有👩🏽\u200d💻、🇨🇳、1️⃣、❤️、☺️、🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f。",
    "\u200fمرحبا بالعالم\u200f هو نص عربي مع \u202bعلامات\u202c اتجاه.",
    "עברית: שלום עולם\u200e! (2023)",
    "བོད་ཡིག་ནི་བོད་མིའི་ཡི་གེ་ཡིན། བཀྲ་ཤིས་བདེ་ལེགས།",
    "国际音标：/ˈʃaŋˌxaɪ̯/、[tʂʊŋ⁵⁵ kwɔ³⁵]、ʈʂʰ、ɕ、ʐ、ə、ŋ、ɤ、ɥ。",
    "若 ∀ε>0，∃δ>0，使 |x−a|<δ ⇒ |f(x)−f(a)|<ε；∫₀^∞ e^{−x²}dx = √π/2，∑aₙ ≤ ∏bₙ，α≠β。",
    "古字𠀀𠂇𠮷野家、𡃁仔、𠝹、𨋢、㗎、㩒、𪜈、𫝀。",
    "ㄅㄆㄇㄈ注音：ㄓㄨㄥ ㄨㄣˊ，ㄋㄧˇ ㄏㄠˇ，ㄨㄛˇ ㄞˋ ㄋㄧˇ。",
    "ﾊﾝｶｸｶﾀｶﾅ ﾃｽﾄ｡ ｱｲｳｴｵ､ｶﾞｷﾞｸﾞ",
    "日本語の半角ｶﾀｶﾅと全角カタカナ、ひらがなが混ざった文章です。",
    "한글 자모: ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ ㅏㅑㅓㅕ, ㅋㅋㅋㅋ ㅠㅠ ㅎㅎ",
    "대한민국 漢字 混用文: 國漢文混用體의 例, 한국어와 漢字語.",
    "Русский текст: Ёжик в тумане. Объём — 3 м³; Київ, їжак, ґанок, Беларусь, ўлада.",
    "Ελληνικά: Ο ταχύς καφέ σκύλος πηδά. ΑΒΓΔ Ω ά έ ή ί ό ύ ώ",
    "価格は¥1,000〜¥2,000、①②③、㈱、㌔、㎡、№、℡、™、®、©。",
    "表格：┌─┬─┐│甲│乙│├─┼─┤│1│2│└─┴─┘ █▓▒░",
    "颜文字：(´・ω・`) (╯°□°）╯︵ ┻━┻ ಠ_ಠ ヽ(✿ﾟ▽ﾟ)ノ (๑•̀ㅂ•́)و✧ ʕ•ᴥ•ʔ ¯\\_(ツ)_/¯",
    "化学：H₂O、CO₂、Fe³⁺、Na⁺、SO₄²⁻、25°C、±5‰、Å、µm、Ω。",
    "龘靐齉齾爩鱻麤龗灪龖厵滟爨癵籱饢驫鲡鹂鸾麣纞虋讟。",
    "琵琶、蜈蚣、蟾蜍、鹌鹑、鹧鸪、蟋蟀、蝙蝠、蚯蚓、螳螂、蝌蚪，囫囵吞枣，饕餮。",
    "鑫鑫淼淼焱焱垚垚，赟赟、翀、喆、堃、昇、瑄、玥、芃、晟。",
    "妈妈(mā ma)说：行(háng)业、银行(háng)、重(zhòng)量、重(chóng)复。",
    "單(shàn)縣、洪洞(tóng)、六(lù)安、蚌埠(bèng bù)、亳(bó)州、鄱(pó)陽。",
    "你说什么??!真的吗?!!不会吧?!?!",
    "价格:100,200,300;坐标(1,2),(3,4),,空列,,。",
    'a,,b,,,c 是三个空字段；CSV 里 "x",,"y" 常见。',
    "path: C:\\users\\u4e00\\data 和 \\\\server\\share",
    "HTML 里写 &#20013;&#25991; 会显示中文，&amp;lt; 是转义。",
    "=?utf-8?B?是 MIME 编码字的开头，=E4=B8=AD 是 QP 编码。",
    "Windows‑1252 的 “smart quotes” — ‘single’ … • ‰ † ‡ ƒ Œ Š Ž",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ 是拉丁字母表补充的大写字母，àáâãäåæçèéêë 是小写。",
    "Björk、Motörhead、Ænima、Škoda、Dvořák、Gdańsk、Çatalhöyük、Nuñez、Åse、São Paulo。",
    "蒙古文：ᠮᠣᠩᠭᠣᠯ\u180eᠪᠢᠴᠢᠭ᠌；维吾尔文：ئۇيغۇر تىلى",
    "हिन्दी में क्\u200dष और श्\u200dरी, বাংলা র\u200d্য, മലയാളം ന്\u200d",
    "葛󠄀城市、辻󠄀、邊󠄂 異體字選擇符。",
    "Soft\xadhyphen\xadated Wörter bleiben.",
    "¿Qué tal? ¡Año nuevo! El niño, la cigüeña. Ação, coração.",
    "ÄÖÜäöüß straße GRÖßE; ﬁ ﬂ ligatures; naïve façade",
    "彩蛋：U+FFFD 显示为 �，BOM 是 U+FEFF。",
    "簡體轉繁體：后來、裏面、乾淨、麵條、臺灣、鬱悶、籲請。",
    "Ω≈ç√∫˜µ≤≥÷ 是 Mac 键盘 Option 组合键的字符。",
    "Œuvre complète — “Àpropos”, l'œil, Ÿ",
    "“镕”“钅岂”“囧”“槑”“犇”“羴”“嘦”“嫑”“巭”",
    "葡萄牙语：João não está à toa; três avós; Lisboa; Îles",
    "Lorem ipsum «dolor» ×÷±≠ ½¼¾ ¹²³ §¶†‡ ªº µ",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_meant_stays(text: str) -> None:
    assert zhclean.clean(text, select=FAMILIES) is text
    page = f"{SOUND}\n{text}\n{SOUND}"
    assert zhclean.clean(page, select=FAMILIES) is page


def test_a_garble_in_a_sound_sentence_comes_back() -> None:
    words = "我们去看看新的图书馆"
    for true, read in (
        ("utf-8", "gb18030"),
        ("utf-8", "mac_roman"),
        ("utf-8", "cp437"),
        ("gbk", "mac_roman"),
    ):
        garbled = words.encode(true).decode(read)
        assert (
            zhclean.clean(f"{SOUND}{garbled}。{SOUND}", select=FAMILIES)
            == f"{SOUND}{words}。{SOUND}"
        )
