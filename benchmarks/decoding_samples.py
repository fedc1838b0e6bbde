"""Samples for ``quality_decoding``: kinds of encodings, lengths and damage, the same every time."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

from . import material
from .decoding_texts import CODE, LOG, MORE, MORE_CODECS, TABLE

FOREIGN = {
    "ja": (
        "この文書は、日本語の文字コードを正しく判定できるかどうかを調べるために書かれたものです。",
        "今日は天気がよいので、駅まで歩いて行きました。途中で友達に会って、少し話をしました。",
        "インストールが終わったら、コンピューターを再起動してください。設定は自動的に保存されます。",
        "経済の成長とともに、都市の人口は急速に増えていった。しかし、地方では過疎化が進んでいる。",
    ),
    "ko": (
        "이 문서는 한국어 문자 인코딩을 올바르게 판별하는지 알아보기 위해 작성되었습니다.",
        "오늘은 날씨가 좋아서 역까지 걸어갔습니다. 가는 길에 친구를 만나 잠시 이야기했습니다.",
        "설치가 끝나면 컴퓨터를 다시 시작하십시오. 설정은 자동으로 저장됩니다.",
        "경제가 성장하면서 도시의 인구는 빠르게 늘어났다. 그러나 지방에서는 인구가 줄고 있다.",
    ),
    "ru": (
        "Этот документ написан для проверки того, правильно ли определяется кодировка текста.",
        "Сегодня хорошая погода, поэтому мы пошли на вокзал пешком и встретили по дороге друзей.",
        "После завершения установки перезагрузите компьютер. Настройки сохраняются автоматически.",
    ),
    "fr": (
        "Ce document a été écrit pour vérifier si l'encodage des caractères accentués est reconnu.",
        "Aujourd'hui il fait très beau, nous sommes allés à pied jusqu'à la gare, où l'été s'achève.",
        "Après l'installation, redémarrez l'ordinateur : les paramètres sont enregistrés à la fermeture.",
    ),
    "de": (
        "Dieses Dokument wurde geschrieben, um zu prüfen, ob Umlaute und ß richtig erkannt werden.",
        "Heute ist schönes Wetter, darum gingen wir zu Fuß zum Bahnhof und grüßten unterwegs Freunde.",
        "Nach der Installation müssen Sie den Rechner neu starten; die Änderungen werden übernommen.",
    ),
    "pl": (
        "Ten dokument został napisany, aby sprawdzić, czy kodowanie znaków jest rozpoznawane właściwie.",
        "Dziś jest ładna pogoda, więc poszliśmy pieszo na dworzec i spotkaliśmy po drodze przyjaciół.",
    ),
}  # fmt: skip
FOREIGN_CODECS = {
    "ja": ("cp932", "euc_jp", "iso2022_jp", "utf-16-le"), "ko": ("cp949", "utf-16-le"), "ru": ("cp1251", "koi8_r"),
    "fr": ("cp1252",), "de": ("cp1252",), "pl": ("cp1250",),
}  # fmt: skip

Sample = tuple[bytes, re.Pattern[str] | str]
Maker = Callable[[random.Random], "Sample | None"]


@cache
def chinese(script: str) -> str:
    """Return much Chinese of a script: only what was kept out of the plausibility table."""
    names = {
        "hans": ("ruanyf_weekly_blog_cn", "peoples_daily_199801", "reviews_shopping_cn", "cmrc2018_wiki_cn"),
        "hant": ("drcd_wiki_tw", "taiwan_law_tw", "cantonese_sents_hk"),
    }  # fmt: skip
    texts = [material.goldens("zh-Hans" if script == "hans" else "zh-TW") or material.seeds()]
    lines = [line for article in texts[0].values() for line in article.split("\n")]
    for name in names[script]:
        if name in material.corpus_names():
            every = material.corpus(name).split("\n")
            lines += [line for k, line in enumerate(every) if k // 40 % 2][:4000]
    return "\n".join(line for line in lines if len(line) > 8)


def cut(r: random.Random, text: str, codec: str, size: int) -> str | None:
    """Take some text that the codec can write, of about ``size`` bytes; it holds Han."""
    start = r.randrange(max(1, len(text) - size))
    piece = text[start : start + size]
    kept: list[str] = []
    length = 0
    for c in piece:
        raw = c.encode(codec, "ignore")
        # Python's CP950 has kana and the like where no other Big5 has them.
        if not raw or (codec == "cp950" and b"\xc6\xa1" <= raw < b"\xc9"):
            continue
        if length + len(raw) > size:
            break
        kept.append(c)
        length += len(raw)
    found = "".join(kept).strip().encode(codec).decode(codec)
    han = sum("\u4e00" <= c <= "\u9fff" for c in found)
    return found if han >= 4 and han * 3 >= len(found) else None


def plain(script: str, codec: str, sizes: tuple[int, ...]) -> Maker:
    def make(r: random.Random) -> Sample | None:
        text = cut(r, chinese(script), codec, r.choice(sizes))
        if not text:
            return None
        data = text.encode(codec)
        # HKSCS without a character of its own is Big5 as Windows and browsers read it (A145).
        return data, data.decode("cp950" if codec == "big5hkscs" and _is_cp950(data) else codec)

    return make


def _is_cp950(data: bytes) -> bool:
    try:
        return not re.search("[\u3041-\u30ff\u0410-\u0451\u2460-\u247d]", data.decode("cp950"))
    except UnicodeDecodeError:
        return False


def few(script: str, codec: str, form: tuple[str, ...], sizes: tuple[int, ...]) -> Maker:
    """Put a little Chinese at the places of a form that is ASCII."""

    def make(r: random.Random) -> Sample | None:
        lines: list[str] = []
        for line in form * r.randint(1, 3):
            found = [_word(r, script, codec, r.choice(sizes)) for _ in range(line.count("{}"))]
            lines.append(line.format(*found))
        text = "\n".join(lines)
        return text.encode(codec), text

    return make


def _word(r: random.Random, script: str, codec: str, size: int) -> str:
    """Take a run of some Han."""
    while True:
        found = re.search(r"[\u4e00-\u9fff]{2,}", cut(r, chinese(script), codec, 120) or "")
        if found:
            return found[0][: size // 2]


def page(script: str, codec: str) -> Maker:
    """Make a page of much markup and little text, with its charset or without."""

    def make(r: random.Random) -> Sample | None:
        words = [_word(r, script, codec, 16) for _ in range(4)]
        text = cut(r, chinese(script), codec, r.choice((40, 100)))
        if not text:
            return None
        meta = f'<meta charset="{codec}">' if r.random() < 0.5 else ""
        head = f"<html><head>{meta}<title>{words[0]}</title><style>{'.a{margin:0}' * 90}</style></head>"
        links = "".join(
            f'<li><a href="/list?c={k}" class="item">{w}</a></li>\n' for k, w in enumerate(words)
        )
        whole = f"{head}\n<body><ul>{links}</ul><p>{text}</p></body></html>"
        return whole.encode(codec), whole

    return make


def foreign(language: str, codec: str) -> Maker:
    def make(r: random.Random) -> Sample | None:
        text = " ".join(r.sample(FOREIGN.get(language) or MORE[language], r.randint(1, 2)))
        return text.encode(codec, "ignore"), text.encode(codec, "ignore").decode(codec)

    return make


def broken(script: str, codec: str, most: int) -> Maker:
    """Set one to ``most`` bytes to values no character has there."""

    def make(r: random.Random) -> Sample | None:
        text = cut(r, chinese(script), codec, r.choice((200, 600, 3000)))
        if not text:
            return None
        pieces = [bytearray(c.encode(codec)) for c in text]
        hit = set(r.sample(range(len(pieces)), min(len(pieces) // 10, r.randint(1, most)) or 1))
        for k in hit:
            piece = pieces[k]
            if codec == "utf-8":
                piece[r.randrange(len(piece))] = r.choice((0xFF, 0xFE, 0xC0, 0xF8))
            else:
                piece[r.randrange(len(piece))] = r.choice((0xFF, 0x80))
        wanted = "".join("(?s:.{0,4})" if k in hit else re.escape(c) for k, c in enumerate(text))
        return b"".join(map(bytes, pieces)), re.compile(wanted)

    return make


def tail(script: str, codec: str) -> Maker:
    """Cut the last character."""

    def make(r: random.Random) -> Sample | None:
        text = cut(r, chinese(script), codec, r.choice((60, 200, 2000)))
        if not text or len(text[-1].encode(codec)) < 2:
            return None
        return text.encode(codec)[:-1], re.compile(re.escape(text[:-1]) + "(?s:.{1,2})")

    return make


def mixed(first: str, second: str, place: int = 3) -> Maker:
    """Interleave lines of two encodings: every fifth is in the second."""

    def make(r: random.Random) -> Sample | None:
        rows: list[tuple[str, str]] = []
        for k in range(r.randint(6, 20)):
            codec = second if k % 5 == place else first
            text = cut(
                r, chinese("hant" if codec == "cp950" else "hans"), codec, r.choice((60, 150))
            )
            if text:
                rows.append((text.replace("\n", " "), codec))
        if len({codec for _, codec in rows}) < 2:
            return None
        return b"\n".join(t.encode(c) for t, c in rows), "\n".join(t for t, _ in rows)

    return make


def wrong_meta(script: str, codec: str, said: str) -> Maker:
    """Make a page whose meta tag names another encoding."""

    def make(r: random.Random) -> Sample | None:
        text = cut(r, chinese(script), codec, 800)
        page = f'<html><head><meta charset="{said}"><title>{text}</title></head></html>'
        return (page.encode(codec), page) if text else None

    return make


DECLARED = (
    ("gb2312", "hans", "gbk"), ("big5", "hans", "gbk"), ("utf-8", "hans", "gbk"), ("iso-8859-1", "hans", "gbk"),
    ("big5", "hant", "cp950"), ("gb2312", "hant", "cp950"), ("utf-8", "hant", "cp950"),
    ("iso-8859-1", "hant", "cp950"), ("gbk", "hans", "utf-8"), ("big5", "hant", "utf-8"),
    ("shift_jis", "hans", "gbk"), ("euc-kr", "hant", "cp950"),
)  # fmt: skip
SHORT, LONG = (20, 24, 32, 50), (200, 1000, 5000)
KINDS: dict[str, Maker] = {
    "gbk-hans": plain("hans", "gbk", LONG),
    "gbk-hant": plain("hant", "gbk", LONG),
    "gb18030": plain("hans", "gb18030", LONG),
    "big5": plain("hant", "cp950", LONG),
    "big5hkscs": plain("hant", "big5hkscs", LONG),
    "utf-8": plain("hans", "utf-8", (20, 50, *LONG)),
    "utf-16-le": plain("hans", "utf-16-le", (20, 50, *LONG)),
    "utf-16-be": plain("hant", "utf-16-be", (20, 50, *LONG)),
    "utf-32-le": plain("hans", "utf-32-le", LONG),
    "hz": plain("hans", "hz", (50, *LONG)),
    "short-gbk-hans": plain("hans", "gbk", SHORT),
    "short-gbk-hant": plain("hant", "gbk", SHORT),
    "short-big5": plain("hant", "cp950", SHORT),
    "broken-utf-8": broken("hans", "utf-8", 6),
    "broken-gbk": broken("hans", "gbk", 6),
    "broken-big5": broken("hant", "cp950", 6),
    "tail-utf-8": tail("hans", "utf-8"),
    "tail-gbk": tail("hans", "gbk"),
    "tail-big5": tail("hant", "cp950"),
    "mixed-gbk-utf-8": mixed("gbk", "utf-8"),
    "mixed-utf-8-gbk": mixed("utf-8", "gbk"),
    "mixed-big5-gbk": mixed("cp950", "gbk"),
    "mixed-gbk-big5": mixed("gbk", "cp950"),
    "wrong-meta-gbk": wrong_meta("hans", "gbk", "utf-8"),
    "wrong-meta-big5": wrong_meta("hant", "cp950", "gb2312"),
    "wrong-meta-utf-8": wrong_meta("hans", "utf-8", "gbk"),
    "mixed-first-gbk-utf-8": mixed("gbk", "utf-8", 0),
    "mixed-first-utf-8-gbk": mixed("utf-8", "gbk", 0),
    "mixed-first-gbk-big5": mixed("gbk", "cp950", 0),
    "mixed-first-big5-gbk": mixed("cp950", "gbk", 0),
    "page-gbk": page("hans", "gbk"),
    "page-big5": page("hant", "cp950"),
    "page-utf-8": page("hans", "utf-8"),
    **{
        f"{name}-{codec}": few("hant" if codec == "cp950" else "hans", codec, form, sizes)
        for name, form, sizes in (
            ("code", CODE, (8, 16, 24)),
            ("log", LOG, (12, 30)),
            ("table", TABLE, (4, 6)),
        )
        for codec in ("gbk", "cp950", "utf-8")
    },
    **{
        f"declared-{said}-{codec}": plain(script, codec, (20, 50, 1000))
        for said, script, codec in DECLARED
    },
    **{f"utf-8-{lang}": foreign(lang, "utf-8") for lang in (*FOREIGN, *MORE)},
    **{
        f"{lang}-{codec}": foreign(lang, codec)
        for lang, codecs in MORE_CODECS.items()
        for codec in codecs
    },
    **{
        f"{lang}-{codec}": foreign(lang, codec)
        for lang, codecs in FOREIGN_CODECS.items()
        for codec in codecs
    },
}


def samples(kind: str, number: int) -> list[Sample]:
    """Make the same samples of a kind every time."""
    r = random.Random(kind)
    found: list[Sample] = []
    for _ in range(number * 20):
        sample = KINDS[kind](r)
        if sample is not None:
            found.append(sample)
        if len(found) == number:
            break
    return found


def declared_in(kind: str) -> str | None:
    """Return the charset that a kind declares from outside."""
    return kind.split("-", 1)[1].rsplit("-", 1)[0] if kind.startswith("declared") else None
