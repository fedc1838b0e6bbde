"""Sentences put into genuine text for the rules that it has nothing for, whole and damaged."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random

from .damage import FOLDED
from .damage_lines import Pair


def put_in(pieces: Mapping[str, str], share: float = 0.2) -> Callable[[Random, str], Pair]:
    """Put a piece behind some sentences: whole (the keys) into the truth, damaged (the values) into the text."""
    chosen = list(pieces.items())

    def damage(random: Random, text: str) -> Pair:
        damaged, truth = [], []
        for sentence in re.split("(?<=。)", text):
            right, wrong = random.choice(chosen) if random.random() < share else ("", "")
            damaged.append(sentence + (wrong if sentence.endswith("。") else ""))
            truth.append(sentence + (right if sentence.endswith("。") else ""))
        return "".join(damaged), "".join(truth)

    return damage


def folded(damage: Callable[[Random, str], Pair]) -> Callable[[Random, str], Pair]:
    """Fold what comes of it: some rules look only where a page is folded."""

    def both(random: Random, text: str) -> Pair:
        damaged, truth = damage(random, text)
        return damaged.translate(FOLDED), truth

    return both


def times(random: Random, text: str) -> Pair:
    """Put times in, their colon full width."""
    hour, minute = random.randrange(24), random.randrange(60)
    right = {f"会议在{hour}:{minute:02}开始。": f"会议在{hour}：{minute:02}开始。"}
    return put_in(right)(random, text)


def last_words(random: Random, text: str) -> Pair:
    """End lines with a Latin word, and write every 。 as a period."""
    words = ("Python", "GitHub", "Linux", "iPhone", "Excel", "Photoshop", "PDF")
    ends = [f"他用的还是{random.choice(words)}" for _ in text.split("\n")]
    pairs = list(zip(text.split("\n"), ends, strict=True))
    truth = "\n".join(f"{a}{b}。" for a, b in pairs)
    return truth.replace("。", "."), truth


_ENGLISH = (
    "The library reads the whole file first, and then it closes the handle.",
    "If the value is missing, the function returns nothing at all!",
    "Who would have thought that such a small change could break the build?",
    "There are three steps: read the text, find the damage, and write the result.",
    "She said that the train was late again; nobody on the platform was surprised.",
    "It is (as far as we know) the oldest bridge in the whole of the county.",
)

_WIDE = str.maketrans(",!?:;().", "，！？：；（）。")


def english() -> dict[str, str]:
    """Lines of English, and the same in full-width marks."""
    # Blanks go with the marks, as an input method's marks are typed.
    wide = {f"\n{line}\n": line.translate(_WIDE) for line in _ENGLISH}
    return {k: "\n" + re.sub(" ?([，！？：；（）。]) ?", r"\1", v) + "\n" for k, v in wide.items()}


SINGLE = {
    f"这里写着‘{words}’几个字。": f"这里写着{a}{words}{b}几个字。"
    for words, a, b in (
        ("天下为公", "'", "'"),
        ("厚德载物，自强不息", "'", "’"),
        ("禁止入内", "‘", "'"),
    )
}

DOTTED = {
    f"{words}……": f"{words}{dots}"
    for words, dots in (("等了很久", "..."), ("说不下去了", "......"), ("再想一想", "。。。"))
} | {
    f"他只有一个愿望——{words}。": f"他只有一个愿望{dash}{words}。"
    for words, dash in (("回家", "--"), ("读书", "---"))
}


def garbled(words: tuple[str, ...], frame: str) -> dict[str, str]:
    """Words in a sentence, and the sentence with the words read as cp1252."""
    return {frame.format(w): frame.format(w.encode("utf-8").decode("cp1252")) for w in words}


NAMES = ("Müller", "São Paulo", "Zürich", "naïve", "Beyoncé", "François", "Škoda", "résumé", "Gödel", "El Niño", "crème brûlée", "Besançon")  # fmt: skip

KANA = {"カメラ": "ｶﾒﾗ", "ガンダム": "ｶﾞﾝﾀﾞﾑ", "パソコン": "ﾊﾟｿｺﾝ", "テレビ": "ﾃﾚﾋﾞ", "ドラマ": "ﾄﾞﾗﾏ"}

SIGNS = {
    f"编号是{word}。": f"编号是{''.join(chr(ord(c) + 0xFEE0) for c in word)}。"
    for word in ("A-12", "5.5%", "GB/T15834", "ab@c", "3+2=5", "v1.2")
}
FORMS = {"£": "￡", "→": "￫", "■": "￭", "¬": "￢"}

EMOJI = "😀🎉🚀👍🌸🐼"


def halves(c: str) -> str:
    """Give the two surrogates of a character beyond U+FFFF."""
    raw = c.encode("utf-16-be")
    return chr(int.from_bytes(raw[:2], "big")) + chr(int.from_bytes(raw[2:], "big"))
