"""What detectors of encodings make of the samples of ``quality_decoding``.

A detector's name is taken in the widest sense (GB2312 as GB18030, Big5 as CP950 or HKSCS): it is
right where any of these gives the text.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

Namer = Callable[[bytes], "str | None"]
_WIDER = {
    "gb2312": ("gb18030",), "gbk": ("gb18030",), "big5": ("cp950", "big5hkscs"), "big5hkscs": ("cp950",),
    "cp950": ("big5hkscs",), "euc_kr": ("cp949",), "shift_jis": ("cp932",), "iso-8859-1": ("cp1252",),
    "latin_1": ("cp1252",),
}  # fmt: skip


def namers() -> dict[str, Namer]:
    """Return the detectors that are installed."""
    found: dict[str, Namer] = {}
    for name, module, function in (
        ("chardet", "chardet", "detect"),
        ("faust-cchardet", "cchardet", "detect"),
        ("charset-normalizer", "charset_normalizer", "detect"),
        ("resiliparse", "resiliparse.parse.encoding", "detect_encoding"),
    ):
        try:
            work = getattr(importlib.import_module(module), function)
        except ImportError:
            continue
        found[name] = _namer(work)
    return found


def _namer(work: Callable[[bytes], object]) -> Namer:
    def name(data: bytes) -> str | None:
        found = work(data)
        if isinstance(found, dict):
            found = found.get("encoding")
        return found if isinstance(found, str) else None

    return name


def texts(name: str | None, data: bytes) -> Iterator[str]:
    """Yield what ``data`` is in the encoding that a detector named."""
    if not name:
        return
    key = name.lower().replace("-", "_")
    for codec in (name, *_WIDER.get(key, _WIDER.get(name.lower(), ()))):
        try:
            yield data.decode(codec)
        except (LookupError, UnicodeError):
            continue
