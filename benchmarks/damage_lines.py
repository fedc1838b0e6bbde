"""Damage to lines of text that pages have seldom: escapes, lost bytes, markup, furniture, marks.

Each gives ``(damaged, truth)``; see ``damage_rare``.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from zhclean.byteshift.bytereplace import readings, toneless

from .damage import FOLDED
from .damage_words import spun

Pair = tuple[str, str]
_HAN = "\u4e00-\u9fff"
_CHARACTER = re.compile(f"[{_HAN}]")
_GAP = re.compile(rf"(?<=[{_HAN}])(?=[{_HAN}])")


def some_lines(change: Callable[[Random, str], str], share: float) -> Callable[[Random, str], Pair]:
    """Damage a share of the lines of some length, each as ``change`` does."""

    def damage(random: Random, text: str) -> Pair:
        made = (
            change(random, line) if len(line) > 8 and random.random() < share else line
            for line in text.split("\n")
        )  # fmt: skip
        return "\n".join(made), text

    return damage


def escaped(random: Random, line: str) -> str:
    """Write what is not ASCII as escapes, as a serialiser or a mailer does."""
    kind = random.choice(("json", "percent", "quoted"))
    if kind == "json":
        return line.encode("unicode_escape").decode().replace("\\\\", "\\")
    sign = "%" if kind == "percent" else "="
    return re.sub(
        "[^ -~]+", lambda m: "".join(f"{sign}{b:02X}" for b in m[0].encode("utf-8")), line
    )


def lossy(random: Random, line: str) -> str:
    """Read UTF-8 as GBK, with what is no GBK lost to a mark."""
    mark = random.choice(("?", "\ufffd"))
    return line.encode("utf-8").decode("gbk", "replace").replace("\ufffd", mark)


_RADICALS = {chr(0x2F00 + k): c for k, c in enumerate("一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田")}  # fmt: skip


def radicals(random: Random, line: str) -> str:
    """Write a radical for the ideograph it looks like, as text taken out of PDF files has it."""
    radical = {c: r for r, c in _RADICALS.items()}
    return "".join(radical.get(c, c) if random.random() < 0.8 else c for c in line)


def private(random: Random, text: str) -> Pair:
    """Give the characters of Hong Kong's supplement the private places they once had."""
    return "".join(_once_private(c) or c for c in text), text


def _encoded(c: str, codec: str) -> bytes:
    try:
        return c.encode(codec)
    except UnicodeEncodeError:
        return b""


@cache
def _once_private(c: str) -> str | None:
    raw = _encoded(c, "big5hkscs")
    if len(raw) != 2 or _encoded(c, "cp950"):
        return None
    lead, trail = raw
    at = trail - (0x40 if trail < 0x80 else 0x62)
    for first, last, start in ((0xFA, 0xFE, 0xE000), (0x8E, 0xA0, 0xE311), (0x81, 0x8D, 0xEEB8)):
        if first <= lead <= last:
            return chr(start + 157 * (lead - first) + at)
    return None


def bare_readings(random: Random, text: str) -> Pair:
    """Put readings without tone marks behind the commonest characters, once or several times."""
    known = readings()
    common = [c for c, _ in Counter(_CHARACTER.findall(text)).most_common(40) if c in known.default]
    chosen = random.sample(common, min(20, len(common)))
    for char in chosen:
        reading = f"({toneless(known.default[char])})" * random.choice((1, 1, 2, 4))
        text = text.replace(char, f"{char}{reading}")
    return text, re.sub(r"(?<=[\u4e00-\u9fff])(?:\([a-zü]{1,6}\))+", "", text)


def stripped_readings(random: Random, text: str) -> Pair:
    """Put readings that lost their vowels with tone marks behind some words."""
    known = readings().default
    words = Counter(re.findall(f"(?<=[，。、的了])[{_HAN}]{{2}}", text))
    struck = text
    for word in random.sample(sorted(words), min(8, len(words))):
        reading = "".join(known.get(c, "") for c in word)
        struck = struck.replace(word, f"{word}({re.sub('[^a-z]', '', reading)})")
    return struck, text


def pictographs(random: Random, text: str) -> Pair:
    """Strike pictographs, most of which nobody types, between characters."""
    signs = (
        "\U0001f010\U0001f110\U0001f217\U0001f662\U0001f714\U0001f787\u2624\u26cd\u26f2\U0001f64c"
    )
    places = [gap.start() for gap in _GAP.finditer(text)]
    struck = text
    for k in sorted(random.sample(places, len(places) // 30), reverse=True):
        run = "".join(random.choices(signs, k=random.randint(1, 3)))
        struck = struck[:k] + run + struck[k:]
    return struck, text


def coloured(random: Random, line: str) -> str:
    """Leave a terminal's colours about a word."""
    start = random.randrange(len(line) - 4)
    colour = random.choice(("1;31", "32", "0;33", "7"))
    return f"{line[:start]}\x1b[{colour}m{line[start : start + 3]}\x1b[0m{line[start + 3 :]}"


def indents(random: Random, text: str) -> Pair:
    """Indent every paragraph, and turn the blanks of the indent into question marks."""
    lines = [line for line in text.split("\n") if line]
    width = random.choice((2, 4))
    return (
        "\n".join("? " * width + line for line in lines),
        "\n".join("\u3000" * width + line for line in lines),
    )


_NAMED = {
    "“": "ldquo",
    "”": "rdquo",
    "—": "mdash",
    "…": "hellip",
    "·": "middot",
    "\u3000": "#12288",
}


def twice(random: Random, line: str) -> str:
    """Encode marks twice."""
    return re.sub("[“”—…·]", lambda m: f"&amp;{_NAMED[m[0]]};", line)


def ampless(random: Random, line: str) -> str:
    """Encode marks, and lose the ampersands."""
    return re.sub(
        "[，。：；！？]", lambda m: random.choice((f"#x{ord(m[0]):x};", f"#{ord(m[0])};")), line
    )


_NAMES = {"“": "ldquo;", "”": "rdquo;", "…": "hellip;", "—": "mdash;", "·": "middot;"}


def named(random: Random, line: str) -> str:
    """Encode marks by name, and lose the ampersands."""
    return "".join(_NAMES.get(c, c) for c in line)


def unbroken(random: Random, text: str) -> Pair:
    """Leave codes where lines broke."""
    code = random.choice(("x0dx0a", "x0dx0ax0dx0a"))
    return text.strip("\n").replace("\n", code), text.strip("\n").replace(
        "\n", "\n" * (len(code) // 6)
    )


def document(random: Random, text: str) -> Pair:
    """Make an HTML document of it."""
    lines = [line for line in text.split("\n") if line]
    style = random.choice(("", ' class="text"', ' style="text-indent:2em"'))
    body = "\n".join(f"<p{style}>{html.escape(line, quote=False)}</p>" for line in lines)
    head = "<meta charset='utf-8'><script>var a = 1 < 2;</script><style>p{margin:0}</style>"
    made = f"<!DOCTYPE html>\n<html><head>{head}</head><body><div>\n{body}\n</div></body></html>"
    return made, "\n\n".join(lines)


def cut(random: Random, line: str) -> str:
    """Leave the head or the tail of a cut tag."""
    return random.choice(
        (
            f"{line}</p",
            f"{line}/p>",
            f'style="text-indent:2em">{line}',
            f"{line}</span",
            f"p>{line}",
        )
    )


def between(kinds: tuple[str, ...], share: float = 0.4) -> Callable[[Random, str], Pair]:
    """Put a line of its own between paragraphs."""

    def damage(random: Random, text: str) -> Pair:
        lines = [line for line in text.split("\n") if line]
        made = [lines[0]]
        for line in lines[1:]:
            if random.random() < share:
                made.append(random.choice(kinds).format(random.randrange(10**6)))
            made.append(line)
        return "\n".join(made), "\n".join(lines)

    return damage


def at_an_end(heads: tuple[str, ...], feet: tuple[str, ...]) -> Callable[[Random, str], Pair]:
    """Put a site's line above the text or below it."""

    def damage(random: Random, text: str) -> Pair:
        text = text.strip("\n")
        head, foot = random.choice(heads or ("",)), random.choice(feet or ("",))
        return (f"{head}\n" if head else "") + text + (f"\n{foot}" if foot else ""), text

    return damage


def repeated(random: Random, text: str) -> Pair:
    """Let a paragraph stand twice in a row, or a run of three come again below."""
    lines = [line for line in text.split("\n") if len(line) > 40]
    k = random.randrange(len(lines)) if lines else 0
    if len(lines) > 5 and random.random() < 0.5:
        k = min(k, len(lines) - 3)
        return "\n".join((*lines, *lines[k : k + 3])), "\n".join(lines)
    return "\n".join((*lines[: k + 1], *lines[k : k + 1], *lines[k + 1 :])), "\n".join(lines)


def said_again(random: Random, text: str) -> Pair:
    """Let the author say one paragraph again far below: a clause of two laws, a step of two guides."""
    lines = [line for line in text.split("\n") if line]
    long = [k for k, line in enumerate(lines[:-4]) if len(line) > 40]
    if not long:
        return text, text
    k = random.choice(long)
    at = random.randrange(k + 3, len(lines))
    # The folded mark is for the document to be looked at; the paragraph is for it to be left alone.
    truth = "\n".join((*lines[:at], lines[k], *lines[at:]))
    return truth.translate(FOLDED), truth


def spammed(random: Random, text: str) -> Pair:
    """Spin the text, and drop a betting site's name into its sentences."""
    made = spun(random, text)
    name = random.choice(("九游体育娱乐网", "开云体育官方网站", "欧洲杯体育", "kaiyun体育"))
    return _GAP.sub(lambda _: name if random.random() < 0.012 else "", made), text


@cache
def _converter(name: str) -> Any:
    import opencc

    return opencc.OpenCC(name)


def converted(name: str) -> Callable[[Random, str], Pair]:
    """Convert a text to the other script; one that quotes it is left out."""

    def damage(random: Random, text: str) -> Pair:
        if name == "s2t" and _converter("t2s").convert(text) != text:
            return text, text
        return str(_converter(name).convert(text)), text

    return damage


def regional(random: Random, text: str) -> Pair:
    """Write Taiwan's text in the forms of Hong Kong."""
    return str(_converter("t2hk").convert(text)), text


def capitals(random: Random, text: str) -> Pair:
    """Write the number one as cheques have it, as some converters do throughout."""
    truth = f"{text}\n一方面要快，另一方面要好，這一點很重要。"
    return truth.replace("一", "壹"), truth


def some_wide(random: Random, text: str) -> Pair:
    """Write a few of the numbers and words full width, the signs within as well."""

    def wide(m: re.Match[str]) -> str:
        return "".join(chr(ord(c) + 0xFEE0) for c in m[0]) if random.random() < 0.4 else m[0]

    return re.sub("[A-Za-z0-9]+(?:[.%-][A-Za-z0-9]+)*%?", wide, text), text


def stops(random: Random, text: str) -> Pair:
    """Write every 。 as a period."""
    return text.replace("。", ".").translate(FOLDED), text


def broken_quotes(random: Random, text: str) -> Pair:
    """Let both marks of a pair face the same way."""
    mark = random.choice("“”")

    def one(m: re.Match[str]) -> str:
        return f"{mark}{m[1]}{mark}" if random.random() < 0.5 else m[0]

    return re.sub(r"“([^“”‘’\n]{1,30})”", one, text), text


def spelled(random: Random, line: str) -> str:
    """Put a blank behind every character."""
    return re.sub(rf"(?<=[{_HAN}，、：；])(?=[{_HAN}，。、：；！？])", " ", line)


_UNSPACED = re.compile(rf"[{_HAN}][A-Za-z0-9]|[A-Za-z0-9%][{_HAN}]")
BLANK = re.compile(rf"(?<=[{_HAN}]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) (?=[{_HAN}])")


def latin(random: Random, text: str) -> Pair:
    """Take the blanks between Chinese and Latin words away, in lines that have them throughout."""
    truth = "\n".join(line for line in text.split("\n") if not _UNSPACED.search(line))
    return BLANK.sub("", truth), truth


def wrapped(random: Random, text: str) -> Pair:
    """Break lines after so many characters, as mail and old pages do."""
    size = random.randrange(30, 42)
    made = []
    for line in text.split("\n"):
        cuts = [line[k : k + size] for k in range(0, len(line), size)]
        # A last line of one mark is a line break no typesetter makes.
        if len(cuts) > 1 and len(cuts[-1]) < 2:
            cuts[-2:] = ["".join(cuts[-2:])]
        made.append("\n".join(cuts))
    return "\n\n".join(made), "\n\n".join(text.split("\n"))
