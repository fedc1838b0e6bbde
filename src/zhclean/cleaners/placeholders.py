"""The placeholders family: what sites write where an image, a video or a file stood."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cached_property

from ..document import Document
from ..edits import Found
from ..markup import fragments
from ..markup.htmlsigns import html_document, source_code
from ..markup.tagnames import MEDIA, MEDIA_NAMES
from ..markup.tagtalk import JOINING
from ..patterns import lazy
from ..rules import Confidence, Gate, Option, Options, Rule, Scope, rule
from . import _notices
from ._excise import excised

OPTIONS: tuple[Option, ...] = ()


class _Gate(Gate):
    """One gate for the family: a bracket that holds a word of ours, an address, a line's beginning."""

    @cached_property
    def _search(self) -> Callable[[str], object]:
        return _notices.begins().search

    def __call__(self, document: Document) -> bool:
        text = document.text
        return (
            self._search(text) is not None
            or ("]" in text and _bracketing(text))
            or (":" in text and ("data:" in text or "{:" in text))
            or ("<" in text and _ELEMENT().search(text) is not None)
            or (("【" in text or "［" in text) and _bracketing(text))
            or (
                text[:1] in _notices.FIRST_OF_LINE
                and _notices.BEGINS_TEXT().match(text) is not None
            )
        )


GATE = _Gate()


_ELEMENT = lazy(rf"<(?:[A-Za-z][\w-]{{0,40}}:)?(?i:{'|'.join(sorted(MEDIA_NAMES))})[\s/>]")


def _bracketing(text: str) -> bool:
    """Whether a bracket begins what some rule of the family looks for."""
    return any(opener in text and sign().search(text) for opener, sign in _SIGNS)


@rule("placeholders.media", Confidence.LIKELY, GATE, removes=True)
def media(document: Document, options: Options) -> Iterable[Found]:
    """Remove image, video and file elements that hold an address and no words, with their line."""
    text = document.text
    if "<" not in text or not _ELEMENT().search(text) or document.signal(html_document):
        return []
    tokens = [t for t in fragments.tokens(document) if t[2] == MEDIA]
    if not tokens or document.signal(source_code):
        return []
    return excised(text, [t[:2] for t in tokens])


_GENERIC = (
    r"(?:图片|圖片|图像|圖像|插图|配图|图|照片|截图|截屏|image|img|picture|photo|pic|screenshot|alt|alt text|"
    r"在这里插入图片描述|在這裡插入圖片描述|这里写图片描述|图片描述|输入图片说明|输入图片描述|在此处插入图片描述|image description|"
    r"(?:image|img|pic|微信图片|截屏|屏幕快照|screenshot|wps)?[\w .()-]{0,60}?\.(?:jpe?g|png|gif|webp|bmp|svg)|"
    r"(?:image|img|微信图片|截屏|屏幕快照|screenshot)[-_ ]?[\d_ .:-]{0,40}|[0-9a-f]{16,64})?"
)
_ADDRESS = r"\(\s{0,9}<?[^()\s<>]{0,2000}(?:\([^()\s]{0,200}\)[^()\s<>]{0,500})?>?(?:\s{1,9}[\"'][^\"'\n]{0,200}[\"'])?(?:\s{0,3}=\d{0,5}x\d{0,5})?\s{0,9}\)"
_IMAGE = lazy(rf"!\[\s{{0,9}}{_GENERIC}\s{{0,9}}\]{_ADDRESS}", re.IGNORECASE)


@rule("placeholders.markdown", Confidence.LIKELY, GATE, removes=True)
def markdown(document: Document, options: Options) -> Iterable[Found]:
    """Remove Markdown images whose description says nothing (`![](…)`, `![图片](…)`).

    A description in words is text, and stays with its image.
    """
    text = document.text
    if "[" not in text or "![" not in text:
        return []
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


@rule("placeholders.data", Confidence.LIKELY, GATE, removes=True)
def data(document: Document, options: Options) -> Iterable[Found]:
    """Remove data addresses: base64 images in the text, and the payload of a lost image tag."""
    text = document.text
    if ":" not in text or "data:" not in text:
        return []
    found = [m.span() for m in _DATA().finditer(text)]
    if found and "<" in text:
        inside = fragments.tokens(document)
        starts = [token[0] for token in inside]
        before = [(span, bisect_left(starts, span[0]) - 1) for span in found]
        found = [span for span, k in before if k < 0 or inside[k][1] <= span[0]]
    spans: list[tuple[int, int]] = []
    names: set[str] = set()
    for start, end in found:
        spans += _around(text, start, end, names)
    return excised(text, [*spans, *_references(text, names)])


def _around(text: str, start: int, end: int, names: set[str]) -> list[tuple[int, int]]:
    """Take along what held an address: `src="data:…"`, `![](data:…)`, `[4]: data:…`.

    A description in words stays. The name of a definition is added to ``names``.
    """
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before == '"' == behind and (m := _SOURCE().search(text, max(0, start - 24), start)):
        return [(m.start(), end + 1)]
    if before not in ("(", "<", " ", "\t", ":"):
        return [(start, end)]
    low = max(0, start - _LINE)
    closed = _CLOSED().match(text, end)
    if closed and (m := _DESCRIBED().search(text, low, start)):
        return _apart(m.start(), m.span(2), closed.end(), m[2] if m[1] else "-")
    low = max(low, text.rfind("\n", low, start) + 1)
    if (ended := _ENDED().match(text, end)) and (m := _DEFINED().fullmatch(text, low, start)):
        names.add(m[1])
        return [(m.start(), ended.end())]
    return [(start - 1, end + 1)] if before + behind == "<>" else [(start, end)]


def _apart(start: int, inside: tuple[int, int], end: int, words: str) -> list[tuple[int, int]]:
    """Give what goes of an image: all of it, or what stands around words."""
    if _SAYS_NOTHING().fullmatch(words):
        return [(start, end)]
    return [(start, inside[0]), (inside[1], end)]


def _references(text: str, names: set[str]) -> Iterable[tuple[int, int]]:
    """Find the images that a definition was for: `![][4]`."""
    for m in _REFERENCE().finditer(text) if names else ():
        if m[2] in names:
            yield from _apart(m.start(), m.span(1), m.end(), m[1])


_REFERENCE = lazy(r"!\[([^\[\]\n]{0,200})\]\[([^\[\]\n]{1,60})\]")
_SAYS_NOTHING = lazy(rf"\s{{0,9}}{_GENERIC}\s{{0,9}}", re.IGNORECASE)
_DESCRIBED = lazy(r"(!?)\[([^\[\]\n]{0,200})\]\([ \t]{0,3}<?\Z")
_CLOSED = lazy(r">?(?:[ \t]{1,9}[\"'][^\"'\n]{0,200}[\"'])?[ \t]{0,3}\)")
_DEFINED = lazy(r"[ ]{0,3}\[([^\[\]\n]{1,60})\]:[ \t]{0,9}<?")
_ENDED = lazy(r">?(?:[ \t]{1,9}[\"'(][^\"'()\n]{0,200}[\"')])?[ \t]{0,9}(?=\r?\n|\Z)")
_SOURCE = lazy(r"(?<![\w-])(?:data-)?(?:src|href|original)=\"\Z", re.ASCII)


# In square or lenticular brackets: words that say only that something stood here.
_WORDS = (
    r"(?:[图圖]片|[图圖]像|[动動][画畫]表情|[Ii]mage|IMAGE|[Ii]mg|IMG|[图圖]片\d{1,3}|"
    r"(?:外[链鏈]|站外)?[图圖]片(?:[转轉]存失[败敗]|上[传傳]失[败敗]|上[传傳]中|[转轉]存中|加[载載]失[败敗]|加[载載]中)"
    r"[^\]】\n]{0,200}|"
    r"(?:[Ii]mage|[图圖]片)[:：]\s?[\w./-]{0,80}\.(?:jpe?g|png|gif|webp)|"
    r"[Ii]mage\s?#?\d{1,3}|[图圖]片(?:占位符?|已失效|[丢丟]失|不存在))"
)
# Words that may also label a headline: only where nothing else stands on the line.
_LABELS = (
    r"(?:[视視][频頻]|影片|音[频頻]|[语語]音|文件|附件|[链鏈]接|表情|照片|截[图圖屏]|[动動][图圖]|[贴貼][图圖]|[图圖]|GIF|gif|"
    r"[Vv]ideo|[Aa]udio|[Pp]hoto|[Ss]ticker|[Gg]if)"
)
_ADDRESSED = r"(?:\(\s?(?:https?:)?/[^()\s]{0,500}\))?"
# One pattern for each bracket: a pattern that begins with a literal skips text without it.
_BRACKETED = tuple(
    (
        opener,
        lazy(rf"{re.escape(opener)}(?:{_WORDS}[\]】］]{_ADDRESSED}|({_LABELS})[\]】］](?!\())"),
    )
    for opener in "[【［"
)


@rule("placeholders.bracketed", Confidence.LIKELY, GATE, removes=True)
def bracketed(document: Document, options: Options) -> Iterable[Found]:
    """Remove `[图片]`, `【图片】` and notices of failed uploads in brackets; emoticons stay.

    Between spaces in a line such words are names (of a tool bar, of a kind of link) and stay.
    """
    text = document.text
    spans = [
        m.span()
        for opener, pattern in _BRACKETED
        if opener in text
        for m in pattern().finditer(text)
        if (_alone(text, *m.span()) if m[1] else not _named(text, *m.span()))
    ]
    return excised(text, spans)


_NEAR = 40
_HAN = lazy("[㐀-鿿]")


_LINKED = lazy(r"\((?=[^\s()]{0,99}[/.#:])|\[[A-Za-z0-9 _.-]{1,40}\]")
_QUOTES = frozenset(("“”", "「」", "『』", '""', "‘’", "''", "``", "《》"))
_MEANT = lazy(
    r"\s?(?:[一这這该該][栏欄项項列类類行]|[栏欄]目?[里裡的中]|部分|[两兩二三][个個]?字|字[样樣段]|按[钮鈕]|[标標][签籤]|[选選][项項]|菜[单單]|功能|[图圖][标標]|[处處](?![理于於])|(?:的)?位置|[、和与與或]\s?[\[【［])"
)
# The noun of its sentence: counted, owned, or what the sentence is about.
_COUNTED = lazy(
    r"(?:[一二两兩三四五六七八九十几幾这這那哪某每\d][张張幅条條份]|[这這那某哪]个|[这這那某哪]個)\s?\Z"
)
_OWNS = lazy(r"的(?![确確话話])[㐀-鿿]")
_IS = lazy(
    r"是(?:[^\s的啊呀吗嗎呢吧，。！？,.!?])[^\n。！？]{1,40}(?:[标標][签籤记記题題]|名[称稱]|占位符|消息|文字|意思|[代编編][码碼]|[格样樣]式|[语語]法)"
)
_SHOWN = lazy(r"(?:[成作叫]|[显顯]示[为為是])\s?\Z")


def _named(text: str, start: int, end: int) -> bool:
    """Whether it is quoted, called by a verb before it, or words follow behind a space."""
    if text[start - 1 : start] + text[end : end + 1] in _QUOTES:
        return True
    if text[end : end + 1] in ("(", "[") and _LINKED().match(text, end):
        return True  # the words of a Markdown link or image
    if _SHOWN().search(text, max(0, start - 4), start) or _MEANT().match(text, end):
        return True
    if _COUNTED().search(text, max(0, start - 4), start) and text[end : end + 1] not in ("", "\n"):
        return True
    if _OWNS().match(text, end) and _HAN().match(text[start - 1 : start]):
        return True
    if _IS().match(text, end):
        return True
    if text[start + 1] in "iI" and text.find(f"[/{text[start + 1 : end]}", end, end + _LINE) >= 0:
        return True  # one half of a pair
    if text[start - 1 : start] in ("：", ":") and text[end : end + 1] in ("。", "，", "；", "、"):
        return text[start - 2 : start - 1] not in ("下", "示", "图", "圖")  # the words themselves
    if text[end : end + 1] != " ":
        return False
    rest = text[end : end + _NEAR].partition("\n")[0].strip()
    return bool(rest) and rest[0] not in "[【［"


def _alone(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _NEAR) : start]
    behind = text[end : end + _NEAR]
    return not (
        before.rpartition("\n")[2].strip()
        or behind.partition("\n")[0].strip()
        or (len(before) == _NEAR and "\n" not in before)
        or (len(behind) == _NEAR and "\n" not in behind)
    )


@rule("placeholders.notice", Confidence.LIKELY, GATE, scope=Scope.PARAGRAPH, removes=True)
def notice(document: Document, options: Options) -> Iterable[Found]:
    """Remove lines that only stand in for an image or a player (`图片加载中...`, `点击查看大图`)."""
    text = document.text
    return excised(text, _notices.spans(text)) if _notices.lines_begin(text) else []


_EMBEDDING = "img|em|e|attach|attachimg|flash|media|video|audio|swf|wma|mp3|upload|localimg|aimg"
_SINGLE = r"aimg=\d{1,9}\]|localimg=[^\[\]\n]{0,40}\]|em:\d{1,4}:?\]"
_EMBEDDED = lazy(
    rf"\[(?:({_EMBEDDING})(?:=[^\[\]\n]{{0,80}})?\](?:(?=[^\[\]\s]{{0,999}}[\w./](?<=[\d./A-Za-z]))[^\[\]\s]{{1,1000}})?\[/\1\]|{_SINGLE})",
    re.IGNORECASE,
)
_SMILEY = lazy(r"\{:\w{1,12}:\}")
_BB_NAMES = r"b|i|u|s|strike|color|backcolor|size|font|align|center|left|right|indent|float|url|email|quote|list|p|table|tr|td|free|hide|sup|sub|bgcolor|fly"
# WordPress: a frame around an image and its caption, columns of a page builder.
_SHORT_NAMES = r"caption|gallery|embed|audio|video|playlist|(?:vc|et_pb)_[a-z_]{1,40}"
_SHORTCODE = lazy(
    rf"\[(?:(?:{_SHORT_NAMES})(?:\s{{1,3}}[a-z0-9_-]{{1,40}}=\"[^\"\n\[\]]{{0,300}}\"){{1,20}}\s?/?|/(?:{_SHORT_NAMES}))\]"
)
_BB = lazy(rf"\[(?:({_BB_NAMES})(?:=([^\[\]\n]{{1,300}}))?|/({_BB_NAMES}))\]", re.IGNORECASE)

# What opens the gate for each bracket; BBCode is known by what closes it.
_SIGNS = (
    (
        "[",
        lazy(
            rf"\[(?:(?<=!\[)|(?:{_WORDS}|{_LABELS})[\]】］]|(?i:/(?:{_BB_NAMES}|{_EMBEDDING}|caption)\]|(?:gallery|vc_\w+|et_pb_\w+) [a-z]|{_SINGLE}))"
        ),
    ),
    ("【", lazy(rf"【(?:{_WORDS}|{_LABELS})[\]】］]")),
    ("［", lazy(rf"［(?:{_WORDS}|{_LABELS})[\]】］]")),
)


# What stands between the names of a pair where a text explains BBCode, and what else the line says.
_BB_SAMPLE = lazy(
    r"\[[a-z]{1,9}(?:=[^\[\]\n]{0,40})?\](?:文[字本]|地址|[链鏈]接|[网網]址|粗[体體]|斜[体體]|加粗|下[划劃][线線]|引用|[图圖]片地址|[颜顏]色|[红紅]色|大字|小字|(?:[隐隱]藏)?[内內]容)\[/"
)
_BB_TALK = lazy(
    r"BBCode|UBB|代[码碼]|[语語]法|用法|[标標][签籤记記]|[用写寫成]\s?[:：]?\s?\[|[显顯]示[成为為]",
    re.IGNORECASE,
)


def _explained(text: str) -> bool:
    """Whether a text explains BBCode rather than holding it."""
    for m in _BB_SAMPLE().finditer(text):
        start = max(text.rfind("\n", 0, m.start()) + 1, m.start() - _LINE)
        end = text.find("\n", m.end(), m.end() + _LINE)
        if _BB_TALK().search(text, start, end if end >= 0 else m.end() + _LINE):
            return True
    return False


_LINE = 200


_SURE_BB = frozenset(("color", "backcolor", "size", "font", "align", "float", "indent", "quote"))
_ENDS_LINE = lazy(r"(?:\[/[a-z]{1,9}\]){0,9}[ \t\r]{0,9}(?:\n|\Z)", re.IGNORECASE)


def _shortcodes(text: str) -> list[tuple[int, int]]:
    """Find shortcodes with their attributes, and what closes one that has some."""
    found = [m.span() for m in _SHORTCODE().finditer(text)]
    opened = any(text[start + 1] != "/" for start, _ in found)
    return found if opened else []


@rule("placeholders.bbcode", Confidence.LIKELY, GATE, removes=True)
def bbcode(document: Document, options: Options) -> Iterable[Found]:
    """Remove BBCode: embedded images and files whole, formatting pairs around their text."""
    text = document.text
    spans = [m.span() for m in _SMILEY().finditer(text)] if "{" in text else []
    if "[" not in text or not _SIGNS[0][1]().search(text):
        return excised(text, spans)
    spans += [m.span() for m in _EMBEDDED().finditer(text)]
    spans += _shortcodes(text)
    if _explained(text) or document.signal(source_code):
        return excised(text, spans)
    waiting: dict[str, list[re.Match[str]]] = {}
    inline: list[tuple[int, int]] = []
    wrapped: list[Found] = []
    for m in _BB().finditer(text):
        if m[1]:
            waiting.setdefault(m[1].lower(), []).append(m)
        elif opened := waiting.get(m[3].lower()):
            begin = opened.pop()
            if text[begin.end() : m.start()].strip() in JOINING:
                continue  # a sentence about the two
            if m[3].lower() in ("url", "email") and "[" not in text[begin.end() : m.start()]:
                # One edit around a protected address, which would hold half of two.
                wrapped.append((begin.start(), m.end(), text[begin.end() : m.start()]))
            else:
                inline += [begin.span(), m.span()]
        elif m[3].lower() in _SURE_BB and _ENDS_LINE().match(text, m.end()):
            if text[m.start() - 1 : m.start()] not in ("", " ", "\n"):
                inline.append(m.span())  # its beginning is lost
    return excised(text, spans + inline) + wrapped


RULES: tuple[Rule, ...] = (bbcode, media, markdown, data, bracketed, notice)
