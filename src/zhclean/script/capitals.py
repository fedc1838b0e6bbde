"""壹 for 一: what converters made of a page that knew one Traditional form of 一, that on cheques.

Amounts, names (壹號, 壹基金) and numbered lists have 壹 themselves. Elsewhere a page has 一, often: where
壹 stands before or behind words of its that differ, and 一 nowhere near as often, it was converted.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..document import Document
from ..patterns import lazy

# No amount, number of a list or a name: 壹拾, 壹佰元整, 第壹, 壹、总则, 壹號院, 壹加壹.
_DIGITS = "零〇壹貳贰弍叁參叄参肆伍陸陆柒捌玖拾佰仟萬万億亿兆"
_PLAIN = lazy(
    rf"壹(?<![{_DIGITS}第○]壹)(?![{_DIGITS}圓圆元角分整號号品城加、.．:：)）」』》\s])"
    r"(?!基金|[週周]刊|[傳传]媒|[電电][視视台]|[讀读]|心理|[點点][靈灵]|方城|[号號])"
)
_BEHIND = frozenset(
    "個个種种樣样些下次直定般起切位名條条張张件家天年月日點点步部片段句本座間间隻只支把塊块份項项套首頭头口杯碗勺盤盘"
    "道面方側侧邊边向旦致共同再律併并並时時刻會会生路代場场番股群身遍層层系系列級级款門门顆颗輛辆台輩辈味度成"
)
_BEFORE = frozenset("另每同某這这那哪有是為为了唯統统之進进任其單单專专萬万")
_KINDS = 2
"""Different characters beside it that tell that it is a plain number."""
_SHARE = 0.5
"""Of it and 一 together."""


def capital_one(document: Document) -> bool:
    """Whether the text writes 壹 for 一 throughout."""
    text = document.text
    if "壹" not in text:
        return False
    kinds: set[str] = set()
    places = 0
    for m in _PLAIN().finditer(text):
        places += 1
        at = m.start()
        kinds.update(_BEHIND.intersection(text[at + 1 : at + 2]))
        kinds.update(f"{char}壹" for char in _BEFORE.intersection(text[max(0, at - 1) : at]))
    if places < 2 or len(kinds) < _KINDS:
        return False
    return places >= _SHARE * (places + text.count("一"))


def ones(text: str) -> Iterator[int]:
    """Give the places of 壹 that mean 一, as offsets."""
    for m in _PLAIN().finditer(text):
        yield m.start()
