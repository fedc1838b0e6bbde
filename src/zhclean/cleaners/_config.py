"""Lines of configuration and of logs: their marks are syntax, or what a program wrote.

A log line is known by its head alone. ``key = value`` and ``key: value`` are many things
(a form, a dialogue, a formula): they count in runs of such lines that have keys as programs have
them, no key twice, and a value or a nesting that no prose has.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..patterns import lazy
from ..protect import Span

_LEVEL = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)"
_STAMP = (
    r"(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d\d(?::\d\d)?|\d\d:\d\d:\d\d"
    r"|(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)"
)
_LOG_HEAD = (
    rf"[ \t]{{0,20}}(?:\[?{_STAMP}[^\n]{{0,60}}?(?:[\s\[(<.|-]{_LEVEL}\b|\[(?:error|warn|info|debug|notice|crit)\])"
    rf"|\[{_LEVEL}\]|<{_LEVEL}>|{_LEVEL}:|{_LEVEL} {_STAMP})"
    r"|[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ "
    r"|(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,60} \S{1,60}: "
    r"|\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} +\d+ +\d+ [VDIWEF] |[VDIWEF]/[\w.]{1,60}(?:\( *\d+\))?: "
    r"|\[ {0,8}\d{1,8}\.\d{6}\] |time=\"[^\"\n]{1,40}\" level=\w|npm (?:ERR!|WARN) "
    # compilers, version control, interpreters
    r"|[\w./-]{1,100}\.[a-z]{1,4}:\d+(?::\d+)?: |(?:fatal|error|warning|panic|remote|hint): "
    r"|\t{1,4}at [\w.$<>]{3,200}\(|Caused by: "
    r"|(?:[A-Za-z_]\w{0,60}\.){0,12}[A-Za-z_]{1,60}(?:Error|Exception|Warning): "
    # images of containers
    r"|(?:RUN|CMD|ENTRYPOINT|COPY) [a-z./\[\"-]|(?:LABEL|ENV|ARG) [^\s=]{1,60}="
)
_LOG = lazy(_LOG_HEAD)
_SECTION = lazy(r"[ \t]{0,20}\[{1,2}[^\[\]\n，。：；]{1,60}\]{1,2}[ \t]*\r?\Z")
# A key as programs have them, behind it an equals sign, or a colon and a blank or the line's end.
_KEY = r"[A-Za-z_][\w.\-/]{1,60}"
_PAIR = lazy(
    rf"([ \t]{{0,40}}(?:- |export )?(?:{_KEY}|\"{_KEY}\"))(?:[ \t]?=[ \t]?|:(?=[ \t\r]|\Z))"
    r"[ \t]*([^\n]*)"
)
_OTHER = lazy(r"[ \t]{0,40}(?:- )?[\w .\-]{1,24}[=:]|[ \t]{0,40}-(?: |\r?\Z)")
_COMMENT = lazy(r"[ \t]{0,40}(?:#|;|//)")
# What no prose has behind a key: nothing, a number, a truth value, a path, a quotation, a list.
_VALUE = lazy(
    r"(?:[|>][+-]?|-?\d[\d.:/ -]*|true|false|null|yes|no|on|off|~|[./]\S*|[\w-]+(?:[./:_-][\w./:-]+)+"
    r"|\"[^\"\n]*\"|'[^'\n]*'|[\[{][^\n]*[\]}])?\s*\Z"
)
_MACHINE = lazy(r"[ \t]*(?:- |export )?\"?(?:[a-z]|[A-Z][A-Z\d]*_|[A-Za-z]+(?:[._-][A-Za-z]+)+)")
_DOTTED = lazy(r"[ \t]*[A-Za-z]\w*(?:\.\w+)+\Z")
_LONGEST = 400


# A line break and a head of any kind: a text's lines are gone through only where one is found.
_SIGN = lazy(
    rf"\n(?=[ -~\t])(?:{_LOG_HEAD}"
    rf"|[ \t]{{0,40}}(?:- |export )?\"?{_KEY}\"?(?:[ \t]?=|:(?=[ \t\r\n]|\Z)))"
)


def config_lines(text: str) -> Iterator[Span]:
    """Give the log lines, and the runs of lines that are a configuration."""
    if ":" not in text and "=" not in text and "]" not in text:
        return
    heads = [m.start() for m in _SIGN().finditer(f"\n{text}")]
    if len(heads) == 1 and "]" not in text and not _LOG().match(text, heads[0]):
        return  # a single key is no configuration
    done = 0
    for head in heads:
        if head >= done:
            start = text.rfind("\n\n", done, head) + 2
            end = text.find("\n\n", head)
            done = len(text) if end < 0 else end
            start = start if start > 1 else 0
            yield from _in_paragraph(text[start:done], start)


def _in_paragraph(text: str, at: int) -> Iterator[Span]:
    run = _Run()
    for line in text.split("\n"):
        end = at + len(line)
        if len(line) <= _LONGEST and _LOG().match(line):
            yield at, end
        if not run.takes(line, at, end):
            yield from run.spans()
            run = _Run()
            run.takes(line, at, end)
        at = end + 1
    yield from run.spans()


class _Run:
    """Lines one behind another that may be a configuration."""

    def __init__(self) -> None:
        self.start = self.end = -1
        self.keys: set[str] = set()
        self.sections = self.pairs = self.machine = self.values = self.dotted = 0
        self.twice = False
        self.deep = -1  # how far what belongs to a block of text must be indented

    def takes(self, line: str, at: int, end: int) -> bool:
        """Whether a line belongs to the run, which then holds it."""
        if not line.strip():
            return False
        indent = len(line) - len(line.lstrip())
        if 0 <= self.deep < indent:
            self.end = end
            return True
        self.deep = -1
        if len(line) > _LONGEST:
            return False
        if m := _PAIR().match(line):
            self._pair(m[1], m[2], indent)
        elif _SECTION().match(line):
            self.sections += 1
            self.keys.clear()
        elif not (_COMMENT().match(line) or (_OTHER().match(line) and "。" not in line)):
            return False
        self.start = at if self.start < 0 else self.start
        self.end = end
        return True

    def _pair(self, key: str, value: str, indent: int) -> None:
        self.pairs += 1
        self.machine += _MACHINE().match(key) is not None
        self.values += _VALUE().match(value) is not None
        self.dotted += _DOTTED().match(key) is not None
        if "- " in key:
            self.keys.clear()  # the next of a list of tables
        elif not indent and key in self.keys:
            self.twice = True
        self.keys.add(key)
        if value[:1] in ("|", ">") and len(value) <= 2:
            self.deep = indent

    def spans(self) -> Iterator[Span]:
        """Give the run, where it is a configuration."""
        told = self.machine and (self.values or self.machine >= 2 or self.sections)
        enough = self.pairs >= 3 or self.dotted >= 2 or (self.sections and self.pairs)
        if told and enough and not self.twice:
            yield self.start, self.end
