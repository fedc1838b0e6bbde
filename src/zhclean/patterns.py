"""Regular expressions compiled when first used: dozens at import would cost every run."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache


def lazy(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """Return a function that compiles ``pattern`` at its first call and then remembers it."""

    @cache
    def compiled() -> re.Pattern[str]:
        return re.compile(pattern, flags)

    return compiled


def beyond(text: str, characters: Callable[[], re.Pattern[str]]) -> bool:
    """Whether one of ``characters``, all beyond U+FFFF, stands in a text.

    CPython keeps a text that holds such in four bytes a character, so that most need no scan. A text
    that some library has asked for its UTF-8 carries that along and looks as large: a copy does not.
    """
    most = 3 * len(text)
    if text.__sizeof__() <= most or (text[1:].__sizeof__() <= most - 3 and text[0] <= "\uffff"):
        return False
    return characters().search(text) is not None
