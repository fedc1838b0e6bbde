"""Rebuild ``tables/spun_lexicon.tsv`` from the pair lists beside this recipe.

``python -m zhclean.tables.recipes.spun_lexicon``. Sources in ``recipes/spun/``:

- ``witnessed.tsv``: pairs seen on pages, with the number of pages;
- ``reasoned.txt``: an original and the forms a synonym spinner may give it, one original a line;
- ``kept.tsv``: forms that stayed as they are, written as their own original;
- ``characters.txt``: character rules, expanded over the words of ``words.txt``;
- ``genuine.txt``: forms that stand in genuine text often enough to prove nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent / "spun"
TARGET = HERE.parent.parent / "spun_lexicon.tsv"
HEADER = """\
# title: what synonym spinners write, and what stood there before
# source: hand-made from pages read beside their originals, and by reasoning on near-synonyms
# licence: Apache-2.0, as the project
# recipe: zhclean.tables.recipes.spun_lexicon
# columns: form, original, weight (larger is likelier), class (A near-impossible in genuine text,
#   B a real word), family (G, O, or both), evidence (page, aligned, read, list, reasoned, rule)
# rows: {rows}
"""
PAGES = {"page", "aligned", "read", "reconstructed"}

Pair = tuple[str, str]


class _Row:
    __slots__ = ("certain", "evidence", "families", "pages")

    def __init__(self) -> None:
        self.certain = False
        self.evidence: set[str] = set()
        self.families: set[str] = set()
        self.pages = 0


def _lines(name: str) -> Iterator[str]:
    path = HERE / name
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def witnessed() -> Iterator[tuple[Pair, set[str], int, set[str], bool]]:
    """Yield the pairs seen on pages."""
    for line in _lines("witnessed.tsv"):
        form, original, families, pages, evidence, grade = line.split("\t")
        main = {"G" if f == "G" else "O" for f in families.split(",")}
        yield (form, original), main, int(pages), set(evidence.split(",")), grade == "A"


def kept() -> Iterator[tuple[str, str, int]]:
    """Yield the forms that stayed on spun pages: (form, family, pages)."""
    for line in _lines("kept.tsv"):
        form, family, pages = line.split("\t")
        yield form, family, int(pages)


def reasoned() -> Iterator[Pair]:
    """Yield (form, original) from lines ``original: form form ...``."""
    for line in _lines("reasoned.txt"):
        original, _, forms = line.partition(":")
        for form in forms.split():
            yield form, original.strip()


def characters() -> Iterator[Pair]:
    """Expand character rules ``original form`` over common words that hold the original."""
    words = [line.split("\t")[0] for line in _lines("words.txt")]
    known = set(words)
    for line in _lines("characters.txt"):
        original, *forms = line.split()
        for form in forms:
            for word in words:
                if original in word:
                    spun = word.replace(original, form, 1)
                    if spun not in known:
                        yield spun, word


def build() -> dict[Pair, _Row]:
    """Merge all sources."""
    rows: dict[Pair, _Row] = {}
    genuine = set(_lines("genuine.txt"))
    for pair, families, pages, evidence, certain in witnessed():
        row = rows.setdefault(pair, _Row())
        row.families |= families
        row.pages += pages
        row.evidence |= evidence
        row.certain |= certain and pair[0] not in genuine
    for pair in reasoned():
        row = rows.setdefault(pair, _Row())
        row.families.add("G")
        row.evidence.add("reasoned")
    for pair in characters():
        row = rows.setdefault(pair, _Row())
        row.families.add("G")
        row.evidence.add("rule")
        row.certain |= pair[0] not in genuine
    for form, family, pages in kept():
        row = rows.setdefault((form, form), _Row())
        row.families.add(family)
        row.pages += pages
        row.evidence.add("read")
    certain = {form for (form, _), row in rows.items() if row.certain}
    for (form, _), row in rows.items():
        row.certain = form in certain
    return rows


def weight(row: _Row) -> float:
    """How likely an original is among a form's: from the pages, else a little."""
    seen = row.pages if row.evidence & PAGES else 0.4 * row.pages
    return math.log(0.5 + seen)


def main() -> None:
    """Write the table."""
    rows = build()
    with TARGET.open("w", encoding="utf-8", newline="\n") as out:
        out.write(HEADER.format(rows=len(rows)))
        for (form, original), row in sorted(rows.items()):
            grade = "A" if row.certain else "B"
            families = ",".join(sorted(row.families))
            evidence = ",".join(sorted(row.evidence))
            out.write(f"{form}\t{original}\t{weight(row):.1f}\t{grade}\t{families}\t{evidence}\n")


if __name__ == "__main__":
    main()
