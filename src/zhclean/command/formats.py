"""What kind of file a path names: its format, by suffix, and its compression."""

from __future__ import annotations

import os
from dataclasses import dataclass

COMPRESSIONS = {".gz": "gzip", ".xz": "xz", ".zst": "zstd"}
KINDS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".ass": "ass",
    ".ssa": "ass",
    ".po": "po",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
}
PLAIN = (
    ".txt", ".text", ".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".html", ".htm", ".xhtml",
    ".srt", ".vtt", ".lrc",
)  # fmt: skip
SUFFIXES = frozenset((*PLAIN, *KINDS))
"""What is looked for in folders, compressed or not; a file named itself is always cleaned."""

CODE = {
    suffix: kind
    for kind, suffixes in {
        "hash": "bash cmake conf ex exs fish gd jl mk nim pl pm properties ps1 py pyi pyx r rb sh tcl tf"
        " toml yaml yml zsh",
        "slash": "c cc cjs cpp cs css cxx dart go gradle groovy h hh hpp java js jsx kt kts less mjs php"
        " proto rs scala scss sol swift ts tsx zig",
        "dash": "ada elm hs lua sql vhd",
        "semicolon": "asm cfg clj el ini lisp reg scm",
        "json": "geojson ipynb jsonld webmanifest",
    }.items()
    for suffix in (f".{name}" for name in suffixes.split())
}
"""Source code and settings, of which only the comments are text; cleaned where named themselves."""

MAGIC = ((b"\x1f\x8b", "gzip"), (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"))


@dataclass(frozen=True, slots=True)
class Format:
    """``kind``: text, jsonl, parquet or arrow, or one of those whose pieces are cleaned one by one.

    ``compression`` is "" or its name.
    """

    kind: str
    compression: str = ""

    @property
    def columnar(self) -> bool:
        """Whether the file is a table of typed columns rather than text."""
        return self.kind in ("parquet", "arrow")


def format_of(path: str | os.PathLike[str]) -> Format:
    """Tell the format from the suffixes of ``path``; unknown ones are text."""
    suffix, compression = _suffix(os.path.basename(path))
    return Format(KINDS.get(suffix) or CODE.get(suffix, "text"), compression)


def _suffix(name: str) -> tuple[str, str]:
    """Give the suffix that tells a file's kind, and the compression that one behind it tells."""
    stem, suffix = os.path.splitext(name.lower())
    compression = COMPRESSIONS.get(suffix, "")
    return (os.path.splitext(stem)[1] if compression else suffix), compression


def compression_of(head: bytes) -> str:
    """Tell the compression of a stream from its first bytes; "" where there is none."""
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    return ""


def is_known(name: str) -> bool:
    """Whether a file of this name is looked at when a folder is cleaned."""
    return _suffix(name)[0] in SUFFIXES
