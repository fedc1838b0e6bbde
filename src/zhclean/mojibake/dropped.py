"""UTF-8 of which a reader dropped bytes: soft hyphens, and those that cp1252 leaves empty.

A character of three bytes that is one short has few ways to be whole; its neighbours choose.
"""

from __future__ import annotations

import functools
import re

from ..encoding import plausibility, tolerant
from . import misread

_SOFT, _EMPTY = b"\xad", b"\x81\x8d\x8f\x90\x9d"
_MARGIN = 5  # bits to the next best where more than soft hyphens may be lost
_UNKNOWN = "\ufffd"
_TOKEN = re.compile(
    rb"([\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})"
    rb"|[\xe0-\xef][\x80-\xbf]?(?![\x80-\xbf])"
)


def dropped(text: str, codec: str) -> bytes:
    """Return the bytes that may have been dropped from a text: none of them shows in it."""
    known = misread.single(codec)
    soft = _SOFT if known.get("\xad") == 0xAD and "\xad" not in text else b""
    if codec != "cp1252" or any(chr(byte) in text for byte in _EMPTY):
        return soft
    return soft + _EMPTY


@functools.lru_cache(maxsize=4096)
def _ways(broken: bytes, lost: bytes) -> tuple[str, ...]:
    """Return the characters that broken bytes may have been."""
    found = []
    for byte in lost:
        one = bytes((byte,))
        if len(broken) == 2:
            found += [broken + one, broken[:1] + one + broken[1:]]
        else:
            found += [broken + one + bytes((other,)) for other in lost]
    every = {c for raw in found if (c := tolerant.strict(raw, "utf-8"))}
    return tuple(sorted(c for c in every if plausibility.alone(c) < _RARE))


_RARE = 17  # bits of a character too rare to be filled in


def restored(raw: bytes, lost: bytes) -> str | None:
    """Read UTF-8 of which some of the bytes ``lost`` are missing; None where more is wrong."""
    said: list[str] = []
    at, broken = 0, 0
    while at < len(raw):
        found = _TOKEN.match(raw, at)
        if found is None:
            return None
        at = found.end()
        if found[1]:
            c = tolerant.strict(found[1], "utf-8")
            if c is None:
                return None
            said.append(c)
            continue
        broken += 1
        following = _TOKEN.match(raw, at)
        behind = ((following and following[1]) or b"").decode("utf-8", "ignore")
        said.append(_chosen(_ways(found[0], lost), said[-1] if said else "\n", behind, lost))
    return "".join(said) if broken * 2 < len(said) else None


def _chosen(ways: tuple[str, ...], before: str, behind: str, lost: bytes) -> str:
    """Choose between two neighbours; U+FFFD where several fit."""
    pair = plausibility.pair
    ranked = sorted((pair(before, c) + (pair(c, behind) if behind else 0), c) for c in ways)
    if not ranked:
        return _UNKNOWN
    clear = len(ranked) == 1 or ranked[1][0] - ranked[0][0] >= _MARGIN
    return ranked[0][1] if clear or lost == _SOFT else _UNKNOWN
