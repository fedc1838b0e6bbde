"""Commas that a mirror put before other marks: ，, becomes ,, and 。 becomes ,。

The comma is half width and stands before a large share of the page's marks. Informal writing
doubles commas too, so a page is judged by that share, and by kinds of pairs nobody types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..document import Document
from ..edits import Found
from ..rules import Confidence, Gate, Option, Options, rule

_MARKS = "，,。、；;：:！!？?"
_PAIR = re.compile(rf"(?<![,，。、]),(?=[{_MARKS}](?![,，。、；;：:]))")
_SINGLE = re.compile(rf"[{_MARKS}]+")
_GATE = Gate(pattern=rf",[{_MARKS}]")

OPTIONS: tuple[Option, ...] = ()


def inserted_commas(document: Document) -> bool:
    """Whether the page's marks carry inserted commas: by the share that do."""
    if document.assumes("insertions"):
        return True
    text = document.text
    pairs = doubled = longer = marks = 0
    for m in _SINGLE.finditer(text):
        run = m.group()
        marks += 1
        if len(run) == 1:
            continue
        if len(run) == 2 and run[0] == ",":
            doubled += run[1] in ",，"
            pairs += run[1] not in ",，"
        elif run not in ("。，", "!!", "??", "！！", "？？"):
            longer += 1
    if doubled + pairs < 5 or longer * 4 > doubled + pairs:
        return False
    # ,。 and ,、 are nobody's habit; ,, is some people's.
    return (doubled + pairs) >= (0.25 if pairs >= 3 else 0.6) * marks


@rule(
    "insertions.comma",
    Confidence.CERTAIN,
    _GATE,
    example=("他來了,,我走了,。", "他來了,我走了。"),
)
def comma(document: Document, options: Options) -> Iterable[Found]:
    """Remove a comma that a mirror put before another mark."""
    if not document.signal(inserted_commas):
        return []
    return [(m.start(), m.end(), "") for m in _PAIR.finditer(document.text)]


RULES = (comma,)
