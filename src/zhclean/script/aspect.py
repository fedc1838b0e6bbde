"""The aspect mark 着 that Taiwan writes 著, in text that is Simplified otherwise.

Conversion takes it with the text around it; in Simplified text 著 is a word of its own (原著, 鲁迅著),
which a converter does not tell from it. Only known verbs before it and words that begin with it
are taken.
"""

from __future__ import annotations

from ..edits import Found
from ..patterns import lazy

_HAN = "\u3400-\u9fff"
_VERBS = (
    "看想拿听跟随沿坐站走跑笑哭等睡忙急望抱背穿戴牵拉推握抓捧举挂贴躺靠围绕朝照凭趁冒顶迎陪伴含喊叫唱骂说谈问吃喝玩骑"
    "闭睁盯瞪摸揉擦烧亮活爱恨怕味有存带载飞追赶逃躲守护住留闪映露指夹翻数读念写忍熬撑扶踩踏踢挥摇晃扭垂低抬仰侧斜弯"
    "蹲跪趴倚依枕盖裹披拖拽扯挤压按掐搂挽搭扛驮提端盛装插竖立悬浮漂流淌滴冒散弥充满盼期渴思惦记挂念觉懂示着行动展变续"
)
_ASPECT = lazy(
    f"著(?<=[{_VERBS}]著)(?=[{_HAN}])(?![作者述录称名书等有于成])"
    f"|著(?<=[看拿抱捧翻读念夹带望背指]著)(?=书)"
    "|著(?<=[睡找用够管摸见猜犯]不著)(?=[^《])|著(?<=[睡找]得著)"
    f"|著(?=[急凉迷陆手重眼落装色火力床魔实慌])(?<![名显卓原论编译合遗专所新昭]著)"
)


def aspect_marks(text: str, at: int) -> list[Found]:
    """Give the 著 that are aspect marks, to be written 着; the first 著 stands ``at``."""
    is_aspect, find = _ASPECT().match, text.find
    found: list[Found] = []
    while at >= 0:  # at memory speed; a pattern would look at each character
        if is_aspect(text, at):
            found.append((at, at + 1, "着"))
        at = find("著", at + 1)
    return found
