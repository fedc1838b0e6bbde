"""Run tests/cases/*.toml: what each cleaner repairs, what it leaves alone, where it still fails.

A case: name, before, after (left out where expect = "unchanged"), why, source,
expect = "pass" | "unchanged" | "known-failure" (strict: an improvement is noticed). Optional:
profile, to, select (default: the file's family; whole.toml runs all of them), ignore, assume, options.
`\\uXXXX` escapes are TOML's own, so that invisible characters can be seen.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import zhclean
from zhclean import cleaners

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = Path(__file__).parent / "cases"
KEYS = {
    "name",
    "before",
    "after",
    "why",
    "source",
    "expect",
    "profile",
    "to",
    "select",
    "ignore",
    "assume",
    "options",
}


def load() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append(pytest.param(path.stem, case, id=f"{path.stem}-{case['name']}"))
    return found


def explain(family: str, case: dict[str, Any]) -> zhclean.Result:
    settings = {k: case[k] for k in ("profile", "to", "ignore", "assume", "options") if k in case}
    families = None if family == "whole" else [family]
    return zhclean.explain(case["before"], select=case.get("select", families), **settings)


@pytest.mark.parametrize(("family", "case"), load())
def test_case(family: str, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, f"unknown keys: {set(case) - KEYS}"
    assert {"name", "before", "why", "expect"} <= set(case)
    result = explain(family, case)
    if case["expect"] == "unchanged":
        assert result.text == case["before"]
        assert result.text is case["before"]
        return
    if case["expect"] == "known-failure":
        assert result.text != case["after"], "it works now: make it a passing case"
        return
    assert case["expect"] == "pass"
    assert result.text == case["after"]
    assert result.undo() == case["before"]
    if result.text is not case["before"]:
        again = dict(case, before=result.text)
        assert explain(family, again).text == result.text, "a second pass must be silent"


@pytest.mark.parametrize("family", cleaners.FAMILIES)
def test_every_family_has_cases(family: str) -> None:
    path = CASES / f"{family}.toml"
    kinds = {case["expect"] for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]}
    assert {"pass", "unchanged"} <= kinds
