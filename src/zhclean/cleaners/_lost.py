"""Question marks that are lost bytes: what a replacement over bytes left and nobody could restore.

A mirror's replacement leaves ``北?！Ｔ谕`` and ``改造?yú)`` of other words. Told by what stands behind
them alone: once a page is cleaned its other signs are gone, and a second look must see the same.
"""

from __future__ import annotations

from ..document import Document
from ..edits import Found
from ..encoding import rareness
from ..encoding.plausibility import alone, pair
from ..patterns import lazy

_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ"
_LOST = lazy(
    f"\\?(?:[！，。、；：]|[{_LETTERS}]{{1,6}} ?\\)|[!?,]{{1,2}}(?=[0-9！，。、；：\u3400-\u9fff]))"
)
_MARK = lazy("[！，。、；：]")
# What stands in a garble: signs, rare blocks, letters of another width.
_ODD = lazy("[?０-９Ａ-Ｚａ-ｚ\u2010-\u2013\u2100-\u2fff\uf900-\ufaff\ue000-\uf8ff]")
_READ = lazy(f"\\?[{_LETTERS}]{{1,6}} ?$")
_READING = lazy(f"[{_LETTERS}]{{1,6}} ?[)）]")
_RARE = 17
_UNLIKELY = 27  # bits of two characters that hardly ever stand together


def may_be_lost(text: str) -> bool:
    """Whether a text holds a question mark that may be a lost byte."""
    return "?" in text and _LOST().search(text) is not None


# A rare character became `?`: 总理朱?基今天, 张?，男. A question has its word, or a reply behind it.
_HAN = "\u3400-\u9fff"
_WITHIN = lazy(f"\\?(?<=[{_HAN}]\\?)(?=[{_HAN}，。、；：])")
_CLAUSE = lazy("[^，。！？；：、,?!\n“”「」…]{1,40}\\Z")
_ASKED = lazy(
    "[吗嗎呢么麼什甚怎谁誰哪几幾何吧否嘛岂豈孰乎耶邪焉哉欤歟啥咋咩]|點解|点解|难道|難道|多[少久大长長高远遠]|还是|還是|[有莫][没沒]有|(.)[不没沒]\\1"
    "|[了的啊呀哦喔哈嘞过過没沒]\\Z"
)
_REPLY = frozenset("我你您他她它咱这這那不是对對好没沒当當因但可")
_OWN_MARK = lazy("[，。！？；：、]")
_HALF_MARK = lazy(f"[,!;:](?<=[{_HAN}”」』》）][,!;:])|\\.(?<=[{_HAN}]\\.)(?=\\s|\\Z)")


def holes(document: Document) -> bool:
    """Whether a `?` within a sentence of the document stands for a lost character.

    So it is in a text whose own marks are full width and most of whose `?` between characters come
    behind no question word.
    """
    text = document.text
    if "?" not in text or _WITHIN().search(text) is None:
        return False
    if _OWN_MARK().search(text) is None or _HALF_MARK().search(text):
        return False
    lost = asked = 0
    for m in _WITHIN().finditer(text):
        if _is_hole(text, m.start()):
            lost += 1
        else:
            asked += 1
    return lost > asked


def _is_hole(text: str, at: int) -> bool:
    """Whether the `?` at ``at`` comes behind no question and before no reply."""
    if text[at + 1] in _REPLY:
        return False
    clause = _CLAUSE().search(text, max(0, at - 40), at)
    return clause is None or _ASKED().search(clause.group()) is None


def not_lost(text: str, found: list[Found], within: bool = False) -> list[Found]:
    """Leave out the marks of lost bytes; the edits count from behind the first character.

    ``within`` tells that a `?` within a sentence is a lost character, see ``holes``.
    """
    return [
        edit
        for edit in found
        if not (edit[2] == "）" or "？" in edit[2])  # most edits, and nothing of a lost byte
        or not (_is_lost(text, edit) or (within and _fills_a_hole(text, edit)))
    ]


def _fills_a_hole(text: str, edit: Found) -> bool:
    at = edit[0] + 1
    return edit[2] == "？" and _WITHIN().match(text, at) is not None and _is_hole(text, at)


def _is_lost(text: str, edit: Found) -> bool:
    start, end = edit[0] + 1, edit[1] + 1
    if edit[2] == "）":
        return _READ().search(text, max(0, start - 8), start) is not None
    if "?" not in text[start:end]:
        return False
    behind = text[end]
    if _READING().match(text, end):
        return True
    if _MARK().match(behind):
        return end - start > 1 or _is_garble(text, end + 1)
    if end - start > 1:  # a run: 技術學?!?6所, ?,彸薄
        run = text[start:end]
        return (run == "?!?" and behind.isdigit()) or (
            "\u3400" <= behind <= "\u9fff" and rareness.costs().get(behind, 18) >= _RARE
        )
    return False


def _is_garble(text: str, at: int) -> bool:
    """Whether no sentence begins with what stands at ``at``."""
    one, two = text[at : at + 1], text[at + 1 : at + 2]
    if _ODD().match(one):
        return True
    return "\u3400" <= one <= "\u9fff" and _is_unlikely(one, two)


def _is_unlikely(one: str, two: str) -> bool:
    """Whether two characters hardly ever stand together."""
    return bool(two) and alone(one) + pair(one, two) >= _UNLIKELY


# A letter of a garble: 北?！Ｔ谕, 彸薄４送猓瑢?s.
_LEFT = lazy(r"\?[！，。、；：]?\Z")
_LEFT_BEHIND = lazy(r"[^\n?]{1,6}\?")


def is_left(text: str, start: int, end: int) -> bool:
    """Whether one letter stands in a garble: beside a question mark, and before unlikely words."""
    one, two = text[end : end + 1], text[end + 1 : end + 2]
    if end - start > 1 or not "\u3400" <= one <= "\u9fff":
        return False
    if _LEFT().search(text, max(0, start - 2), start):
        return True
    return _LEFT_BEHIND().match(text, end) is not None and _is_unlikely(one, two)
