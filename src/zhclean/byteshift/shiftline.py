"""Weigh a reading of a garble by its line: quotes in pairs, what ends a line or a sentence."""

from __future__ import annotations

import re

from .bytereplace import readings
from .shiftguess import Garble, State
from .shiftwalk import BRACKET

_NEAR = 120  # characters before a garble that nearly always hold the quote before it
_FOREIGN = 10  # bits against quotes of a kind that the page does not use
_OPENER = 6  # bits for a word that opens a sentence and stands before a comma
_OPENERS = frozenset(
    re.findall(
        "..",
        "當然当然其實其实然而不過不过但是可是因此因而所以而且並且并且此外另外同時"
        "同时首先其次最後最后最終最终總之总之例如比如譬如雖然虽然如果假如現在现在"
        "今天昨天目前隨後随后隨后後來后来於是于是接著接着果然顯然显然的確的确確實"
        "确实事實結果结果有時有时那麼那么否則否则反之據此据此對此对此為此为此至此"
        "如此於此近日日前",
    )
)
MARKS = frozenset("。，、！？：；,!?:;")
_UNENDING = frozenset("、，；（）？！<(\n")
_ASKING = frozenset("嗎吗呢麼么哪誰谁何怎幾几")
_CLOSING = {"”": "“", "’": "‘", "」": "「", "』": "『", "》": "《", "〉": "〈", "】": "【"}
_OPENING = frozenset(_CLOSING.values())
_QUOTATION = _OPENING.union(_CLOSING)
_QUOTES = re.compile("[" + "".join(sorted(_QUOTATION)) + "]")


def in_line(garble: Garble, context: str, end: int, state: State) -> int:
    """Return bits against a reading for what its line shows."""
    text, lead = garble.text, len(garble.head)
    out = state.out
    last = out[-1]
    behind = text[end : end + 1] or "\n"
    bits = 0
    cut = last in "<(\n"
    if not _QUOTATION.isdisjoint(out[lead:]):
        quotes = garble.quotes.get(end)
        if quotes is None:
            quotes = garble.quotes[end] = _quotes_around(text, end, context)
        bits += _balance(*quotes, out[lead:])
        if not garble.foreign_quotes.isdisjoint(out[lead:]):
            bits += _FOREIGN
    if cut or behind.isspace():
        if (out[-2:-1] if cut else last) in _UNENDING:
            bits += _at_end(context, out.rstrip("<(\n"))
    elif behind in MARKS and last in MARKS:
        bits += 10
    elif behind in ",，" and said_first(out):
        bits -= _OPENER
    elif behind == "(" and (reading := BRACKET.match(text, end)):
        bits += -15 if readings().reads(last, reading[1]) else 15
    if last == "<" and end == garble.start + 3 and out[lead] != "。":
        bits += 6  # ?！?/p> is 。” before a tag, nearly always
    return bits


def _quotes_around(text: str, end: int, context: str) -> tuple[str, str]:
    """Return the last quote before a garble and the first behind it, in its line.

    "-" stands for a line that is long enough to have shown one, and holds none.
    """
    line = max(context.rfind("\n") + 1, len(context) - 2000)
    size = len(context)
    before = (
        _QUOTES.findall(context, max(line, size - _NEAR))
        or (_QUOTES.findall(context, line, size - _NEAR) if line < size - _NEAR else None)
        or ["-" if size - line > 24 else ""]
    )
    stop = text.find("\n", end, end + 2000)
    following = _QUOTES.search(text, end, stop if stop >= 0 else end + 2000)
    return before[-1], following.group() if following else ""


def _balance(last: str, following: str, out: str) -> int:
    """Return bits against quotes in ``out`` that do not fit the one before and the one behind."""
    bits = 0
    for quote in out:
        if quote not in _QUOTATION:
            continue
        opened = last in _OPENING
        if quote in _CLOSING:
            bits += -12 if opened and last == _CLOSING[quote] else 10 if last else 3
        else:
            bits += 8 if opened else 0
        last = quote
    if last in _CLOSING:
        bits += 12 if following in _CLOSING else 0
    else:
        bits += -4 if _CLOSING.get(following) == last else 12
    return bits


def _at_end(context: str, said: str) -> int:
    """Return bits against what ends a line: no comma does, and ？ ends what asks."""
    last = said[-1:]
    if last in "、，；（":
        return 12
    if last == "）":
        near = context[-60:]  # with the readings that stand there, in brackets themselves
        return 0 if "（" in said or "（" in near or near.count("(") > near.count(")") else 8
    if last not in "？！":
        return 0
    clause = re.split("[。，！？,.!?]", context[-30:] + said[:-1])[-1]
    return 0 if (last == "？") == (not _ASKING.isdisjoint(clause)) else 4


def said_first(out: str) -> bool:
    """Whether ``out`` ends with a word that opens sentences, at the beginning of one."""
    return out[-2:] in _OPENERS and out[-3:-2] in ("。", "“", "”", "「", "」", "！", "？", "")
