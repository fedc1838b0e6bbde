"""Write word statistics by the character beside a site, as the decoder asks for them.

The decoder stands at a site and asks of one neighbour what it says of each candidate: one line
holds all that a character, and the pairs and words that it ends or begins, say of any word. Words
are written as one character each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from . import spun_beside

HEADERS = {
    "spun_model.txt": """\
# title: words between which a spun page leaves a choice, and the words that they stand near
# source: as spun_neighbours.txt
# licence: CC-BY-SA-4.0 (this file; see NOTICE)
# recipe: zhclean.tables.recipes.spun_model
# columns: word, the character written for it in these two files, log probability x -10, times counted
#   in half nats (none of the three where the model has no neighbours of it), words that stand near it
# rows: {rows}
""",
    "spun_neighbours.txt": """\
# title: how strongly words attract the words and characters beside them
# source: open-gram (sunpinyin-data 0.1.22+20170109) by Kov Chai, virus huo, Tinyfool and others;
#   counts over texts under free licences, named in NOTICE; jieba 0.42.1 (MIT)
# licence: CC-BY-SA-4.0 (this file; see NOTICE)
# recipe: zhclean.tables.recipes.spun_model
# columns: character, its rate (half a nat a letter), then where it stands before a word: words by
#   letter (half a nat a letter, from -3) that it attracts as a character, as a word, and pairs it ends
#   (their other character: as characters: as a word: the rest of a longer word: what that attracts);
#   then the same where it stands after
# rows: {rows}
""",
}
FIRST = ord("一")
LONGEST = 4
"""Characters on either side that the decoder reads."""


_Half = dict[str, tuple[dict[str, str], dict[str, str]]]


class Statistics(NamedTuple):
    """What is known of a word; scores by what stands beside it, graded by letters."""

    cost: int
    """Its log probability x -10."""
    times: int
    before: Mapping[str, str]
    after: Mapping[str, str]
    beside_before: Mapping[str, str]
    """Single characters and pairs of them."""
    beside_after: Mapping[str, str]
    near: Iterable[str]


def write(folder: Path, statistics: Mapping[str, Statistics], rates: Mapping[str, str]) -> None:
    """Write both tables."""
    tables = (words(statistics), neighbours(statistics, rates))
    for (name, header), lines in zip(HEADERS.items(), tables, strict=True):
        rows = list(lines)
        text = "".join((header.format(rows=len(rows)), *(f"{row}\n" for row in rows)))
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def words(statistics: Mapping[str, Statistics]) -> Iterator[str]:
    """Write a line for each word: its code, cost and times; for what stands near, words by code.

    A word that stands near others and is not one of the model's has no code, cost or times.
    """
    codes = dict(zip(sorted(statistics), _codes(), strict=False))
    near: dict[str, list[str]] = defaultdict(list)
    for word, own in sorted(statistics.items()):
        for other in own.near:
            near[other].append(codes[word])
    for word in sorted({*statistics, *near}):
        known = statistics.get(word)
        fields = (codes[word], str(known.cost), str(known.times)) if known else ("", "", "")
        yield "\t".join((word, *fields, "".join(near[word])))


def neighbours(statistics: Mapping[str, Statistics], rates: Mapping[str, str]) -> Iterator[str]:
    """Write a line for each character beside words: its rate, then what it says before and after.

    Each half: what the character itself says, what the word does that it is, and by the other
    character of each pair what the pair says, what the word does that it is, and what the longer
    words do, written without the pair.
    """
    said: dict[str, tuple[_Half, _Half]] = defaultdict(lambda: (_half(), _half()))
    for (_, own), code in zip(sorted(statistics.items()), _codes(), strict=False):
        sides = ((own.beside_before, own.before), (own.beside_after, own.after))
        for half, (beside, around) in enumerate(sides):
            for kind, spans in enumerate((beside, around)):
                for span, letter in spans.items():
                    if _met(span):
                        character, rest = (span[0], span[1:]) if half else (span[-1], span[:-1])
                        said[character][half][rest][kind][code] = letter
    for character in sorted({*said, *rates}):
        halves = "\t".join(_written(half, k) for k, half in enumerate(said[character]))
        yield f"{character}\t{rates.get(character, '')}\t{halves}"


def _met(span: str) -> bool:
    """Whether the decoder can ask for a span."""
    return (
        len(span) <= LONGEST
        and span.isprintable()
        and not set(span) & set("|\t")
        and span == span.translate(spun_beside.FOLD)
    )


def _half() -> _Half:
    return defaultdict(_nothing)


def _nothing() -> tuple[dict[str, str], dict[str, str]]:
    return {}, {}


def _written(half: _Half, after: int) -> str:
    own = half.pop("", ({}, {}))
    pairs: dict[str, list[str]] = {}
    for rest in sorted(half):
        other, longer = (rest[0], rest[1:]) if after else (rest[-1], rest[:-1])
        fields = pairs.setdefault(other, ["", ""])
        if longer:
            fields += (longer, _groups(half[rest][1]))
        else:
            fields[:2] = map(_groups, half[rest])
    entries = (":".join((other, *fields)) for other, fields in sorted(pairs.items()))
    return "\t".join((*map(_groups, own), ";".join(entries)))


def _codes() -> Iterator[str]:
    return (chr(code) for code in range(FIRST, 0xA000))


def _groups(codes: Mapping[str, str]) -> str:
    """Write ``letter`` and codes, best first, groups parted by ``|``."""
    groups: dict[str, list[str]] = defaultdict(list)
    for code, letter in codes.items():
        groups[letter].append(code)
    return "|".join(
        letter + "".join(sorted(some)) for letter, some in sorted(groups.items(), reverse=True)
    )
