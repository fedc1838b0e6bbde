"""The hooks of .pre-commit-hooks.yaml, run by the real pre-commit program on a scratch repository.

Skipped where pre-commit is not installed. With CI set, and from a checkout, pre-commit also builds
the environment it would build for a user; elsewhere it runs the command that is installed here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BESIDE = Path(sys.executable).parent
PRE_COMMIT = shutil.which("pre-commit", path=f"{BESIDE}{os.pathsep}{os.environ.get('PATH', '')}")
pytestmark = pytest.mark.skipif(
    not PRE_COMMIT or not shutil.which("git"), reason="no pre-commit here"
)
DIRTY, CLEAN = "迭代后,目前已经更新。\n", "迭代后，目前已经更新。\n"
GIT = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
BUILD = ("src", "docs", "pyproject.toml", "README.md", "LICENSE", "NOTICE")


def git(folder: Path, *args: str) -> str:
    done = subprocess.run([*GIT, *args], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(folder: Path) -> str:
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, bool]:
    """A repository that offers the hooks, its commit, and whether it can be installed."""
    folder = tmp_path_factory.mktemp("hooks")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", folder)
    whole = bool(os.environ.get("CI")) and (ROOT / "src").is_dir() and (ROOT / "LICENSE").exists()
    for name in BUILD if whole else ():
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, folder)
    return folder, commit(folder), whole


def run(project: Path, *args: str) -> tuple[int, str]:
    env = {
        **os.environ,
        "PRE_COMMIT_COLOR": "never",
        "PRE_COMMIT_HOME": str(project.parent / "home"),
    }
    env["PATH"] = f"{BESIDE}{os.pathsep}{env['PATH']}"
    assert PRE_COMMIT is not None
    done = subprocess.run(
        [PRE_COMMIT, *args], cwd=project, env=env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def lay(folder: Path, hooks: tuple[Path, str, bool], hook: str, args: str = "") -> Path:
    project = folder / "project"
    (project / "old").mkdir(parents=True)
    for name, text in {
        "a.md": DIRTY,
        "b.md": "干净的文字。\n",
        "c.rst": "Title\n=====\n\n``a,b``\n",
        "d.py": f"# {DIRTY}",
        "old/e.md": DIRTY,
        "f.md": f"<!-- zhclean: skip-file -->\n{DIRTY}",
        "pyproject.toml": '[tool.zhclean]\nexclude = ["old/"]\n',
    }.items():
        (project / name).write_bytes(text.encode())
    (project / "g.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    source, commit_id, whole = hooks
    language = "" if whole else "language: system, "
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {source}\n  rev: {commit_id}\n  hooks:\n"
        f"  - {{{language}{args}id: {hook}}}\n"
    )
    commit(project)
    return project


def test_the_manifest_is_valid() -> None:
    assert PRE_COMMIT is not None
    subprocess.run([PRE_COMMIT, "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=True)


def test_the_hook_fixes(tmp_path: Path, hooks: tuple[Path, str, bool]) -> None:
    project = lay(tmp_path, hooks, "zhclean")
    status, out = run(project, "run", "--all-files")
    assert status == 1, out
    assert "files were modified by this hook" in out
    assert "cleaned a.md" in out
    assert (project / "a.md").read_bytes().decode() == CLEAN
    assert git(project, "status", "--short") == "M a.md"
    status, out = run(project, "run", "--all-files")
    assert status == 0, out
    assert "Passed" in out


def test_the_checking_hook_only_tells(tmp_path: Path, hooks: tuple[Path, str, bool]) -> None:
    project = lay(tmp_path, hooks, "zhclean-check")
    status, out = run(project, "run", "--all-files")
    assert status == 1, out
    assert "+" + CLEAN in out
    assert "old/e.md" not in out
    assert git(project, "status", "--short") == ""


def test_a_projects_own_profile_wins(tmp_path: Path, hooks: tuple[Path, str, bool]) -> None:
    project = lay(tmp_path, hooks, "zhclean")
    (project / "pyproject.toml").write_text('[tool.zhclean]\nprofile = "minimal"\n')
    git(project, "commit", "-q", "-am", "y")
    status, out = run(project, "run", "--all-files")
    assert status == 0, out


def test_a_binary_file_fails_and_stays(tmp_path: Path, hooks: tuple[Path, str, bool]) -> None:
    project = lay(tmp_path, hooks, "zhclean")
    data = b"\x00\x01\x02\x03" * 10
    (project / "h.txt").write_bytes(data)
    git(project, "add", "-A")
    status, out = run(project, "run", "--files", "h.txt", "b.md")
    assert status == 1, out
    assert "h.txt: looks binary" in out
    assert (project / "h.txt").read_bytes() == data
    assert git(project, "status", "--short") == "A  h.txt"
