"""UTF-8 read as GBK, of which a site then converted the garble to the other script.

``銆傚叧`` became ``銆傚關``: 关 is B9D8, 關 has other bytes. Each character may be itself or what it
was before; hardly ever are both bytes of UTF-8 at their place, and where they are, what they say decides.
"""

from __future__ import annotations

import functools
from typing import Any

from ..encoding import plausibility
from ..patterns import lazy
from ..script import scripts
from . import misread
from .utf8pairs import HANGUL, pair_run

_SELDOM = 6  # characters of one script for each of the other, at least
_LEAST = 2  # characters that were converted, in a line
_BEAM = 8
_HOLE = 12  # bits of a character that lost bytes
_BROKEN = 40  # bits of a character that holds no bytes of UTF-8 at its place
_CONVERTERS = {"s2": ("s2t", "s2tw", "s2hk"), "2s": ("t2s", "tw2s", "hk2s")}
_HOLES = frozenset("?\ufffd")

_State = tuple[int, str, Any]
"""Bits so far, the last character said, and a linked list of the characters chosen."""


def returned(text: str) -> str | None:
    """Return a line as GBK gave it, character for character; None where no garble was converted.

    A garble holds characters of both scripts, a converted one hardly any but of one.
    """
    if HANGUL().search(text) or not pair_run("gb18030").search(text):
        return None
    hans, hant = (sum(map(len, scripts.only(kind).findall(text))) for kind in ("hans", "hant"))
    if max(hans, hant) < max(_LEAST, _SELDOM * min(hans, hant)):
        return None
    before = _chosen(text, _before("2s" if hans > hant else "s2"))
    return before if before != text else None


@functools.cache
def _before(direction: str) -> dict[str, tuple[str, ...]]:
    """Map what converters give to itself and what they give it for, of what GBK has."""
    import opencc

    ways: dict[str, list[str]] = {}
    known = misread.ideographs("gb18030")
    for configuration in _CONVERTERS[direction]:
        after = opencc.OpenCC(configuration).convert("\n".join(known)).split("\n")
        for c, made in zip(known, after, strict=True):
            if made != c and len(made) == 1:
                way = ways.setdefault(made, [made])
                if c not in way:
                    way.append(c)
    return {c: tuple(way) for c, way in ways.items()}


def convertible(text: str) -> bool:
    """Whether a text holds characters that a converter may have given."""
    return bool(_RARE().search(text)) or any(
        scripts.only(kind).search(text) for kind in ("hans", "hant")
    )


_RARE = lazy("[\U00020000-\U0003ffff]")  # Simplified forms of rare characters


def _chosen(text: str, ways: dict[str, tuple[str, ...]]) -> str | None:
    """Choose the characters whose bytes make UTF-8 that reads best."""
    states: dict[tuple[int | None, ...], _State] = {(): (0, "\n", None)}
    for c in text:
        after: dict[tuple[int | None, ...], _State] = {}
        for way in ways.get(c, (c,)):
            for bytes_ in _bytes(way):
                for pending, (bits, last, chain) in states.items():
                    state = _fed(pending, bytes_, bits, last)
                    if state[0] not in after or state[1] < after[state[0]][0]:
                        after[state[0]] = (state[1], state[2], (way, chain))
        states = dict(sorted(after.items(), key=lambda entry: entry[1][0])[:_BEAM])
    chain = min(states.values(), key=lambda state: state[0])[2]
    chosen: list[str] = []
    while chain is not None:
        way, chain = chain
        chosen.append(way)
    return "".join(reversed(chosen))


def _bytes(c: str) -> tuple[tuple[int | None, ...], ...]:
    """Return the bytes that a character may show, None for one that was lost."""
    if c in _HOLES:
        return ((None,), (None, None))
    raw = misread.to_bytes(c, "gb18030") or b""
    return (tuple(raw),)


def _fed(
    pending: tuple[int | None, ...], more: tuple[int | None, ...], bits: int, last: str
) -> tuple[tuple[int | None, ...], int, str]:
    """Feed bytes to the character in the making: what then is pending, the bits, the last character."""
    for byte in more:
        if byte is not None and not (
            0x80 <= byte < 0xC0 if pending else byte < 0x80 or 0xE0 <= byte < 0xF0
        ):
            bits += _BROKEN
            pending = (byte,) if 0xE0 <= byte < 0xF0 else ()
            continue
        if not pending and byte is not None and byte < 0x80:
            bits += plausibility.pair(last, chr(byte))
            last = chr(byte)
            continue
        pending = (*pending, byte)
        if len(pending) == 3:
            if None in pending:
                bits, last = bits + _HOLE, "\ufffd"
            else:
                said = bytes(b for b in pending if b is not None).decode("utf-8", "replace")[0]
                bits += (
                    plausibility.pair(last, said) if last != "\ufffd" else plausibility.alone(said)
                )
                last = said
            pending = ()
    return pending, bits, last
