"""Rebuild ``spun/compounds.tsv``: longer strings in which a spinner has replaced a part.

``python -m zhclean.tables.recipes.spun_compounds LM_SC.T3G PYDICT_SC.BIN TEXT...`` with the files of
Debian's sunpinyin-data and genuine texts, optionally gzipped. Needs jieba (its dictionary, MIT).

A spinner replaces strings, not words: 世界 by 寰宇 gives 寰宇杯 inside a word, 现在 by 当今 gives
出当今 across two. What no text has is near-impossible and leaves no doubt of what stood there. Kept
are strings that the pairs seen on pages make of common words and of word pairs, that stand nowhere in
the texts and that no dictionary and no two words standing together make.
"""

from __future__ import annotations

import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from . import open_gram
from .open_gram import HAN, Pairs, Scores
from .spun_lexicon import HERE, Pair, pairs
from .spun_model import frequencies

COMMON = 20
"""Least frequency in jieba's dictionary of a word in which a part is replaced."""
LIKELY, MADE = -16.0, -21.0
"""Least log probability of two words in which a part is replaced, and of two that make a string
that may as well be genuine."""
PARTS = (2, 3, 4)
HEADER = """\
# Strings that hold a spinner's form and that genuine text does not have: inside a word or across two.
# Made by zhclean.tables.recipes.spun_compounds from witnessed.tsv, jieba's dictionary (MIT) and word
# pairs of open-gram (CC-BY-SA 3.0).
# spun	original	family	form	what it replaced
"""


def replaced(family: str) -> dict[str, list[str]]:
    """Give the forms seen on pages of a family by their originals."""
    forms: dict[str, list[str]] = defaultdict(list)
    for (form, original), row in pairs().items():
        apart = form not in original and original not in form
        if family in row.families and row.kind in ("seen", "list") and apart:
            if len(form) > 1 < len(original):
                forms[original].append(form)
    return forms


Made = tuple[Pair, Pair]
"""A string and its original, and the form in it with what that replaced."""


def inside(words: dict[str, int], forms: dict[str, list[str]]) -> Iterator[Made]:
    """Replace parts of words."""
    for word, times in words.items():
        if 3 <= len(word) <= 6 and times >= COMMON and HAN.match(word):
            for at in range(len(word)):
                for size in PARTS:
                    part = word[at : at + size]
                    if size < len(word) and len(part) == size:
                        for form in forms.get(part, ()):
                            yield (word[:at] + form + word[at + size :], word), (form, part)


def across(single: Scores, beside: Pairs, forms: dict[str, list[str]]) -> Iterator[Made]:
    """Replace what lies across the border of two words that often stand together."""
    starting: dict[str, list[str]] = defaultdict(list)
    for original in forms:
        starting[original[0]].append(original)
    for left, rights in beside.items():
        if left not in single or not HAN.match(left):
            continue
        found = [
            (at, original)
            for at in range(max(0, len(left) - 3), len(left))
            for original in starting.get(left[at], ())
            if len(original) > len(left) - at and original.startswith(left[at:])
        ]
        if not found:
            continue
        for right, score in rights.items():
            if right not in single or not HAN.match(right):
                continue
            if single[left] + single[right] + score < LIKELY:
                continue
            both = left + right
            for at, original in found:
                if both.startswith(original, at) and both != original:
                    for form in forms[original]:
                        spun = both[:at] + form + both[at + len(original) :]
                        yield (spun, both), (form, original)


def plain(form: str, words: dict[str, int], single: Scores, beside: Pairs) -> bool:
    """Whether a string is a word or two words that stand together."""
    if form in words or form in single:
        return True
    for at in range(1, len(form)):
        left, right = form[:at], form[at:]
        score = beside.get(left, {}).get(right, 0.0)
        if score > 0 and left in single and right in single:
            if single[left] + single[right] + score > MADE:
                return True
    return False


def standing(forms: set[str], paths: list[str]) -> set[str]:
    """Find which of the strings stand in a text."""
    sizes = sorted({len(form) for form in forms})
    found: set[str] = set()
    for path in paths:
        read = gzip.open if path.endswith(".gz") else open
        with read(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                for size in sizes:
                    found |= forms & {line[at : at + size] for at in range(len(line) - size + 1)}
    return found


def main(model: str, dictionary: str, *texts: str) -> None:
    """Write the list."""
    single, beside = open_gram.read(Path(model), Path(dictionary))
    words = frequencies()
    open_gram.add_compounds(single, beside, words)
    kept: list[tuple[str, ...]] = []
    for family in "GO":
        forms = replaced(family)
        made = dict(across(single, beside, forms))
        made.update(inside(words, forms))
        kept += [
            (form, original, family, *part)
            for (form, original), part in made.items()
            if form != original and not plain(form, words, single, beside)
        ]
    found = standing({row[0] for row in kept}, list(texts))
    lines = sorted("\t".join(row) for row in kept if row[0] not in found)
    text = HEADER + "\n".join(lines) + "\n"
    (HERE / "compounds.tsv").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
