"""Read open-gram's word statistics and add what free texts and dictionaries say.

open-gram (CC-BY-SA 3.0) comes with Debian's sunpinyin-data as ``lm_sc.t3g``, a trigram model with
back-off packed in bits, and ``pydict_sc.bin``, its words. Scores are pointwise mutual informations
in nats: how much likelier two words are to stand side by side than by chance.
"""

from __future__ import annotations

import math
import re
import struct
from array import array
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

Scores = dict[str, float]
Pairs = dict[str, Scores]
HAN = re.compile("[\u4e00-\u9fff]+$")
HAN_OR_MARK = re.compile("[\u4e00-\u9fff]+$|[，。、；：]$")


def read(model: Path, words: Path) -> tuple[Scores, Pairs]:
    """Return log probabilities of words and scores of pairs."""
    data = words.read_bytes()
    (start,) = struct.unpack_from("<I", data, 8)
    names = data[start:].decode("utf-32-le").split("\0")
    packed = model.read_bytes()
    singles, doubles = struct.unpack_from("<2I", packed, 12)
    at = 24
    levels = array("f", packed[at : at + 65536 * 4])
    at += 65536 * 4 + 16384 * 4 + 24  # then the back-off weights and the root
    one = array("I", packed[at : at + singles * 12])
    at += singles * 12
    two = array("I", packed[at : at + doubles * 12])

    def name(node: int) -> str:
        word = node & 0x3FFFF
        return names[word] if word < len(names) else ""

    def log(node: int) -> float:
        return math.log(max(levels[node & 0xFFFF], 1e-12))

    single = {name(one[3 * k]): log(one[3 * k + 1]) for k in range(singles) if name(one[3 * k])}
    first = [(one[3 * k + 1] >> 16) | (one[3 * k + 2] >> 25 << 16) for k in range(singles)]
    pairs: Pairs = {}
    for k in range(singles - 1):
        left = name(one[3 * k])
        if left:
            for j in range(first[k], first[k + 1]):
                right = name(two[3 * j])
                if right in single:
                    pairs.setdefault(left, {})[right] = log(two[3 * j + 1]) - single[right]
    return single, pairs


def add_texts(pairs: Pairs, sentences: Iterable[list[str]]) -> None:
    """Add the pairs of segmented sentences that stand together at least three times."""
    words: Counter[str] = Counter()
    beside: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        words.update(sentence)
        beside.update(pairwise(sentence))
    total = words.total()
    for (left, right), times in beside.items():
        if times < 3 or not HAN.match(left) or not HAN_OR_MARK.match(right):
            continue
        score = math.log((times - 0.7) * total / (words[left] * words[right]))
        known = pairs.setdefault(left, {})
        if right not in known:
            known[right] = score - 0.5
        elif score > 0:
            known[right] = 0.7 * known[right] + 0.3 * score


def add_compounds(single: Scores, pairs: Pairs, frequencies: dict[str, int]) -> None:
    """Let the parts of long words attract each other, and add the words of a dictionary."""
    total = sum(frequencies.values())

    def log(word: str) -> float | None:
        if word in single:
            return single[word]
        return math.log(frequencies[word] / total) if frequencies.get(word) else None

    for word in set(single) | {word for word, times in frequencies.items() if times >= 5}:
        whole = log(word)
        if whole is None or not 3 <= len(word) <= 6:
            continue
        for k in range(1, len(word)):
            left, right = log(word[:k]), log(word[k:])
            if max(k, len(word) - k) >= 2 and left is not None and right is not None:
                known = pairs.setdefault(word[:k], {})
                known[word[k:]] = max(whole - left - right, known.get(word[k:], -99.0))
    for word, times in frequencies.items():
        if word not in single and len(word) >= 2 and times >= 3:
            single[word] = math.log(times / total)
