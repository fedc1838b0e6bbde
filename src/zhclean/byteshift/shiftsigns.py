"""The signs of a find-and-replace over bytes: cheap to look for, before anything is restored."""

from __future__ import annotations

import re
from functools import cache

_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹɡɑ"
SYLLABLE = rf"[{_LETTERS}]{{1,6}}"
"""What a reading can look like, as a regular expression; ``ɑ`` and ``ɡ`` stand in GBK's own row."""


@cache
def swallowed() -> str:
    """Return the characters that begin 癆I for “AI: a lost mark's second byte, and the letter."""
    return "".join(
        bytes((mark, letter)).decode("gb18030")
        for mark in (0xAE, 0xB0, 0xB1, 0xB4, 0xB6, 0xB8, 0xBA, 0xBE)
        for letter in (*range(0x41, 0x5B), *range(0x61, 0x7B))
    )


@cache
def beginning() -> re.Pattern[str]:
    """Return the pattern of where a garble may begin."""
    return re.compile(
        rf"\?(?:({SYLLABLE}) ?\)|[！!，,。](?=[^\x00-\x3f！!，,。？]|\?(?![!！?？]))"
        rf"|\?(?=[。，！,!、；;：:][^?？!！。])|[{swallowed()}](?=[A-Za-z]))"
    )
