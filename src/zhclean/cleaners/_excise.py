"""Take spans out of a text, with their line where nothing else stands on it."""

from __future__ import annotations

from collections.abc import Iterable

from ..edits import Found


def excised(text: str, spans: Iterable[tuple[int, int]]) -> list[Found]:
    """Return the edits that remove ``spans`` (sorted or not; those that overlap are merged).

    Spans with only blanks between them count as one. At the head of a line the blanks behind go
    too, at its end those before; in its midst the text on both sides is left as it stands.
    """
    result: list[Found] = []
    size = len(text)
    for start, end in _gathered(text, spans):
        if end < size and text[end] == "\n" and (not start or text[start - 1] == "\n"):
            result.append((start, end + 1, ""))  # a whole line, as most are
            continue
        left = start
        while left and text[left - 1] in " \t\u3000":
            left -= 1
        right = end
        while right < size and text[right] in " \t\u3000\r":
            right += 1
        opens = left == 0 or text[left - 1] == "\n"
        closes = right == size or text[right] == "\n"
        if opens and closes:
            result.append(whole_line(text, left, right, result[-1][1] if result else 0))
        elif opens:
            result.append((start, right, ""))
        elif closes:
            result.append((left, end, ""))
        else:
            result.append((start, end, ""))
    return result


def whole_line(text: str, start: int, end: int, taken: int = 0) -> Found:
    """Remove a line from its first character to its line end, or, at the text's end, the one before.

    Nothing before ``taken`` is touched: another edit has it.
    """
    if end < len(text):
        return start, end + 1, ""
    if start > taken and text[start - 1] == "\n":
        start -= 2 if start > taken + 1 and text.startswith("\r\n", start - 2) else 1
    return start, end, ""


def _gathered(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    gathered: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if gathered:
            before = gathered[-1]
            if start <= before[1] or (
                text[before[1]] in " \t\u3000" and not text[before[1] : start].strip(" \t\u3000")
            ):
                gathered[-1] = (before[0], max(before[1], end))
                continue
        gathered.append((start, end))
    return gathered
