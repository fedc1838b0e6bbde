"""Byte-level find-and-replace: simulated over genuine Traditional text, and false edits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import zhclean
from zhclean.byteshift.bytereplace import fold
from zhclean.byteshift.shiftsigns import SYLLABLE

from . import material
from .damage_bytes import Mirror, damage, damaged_lines, site_table
from .figures import Figure

FAMILIES = ("byteshift", "readings", "insertions")
TEXTS = ("drcd_wiki_tw", "taiwan_law_tw", "rust_book_tw", "libreoffice_help_zh_TW", "learn_git_tw")
_SENTENCE = re.compile(r"[^。!?！？\n]+[。!?！？]*")
_VISIBLE = re.compile(rf"\(({SYLLABLE}) ?\)|,(?=[,。、!?:;])")


def mirrors(table: dict[str, str]) -> dict[str, Mirror]:
    return {
        "readings": Mirror(table),
        "readings_commas": Mirror(table, ("，", "！")),
        "pages": Mirror(table, ("，", "！"), whole=True),
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
        sentences = wrong = shifted = wrong_shifted = worse = 0
        for name in names:
            # From the end: headers and the like stand first.
            text = material.corpus(name)[-characters:]
            for wanted, made, got in cleaned(text, mirrors(site_table(text))[kind]):
                if made == wanted:
                    worse += got != wanted
                    continue
                bad = wrong_sentences(wanted, got)
                sentences += len(wrong_sentences(wanted, made))
                wrong += len(bad)
                if not mirrors({})[kind].whole and _VISIBLE.sub("", made) != _VISIBLE.sub(
                    "", wanted
                ):
                    shifted += 1
                    wrong_shifted += bool(bad)
        if sentences:
            yield Figure(
                f"bytereplace.restored.{kind}", 100 - 100 * wrong / sentences,
                "% of damaged sentences", note=f"{sentences}; undamaged made worse: {worse}",
            )  # fmt: skip
        if shifted:
            yield Figure(
                f"bytereplace.restored_shifted.{kind}", 100 - 100 * wrong_shifted / shifted,
                "% of shifted lines", note=f"{shifted}",
            )  # fmt: skip


def cleaned(text: str, mirror: Mirror) -> Iterator[tuple[str, str, str]]:
    """Give (as it should be, damaged, cleaned) for every line, cleaned in pages of 40 lines.

    Where marks are folded all three are: a restored mark is full width on a folded page too.
    """
    cleaner = zhclean.Pipeline("crawl", select=FAMILIES)
    genuine = text.split("\n")
    for at in range(0, len(genuine), 40):
        if mirror.whole:
            page = "\n".join(genuine[at : at + 40])
            made = damage(page, mirror)
            yield fold(page), made, fold(cleaner.clean(made))
            continue
        pairs = damaged_lines(genuine[at : at + 40], mirror)
        got = cleaner.clean("\n".join(made for _, made in pairs)).split("\n")
        if len(got) != len(pairs):  # a repair took a line end for swallowed
            wanted, made = ("\n".join(side) for side in zip(*pairs, strict=True))
            yield wanted, made, fold("\n".join(got)) if mirror.folded else "\n".join(got)
            continue
        for (wanted, made), line in zip(pairs, got, strict=True):
            yield wanted, made, fold(line) if mirror.folded else line


def wrong_sentences(wanted: str, got: str) -> set[str]:
    """Return the sentences of ``wanted`` that ``got`` does not have."""
    return set(_SENTENCE.findall(wanted)) - set(_SENTENCE.findall(got))


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
