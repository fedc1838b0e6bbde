"""README's Python runs as written, its results are what its comments say, and its names exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from conftest import ROOT, SEEDS

import zhclean
from zhclean import cleaners
from zhclean.profiles import PROFILES

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SEED = (SEEDS / "004_8e5c2095c89bf39d.txt").read_text(encoding="utf-8")
PROMISED = re.compile(r"^(\S.*?)\s+# ('.*')$", re.MULTILINE)


def test_the_python_of_the_readme_runs() -> None:
    assert len(BLOCKS) >= 2
    names: dict[str, object] = {"article": SEED, "text": SEED}
    for block in BLOCKS:
        exec(compile(block, "README.md", "exec"), names)
        for expression, wanted in PROMISED.findall(block):
            assert eval(expression, names) == ast.literal_eval(wanted), expression


@pytest.mark.parametrize("name", [*cleaners.FAMILIES, *PROFILES])
def test_every_family_and_profile_is_told(name: str) -> None:
    assert f"`{name}`" in README


TABLE = re.findall(
    r"^\| [^|]+ \| (`.+`) \| (`.*`)? ?\|$",
    README.partition("## What it does")[2].partition("Left alone")[0],
    re.MULTILINE,
)
OPTIONS = {"to": "zh-TW", "assume": ["readings", "byteshift", "insertions", "spun"]}


@pytest.mark.parametrize(("before", "after"), TABLE)
def test_the_table_of_repairs_is_true(before: str, after: str) -> None:
    befores = re.findall(r"`([^`]+)`", before)
    afters = re.findall(r"`([^`]+)`", after) or [""]
    for k, text in enumerate(befores):
        wanted = afters[min(k, len(afters) - 1)]
        page = f"春天来了，河边的柳树绿了。\n\n{text}\n" if not wanted else text
        cleaned = zhclean.clean(
            page,
            assume=OPTIONS["assume"],
            to="zh-TW" if "頭" in wanted or "發現" in wanted else None,
        )
        assert cleaned.strip() == (wanted or "春天来了，河边的柳树绿了。")


def test_the_licence_told_covers_the_tables() -> None:
    told = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition('\nlicense = "')[2]
    tables = Path(zhclean.__file__).parent / "tables"
    licences = set(told.partition('"')[0].split(" AND "))
    heads = [
        p.read_text(encoding="utf-8")[:2000]
        for p in tables.iterdir()
        if p.suffix in (".tsv", ".txt")
    ]
    assert heads
    assert all("\n# licence: " in head for head in heads)
    assert ("CC-BY-SA-4.0" in licences) == any("licence: CC-BY-SA-4.0" in head for head in heads)
    assert "Apache-2.0" in licences
