r"""What files of some kinds must keep whatever is asked: a time, a tag, a macro, a link's address.

Told by the suffix of the name. Families asked for by name (``select``) run all the same.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from .formats import CODE, COMPRESSIONS

if TYPE_CHECKING:
    from .work import Recipe

MARKUP = (".md", ".markdown", ".rst", ".adoc", ".asciidoc")
_PLACES = ("tags", "entities", "placeholders", "boilerplate")
_TIMES = r"(?m)^[ \t]*(?:\d+:)?\d+:\d+[,.]\d+[ \t]*-->.*$"
_STYLES = r"</?[A-Za-z0-9][^<>\n]{0,400}>|\{[^{}\n]{1,400}\}"
_ESCAPES = r"&[A-Za-z0-9#]{2,10};"
_FORMATS = r"%(?:\([^()\n]{1,80}\)|\d{1,2}\$)?[-+#0-9.*]{0,8}[A-Za-z]|\([&_][A-Za-z0-9]\)"
_BORDER = r"^[ \t]*=+(?:[ \t]+=+)+[ \t]*$"
KEPT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    ".srt": (_PLACES, (_TIMES, _STYLES)),
    ".vtt": (
        _PLACES,
        (_TIMES, _STYLES, _ESCAPES, r"(?m)^(?:WEBVTT|NOTE|STYLE|REGION)\b", r"(?ms)^STYLE\r?\n.{1,4000}?\n\r?\n"),
    ),
    ".ass": (_PLACES, (_STYLES,)),
    ".lrc": (_PLACES, (r"(?m)^\[[a-z]{1,12}:|^(?:\[\d+:[\d.:]+\])+|<\d+:[\d.:]+>",)),
    ".po": (_PLACES, (_FORMATS, _STYLES, _ESCAPES)),
    # Columns and lines under titles are counted in places that a character takes.
    ".rst": (
        (),
        (
            rf"(?m){_BORDER}\n(?:[^\n]*\n){{1,100}}?{_BORDER}(?=\n[ \t]*\n|\n?\Z)",
            r"(?m)^[^\n]{1,200}\n(?=([-=~^\"'`#*+.:_])\1{2,}[ \t]*$)",
        ),
    ),
    ".tex": (
        _PLACES,
        (
            r"\\begin\{(verbatim|lstlisting|minted|equation|align|math|displaymath|tikzpicture)(\*?)\}"
            r"(?s:.{0,5000}?)\\end\{\1\2\}",
            r"\\(?:label|ref|eqref|pageref|autoref|cref|Cref|cite[a-z]*|input|include|includegraphics"
            r"|url|href|bibliography|usepackage|documentclass|begin|end|newcommand|verb|lstinline)"
            r"\*?(?:\[[^\[\]\n]{0,400}\])?(?:\{[^{}\n]{0,400}\}|([|!+])[^\n]{0,200}?\1)?",
            r"\\[A-Za-z]{1,40}\*?|\\[^A-Za-z\n]|~|``|''|---?",
            r"\$\$[^$]{1,4000}\$\$|(?<!\\)\$[^$\n]{1,400}\$|\\\([^\n]{1,400}?\\\)|\\\[(?s:.{1,4000}?)\\\]",
        ),
    ),
}  # fmt: skip
KEPT[".ssa"] = KEPT[".ass"]
KEPT[".sty"] = KEPT[".cls"] = KEPT[".ltx"] = KEPT[".tex"]


def careful(recipe: Recipe, name: str | os.PathLike[str]) -> Recipe:
    """Make of a recipe the one for a file of this name."""
    stem, suffix = os.path.splitext(os.fspath(name).lower())
    if suffix in COMPRESSIONS:
        suffix = os.path.splitext(stem)[1]
    options = dict(recipe.options)
    families, patterns = KEPT.get(suffix, (_PLACES if suffix in CODE else (), ()))
    if suffix in MARKUP:
        options.setdefault("protect.markdown", True)
    if patterns:
        options["protect.patterns"] = (*options.get("protect.patterns", ()), *patterns)
    ignore = recipe.ignore
    if recipe.select is None:
        ignore = (*ignore, *(name for name in families if name not in ignore))
    return replace(recipe, ignore=ignore, options=tuple(sorted(options.items())))
