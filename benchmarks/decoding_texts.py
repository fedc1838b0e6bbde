"""Texts of other languages, and of files that hold little Chinese, for ``quality_decoding``: our own."""

from __future__ import annotations

MORE = {
    "uk": (
        "Цей документ написано для перевірки того, чи правильно визначається кодування тексту.",
        "Сьогодні гарна погода, тому ми пішли на вокзал пішки і зустріли дорогою друзів.",
    ),
    "es": (
        "Este documento se escribió para comprobar si la codificación de los caracteres españoles se reconoce.",
        "Mañana por la mañana iremos a pie hasta la estación; el año que viene vendrá también el niño pequeño.",
    ),
    "pt": (
        "Este documento foi escrito para verificar se a codificação não confunde as letras acentuadas.",
        "Amanhã de manhã iremos a pé até à estação; no próximo verão as crianças também virão.",
    ),
    "sv": (
        "Det här dokumentet har skrivits för att pröva om teckenkodningen känns igen på rätt sätt.",
        "I dag är det vackert väder, därför gick vi till fots till stationen och mötte några vänner på vägen.",
    ),
    "cs": (
        "Tento dokument byl napsán, aby se ověřilo, zda je kódování znaků rozpoznáno správně.",
        "Dnes je hezké počasí, proto jsme šli na nádraží pěšky a cestou jsme potkali přátele.",
    ),
    "el": (
        "Αυτό το έγγραφο γράφτηκε για να ελεγχθεί αν αναγνωρίζεται σωστά η κωδικοποίηση του κειμένου.",
        "Σήμερα ο καιρός είναι καλός, γι' αυτό πήγαμε με τα πόδια στον σταθμό και συναντήσαμε φίλους.",
    ),
    "tr": (
        "Bu belge, karakter kodlamasının doğru tanınıp tanınmadığını görmek için yazılmıştır.",
        "Bugün hava güzel olduğu için istasyona yürüyerek gittik ve yolda arkadaşlarımızla karşılaştık.",
    ),
    "th": (
        "เอกสารนี้เขียนขึ้นเพื่อตรวจสอบว่าการเข้ารหัสอักขระถูกต้องหรือไม่",
        "วันนี้อากาศดี เราจึงเดินไปสถานีรถไฟและพบเพื่อนระหว่างทาง",
    ),
    "vi": (
        "Tài liệu này được viết để kiểm tra xem bảng mã có được nhận ra đúng hay không.",
        "Hôm nay trời đẹp nên chúng tôi đi bộ ra ga và gặp bạn bè trên đường.",
    ),
    "he": (
        "מסמך זה נכתב כדי לבדוק אם קידוד התווים מזוהה כהלכה.",
        "היום מזג האוויר נאה ולכן הלכנו ברגל לתחנה ופגשנו חברים בדרך.",
    ),
    "ar": (
        "كتب هذا المستند للتحقق من أن ترميز الأحرف يتم التعرف عليه بشكل صحيح.",
        "الطقس جميل اليوم لذلك ذهبنا إلى المحطة سيرا على الأقدام والتقينا أصدقاء في الطريق.",
    ),
    "lt": (
        "Šis dokumentas parašytas norint patikrinti, ar teksto koduotė atpažįstama teisingai.",
        "Šiandien gražus oras, todėl į stotį ėjome pėsčiomis ir pakeliui sutikome draugų.",
    ),
    "hu": (
        "Ez a dokumentum annak ellenőrzésére készült, hogy a karakterkódolás felismerése helyes-e.",
        "Ma szép idő van, ezért gyalog mentünk az állomásra, és útközben barátokkal találkoztunk.",
    ),
    "it": (
        "Questo documento è stato scritto per verificare se la codifica dei caratteri è riconosciuta: perché no?",
        "Oggi il tempo è bello, perciò siamo andati a piedi alla stazione; lunedì verrà anche la società.",
    ),
    "da": (
        "Dette dokument er skrevet for at prøve, om tegnkodningen bliver genkendt på den rigtige måde.",
        "I dag er vejret smukt, derfor gik vi til fods til stationen og mødte nogle venner på vejen.",
    ),
    "bg": (
        "Този документ е написан, за да се провери дали кодирането на текста се разпознава правилно.",
        "Днес времето е хубаво, затова отидохме пеша до гарата и срещнахме приятели по пътя.",
    ),
}  # fmt: skip
MORE_CODECS = {
    "ko": ("euc_kr", "iso2022_kr"), "ru": ("iso8859_5", "cp866"), "uk": ("cp1251", "koi8_u"), "fr": ("mac_roman",),
    "es": ("cp1252",), "pt": ("cp1252",), "sv": ("cp1252",), "pl": ("iso8859_2",), "cs": ("cp1250",), "el": ("cp1253",),
    "tr": ("cp1254",), "th": ("cp874",), "vi": ("cp1258",), "he": ("cp1255",), "ar": ("cp1256",),
    "lt": ("cp1257",), "hu": ("cp1250",), "it": ("cp1252",), "da": ("cp1252",), "bg": ("cp1251",),
}  # fmt: skip

# Lines with one place for Chinese, as programs, tables and logs have it.
CODE = (
    "#include <stdio.h>",
    "int main(int argc, char **argv) {{",
    "    int count = 0;  /* {} */",
    "    for (int k = 0; k < argc; k++) {{",
    "        // {}",
    '        printf("%d: %s\\n", k, argv[k]);',
    "        count += strlen(argv[k]);",
    "    }}",
    '    fprintf(stderr, "{}\\n");',
    "    return count > 80 ? 1 : 0;",
    "}}",
)
LOG = (
    "2019-04-11 08:15:02,113 INFO  [main] com.example.App - started in 1832 ms",
    "2019-04-11 08:15:04,871 WARN  [worker-3] com.example.Store - {}",
    "2019-04-11 08:15:09,002 INFO  [http-8080-2] GET /item/view.do?id=4711 200 31 ms",
    "2019-04-11 08:16:40,559 ERROR [worker-1] java.io.IOException: {}",
    "\tat com.example.Store.read(Store.java:117)",
)
TABLE = (
    "id,name,city,amount,date",
    "1001,{},{},35.50,2020-03-01",
    "1002,Smith,London,12.00,2020-03-02",
    "1003,{},{},128.00,2020-03-04",
    "1004,O'Neil,Dublin,7.25,2020-03-09",
)
