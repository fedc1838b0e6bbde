"""The placeholders family: what sites write where an image, a video or a file stood."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .. import fragments
from ..document import Document
from ..edits import Found
from ..html import html_document
from ..patterns import lazy
from ..rules import Confidence, Gate, Option, Options, Rule, rule
from ._excise import excised

OPTIONS: tuple[Option, ...] = ()


@rule("placeholders.media", Confidence.LIKELY, Gate("<"), removes=True)
def media(document: Document, options: Options) -> Iterable[Found]:
    """Remove image, video and file elements that hold an address and no words, with their line."""
    if document.signal(html_document):
        return []
    tokens = [t for t in fragments.tokens(document) if t.layout == fragments.MEDIA]
    return excised(document.text, [(t.start, t.end) for t in tokens])


_GENERIC = (
    r"(?:图片|圖片|图像|圖像|插图|配图|图|照片|截图|截屏|image|img|picture|photo|pic|screenshot|alt|alt text|"
    r"在这里插入图片描述|在這裡插入圖片描述|这里写图片描述|图片描述|输入图片说明|输入图片描述|在此处插入图片描述|image description|"
    r"(?:image|img|pic|微信图片|截屏|屏幕快照|screenshot|wps)?[\w .()-]{0,60}?\.(?:jpe?g|png|gif|webp|bmp|svg)|"
    r"(?:image|img|微信图片|截屏|屏幕快照|screenshot)[-_ ]?[\d_ .:-]{0,40}|[0-9a-f]{16,64})?"
)
_ADDRESS = r"\(\s{0,9}<?[^()\s<>]{0,2000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,500})?>?(?:\s{1,9}[\"'][^\"'\n]{0,200}[\"'])?(?:\s{0,3}=\d{0,5}x\d{0,5})?\s{0,9}\)"
_IMAGE = lazy(rf"!\[\s{{0,9}}{_GENERIC}\s{{0,9}}\]{_ADDRESS}", re.IGNORECASE)


@rule("placeholders.markdown", Confidence.LIKELY, Gate("!["), removes=True)
def markdown(document: Document, options: Options) -> Iterable[Found]:
    """Remove Markdown images whose description says nothing (`![](…)`, `![图片](…)`).

    A description in words is text, and stays with its image.
    """
    text = document.text
    return excised(text, _linked(text, [m.span() for m in _IMAGE().finditer(text)]))


def _linked(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take the link around an image along: `[![](a)](b)`."""
    result: list[tuple[int, int]] = []
    for start, end in spans:
        if start and text[start - 1] == "[" and text.startswith("](", end):
            m = _LINK_END().match(text, end)
            if m:
                result.append((start - 1, m.end()))
                continue
        result.append((start, end))
    return result


_LINK_END = lazy(rf"\]{_ADDRESS}")

_DATA = lazy(
    r"data:(?:image|audio|video|font|application)/[A-Za-z0-9.+-]{1,60}"
    r"(?:(?:;[\w=.+-]{1,60}){0,4};base64,\s?[A-Za-z0-9+/_-]{16,}(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9+/_-]{1,4})*={0,3}"
    r"|,\"[^\"\n<>]{0,2000}\"(?:\s{0,3}alt=\"[^\"\n<>]{0,200}\")?)"
)


@rule("placeholders.data", Confidence.LIKELY, Gate("data:"), removes=True)
def data(document: Document, options: Options) -> Iterable[Found]:
    """Remove data addresses: base64 images in the text, and the payload of a lost image tag."""
    text = document.text
    found = [m.span() for m in _DATA().finditer(text)]
    if found and "<" in text:
        inside = [(t.start, t.end) for t in fragments.tokens(document)]
        found = [span for span in found if not any(a < span[0] < b for a, b in inside)]
    return excised(text, found)


# In square or lenticular brackets: words that say only that something stood here.
_BRACKETED = lazy(
    r"[\[【［](?:图片|圖片|图像|圖像|动画表情|動畫表情|image|Image|IMAGE|IMG|img|图片\d{1,3}|"
    r"(?:外链|站外)?图片(?:转存失败|上传失败|上传中|转存中|加载失败|加载中)[^\]】\n]{0,200}|"
    r"(?:image|Image|图片)[:：]\s?[\w./-]{0,80}\.(?:jpe?g|png|gif|webp)|"
    r"[Ii]mage\s?#?\d{1,3}|图片占位符?|图片已失效|图片丢失|圖片已失效)[\]】］]"
    r"(?:\(\s?(?:https?:)?/[^()\s]{0,500}\))?"
)
_BRACKETS = Gate(pattern=r"[\[【［](?:[图圖动動外站][片像画畫链外]|[Ii][Mm])")


@rule("placeholders.bracketed", Confidence.LIKELY, _BRACKETS, removes=True)
def bracketed(document: Document, options: Options) -> Iterable[Found]:
    """Remove `[图片]`, `【图片】` and notices of failed uploads in brackets; emoticons stay."""
    return excised(document.text, [m.span() for m in _BRACKETED().finditer(document.text)])


_STOP = r"[ \t\u3000]{0,99}"
_NOTICE = lazy(
    rf"^{_STOP}[△▲▼▽↑↓◎●■(（\[【]{{0,2}}\s?(?:"
    r"[图圖]片加[载載]中[.…。]{0,6}|(?:[图圖]片|[视視][频頻])(?:加[载載]失[败敗]|[无無]法[显顯]示|正在加[载載])[^\n]{0,12}|"
    r"(?:[点點][击擊]|[轻輕][触觸])(?:[图圖]片|下[图圖]|上[图圖])?(?:可|即可|进入|查看|放大|看)(?:查看|放大|看)?(?:高清)?(?:大|原|全|清晰)?[图圖](?:片)?|"
    r"[点點][击擊][图圖]片(?:可)?(?:放大|查看)|"
    r"(?:外[链鏈])?[图圖]片[转轉]存失[败敗][,，][^\n]{0,60}|"
    r"源站可能有防盗链机制[,，][^\n]{0,40}|"
    r"在[这這][里裡]插入[图圖]片描述|[这這][里裡][写寫][图圖]片描述|此[图圖]片来自微信公众平台[^\n]{0,20}|"
    r"此[图圖]片未[经經]允[许許]不可引用|"
    r"(?:您|你)的[浏瀏][览覽]器(?:暂|暫)?不支持[^\n]{0,4}(?:video|audio|[视視][频頻]|音[频頻])[^\n]{0,12}|"
    r"(?:[视視][频頻]|音[频頻]|[语語]音|[动動][画畫])加[载載]中[.…。]{0,6}|"
    r"[Ll]oading\.{2,6}|加[载載]中[.…。]{2,6}|正在加[载載](?:中)?[.…。]{2,6}"
    rf")\s?[)）\]】]{{0,2}}{_STOP}$",
    re.MULTILINE,
)
# The bare word, between two lines of text: at the head of a text or of a part it is a heading.
_WORD = lazy(rf"(?<=[^\n]\n)[ \t\u3000]{{0,9}}[图圖]片{_STOP}(?=\r?\n[^\r\n])")
_NOTICES = Gate(
    pattern=r"[图圖加防失视視音][片载載盗败敗频頻][加转轉\n\r \t来未无無描大不中机即可放查看\]】)）]|\Z(?<=[图圖]片)|[点點轻輕][击擊触觸]|oading\.\."
)


@rule("placeholders.notice", Confidence.LIKELY, _NOTICES, removes=True)
def notice(document: Document, options: Options) -> Iterable[Found]:
    """Remove lines that only stand in for an image or a player (`图片加载中...`, `点击查看大图`)."""
    text = document.text
    spans = [m.span() for m in _NOTICE().finditer(text)]
    return excised(text, spans + [m.span() for m in _WORD().finditer(text)])


_EMBEDDED = lazy(
    r"\[(img|attach|attachimg|flash|media|video|audio|swf|wma|mp3|upload|localimg|aimg)"
    r"(?:=[^\[\]\n]{0,80})?\][^\[\]\s]{0,1000}\[/\1\]|\[aimg=\d{1,9}\]|\[localimg=[^\[\]\n]{0,40}\]",
    re.IGNORECASE,
)
_BB_NAMES = r"b|i|u|s|strike|color|backcolor|size|font|align|center|left|right|indent|float|url|email|quote|list|p|table|tr|td|free|hide|sup|sub|bgcolor|fly"
_BB = lazy(rf"\[(?:({_BB_NAMES})(?:=([^\[\]\n]{{1,300}}))?|/({_BB_NAMES}))\]", re.IGNORECASE)


@rule("placeholders.bbcode", Confidence.LIKELY, Gate("[/"), removes=True)
def bbcode(document: Document, options: Options) -> Iterable[Found]:
    """Remove BBCode: embedded images and files whole, formatting pairs around their text."""
    text = document.text
    spans = [m.span() for m in _EMBEDDED().finditer(text)]
    waiting: dict[str, list[re.Match[str]]] = {}
    inline: list[tuple[int, int]] = []
    for m in _BB().finditer(text):
        if m[1]:
            waiting.setdefault(m[1].lower(), []).append(m)
        elif opened := waiting.get(m[3].lower()):
            begin = opened.pop()
            inline += [begin.span(), m.span()]
    if not inline:
        return excised(text, spans)
    return excised(text, spans + inline)


RULES: tuple[Rule, ...] = (bbcode, media, markdown, data, bracketed, notice)
