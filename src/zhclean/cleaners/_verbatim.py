"""Lines whose marks are no punctuation: programs, settings and logs, references, tables, data.

Whole programs are told by the document (``source_code``); this is for the few lines of code, the
list of references or the table that stand in an article without a fence around them. Each shape
must be one that a folded Chinese sentence does not take, for what is held back here stays folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..document import Document
from ..patterns import lazy
from ..protect import NONE, Span, Spans
from ._config import config_lines
from ._foreign import SENTENCE, english, korean, line_at, signs

_STATEMENT = lazy(
    r"[ \t]*(?:"
    r"(?:async )?def \w+ ?\([^\n]*\)[^\n]{0,60}:|class \w+ ?(?:\([^\n]*\))?:|for \w+(?:, ?\w+)* in [^\n]+:"
    r"|(?:if|elif|while|with) [^\n]*(?:==|!=|<|>| in | is | not | as |\()[^\n]*:|(?:else|try|finally):"
    r"|(?:import|from) [A-Za-z_][\w.]*(?: (?:import|as) [\w., *]+)?;?|return (?:[\"'\[{(][^\n。]{0,200}|[^\s。]{1,60});?"
    # assignments of literals and calls
    r"|(?:(?:var|let|const|auto|int|char|float|double|bool|string|String|final|static|public|private) ){0,3}"
    r"[\w.\[\]]{1,60} ?(?:[-+*/]?=|:=) ?(?:[\"'`\[{][^\n]*[\"'`\]})][;,]?|-?\d[\d._]*[;,]?"
    r"|(?:new )?[A-Za-z_][\w.]* ?\([^\n]*\)(?:\.\w+)*;?)"
    # calls with a string among their arguments, or ended by a semicolon
    r"|[A-Za-z_][\w.]{1,60}\([^\n]*[\"'`][^\n]*\);?|(?:(?<=    )|(?<=\t))\w{1,60}\([\"'][^\n]*\)|[a-z_][\w.]{2,60}\([^\n]*\);"
    r"|\}? ?(?:(?:if|for|while|switch|catch|function|func|fn|void|int|else|public|private|static)\b[^\n]{0,200})?\{"
    r"|(?:if|for|while|switch) ?\([^\n]*[;{}]"
    r"|[\w \t,*&<>\[\].:]{0,80}\([^\n]{0,200}\) ?\{|[})\]]+[;,)]*"
    r"|[a-z_]{2,40}(?: [^\n，。]{1,100})? \{"
    r"|SELECT\b[^\n]*\bFROM\b[^\n]*|INSERT INTO\b[^\n]*|UPDATE\b[^\n]*\bSET\b[^\n]*|DELETE FROM\b[^\n]*"
    r"|CREATE (?:TABLE|VIEW|INDEX|DATABASE)\b[^\n]*|ALTER TABLE\b[^\n]*"
    r"|\$ [a-z./~][^\n]*|(?:sudo )?(?:echo|printf) [\"'$][^\n]*"
    r")[ \t]*(?:(?://|#|--)[^\n]*)?(?:\r?\n|\Z)"
)
# How a statement ends that has no other sign of a program than its brackets.
_ENDED = re.compile(r"[:;](?<=[!-~].)[ \t]*(?:(?://|#|--)[^\n]{0,200})?(?:\r?\n|\Z)")
_LONGEST = 400  # a pattern with so many gaps would take too long over a line of any length
_TOLD = re.compile(r"[=(){}\[\]\"'`;$]|^[ \t]+\w+", re.ASCII)
# Documents and their kinds after GB/T 7714: [M], [J/OL].
_REFERENCE = lazy(
    r"\[(?<![\n\\\[]\[)(?<![-*+] \[)(?:[MCNJDRSPGAZK]|DB|CP|EB|CM|DS)(?:/(?:OL|CD|DK|MT))?\](?=[.．,，。:：]|//)"
)
_RULE = lazy(r"^[ \t]*\+(?:[-=]{2,}\+)+[ \t]*$", re.MULTILINE)
_NUMBER_CELL = lazy(r",(?:-?[0-9][0-9.%/:-]{0,20})(?=[,\r\n]|\Z)")
_NUMBER_FIRST = lazy(r"\n(?:-?[0-9][0-9.%/:-]{0,20}),")
_PLAIN_CELL = re.compile(rb",(?:-?[0-9][0-9.%/:-]{0,20})(?:[,\r\n]|\Z)|\n-?[0-9][0-9.%/:-]{0,20},")
_CELL = lazy(r"-?[0-9][0-9.%/:-]{0,20}\Z")
# JSON: a key and its value; items of a list, indented, and the last of them.
_PAIR = r'"[^"\n]{1,200}"[ \t]?:[ \t]?(?:"(?:[^"\\\n]|\\.){0,2000}"|-?[0-9.]{1,30}|true|false|null|[\[{](?:[^\n]{0,2000}[\]}])?)'
# A property of an object in JavaScript or Python.
_PROPERTY = r"^[ \t]*['\"]?[A-Za-z_$][\w$-]{0,60}['\"]?[ \t]?:[ \t]?'(?:[^'\\\n]|\\.){0,2000}'[ \t]*,?[ \t\r]*$"
_JSON = lazy(
    rf'^[ \t]*{_PAIR}[ \t]*,?[ \t\r]*$|{_PROPERTY}|^[ \t]+"(?:[^"\\\n]|\\.){{0,2000}}",[ \t\r]*\n(?:[ \t]+"(?:[^"\\\n]|\\.){{0,2000}}"[ \t\r]*$)?',
    re.MULTILINE,
)
# Nine fields of a subtitle, behind which its text begins.
_SUBTITLE = lazy(r"^(?:Dialogue|Comment): \d[\d:.]*,(?:[^,\n]{0,200},){8}", re.MULTILINE)
# A page of a site and its file: - 小结: summary.md
_NAVIGATION = lazy(r"^[ \t]*- [^\n:]{1,80}: [\w./-]{1,200}\.md[ \t\r]*$", re.MULTILINE)
# Characters with the tags of a corpus, one a line.
_TAGGED = lazy(r"(?:^[^\s]{1,8}[ \t](?:O|[BIESM]-[\w.-]{1,20})\r?\n){3,}", re.MULTILINE)
# A part of a diff.
_DIFF = lazy(r"^@@ -\d[^\n]{0,100}@@[^\n]*(?:\n[-+ \\][^\n]*)+", re.MULTILINE)
# Notations of other kinds: a sign to look for, and what to keep.
_NOTATIONS = (
    # tags of lyrics
    (signs(rb"\[[tabrvol][a-z]{1,5}:"), lazy(r"^\[(?:ti|ar|al|au|by|re|ve|offset|length):[^\]\n]{0,200}\]", re.M)),
    # formulas of a sheet
    (signs(rb"=[A-Z]"), lazy(r"^=(?![^\n]{0,500}\) ?[㐀-鿿])[A-Z][A-Z.]{1,30}\([^\n]{0,2000}\)[ \t\r]*$", re.M)),
    # keys and arguments of TeX
    (signs(rb"\\[A-Za-z]"), lazy(r"\\(?<!\\\\)(?:bibitem(?:\[[^\]\n]{0,200}\])?\{[^{}\n]{1,200}\}[^\n]*|[A-Za-z]{2,30}\*?(?:\[[ -Z^-~]{0,200}\])?\{[ -z|~]{1,400}\}|(?:index|label|ref|input|include)\{[^{}\n]{1,200}\})")),
    # lists of YAML that fill their line
    (signs(rb"\[(?<=[-: ]\[)"), lazy(r"^[ \t]*(?:- |['\"]?[\w./-]{1,60}['\"]?: ?)\[ ?[^\[\]\n，。]{1,60}, [^\[\]\n，。]{1,2000}\]\s*$", re.M)),
)  # fmt: skip
# ASCII that any article may hold.
_COMMON = (
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz \n\r\t,.:;!?()-%/_&*#<>~|^@+"
)
_JSON_SIGN = signs(rb"\"(?: ?:|,\r?\n)|: ?'")
# A word and how it is read, or what kind of word it is: three of them are a list.
_READ = r"(?:[a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]|[㐀-鿿]{1,12}/[a-z]{1,4}\b)"
_ENTRY_SIGN = lazy(rf": ?{_READ}")
_ENTRY = lazy(rf"^[㐀-鿿]{{1,12}}[ \t]?: ?{_READ}[^\n。，]{{0,80}}$", re.MULTILINE)
_ENTRIES = 3
_BRIDGE = re.compile(r"[ \t]|[^\n]*[;{}(),:\[\]]\s*\Z")


def verbatim(document: Document) -> Spans:
    """Find the lines of a document that no rule of typography may set.

    What they are told by is ASCII: it is looked for without all the Chinese between.
    """
    if document.run.prose:
        return NONE
    text = document.text
    plain = text.encode("ascii", "ignore")
    spans: list[Span] = []
    if plain.translate(None, _COMMON) or b"SELECT " in plain or b"INSERT " in plain:
        spans += _odd(text, plain)
    elif (b"):" in plain and "):" in text) or (b");" in plain and ");" in text):
        spans += _statements(text) if _ENDED.search(text) else ()
    spans += config_lines(text)
    if b"+--" in plain or b"+==" in plain:
        spans += _tables(text)
    if b"@@ -" in plain:
        spans += [m.span() for m in _DIFF().finditer(text)]
    if b".md" in plain:
        spans += [m.span() for m in _NAVIGATION().finditer(text)]
    if b" O\n" in plain or b"\tO\n" in plain:
        spans += [m.span() for m in _TAGGED().finditer(text)]
    if b"Dialogue:" in plain:
        spans += [m.span() for m in _SUBTITLE().finditer(text)]
    if b":" in plain and _ENTRY_SIGN().search(text):
        entries = [m.span() for m in _ENTRY().finditer(text)]
        spans += entries if len(entries) >= _ENTRIES else ()
    if SENTENCE().search(plain):
        spans += english(text)
    spans += korean(text)
    if _PLAIN_CELL.search(plain) and (_NUMBER_CELL().search(text) or _NUMBER_FIRST().search(text)):
        spans += _rows(text)
    return Spans(spans) if spans else NONE


def _odd(text: str, plain: bytes) -> Iterator[Span]:
    """Give what holds a sign that hardly any article has."""
    if _may_be_code(text, plain):
        yield from _statements(text)
    if b"[" in plain:
        yield from _references(text)
    if _JSON_SIGN().search(plain):
        yield from (m.span() for m in _JSON().finditer(text))
    for sign, pattern in _NOTATIONS:
        if sign().search(plain):
            yield from (m.span() for m in pattern().finditer(text))


def _may_be_code(text: str, plain: bytes) -> bool:
    """Whether a text has a sign of a program; what is side by side in its ASCII need not be so."""
    return (
        (b"=" in plain or b"{" in plain or b"`" in plain)
        or (b"):" in plain and "):" in text)
        or (b");" in plain and ");" in text)
        or (b'("' in plain and '("' in text)
        or (b"$ " in plain and "$ " in text)
        or (b"SELECT " in plain or b"INSERT " in plain)
    )


def _references(text: str) -> Iterator[Span]:
    end = -1
    for m in _REFERENCE().finditer(text):
        if m.start() > end:
            start, end = line_at(text, m.start())
            yield start, end


def _statements(text: str) -> Iterator[Span]:
    """Give lines that are statements, and what may be one between two of them."""
    match = _STATEMENT().match
    at = 0
    first = last = -1
    for line in text.split("\n"):
        end = at + len(line)
        if len(line) <= _LONGEST and _TOLD.search(line) and match(text, at):
            first = at if first < 0 else first
            last = end
        elif first >= 0 and (not _BRIDGE.match(line) or "，" in line or "。" in line):
            yield first, last
            first = -1
        at = end + 1
    if first >= 0:
        yield first, last


def _tables(text: str) -> Iterator[Span]:
    """Give tables drawn with +---+: a wider mark would break their columns."""
    rules = list(_RULE().finditer(text))
    for upper, lower in pairwise(rules):
        rows = text[upper.end() : lower.start()].strip()
        if rows[:1] == "|" and "\n\n" not in rows:
            yield upper.start(), lower.end()


def _rows(text: str) -> Iterator[Span]:
    """Give lines of values set apart by commas: three or more alike, with a column of numbers."""
    block: list[str] = []
    start = at = 0
    for line in (*text.split("\n"), ""):
        commas = line.count(",")
        alike = commas >= 1 and len(line) < 40 * (commas + 1) and ", " not in line
        if block and (not alike or commas != block[0].count(",")):
            if _is_data(block):
                yield start, at - 1
            block = []
        if alike:
            start = at if not block else start
            block.append(line)
        at += len(line) + 1


def _is_data(block: list[str]) -> bool:
    if len(block) < 3:
        return False
    cells = [line.rstrip("\r").split(",") for line in block[1:]]
    columns = zip(*cells, strict=True)
    return any(all(_CELL().match(cell) for cell in column) for column in columns)
