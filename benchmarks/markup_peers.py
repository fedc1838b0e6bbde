"""Peers that turn HTML into text, those that are installed, and the pages they are measured on."""

from __future__ import annotations

import html
import importlib
import importlib.util
import re
from collections.abc import Callable
from typing import Any

from . import material

Extractor = Callable[[str], str]


def _module(name: str) -> Any:
    return importlib.import_module(name)


def _resiliparse() -> Extractor:
    extract = _module("resiliparse.extract.html2text").extract_plain_text
    return lambda page: str(extract(page, main_content=False, alt_texts=False, links=False))


def _html_text() -> Extractor:
    extract = _module("html_text").extract_text
    return lambda page: str(extract(page))


def _inscriptis() -> Extractor:
    get_text = _module("inscriptis").get_text
    return lambda page: str(get_text(page))


def _beautiful_soup() -> Extractor:
    soup = _module("bs4").BeautifulSoup
    return lambda page: str(soup(page, "html.parser").get_text())


def _trafilatura() -> Extractor:
    extract = _module("trafilatura").extract
    return lambda page: str(extract(page) or "")


_MAKERS: dict[str, tuple[str, Callable[[], Extractor]]] = {
    "resiliparse": ("resiliparse", _resiliparse),
    "html-text": ("html_text", _html_text),
    "inscriptis": ("inscriptis", _inscriptis),
    "BeautifulSoup": ("bs4", _beautiful_soup),
    "trafilatura": ("trafilatura", _trafilatura),
}


def stripped(page: str) -> str:
    """Strip tags with a regular expression and unescape: what many pipelines do."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def extractors() -> dict[str, Extractor]:
    """Every peer that can be imported here, by name."""
    found: dict[str, Extractor] = {"<[^>]+>": stripped}
    for name, (module, make) in _MAKERS.items():
        if importlib.util.find_spec(module) is not None:
            found[name] = make()
    return found


def pages() -> list[tuple[str, str]]:
    """HTML pages with the text a browser shows (innerText), where the material is there."""
    folder = material.DATA / "markup" / "pages"
    found = []
    for path in sorted(folder.glob("*.html")):
        with path.open(encoding="utf-8", newline="") as f:
            found.append((f.read(), path.with_suffix(".txt").read_text(encoding="utf-8")))
    return found
