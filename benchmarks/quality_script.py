"""Quality of script detection and conversion: cases, human pairs, the way back, false edits."""

from __future__ import annotations

import csv
import importlib
import re
import runpy
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import zhclean

from . import material
from .figures import Figure

HALVES = runpy.run_path(zhclean.__path__[0] + "/tables/recipes/halves.py")
TAIWAN: tuple[str, ...] = HALVES["TRADITIONAL"]
CHINA = (
    "china_law_articles", "cmrc2018_wiki_cn", "gold_miner_articles_cn", "literature_essays_cn",
    "peoples_daily_199801", "reviews_shopping_cn", "ruanyf_weekly_blog_cn",
)  # fmt: skip
TARGETS = {"s2tw": "zh-TW", "s2twp": "zh-TW", "s2hk": "zh-HK", "t2s": "zh-Hans"}
# Forms that are in use side by side: no errors, for us or for others.
STYLE = [
    "佈布",
    "佔占",
    "劃畫划",
    "週周",
    "註注",
    "蹟跡",
    "燬毀",
    "覆復",
    "傢家",
    "僱雇",
    "釐厘",
    "煙菸",
    "升昇陞",
    "巖岩",
    "箇個",
    "鑑鑒",
    "游遊",
    "杯盃",
    "匯彙",
    "徑逕",
    "嘗嚐",
    "摺折",
    "贊讚",
    "裡裏",
    "台臺檯",
    "群羣",
    "為爲",
    "秘祕",
    "線綫",
    "麵麪",
    "着著",
    "眾衆",
    "啟啓",
    "峰峯",
    "床牀",
    "吃喫",
    "污汙",
    "痴癡",
    "灶竈",
    "粽糉",
    "才纔",
    "梁樑",
    "核覈",
    "針鍼",
    "卻却",
    "説說",
    "了瞭",
    "濕溼",
    "豔艷",
]
FOLD = str.maketrans({c: group[0] for group in STYLE for c in group})

Convert = Callable[[str], str]


def measure(quick: bool) -> Iterator[Figure]:
    """Measure all there is material for."""
    yield from goldens()
    for name in ("sentences", "fresh"):
        yield from sentences(name)
    if (material.DATA / "script").is_dir():
        yield from phrases()
        yield from pairs()
    if material.corpus_names():
        size = 150_000 if quick else 700_000
        yield from way_back(size)
        yield from detection(size)
        yield from false_edits(size)


def converter(to: str, **options: Any) -> Convert:
    """Our conversion alone."""
    return zhclean.Pipeline(select=["script"], to=to, options={"script": options}).clean


def peers() -> dict[str, dict[str, Convert]]:
    """The other converters at hand: name to configuration to function."""
    opencc = importlib.import_module("opencc")
    found: dict[str, dict[str, Convert]] = {"opencc": {}}
    for name in ("s2tw", "s2hk", "s2twp", "t2s", "tw2s"):
        found["opencc"][name] = opencc.OpenCC(name).convert
    try:
        other = importlib.import_module("opencc_pyo3")
        found["opencc-pyo3"] = {n: other.OpenCC(n).convert for n in ("s2tw", "s2hk")}
    except ImportError:
        pass
    try:
        zhconv = importlib.import_module("zhconv_rs")
        found["zhconv-rs"] = {
            "s2tw": lambda text: str(zhconv.zhconv(text, "zh-tw")),
            "s2hk": lambda text: str(zhconv.zhconv(text, "zh-hk")),
        }
    except ImportError:
        pass
    return found


def goldens() -> Iterator[Figure]:
    """Characters of the plain goldens that conversion sets otherwise than the converted ones."""
    plain = material.goldens()
    for to in ("zh-Hans", "zh-TW"):
        convert, wanted = converter(to), material.goldens(to)
        wrong = 0
        for name, text in plain.items():
            got = convert(text)
            wrong += sum(a != b for a, b in zip(got, wanted[name], strict=False))
            wrong += abs(len(got) - len(wanted[name]))
        yield Figure(f"script.golden.wrong.{to}", wrong, "characters", "lower")


# Shapes that Hong Kong and Taiwan, or two houses of one place, write otherwise.
_SHAPES = str.maketrans(
    "瞭兇傢嚐睏溼俱噹艷裏綫説閲鋭衞爲衆羣麪牀峯着啓税脱悦温户臺兌汙嘆",
    "了凶家嘗困濕具當豔裡線說閱銳衛為眾群麵床峰著啟稅脫悅溫戶台兑污歎",
)


def sentences(kind: str) -> Iterator[Figure]:
    """Share of our own sentences that come back from Simplified as they were, into both regions."""
    path = Path(__file__).with_name(f"script_{kind}.txt")
    wanted = [r for r in path.read_text(encoding="utf-8").splitlines() if r[:1] != "#"]
    to_simplified = peers()["opencc"]["tw2s"]
    simplified = [to_simplified(sentence) for sentence in wanted]

    def shape(text: str) -> str:
        return text.translate(FOLD).translate(_SHAPES).translate(FOLD)

    for to, name in (("zh-TW", "s2tw"), ("zh-HK", "s2hk")):
        converters = {"": converter(to)}
        converters |= {f".{peer}": c[name] for peer, c in peers().items() if name in c}
        for peer, convert in converters.items():
            right = sum(
                shape(convert(a)) == shape(b) for a, b in zip(simplified, wanted, strict=True)
            )
            yield Figure(f"script.{kind}.right.{to}{peer}", 100 * right / len(wanted), "%")


def phrases() -> Iterator[Figure]:
    """Share of the phrases with several possible conversions that come out right."""
    with (material.DATA / "script" / "cases.tsv").open(encoding="utf-8") as f:
        rows = list(csv.DictReader(f, delimiter="\t"))
    bare = peers()["opencc"]
    right = theirs = 0
    for row in rows:
        wanted = row["expected"].split("|")
        convert = converter(TARGETS[row["config"]], vocabulary=row["config"].endswith("p"))
        right += convert(row["input"]) in wanted
        theirs += bare[row["config"]](row["input"]) in wanted
    yield Figure("script.phrases.right", 100 * right / len(rows), "%")
    yield Figure("script.phrases.right.opencc", 100 * theirs / len(rows), "%")


def pairs() -> Iterator[Figure]:
    """Share of human translations into both scripts that come out exactly."""
    rows = [
        row.split("\t")
        for row in (material.DATA / "script" / "pairs.tsv").read_text("utf-8").splitlines()
    ]
    for locale, to, name in (("zh_TW", "zh-TW", "s2tw"), ("zh_HK", "zh-HK", "s2hk")):
        own = [(row[2], row[3]) for row in rows if row[1] == locale]
        convert = converter(to)
        exact = sum(convert(a) == b for a, b in own)
        yield Figure(f"script.pairs.exact.{locale}", 100 * exact / len(own), "%")
        for peer, configurations in peers().items():
            if name in configurations:
                exact = sum(configurations[name](a) == b for a, b in own)
                yield Figure(f"script.pairs.exact.{locale}.{peer}", 100 * exact / len(own), "%")


def ambiguous() -> frozenset[str]:
    """Characters that one-to-many conversion is about: those of the phrases' topics and more."""
    table = zhclean.__path__[0] + "/tables/script_phrases.tsv"
    with open(table, encoding="utf-8") as f:
        rows = [row.rstrip("\n").split("\t") for row in f if not row.startswith("#")]
    forms: dict[str, set[str]] = {}
    for row in rows:
        for a, b in zip(row[0], row[1], strict=True):
            forms.setdefault(a, set()).add(b)
    return frozenset(a for a, found in forms.items() if len(found) > 1)


def way_back(size: int) -> Iterator[Figure]:
    """Errors in ambiguous characters: genuine Traditional text made Simplified and converted back.

    Only the lines are read that the tables of phrases were not learnt from. Slips of
    the text itself (係統, 復制: some of it was converted by machine) are not judged.
    """
    several = ambiguous()
    converters = {"": converter("zh-TW")}
    converters |= {f".{n}": c["s2tw"] for n, c in peers().items() if "s2tw" in c}
    for name in TAIWAN:
        both = round_trip(name, size, HALVES["CONFIRMING"])
        before = "\n".join(a for a, _ in both)
        wanted = "\n".join(b for _, b in both).translate(FOLD)
        slips = usual_forms()
        places = [
            k
            for k, c in enumerate(before)
            if c in several and not is_slip(before, wanted, k, slips)
        ]
        for peer, convert in converters.items():
            got = convert(before).translate(FOLD)
            if len(got) != len(wanted):
                continue
            wrong = sum(got[k] != wanted[k] for k in places)
            yield Figure(
                f"script.errors.{name}{peer}", 100 * wrong / len(places), "% of ambiguous", "lower"
            )


def round_trip(name: str, size: int, some: slice = slice(None)) -> list[tuple[str, str]]:
    """The lines of a Traditional text with their Simplified form, where the lengths agree."""
    to_simplified = peers()["opencc"]["tw2s"]
    lines = material.corpus(name, size).split("\n")[some]
    both = [(to_simplified(line), line) for line in lines]
    return [(a, b) for a, b in both if len(a) == len(b)]


@cache
def usual_forms() -> dict[str, Counter[str]]:
    """How often each pair of Simplified characters has which form in all the Traditional text."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    several = re.compile(f"[{''.join(ambiguous())}]")
    for name in TAIWAN:
        for simplified, line in round_trip(name, 2_000_000):
            own = line.translate(FOLD)
            for m in several.finditer(simplified):
                for k in (m.start() - 1, m.start()):
                    if k >= 0:
                        forms[simplified[k : k + 2]][own[k : k + 2]] += 1
    return forms


def is_slip(before: str, wanted: str, at: int, forms: dict[str, Counter[str]]) -> bool:
    """Whether the text writes a word otherwise than fifty in fifty-one places do."""
    for k in (at - 1, at):
        counts = forms.get(before[k : k + 2])
        if counts and counts[wanted[k : k + 2]] * 50 < max(counts.values()):
            return True
    return False


_SENTENCE = re.compile(r"[^。！？!?\n]{4,}[。！？!?]?")


def detection(size: int) -> Iterator[Figure]:
    """Share of documents of 200 characters or more, and of sentences, told rightly."""
    sets = {"zh-Hans": CHINA, "zh-Hant": (*TAIWAN, "cantonese_sents_hk")}
    evident = re.compile(
        "[" + "".join(map(zhclean_characters().__getitem__, ("hans", "hant"))) + "]"
    )
    for script, names in sets.items():
        documents = right = sentences = told = 0
        for name in names:
            for article in material.articles(name, 300, size // 3):
                if len(article) >= 200:
                    documents += 1
                    right += zhclean.detect_script(article).script == script
            for m in _SENTENCE.finditer(material.corpus(name, size // 3)):
                if evident.search(m.group()):
                    sentences += 1
                    told += zhclean.detect_script(m.group()).script == script
        yield Figure(f"script.detected.documents.{script}", 100 * right / documents, "%")
        yield Figure(f"script.detected.sentences.{script}", 100 * told / sentences, "%")
    yield from mixtures(size)


def mixtures(size: int) -> Iterator[Figure]:
    """Share of documents put together of both scripts that are called mixed."""
    both = zip(
        material.articles("cmrc2018_wiki_cn", 300, size // 3),
        material.articles("drcd_wiki_tw", 300, size // 3),
        strict=False,
    )
    found = [zhclean.detect_script(a + b).script == "mixed" for a, b in both]
    yield Figure("script.detected.documents.mixed", 100 * sum(found) / len(found), "%")


def zhclean_characters() -> dict[str, str]:
    """The table of distinguishing characters."""
    return importlib.import_module("zhclean.script.scripts").characters()  # type: ignore[no-any-return]


def false_edits(size: int) -> Iterator[Figure]:
    """Edits in genuine text that is in the target script already; most are slips put right."""
    for to, names in (("zh-TW", TAIWAN), ("zh-Hans", CHINA)):
        cleaner = zhclean.Pipeline(select=["script"], to=to)
        edits = characters = 0
        for name in names:
            for article in material.articles(name, 1500, size // 3):
                characters += len(article)
                edits += len(cleaner.explain(article).edits)
        yield Figure(f"script.edits.genuine.{to}", 1e4 * edits / characters, "in 10,000", "lower")
