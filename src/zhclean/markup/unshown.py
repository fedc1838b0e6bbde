"""Prose that a page hides until a script runs, and that is its article all the same."""

from __future__ import annotations

from ..patterns import lazy
from .html import MUCH, SKIP, UNSEEN, actions, hides, other

_HAN = lazy("[\u3400-\u9fff]+")
_ROUNDS = 3
_PROSE = lazy("[，。！？；、,]")


def brought_out(parts: list[str]) -> bool:
    """Show hidden prose that outweighs all that is shown: the page hides its article until a script runs.

    WeChat's pages do, and so does an element of media that is never closed. The tags in ``parts``
    that hide such prose give way to tags that do not.
    """
    changed = False
    for _ in range(_ROUNDS):  # prose may be hidden in what is hidden
        shown, dark = _weighed(parts)
        if sum(dark.values()) <= shown or not dark:
            return changed
        for k in dark:
            head = parts[k].partition(" ")[0].rstrip(">")
            parts[k] = "<span>" if head[1:] in UNSEEN else f"{head}>"
        changed = True
    return changed


def _weighed(parts: list[str]) -> tuple[int, dict[int, int]]:
    """Count the Chinese characters shown, and those of each hidden element that holds prose."""
    roles = actions()
    skipped = begun = 0
    seen: list[str] = []
    texts: list[str] = []
    dark: dict[int, int] = {}
    for k in range(0, len(parts), 2):
        if skipped:
            texts.append(parts[k])
        else:
            seen.append(parts[k])
        tag = parts[k + 1] if k + 1 < len(parts) else ""
        head, has, _ = tag.partition(" ")
        action, depth = roles.get(head) or other(head)
        if skipped:
            skipped += depth
            if not skipped:
                inside = "".join(texts)
                if is_prose(inside):
                    dark[begun] = _chinese(inside)
        elif depth > 0 and (action == SKIP or (has and hides(tag))):
            skipped, begun, texts = 1, k + 1, []
    return _chinese("".join(seen)), dark


def is_prose(text: str) -> bool:
    """Whether hidden text is long enough, and has marks enough, to be an article."""
    if len(text) < MUCH:
        return False
    size = _chinese(text)
    return size >= MUCH and len(_PROSE().findall(text)) * 60 >= size


def _chinese(text: str) -> int:
    return sum(map(len, _HAN().findall(text)))
