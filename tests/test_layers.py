"""The shape of the package: imports point one way, importing is cheap, modules stay small."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import zhclean

PACKAGE = Path(zhclean.__file__).parent
# A module may import from its own layer and from those before it.
LAYERS = (
    ("errors", "edits", "document"),
    ("rules", "protect", "engine", "patterns"),
    (
        "tables",
        "encoding",
        "mojibake",
        "byteshift",
        "markup",
        "boilerplate",
        "script",
        "spin",
        "spinning",
        "telling",
    ),
    ("cleaners",),
    ("profiles",),
    ("options", "pipeline"),
    ("api",),
    ("cli", "command", "batches", "__main__"),
)


def layer_of(name: str) -> int:
    """The layer of a top-level module or folder; a new one must be given its place here."""
    return next(k for k, names in enumerate(LAYERS) if name in names)


def imports_of(path: Path) -> set[str]:
    """The top-level modules of the package that a file imports, wherever in the file."""
    depth = len(path.relative_to(PACKAGE).parts) - 1
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth + 1:
            found |= (
                {node.module.partition(".")[0]} if node.module else {a.name for a in node.names}
            )
        elif (
            isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("zhclean.")
        ):
            found.add(node.module.split(".")[1])
    return {name for name in found if name not in zhclean.__all__ and not name.startswith("__")}


FILES = [
    p for p in sorted(PACKAGE.rglob("*.py")) if p.name != "__init__.py" and "recipes" not in p.parts
]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for name in imports_of(path) - {here}:
        assert layer_of(name) <= layer_of(here), f"{here} imports {name}"


@pytest.mark.parametrize("name", ["document", "edits", "rules", "engine", "pipeline", "errors"])
def test_the_core_knows_no_chinese(name: str) -> None:
    text = (PACKAGE / f"{name}.py").read_text(encoding="utf-8")
    assert not any("\u4e00" <= c <= "\u9fff" for c in text)


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_importing_imports_nothing_heavy() -> None:
    code = "import sys; bare = set(sys.modules); import zhclean; print(*sorted(set(sys.modules) - bare))"
    loaded = set(run(code).split())
    assert not {name for name in loaded if name.partition(".")[0] in HEAVY}
    assert len(loaded) < 12, loaded


HEAVY = {
    "opencc",
    "ftfy",
    "regex",
    "charset_normalizer",
    "selectolax",
    "pathspec",
    "numpy",
    "pyarrow",
}


def test_clean_text_loads_nothing_heavy() -> None:
    code = "import sys, zhclean; zhclean.clean('今天天气很好，我们去公园。'); print(*sorted(sys.modules))"
    loaded = {name.partition(".")[0] for name in run(code).split()}
    assert not loaded & HEAVY


def test_every_public_name_is_there() -> None:
    for name in zhclean.__all__:
        assert getattr(zhclean, name) is not None
