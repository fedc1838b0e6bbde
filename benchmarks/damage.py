"""A simulator of what crawls do to Chinese text: seeded, one kind at a time or piled up.

Each kind is a function ``(random, text) -> damaged``; what the cleaner should give back is the text
itself. The kinds follow the census of real pages: folded punctuation on nearly every page,
boilerplate on a third, readings on a tenth, stray spaces, markup remains, placeholders, mojibake.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from random import Random

Damage = Callable[[Random, str], str]

FOLDED = str.maketrans("，！？：；（）", ",!?:;()")
_SENTENCE = re.compile(r"(?<=[。！？])")


def fold(random: Random, text: str) -> str:
    """Fold ，！？：；（） to half width, as most crawls do."""
    return text.translate(FOLDED)


def tags(random: Random, text: str) -> str:
    """Wrap lines and words in the tags that a stripper left, and leave a cut tail here and there."""
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
    """Write marks and some characters as HTML entities, named or numeric."""
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


def boilerplate(random: Random, text: str) -> str:
    """Put a site's head above the text and its foot below."""
    heads = (
        "首页 > 新闻 > 正文\n",
        "【大】【中】【小】 打印 关闭\n",
        "当前位置：首页 >> 资讯中心\n",
        "",
    )
    feet = (
        "\n上一篇：没有了\n下一篇：返回列表", "\n发布于：广东省", "\n责任编辑：小舟\n分享到：微信 微博 QQ空间",
        "\n版权声明：本文仅代表作者个人观点，不代表本站立场。", "\n特别声明：以上内容由用户上传并发布，本平台仅提供信息存储服务。",
        "\n扫描二维码关注我们", "\n返回搜狐，查看更多",
    )  # fmt: skip
    return random.choice(heads) + text.rstrip("\n") + random.choice(feet)


def spaces(random: Random, text: str) -> str:
    """Put a noise space behind some marks."""
    behind = re.compile(r"(?<=[，、：；])(?=[\u4e00-\u9fff])")
    return behind.sub(lambda _: " " if random.random() < 0.3 else "", text)


def mojibake(random: Random, text: str) -> str:
    """Garble one paragraph in four through one wrong encoding that loses nothing."""
    kinds = (
        ("utf-8", "latin-1"),
        ("gb18030", "latin-1"),
        ("utf-8", "gb18030"),
        ("gb18030", "cp1252"),
        ("big5", "latin-1"),
    )
    lines: list[str] = []
    for line in text.split("\n"):
        real, wrong = random.choice(kinds)
        if len(line) > 12 and random.random() < 0.25:
            try:
                garbled = line.encode(real).decode(wrong)
            except (UnicodeEncodeError, UnicodeDecodeError):
                garbled = line
            lines.append(garbled if garbled.isprintable() else line)
        else:
            lines.append(line)
    return "\n".join(lines)


def escaped(random: Random, text: str) -> str:
    """Escape whole paragraphs as HTML text twice over, as a feed reader does."""
    return html.escape(text, quote=False)


KINDS: dict[str, Damage] = {
    "fold": fold,
    "tags": tags,
    "entities": entities,
    "placeholders": placeholders,
    "boilerplate": boilerplate,
    "spaces": spaces,
    "mojibake": mojibake,
}


def piled_up(random: Random, text: str) -> str:
    """Damage a text as a real page is: several kinds at once, folding nearly always last."""
    if "readings" in KINDS and random.random() < 0.3:
        text = KINDS["readings"](random, text)
    chances = (
        ("boilerplate", 0.5),
        ("placeholders", 0.3),
        ("tags", 0.4),
        ("entities", 0.3),
        ("spaces", 0.2),
    )
    for kind, chance in chances:
        if random.random() < chance:
            text = KINDS[kind](random, text)
    return fold(random, text) if random.random() < 0.95 else text
