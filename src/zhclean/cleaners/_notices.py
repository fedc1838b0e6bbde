"""Lines that only stand in for an image or a player: their words, and the search that finds a line with some."""

from __future__ import annotations

import re
from functools import cache

from ..patterns import lazy

_MARKS = r"[ \t\u3000]{0,99}[△▲▼▽↑↓◎●■◆※☆★▶►(（\[【〔]{0,2}[ \t\u3000]?"
_STOP = r"[)）\]】〕↑↓]{0,2}[ \t\u3000\r]{0,99}"
_BODY = (
    r"(?:[图圖]片|[视視][频頻]|音[频頻]|[语語]音|[动動][画畫图圖])(?:(?:正在)?加[载載](?:中|失[败敗])|上[传傳](?:中|失[败敗]))[.…。,，!！ ]{0,8}(?:请稍[候后等][.…。!！]{0,6}|[点點][击擊]重[试試])?|"
    r"(?:该|該|此)?[图圖]片(?:[无無]法[显顯]示|不存在|已失效|已[过過]期|已被?[删刪]除|丢失)|[暂暫][无無][图圖]片|查看(?:[图圖]片|大[图圖]|原[图圖])|"
    r"(?=[^\n]{0,20}[图圖])(?:[点點][击擊]|[轻輕][触觸]|[点點])(?:(?:[上下左右][方面边邊])?的?[图圖]片?|[上下][图圖])?(?:可以|可|即可|[进進]入)?"
    r"(?:查看|[浏瀏][览覽]|放大|看)(?:查看|放大|看)?(?:高清|超清)?(?:大|原|全|清晰|完整)?(?:[图圖]片?)?|"
    r"[点點][击擊]放大(?:查看)?|(?:外[链鏈])?[图圖]片[转轉]存(?:失[败敗]|中)[^\n]{0,160}|"
    r"源站可能有防[盗盜][链鏈]机制[^\n]{0,60}|建[议議][将將][图圖]片保存下[来來]直接上[传傳][^\n]{0,20}|"
    r"(?:在[这這此][里裡处處]?|[这這][里裡]|[请請])?(?:插入|[写寫]|[输輸]入|添加)[图圖]片(?:描述|[说說]明|注[释釋])[^\n]{0,20}|"
    r"此[图圖]片[来來]自微信公[众眾]平[台臺][^\n]{0,20}|此[图圖]片未[经經]允[许許]不可引用|"
    r"(?:您|你)的[浏瀏][览覽]器(?:[暂暫]|版本)?(?:不支持|过低)[^\n]{0,8}(?:video|audio|[Vv]ideo|[视視][频頻]|音[频頻]|HTML5|html5|播放)[^\n]{0,20}|"
    r"[Ll]oading\s?[.…。]{1,6}|(?:正在)?加[载載](?:中|[图圖]片|[视視][频頻]|音[频頻])?[.…。]{2,6}|"
    r"(?:[左上]右?下?|[右下向]|向[左右上下])?滑[动動](?:手机屏幕)?(?:即可|可以?)?(?:查看|[浏瀏][览覽]|看)(?:更多|下一[张張]|全部|全文)?(?:高清)?(?:[图圖]片?|大[图圖]|照片|内容)?|"
    r"(?:[点點][击擊]|[轻輕][触觸])(?:播放|[观觀]看|加[载載])(?:[视視][频頻]|音[频頻]|[图圖]片)|"
    r"(?:抱歉[,，]\s?)?(?:[该該此])?[视視][频頻](?:[暂暫][时時]|目前)?(?:[无無]法播放|已被?[删刪]除|不存在|已失效)|"
    r"(?:(?:微信|QQ)[图圖]片_?\d{8,20}|(?:IMG|DSC|VID|MVIMG|Screenshot|mmexport)[_-]?\d{4,17}(?:[_-]\d{1,9}){0,4}|截[屏图圖]\d{4}-\d{2}-\d{2}[^\n]{0,20})"
    r"\.(?:jpe?g|png|heic|gif|mp4)"
)
# The first two characters of each: behind a line end they are rare enough for a gate.
_HEADS = (
    r"(?:[图圖]片[正加上无無不已丢转轉 \t\r\n)）\]】]|[视視][频頻][正加无無已不]|音[频頻][正加无無]|[语語]音[正加]|[动動][画畫图圖][正加]|"
    r"[该該此](?:[图圖]片|[视視][频頻])|[暂暫][无無][图圖]片|查看[图圖大原]|[点點][击擊图圖看放上下]|[左右上下][右下]?滑[动動]|向[左右上下]滑|滑[动動][可即查浏瀏看手]|抱歉[,，]|微信[图圖]片_?\d|QQ[图圖]片|IMG[_-]?\d|DSC[_-]?\d|VID_|MVIMG|Screenshot|mmexport|截[屏图圖]\d|[轻輕][触觸]|外[链鏈][图圖]|源站可能|建[议議][将將][图圖]|"
    r"在[这這此][里裡处處插][插入]|[这這][里裡][插写寫]|[请請][插写寫输輸添]|插入[图圖]|[写寫][图圖]片|[输輸]入[图圖]|添加[图圖]片|"
    r"[您你]的[浏瀏]|[Ll]oading|正在加|加[载載][中图圖视視音.…。])"
)
_NOTICE = lazy(rf"\n({_MARKS}(?:{_BODY}){_STOP})(?=\n|\Z)")
_FIRST = lazy(rf"({_MARKS}(?:{_BODY}){_STOP})(?=\n|\Z)")
# The bare word, between two lines of text: at the head of a text or of a part it is a heading.
_WORD = lazy(
    r"\n([ \t\u3000]{0,99}(?:[图圖]片|\([图圖]片\)|（[图圖]片）)[ \t\u3000]{0,99})(?=\r?\n[^\r\n])"
)


_LEADING = " \t\u3000△▲▼▽↑↓◎●■◆※☆★▶►(（[【〔"
_INITIAL = "图圖視视音语語动動该該此暂暫查点點轻輕外源建在这這请請插写寫输輸添您你Ll正加左右上下向滑抱微QIDVMSm截"
FIRST_OF_LINE = frozenset(_LEADING + _INITIAL)


@cache
def begins() -> re.Pattern[str]:
    """Find a line that begins so; two classes turn nearly every line away before the heads are tried.

    A mark is followed by another or by a first character, a first character by any other of a head.
    """
    behind = re.escape("".join(sorted(set(re.sub(r"\\.", "", _HEADS)) - set("()[]?:|_"))))
    lead, initial = re.escape(_LEADING), _INITIAL
    return re.compile(
        rf"\n[{lead}{initial}](?:[{behind}](?<=(?={_HEADS})..)"
        rf"|[{lead}{initial}](?<=[{lead}].)(?<=(?={_MARKS}{_HEADS})..))"
    )


BEGINS_TEXT = lazy(rf"{_MARKS}{_HEADS}")


def lines_begin(text: str) -> bool:
    """Whether a line begins so: it looks behind line ends and at the first line."""
    return begins().search(text) is not None or (
        text[:1] in FIRST_OF_LINE and BEGINS_TEXT().match(text) is not None
    )


def spans(text: str) -> list[tuple[int, int]]:
    """Find the lines, from their first character to the last before their end."""
    found = [m.span(1) for m in _NOTICE().finditer(text)]
    if m := _FIRST().match(text):
        found.append(m.span(1))
    found += [
        m.span(1) for m in _WORD().finditer(text) if m.start() and text[m.start() - 1] not in "\r\n"
    ]
    return found
