"""Damage that pages have seldom, so that every rule is judged on enough edits.

Each kind is a function ``(random, text) -> (damaged, truth)``: what it needs that genuine text has
too seldom (an emoji, a French name, a title that stands twice) it puts in, into the truth as well.
They say how far a rule's promise holds, not what pages look like: no page's score rests on them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from . import damage_lines as lines
from . import damage_sentences as sentences
from .damage import FEET, bytes_replaced
from .damage_lines import Pair
from .damage_words import spun


@dataclass(frozen=True)
class Rare:
    """One kind: what it does, the script it happens to, and the settings of the cleaning."""

    damage: Callable[[Random, str], Pair]
    script: str = ""
    wants: str = ""
    """A pattern that the text must hold for the damage to be possible."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    times: int = 1
    """How many times as many texts as usual it needs, to call its rule often enough."""
    styled: bool = False
    """Whether forms that genuine text has side by side (台 and 臺) are as good as each other."""


RARE: dict[str, Rare] = {
    "escaped": Rare(lines.some_lines(lines.escaped, 0.2)),
    "lossy": Rare(lines.some_lines(lines.lossy, 0.1)),
    "western": Rare(sentences.put_in(sentences.garbled(sentences.NAMES, "这个词是{}。"))),
    "surrogates": Rare(sentences.put_in({c: sentences.halves(c) for c in sentences.EMOJI})),
    "private": Rare(lines.private, "yue"),
    "radicals": Rare(lines.some_lines(lines.radicals, 0.5)),
    "unknown": Rare(lines.between(("锟斤拷锟斤拷锟斤拷", "烫烫烫烫烫烫烫", "\ufffd" * 12))),
    "bare-readings": Rare(lines.bare_readings),
    "stripped-readings": Rare(lines.stripped_readings),
    "pictographs": Rare(lines.pictographs),
    "coloured": Rare(lines.some_lines(lines.coloured, 0.5)),
    "indents": Rare(lines.indents),
    "twice": Rare(lines.some_lines(lines.twice, 0.8), wants="[“”—…·]"),
    # Without mojibake.escaped, which reads such references before entities can.
    "ampless": Rare(
        lines.some_lines(lines.ampless, 0.5),
        settings={"ignore": ["mojibake.escaped", "punctuation"]},
    ),
    "named": Rare(lines.some_lines(lines.named, 0.8), wants="[“”—…·]", times=2),
    "unbroken": Rare(lines.unbroken, times=2),
    "document": Rare(lines.document),
    "cut-tags": Rare(lines.some_lines(lines.cut, 0.4)),
    "media": Rare(
        lines.between(
            (
                '<img src="https://img.example.com/{}.png"/>',
                "<video src='https://v.example.com/{}.mp4'></video>",
                "<x:image>https://img.example.com/{}.png</x:image>",
                '<embed src="https://v.example.com/{}.swf">',
            )
        ),
        times=2,
    ),
    "data": Rare(
        lines.between(
            (
                "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAF{}AYAAACNbyblAAAAHElEQVQI12P4//8=",
            )
        )
    ),
    "expand": Rare(
        lines.at_an_end((), ("展开剩余82%", "展开全文", "展开剩余67%", "查看全文", "收起全文")),
        times=5,
    ),
    "copyright": Rare(
        lines.at_an_end(
            (),
            (
                "版权声明：本文为原创文章，未经许可不得转载。",
                "本文版权归作者所有，转载请注明出处。",
                "Copyright © 2019 example.com 版权所有",
                "未经授权，禁止转载，违者必究。",
            ),
        ),
        times=3,
    ),
    "credits": Rare(
        lines.at_an_end(
            ("来源：新华网", "作者：小舟", "原标题：春天来了"),
            ("文章来源：人民网", "来源：示例日报"),
        ),
        settings={"options": {"boilerplate.credits": "drop"}},
    ),
    "repeated": Rare(lines.repeated, times=3),
    "said-again": Rare(lines.said_again),
    "spammed": Rare(lines.spammed, "hans"),
    "guessed": Rare(
        lambda random, text: (spun(random, text), text), "hans", settings={"profile": "salvage"}
    ),
    "traditional": Rare(lines.converted("s2t"), "hans", settings={"to": "zh-Hans"}),
    "simplified": Rare(lines.converted("tw2s"), "hant", settings={"to": "zh-TW"}, styled=True),
    "some-wide": Rare(lines.some_wide, wants="[A-Za-z0-9]{2}"),
    "times": Rare(sentences.times, settings={"profile": "docs"}),
    "signs": Rare(sentences.put_in(sentences.SIGNS)),
    "capitals": Rare(lines.capitals, "hant", settings={"to": "zh-TW"}, styled=True),
    "regional": Rare(lines.regional, "hant", settings={"to": "zh-TW"}),
    "shifted": Rare(lambda random, text: (bytes_replaced(random, text), text), "hant", times=5),
    "feet": Rare(lines.at_an_end((), FEET[1:6]), times=5),
    "kana": Rare(
        sentences.put_in({f"他买了{k}。": f"他买了{v}。" for k, v in sentences.KANA.items()})
    ),
    "forms": Rare(
        sentences.put_in({f"记号是{k}。": f"记号是{v}。" for k, v in sentences.FORMS.items()})
    ),
    "ideographic-blanks": Rare(
        sentences.put_in(
            {
                "他说Hello World。": "他说Hello\u3000World。",
                "他在New York City。": "他在New\u3000York\u3000City。",
            }
        )
    ),
    "stops": Rare(lines.stops, settings={"profile": "docs"}),
    "last-words": Rare(sentences.folded(sentences.last_words)),
    "tildes": Rare(
        sentences.folded(
            sentences.put_in({"好的～": "好的~", "谢谢啦～": "谢谢啦~", "明天见～": "明天见~"})
        )
    ),
    "dots": Rare(sentences.folded(sentences.put_in(sentences.DOTTED))),
    "english": Rare(sentences.put_in(sentences.english(), 0.1)),
    "same-quotes": Rare(lines.broken_quotes, wants="“", times=3),
    "single-quotes": Rare(sentences.folded(sentences.put_in(sentences.SINGLE))),
    "corners": Rare(
        lambda _, text: (text.translate(str.maketrans("「」『』", "“”‘’")), text),
        "hant",
        wants="「",
        settings={"options": {"quotes.style": "corner"}},
    ),
    "spelled": Rare(lines.some_lines(lines.spelled, 0.3)),
    "latin": Rare(
        lines.latin, wants=lines.BLANK.pattern, settings={"options": {"spacing.han_latin": "add"}}
    ),
    "wrapped": Rare(lines.wrapped, settings={"options": {"spacing.join_lines": True}}),
}
