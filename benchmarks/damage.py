"""A simulator of what crawls do to Chinese text: seeded, one kind at a time.

Each kind is a function ``(random, text) -> damaged``; what the cleaner should give back is the text
itself. ``KINDS`` says of each which family mends it and what text it happens to. They follow the
census of real pages: folded punctuation on nearly every page, boilerplate on a third, readings on a
tenth, stray blanks, markup remains, placeholders, garbles. ``damage_pages`` piles them up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from .damage_bytes import Mirror, site_table
from .damage_bytes import damage as mirrored
from .damage_words import overconverted, spun

Damage = Callable[[Random, str], str]


@dataclass(frozen=True)
class Kind:
    """One kind of damage: the family that mends it, the script it happens to, the script asked for."""

    damage: Damage
    family: str
    script: str = ""
    """``hans``, ``hant`` or either."""
    to: str | None = None


FOLDED = str.maketrans("，！？：；（）", ",!?:;()")
_HAN = "\u4e00-\u9fff"


def fold(random: Random, text: str) -> str:
    """Fold ，！？：；（） to half width, as most crawls do."""
    return text.translate(FOLDED)


def ascii_marks(random: Random, text: str) -> str:
    """Fold, and write dots, dashes and curly quotes in ASCII too."""
    text = text.translate(FOLDED).replace("……", "......").replace("——", "--")
    return text.replace("“", '"').replace("”", '"')


def tags(random: Random, text: str) -> str:
    """Wrap lines in the tags that a stripper left, and leave a cut tail here and there."""
    lines: list[str] = []
    for line in text.split("\n"):
        if not line:
            lines.append(line)
        elif random.random() < 0.5:
            style = random.choice(("", ' class="text"', ' style="text-indent:2em"'))
            lines.append(f"<p{style}>{line}</p>")
        elif random.random() < 0.3:
            lines.append(f"{line}</span>")
        else:
            lines.append(line)
    return "\n".join(lines)


def entities(random: Random, text: str) -> str:
    """Write half of the marks as HTML entities, named or numeric."""
    named = {"“": "&ldquo;", "”": "&rdquo;", "—": "&mdash;", "…": "&hellip;", "·": "&middot;"}

    def one(m: re.Match[str]) -> str:
        c = m[0]
        if random.random() < 0.5:
            return c
        return named.get(c) or random.choice((f"&#{ord(c)};", f"&#x{ord(c):x};"))

    return re.sub(r"[“”—…·，。]", one, text)


def placeholders(random: Random, text: str) -> str:
    """Put image placeholders, each on a line of its own, between paragraphs."""
    kinds = (
        "[图片]", "【图片】", "点击图片查看大图", "图片加载中...", "![](https://img.example.com/{}.jpg)",
        '<img src="https://img.example.com/{}.png" alt="">', "[img]http://img.example.com/{}.gif[/img]",
    )  # fmt: skip
    lines: list[str] = []
    for line in text.split("\n"):
        lines.append(line)
        if line and random.random() < 0.4:
            lines.append(random.choice(kinds).format(random.randrange(10**6)))
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + ("\n" if text.endswith("\n") else "")


# Who wrote a text, and when, belongs to it: no such line is here.
HEADS = (
    "首页 > 新闻 > 正文\n",
    "【大】【中】【小】 打印 关闭\n",
    "当前位置：首页 >> 资讯中心\n",
    "浏览次数：1024次 【收藏本页】\n",
    "字号：大 中 小\n",
    "",
)
FEET = (
    "\n上一篇：没有了\n下一篇：返回列表",
    "\n发布于：广东省",
    "\n责任编辑：小舟\n分享到：微信 微博 QQ空间",
    "\n版权声明：本文仅代表作者个人观点，不代表本站立场。",
    "\n特别声明：以上内容由用户上传并发布，本平台仅提供信息存储服务。",
    "\n扫描二维码关注我们",
    "\n返回搜狐，查看更多",
    "\n转藏到我的图书馆\n献花(0)\n+1",
)
HEADS_HANT = (
    "首頁 > 新聞 > 正文\n",
    "當前位置：首頁 >> 資訊中心\n",
    "【大】【中】【小】 列印 關閉\n",
    "",
)
FEET_HANT = (
    "\n上一篇：沒有了\n下一篇：返回列表",
    "\n發布於：廣東省",
    "\n責任編輯：小舟\n分享到：微信 微博 QQ空間",
    "\n來自: 暱稱55120 > 《雜記》",
    "\n版權聲明：本文僅代表作者個人觀點，不代表本站立場。",
)
_TRADITIONAL = re.compile("[這來時國說為與個們會學對過後發現經點]")


def boilerplate(random: Random, text: str) -> str:
    """Put a site's head above the text and its foot below, in the text's own script."""
    hant = len(_TRADITIONAL.findall(text[:400])) > 4
    head = random.choice(HEADS_HANT if hant else HEADS)
    return head + text.rstrip("\n") + random.choice(FEET_HANT if hant else FEET)


_COMMA = re.compile(rf"(?<=[，、：；])(?=[{_HAN}])")


def spaces_full(random: Random, text: str) -> str:
    """Put a noise blank behind three in ten commas and colons, all full width."""
    return _COMMA.sub(lambda _: " " if random.random() < 0.3 else "", text)


def spaces(random: Random, text: str) -> str:
    """Put a noise blank behind three in ten commas and colons, then fold: ``上市, 首先``."""
    return fold(random, spaces_full(random, text))


def strewn(random: Random, text: str) -> str:
    """Put a blank between one in thirty pairs of Chinese characters."""
    pairs = re.compile(rf"(?<=[{_HAN}])(?=[{_HAN}])")
    return pairs.sub(lambda _: " " if random.random() < 1 / 30 else "", text)


def width(random: Random, text: str) -> str:
    """Write Latin letters and digits full width."""
    return re.sub("[A-Za-z0-9]", lambda m: chr(ord(m[0]) + 0xFEE0), text)


def controls(random: Random, text: str) -> str:
    """Strew zero-width characters, soft hyphens, byte order marks and control codes about."""
    kinds = "\u200b\u00ad\ufeff\x08\x7f\u2060\x00"
    gaps = re.compile(rf"(?<=[{_HAN}])(?=[{_HAN}])")
    return gaps.sub(lambda _: random.choice(kinds) if random.random() < 0.02 else "", text)


_READ_AS = (
    ("utf-8", "latin-1"), ("utf-8", "cp1252"), ("utf-8", "gb18030"), ("utf-8", "cp1251"),
    ("gb18030", "latin-1"), ("gb18030", "cp1252"), ("gb18030", "cp949"), ("gb18030", "big5hkscs"),
    ("big5", "latin-1"), ("big5", "gb18030"),
)  # fmt: skip


def mojibake(random: Random, text: str) -> str:
    """Garble one paragraph in four through one wrong encoding that loses nothing."""
    lines: list[str] = []
    for line in text.split("\n"):
        real, wrong = random.choice(_READ_AS)
        garbled = line
        if len(line) > 12 and random.random() < 0.25:
            try:
                garbled = line.encode(real).decode(wrong)
                if garbled.encode(wrong).decode(real) != line:
                    garbled = line
            except UnicodeError:
                garbled = line
        lines.append(garbled)
    return "\n".join(lines)


def readings(random: Random, text: str) -> str:
    """Inject pinyin behind every occurrence of a mirror's characters, over the bytes of the page."""
    mirror = Mirror(site_table(text), folded=False, seed=random.randrange(10**6), whole=True)
    return mirrored(text, mirror)


def toneless(random: Random, text: str) -> str:
    """Inject readings without tones, some with a blank behind: ``關(guan) 於(yu)``."""
    from zhclean.byteshift.bytereplace import toneless as plain

    table = site_table(text, 60)
    blank = random.random() < 0.5

    def read(c: str) -> str:
        return f"{c}({plain(table[c])}){' ' if blank and random.random() < 0.5 else ''}"

    return "".join(read(c) if c in table else c for c in text)


def bytes_replaced(random: Random, text: str) -> str:
    """Replace over the bytes as mirrors do: readings, and a comma before marks."""
    seed = random.randrange(10**6)
    marks = random.choice((("，", "！"), ("，", "！", "。", "、")))
    mirror = Mirror(
        site_table(text), marks, random.choice((1.0, 0.65)), folded=False, seed=seed, whole=True
    )
    return mirrored(text, mirror)


def commas(random: Random, text: str) -> str:
    """Insert a comma before marks, over the bytes; nothing else."""
    seed = random.randrange(10**6)
    mirror = Mirror({}, ("，", "！", "。", "、"), 0.8, folded=False, seed=seed, whole=True)
    return mirrored(text, mirror)


KINDS: dict[str, Kind] = {
    "fold": Kind(fold, "punctuation"),
    "ascii": Kind(ascii_marks, "quotes"),
    "tags": Kind(tags, "tags"),
    "entities": Kind(entities, "entities"),
    "placeholders": Kind(placeholders, "placeholders"),
    "boilerplate": Kind(boilerplate, "boilerplate"),
    "spaces": Kind(spaces, "spacing"),
    "spaces-full": Kind(spaces_full, "spacing"),
    "strewn": Kind(strewn, "spacing"),
    "width": Kind(width, "width"),
    "controls": Kind(controls, "controls"),
    "mojibake": Kind(mojibake, "mojibake"),
    "readings": Kind(readings, "readings", "hant"),
    "readings-toneless": Kind(toneless, "readings", "hant"),
    "bytes": Kind(bytes_replaced, "byteshift", "hant"),
    "commas": Kind(commas, "insertions", "hant"),
    "spun": Kind(spun, "spun", "hans"),
    "overconverted": Kind(overconverted, "script", "hant", "zh-TW"),
}
