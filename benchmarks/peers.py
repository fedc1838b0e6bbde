"""The peers that are compared, each as a ``str -> str`` function; None where it is not installed."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Callable

Cleaner = Callable[[str], str]


def available() -> dict[str, Cleaner]:
    """Every peer that can be imported here, by name."""
    return {name: make() for name, (modules, make) in PEERS.items() if all(map(_there, modules))}


def _there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _ftfy() -> Cleaner:
    import ftfy

    return ftfy.fix_text


def _ftfy_for_chinese() -> Cleaner:
    import ftfy

    config = ftfy.TextFixerConfig(fix_character_width=False, uncurl_quotes=False, explain=False)
    return lambda text: ftfy.fix_text(text, config)


def _opencc() -> Cleaner:
    import opencc

    convert: Cleaner = opencc.OpenCC("t2s").convert
    return convert


def _opencc_again() -> Cleaner:
    import opencc

    there, back = opencc.OpenCC("t2s"), opencc.OpenCC("s2tw")
    return lambda text: str(back.convert(there.convert(text)))


def _by_hand() -> Cleaner:
    import ftfy
    import opencc
    from bs4 import BeautifulSoup

    converter = opencc.OpenCC("t2s")

    def clean(text: str) -> str:
        plain = BeautifulSoup(ftfy.fix_text(text), "html.parser").get_text()
        converted: str = converter.convert(plain)
        return converted

    return clean


def _autocorrect() -> Cleaner:
    import autocorrect_py

    correct: Cleaner = autocorrect_py.format
    return correct


def _clean_text() -> Cleaner:
    import cleantext

    return lambda text: cleantext.clean(text, to_ascii=False, lower=False)


def _jionlp() -> Cleaner:
    with contextlib.redirect_stdout(None):
        import jionlp

    clean: Cleaner = jionlp.clean_text
    return clean


def _resiliparse() -> Cleaner:
    from resiliparse.extract.html2text import extract_plain_text

    extract: Cleaner = extract_plain_text
    return extract


def _chain() -> Cleaner:
    """Every peer that does one part well, one behind the other: the best one can do without us."""
    steps = [_ftfy_for_chinese(), _resiliparse(), _autocorrect()]

    def clean(text: str) -> str:
        for step in steps:
            text = step(text)
        return text

    return clean


BY_HAND = "by-hand (ftfy + BeautifulSoup + OpenCC)"
PEERS: dict[str, tuple[tuple[str, ...], Callable[[], Cleaner]]] = {
    "ftfy": (("ftfy",), _ftfy),
    "ftfy-for-chinese": (("ftfy",), _ftfy_for_chinese),
    "opencc-t2s": (("opencc",), _opencc),
    "opencc-t2s-s2tw": (("opencc",), _opencc_again),
    BY_HAND: (("ftfy", "bs4", "opencc"), _by_hand),
    "autocorrect-py": (("autocorrect_py",), _autocorrect),
    "clean-text (to_ascii off)": (("cleantext",), _clean_text),
    "jionlp.clean_text": (("jionlp",), _jionlp),
    "resiliparse": (("resiliparse",), _resiliparse),
    "chain (ftfy, resiliparse, autocorrect)": (("ftfy", "resiliparse", "autocorrect_py"), _chain),
}

TO_SIMPLIFIED = ("opencc-t2s", BY_HAND)
"""Peers that convert: no measure of them where the text is wanted Traditional."""
