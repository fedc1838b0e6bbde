"""The tags family: markup out of documents and fragments, structure kept as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..document import Document
from ..edits import Found, Mark, apply, compose
from ..markup import fragments, html
from ..markup.cuts import cut
from ..markup.htmlsigns import html_document, marked_up, source_code
from ..markup.tagnames import BLOCK, CELL, INLINE, MEDIA, Token
from ..markup.tagtalk import outside
from ..patterns import lazy
from ..rules import Confidence, Gate, Option, Options, Rule, Scope, rule
from ._excise import whole_line

OPTIONS: tuple[Option, ...] = (
    Option(
        "ruby",
        "auto",
        "readings of ruby text in HTML documents: left out, in brackets, bare as a browser shows them, "
        "or bare where they are few and left out where they run along the text (in fragments readings are left out, other words bracketed)",
        ("auto", "drop", "brackets", "bare"),
    ),
    Option("alt", False, "keep the alternative text of images (HTML documents)"),
    Option("links", False, "keep the address of a link behind its text (HTML documents)"),
    Option(
        "content",
        "page",
        "what of an HTML document is kept: all a browser shows, or the main content "
        "(needs the extra zhclean[content])",
        ("page", "main"),
    ),
)

_BEGUN = lazy(r"<[A-Za-z/!? ]")
_ENDED = lazy(r">(?:(?<=[A-Za-z1-6\"'/]>)|(?<=[\"'/]\s>)|(?<=[\"'/]\s\s>)|(?<=[\"'/]\s\s\s>))")


def _tagged(text: str) -> bool:
    """Whether something begins or ends as a tag does; arrows, quotes and comparisons do not."""
    return ("<" in text and _BEGUN().search(text) is not None) or (
        ">" in text and _ENDED().search(text) is not None
    )


class _Gate(Gate):
    """Open where something begins or ends as a tag does."""

    def __call__(self, document: Document) -> bool:
        text = document.text
        return ("<" in text or ">" in text) and _tagged(text)


MARKUP = _Gate()
_ROUNDS = 3


@rule("tags.document", Confidence.LIKELY, MARKUP, scope=Scope.DOCUMENT, whole=True)
def document(doc: Document, options: Options) -> Iterable[Found]:
    """Take an HTML document apart into its text, block by block, as a browser shows it.

    Scripts, styles, templates, comments and hidden elements go, but for hidden prose that outweighs
    all that is shown: a script was to show it. Paragraphs, list items, table
    rows and `<br>` become lines, table cells are kept apart by tabs, preformatted text stays to
    the letter. A line break between two Chinese characters gives no space, but lines that all end
    sentences stay lines. A page may speak of HTML: its text is not cleaned of tags again.

    With ``content = "main"`` only the lines stay that trafilatura counts to the main content; a page
    in which it finds none stays whole.
    """
    if "<" not in doc.text or not doc.signal(html_document) or not marked_up(doc.text):
        return []
    chosen = {name: options[name] for name in ("ruby", "alt", "links", "content")}
    found = html.unwrap(doc, **chosen)
    return [] if _empties(doc.text, found) else found


@rule("tags.fragment", Confidence.LIKELY, MARKUP, scope=Scope.DOCUMENT, removes=True)
def fragment(doc: Document, options: Options) -> Iterable[Found]:
    """Strip stray HTML tags from running text, and what stands in scripts, styles and comments.

    Only known names with well-formed attributes count, and a bare tag whose name is also a word
    only where it closes; block tags become line breaks. Comparisons, generics, `<file>`,
    addresses in angle brackets, code, and tags that the text speaks of are left alone.
    """
    if "<" not in doc.text or doc.signal(html_document):
        return []
    found = _settled(doc, lambda state: _stripped(state.text, _outside_code(state)))
    if bool(found) and (doc.signal(source_code) or _empties(doc.text, found)):
        return []
    return found


def _outside_code(doc: Document) -> list[Token]:
    """Return the tokens outside code that is set by its margin, as Markdown and patches set it.

    In Markdown the line before introduces it (it ends with a colon) and a blank line parts them.
    Where anything else in the text is marked up too, it is a page whose own lines have a margin.
    """
    tokens = fragments.tokens(doc)
    if not tokens or not ("\n    " in doc.text or "\n\t" in doc.text or "@@ -" in doc.text):
        return tokens
    spans = [m.span(2) for m in _CODE().finditer(doc.text)]
    return tokens if not spans or outside(tokens, spans) else []


_CODE = lazy(
    r"(?:[:：][ \t]*\n[ \t]*\n(?=( {4}|\t))|(?:^|\n)@@ -\d[^\n]{0,200}@@[^\n]{0,200}\n)"
    r"((?(1)(?:(?: {4}|\t)[^\n]*(?:\n|\Z)|\n(?= {4}|\t))|[-+ \\][^\n]*(?:\n|\Z)){1,400})"
)


def _empties(text: str, found: Iterable[Found]) -> bool:
    """Whether nothing would be left of a text that holds Chinese: a template or a program's own file."""
    return _WORD().search(text) is not None and not apply(text, sorted(found)).strip()


_WORD = lazy("[\u3400-\u9fff]")


@rule("tags.remains", Confidence.LIKELY, MARKUP, removes=True)
def remains(doc: Document, options: Options) -> Iterable[Found]:
    """Remove heads and tails of cut tags, such as `/p>` or `style="…">`."""
    if doc.signal(html_document):
        return []
    found = _settled(doc, cut)
    if bool(found) and doc.signal(source_code):
        return []
    return found


def _settled(doc: Document, find: Callable[[Document], list[Found]]) -> list[Found]:
    """Repeat a finder until it is silent, since taking a tag out can join the halves of another.

    Hostile nesting that does not settle is left as it is: half stripped it would change again.
    """
    found: list[Found] = sorted(find(doc))
    if not found:
        return []
    text = apply(doc.text, found)
    for _ in range(_ROUNDS):
        more = sorted(find(Document(text, doc.run))) if _tagged(text) else []
        if not more:
            return found
        marks = [Mark(*edit, (), 0) for edit in found]
        layer = [Mark(*edit, (), 0) for edit in more]
        marks = compose(doc.text, marks, text, layer)
        found = [(m.start, m.end, m.after) for m in marks]
        text = apply(text, layer)
    return []


def _stripped(text: str, found: list[Token]) -> list[Found]:
    """Turn tokens into edits: clusters on a line break it, part cells, or vanish."""
    result: list[Found] = []
    size = len(text)
    k = 0
    tokens = [token for token in found if token[2] != MEDIA]
    glosses: list[Found] = []
    if any(token[3] == "sup" for token in tokens):
        tokens, glosses = _raised(text, tokens)
    if any(token[3] == "rt" for token in tokens):
        glosses += list(_bracketed(text, [t for t in tokens if t[3] == "rt" and t[2] == INLINE]))
        tokens = [token for token in tokens if token[3] != "rt" or token[2] != INLINE]
    count = len(tokens)
    while k < count:
        start, end, layout = tokens[k][0], tokens[k][1], tokens[k][2]
        first = k
        k += 1
        breaks = layout == BLOCK
        cells = layout == CELL
        while k < count:
            token = tokens[k]
            if token[0] != end and (
                text[end] not in " \t" or text[end : min(token[0], end + 200)].strip(" \t")
            ):
                break
            end, layout = token[1], token[2]
            breaks = breaks or layout == BLOCK
            cells = cells or layout == CELL
            k += 1
        left = start
        while left and text[left - 1] in " \t":
            left -= 1
        right = end
        while right < size and text[right] in " \t\r":
            right += 1
        opens = left == 0 or text[left - 1] == "\n"
        closes = right == size or text[right] == "\n"
        if opens and closes:
            result.append(whole_line(text, left, right, result[-1][1] if result else 0))
        elif not (breaks or cells):
            if k == first + 1 or opens or closes:
                result.append((start, end, ""))
            else:
                result += [(token[0], token[1], "") for token in tokens[first:k]]
        elif opens:
            result.append((start, end, ""))
        elif closes:
            result.append((left, end, ""))
        else:
            result.append((left, right, "\n" if breaks else " "))
    return result + glosses


def _raised(text: str, tokens: list[Token]) -> tuple[list[Token], list[Found]]:
    """Write digits raised behind a digit as such (`10<sup>5</sup>`): set beside it they are another number."""
    rest: list[Token] = []
    raised: list[Found] = []
    for token in tokens:
        if rest and token[3] == rest[-1][3] == "sup" and token[4] and not rest[-1][4]:
            start, inside = rest[-1][0], text[rest[-1][1] : token[0]]
            before = len(rest) - 2
            at = start
            while before >= 0 and rest[before][1] == at:
                at = rest[before][0]
                before -= 1
            if text[at - 1 : at].isdecimal() and _EXPONENT().fullmatch(inside):
                del rest[-1]
                raised.append((start, token[1], inside.translate(_RAISED)))
                continue
        rest.append(token)
    return rest, raised


_EXPONENT = lazy(r"[-+−－]?[0-9]{1,3}")
_RAISED = str.maketrans("0123456789-+−－", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁻⁻")


def _bracketed(text: str, tokens: list[Token]) -> Iterator[Found]:
    """Set brackets for the tags around glosses: readings are gone, other words are the text's."""
    opened: Token | None = None
    for token in tokens:
        left = right = ""
        if token[4] and opened is not None:
            inside = text[opened[1] : token[0]].strip()
            if inside and inside[0] not in "(（":
                wide = _WORD().search(text, max(0, opened[0] - _NEAR), token[0]) is not None
                left, right = ("（", "）") if wide else (" (", ")")
        if opened is not None:
            end = opened[1]
            yield opened[0], end + (left != "" and text[end] in " \t"), left
        if token[4]:
            yield token[0], token[1], right
        opened = None if token[4] else token
    if opened is not None:
        yield opened[0], opened[1], ""


_NEAR = 200


RULES: tuple[Rule, ...] = (document, fragment, remains)
