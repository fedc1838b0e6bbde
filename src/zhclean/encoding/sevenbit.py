"""Encodings of seven bits that announce themselves: ISO-2022 of Japan and Korea, HZ."""

from __future__ import annotations

import re

from . import firstlook

_ESCAPES = (
    (rb"\x1b\$\)C", "iso2022_kr"),
    (rb"\x1b(?:\$[@B]|\$\(D|\([JI])", "iso2022_jp_2"),
    (rb"~\{[!-w][!-~]", "hz"),
)
_HZ = rb"~(?:\{((?:[!-}][!-~])*)(?:~\}|(?=\n)|\Z)|(~)|\n)"


def escaped(data: bytes) -> str | None:
    """Return the encoding that seven-bit data announces by its escapes."""
    if b"\x1b" not in data and b"~{" not in data:
        return None
    for pattern, codec in _ESCAPES:
        if re.search(pattern, data):
            if codec == "hz":
                return "hz" if read_hz(data) is not None else None
            return codec
    return None


def read_hz(data: bytes) -> str | None:
    """Decode HZ (RFC 1843); None where what stands in its brackets is no Chinese."""
    inside: list[str] = []

    def character(found: re.Match[bytes]) -> bytes:
        if found[1] is not None:
            inside.append(bytes(b | 0x80 for b in found[1]).decode("gb18030", "replace"))
            return inside[-1].encode("utf-8")
        return b"~" if found[2] else b""

    text = re.sub(_HZ, character, data).decode("utf-8", "replace")
    chinese = "".join(inside)
    if not chinese or firstlook.bits(chinese) > 15 * len(chinese):
        return None
    return text
