"""What readings in a single-byte encoding cost: Latin, Cyrillic, Greek, Hebrew, Arabic, Thai.

Such a codec reads any bytes, so all of them are compared, and only where no East Asian reading is
plausible. The model of plausibility knows a dozen European languages; for others the letters'
usual frequency stands in. A letter of another script within a word, a capital behind a small
letter and a sign between letters are what wrong readings are full of.
"""

from __future__ import annotations

import functools
import re
from collections import Counter

from ..patterns import lazy
from . import plausibility

# Codecs by what they are handicapped by: rarer ones must be better.
HANDICAPS = {
    "cp1252": 2, "cp1251": 6, "cp1250": 6, "koi8_r": 6, "cp1253": 6, "cp1254": 6, "mac_roman": 8,
    "koi8_u": 8, "iso8859_2": 8, "iso8859_5": 10, "cp866": 10, "iso8859_7": 14, "cp1257": 12,
    "cp1255": 16, "cp1256": 16, "cp1258": 16, "cp874": 24, "iso8859_6": 24, "mac_cyrillic": 40,
    "cp850": 20, "cp852": 20,
}  # fmt: skip

# Letters of languages that the model does not know, by the bits that they cost.
_LETTERS = {
    5: "іаиоинеויהאאלاليนารอก",
    6: "їתרבמשםнтврсدمورتنبงเมยลวดทสต\u0e48\u0e49\u0e31\u0e34\u0e35",
    7: "єкנעחדקפטןةعسهفقأحكคปจหพบขใไแโ\u0e37\u0e38\u0e39\u0e36\u0e47",
    8: "ґјљњђסגזכץךצףجشصخإىطذضزءئظغثؤآชถผณษซศภธ\u0e33\u0e30\u0e4c",
    9.75: "ўџћѓќฟฉญฐฎฏฒฬฮฆฑฌฝๆฯ\u0300\u0301\u0303\u0309\u0323",
    8.25: "ΆΈΉΊΌΎΏ",
    9: "ışğİŞĞşšŽžăţâîȘȚ©®°±·«»“”‘’–—…•£€§¿¡²³½×",
    9.25: "āēūīļņģķėįų",
    9.5: "õäöüþðěňľť",
    10: "đơưőű",
    13: "ï",
}
_MARK = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_LEAD = "\u0e40-\u0e44"
_WRONG = lazy(
    # A capital behind a small letter, though not in ASCII.
    "(?<=[a-zß-ÿа-яёα-ωά-ώ])[À-ÖØ-ÞА-ЯЁΑ-ΩЄІЇҐ]"
    # Letters of two scripts.
    "|(?<=[A-Za-zÀ-\u024f])[\u0370-\u0e7f]|(?<=[\u0370-\u03ff])[A-Za-z\u00c0-\u024f\u0400-\u0e7f]"
    "|(?<=[\u0400-\u04ff])[A-Za-z\u00c0-\u03ff\u0500-\u0e7f]|(?<=[\u05d0-\u05ea])[A-Za-z\u00c0-\u04ff\u0600-\u0e7f]"
    "|(?<=[\u0620-\u064a])[A-Za-z\u00c0-\u05ff\u0e00-\u0e7f]|(?<=[\u0e00-\u0e7f])[A-Za-z\u00c0-\u064a]"
    "|(?<![^\\W\\d_])[¶’](?=[α-ωά-ώ])"
    # No Turkish word begins with it.
    "|(?<![^\\W\\d_])[ğĞ]"
    # A sign between letters, or a mark that stands on nothing.
    "|(?<=[^\\W\\d_])[\u0080-\u00a9\u00ab-\u00b4\u00b6\u00b8\u00b9\u00bb-\u00bf×÷\u2500-\u25ff]"
    f"|(?<![\u0e01-\u0e2e{_MARK}])[{_MARK}]|[{_LEAD}](?![\u0e01-\u0e2e])"
    "|(?<![^\\W\\d_])[\u05d0-\u05ea\u0620-\u064a\u0e01-\u0e2e](?![^\\W\\d_])"
    "|(?<![aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ])[\u0300\u0301\u0303\u0309\u0323]"
)
_PENALTY = 8
# Words in ASCII that tell languages in Latin letters, by the codecs these languages are written in.
_TELLING = {
    ("cp1252", "mac_roman", "cp850"): (
        "the of and le les et des une est pas pour que qui dans du der die und das ist nicht ein mit "
        "el los las por il di che non del sono um uma os em det och att som av og er ikke het een"
    ),
    ("cp1250", "iso8859_2", "cp852"): (
        "nie jest oraz aby byl jsem proto ze jako jak ale ktery ez egy hogy nem van meg volt csak mint az "
        "jsou nebo tak jeho ako alebo koji kako sam smo"
    ),
    ("cp1254",): "bir ve bu ile olan olarak daha sonra kadar ama gibi bunu her ve kendi",
    ("cp1257",): "ir kad yra kaip bet nuo buvo dar tai su un kas lai ar tika bija",
    ("cp1258",): "trong khi theo nhau hay xem thi anh em ra kinh trang tin cho khoa nay",
}
# Letters beyond ASCII of languages in Latin letters: a reading is in one of them.
_ALPHABETS = (
    "àâæçéèêëîïôœùûü", "äöüß", "áéíñóúü", "áâãàçéêíóôõú", "àèéìíîòóù", "åäöé", "æøåé", "éëïóöüèáê",
    "àçéèíïóòúü", "áðéíóúýþæö", "ąćęłńóśźż", "áčďéěíňóřšťúůý\u017eäľĺôŕ", "áéíóöőúüű", "ăâîșțşţ", "čćđšž",
    "çğıöşüâîûi\u0307", "ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž", "ĉĝĥĵŝŭ",
    "àáâãăèéêìíòóôõùúýđĩũơư",
)  # fmt: skip
_FOREIGN = 7  # bits that a letter of another one costs
# A letter of another script that is a word: Italian has such words, and they are no Russian.
_OTHER = lazy(r"(?<![^\W\d_])[^\W\d_a-zA-Z\u00aa-\u024f](?![^\W\d_])")
_ELSEWHERE = 8  # bits that such a letter costs in a text that is Latin
_TOLD = 4  # bits for each of them, and how many count
_MOST = 6
_ENDS = lazy("[ךםןףץةى](?=[א-תء-ي])")  # letters that only end words
_ASCII = bytes(range(0x80))
_LATIN = lazy("[ß-öø-\u024f]")
_WORD = rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*"


@functools.cache
def _letters() -> dict[str, float]:
    return {c: bits for bits, letters in _LETTERS.items() for c in letters}


@functools.cache
def _telling() -> dict[str, tuple[str, ...]]:
    return {word: codecs for codecs, words in _TELLING.items() for word in words.split()}


def _told(sample: bytes) -> dict[str, int]:
    """Return how many words there are of languages that codecs are for, by codec."""
    told: dict[str, int] = {}
    for word in re.findall(r"(?<![^ ])[a-z]+(?![^ .,;:])", sample.decode("latin-1").lower()):
        for codec in _telling().get(word, ()):
            told[codec] = min(_MOST, told.get(codec, 0) + 1)
    return told


def words(sample: bytes) -> bytes:
    """Return the words of ``sample`` that are not all ASCII."""
    return b" ".join(re.findall(_WORD, sample))


def bits(text: str) -> float:
    """Return what a reading of ``words`` costs."""
    letter = _letters().get
    costs = zip(text, plausibility.costs(text), strict=True)
    total = sum(cost if c < "\x80" else min(cost, letter(c, 99)) for c, cost in costs)
    letters = Counter(_LATIN().findall(text.lower()))
    if letters:
        total += _FOREIGN * min(
            sum(n for c, n in letters.items() if c not in known) for known in _ALPHABETS
        )
    wrong = sum(1 for _ in _WRONG().finditer(text)) + sum(1 for _ in _ENDS().finditer(text))
    return total + _PENALTY * wrong


def readings(sample: bytes) -> list[tuple[float, str]]:
    """Return (bits, codec) of every single-byte reading of ``sample``, equal ones but once."""
    kept = words(sample)
    plain = 5 * (len(sample) - len(kept))
    told = _told(sample)
    latin = 5 * len(sample.translate(None, _ASCII)) < len(sample)
    seen: set[str] = set()
    found: list[tuple[float, str]] = []
    for codec, handicap in HANDICAPS.items():
        text = kept.decode(codec, "replace")
        if text not in seen:
            seen.add(text)
            lost = 24 * text.count("\ufffd")
            known = _TOLD * told.get(codec, 0)
            cost = bits(text) + lost + plain + handicap - known
            if latin:
                cost += _ELSEWHERE * sum(1 for _ in _OTHER().finditer(text))
            found.append((cost, codec))
    return found
