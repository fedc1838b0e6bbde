"""Which tags of a text count: not those it speaks of, nor bare words that close nothing."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from ..patterns import lazy
from .tagnames import DROP, MEDIA, SURE, SURE_CLOSING, VOID, Token

# Words beside a tag that the text speaks of.
_TALK = (
    "标签", "标记", "標籤", "標記", "標簽", "元素", "元件", "属性", "屬性", "节点", "節點", " tag", " Tag", "lement", "HTML",
)  # fmt: skip
_NOUN = r"(?:标[签记]|標[籤記簽]|元素|元件|属性|屬性|节点|節點|[Tt]ags?\b|[Ee]lements?\b)"
# Matched at the closing bracket of a tag.
_AFTER = lazy(rf">(?=[\s\"'”’」』`）)]{{0,4}}(?:HTML |html )?{_NOUN}(?!\s{{0,3}}</))")
_AFTER_BEGINS = frozenset("标標元属屬节節tTeEHh \u3000\"'”’」』`）)")
_BEFORE = lazy(
    r"(?:标[签记]|標[籤記簽]|元素|属性|屬性|HTML|html|[Tt]ags?|[Ee]lements?)"
    r"(?:为|為|是|如|中的?|里的?)?[\s\"'“‘「『`（(]{0,4}\Z"
)
_BEFORE_ENDS = frozenset("签记籤記簽素性Lgst为為是如中的里 \"'“‘「『`（(l")
_USAGE = lazy(r">(?=[-=|][A-Za-z0-9_]|\[[<-])")
_USAGE_BEGINS = frozenset("-=|[")
_PAIRS = frozenset(("“”", "「」", "『』", '""', "''", "()", "（）", "``", "‘’", "##", "//"))
_QUOTED = 26
"""Characters of the longest tag that is taken for a quoted one."""


def outside(found: list[Token], spans: list[tuple[int, int]]) -> list[Token]:
    """Leave out tokens that begin within a protected span, such as code."""
    if not spans:
        return found
    starts = [token[0] for token in found]
    inside: set[int] = set()
    for start, end in spans:
        inside.update(range(bisect_left(starts, start), bisect_left(starts, end)))
    return [token for k, token in enumerate(found) if k not in inside] if inside else found


FEW = 8
"""Tags of the longest text that is read for sentences about them."""
_BETWEEN = frozenset(
    [
        "和",
        "与",
        "與",
        "、",
        "或",
        "及",
        "跟",
        "到",
        "至",
        "/",
        "vs",
        "VS",
        "vs.",
        "and",
        "or",
        "以及",
        "还是",
        "還是",
        "换成",
        "換成",
        "改成",
        "改为",
        "改為",
        "变成",
        "變成",
        "里套",
        "裡套",
        "里的",
        "裡的",
        "->",
        "=>",
        "→",
    ]
)
_USED = lazy(
    r"(?:使?用|写|寫|套|叫|[换換改变變]成|改[为為]|插入|[一两兩二三几幾多][个個])\s?\Z|[加把将將]\s?\Z"
)
_BREAKING = frozenset(("br", "p", "hr"))
_MEANS = lazy(
    r"\s?(?:用[于於来來]|表示|代表|是)[^\n。]{0,12}(?:标[签记]|標[籤記簽]|元素|[写寫]法|[语語]法|[换換]行|分段|[段横橫水][落线線平])"
)
_ABOUT = lazy(
    r"\s?(?:[里裡中内內](?:不|能|可|套|放|写|寫|嵌|只)|的(?:区别|區別|用法|作用|写法|寫法|意思|含[义義]|[语語][义義]|[属屬]性)"
    r"|[怎][么麼]|是什[么麼]|有什[么麼]|布局|佈局|[换換改变變]成|改[为為]|要(?:闭合|閉合|成[对對]))"
)


# A tag with attributes that a sentence cites, and goes on behind.
_CITED = lazy(r"(?:[使采]?用|比如|例如|譬如|形如|[写寫][成作]|[换換改]成|[标標][签籤][：:]?)\s?\Z")
_GOES_ON = frozenset("，。、；：,;:)）？! \n")


# A comment or a declaration that a sentence cites.
_DECLARED = lazy(
    r"(?:(?:注[释釋解]|註[釋解]|[声聲]明|指令)(?:是|[为為]|如|[写寫]作|[写寫]成)?|比如|例如|譬如|形如|[写寫][成作])[\s“「『\"'`：:]{0,3}\Z"
)


# What something is turned into: 转换为 HTML 后是 <a>.
_SHOWING = lazy(r"[转轉][换換][^\n。，,]{0,14}[是成为為][：:]?[ ]\Z")


def _named(text: str, found: list[Token]) -> list[Token]:
    """Find bare tags that a sentence names: two that a word joins, or one that it uses or asks about."""
    spoken: list[Token] = []
    for a, b in pairwise(found):
        if (
            0 < b[0] - a[1] < 8
            and a[5]
            and b[5]
            and not a[4]
            and not b[4]
            and text[a[1] : b[0]].strip() in _BETWEEN
        ):
            spoken += [a, b]
    if len(found) > FEW:
        return spoken
    closed = {token[3] for token in found if token[4]}
    paired = {token[3] for token in found if not token[4] and token[3] in closed}
    for token in found:
        start, end, _, name, closing, bare = token
        if not (bare or closing or name in paired or name in VOID or ":" in name):
            if text[end : end + 1] in _GOES_ON and _CITED().search(text, max(0, start - 4), start):
                spoken.append(token)
        elif not (bare or closing or name in VOID) and text.startswith(f"</{name}> ", end):
            if text[start - 1 : start] == " " and _CITED().search(text, max(0, start - 4), start):
                spoken += [token, *(other for other in found if other[0] == end)]
        elif bare and (name not in paired or name in _BREAKING):
            breaking = name in _BREAKING
            used = _USED().search(text, max(0, start - 4), start)
            if used and breaking and used.end() - used.start() == 1:
                used = used if text[used.start()] in "用写寫套" else None
            asked = (not breaking or name == "p") and _ABOUT().match(text, end)
            if used or asked or _MEANS().match(text, end):
                spoken.append(token)
    return spoken


_SHOWN = _GOES_ON | {"", "&", "."}


def _set_apart(text: str, start: int, end: int) -> bool:
    """Whether a bare tag stands in quotation marks, or begins a line of usage."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before + behind in _PAIRS and end - start <= _QUOTED:
        return "\n" not in text[start:end]
    return behind in _USAGE_BEGINS and _USAGE().match(text, end - 1) is not None


def spoken_of(text: str, found: list[Token]) -> list[Token]:
    """Leave out tags that the text speaks of, the others of their line, and all where many are."""
    spoken: list[Token] = []
    talk: bool | None = None
    for token in found:
        start, end, _, name, _, bare = token
        behind = text[end : end + 1]
        if behind == "<":
            continue  # another tag: nobody speaks like that
        before = text[start - 1 : start]
        if (bare and _set_apart(text, start, end)) or (
            before == " "
            and behind in _SHOWN
            and _SHOWING().search(text, max(0, start - 20), start)
        ):
            spoken.append(token)
        elif name in ("!", "?") and behind in _GOES_ON:
            if _DECLARED().search(text, max(0, start - 9), start):
                spoken.append(token)
        elif (behind in _AFTER_BEGINS and _AFTER().match(text, end - 1)) or (
            (bare or name == "script")
            and before in _BEFORE_ENDS
            and _BEFORE().search(text, max(0, start - 16), start)
        ):
            if talk is None:
                talk = any(word in text for word in _TALK)
            if talk:
                spoken.append(token)
    if found:
        spoken += _named(text, found)
    if not spoken:
        return found
    if len(spoken) * 5 >= len(found):
        return []
    ends_of_lines = [m.start() for m in _LINE_END().finditer(text)]
    lines = {bisect_left(ends_of_lines, token[0]) for token in spoken}
    return [token for token in found if bisect_left(ends_of_lines, token[0]) not in lines]


_LINE_END = lazy(r"\n")


def _within_word(text: str, start: int, end: int) -> bool:
    around = text[start - 1 : start] + text[end : end + 1]
    return len(around) == 2 and around.isascii() and around.isalnum()


JOINING = frozenset(
    ("和", "与", "與", "、", "或", "到", "及", "至", "…", "……", "...", "and", "or", "to")
)


def _between_names(text: str, start: int, end: int, name: str) -> bool:
    """Whether what a pair of tags holds only joins their two names in a sentence about them."""
    inside = text[start:end].strip() if end - start < 12 else "-"
    return inside in JOINING or (not inside and name == "s" and end > start)


_LITERAL = frozenset(("kbd", "code", "samp", "tt"))


def _signs_only(text: str, start: int, end: int) -> bool:
    """Whether a key or a piece of code is signs alone: bare they would read as marks of the sentence."""
    inside = text[start:end].strip() if end - start < 12 else ""
    return inside.isascii() and bool(inside) and not any(map(str.isalnum, inside))


def matched(text: str, found: list[Token]) -> list[Token]:
    """Leave out bare tags whose names are also words, unless each closes what another opened."""
    kept: list[Token | None] = list(found)
    waiting: dict[str, list[int]] = {}
    for k, token in enumerate(found):
        _, _, layout, name, closing, bare = token
        if layout in (DROP, MEDIA):
            continue
        if closing:
            opened = waiting.get(name)
            if opened:
                begin = opened.pop()
                inside = found[begin][1], token[0]
                if (found[begin][5] and _between_names(text, *inside, name)) or (
                    name in _LITERAL and _signs_only(text, *inside)
                ):
                    kept[begin] = kept[k] = None
            elif ":" not in name and (
                name not in SURE_CLOSING
                or (len(name) == 1 and _within_word(text, token[0], token[1]))
            ):
                kept[k] = None
        elif name in VOID and bare:
            if name not in SURE:
                kept[k] = None
        else:
            waiting.setdefault(name, []).append(k)
    for name, opened in waiting.items():
        for k in opened:
            start, end, bare = found[k][0], found[k][1], found[k][5]
            if bare and (name not in SURE or (len(name) == 1 and _within_word(text, start, end))):
                kept[k] = None
    return [token for token in kept if token is not None]
