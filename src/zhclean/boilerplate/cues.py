"""The cheap question before page furniture is looked for: does anything near an end speak of it?

A cue is a word that shapes of ``tables/boilerplate.tsv`` hold. The search stands on the rarest
character of a cue (its pivot) and looks around from there, so that text without page furniture
costs a scan for one character class. Furniture whose words are all common is found only beside
furniture that has a cue; a test counts the witnesses without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ..patterns import lazy

HEAD = 60
TAIL = 80
"""Characters at the ends of a text in which a cue is looked for, in every text: each costs 9 ns."""

PIVOT = "剩"
_EXPAND = lazy(rf"{PIVOT}[余餘馀]\s?(?:\d{{1,3}}\s?[%％]|全文|[内內]容)")
"""What an expand call holds, the one shape that is looked for anywhere in any text."""

_CUES = """
：=专栏：;位置：;來源：;來自：;关键词：;分类：;分類：;声明：;字体：;审核：;專欄：;日期：;时间：;来源：;来自：;查看：;栏目：;源于：;申明：;聲明： 构=不构成;不构成任;您构成 字=字級;字级;字號;蓝字;藍字;關鍵字： 议=建议使用1 报=举报;关报道;多报道;报料:;报料： 医=代替医;就医 版=版权;版权声;版权所;版權;版權所
:=专栏:;位置:;來源:;來自:;关键词:;分类:;分類:;声明:;字体:;审核:;日期:;时间:;来源:;来自:;查看:;栏目:;申明:;聲明: 创=博主原创;原创 场=台立场;场无关;本立场;的立场;立场无关;嗅立场 海=生成海 负=责任自负;风险自负 間=QQ空間;時間:;時間：;更新時間 集=合集_;合集下载 转=不得转;把_转发;请勿转;转发;转发到;转发给;转载须 投=不构成投;投币;据此投
联=与我们联;联系我们 布=信息发布平;发布于;发布于:;发布于：;发布时间;布日期;息发布传;發布於;發布時間 站=与本站;信站:;信站：;本站注;本站立场;网站地;與本站 台=后台回;後台回 视=图片或视;视力保;视觉中 编=(编辑:;[编辑;【编辑;编_辑:;编_辑：;编辑:;编辑_|;编辑|;编辑于;编辑：;编辑｜;责_编;责任编辑;责编;邮编;（编辑： 采=被采
题=上一主题;下一主题;主题由;原标题;题图来 气=人气(;人气： 章=上一章:;上一章_;上一章：;下一章_;关文章;文章標;本章完;本章未;章關鍵;門文章;關文章;门文章;a的文章;A的文章;者最新文章 校=校对;校對 考=作参考用;作參考用 星=星标;星標 备=P备;备案;网安备 免=免責;免责 办=主办:;主办单;主办： 担=风险自担
客=d客户端;e客户端;”客户端;客户端下;客户端查;系客服反;系客服, 注=即注册;关注”;关注作;关注公;关注吧;关注官;关注我;关注支;关注本;关注！;加关注;本网注;点关注;编者注;请注明;關注我;马上注册 载=下载网;加载失;加载更;即下载;转载;载APP;载本文;载自;载请;载资源;P下载 究=必究 微=关注微;到微信;到微博;微信:;微信_;微信：;微博_;方微信;方微博
识=标识码;识管理 印=【打印;列印;打印_关;打印本;打印此;_列印;善列印 获=获取中 留=区留言;后台留;留言(0;留言区;留言给 住=記住本;记住本;记住网址;記住網址 登=登录/;登录后;登录才;登錄後;登入後;登入后 维=二维码 操=据此操作 首=設為首;设为首;返回首 享=分享出去;分享到;分享給;分享给更;分享至;知识共享 普=科普使 議=建議使用I 号=众号;公号;字号
鼓=您的鼓;的鼓励;鼓励我 構=不構成 属=属地 评=暂无评;条评论;添加评;网友评;评论区;发表评论;网友评论 屬=屬地 侵=侵删;侵刪;侵权必;侵权联;侵权请;侵权，;侵權;如有侵;涉及侵;若侵权 圖=圖/;圖源;圖片或視 络=于网络;源网络;自网络 該=只看該 连=一键三连 編=【編輯;編者按;編輯:;編輯於;編輯：;責任編輯;責編
页=下一页;刷新页;回首页;尾页;末页;页码:;首页;回上一页;页数:;页数： 群=交流群;微信群;读者群 轉=不得轉;詳情見轉;請勿轉;謝絕轉;轉發;轉貼 友=加入好友;朋友圈;LINE好友 連=三連 待=未完待 辦=主辦單 篇=上一篇;下一篇 击=点击数;点击量 纠=纠错 報=多報導;舉報;媒報導;網報導;關報導 沙=沙发_ 題=原標題;題圖來
網=於網路;本網注;本網站立;網友回;網安;網站地;自網路 z=Discuz 仅=仅代表;仅供;仅部分预 擊=點擊數 签=入书签;文章标签;标签:;标签：;签到;时标签不 阅=人阅读;关阅读;展开阅;已阅读;往下阅;计阅读;阅读原;阅读数;阅读量;阅【;阅电子;点阅:;点阅：;阅读_1;阅读_2;阅读_3;阅读_4;阅读_5;阅读_6;阅读_7;阅读_8;阅读_9
藏=收藏_;收藏本;轉藏;转藏;藏人数 均=均由用户 储=信息存储;存储行状 默=默认排序 归=权归;版权归;著作权归 乎=知乎,;知乎， 載=即下載;載APP;載自;轉載;P下載 授=已获授;授权发;授權發;获授权 走=防走失 余=余额_;余额无;余额是 私=隐私权规;隱私權規 維=二維碼 Y=BY-NC;BY-SA;CC_BY 氣=人氣( >=>>正文;>_正文;>正文;民网> 屋=小黑屋
址=文章地址;文網址;文网址;本文地址 歸=權歸;版權歸;著作權歸 彩=多精彩;彩内容;期精彩 浏=分辨率浏;无障碍浏;最佳浏览;浏览:;浏览次;浏览量;浏览：;被浏览 創=創用CC 僅=僅代表;僅供 頁=下一頁;回首頁;尾頁;頁碼:;首頁;回上一頁 疑=疑似由 +=A+ 热=热评;热门推;热门新闻 购=无法直接购 眾=眾號 闭=关闭窗;[关闭] 迷=不迷路 飲=飲酒過 顾=彩回顾;期回顾
闻=关新闻;多新闻;机看新闻 趣=能感兴趣 猜=猜你喜 拟=虚拟货币 讀=讀原文 聞=多新聞;關新聞;機看新聞;存新聞 触=轻触 链=[复制链;固定链;文链接:;文链接： 覺=視覺中 倒=倒序 楼=楼主;楼主_;部楼层 抵=抵扣 識=識碼 讨=区讨论 荐=关推荐;彩推荐;推荐_;推荐文章于;推荐票;推荐阅读;朋友推荐;期推荐;门推荐;推荐文章 顶=置顶;返回顶;顶一;顶一下;回到顶 閉=關閉視;[關閉]
饮=饮酒过 扫=扫一扫;扫码 剧=剧透 跳=跳到主 註=請註明;馬上註冊 險=風險自 丝=粉丝团 谢=感谢您的;感谢阅;谢绝转 |=作者|;文|;来源|;登录_|;|_帮助中 稿=关稿件 閱=人閱讀;往下閱;推薦閱讀;繼續閱讀;閱讀原;關閱讀;閱【;閱電子;點閱:;點閱：;閱讀_1;閱讀_2;閱讀_3;閱讀_4;閱讀_5;閱讀_6;閱讀_7;閱讀_8;閱讀_9 評=條評論;評論區 赏=打赏
獎=中獎 虛=虛擬货币 佈=佈日期;信息發佈;發佈於;發佈時間 籤=文章標籤;書籤;標籤:;標籤： 頂=置頂;回到頂 诊=诊断、 絲=粉絲團;粉絲專 繫=聯繫我們 掃=掃一掃;掃碼 帖=回帖;本帖;本帖最 赞=人赞同;按赞;点赞;点赞_;赞(;赞同_;赞同了;赞同于 賞=打賞 梯=电梯直 慎=慎！ 瀏=最佳瀏覽;瀏覽次 撰=撰文 觸=輕觸 絡=於網絡;聯絡我們 狐=搜狐,;搜狐，
谨=谨慎参;需谨慎;須谨;须谨慎 踩=踩一;踩一下 ／=文／ 贊=點贊 】=关闭】;反馈】;大】;大】_;小】;打印】;收藏】;明】;看更多】;【关闭】;【關閉】 糾=糾錯 讚=按讚;點讚 昵=昵称 嘱=遵医嘱 ©=© 痞=痞客 ¥=¥ P=APP;Processed v=vides_info;ghts_reserved;ghts_Reserved 盗=盗用 盜=盜用 珍=珍惜生
丨=作者丨;來源丨;图丨;文丨;来源丨;源丨;编辑丨;辑丨 ｜=作者｜;文｜;来源｜ 全=看全文;读全文;讀全文;开全文;示全文;起全文;開全文 鏈=[複製鏈 馆=馆藏:;馆藏：;书馆用户 館=館藏： 樓=部樓層 档=文档到;文档大;文档序;文档格;文档简;文档编;文档页;本文档;该文档总 檔=本文檔;該文檔總 隐=件隐藏;接隐藏;片隐藏 隱=接隱藏;片隱藏 弹=无弹窗 彈=無彈窗
秒=秒记住;秒钟记 访=客访问;访问:;访问： 陆=登陆后 薦=推薦文章於;推薦文章 该=看该作 T=送TA礼 備=P備 证=P证 审=一_审;一审:;一审：;三_审;三审:;三审：;二审：;审_核;终审:;终审：;编审:;编审： y=yright 忘=忘了关注本;忘了收藏本;忘了關 退=/退订 醒=提醒您:;提醒您： 聽=聽新聞 听=听新闻 頻=頻道_24 熱=熱門新聞
點=點我看更 想=也想看 蹤=追蹤我們 踪=追踪我们 睇=睇更多 捷=快捷下载;快捷下載 V=入VIP;亚洲AV 馈=权反馈 甄=甄别文档;甄別文檔 /=/共;/_共 久=久精品 喜=的人还喜 附=附件下载 N=_END_  栏=于专栏
"""
# A word of a counter, and a number behind it.
_COUNTERS = "览覽击擊讚赞氣藏"
_NUMBER = r"[次数數量]?\s?[:：(（]?\s?\d"


@cache
def cues() -> dict[str, tuple[str, ...]]:
    """The cues by the character the search stands on; ``_`` in a cue is white space.

    Characters that genuine text holds most come first: the search tries them in this order.
    """
    pairs = (group.split("=") for group in _CUES.split())
    return {pivot: tuple(listed.split(";")) for pivot, listed in pairs}


@cache
def pattern() -> re.Pattern[str]:
    """The search for a cue: a branch for each pivot, what stands around it behind."""
    return _compiled(_parts())


# What longer lines of furniture hold beside the cues: too common to be looked for in every text.
_LIKES = "知识档案 小编 小編 轻点两 輕點兩 注明出 註明出 不代表 异议 異議 投诉 投訴 个赞 個讚 個贊 浏览 瀏覽 客户端 客戶端 转贴 轉貼 没有账号 没有帐号 沒有帳號 尽在 盡在 提醒您 关心您 關心您 赞赏 第一个 版本过低 隐藏内容 再走吧 不保证 保持中立 参考 參考 求收藏 粉丝团 粉絲團 App， App, Notice"


@cache
def of_lines() -> re.Pattern[str]:
    """The search for a cue, or what is like one, in a line that reads like a sentence."""
    likes = _LIKES.split()
    return _compiled(
        _parts() + [("", x[0], x[1:]) if x.isascii() else (x[:-1], x[-1], "") for x in likes]
    )


def _parts() -> list[tuple[str, str, str]]:
    """Give what stands before the pivot of each cue, the pivot, and what stands behind it."""
    return [(*cue.partition(pivot),) for pivot, listed in cues().items() for cue in listed]


_GROUP = 40


def _compiled(parts: list[tuple[str, str, str]]) -> re.Pattern[str]:
    """Compile what stands around the pivots, behind classes that turn most pivots away.

    The first is that of the pivots, the second that of their neighbours; then come groups of pivots
    behind a class each, or a pivot would be held against every branch.
    """
    around = {pivot: {_NUMBER} for pivot in _COUNTERS}
    before: set[str] = set()
    behind = set("次数數量_:：(（")
    alone: set[str] = set()
    for head, pivot, tail in parts:
        shape = (f"(?<={_escaped(head)}{re.escape(pivot)})" if head else "") + _escaped(tail)
        around.setdefault(pivot, set()).add(shape)
        (behind if tail else before if head else alone).add(tail[:1] or head[-1:] or pivot)
    groups: list[str] = []
    pivots = list(around)
    for k in range(0, len(pivots), _GROUP):
        group = pivots[k : k + _GROUP]
        branches = (f"{re.escape(c)}(?:{'|'.join(sorted(around[c]))})" for c in group)
        groups.append(f"(?=[{_class(group)}])(?:{'|'.join(branches)})")
    # Each class has taken a character: a step back, and the branch looks at the pivot again.
    return re.compile(
        rf"[{_class(pivots)}](?:(?=[{_class(behind)}\d])|(?<=[{_class(before)}].)|(?<=[{_class(alone)}]))"
        rf"(?<=(?={'|'.join(groups)}).)"
    )


def _class(characters: Iterable[str]) -> str:
    return "".join(_escaped(c) for c in sorted(set(characters)))


def _escaped(cue: str) -> str:
    return re.escape(cue).replace("_", r"\s")


def places(text: str) -> Iterator[int]:
    """Where cues stand near the ends, in order."""
    finditer, size = pattern().finditer, len(text)
    if size > HEAD + TAIL:
        for m in finditer(text, 0, HEAD):
            yield m.start()
    for m in finditer(text, size - TAIL if size > HEAD + TAIL else 0):
        yield m.start()


def expands(text: str) -> bool:
    """Whether words of an expand call stand anywhere."""
    return _EXPAND().search(text) is not None


def anywhere(text: str) -> Iterator[int]:
    """Where words of an expand call stand."""
    if PIVOT in text:
        yield from (m.start() for m in _EXPAND().finditer(text))
