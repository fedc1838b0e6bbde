"""Data files with provenance, read lazily."""

from __future__ import annotations


def read(name: str) -> str:
    """Return the text of one table, its head of ``# `` lines included."""
    from importlib.resources import files  # 15 ms that clean text never pays

    return files(__name__).joinpath(name).read_text(encoding="utf-8")
