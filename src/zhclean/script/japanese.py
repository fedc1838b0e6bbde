"""Japanese that holds little kana or none: headlines, titles, the lines of a statute.

Its characters are shared with both scripts of Chinese (国 with the one, 務 with the other), so
that weighing them says nothing. Told by a particle between ideographs, or by a form that only
Japanese print has, in a run that holds nothing Japanese would not write.
"""

from __future__ import annotations

from ..patterns import lazy

# Forms that neither GB 2312 nor Big5 has, and that Chinese writers do not use as variants.
_FORMS = (
    "両乗仮価倹働児円処剣剤労効勧匂単厳収営囲図圏圧壌売変奨姫嬢実専対巣帰庁広廃弾従応悪懐戦払択拝拠拡挙挿掲揺摂撃"
    "撹暁暦枠検楽様権歓歯気沢涙済渉渋渓満滝焼犠猟獣県発継続総縄繊経絵聴脳臓薬蔵蛍覚観訳読譲賛転軽辺辻込"
    "逓遅郷醸釈鉄鉱銭錬関闘陥険雑霊頬顕駅駆騒験髄鶏黒黙齢団"
)
# Of them, those that names of people and places bring into Chinese text by themselves.
_NAMES = "沢滝辺広県駅関辻込匂児楽様蔵栄"
_FORM = lazy(f"[{_FORMS}]")
_PLAIN_FORM = lazy(f"[{''.join(sorted(set(_FORMS) - set(_NAMES)))}]")
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_HAN_CHARS = lazy(f"[{_HAN}々]+")
_KANA = lazy("[\u3041-\u3096\u30a1-\u30fa]")
_PARTICLE = lazy(
    f"[をにがはで](?<=[{_HAN}々」』）ァ-ヺー].)(?=[{_HAN}「『（ァ-ヺ])|の(?<=[0-9]の)(?=[0-9])"
)
_NO = lazy(f"の(?<=[{_HAN}々ァ-ヺー].)(?=[{_HAN}「『ァ-ヺ])")
# What Chinese sentences have and Japanese ones have not.
_CHINESE = lazy(
    "[是們们很這这那嗎吗呢吧你妳您她它我還还個个給给讓让沒没麼么啊，；]|[ぁ-ヺー][的是和与與也在]"
)
# Forms that modern Japanese gave up, though its standards encode them.
_OLD = lazy(
    "[乘亂亙亞來傳僞價儉兒兩劍劑勞勵勸區卻參單嚴囑國圍圓圖團墮壓壘壞壯壽奬妝學寢實寫寶將專對屆屬峽巖帶廁廢廣廳彈彎徑從恆惡惱愼慘應懷戀戰戲挾搖擇擔據擧擴攝攪敍敕敘數斷晝曉會條棧榮樂樓樞樣檢權歐歡歸殘殼毆氣沒"
    "淨淺滯滿潛澀澤濕濟濤濱濾灣燒營爐爭爲犧狹獎獨獵獸獻瓣畫當疊發盜盡眞礪祿禦禪禮稱稻穩竈竊竝絲經縣縱總繩繪繼續纔纖羣聰聲聽肅脣腦膽臟臺與舉舊艷莖萬藏藝藥處號螢蟲蠶蠻衞裝襃覺覽觀觸謠證譯譽讀變讓豐貳賣贊踐"
    "輕轉辨辭辯遙遞遲邊鄰醫釀釋錢鎭鐵鑄鑛關隨險隱雙雜靈顏顯餘騷驅驗驛體髮鬥鹽麥麪點黨齊齋齒齡]"
)


def is_japanese(run: str, quoted: bool = False) -> bool:
    """Whether a line, or what stands in brackets (``quoted``), is Japanese though it has little kana."""
    if not _is_told(run, quoted):
        return False
    return may_be_japanese(run)


def _is_told(run: str, quoted: bool) -> bool:
    if _PARTICLE().search(run):
        return True
    form = _FORM().search(run)
    if form and _KANA().search(run):
        return True
    if quoted:
        return bool(form) or _NO().search(run) is not None
    return form is not None and _PLAIN_FORM().search(run) is not None


def may_be_japanese(run: str) -> bool:
    """Whether a run holds nothing that modern Japanese does not write."""
    if _CHINESE().search(run) or _OLD().search(run):
        return False
    try:
        "".join(_HAN_CHARS().findall(run)).encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True
