"""Data files with provenance, read lazily."""

from __future__ import annotations


def read(name: str) -> str:
    """Return the text of one table, its head of ``# `` lines included."""
    return read_bytes(name).decode("utf-8")


def read_bytes(name: str) -> bytes:
    """Return one table as it is stored: a large one need not be decoded before it is asked."""
    from importlib.resources import files  # 15 ms that clean text never pays

    # Lines end as they were written, wherever the file has been checked out.
    return files(__name__).joinpath(name).read_bytes().replace(b"\r\n", b"\n")
