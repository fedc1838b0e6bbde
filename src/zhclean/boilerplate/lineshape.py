"""Lines that are no furniture by themselves: short ones, titles, introductions, the rows of a table."""

from __future__ import annotations

from collections import Counter

from ..patterns import lazy

INTRODUCTION = 8
"""Characters of the shortest line that introduces what stands below it."""

_SENTENCE = "。；，、;,:：”’」』"
_STOPS = lazy(r"[。！？；，,!?;…”」]|[：:](?!$)|\.$")
_SIGNED = lazy(
    r"(?:公司|[局委办处社院部厅馆校会府队所团站]|中心|编辑部|\d日|[一二三四五六七八九十]日|[年月]|\d)$"
)
_NUMBERED = lazy(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、.．]|第.{1,4}[条章节]|附")
_LEADS = lazy(
    r"(?:有|是|[为為]|如|如下|包括|包含|[写寫]着?|[写寫]道|[显顯]示|[个個条條种種类類项項点點])[：:]$"
)


def introduces(line: str) -> bool:
    """Whether a sentence of the article leads to what stands below it."""
    line = line.rstrip()
    end = len(line)
    return end >= INTRODUCTION and line[-1] in "：:" and bool(_LEADS().search(line, end - 4))


def weak(line: str) -> bool:
    """Whether a line is too short to be judged, and neither sentence nor item nor signature."""
    line = line.strip()
    if len(line) > 24 or _STOPS().search(line) or _NUMBERED().match(line) or introduces(line):
        return False
    return _SIGNED().search(line) is None


def title(line: str) -> bool:
    """Whether a line may be the title of something linked to: short, and no sentence."""
    return len(line) <= 40 and line[-1] not in _SENTENCE and "。" not in line


# What forums say of an author beside his post, one word and one number a line.
_STATISTIC = lazy(
    r"(?:[威聲声]望|金[钱錢币幣]|[铜銅银銀]币|[贡貢][献獻][值度]?|[积積]分|主[题題]|[帖貼]子|回[帖貼]|精[华華]|好友|[听聽][众眾]"
    r"|[阅閱][读讀][权權]限|在[线線上][时時][间間]|[注註][册冊][时時][间間]|最[后後]登[录錄入]|UID|版主|新手上路|[发發]消息|加好友"
    r"|超[级級]版主|管理[员員]|(?:[金银铜]牌|高[级級]|中[级級]|初[级級]|注[册冊])[会會][员員]|QQ)"
)
_NUMBER = lazy(r"-?\d{1,9}(?: ?(?:点|點|枚|小时|小時))?|\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d\d)?")
_STATISTICS = 4  # different words of them that make a panel


def panels(lines: list[str]) -> list[int]:
    """Find the lines of the panels in which a forum tells of its authors.

    Words alone or with their number; a rank of one short word may stand between two of them.
    """
    found: list[int] = []
    run: list[int] = []
    words: set[str] = set()
    rank = -1
    for i, line in enumerate((*lines, "。")):
        said = line.strip()
        if not said:
            continue
        word = _STATISTIC().match(said)
        if word and (
            word.end() == len(said) or _NUMBER().fullmatch(said[word.end() :].strip(" :："))
        ):
            run += [i] if rank < 0 else [rank, i]
            words.add(word[0])
        elif _NUMBER().fullmatch(said):
            run += [i] if rank < 0 else [rank, i]
        elif run and rank < 0 and len(said) <= 4 and said.isalpha():
            rank = i
            continue
        else:
            found += run if len(words) >= _STATISTICS else ()
            run, words = [], set()
        rank = -1
    return found


def tabular(text: str) -> bool:
    """Whether most lines are rows of a table, with as many tabs each: words of a list, not of a bar."""
    lines = [line.strip() for line in text.split("\n")]
    tabs = Counter(line.count("\t") for line in lines if line)
    del tabs[0]
    return sum(tabs.values()) > 3 and max(tabs.values()) * 2 > sum(map(bool, lines))
