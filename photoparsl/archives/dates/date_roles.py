"""The roles of dates, and the words in names of fields by which each is known.

All words are in lower case, without accents and spaces.  `date_names` matches them.
"""

from __future__ import annotations

from enum import IntEnum

from photoparsl.archives.dates.thing_dates import DATES_OF_OBJECTS


class Role(IntEnum):
    """Whose date a field holds, by its name.

    A date up to UNCLEAR may be the photo's; the lowest is preferred.  The others are never taken.
    """

    TAKEN = 1  # when the photo was taken
    CREATED = 2  # when something was made: the photo; but some systems say so of the record
    DATE = 3  # the name doesn't say of what
    ISSUED = 4  # when it was published
    PERIOD = 5  # the period that it shows
    UNCLEAR = 6  # the name, or that of the element around it, doesn't tell
    PRINT = 7  # when it was printed
    SCAN = 8  # when it was digitised
    RECORD = 9  # when the record was made, changed, uploaded; when the object was acquired
    LIFE = 10  # when someone was born or died
    OTHER = 11  # of something else, as far as the name tells
    FLAG = 12  # no date, but how certain the one beside it is
    TYPE = 13  # no date, but the type of what the record describes
    KIND = 14  # no date, but of what the date beside it is: 'Date type'
    THING = 15  # no date, but another thing that the record is about: 'Building', 'Architect'


MEANINGS = {
    Role.TAKEN: "when the photo was taken",
    Role.CREATED: "when it was made",
    Role.DATE: "a date",
    Role.ISSUED: "when it was published",
    Role.PERIOD: "the time that it shows",
    Role.UNCLEAR: "may be another thing's",
    Role.PRINT: "when it was printed",
    Role.SCAN: "when it was digitised",
    Role.RECORD: "record or acquisition",
    Role.LIFE: "a person's life",
    Role.OTHER: "of another thing",
    Role.FLAG: "how certain a date is",
}

# A field may hold the photo's date only if all words of its name are in the next five tables.
DATE_WORDS = (
    "date dates dated dating datings year years "
    "datum datierung jahr datering daterings jaar jaartal datierungen "
    "annee lannee datation millesime annees "
    "dat fecha fechas ano anos datacion data datas datazione anno anni datacao "
    # Polish, Czech, Scandinavian, Russian, Chinese and Japanese; 'å' is written 'aa' here
    "rok roku datowanie datace datovani aar aarstal aartal aarstall dato "
    "дата год годы датировка 年代 日期 年 年月日 日付 日 年度 时间 時期 年份 年次 "
    # Ukrainian, Greek, Arabic, Hebrew
    "рік датування ημερομηνια ημερομηνιες χρονολογια χρονολογιες χρονολογηση χρονια ετος ετη ημνια "
    "تاريخ التاريخ سنة السنة תאריך שנה שנת מועד дати року година година godina godine час время "
    # Korean, Hungarian, Turkish, Finnish, Romanian
    "날짜 연도 년도 연대 일자 시기 년 일 時間 datuma ideje eve ev evszam keltezes datalas "
    "tarih tarihi yil yili vuosi paiva paivays paivamaara aika ajankohta ajoitus anul "
    "datare datarea vroceni"
)
TAKEN_WORDS = (
    "taken photographed exposed exposure shot shooting "
    "photo photos photograph photographs photographic negative negatives "
    "aufnahme aufnahmen aufgenommen fotografiert foto fotos fotografie negativ negativs "
    "opname gefotografeerd prise prises vue vues prisedevue photographie photographiee negatif "
    "cliche cliches toma tomada vista captura registofotografico registrofotografico fotografiada "
    "negativo fotografia scatto scattata ripresa ripreso tirada fotografii zdjecia snimku snimek "
    "porizeni fotograferings fotografering fotograferet fotografert optagelses opptaks opptak "
    "fotograferad fotograferat photographing photography fotografieren aufn fotogr photogr phot "
    "fot opn pdv fotografier fotografovani zdj negatyw negatywu negativu съемки 撮影 拍摄 拍攝 "
    "снимка фотографии зйомки ληψης φωτογραφισης φωτογραφιας صورة الصورة تصوير التصوير "
    "التقاط الالتقاط 摄影 攝影 צילום הצילום 촬영 фотографування фотографирования заснемане "
    "snimanja "
    "felvetel fotozas cekim cekildigi cekilis fotograf fotografin kuvaus kuvauksen fotografiei "
    "fotografierii"
)
CREATED_WORDS = (
    "created creation made original production prod produced manufacture execution fabrication "
    "executed entstehung entstehungs entstanden herstellung herstellungs vervaardiging "
    "vervaardigings vervaardigd gemaakt hergestellt entst herst vervaard realiz realis "
    "realisation creacion produccion realizacion ejecucion creazione realizzazione esecuzione "
    "criacao producao realizacao wykonania powstania vzniku produksjons produktions tillverknings "
    "tilvirknings tillkomst создания изготовления створення виготовлення δημιουργιας nastanka "
    "제작 생산 keszites keszules yapim yapilis valmistus realizarii executiei 制作 製作 "
    "作成 创作 創作"
)
ISSUED_WORDS = (
    "issue issued publish published publication copyright copyrighted "
    "erscheinung erscheinungs veroffentlichung veroffentlichungs parution publicacion "
    "pubblicazione publicacao publicatie publikacji wydania vydani публикации издания видання 出版 "
    "発行 발행 yayin megjelenes julkaisu εκδοσης"
)
NEUTRAL_WORDS = (  # words beside these that don't make it another date
    "picture image images imagem imagen unit asset object item work artwork bild origin "
    "display presenting sorting expression text free set normal normalized normalised formatted "
    "string value label range single primary def "
    "inclusive bulk sort facet edtf iso iso8601 w3c w3cdtf marc none time indexing "
    "period xs xsd gyear start end begin beginning ending first last from "
    "early late earliest latest min max inicial final iniziale finale initiale notbefore notafter "
    "approx approximate approximately circa ca estimated est inferred questionable exact probable "
    "when was of the verbatim pbcore best "  # then schemes, and the ends of names in Solr
    "orig "
    "dublin core dc dcterms mods exif iptc xmp photoshop dt dts dtsi dtsim ssi ssim tsi tsim tesim"
)
# Only after a word for a date:
ENDS = (
    "to von bis debut fin inicio inizio fine tot od do ab till til fraan fran fra until hasta "
    "jusqua"
)
LAST_ENDS = "van da a"  # only at the end of a name: elsewhere they are articles
FIRST_BEGINS = "from von fraan fran fra vanaf desde van da od ab de"  # before a word for a date
FIRST_ENDS = "to bis till til hasta until jusqua tot ate do fino"
ARTICLES = "на de du des der die das la le les del di da do dos della dello dell het van"

# Names of the photo's date without a word for a date, by role; patterns of whole names.
WITHOUT_DATE_WORD = {
    Role.TAKEN: "(?:shoot|neg|shooting)date|dateof(?:the)?(?:view|neg|shoot)|"
    "(?:negative?s?|negatif|negativo|negatief|negatyw)"
    "(?:from|to|von|bis|da|van|tot|od)|"
    "(?:when|photo(?:graph)?|image|negative|was)*(?:taken|photographed|exposed)(?:on)?|"
    "flown|prisedevue|belichtet|bildflug|(?:taken|photographed)in|aufnahme(?:zeit|zeitpunkt|zeitraum)?|zeit(?:punkt)?deraufnahme|ta(?:gen|get|git|tt)(?:aar)?|shoton|"
    "sittingdate|dateofsitting|aufgenommen(?:am|um)?|fotografiert(?:am|um)?|fotograferad|fotograferet|fotografert|optaget(?:den|i)?|opptatt|"
    "(?:(?:foto)?ta(?:gen|get|git|tt)|prise?|tomad[ao]|tirad[ao]|fotografiad[ao]|scattat[ao]|"
    "fotografat[ao]|gefotografeerd|genomen)(?:den|le|el|il|op|em|nel)|fototaget|"
    "время(?:съемки|фотографирования)|vyfotografovano|photographiee?|fotografiada|fotografata|(?:aufnahme(?:zeit(?:raum)?)?|aufgenommen|fotografiert|opname|taken|photographed)"
    "(?:von|bis|ab|from|to|van|tot)|(?:foto|fotograferings|optagelses|opptaks)tid(?:s?punkt)?",
    Role.CREATED: "vervaardig(?:d|ing)|herstellung|production|produktion|ontstaan|"
    "(?:entstehung(?:szeit(?:raum)?)?|entstanden|herstellung|created|"
    "made|produced|vervaardigd)(?:von|bis|ab|from|to|van|tot)|(?:when|was)*(?:created|creation)|"
    "(?:entstehungs|herstellungs)(?:zeit|zeitpunkt|zeitraum)|entstehung|entstanden|cronologia|czaspowstania|dobavzniku|vznik(?:fotografie|snimku)?"
    "|inception|(?:tillverknings|tillkomst|produktions|produksjons|tilvirknings)tid",
    Role.ISSUED: "(?:when|was)*(?:issued|published)",
    Role.PERIOD: "(?:subject|time|historical|date)?"
    "(?:temporal|coverage|coveragetemporal|coveragedate|period|periodo|era|chronology|"
    "chronologicalcoverage|temporalcoverage|chronologicalperiod|timeperiod)"
    "|siecle|siglo|secolo|seculo|jahrhundert|eeuw|arhundrade|arhundrede|stulecie|stoleti"
    "|time|zeitlicheeinordnung|zeitraum|zeit|zeitstellung|periode|epoque|epoca|tid|tidsperiod|tidsperiode|tidsrom|okres|"
    "obdobi|epoka|時代|时代|период|эпоха|період|доба|περιοδος|εποχη|فترة|الفترة|תקופה|시대|korszak|donem|"
    "aikakausi|perioada",
    Role.DATE: "todate|pointintime|when|"
    "wann|quand|cuando|quando|wanneer|kdy|kiedy|hvornaar|naar|nar|"
    "(?:zeitraum|laufzeit|zeit|periode|period)(?:von|bis|ab|from|to|van|tot)|"
    "(?:terminus)?(?:post|ante)quem(?:date|datum)?|(?:date|datum)?terminus(?:post|ante)(?:quem)?|"
    "laufzeit|createdpublished|datesextremes|estremicronologici|fechasextremas|datasextremas|"
    "tidpunkt|tidspunkt|tidsangivelse|tidfastning|"
    "season|saison|temporada|stagione|seizoen|sasong|saesong|sesong|sezona?|spielzeit",
    Role.UNCLEAR: "(?:date|when)?(?:seen|sighted|observed)(?:on|date)?|dateofsighting|"
    f"navdate|eventdates|edmtimespanlabel(?:def)?|{DATES_OF_OBJECTS}",
    Role.RECORD: "(?:system|record|last|date|o|node)*(?:modified|changed|updated|uploaded|edited|"
    "harvested|ingested|indexed|added|create)(?:at|on|date|dtsi|dtsim|dt)?|createdat|createdon|createddate|"
    "(?:o|dm|system|record|node|timestamp)created(?:at|on)?|(?:created)?timestamp|datestamp|"
    "lastmodification",
    Role.SCAN: "(?:digiti[sz]ed|scanned)(?:at|on|in)?|(?:ein)?gescannt(?:am)?|digitalisiert(?:am)?|"
    "(?:numerise|scannee?|digitaliz(?:ad|zat)[ao]|gescand|skannad|s[ck]annet)(?:le|el|il|em|op)?",
    Role.LIFE: "(?:begin|beginning)date|enddate|birth|death|born|died|(?:geboren|gestorben)(?:am)?",
}

# The parts of names that make a pair of the first and the last possible date.
WORDS_BEFORE_ENDS = (  # after these, words like 'von' and 'bis' are the ends of a span
    "aar date year jahr datum rok fecha annee anno ano data datierung jaar created datering "
    "aufnahme aufgenommen fotografiert opname taken photographed entstehung entstanden herstellung "
    "made produced vervaardigd zeitraum laufzeit zeit periode period negative negativ negatives "
    "negatif negativo negatief negatyw"
)
BEGIN_WORDS = "start begin beginning earliest early first min inicial iniziale initiale notbefore"
BEGIN_WORDS_AFTER_DATE = "from von od debut inicio inizio vanaf van ab da fraan fran fra"
END_WORDS = "end ending latest late last max final finale notafter"
END_WORDS_AFTER_DATE = "to bis do fin fine tot a till til until hasta jusqua"

# Names that mean dates only as the ends of one span, if both hold years.
BARE_PAIRS = (
    "von bis|from to|earliest latest|begin end|beginning end|start end|da a|van tot|od do|de a|"
    "fraan till|fra til|notbefore notafter|dtsi dtsf|desde hasta|inicio fin|inizio fine|debut fin|"
    "anfang ende|tidligst senest|tidigast senast|tidligst seinast|fruhestens spatestens|"
    "vroegst laatst|vroegste laatste|najwczesniej najpozniej|nejdrive nejpozdeji|"
    "aikaisintaan viimeistaan"
)
BARE_ENDS = (  # names of the end of a span, if they hold years
    "until till to bis tot hasta fino finoa finoal jusqua jusque jusquen jusquau do ate til tom "
    "todate through thru al au end ending ende fin fine fim einde eind slut koniec konec last"
)
DATE_PARTS = (  # names of what a date consists of: 'date': {'earliest': 1910, 'latest': 1914}
    "display text value string free expression normalized start begin earliest from min end latest "
    "to max def"
)
