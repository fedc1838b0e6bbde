"""Tell a spun document: one that a synonym spinner has rewritten to pass as a new one.

The judgement rests on joint evidence, never on one word. Near-impossible forms (东说念主, 千里默)
open the gate; then forms are weighed against the originals that still stand, as a share, so that
the answer does not depend on the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .document import Document
from .spin.lexicon import MAIN, lexicon

SAMPLE = 20_000
"""Characters of a long document that are weighed; the gate looks at all of it."""

# Each alternative begins with a rare character and looks behind for the rest: the class is what
# clean text pays for.
GATE = re.compile(
    r"[念谈雅思千握捏抓执又饱火今](?:"
    r"(?<=东说念)主|(?<=东谈)主|(?<=[知报频渠街赛通轨难味]说念)|(?<=说念)[路理德歉]"
    r"|(?<=[知报频渠街赛]谈)|(?<=不雅)[众点看察念测光赏]|(?<=[乐客主直宏微景壮外]不雅)"
    r"|(?<=好意思)[国股元联债军方洲丽食女好术容团满妙观]|(?<=[完精审优欧北华]好意思)"
    r"|(?<=千)里[默浸稳重淀迷闷沦醉寂](?!默)|(?<=[握捏抓执])续|(?<=[保支坚维主扶][握捏抓])"
    r"|(?<=作念)[出到好事法了的]|(?<=一又)友|(?<=饱)读[舞励动吹]|(?<=真金不怕火)油"
    r"|(?<=[体出呈]当今)|(?<=[灭存]一火)|(?<=消一火))"
)


@dataclass(frozen=True, slots=True)
class Spun:
    """Whether a document is spun, and the figures behind the answer.

    ``density`` is the share of characters that stand in a spinner's form, ``share`` the share of
    forms among forms and surviving originals, ``kinds`` and ``hits`` count near-impossible forms,
    ``evidence`` holds them with their counts, most frequent first.
    """

    spun: bool
    family: str | None = None
    density: float = 0.0
    share: float = 0.0
    kinds: int = 0
    hits: int = 0
    evidence: tuple[tuple[str, int], ...] = field(default=())


CLEAN = Spun(False)


def detect_spun(text: str) -> Spun:
    """Judge whether a synonym spinner has rewritten ``text``, a document of its own.

    Costs clean text one pass of a pattern; what follows is weighed on at most ``SAMPLE``
    characters.
    """
    if GATE.search(text) is None:
        return CLEAN
    return _weigh(text[:SAMPLE])


def spun_pages(document: Document) -> dict[str, Any]:
    """Return what the document says of its own spinning, as plain values: a signal."""
    found = detect_spun(document.text)
    return {"spun": found.spun, "family": found.family, "density": round(found.density, 4)}


def _weigh(text: str) -> Spun:
    table = lexicon(MAIN)
    matches = table.matches(text)
    certain: dict[str, int] = {}
    covered = forms = at = 0
    for start, end in matches:
        form = text[start:end]
        if table.entries[form].certain:
            certain[form] = certain.get(form, 0) + 1
        if start >= at:
            covered += end - start
            forms += 1
            at = end
    hits, kinds = sum(certain.values()), len(certain)
    plain = sum(text.count(word) for word in _common())
    share = forms / (forms + plain) if forms else 0.0
    return Spun(
        kinds >= 2 and hits >= 3,
        MAIN,
        covered / max(1, len(text)),
        share,
        kinds,
        hits,
        tuple(sorted(certain.items(), key=lambda item: (-item[1], item[0]))),
    )


@cache
def _common() -> tuple[str, ...]:
    """Originals so common that a genuine text is full of them."""
    return ("可以", "没有", "已经", "自己", "我们", "人", "都", "技术", "问题")
