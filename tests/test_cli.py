"""Run tests/cli/*.toml: what the command does, as data; every option and every misuse has a case.

A case: name, args, exit (default 0), stdin, files, and what comes of it: stdout and stderr in full,
or stdout_has, stdout_lacks, stderr_has as lists of parts; after (files as they stand then, false
where there must be none). A file is a string (UTF-8), or a table: text with encoding, or hex, with
compression (gzip, xz), mode, or link (a symbolic link's target). Files named in no ``after`` must
be as they were.
"""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import sys
from pathlib import Path
from typing import Any

import pytest

import zhclean
from zhclean.cli import main
from zhclean.command import knowing, manual, settings
from zhclean.command.arguments import parser

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = Path(__file__).parent / "cli"
KEYS = {
    "name", "args", "exit", "stdin", "files", "stdout", "stderr", "stdout_has", "stdout_lacks",
    "stderr_has", "after", "env", "why",
}  # fmt: skip


def load() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{case['name']}")
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]


def content(spec: Any) -> bytes:
    """Make a file's bytes from its description."""
    if isinstance(spec, str):
        return spec.encode()
    if "hex" in spec:
        return bytes.fromhex(spec["hex"])
    data: bytes = spec["text"].encode(spec.get("encoding", "utf-8"))
    form = spec.get("compression")
    return gzip.compress(data) if form == "gzip" else lzma.compress(data) if form == "xz" else data


def unpacked(path: Path, spec: Any) -> bytes:
    data = path.read_bytes()
    form = spec.get("compression", "") if isinstance(spec, dict) else ""
    return {"gzip": gzip.decompress, "xz": lzma.decompress}.get(form, lambda d: d)(data)


def lay(folder: Path, files: dict[str, Any]) -> None:
    for name, spec in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(spec, dict) and "link" in spec:
            path.symlink_to(spec["link"])
            continue
        path.write_bytes(content(spec))
        if isinstance(spec, dict) and "mode" in spec:
            path.chmod(spec["mode"])


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run(args: list[str], stdin: bytes = b"") -> tuple[int, str, str]:
    """Run the command in this process; return exit status, standard output and error."""
    streams = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin)))
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    settings.nearest.cache_clear()
    try:
        status = main(args)
    except SystemExit as stop:
        status = int(stop.code or 0)
    finally:
        wrappers = sys.stdout, sys.stderr
        sys.stdin, sys.stdout, sys.stderr = streams
        for wrapper in wrappers:
            wrapper.flush()
    return status, out.getvalue().decode(), err.getvalue().decode()


@pytest.mark.parametrize("case", load())
def test_cli_case(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(case) <= KEYS, f"unknown keys: {set(case) - KEYS}"
    (tmp_path / ".git").mkdir()  # ignore files and settings end here
    lay(tmp_path, case.get("files", {}))
    before = tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name, value in case.get("env", {}).items():
        monkeypatch.setenv(name, value)
    given = case.get("stdin", "")
    status, out, err = run(case["args"], content(given))
    assert (status, out if "stdout" in case else None, err if status != case.get("exit", 0) else "") == (
        case.get("exit", 0), case.get("stdout"), "",
    )  # fmt: skip
    if "stderr" in case:
        assert err == case["stderr"]
    for part in case.get("stdout_has", ()):
        assert part in out
    for part in case.get("stdout_lacks", ()):
        assert part not in out
    for part in case.get("stderr_has", ()):
        assert part in err
    after = case.get("after", {})
    for name, spec in after.items():
        path = tmp_path / name
        if spec is False:
            assert not path.exists()
        elif isinstance(spec, dict) and "link" in spec:
            assert os.readlink(path) == spec["link"]
        elif isinstance(spec, dict) and "has" in spec:
            for part in spec["has"]:
                assert part in path.read_text(encoding="utf-8")
        else:
            shown = unpacked(path, spec)
            if isinstance(spec, dict) and "compression" in spec:
                assert shown.decode() == spec["text"]
            else:
                assert shown == content(spec)
            if isinstance(spec, dict) and "mode" in spec:
                assert path.stat().st_mode & 0o777 == spec["mode"]
    assert {k: v for k, v in tree(tmp_path).items() if k not in after} == {
        k: v for k, v in before.items() if k not in after
    }


def test_every_option_has_a_case() -> None:
    used = {arg.partition("=")[0] for p in load() for arg in p.values[0]["args"]}
    for action in parser()._actions:
        if action.option_strings:
            assert used & set(action.option_strings), f"no case uses {action.option_strings}"


def test_help_fits_a_screen() -> None:
    status, out, _ = run(["--help"])
    assert status == 0
    assert len(out.splitlines()) <= 50
    assert max(map(len, out.splitlines())) <= 100
    assert "--help-all" in out


def test_all_help_tells_every_option() -> None:
    status, out, _ = run(["--help-all"])
    assert status == 0
    assert max(map(len, out.splitlines())) <= 100
    for action in parser()._actions:
        for option in action.option_strings:
            assert option in out


def test_the_manual_is_up_to_date() -> None:
    """After a change: python -m zhclean.command.manual > docs/man/zhclean.1."""
    path = Path(__file__).resolve().parent.parent / "docs" / "man" / "zhclean.1"
    if not path.exists():
        pytest.skip("no checkout")
    assert path.read_text(encoding="utf-8") == manual.page()


def test_every_rule_has_an_example_of_its_own() -> None:
    rules = knowing.rules_by_code()
    assert set(knowing._examples()) <= set(rules)
    examples = {code: knowing.example_of(rule) for code, rule in rules.items()}
    assert [code for code, example in examples.items() if example is None] == []
    befores = [example[0] for example in examples.values() if example]
    assert len(befores) == len(set(befores)) + 1  # of words lost: removed, or only told


@pytest.mark.parametrize("code", knowing.rules_by_code())
def test_an_example_is_true(code: str) -> None:
    rule = knowing.rules_by_code()[code]
    example = knowing.example_of(rule)
    assert example is not None
    before, after, asked = example
    to = asked.get("to", "zh-Hans" if rule.family == "script" else None)
    result = zhclean.explain(
        before, profile=asked.get("profile", "salvage"), select=[code], assume=[rule.family], to=to,
        options={key: value for key, value in asked.items() if isinstance(value, dict)},
    )  # fmt: skip
    assert result.text == after
    assert set(result.counts) or result.notes


@pytest.mark.skipif(sys.platform == "win32", reason="no such names")
def test_names_that_would_break_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    odd = 'a\n\x1b"b.txt'
    Path(odd).write_text("后,前\n", encoding="utf-8")
    status, out, err = run(["--check", "--diff", "."], b"")
    assert status == 1
    assert out.startswith('--- "a/a\\n\\033\\"b.txt"\n+++ "b/a\\n\\033\\"b.txt"\n')
    status, out, err = run(["--explain", "."], b"")
    assert out.startswith('a\\n\\033\\"b.txt:1:2: ')
    status, out, err = run(["detect", "."], b"")
    assert len(out.splitlines()) == 2
    status, out, err = run(["-w", "."], b"")
    assert err == 'cleaned a\\n\\033\\"b.txt\nzhclean: 1 cleaned\n'


@pytest.mark.skipif(sys.platform != "linux", reason="names there are bytes")
def test_json_of_a_name_that_is_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open(b"a\xff.txt", "wb") as file:
        file.write("后,前\n".encode())
    for args in (["detect", "--format", "json", "."], ["--check", "--format", "json", "."]):
        _, out, _ = run(args, b"")
        assert "a\\udcff.txt" in out
        json.loads(out)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_named_pipe_is_no_ignore_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(".gitignore")
    Path("a.txt").write_text("后,前\n", encoding="utf-8")
    assert run(["--check", "."], b"")[0] == 1


def test_settings_nested_too_deeply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("zhclean.toml").write_text("a=" + "[" * 100_000, encoding="utf-8")
    status, _, err = run([], b"")
    assert status == 2
    assert "zhclean.toml: not TOML" in err
