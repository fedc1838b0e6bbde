"""Rebuild tables/script_misconverted.tsv: words as careless converters write them in Traditional.

Run: python misconverted_words.py CORPUS_FOLDER > tables/script_misconverted.tsv   (needs jieba)

A converter that maps characters one to one leaves 后面 for 後面 (naive) or writes 隻是 for 只是 (over-
converted). Each word of two characters that OpenCC's phrases hold, that jieba's dictionary has at
least 50 times, and that has a character of several conversions, gives the forms with another
candidate in its place. A form is kept where it is no word itself (not a value of OpenCC's, in
either regional form), where genuine text of Taiwan never has it, and where the choice is not a
matter of style; the right form stands in that text twice, or the wrong one holds a
character that over-conversion or naive conversion is known for. Rows by hand: numerals for ordinary words (壹些).
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import product
from pathlib import Path

import boundary_phrases as bp
import jieba
from script_characters import dictionary, rows

BY_HAND = {
    "壹些": "一些", "壹切": "一切", "壹向": "一向", "壹定": "一定", "壹旦": "一旦", "壹樣": "一樣",
    "壹直": "一直", "壹般": "一般", "壹起": "一起", "壹邊": "一邊", "叄經": "三經",
    "叁經": "三經", "壹種": "一種", "壹點": "一點", "壹下": "一下", "壹面": "一面", "壹生": "一生",
    "髮現": "發現", "髮展": "發展", "髮布": "發布", "穀歌": "谷歌", "游戲": "遊戲", "愿景": "願景", "想象": "想像",
    "慾言": "欲言", "所慾": "所欲", "慾墜": "欲墜", "慾罷": "欲罷", "慾擒": "欲擒", "慾試": "欲試", "慾睡": "欲睡",
    "挂在": "掛在", "挂著": "掛著", "挂滿": "掛滿",
    "瞭個": "了個", "瞭很": "了很", "瞭幾": "了幾", "瞭許": "了許", "瞭好": "了好", "瞭下": "了下", "瞭我": "了我",
    "瞭他": "了他", "瞭她": "了她", "瞭自": "了自", "瞭起": "了起", "瞭吧": "了吧", "瞭嗎": "了嗎", "瞭呢": "了呢",
    "瞭不": "了不", "瞭三": "了三", "瞭大": "了大", "瞭新": "了新", "瞭在": "了在", "註意": "注意", "關註": "關注",
    "註射": "注射", "註入": "注入", "註視": "注視", "專註": "專注", "註重": "注重", "灌註": "灌注",
    "迴答": "回答", "挽迴": "挽回",
    "纔華": "才華", "口纔": "口才",
    "穫得": "獲得", "穫取": "獲取", "穫悉": "獲悉", "穫獎": "獲獎", "傢裡": "家裡", "傢人": "家人", "大傢": "大家",
    "專傢": "專家", "國傢": "國家", "傢庭": "家庭", "傢鄉": "家鄉", "作傢": "作家", "畫傢": "畫家", "傢長": "家長",
    "人傢": "人家", "回傢": "回家", "奇纔": "奇才",
}  # fmt: skip
# Candidates that no converter chooses first, or that are words of their own (哩 is a mile, 牠 an animal).
ODD = set("哩鎗綑搧絃弔賙觔曏衕祇綵蓆圭榦侷葯麴扞昇陞户温税説閲脱鋭悦愠藴卧兑叁孃荐搜抵掺恤奸姦牠")
# Forms that two words may make where they meet (對|麵條, 樹|乾枯, 海|裡), or with an odd right form.
MEETING = frozenset(("樹乾", "對麵", "滿麵", "鬍同", "鬍塗", "鬍涂", "海裡"))
# What over-conversion writes: for these a frequent word is enough, seen in the texts or not.
OVER = set("隻麵裡髮乾穀鬆後闢籲齣鬍鬚")
# What a converter of single characters writes most: so too, where the texts never have it. In stories
# they stand on every page (心里, 身后), of which the texts are few.
NAIVE = {"里": "裡", "后": "後"}
# But what ends a place before 里長 and 里程.
PLACES = frozenset(("市里", "縣里", "地里"))
# Forms that Taiwan's and Hong Kong's texts mix freely, beside those of bp.STYLE.
STYLE = [
    "借藉",
    "伙夥",
    "艷豔",
    "才纔",
    "沈沉",
    "克剋",
    "回迴",
    "了瞭",
    "卷捲",
    "凶兇",
    "背揹",
    "棋碁",
]


def style(one: str, other: str) -> bool:
    """Whether two characters are both in use for the same word."""
    return bp.style(one, other) or any(one in group and other in group for group in STYLE)


def main(folder: Path) -> None:
    """Print the table."""
    jieba.initialize()
    frequency: dict[str, int] = jieba.dt.FREQ
    candidates = dictionary("STCharacters")
    hans = set(rows()["hans"])
    known = {bp.t2tw(bp.word(w)) for w in bp.phrases()[0] if len(w) == 2}
    known |= {bp.word(w) for w in bp.phrases()[0] if len(w) == 2} | MEETING
    seen: Counter[str] = Counter()
    for clause in bp.texts(folder, bp.TRADITIONAL):
        seen.update(clause[k : k + 2] for k in range(len(clause) - 1))
    table: dict[str, tuple[str, str]] = {}
    for w, n in frequency.items():
        if len(w) != 2 or n < 50 or not any(c in candidates and c not in hans for c in w):
            continue
        right = bp.t2tw(bp.word(w))
        if len(right) != 2:
            continue
        choices = [{bp.t2tw(x) for x in (*candidates.get(c, ()), c)} for c in w]
        for wrong in map("".join, product(*choices)):
            if len(wrong) != 2 or wrong in known or set(wrong) & (hans | ODD):
                continue
            changed = [(a, b) for a, b in zip(right, wrong, strict=True) if a != b]
            if not changed or any(style(a, b) for a, b in changed):
                continue
            over = any(b in OVER and a not in OVER for a, b in changed) and n >= 300
            naive = n >= 300 and not seen[wrong] and wrong not in PLACES
            over |= naive and all(NAIVE.get(b) == a for a, b in changed)
            if (seen[right] >= 2 or over) and seen[wrong] * 10 <= seen[right]:
                table[wrong] = (right, f"{seen[right]}")
    for wrong, right in BY_HAND.items():
        table[wrong] = (right, "hand")
    print(
        "# title: words as careless converters write them in Traditional text, and as they should be"
    )
    print(
        "# source: OpenCC's phrases, jieba's frequencies, counts in genuine text of Taiwan (see the"
    )
    print("#   recipe), and by hand; see NOTICE")
    print("# licence: Apache-2.0; facts only, no text")
    print("# recipe: recipes/misconverted_words.py")
    print(f"# rows: {len(table)} (wrong form, right form, times the right form was seen)")
    for wrong in sorted(table):
        print(wrong, *table[wrong], sep="\t")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
