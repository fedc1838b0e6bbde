"""MB/s of the markup families: gates on clean text, dense fragments, documents beside the peers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import zhclean

from . import material
from .figures import Figure
from .markup_peers import extractors, pages
from .quality_markup import FAMILIES

SENTENCE = "春天的早晨，河边的柳树刚刚发芽，几位老人坐在长椅上聊天：天气真好！孩子们（小学生）放学以后常来这里踢球。"
SOURCES = ("peoples_daily_199801", "drcd_wiki_tw", "china_law_articles")
OPENERS = (
    "<", "&", "<!--", "<a ", '<a b="', "<script>", "<p hidden>", "<b>", "&lt;", "&gt;", "&amp;", "![](", "[b]", "【", "data:image/png;base64,",
    "\n图片", '">', "/p>", "<table><tr><td>", "<ul><li>", "<rt>", "<![CDATA[", "</p>",
)  # fmt: skip


def rate(function: Callable[[str], object], texts: list[str], seconds: float) -> float:
    """Return the best MB/s of UTF-8, by processor time, over passes of about ``seconds`` in all."""
    size = sum(len(text.encode()) for text in texts)
    best = 0.0
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or not best:
        begin = time.process_time()
        for text in texts:
            function(text)
        best = max(best, size / max(time.process_time() - begin, 1e-6) / 1e6)
    return best


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
    seconds = 0.5 if quick else 2.0
    clean = zhclean.Pipeline("crawl", select=FAMILIES).clean
    plain = clean_text(100_000 if quick else 400_000)
    yield Figure("markup.speed.clean", rate(clean, [plain], seconds), "MB/s", note="one text")
    records = [plain[at : at + 1500] for at in range(0, len(plain), 1500)]
    yield Figure(
        "markup.speed.clean.records", rate(clean, records, seconds), "MB/s", note="of 1500"
    )
    yield Figure("markup.speed.fragments", rate(clean, [dense(300)], seconds), "MB/s")
    documents = [page for page, _ in pages()]
    if documents:
        ours = rate(clean, documents, seconds)
        yield Figure("markup.speed.documents", ours, "MB/s")
        for name, extract in extractors().items():
            theirs = rate(extract, documents, seconds)
            yield Figure(f"markup.speed.documents.peer.{name}", theirs, "MB/s", note="a peer")
    worst, slowest = 0.0, ""
    for opener in OPENERS:
        for head in ("", "<html><body><p>"):
            text = head + opener * (1_000_000 // len(opener))
            begin = time.process_time()
            clean(text)
            taken = time.process_time() - begin
            if taken > worst:
                worst, slowest = taken, head + opener
    yield Figure("markup.speed.hostile", worst, "s", "lower", f"1 MB of {slowest!r}")
