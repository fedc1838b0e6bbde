"""One mark judged by its neighbours, and where they are no Chinese by the clause around it."""

from __future__ import annotations

from ..patterns import lazy
from ._marks import CHINESE, CLASS, DIGIT, END, ENDS, HAN, LATIN, MARK, OTHER, QUOTE, SPACE, Habits

_REACH = 80
_STOPS = frozenset("。！？!?；;：:\n\r\u2028\u2029\x0b\x0c\x85|\t\0")
_OPENING = frozenset("“‘「『《〈【（(")
_CLOSING = frozenset("”’」』》〉】）)")
_BESIDE = frozenset((CHINESE, QUOTE, MARK))
_SHIFTED = lazy(f"[。、](?![{ENDS}])|[a-zü]{{0,5}}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ][a-z]{{0,3}} ?\\)")
_THOUSANDS = lazy("[0-9]{3}(?![0-9])")
_WORD = lazy(f"[A-Za-z]+|([{HAN}])")


def judge_mark(text: str, i: int, j: int, left: int, right: int, habits: Habits) -> int:
    """Judge the mark (or run of marks) ``text[i:j]``: 0 leave, 1 likely, 2 certain.

    ``text`` begins and ends with a line end, so that every mark has neighbours.
    """
    wide = habits["wide"]
    mark = text[i]
    if (left == DIGIT and right == DIGIT) or text[i - 1] == "\\":
        return 0
    if j - i > 1 and mark in ":," and "::" in text[i:j]:
        return 0  # a path in a language: std::vec
    if text[j] == "[" and text[j - 1] == "!":
        return 0  # a Markdown image
    if mark == ":" and left in (LATIN, OTHER) and _in_link(text, i):
        return 0
    if mark == ";" and (_is_entity(text, i) or (right == SPACE and _is_statement(text, i))):
        return 0
    if mark in ":;" and text[j] in "/\\)(DPp-" and _is_emoticon(text, j):
        return 0
    if wide and mark != "," and text[j] == '"' and CLASS[text[j + 1]] == END:
        right = QUOTE  # it closes a quotation, and will be curled
    if text[j - 1] == "?" and _SHIFTED().match(text, j):
        return 0  # what is left of a shifted byte: 黑嘴?yú)
    if left == SPACE:
        return _between_blanks(text, i, j, mark, right, habits) if wide else 0
    if left == END:
        return 1 if wide and right == CHINESE and mark in ",;" else 0
    if left in _BESIDE and right in _BESIDE:
        if (text[i - 1] in _OPENING and text[j] in _CLOSING) and (mark != "," or text[j] != "）"):
            return 0  # the mark itself is spoken of: “,”
        if CHINESE in (left, right):
            return 2
        return 1 if is_chinese_around(text, i) else 0
    if left == CHINESE:
        return _after_chinese(text, i, j, mark, right)
    if right == CHINESE:
        if mark != ":" and left == OTHER and text[i - 1] in ")]`*%>℃°\"'":
            return 2
        if mark in ":!" or left == OTHER:  # name:值, println!宏
            return 1 if wide else 0
        return 2
    return 1 if wide and _in_chinese_clause(text, i, j, left, right, habits) else 0


def _after_chinese(text: str, i: int, j: int, mark: str, right: int) -> int:
    """Judge a mark with Chinese before it and neither Chinese nor a full-width mark behind it."""
    if right == END:
        return 2
    if right == SPACE:
        after = _class_behind(text, j)
        if mark == ":" and _is_prose(text, i):
            return 2
        if after in (CHINESE, QUOTE, END):
            return 1 if mark == ":" else 2
        return 1 if mark == ":" or is_chinese_around(text, i) else 0
    if right in (LATIN, DIGIT):
        return 1 if (mark == ":" and right == DIGIT) or mark == "!" else 2
    return 1


def _is_prose(text: str, i: int) -> bool:
    """Whether marks stand before ``i`` in its line: a ``key: value`` has none before its colon."""
    start = max(text.rfind("\n", max(0, i - 200), i), i - 200, 0)
    return any(mark in text[start:i] for mark in "，。；！？、")


def _between_blanks(text: str, i: int, j: int, mark: str, right: int, habits: Habits) -> int:
    """Judge a mark with a blank before it, between words set apart by blanks."""
    k = i - 1
    while k > i - 4 and CLASS[text[k]] == SPACE:
        k -= 1
    before = CLASS[text[k]]
    if right == CHINESE:
        return 1 if text[k] not in ":;,!?" else 0
    behind = _class_behind(text, j) if right == SPACE else right
    if before == behind == QUOTE:
        return 0  # the mark itself is spoken of: ” ? ”
    if behind == END and mark not in ",;" and before in (LATIN, DIGIT, MARK):
        return 1 if _chinese_before(text, i) else 0
    if before not in (CHINESE, QUOTE) or behind not in (CHINESE, QUOTE, END, MARK):
        return 0
    if mark != "," and not habits["apart"] and behind == CHINESE:
        return int(habits["loose"] and text[i:j] in ("?!", "!?"))  # 使用 ? 运算符
    return 2 if mark == "," and before == behind == CHINESE and k == i - 2 else 1


def _class_behind(text: str, i: int) -> int:
    """The class of the first character from ``i`` on that is no blank."""
    for k in range(i, min(i + 8, len(text))):
        found = CLASS[text[k]]
        if found != SPACE:
            return found
    return SPACE


def _is_entity(text: str, i: int) -> bool:
    start = text.rfind("&", max(0, i - 10), i)
    return start >= 0 and text[start + 1 : i].strip("#").isalnum() and text[start + 1 : i].isascii()


def _is_statement(text: str, i: int) -> bool:
    """Whether the ASCII before the semicolon at ``i`` is a statement of a program: let y = 6;."""
    start = i
    while start > max(0, i - 40) and "\n" < text[start - 1] < "\x7f":
        start -= 1
    return "=" in text[start:i] or "()" in text[start:i]


def _is_emoticon(text: str, j: int) -> bool:
    following = text[j]
    if following == ")":
        line = max(text.rfind("\n", max(0, j - 200), j) + 1, j - 200, 0)
        return text.count("(", line, j) <= text.count(")", line, j)
    if following == "(":
        end = text.find("\n", j, j + 200)
        return ")" not in text[j + 1 : end if end >= 0 else j + 200]
    if following in "DPp":
        return CLASS[text[j + 1]] not in (LATIN, DIGIT) if j + 1 < len(text) else True
    if following == "-":
        return text[j + 1 : j + 2] in ("(", ")", "D", "P")
    return True


def is_chinese_around(text: str, i: int, weight: int = 1) -> bool:
    """Whether Chinese characters, times ``weight``, outnumber Latin words around ``i`` in its line."""
    start = max(text.rfind("\n", max(0, i - 40), i) + 1, i - 40, 0)
    end = text.find("\n", i, i + 40)
    words = _WORD().findall(text, start, end if end >= 0 else i + 40)
    latin = words.count("")
    return (len(words) - latin) * weight > latin


def _chinese_before(text: str, i: int, stops: frozenset[str] = _STOPS) -> bool:
    """Whether the clause that leads up to ``i`` holds Chinese."""
    depth = 0
    for k in range(i - 1, max(-1, i - _REACH), -1):
        char = text[k]
        if CLASS[char] == CHINESE:
            return True
        if char in stops:
            return False
        if char in _CLOSING:
            depth += 1
        elif char in _OPENING and char != "（":  # what is full width stands in Chinese
            if not depth:
                return False
            depth -= 1
    return False


def _chinese_behind(text: str, i: int, stops: frozenset[str] = _STOPS) -> bool:
    """Whether the clause that goes on from ``i`` holds Chinese."""
    depth = 0
    for k in range(i, min(len(text), i + _REACH)):
        char = text[k]
        if CLASS[char] == CHINESE:
            return True
        if char in stops:
            return False
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            if not depth:
                return False
            depth -= 1
    return False


def ends_chinese(text: str, i: int) -> bool:
    """Whether the clause that the mark at ``i`` ends is Chinese though its last word is not."""
    return _chinese_before(text, i) and is_chinese_around(text, i, 2)


_NOT_COLON = _STOPS - frozenset(":：")
_COMMAS = _STOPS | frozenset(",，、")


def _is_numbered(text: str, i: int) -> bool:
    """Whether the number before ``i`` counts a Chinese word: 步骤2, 答案 2."""
    k = i - 1
    while k > i - 5 and CLASS[text[k]] == DIGIT:
        k -= 1
    return CLASS[text[k]] == CHINESE or (text[k] == " " and CLASS[text[k - 1]] == CHINESE)


def _is_letter(text: str, i: int) -> bool:
    """Whether a small letter stands alone, as in a formula or a pattern: {x,y}."""
    return text[i].islower() and not (text[i - 1].isalnum() or text[i + 1].isalnum())


def _in_link(text: str, i: int) -> bool:
    """Whether a colon parts the name space of a wiki's link: [[Category:地理]], [[:s:长恨歌]]."""
    start = text.rfind("[[", max(0, i - 40), i)
    return start >= 0 and text[start:i].isascii() and "]" not in text[start:i]


def _in_braces(text: str, i: int) -> bool:
    """Whether the mark at ``i`` separates what braces hold: {pre,post}inst."""
    start = text.rfind("{", max(0, i - 60), i)
    return start >= 0 and text[start:i].isascii() and "}" not in text[start:i]


_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DATED = lazy(
    f"(?:{_MONTH}\\.? [0-9]{{1,2}}(?:st|nd|rd|th)?|[0-9]{{1,2}}(?:st|nd|rd|th)? {_MONTH})\\Z"
)
_YEAR = lazy(" ?[12][0-9]{3}(?![0-9])")


def _is_date(text: str, i: int, j: int) -> bool:
    """Whether a comma stands in an English date: July 30th,1997."""
    return (
        _YEAR().match(text, j) is not None and _DATED().search(text, max(0, i - 18), i) is not None
    )


_PICTURE = lazy("[\u2600-\u27bf\U0001f300-\U0001faff]")
_AMOUNT = lazy("[0-9](?:%|℃|[a-zA-Z]{1,3})\\Z")


def _is_listed(text: str, i: int, j: int) -> bool:
    """Whether a comma stands behind an amount and before the next Chinese item: 面粉 200g, 鸡蛋."""
    return (
        text[i] == ","
        and CLASS[text[j + 1]] == CHINESE
        and _AMOUNT().search(text, max(0, i - 5), i) is not None
        and _chinese_before(text, i, _COMMAS)
    )


def closes_quotation(text: str, i: int) -> bool:
    """Whether a straight quote before ``i`` closes one in Chinese that stands in Chinese: 如"职员";"""
    if text[i - 1] != '"' or CLASS[text[i - 2]] != CHINESE:
        return False
    start = text.rfind('"', max(0, i - _REACH), i - 1)
    return start > 0 and CLASS[text[start - 1]] in (CHINESE, MARK) and "\n" not in text[start:i]


def _is_quoted(text: str, i: int, j: int) -> bool:
    """Whether a mark stands behind a quotation in Chinese and before Chinese: 的 "全景房", 正如."""
    quoted = text[i - 1] == '"' and CLASS[text[i - 2]] == CHINESE
    return quoted and CLASS[text[j + 1]] == CHINESE


def _in_chinese_clause(text: str, i: int, j: int, left: int, right: int, habits: Habits) -> bool:
    """Judge a mark with no Chinese at either side by its clause."""
    mark = text[i]
    if left == OTHER and text[i - 1] not in "%°)]*`\"'~+#" and text[i - 1].isascii():
        return False
    if mark in "!?":
        pictured = right == OTHER and _PICTURE().match(text, j) is not None
        if not pictured and right not in (END, MARK, QUOTE) and (right != SPACE or mark == "!"):
            return False
        if right == END and _chinese_before(text, i, _NOT_COLON) and is_chinese_around(text, i):
            return True
        return ends_chinese(text, i)
    if mark == ":":
        if left == DIGIT and right == SPACE:  # 步骤2: 调整
            return _is_numbered(text, i) and _class_behind(text, j) == CHINESE
        if right not in (END, QUOTE) and left != MARK:
            return False
        return ends_chinese(text, i)
    if mark == "," and _is_date(text, i, j):
        return False
    if right == SPACE:
        if habits["spaced"] and (_is_listed(text, i, j) or _is_quoted(text, i, j)):
            return True
        if habits["spaced"] or _class_behind(text, j) == QUOTE:
            return False
        if left == DIGIT and _THOUSANDS().match(text, j + 1):
            return False  # 約3, 500人
        return _chinese_before(text, i, _COMMAS) and _chinese_behind(text, j, _COMMAS)
    if right == OTHER or (mark == ";" and left == OTHER):
        return right == END and closes_quotation(text, i)
    if habits["loose"] and right != END:
        return False
    if left == right == LATIN:
        if (_is_letter(text, i - 1) and _is_letter(text, j)) or _in_braces(text, i):
            return False
    # A list behind a Chinese colon is part of its clause: 例如:React,Vue
    before = _chinese_before(text, i, _NOT_COLON)
    if right == END:
        return before
    return before or _chinese_behind(text, j)
