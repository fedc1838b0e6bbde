"""The five seeds become what a careful reader restored; see golden/README.md for the decisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import GOLDEN, SEEDS

import zhclean
from benchmarks.alternatives import first_reading, wrong_places

VARIANTS = {"plain": None, "zh-Hans": "zh-Hans", "zh-TW": "zh-TW"}
EXACT = [p.name for p in sorted(SEEDS.glob("00[0-3]_*.txt"))]
SPUN = "004_8e5c2095c89bf39d.txt"


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", EXACT)
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_seed_reads_as_its_author_wrote_it(name: str, variant: str) -> None:
    result = zhclean.explain(read(SEEDS / name), to=VARIANTS[variant])
    assert result.text == read(GOLDEN / variant / name)
    assert result.undo() == read(SEEDS / name)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_second_pass_is_silent(variant: str) -> None:
    cleaner = zhclean.Pipeline(to=VARIANTS[variant])
    for path in sorted(SEEDS.glob("*.txt")):
        once = cleaner.clean(read(path))
        assert cleaner.clean(once) == once, path.name


def test_the_spun_seed_is_restored() -> None:
    template = read(GOLDEN / "004_alternatives.txt").rstrip("\n")
    assert first_reading(template) == read(GOLDEN / "plain" / SPUN)
    source = read(SEEDS / SPUN)
    damaged = len(wrong_places(source, template))
    left = wrong_places(zhclean.clean(source), template)
    assert damaged > 200
    assert len(left) <= damaged * 0.05, left


def test_seeds_hold_nothing_but_the_articles() -> None:
    assert len(list(SEEDS.iterdir())) == 5
