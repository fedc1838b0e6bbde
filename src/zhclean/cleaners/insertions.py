"""Commas that a mirror put before other marks: ，, becomes ,, and 。 becomes ,。

The comma is half width and stands before a large share of the page's marks. Informal writing
doubles commas too, so a page is judged by that share, and by kinds of pairs nobody types.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..document import Document
from ..edits import Found
from ..rules import Confidence, Gate, Option, Options, rule
from .readings import injected_readings

_MARKS = "，,。、；;：:！!？?"
# A literal or a class first, then a look behind: the other way round is ten times slower.
_PAIR = re.compile(rf",(?<![,，。、],)(?=[{_MARKS}](?![,，。、；;：:]))")
_RUN = re.compile(rf"[{_MARKS}](?<=[^\x00-\x7f{_MARKS}].)[{_MARKS}]*")
_HABITS = frozenset(("!!", "??", "！！", "？？", "?!", "？！", "！？", "!?"))
_SHARE = 0.25  # of the marks of a kind that carry a comma
_MOST = 0.5
_ALL = 0.75  # of the commas that are doubled where nothing but commas is
_GATE = Gate(pattern=rf",[{_MARKS}]")

OPTIONS: tuple[Option, ...] = ()


def inserted_commas(document: Document) -> bool:
    """Whether the page's marks carry inserted commas: by the share that do, kind by kind.

    Only marks behind Chinese count: those of code and English are no places for a mirror's rule.
    """
    if document.assumes("insertions"):
        return True
    runs = Counter(_RUN.findall(document.text))
    carrying: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    longer = 0
    for run, count in runs.items():
        if len(run) == 1:
            bare[run] += count
        elif len(run) == 2 and run[0] == ",":
            carrying[run[1]] += count
        elif run not in _HABITS:
            longer += count
    # A kind counts where a good part of its marks carry a comma: mirrors have few rules.
    kinds = [k for k in carrying if carrying[k] >= _SHARE * (carrying[k] + bare[k])]
    carried = sum(carrying[k] for k in kinds)
    if carried < 2 or longer * 4 > carried:
        return False
    # ,。 and ,、 are nobody's habit, ,, is some people's, here and there.
    doubled = sum(carrying[k] for k in ",，" if k in kinds)
    if carried - doubled >= 3 or (carried >= 4 and doubled >= _ALL * (doubled + _bare(bare))):
        return True
    # A mirror that puts readings in is one to put commas in.
    return doubled >= _MOST * (doubled + _bare(bare)) and bool(document.signal(injected_readings))


def _bare(bare: Counter[str]) -> int:
    return bare[","] + bare["，"]


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
