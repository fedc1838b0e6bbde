"""MB/s of the markup families: gates on clean text, dense fragments, documents beside the peers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import zhclean

from . import material
from .clock import race
from .figures import Figure
from .markup_peers import extractors, pages
from .quality_markup import FAMILIES

SENTENCE = "春天的早晨，河边的柳树刚刚发芽，几位老人坐在长椅上聊天：天气真好！孩子们（小学生）放学以后常来这里踢球。"
SOURCES = ("peoples_daily_199801", "drcd_wiki_tw", "china_law_articles")
OPENERS = (
    "<", "&", "<!--", "<a ", '<a b="', "<script>", "<p hidden>", "<b>", "&lt;", "&gt;", "&amp;", "![](", "[b]", "【", "data:image/png;base64,",
    "\n图片", '">', "/p>", "<table><tr><td>", "<ul><li>", "<rt>", "<rt>abc</rt>", "![a][1]", '[vc_row a="b" ', "<![CDATA[", "</p>",
)  # fmt: skip


def clean_text(characters: int) -> str:
    """Genuine prose without a bracket of markup, as one text."""
    names = [name for name in SOURCES if name in material.corpus_names()]
    text = "".join(material.corpus(name)[:characters] for name in names)
    return text or (SENTENCE * 4 + "\n") * 2_000


def dense(paragraphs: int) -> str:
    """A fragment with a tag for every forty bytes, in shapes seen on pages."""
    made = ["前文一段。"]
    for k in range(paragraphs):
        colour = k * 7919 % 0xFFFFFF
        made.append(
            f'<p style="text-indent:2em"><span style="font-size:16px;color:#{colour:06x}">{SENTENCE}</span>'
            f"<strong>{SENTENCE[:15]}</strong>{SENTENCE[15:]}<br/></p>"
        )
        if k % 5 == 0:
            made.append(f'<img src="https://a.cn/{k}.jpg?x=1&amp;y=2" alt="图" data-w="{k}"/>')
    return "\n".join(made)


def measure(quick: bool) -> Iterator[Figure]:
    """Yield MB/s of the markup families on each kind of text, then their worst on hostile ones."""
    clean = zhclean.Pipeline("crawl", select=FAMILIES).clean
    plain = clean_text(100_000 if quick else 400_000)
    records = [plain[at : at + 1500] for at in range(0, len(plain), 1500)]
    documents = [page for page, _ in pages()]
    tools: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
        "clean": (clean, [plain]),
        "clean.records": (clean, records),
        "fragments": (clean, [dense(300)]),
    }
    if documents:
        tools["documents"] = (clean, documents)
        for name, extract in extractors().items():
            tools[f"documents.peer.{name}"] = (extract, documents)
    for name, timing in race(tools, 3 if quick else 7).items():
        whose = "a peer, " if ".peer." in name else ""
        yield Figure(f"markup.speed.{name}", timing.best, "MB/s", note=whose + timing.note)
    worst, slowest = 0.0, ""
    size = 250_000 if quick else 1_000_000  # told as for 1 MB: the time is linear
    for opener in OPENERS:
        for head in ("", "<html><body><p>"):
            text = head + opener * (size // len(opener))
            taken = race({"": (clean, [text])}, 1)[""].rounds[0] * 1_000_000 / size
            if taken > worst:
                worst, slowest = taken, head + opener
    yield Figure("markup.speed.hostile", worst, "s", "lower", f"1 MB of {slowest!r}")
