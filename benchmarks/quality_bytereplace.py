"""Byte-level find-and-replace: simulated over genuine Traditional text, and false edits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import zhclean
from zhclean.bytereplace import SYLLABLE, fold

from . import material
from .damage_bytes import Mirror, damaged_lines, site_table
from .figures import Figure

FAMILIES = ("byteshift", "readings", "insertions")
TEXTS = ("drcd_wiki_tw", "taiwan_law_tw", "rust_book_tw", "libreoffice_help_zh_TW", "learn_git_tw")
_VISIBLE = re.compile(rf"\(({SYLLABLE}) ?\)|,(?=[,。、!?:;])")


def mirrors(table: dict[str, str]) -> dict[str, Mirror]:
    return {
        "readings": Mirror(table),
        "readings_commas": Mirror(table, ("，", "！")),
        "readings_commas_unfolded": Mirror(table, ("，", "！"), folded=False),
        "readings_all_commas": Mirror(table, ("，", "！", "。", "、"), share=0.65),
        "commas": Mirror({}, ("，", "！", "。", "、")),
    }


def measure(quick: bool) -> Iterator[Figure]:
    yield from restored(60_000 if quick else 400_000)
    yield from false_edits(200_000 if quick else 10**9)


def restored(characters: int) -> Iterator[Figure]:
    names = [name for name in TEXTS if name in material.corpus_names()]
    for kind in mirrors({}):
        lines = shifted = exact = exact_shifted = worse = 0
        for name in names:
            # From the middle: headers and the like stand first.
            text = material.corpus(name)[-characters:]
            mirror = mirrors(site_table(text))[kind]
            cleaner = zhclean.Pipeline("crawl", select=FAMILIES)
            genuine = text.split("\n")
            for at in range(0, len(genuine), 40):
                pairs = damaged_lines(genuine[at : at + 40], mirror)
                got = cleaner.clean("\n".join(made for _, made in pairs)).split("\n")
                if len(got) != len(pairs):
                    raise AssertionError("a repair took a line end along")
                for (wanted, made), line in zip(pairs, got, strict=True):
                    right = same(line, wanted, mirror)
                    if made == wanted:
                        worse += not right
                        continue
                    lines += 1
                    exact += right
                    if _VISIBLE.sub("", made) != _VISIBLE.sub("", wanted):
                        shifted += 1
                        exact_shifted += right
        if lines:
            yield Figure(
                f"bytereplace.restored.{kind}", 100 * exact / lines, "% of damaged lines",
                note=f"{lines} lines; {worse} undamaged made worse",
            )  # fmt: skip
        if shifted:
            yield Figure(
                f"bytereplace.restored_shifted.{kind}", 100 * exact_shifted / shifted,
                "% of shifted lines", note=f"{shifted} lines",
            )  # fmt: skip


def same(line: str, wanted: str, mirror: Mirror) -> bool:
    """A restored mark is full width even where the page's others have been folded."""
    return fold(line) == wanted if mirror.folded else line == wanted


def false_edits(characters: int) -> Iterator[Figure]:
    cleaner = zhclean.Pipeline("crawl", select=FAMILIES)
    edits = size = 0
    for name in material.corpus_names():
        for article in material.articles(name, characters=characters):
            size += len(article)
            if cleaner.clean(article) is not article:
                edits += len(cleaner.explain(article).edits)
    if size:
        yield Figure(
            "bytereplace.false_edits", 1e6 * edits / size, "in 1,000,000 characters", "lower",
            f"{edits} edits in {size} characters",
        )  # fmt: skip
