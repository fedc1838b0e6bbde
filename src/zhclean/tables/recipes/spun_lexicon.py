"""Rebuild ``tables/spun_lexicon.tsv`` and ``tables/spun_words.tsv`` from the lists in ``spun/``.

``python -m zhclean.tables.recipes.spun_lexicon``. Sources:

- ``witnessed.tsv``: pairs seen on pages or known of the spinners, with the number of pages;
- ``reasoned.txt``: an original and the forms a synonym spinner may give it, one original a line;
- ``idioms.tsv``: rare variants of common idioms (recipe: spun_idioms);
- ``characters.txt``: character rules, expanded over the words of ``words.txt``;
- ``compounds.tsv``: longer strings in which a form has replaced a part (recipe: spun_compounds);
- ``pages.tsv``: what words did on pages restored by hand (stood, were written, were replaced);
- ``genuine.tsv``, ``frequent.tsv``: how often they, and single characters, stand in genuine text.

The weights below were fitted on pages restored by hand, each left out in turn of the evidence it
was decided with.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent / "spun"
TABLES = HERE.parent.parent
SEEN = {"page", "aligned", "read", "reconstructed"}
RARE, RULED = 8, 1
"""Times in 29 million characters of genuine text, at most, for a near-impossible or telling form; for
one that a rule has made and that no page has shown."""
ANCHOR = 150
"""Times in a million characters, at most, for a character that a form is sought by."""
COMPOUND = 2.5
"""Evidence of a compound that genuine text does not have, in nats."""
SCANNED = 4000
"""Times in a million, all together, of the characters that clean text is scanned for."""

LEXICON = """\
# title: what synonym spinners write, and what stood there before
# source: made by hand from pages read beside their originals and by reasoning on near-synonyms;
#   words of the character rules and of compounds and variants of idioms from jieba 0.42.1 (MIT), pairs
#   of words from open-gram (see NOTICE)
# licence: Apache-2.0, as the project
# recipe: zhclean.tables.recipes.spun_lexicon
# columns: family (G the main one, O the others), form, grade (A near-impossible in genuine text,
#   T telling, B a common word), place in the form of the rare character it is sought by, weight of evidence in nats that a page is spun, score of keeping
#   the form, originals with score and evidence (seen, list, rule, reasoned, variant of an idiom)
# rows: {rows}
"""
WORDS = """\
# title: words whose presence speaks against a spun page: a spinner would have replaced them
# source: counts on spun and on genuine pages
# licence: Apache-2.0, as the project
# recipe: zhclean.tables.recipes.spun_lexicon
# columns: family, word, weight of evidence in nats (hardly any for one that no page has shown replaced)
# rows: {rows}
"""

SLIGHT = -0.1
"""Weight of a word that is only reasoned to be replaced: on a real page it may well stand."""

Pair = tuple[str, str]


@dataclass(slots=True)
class Row:
    """What is known of a pair."""

    families: set[str] = field(default_factory=set)
    evidence: set[str] = field(default_factory=set)
    pages: int = 0
    certain: bool = False
    part: tuple[str, str] | None = None
    """Of a compound that no page has shown, the form in it and what that replaced."""

    @property
    def kind(self) -> str:
        """The strongest evidence."""
        if self.evidence & SEEN:
            return "seen"
        return next(k for k in ("list", "rule", "reasoned", "variant") if k in self.evidence)


@dataclass(slots=True)
class Pages:
    """What a word did on the pages of one family."""

    stood: int = 0
    written: int = 0
    replaced: int = 0
    times: int = 0


def _lines(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


@cache
def _size(name: str, family: str) -> int:
    """Characters counted in a source, from its header."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("# characters:"):
            words = line.split()
            return int(words[words.index(family) + 1] if family in words else words[-1])
    raise ValueError(name)


def pairs() -> dict[Pair, Row]:
    """Merge all pairs."""
    rows: dict[Pair, Row] = defaultdict(Row)
    for line in _lines("witnessed.tsv"):
        form, original, families, pages, evidence, grade = line.split("\t")
        row = rows[form, original]
        row.families |= {"G" if f == "G" else "O" for f in families.split(",")}
        row.evidence |= set(evidence.split(","))
        row.pages += int(pages)
        row.certain |= grade == "A"
    for line in _lines("reasoned.txt"):
        original, _, forms = line.partition(":")
        for form in forms.split():
            rows[form, original.strip()].families.add("G")
            rows[form, original.strip()].evidence.add("reasoned")
    for line in _lines("idioms.tsv"):
        form, original = line.split("\t")
        rows[form, original].families.add("G")
        rows[form, original].evidence.add("variant")
    for pair in _expanded():
        rows[pair].families.add("G")
        rows[pair].evidence.add("rule")
        rows[pair].certain = True
    for line in _lines("compounds.tsv"):
        form, original, family, *part = line.split("\t")
        row = rows[form, original]
        if not row.evidence & (SEEN | {"list"}):
            row.families.add(family)
            row.evidence.add("rule")
            row.certain, row.part = True, (part[0], part[1])
    return {pair: row for pair, row in sorted(rows.items()) if pair[0] != pair[1]}


def _expanded() -> Iterator[Pair]:
    """Apply the character rules to the words that hold their character."""
    words = [line.split("\t")[0] for line in _lines("words.txt")]
    known = set(words)
    for line in _lines("characters.txt"):
        original, *forms = line.split()
        for form in forms:
            for word in words:
                spun = word.replace(original, form, 1)
                if original in word and spun not in known:
                    yield spun, word


def _counts(name: str) -> Counter[str]:
    """Read a table of counts."""
    counts: Counter[str] = Counter()
    for line in _lines(name):
        word, times = line.split("\t")
        counts[word] = int(times)
    return counts


class Sources:
    """The counts that scores rest on."""

    def __init__(self) -> None:
        self.pairs = pairs()
        self.pages: dict[tuple[str, str], Pages] = defaultdict(Pages)
        for line in _lines("pages.tsv"):
            word, family, *numbers = line.split("\t")
            self.pages[word, family] = Pages(*map(int, numbers))
        self.genuine = _counts("genuine.tsv")
        self.frequent = _counts("frequent.tsv")
        self.forms = Counter(original for _, original in self.pairs)
        self.listed = {
            original for (_, original), row in self.pairs.items() if row.evidence & {"page", "list"}
        }

    def score(self, original: str, row: Row, family: str) -> float:
        """How likely an original is among a form's, apart from context."""
        kind, pages = row.kind, self.pages[original, family]
        seen = row.pages if kind == "seen" else 0.4 * row.pages
        return (
            1.3 * math.log(0.5 + seen)
            + {"seen": 0.0, "list": 0.48, "rule": -1.76, "reasoned": 0.63, "variant": 0.63}[kind]
            + 0.27 * math.log(1 + self.forms[original])
            + 0.54 * math.log1p(pages.replaced)
            - 0.51 * math.log1p(pages.stood)
            + 0.33 * (original in self.listed)
        )

    def keep(self, form: str, kinds: set[str], certain: bool, family: str) -> float:
        """How likely a form stands for itself, apart from context and frequency."""
        return (
            1.07
            + 0.5 * (not kinds & {"seen", "list"})
            - 2.69 * certain
            + 2.52 * math.log1p(self.pages[form, family].stood)
        )

    def tells(self, word: str, family: str) -> float:
        """Weigh a word's presence as evidence, in nats, of a spun page."""
        spun = (self.pages[word, family].times + 0.3) / (_size("pages.tsv", family) + 1)
        plain = (self.genuine[word] + 0.5) / (_size("genuine.tsv", "-") + 1)
        return max(-2.0, min(4.0, math.log(spun / plain)))


def grade(form: str, certain: bool, kinds: set[str], tells: float, genuine: int) -> str:
    """Grade a form: near-impossible, telling or common."""
    if genuine > (RARE if kinds & {"seen", "list"} else RULED) or len(form) < 2:
        return "B"
    if certain:
        return "A"
    return "T" if kinds & {"seen", "list"} and tells >= 1.5 else "B"


def lexicon(sources: Sources) -> list[str]:
    """Write the rows of the lexicon."""
    grouped: dict[tuple[str, str], list[tuple[str, Row]]] = defaultdict(list)
    for (form, original), row in sources.pairs.items():
        if row.part and row.part not in sources.pairs and row.evidence == {"rule"}:
            continue  # a page is left out, and with it the pair
        for family in sorted(row.families):
            grouped[family, form].append((original, row))
    lines = []
    for (family, form), found in sorted(grouped.items()):
        certain = any(row.certain for _, row in found)
        kinds = {row.kind for _, row in found}
        pages = sources.pages[form, family]
        tells = sources.tells(form, family)
        if pages.times == 0:
            tells = 1.5 if sources.genuine[form] < 60 else 0.0
        listed = "list" in {k for _, row in found for k in row.evidence}
        written = pages.written + 0.5 * listed
        if any(row.part for _, row in found):
            tells = COMPOUND
        elif written <= pages.stood:
            tells = min(tells, 0.0)
        elif written < 1:
            tells = min(tells, 2.0)
        mark = grade(form, certain, kinds, tells, sources.genuine[form])
        keep = sources.keep(form, kinds, mark != "B", family)
        scored = sorted(((sources.score(o, r, family), o, r.kind) for o, r in found), reverse=True)
        rarest = min(range(len(form)), key=lambda k: sources.frequent[form[k]])
        anchor = str(rarest) if sources.frequent[form[rarest]] < ANCHOR and mark != "B" else "-"
        originals = " ".join(f"{o}:{score:.2f}:{kind}" for score, o, kind in scored)
        lines.append(
            f"{family}\t{form}\t{mark}\t{anchor}\t{max(tells, 0):.1f}\t{keep:.2f}\t{originals}"
        )
    return lines


def against(sources: Sources) -> list[str]:
    """Write the words that speak against a spun page."""
    lines = []
    originals = {(o, f) for (_, o), row in sources.pairs.items() for f in row.families}
    shown = {o for (_, o), row in sources.pairs.items() if row.kind in ("seen", "list")}
    for word, family in sorted(originals, key=lambda pair: (pair[1], pair[0])):
        if len(word) < 2 and word not in "都人持":
            continue
        pages = sources.pages[word, family]
        tells = sources.tells(word, family)
        if pages.times == 0:
            expected = sources.genuine[word] / _size("genuine.tsv", "-")
            tells = -min(1.5, math.log1p(expected * _size("pages.tsv", family)))
        if tells <= -0.3:
            lines.append(f"{family}\t{word}\t{tells if word in shown else SLIGHT:.1f}")
    return lines


GATE = '''\
"""What clean text is scanned for before anything of the spinners' lexicon is read.

Made by zhclean.tables.recipes.spun_lexicon: the telling forms around the characters that are the
rarest in genuine text for what they say of a spun page. A module, for a data file costs more to
open than the scan.
"""

RARE = (
{rare}
)

FORMS = (
{forms}
)
"""Each is sought by its first character out of RARE."""
'''


def gate(sources: Sources, lines: list[str]) -> str:
    """Choose the forms that clean text is scanned for: no compounds, which are many and rare."""
    forms: dict[str, set[str]] = defaultdict(set)
    value: dict[str, float] = defaultdict(float)
    compounds = {form for (form, _), row in sources.pairs.items() if row.part}
    for line in lines:
        family, form, _, place, tells, *_ = line.split("\t")
        if place != "-" and form not in compounds:
            forms[form[int(place)]].add(form)
            times = min(10, sources.pages[form, family].times)
            value[form[int(place)]] += 3 * times + float(tells)
    left, rare, chosen = SCANNED, "", set()
    for c in sorted(forms, key=lambda c: (-value[c] / (sources.frequent[c] + 20) ** 0.7, c)):
        if sources.frequent[c] <= left:
            left -= sources.frequent[c]
            rare += c
            chosen |= forms[c]
    return GATE.format(
        rare=_wrapped("".join(sorted(rare))), forms=_wrapped(" ".join(sorted(chosen)) + " ")
    )


def _wrapped(text: str, width: int = 45) -> str:
    return "\n".join(f'    "{text[k : k + width]}"' for k in range(0, len(text), width))


def main() -> None:
    """Write both tables and the gate."""
    sources = Sources()
    gated = gate(sources, lexicon(sources))
    (TABLES.parent / "telling.py").write_text(gated, encoding="utf-8", newline="\n")
    for name, header, lines in (
        ("spun_lexicon.tsv", LEXICON, lexicon(sources)),
        ("spun_words.tsv", WORDS, against(sources)),
    ):
        text = header.format(rows=len(lines)) + "\n".join(lines) + "\n"
        (TABLES / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
