"""Page furniture around an article: navigation, footers, share calls, notices, duplicates.

A line goes where its shape says so and its place agrees (near the document's head or tail); a few
shapes that nothing else can be go anywhere. Source and author lines are information: they stay
unless asked for with ``credits = "drop"``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from ..boilerplate.cues import HEAD, PIVOT, TAIL, expands, pattern
from ..boilerplate.lineparts import Judge
from ..boilerplate.pageplan import Plan, plan, promising, remembering
from ..boilerplate.repeats import possible
from ..document import Document
from ..edits import Found
from ..markup.htmlsigns import source_code
from ..rules import Confidence, Gate, Option, Options, Rule, Scope, rule

OPTIONS: tuple[Option, ...] = (
    Option(
        "credits",
        "keep",
        "source, author and reprint lines: keep them, or drop them with the rest",
        ("keep", "drop"),
    ),
)


class _Gate(Gate):
    """Open where a line near an end, or an expand call anywhere, is furniture, or a line stands twice."""

    @cached_property
    def _search(self) -> Callable[..., object]:
        return pattern().search

    def __call__(self, document: Document) -> bool:
        text = document.text
        search, size = self._search, len(text)
        cued = (
            search(text, size - TAIL) or search(text, 0, HEAD)
            if size > HEAD + TAIL
            else search(text)
        ) or (PIVOT in text and expands(text))
        return bool(cued and document.memo(_furniture)) or possible(text)


GATE = _Gate()


def _keeping(document: Document) -> Plan:
    return _planned(document, True)


def _dropping(document: Document) -> Plan:
    return _planned(document, False)


def _judge(document: Document) -> Judge:
    return remembering()


def _furniture(document: Document) -> bool:
    return promising(document.text, document.memo(_judge))


def _planned(document: Document, keep_credits: bool) -> Plan:
    found = plan(
        document.text,
        document.memo(_judge),
        keep_credits=keep_credits,
        furniture=document.memo(_furniture),
        copies=possible(document.text),
    )
    if not found:
        return found
    program = document.signal(source_code)  # its notice is its licence
    return {} if program else found


def _found(name: str, document: Document, options: Options) -> Iterable[Found]:
    keep = options.get("credits", "keep") == "keep"
    return document.memo(_keeping if keep else _dropping).get(name, ())


@rule("boilerplate.footer", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT, removes=True)
def footer(document: Document, options: Options) -> Iterable[Found]:
    """Remove what a site puts around every page: 360doc's origin line, forum and app remains, ICP.

    The line goes where it stands near the head or the tail; the origin line, an edit stamp of a
    forum and a call to read on go anywhere.
    """
    return _found("footer", document, options)


@rule("boilerplate.navigation", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT, removes=True)
def navigation(document: Document, options: Options) -> Iterable[Found]:
    """Remove breadcrumbs, menus, font sizes, print and close, previous and next, link lists.

    A menu word alone is a word; four together, or one beside other furniture, are a menu.
    """
    return _found("navigation", document, options)


@rule("boilerplate.share", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT, removes=True)
def share(document: Document, options: Options) -> Iterable[Found]:
    """Remove share bars and calls to follow, like, scan or subscribe.

    A line that says anything beside the call stays.
    """
    return _found("share", document, options)


@rule("boilerplate.expand", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT, removes=True)
def expand(document: Document, options: Options) -> Iterable[Found]:
    """Remove expand and collapse remains such as 展开剩余82%, joined to the next sentence or not.

    The spun form 张开剩余82% is known too: this runs before spun words are restored.
    """
    return _found("expand", document, options)


@rule("boilerplate.published", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT, removes=True)
def published(document: Document, options: Options) -> Iterable[Found]:
    """Remove publication stamps and counters: 发布于:浙江省, IP属地, 发布时间, 阅读 1234.

    A date alone stays; beside a credit that stays only the counters go.
    """
    return _found("published", document, options)


@rule("boilerplate.editors", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT, removes=True)
def editors(document: Document, options: Options) -> Iterable[Found]:
    """Remove editorial staff: 责任编辑, 校对, 审核, on a line of their own or in closing brackets.

    Authors, reporters and sources are credits, not staff.
    """
    return _found("editors", document, options)


@rule("boilerplate.credits", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT, removes=True)
def credits_(document: Document, options: Options) -> Iterable[Found]:
    """Remove source, author and reprint lines where ``credits = "drop"`` asks for it.

    By default they stay: who wrote a text, and where it first stood, is part of it.
    """
    return _found("credits", document, options)


@rule("boilerplate.copyright", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT, removes=True)
def copyright_(document: Document, options: Options) -> Iterable[Found]:
    """Remove copyright and reprint notices near the ends, spun ones too.

    A line is a notice where nearly all of its clauses are those of one; an article about
    copyright says more than that.
    """
    return _found("copyright", document, options)


@rule("boilerplate.disclaimer", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT, removes=True)
def disclaimer(document: Document, options: Options) -> Iterable[Found]:
    """Remove disclaimers near the ends: 仅代表作者个人观点, 如有侵权请联系删除, 不构成投资建议.

    Judged by clauses, as copyright notices are.
    """
    return _found("disclaimer", document, options)


@rule("boilerplate.duplicates", Confidence.LIKELY, GATE, scope=Scope.DOCUMENT, removes=True)
def duplicates(document: Document, options: Options) -> Iterable[Found]:
    """Remove a title or a paragraph that stands twice.

    The title: below itself, or above itself with the site's name behind it. A paragraph: right
    behind its like; a lead of 40 characters above the date and below it; two paragraphs and more that
    come again as they stood. One that comes again alone, further down, is the author's. Verse,
    refrains, items of lists, law, code and short lines stay.
    """
    return _found("duplicates", document, options)


RULES: tuple[Rule, ...] = (
    expand,
    footer,
    navigation,
    share,
    published,
    editors,
    credits_,
    copyright_,
    disclaimer,
    duplicates,
)
