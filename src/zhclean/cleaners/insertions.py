"""What a site struck into its text: commas before other marks, pictographs between characters.

A mirror's comma makes ,, of ，and ,。 of 。; it is half width and stands before a large share of the
page's marks. Informal writing doubles commas too, so a page is judged by that share, and by kinds of
pairs nobody types. Sites of novels put pictographs at random into words, against being copied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from operator import add

from ..document import Document
from ..edits import Found
from ..patterns import beyond, lazy
from ..rules import Confidence, Gate, Option, Options, Scope, rule
from .readings import injected_readings

_OTHER = "。、；;：:！!？?"  # marks that nobody puts a comma before
_MARKS = f"，,{_OTHER}"
# Every mark of a run carries its comma (了,!,。), or it is one doubled comma. A literal or a class
# first, then a look behind: the other way round is ten times slower.
_CARRYING = rf"(?:[,，]|[{_OTHER}](?:,[{_OTHER}])*[!！?？]*)(?![{_MARKS}])"
_PAIR = lazy(rf"(,(?<![{_MARKS}],){_CARRYING})")
_RUN = lazy(rf"[{_MARKS}](?<=[^\x00-\x7f{_MARKS}].)[{_MARKS}]*")
_BEHIND_LATIN = lazy(rf",(?<=[!-~],)(?<![{_MARKS}],),?(?=[^\x00-\x7f{_MARKS}])")
_WHOLE = lazy(rf",{_CARRYING}")
_HABITS = frozenset(("!!", "??", "！！", "？？", "?!", "？！", "！？", "!?"))
_FEW = 3  # commas before other marks that can only be a mirror's
_SHARE = 0.25  # of the marks of a kind that carry a comma
_MOST = 0.5  # of the commas that are doubled on a page with injected readings
_ALL = 0.75  # of the commas that are doubled where nothing but commas is
_FIELDS = 2  # times as many doubled commas behind Latin as behind Chinese, and they bound fields
_COMMAS_A_STOP = 8  # for each full stop of prose, at most
_GATE = Gate(pattern=rf",[{_MARKS}]")

OPTIONS: tuple[Option, ...] = ()


def _pieces(document: Document) -> list[str]:
    """Split the text at marks that carry commas, which are every second piece."""
    return _PAIR().split(document.text)


def inserted_commas(document: Document) -> bool:
    """Whether the page's marks carry inserted commas: by the share that do, kind by kind.

    Only marks beside Chinese count: those of code and English are no places for a mirror's rule.
    """
    if document.assumes("insertions"):
        return True
    if "," not in document.text:
        return False
    pairs = len(document.memo(_pieces)) // 2
    if not pairs or (pairs < _FEW and not document.signal(injected_readings)):
        return False
    carrying, bare, longer, latin = _census(document.text)
    # Fields left empty are no mirror's work: 0,0,,文字 (subtitles), 张三,,北京 (tables).
    if latin > _FIELDS * (carrying[","] - latin):
        carrying[","] -= latin
    # A kind counts where a good part of its marks carry a comma: mirrors have few rules.
    kinds = {k: n for k, n in carrying.items() if n >= _SHARE * (n + bare[k])}
    carried = sum(kinds.values())
    if not carried or longer * 4 > carried:
        return False
    doubled = kinds.get(",", 0)
    # ,。 and ,、 are nobody's habit, ,, is some people's, here and there.
    if carried - doubled >= _FEW:
        return True
    if carried >= 4 and doubled >= _ALL * (doubled + bare[","]) and _prose(document.text, doubled):
        return True
    # A mirror that puts readings in is one to put commas in.
    rest = carried > doubled or doubled >= _MOST * (doubled + bare[","])
    return rest and bool(document.signal(injected_readings))


def _prose(text: str, doubled: int) -> bool:
    """Whether a text of so many doubled commas has the full stops of prose."""
    return text.count("。") * _COMMAS_A_STOP >= doubled


def _census(text: str) -> tuple[Counter[str], Counter[str], int, int]:
    """Count marks that carry a comma and those that do not, by kind, and runs that are neither.

    Last comes how many doubled commas stand behind Latin and before Chinese.
    """
    carrying: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    longer = 0
    for run, count in Counter(_RUN().findall(text)).items():
        if len(run) == 1:
            bare["," if run == "，" else run] += count
        elif run[0] == "," and _WHOLE().fullmatch(run):
            for mark in run[1::2]:
                carrying["," if mark == "，" else mark] += count
        elif run not in _HABITS:
            longer += count
    behind_latin = Counter(_BEHIND_LATIN().findall(text))
    bare[","] += behind_latin[","]
    carrying[","] += behind_latin[",,"]
    return carrying, bare, longer, behind_latin[",,"]


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
    text = document.text
    ends = list(accumulate(map(len, document.memo(_pieces))))
    return [
        (at, at + 1, "")
        for start, end in zip(ends[0::2], ends[1::2], strict=False)
        for at in range(start, end - 1, 2)
        if text[at] == ","
    ]


# Pictographs that nobody types, by block: tiles and cards, enclosed letters and ideographs, dingbats,
# signs of alchemists, geometric signs, arrows.
_BLOCKS = (
    (0x1F000, 0x1F0FF), (0x1F100, 0x1F1E5), (0x1F200, 0x1F2FF), (0x1F650, 0x1F67F),
    (0x1F700, 0x1F77F), (0x1F780, 0x1F7DF), (0x1F800, 0x1F8FF),
)  # fmt: skip
_UNTYPED = "".join(f"{chr(low)}-{chr(high)}" for low, high in _BLOCKS)
# And others that they put beside them; not the stars, arrows and notes that authors set.
_PICTOGRAPH = "\u2613-\u263f\u2643-\u265f\u2670-\u26ff\ufe0f\U0001f300-\U0001faff"
_STRUCK = lazy(
    f"(?<=[\u3400-\u9fff])[{_UNTYPED}{_PICTOGRAPH}]{{1,6}}(?=[\u3400-\u9fff，。、；：！？,.!?:;”」])"
)
_ODD = lazy(f"[{_UNTYPED}]")
_RUNS = 3  # of pictographs within sentences that make a site's work of them
_ODD_BLOCKS = 2  # that those nobody types come from: mahjong is written about with tiles alone
_ODD_SHARE = 0.2  # of the runs that hold one


class _WideGate(Gate):
    """Opens where a text holds a character beyond U+FFFF of a block that nobody types from."""

    def _opens(self, document: Document) -> bool:
        return beyond(document.text, _ODD)


def struck_pictographs(document: Document) -> bool:
    """Whether pictographs stand at random within the text's sentences, those nobody types among them."""
    runs = _STRUCK().findall(document.text)
    odd = [run for run in runs if _ODD().search(run)]
    if odd and document.assumes("insertions"):
        return True
    blocks = {
        low for run in odd for char in run for low, high in _BLOCKS if low <= ord(char) <= high
    }
    enough = len(runs) >= _RUNS and len(blocks) >= _ODD_BLOCKS
    return enough and len(odd) >= _ODD_SHARE * len(runs)


_WIDE = _WideGate(pattern="(pictographs beyond U+FFFF)")


@rule(
    "insertions.pictograph",
    Confidence.LIKELY,
    _WIDE,
    scope=Scope.LINE,
    example=(
        "船靠\U0001f662岸时下\U0001f010着雨，没有\U0001f714人说话。",
        "船靠岸时下着雨，没有人说话。",
    ),
)
def pictograph(document: Document, options: Options) -> Iterable[Found]:
    """Remove pictographs that a site struck into its sentences at random, against being copied."""
    if not document.signal(struck_pictographs):
        return []
    return [(*m.span(), "") for m in _STRUCK().finditer(document.text)]


def rewritten(document: Document) -> str | None:
    """Drop all inserted commas at once; None where some need a closer look."""
    text = document.text
    if _WIDE(document):
        return None
    if not _GATE(document) or not document.signal(inserted_commas):
        return text
    pieces = document.memo(_pieces)
    runs = pieces[1::2]
    if document.protected() or not {2}.issuperset(map(len, runs)):
        return None
    return "".join(map(add, pieces[0::2], (*(run[1] for run in runs), "")))


RULES = (comma, pictograph)
REWRITE = rewritten
