"""What cases as data cannot say: kills, full disks, size, encodings of paths, tables, processes."""

from __future__ import annotations

import contextlib
import errno
import gzip
import json
import lzma
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from test_cli import run

import zhclean
from zhclean.command import (
    chunks,
    cutting,
    formats,
    jsonspans,
    large,
    pieces,
    report,
    report_html,
    settings,
    work,
)
from zhclean.command.diffs import unified
from zhclean.command.files import AtomicFile, FileError, Stamp, remove_unfinished
from zhclean.command.jobs import LostError, workers
from zhclean.command.tally import Tally, findings_of
from zhclean.document import Note
from zhclean.edits import Mark
from zhclean.engine import Layer

DIRTY, CLEAN = "迭代后,目前\n", "迭代后，目前\n"
COMMAND = [sys.executable, "-m", "zhclean"]


def command(*args: str | Path | bytes, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *args], capture_output=True, check=False, **more)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".tmp")]


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(DIRTY, encoding="utf-8")
    return path


def test_bytes_go_through_a_pipe(dirty: Path) -> None:
    done = command(dirty)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, CLEAN, b"")
    done = command(input="后,前\r\n".encode())
    assert done.stdout.decode() == "后，前\r\n"


def test_a_c_locale_writes_utf8(dirty: Path) -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = command("--explain", dirty, env=env)
    assert "',' → '，'" in done.stdout.decode()
    assert command(dirty, env=env).stdout.decode() == CLEAN


def test_a_reader_who_leaves(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DIRTY * 100_000, encoding="utf-8")
    with subprocess.Popen(
        [*COMMAND, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(10)
        child.stdout.close()
        assert b"Traceback" not in child.stderr.read()


@pytest.mark.skipif(os.name == "nt", reason="paths are text there")
def test_a_path_that_is_no_utf8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xd6\xd0.txt"
    try:
        with open(name, "wb") as file:
            file.write(DIRTY.encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    done = command("--check", name)
    assert (done.returncode, done.stdout) == (1, b"would clean " + name + b"\n")
    done = command("--check", "--format", "json", tmp_path)
    assert json.loads(done.stdout)["files"][0]["status"] == "changed"
    assert command("-w", tmp_path).returncode == 0
    with open(name, "rb") as file:
        assert file.read().decode() == CLEAN


def test_a_killed_run_leaves_the_original(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps({"text": "迭代后,目前已经更新。" * 100}, ensure_ascii=False) + "\n"
    original = (line * 20_000).encode()
    path.write_bytes(original)
    for wait in (0.3, 0.6, 1.0):
        with subprocess.Popen([*COMMAND, "-w", path], stderr=subprocess.DEVNULL) as child:
            time.sleep(wait)
            child.kill()
        now = path.read_bytes()
        assert now == original or now.count("，".encode()) == original.count(b",")


@pytest.mark.skipif(os.name == "nt", reason="no such signals there")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_nothing_half_written(
    tmp_path: Path, how: signal.Signals
) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps({"text": "迭代后,目前已经更新。" * 100}, ensure_ascii=False) + "\n"
    with path.open("w", encoding="utf-8") as file:
        for _ in range(60_000):
            file.write(line)
    size = path.stat().st_size
    with subprocess.Popen(
        [*COMMAND, "-w", "-j", "2", path], stderr=subprocess.PIPE, start_new_session=True
    ) as child:
        deadline = time.monotonic() + 60
        while not leftovers(tmp_path) and child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, how)
        _, err = child.communicate(timeout=60)
    if child.returncode == 0:
        pytest.skip("it was done before it could be interrupted")
    assert child.returncode == 128 + how
    assert b"interrupted" in err
    assert b"Traceback" not in err
    assert leftovers(tmp_path) == []
    assert path.stat().st_size == size


class FullDisk:
    """A file on a disk that is full."""

    closed = False

    def __init__(self, *_: object) -> None:
        pass

    def write(self, _: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def close(self) -> None:
        self.closed = True

    def flush(self) -> None:
        pass


def test_a_full_disk(dirty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhclean.command.files.compressing", FullDisk)
    status, out, err = run(["-w", str(dirty)])
    assert (status, out) == (2, "")
    assert "cannot be written: no space left on device" in err
    assert dirty.read_text(encoding="utf-8") == DIRTY
    assert leftovers(dirty.parent) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("name", ["big.jsonl", "big.txt"])
def test_a_full_disk_is_not_the_inputs_fault(tmp_path: Path, name: str) -> None:
    line = '{"text": "后,前"}\n' if name == "big.jsonl" else "后,前\n"
    (tmp_path / name).write_text(line * 50_000, encoding="utf-8")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "-q", name], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert f"{name}: cannot write: no space left" in done.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_standard_output_on_a_full_disk(dirty: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, dirty], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"no space left" in done.stderr.lower()
    assert b"Traceback" not in done.stderr


def test_a_file_that_changes_while_it_is_read(dirty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = work.clean_text

    def meddling(*args: Any) -> str:
        dirty.write_text("someone else wrote this\n", encoding="utf-8")
        return real(*args)

    monkeypatch.setattr(work, "clean_text", meddling)
    status, _, err = run(["-w", str(dirty)])
    assert status == 2
    assert "changed while it was being cleaned" in err
    assert dirty.read_text(encoding="utf-8") == "someone else wrote this\n"
    assert leftovers(dirty.parent) == []


def test_a_second_pass_that_is_not_silent(dirty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Restless:
        def clean(self, text: str) -> str:
            return text.rstrip("\n") + "x\n"

    monkeypatch.setattr(work.Recipe, "pipeline", lambda _: Restless())

    def plain_settings(found: Any) -> Any:
        return lambda path: settings.Settings(origin=str(path))

    monkeypatch.setattr("zhclean.cli._settings", plain_settings)
    status, _, err = run(["-w", str(dirty)])
    assert status == 2
    assert "left as it is: a second pass would change it again" in err
    assert dirty.read_text(encoding="utf-8") == DIRTY


def test_an_error_inside_is_told(dirty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> str:
        raise RuntimeError("oops")

    monkeypatch.setattr(work, "clean_text", broken)
    status, _, err = run(["-w", str(dirty)])
    assert status == 2
    assert "internal error, please report it: RuntimeError: oops" in err


def test_a_long_name(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 83 + ".txt")  # 253 bytes of the 255 that a name may have
    path.write_text(DIRTY, encoding="utf-8")
    assert run(["-w", "-q", str(path)]) == (0, "", "")
    assert path.read_text(encoding="utf-8") == CLEAN


def test_a_stamp_that_no_longer_fits(dirty: Path) -> None:
    with AtomicFile(dirty, unchanged=Stamp(0, 0, 0, 0)) as file:
        file.write(b"x")
        with pytest.raises(FileError, match="changed while"):
            file.commit()
    assert dirty.read_text(encoding="utf-8") == DIRTY
    assert leftovers(dirty.parent) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes by name")
def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    status, _, _ = run(["--check", str(tmp_path)])
    assert status == 0
    status, _, err = run(["--list-rules", str(tmp_path)])
    assert status == 0
    status, _, err = run(["-o", str(tmp_path / "pipe.txt"), "-"], DIRTY.encode())
    assert status == 2
    assert "not a regular file" in err
    assert stat.S_ISFIFO((tmp_path / "pipe.txt").stat().st_mode)


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr("zhclean.command.discovery.os.scandir", refuse)
    status, _, err = run(["--check", str(tmp_path)])
    assert status == 2
    assert "cannot be read: permission denied" in err


# Large input -------------------------------------------------------------------------------------


def test_large_text_is_cleaned_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LARGE", 10_000)
    monkeypatch.setattr(large, "SAMPLE", 5_000)
    monkeypatch.setattr(chunks, "READ", 2_000)
    monkeypatch.setattr(large, "CHUNK", 6_000)
    monkeypatch.setattr(large, "BLOCK", 1_000)
    path = tmp_path / "a.txt"
    text = "\r\n".join(f"第{k}行。迭代后,目前" for k in range(2_000)) + "\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    status, out, err = run([str(path)])
    assert (status, out) == (0, text.replace(",", "，"))
    assert "cleaned in blocks" in err
    status, out, _ = run(["--diff", str(path)])
    assert status == 1
    assert out.count("--- a/") == 1
    assert "@@ -1,2000 +1,2000 @@" in out or "@@ -2000 +2000 @@" in out or out.count("@@ -") >= 2
    last = [line for line in out.splitlines() if line.startswith("@@")][-1]
    start, _, count = last.split()[1].lstrip("-").partition(",")
    assert int(start) + int(count or 1) - 1 == 2_000
    status, out, _ = run(["--explain", str(path)])
    assert f"{path}:2000:" in out.splitlines()[-1]
    status, _, _ = run(["-w", "-q", str(path)])
    assert status == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + text.replace(",", "，").encode()
    path.write_bytes(text.encode() + b"\xff\n")  # bytes that are no text, and another line end
    status, _, err = run(["-w", str(path)])
    assert status == 2
    assert "not all of it is utf-8" in err
    status, out, err = run([str(path)])
    assert (status, out) == (0, text.replace(",", "，") + "\ufffd\n")
    assert "U+FFFD stands for them" in err


def test_large_text_with_one_endless_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LARGE", 10_000)
    path = tmp_path / "a.txt"
    path.write_text("好的" * 200_000 + ",好", encoding="utf-8")
    status, out, _ = run(["-q", str(path)])
    assert status == 0
    assert out == "好的" * 200_000 + "，好"


@pytest.mark.parametrize("blank", [" ", ""])
def test_a_region_switched_off_stays_so_in_a_large_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blank: str
) -> None:
    monkeypatch.setattr(work, "LARGE", 10_000)
    monkeypatch.setattr(chunks, "READ", 1_000)
    monkeypatch.setattr(large, "CHUNK", 3_000)
    monkeypatch.setattr(large, "BLOCK", 500)
    off = f"zhclean:{blank}off\n" + "后,前\n" * 5_000 + f"zhclean:{blank}on\n"
    path = tmp_path / "a.txt"
    path.write_text("后,前\n" * 3_000 + off + "后,前\n" * 3_000, encoding="utf-8")
    status, out, _ = run(["-q", str(path)])
    assert status == 0
    assert out == "后，前\n" * 3_000 + off + "后，前\n" * 3_000


def test_a_progress_bar(dirty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tqdm")
    monkeypatch.setattr("zhclean.command.progress.sys", Terminal)
    status, _, err = run(["-w", str(dirty)])
    assert status == 0
    assert "cleaned" in err


class Terminal:
    """What the progress bar takes for the sys module."""

    class stderr:  # noqa: N801
        @staticmethod
        def isatty() -> bool:
            return True

        @staticmethod
        def write(_: str) -> int:
            return 0

        @staticmethod
        def flush() -> None:
            pass


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no figures of memory")
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_memory_stays_bounded(tmp_path: Path, name: str) -> None:
    """Never a whole file: a gigabyte may take at most 200 MB, and 40 MB no more."""
    line = "今天天气很好，我们一起去公园散步，看到了许多花。" * 20 + "\n"
    record = json.dumps({"text": line}, ensure_ascii=False) + "\n"
    text = line if name == "a.txt" else record
    path = tmp_path / name
    with path.open("w", encoding="utf-8") as file:
        for k in range(40_000_000 // len(text.encode())):
            file.write(text.replace("今天", f"第{k}天"))
    program = (
        "import sys; from zhclean.cli import main; status = main(sys.argv[1:]);"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0]); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "-q", path, "-o", tmp_path / f"out-{name}"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert int(done.stdout) * 1024 < 200_000_000
    assert (tmp_path / f"out-{name}").stat().st_size == path.stat().st_size


def test_chunks_of_lines_are_shared_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhclean.command.running.LARGE_LINES", 1_000)
    monkeypatch.setattr("zhclean.command.jsonl.CHUNK", 2_000)
    lines = [json.dumps({"id": k, "text": "后,前"}, ensure_ascii=False) for k in range(500)]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    status, _, _ = run(["-w", "-q", "-j", "2", str(path)])
    assert status == 0
    assert path.read_text(encoding="utf-8") == "\n".join(lines).replace("后,前", "后，前") + "\n"


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers know what a test has changed, whatever thread another has left running."""
    if sys.platform != "linux":
        pytest.skip("workers are forked only there")
    monkeypatch.setattr("zhclean.command.jobs.threading.active_count", lambda: 1)


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_processes_share_a_large_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, compressed: bool
) -> None:
    monkeypatch.setattr(work, "LARGE", 10_000)
    monkeypatch.setattr("zhclean.command.running.LARGE", 10_000)
    monkeypatch.setattr(chunks, "READ", 3_000)
    monkeypatch.setattr(large, "CHUNK", 9_000)
    monkeypatch.setattr(large, "BLOCK", 1_000)
    text = "".join(f"第{k}行，这是没有问题的一行文字。\n" for k in range(3_000))
    text += "".join(f"第{k}行。迭代后,目前已经更新。\n\n" for k in range(3_000))
    path = tmp_path / ("a.txt.gz" if compressed else "a.txt")
    data = text.encode(encoding)
    path.write_bytes(gzip.compress(data) if compressed else data)
    told = [run(["--diff", "-j", jobs, str(path)]) for jobs in "12"]
    assert told[0] == told[1]
    assert told[0][1].count("\n+") == 3_001
    assert run(["-q", "-j", "2", str(path)]) == (0, text.replace(",", "，"), "")
    assert run(["-w", "-q", "-j", "2", str(path)]) == (0, "", "")
    written = path.read_bytes()
    written = gzip.decompress(written) if compressed else written
    assert written == text.replace(",", "，").encode(encoding)


def test_an_endless_line_is_cut_between_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((work, "LARGE"), (large, "CHUNK"), (chunks, "READ"), (cutting, "LONG")):
        monkeypatch.setattr(module, name, 10_000)
    path = tmp_path / "a.txt"
    sizes: list[int] = []
    real = large.clean_chunk

    def counting(job: Any) -> Any:
        sizes.append(job.chunk.size)
        return real(job)

    monkeypatch.setattr(large, "clean_chunk", counting)
    for line in ("今天,明天。", "好"):
        path.write_text(line * 30_000, encoding="utf-8")
        assert run(["-q", str(path)]) == (0, line.replace(",", "，") * 30_000, "")
        assert max(sizes) < 40_000


def test_a_large_gbk_text_stays_gbk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "LARGE", 10_000)
    monkeypatch.setattr(large, "CHUNK", 5_000)
    path = tmp_path / "a.txt"
    args = ["-w", "-q", "--select", "entities", "--assume", "entities", str(path)]
    line = "经历数次迭代后，目前已经更新到第二版。\n"
    path.write_bytes((line * 1_000 + "更新&#128512;。\n" + line).encode("gbk"))
    before = path.read_bytes()
    status, _, err = run(args)
    assert (status, path.read_bytes()) == (2, before)
    assert "'😀' (U+1F600) cannot be written in gbk, which it seems to be" in err
    path.write_bytes(before + "㐂\n".encode("gb18030"))
    assert run(args) == (0, "", "")
    assert path.read_bytes().decode("gb18030").endswith("更新😀。\n" + line + "㐂\n")


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize("kind", ["files", "lines", "text"])
def test_a_worker_that_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """It costs the file it was at; the others are cleaned, and nothing is left half-written."""
    monkeypatch.setattr("zhclean.command.running.LARGE_LINES", 1_000)
    monkeypatch.setattr("zhclean.command.running.LARGE", 1_000)
    monkeypatch.setattr(work, "LARGE", 1_000)
    monkeypatch.setattr("zhclean.command.running.FIRST", 0)
    parent, real = os.getpid(), zhclean.Pipeline.clean

    def deadly(self: Any, text: str, **more: Any) -> str:
        if "要命" in text and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, text, **more)

    monkeypatch.setattr(zhclean.Pipeline, "clean", deadly)
    for name in ("large.CHUNK", "jsonl.CHUNK", "chunks.READ"):
        monkeypatch.setattr(f"zhclean.command.{name}", 2_000)
    line = '{"text": "后,前"}\n' if kind == "lines" else "后,前\n"
    many = 1 if kind == "files" else 400
    suffix = "jsonl" if kind == "lines" else "txt"
    for name in "abcdef":
        body = line * many + (line.replace("后", "要命") if name == "b" else "") + line * many
        (tmp_path / f"{name}.{suffix}").write_text(body, encoding="utf-8")
    status, _, err = run(["-w", "-j", "2", str(tmp_path)])
    assert status == 2
    assert err.count("died") == 1
    assert f"b.{suffix}: the process that cleaned it died (killed, or out of memory)" in err
    assert "5 cleaned, 1 failed" in err
    for name in "abcdef":
        text = (tmp_path / f"{name}.{suffix}").read_text(encoding="utf-8")
        assert (",前" in text) == (name == "b")
    assert leftovers(tmp_path) == []


@dataclass(frozen=True)
class Errand:
    number: int
    deadly: bool = False
    even: bool = True


def run_errand(errand: Errand) -> int:
    if errand.deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    return errand.number


@pytest.mark.usefixtures("forked")
def test_no_item_is_lost_with_a_worker() -> None:
    errands = [Errand(k, deadly=k % 7 == 3) for k in range(100)]
    with workers(3) as mapper:
        for _ in range(2):
            found = list(mapper(run_errand, errands))
            assert [LostError if isinstance(f, LostError) else f for f in found] == [
                LostError if e.deadly else e.number for e in errands
            ]
        some = iter(mapper(run_errand, errands))
        assert [next(some), next(some)] == [0, 1]
        del some  # given up: what is under way does not answer the next
        assert list(mapper(run_errand, errands[:3])) == [0, 1, 2]
        with pytest.raises(LostError):
            list(mapper(run_errand, [Errand(k, deadly=True) for k in range(9)]))
        assert list(mapper(run_errand, errands[:3])) == [0, 1, 2]


@dataclass
class Answer:
    number: int
    pid: int
    data: Any


@dataclass(frozen=True)
class Light:
    number: int
    size: int = 0
    light: int = 8
    first: bool = False
    done: str = ""


def run_light(item: Light) -> Answer:
    if item.number % 29 == 17:
        os.kill(os.getpid(), signal.SIGKILL)
    if item.done:
        with open(item.done, "a", encoding="utf-8") as file:
            file.write(f"{item.number}\n")
    return Answer(item.number, os.getpid(), b"x" * item.size)


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize("light", [1, 8, 10**9])
def test_light_items_go_together(tmp_path: Path, light: int) -> None:
    """And each is worked on once, whatever happens to the others."""
    path = tmp_path / "done"
    items = [Light(k, light=light, first=k < 3, done=str(path)) for k in range(100)]
    with workers(2) as mapper:
        found = list(mapper(run_light, items))
    lost = [17, 46, 75]
    assert [k for k, answer in enumerate(found) if isinstance(answer, LostError)] == lost
    assert [a.number for a in found if isinstance(a, Answer)] == sorted({*range(100)} - {*lost})
    assert [a.pid == os.getpid() for a in found[:4]] == [True, True, True, False]
    assert sorted(map(int, path.read_text().split())) == sorted({*range(100)} - {*lost})


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize("light", [1, 8])
def test_large_answers_come_back_whole(light: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhclean.command.shared.SIZE", 5_000)
    sizes = [0, 1, 4_999, 5_000, 5_001, 70_000, 300_000, 3, 2_000, 2_000, 2_000, 9, 9]
    items = [Light(k, size, light) for k, size in enumerate(sizes)]
    with workers(2) as mapper:
        assert [len(answer.data) for answer in mapper(run_light, items)] == sizes
        assert next(iter(mapper(run_light, items))).number == 0  # given up, more on the way
        assert [bytes(a.data) == b"x" * len(a.data) for a in mapper(run_light, items)] == [
            True for _ in sizes
        ]


@pytest.mark.parametrize("size", [1, 2, 7, 30, 31, 40, 10_000])
def test_a_file_is_cut_at_line_ends_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(chunks, "NEAR", 3)
    path = tmp_path / "a.jsonl"
    for data in (b"", b"\n", b"x", b"abc\n\n" * 9, b"abcdefghij" * 4 + b"\nk", b"\n" * 50):
        path.write_bytes(data)
        places = chunks.Source(path, formats.Format("jsonl")).places(size)
        assert places is not None
        pieces = [chunk.read() for chunk in places]
        assert b"".join(pieces) == data
        assert all(len(p) >= size and p.endswith(b"\n") for p in pieces[:-1])
        assert all(p.find(b"\n", size - 1) in (-1, len(p) - 1) for p in pieces)


@pytest.mark.skipif(not Path("/dev/stdin").exists(), reason="no such name")
def test_processes_share_a_large_file_that_is_the_input(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    fine = "今天没有什么要说的。\n" * 600_000
    path.write_text(fine + DIRTY, encoding="utf-8")
    with path.open("rb") as stream:
        done = command("-q", "-j", "2", "/dev/stdin", stdin=stream)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (fine + CLEAN).encode()


def test_what_a_killed_process_leaves_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    file = AtomicFile(path)
    remove_unfinished(path, os.getpid() + 1)
    assert len(leftovers(tmp_path)) == 1
    remove_unfinished(path, os.getpid())
    assert leftovers(tmp_path) == []
    with file:
        pass


@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_a_large_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("zhclean.command.running.LARGE_LINES", 1_000)
    monkeypatch.setattr(work, "LARGE", 1_000)
    path = tmp_path / name
    line = '{"text": "后,前"}\n' if name == "a.jsonl" else "后,前\n"
    path.write_text(line * 1_000, encoding="utf-8")
    real = chunks.Chunk.read

    def meddling(self: Any) -> bytes:
        with path.open("a", encoding="utf-8") as file:
            file.write(line)
        return real(self)

    monkeypatch.setattr(chunks.Chunk, "read", meddling)
    status, _, err = run(["-o", str(tmp_path / f"out-{name}"), str(path)])
    assert status == 2
    assert f"{name}: changed while it was being read" in err
    status, _, err = run(["-w", str(path)])
    assert status == 2
    assert "changed while it was being cleaned; left as it is" in err
    assert leftovers(tmp_path) == []
    gone = chunks.Chunk(None, 1, str(path), 10**6, 10)
    with pytest.raises(FileError, match="changed while"):
        real(gone)


# Tables ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])
def test_tables(tmp_path: Path, name: str) -> None:
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import ipc, parquet

    schema = arrow.schema(
        [
            arrow.field("id", arrow.int16(), nullable=False),
            arrow.field("text", arrow.large_string(), metadata={"k": "v"}),
            arrow.field("kind", arrow.dictionary(arrow.int32(), arrow.string())),
            arrow.field("other", arrow.string()),
        ],
        metadata={"made": "by"},
    )
    columns = [[1, 2, 3], ["后,前", None, "干净。"], ["后,前", "后,前", None], ["后,前"] * 3]
    table = arrow.table(
        [arrow.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
    )
    path, out = tmp_path / name, tmp_path / f"out-{name}"
    if name.endswith("parquet"):
        parquet.write_table(table, path, compression="zstd")
    else:
        with ipc.new_file(path, schema) as writer:
            writer.write_table(table)
    status, _, err = run(["-q", "--field", "text,kind", str(path), "-o", str(out)])
    assert (status, err) == (0, "")
    found = parquet.read_table(out) if name.endswith("parquet") else ipc.open_file(out).read_all()
    assert found.schema.equals(table.schema, check_metadata=True)
    assert found.column("text").to_pylist() == ["后，前", None, "干净。"]
    assert found.column("kind").to_pylist() == ["后，前", "后，前", None]
    assert found.column("other").to_pylist() == ["后,前"] * 3
    if name.endswith("parquet"):
        assert parquet.ParquetFile(out).metadata.row_group(0).column(0).compression == "ZSTD"
    status, said, _ = run(["--explain", str(path)])
    assert f"{path}:1:2 row 1: punctuation." in said
    status, _, err = run(["-w", "--field", "none", str(path)])
    assert status == 2
    assert "no text column 'none' (text columns: text, kind, other)" in err
    assert run(["-w", "-q", str(path)])[0] == 0
    assert run(["--check", "-q", str(path)])[0] == 0
    status, _, err = run([str(path)])
    assert status == 2
    assert "a table of columns needs -o or -w" in err


def test_a_table_that_is_none(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    for name in ("a.parquet", "a.arrow"):
        (tmp_path / name).write_bytes(b"no table")
    status, _, err = run(["-w", str(tmp_path)])
    assert status == 2
    assert "a.parquet: not parquet: " in err
    assert "a.arrow: not arrow: " in err


def test_a_table_damaged_within(tmp_path: Path) -> None:
    """One line tells of it, and no writer complains behind it."""
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    table = arrow.table({"text": ["后,前"] * 20_000, "n": list(range(20_000))})
    parquet.write_table(table, path, row_group_size=9_000)
    data = bytearray(path.read_bytes())
    place = parquet.ParquetFile(path).metadata.row_group(1).column(1).data_page_offset
    data[place : place + 20] = b"\xff" * 20
    path.write_bytes(data)
    for args in (["-w"], ["-o", tmp_path / "out.parquet"]):
        done = command(*args, path)
        assert done.returncode == 2
        assert b"a.parquet: cannot be read: " in done.stderr
        assert done.stderr.count(b"\n") == 2
    assert path.read_bytes() == data
    assert leftovers(tmp_path) == []
    assert not (tmp_path / "out.parquet").exists()


def test_zst(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    path = tmp_path / "a.jsonl.zst"
    path.write_bytes(zstandard.ZstdCompressor().compress('{"text": "后,前"}\n'.encode()))
    assert run(["-w", "-q", str(path)])[0] == 0
    with zstandard.open(path, "rt", encoding="utf-8") as file:
        assert file.read() == '{"text": "后，前"}\n'


@pytest.mark.parametrize("kind", ["txt", "jsonl"])
@pytest.mark.parametrize("form", ["gz", "xz", "zst"])
def test_what_cannot_be_decompressed(tmp_path: Path, form: str, kind: str) -> None:
    """Cut off anywhere, damaged, or no archive: never taken for a shorter text."""
    line = DIRTY if kind == "txt" else '{"text": "后,前"}\n'
    data = (line * 5_000).encode()
    if form == "zst":
        zstandard = pytest.importorskip("zstandard")
        packed = zstandard.ZstdCompressor(write_checksum=True).compress(data)
    else:
        packed = gzip.compress(data) if form == "gz" else lzma.compress(data)
    path = tmp_path / f"a.{kind}.{form}"
    damaged = bytearray(packed)
    damaged[len(packed) // 2] ^= 0xFF
    for broken in (packed[:-1], packed[: len(packed) // 2], packed[:9], b"none", bytes(damaged)):
        path.write_bytes(broken)
        for args in (["-w"], ["-o", str(tmp_path / "out")]):
            status, _, err = run([*args, str(path)])
            assert status == 2
            assert ": cannot be decompressed: " in err or "not all of it" in err or "is not" in err
            assert path.read_bytes() == broken
    path.write_bytes(packed + packed)
    assert run(["-w", "-q", str(path)]) == (0, "", "")
    assert run(["-q", str(path)])[1].count("，") == 10_000
    assert leftovers(tmp_path) == []


def test_compressed_standard_input_that_is_cut_off() -> None:
    status, out, err = run([], gzip.compress((DIRTY * 1_000).encode())[:-9])
    assert (status, out) == (2, "")
    assert "<stdin>: cannot be decompressed: " in err


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [("zstandard", "a.txt.zst", "zst"), ("pyarrow", "a.parquet", "arrow")],
)
def test_an_extra_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(b"x")
    status, _, err = run(["-w", str(tmp_path / name)])
    assert status == 2
    assert f"pip install 'zhclean[{extra}]'" in err


# JSON, diffs, the report -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ['{"text": "a"', '{"text" "a"}', "{text: 1}", '{"text": "a"} {', "", "[1, 2", '{"a": 01}', '"\n"',
     "nul", '{"text": "\\x"}', "[" * 5_000, '{"a":' * 5_000],
)  # fmt: skip
def test_what_is_not_json(text: str) -> None:
    with pytest.raises(jsonspans.BrokenJsonError):
        jsonspans.fields_of(text, [("text",)])
    with pytest.raises(jsonspans.BrokenJsonError):
        jsonspans.fields_of(text, jsonspans.EVERYTHING)
    assert jsonspans.top_level(text, "text") is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1, "text" :\t"后,前"}', '"后,前"'),
        ('{"text": "后,前", "m": {"text": "后,前"}}', None),
        ('{"te\\u0078t": "后,前", "m": {"text": "后,前"}}', None),
        ('{"text": "后,前", "text": "后,前"}', None),
        ('{"\\"text": "后,前", "text": "x"}', None),
        ('{"text": ["后,前"]}', None),
    ],
)
def test_a_sole_string_is_found_quickly(text: str, place: str | None) -> None:
    found = jsonspans.sole(text, "text", "后,前")
    assert (found and text[slice(*found)]) == place


def test_a_very_long_field_is_cleaned_in_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhclean.command.jsonl.LONG", 3_000)
    monkeypatch.setattr(large, "LINE", 2_000)
    monkeypatch.setattr(large, "BLOCK", 500)
    path = tmp_path / "a.jsonl"
    for text in (
        "迭代后,目前已经更新。" * 1_000,
        "迭代后,目前已经更新。\n" * 1_000,
        "好" * 9_000,
    ):
        path.write_text(json.dumps({"id": 1e400, "text": text}) + "\n", encoding="utf-8")
        status, out, err = run([str(path)])
        assert (status, json.loads(out)["text"]) == (0, text.replace(",", "，"))
        assert f"a field of {len(text):,} characters cleaned in blocks" in err
        assert run(["-w", "-q", str(path)])[0] == 0
        assert json.loads(path.read_text(encoding="utf-8"))["text"] == text.replace(",", "，")


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "后,前", "note": "%s"',  # broken
        '{"title": "后，前", "note": "%s"}',  # another field
        '{"text": "后，前", "note": "%s", "m": {"text": "一"}}',  # nothing to clean
    ],
)
def test_a_very_long_line_that_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setattr("zhclean.command.jsonl.LONG", 1_000)
    path = tmp_path / "a.jsonl"
    data = f"{line % ('好' * 5_000)}\n" + '{"text": "后,前"}\n'
    path.write_text(data, encoding="utf-8")
    for fields in ("text", "text,m.text"):
        status, out, _ = run(["--field", fields, str(path)])
        assert out == data.removesuffix('{"text": "后,前"}\n') + '{"text": "后，前"}\n'
        assert status == (0 if line.endswith("}") else 2)


def test_strings_are_found_where_they_stand() -> None:
    text = ' {"a": {"b": ["x", {"b": "no"}, ["y"]]}, "b": 1e400, "a" : {"b":"z"}} '
    tokens = jsonspans.fields_of(text, [("a", "b")])
    assert [(text[start:end], value) for start, end, value in tokens] == [
        ('"x"', "x"), ('"y"', "y"), ('"z"', "z"),
    ]  # fmt: skip
    values = [value for *_, value in jsonspans.fields_of(text, jsonspans.EVERYTHING)]
    assert values == ["x", "no", "y", "z"]


@pytest.mark.parametrize("to", [None, "zh-Hans"])
def test_a_diff_can_be_applied(tmp_path: Path, to: str | None) -> None:
    patch = "/usr/bin/patch"
    if not Path(patch).exists():
        pytest.skip("no patch")
    seeds = Path(__file__).resolve().parent.parent / "seeds"
    for seed in sorted(seeds.glob("*.txt")):
        source = seed.read_text(encoding="utf-8")
        result = zhclean.explain(source, to=to)
        (tmp_path / "seed.txt").write_text(source, encoding="utf-8", newline="")
        edits = [(e.start, e.end, e.after) for e in result.edits]
        diff = unified("seed.txt", source, edits)
        subprocess.run(
            [patch, "-p1", "--binary", "-s", "-F0"], cwd=tmp_path, input=diff.encode(), check=True
        )
        assert (tmp_path / "seed.txt").read_bytes().decode() == result.text


@pytest.mark.parametrize(
    ("source", "edits", "body"),
    [
        ("a\nb\nc\n", [(2, 4, "")], "@@ -1,3 +1,2 @@\n a\n-b\n c\n"),
        ("a\n", [(0, 2, "")], "@@ -1 +0,0 @@\n-a\n"),
        ("a\nb", [(1, 2, "")], "@@ -1,2 +1 @@\n-a\n-b\n\\ No newline at end of file\n+ab\n\\ No newline at end of file\n"),
        ("a", [(1, 1, "\n")], "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
        ("a\nb\n", [(0, 0, "x\n")], "@@ -1,2 +1,3 @@\n-a\n+x\n+a\n b\n"),
    ],
)  # fmt: skip
def test_diffs_of_lines(source: str, edits: list[tuple[int, int, str]], body: str) -> None:
    assert unified("f", source, edits) == "--- a/f\n+++ b/f\n" + body


def test_the_report_takes_any_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("</script><!--\u2028后,前😀,好\n" * 3_000, encoding="utf-8")
    status, _, _ = run(["-q", "--check", "--report", str(tmp_path / "r.html"), str(path)])
    assert status == 1
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert page.count("</script>") == 1
    data = json.loads(page.split("const D = ")[1].split(";\n")[0])
    parts = data["pages"][0]["parts"]
    assert any(isinstance(part, int) for part in parts) or len(parts) > 1_000
    report_html.write(tmp_path / "empty.html", Tally(), {"failed": 0})


@pytest.mark.skipif(not Path("/usr/bin/chromium").exists(), reason="no browser")
def test_the_report_in_a_browser(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("好。\n迭代后,目前😀,好\n", encoding="utf-8")
    run(["-q", "--check", "--report", str(tmp_path / "r.html"), str(path)])
    done = subprocess.run(
        ["/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
         f"--user-data-dir={tmp_path}/profile", f"file://{tmp_path}/r.html"],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    page = done.stdout.decode()
    if "<html" not in page:
        pytest.skip("the browser does not run here")
    assert page.count('class="e certain') + page.count('class="e likely') >= 2
    assert "<del>,</del><ins>，</ins></span>目前😀" in page
    assert "Edits by family" in page


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="no bash")
def test_completion_completes(tmp_path: Path) -> None:
    (tmp_path / "c.bash").write_text(run(["--completion", "bash"])[1], encoding="utf-8")
    for words, wanted in (("--default-p", "--default-profile"), ("--profile cr", "crawl")):
        script = (
            f"source c.bash; COMP_WORDS=(zhclean {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1));"
            ' _zhclean; echo "${COMPREPLY[@]}"'
        )
        done = subprocess.run(
            ["/bin/bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == [wanted]


def test_what_a_rule_says_of_an_edit_is_told_with_it() -> None:
    source = "一乙丙"
    marks = [Mark(0, 1, "壹", ("x.y",), 2)]
    notes = [Note("x.y", 0, 1, "likely so", ("弌",)), Note("x.z", 2, 3, "odd", ())]
    result = zhclean.Result(source, "壹乙丙", [Layer(source, marks, "壹乙丙", notes)], {})
    first, second = findings_of(result, 4)
    assert (first.line, first.after, first.message, first.alternatives) == (
        4,
        "壹",
        "likely so",
        ("弌",),
    )
    assert (second.column, second.after, second.message) == (3, None, "odd")
    outcome = work.Outcome("f", tally=Tally(findings=[first, second]))
    assert list(report.text_lines(outcome)) == [
        "f:4:1: x.y (likely) '一' → '壹' (or 弌)  likely so",
        "f:4:3: x.z (note) odd: '丙'",
    ]


def test_an_unreadable_folder_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/x.txt", "b/x.txt", "c/x.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(DIRTY, encoding="utf-8")
    scan = os.scandir

    def refusing(at: str) -> Any:
        if os.path.basename(at) == "b":
            raise PermissionError(errno.EACCES, "Permission denied", at)
        return scan(at)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "scandir", refusing)
    status, out, err = run(["--check", "."])
    assert (status, out.split()) == (2, ["would", "clean", "a/x.txt", "would", "clean", "c/x.txt"])
    assert "b: cannot be read: permission denied\n" in err
    assert "2 would be cleaned, 1 failed" in err
    assert run(["detect", "."])[0] == 2


@pytest.mark.skipif(os.name == "nt", reason="no such shell there")
@pytest.mark.parametrize(
    ("line", "status", "told"),
    [
        ("a.txt >&-", 2, "bad file descriptor"),
        ("--help >&-", 2, "cannot write"),
        ("-w a.txt >&-", 0, "cleaned a.txt"),
        ("<&-", 2, "<stdin>: cannot be read: standard input is closed"),
        ("none.txt 2>&-", 2, ""),
    ],
)
def test_closed_streams(dirty: Path, line: str, status: int, told: str) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m zhclean {line}',
        shell=True, cwd=dirty.parent, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (status, b"")
    assert told in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    "line", ["--help >", "--version >", "--list-rules >", "none.txt 2>", "-x 2>"]
)
def test_streams_that_cannot_be_written(tmp_path: Path, line: str) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m zhclean {line}/dev/full',
        shell=True, cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_named_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.txt")
    for args in (["p.txt"], ["-w", "p.txt"], ["detect", "p.txt"]):
        done = command(*args, cwd=tmp_path, timeout=30)
        assert done.returncode == 2
        assert b"p.txt: cannot be read: not a regular file" in done.stderr
    if Path("/dev/stdin").exists():
        assert command("/dev/stdin", input=DIRTY.encode()).stdout.decode() == CLEAN


@pytest.mark.parametrize("texts", [["迭代后,目前\n", "真的吗?好!\n"], ["干净。\n"]])
def test_sarif_is_one_document_however_much_there_is(tmp_path: Path, texts: list[str]) -> None:
    for k, text in enumerate(texts):
        (tmp_path / f"{k}.txt").write_text(text, encoding="utf-8")
    _, out, _ = run(["--check", "--format", "sarif", str(tmp_path)])
    told = json.loads(out)["runs"][0]
    edits = sum(len(zhclean.explain(text).edits) for text in texts)
    assert len(told["results"]) == edits
    assert [rule["id"] for rule in told["tool"]["driver"]["rules"]] == sorted(
        {result["ruleId"] for result in told["results"]}
    )


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("甲,乙\n丙,丁\n", ","),
        ("甲;乙;1,234\n丙;丁,戊;己\n", ";"),
        ('甲;"一;二";丙\n"三";丁,戊;己,庚\n', ";"),
        ("甲|乙|丙,丁\n", "|"),
        ("甲\n", ","),
    ],
)
def test_the_separator_of_a_short_table_makes_the_most_cells(text: str, separator: str) -> None:
    assert pieces.separator_of("csv", text) == separator


def test_a_table_keeps_its_cells(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("书;目前,已经更新;甲\n报;1,234;<p>一</p><p>二</p>\n", encoding="utf-8")
    assert run(["--isolated", "-w", str(table)])[0] == 0
    assert table.read_text(encoding="utf-8") == '书;目前，已经更新;甲\n报;1,234;"一\n二"\n'
