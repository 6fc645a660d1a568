"""Regular expressions of the words in archives' dates, in five languages.

They match text that `dates` has normalized: in lower case, without apostrophes, and without the
full stops of abbreviations.
"""

from __future__ import annotations

MONTHS_IN_ORDER = (  # English and German, French, Spanish and Italian, and their abbreviations
    r"jan(?:uary|uar|ner|vier|v)?|jänn?(?:er)?|enero|ene|gennaio|genn?",
    r"feb(?:ruary|ruar|r|rero|braio|er)?|f[ée]v(?:rier|r)?",
    r"mar(?:ch|s|zo)?|m(?:ä|ae?)rz|mrz",
    r"apr(?:il|ile)?|avr(?:il)?|abr(?:il)?",
    r"may|mai|mayo|maggio|magg?",
    r"jun(?:e|i|io)?|juin|giugno|giu",
    r"jul(?:y|i|io)?|juil(?:let|l)?|luglio|lugl?",
    r"aug(?:ust)?|ao[uû]t|ago(?:sto)?",
    r"sept?(?:ember|embre|tembre|iembre|iem)?|setiembre|settembre|sett?",
    r"o[ck]t(?:ober|obre|ubre)?|ottobre|ott",
    r"nov(?:ember|embre|iembre)?",
    r"de[cz](?:ember|embre)?|déc(?:embre)?|dic(?:iembre|embre)?",
)
MONTHS = "|".join(MONTHS_IN_ORDER)
ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
WITHIN_A_YEAR = (  # words that narrow a date within its year: weekdays, seasons, articles
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thurs?|fri|sat|sun|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|"
    r"(?:lune|marte|mercole|giove|vener)d[ìi]|sabato|domenica|"
    r"spring|summer|autumn|fall|winter|fr[üu]hjahr|fr[üu]hling|sommer|herbst|"
    r"printemps|[ée]t[ée]|automne|hiver|primavera|verano|oto[ñn]o|invierno|estate|autunno|"
    r"inverno|quarter|semester|trimester|trimestre|term|season|christmas|easter|thanksgiving|"
    r"weihnachten|ostern|new years? (?:day|eve)|whitsun|pentecost|no[ëe]l|"
    r"p[âa]ques|navidad|natale|pasqua|holidays?|"
    r"early|mid|late|middle|beginning|end|anfang|mitte|ende|d[ée]but|fin|principios|inizio|"
    r"fine|of|the|in|on|at|morning|afternoon|evening|night|noon|"
    r"der|den|des|am|im|le|la|les|lo|il|du|en|el|los|del|de|o?clock|"
    r"anno|ad|a d|ce"
)
JOINING = (  # between two such words
    r"and|to|until|till|through|thru|or|und|bis|oder|et|ou|au|y|a|al|à|e|o|en|och|og"
)
UNTIL_ANOTHER = (  # between the first and the last such word, and never 'or'
    r"and|to|until|till|through|thru|und|bis|et|au|y|a|al|à|e|en|och|og"
)
ORDINAL = r"(?:°|st|nd|rd|th|er|re|º|ª|o(?= )|\.)"

CIRCA = (
    r"circa|cca|c a|ca|c|approximately|approximate|approx|appr|about|abt|around|roughly|estimated|"
    r"est|etwa|um|ungef[äa]hr|gegen|zirka|vers|environ|env|hacia|cerca del?|alrededor de|"
    r"aproximadamente|verso il|verso(?! ?:)|intorno al"
)
CIRCA_AFTERWARDS = (
    r"environ|env|aprox|circa|cca|ca|c|approximately|approximate|approx|appr|estimated|est"
)
PERHAPS = (
    r"probably|possibly|perhaps|maybe|likely|presumably|prob|poss|uncertain|questionable|"
    r"exhibited|vermutlich|wohl|wahrscheinlich|vielleicht|peut[- ][êe]tre|probablement|"
    r"probablemente|quiz[áa]s?|tal vez|forse|probabilmente|inferred"
)
SCHOOL_YEAR = (
    r"(?:academic|school) year|schuljahr|studienjahr|ann[ée]e scolaire|a[ñn]o escolar|"
    r"anno scolastico|ano (?:letivo|lectivo|escolar)|schooljaar|skole[åa]r(?:et)?|"
    r"l[äa]s[åa]r(?:et)?|rok szkolny|[šs]koln[íi] rok"
)
PERHAPS_AFTERWARDS = (  # also who or what says so: 'per donor'
    rf"{PERHAPS}|(?:per|according to|as per|laut|lt|gem[äa](?:ß|ss)|nach angaben?|selon|dapr[èe]s|"
    r"seg[úu]n|secondo (?:il|la|lo|i)|volgens|enligt|if[øo]lge|wed[łl]ug|podle|segundo) "
    r"[^\W\d][^\d,;]{2,40}"
)
LABELS = (  # words before a date that don't change it
    rf"(?:{SCHOOL_YEAR})(?=.*\d[-/]\d)|"
    r"(?:signed|titled|inscribed)(?: and| &|,) dated|sign(?:iert)? (?:u|und|&) dat(?:iert)?|"
    r"sign[ée]e? et dat[ée]e?|firmad[oa] y fechad[oa]|firmat[oa] e datat[oa]|"
    r"gesigneerd en gedateerd|signerad och daterad|anno domini|"
    r"photographed|taken|created|creation|made|dated?|datum|fecha|data|"
    r"year|original(?:ly)?|exposed|copyrighted|copyright|copr|cop|©|"
    r"a d|ad|anno|in|on|of|the|le|en|el|il|nel|im|am|jahr|"
    r"lann[ée]e|ann[ée]e|a[ñn]o"
)
BEFORE = (
    r"before|pre|prior to|earlier than|ante|vor|avant(?: le)?|antes del?|anterior a|"
    r"prima del?|bef|<"
)
UNTIL = (
    r"(?:in|on) or (?:before|prior to)|before or (?:in|on)|"
    r"by|until|till|up to|to|no later than|not later than|not after|bis|sp[äa]testens|jusquen|"
    r"hasta|fino al|printed(?: in)?|prints?|reprinted(?: in)?|"
    r"(?:first |originally )?(?:published|issued)(?: in| on)?|publication|publ|"
    r"scanned(?: in| on)?|digiti[sz]ed(?: in| on)?"
)
AFTER = r"after|post|later than|nach|na|apr[èe]s|despu[ée]s del?|posterior a|dopo il|dopo|aft|>"
SINCE = (
    r"(?:in|on) or after|after or (?:in|on)|"
    r"since|from|not before|no earlier than|not earlier than|starting|ab|seit|depuis|"
    r"[àa] partir de|desde|dal"
)
ONWARDS = (
    r"or (?:later|after|thereafter)|and later|and after|onwards?|ff|present|now|today|heute|"
    r"und sp[äa]ter"
)
BETWEEN = r"between|betw?|from|zwischen|entre|von|vom|de|del|desde|tra il|fra il|tra|fra|dal|ab"
TO = (
    r"to|and|through|thru|until|till|or|und|bis|oder|et|[àa]|ou|au|y|al|[oó]|hasta|e il|ed?|en|"
    r"of|tot|och|eller|og|i|nebo|lub|"
    r"but|aber|jedoch|mais|pero|ma|maar|men|mas|ale|"
    r"fino al|&"
)
DECADE = (
    r"ann[ée]es|anni|a[ñn]os|d[ée]cada de(?: los)?|d[ée]cennie|(?:the )?decade of(?: the)?|"
    r"gli anni|les ann[ée]es|los a[ñn]os"
)
EARLY = (
    r"early|beginning of|start of|anfang(?: der| des)?|fr[üu]he|d[ée]but (?:des|du)|"
    r"principios de|inizio|inizi"
)
MID = r"mid|middle of|mitte(?: der| des)?|milieu (?:des|du)|mediados de|met[àa]"
LATE = r"late|end of|ende(?: der| des)?|sp[äa]te|fin (?:des|du)|finales de|fine"
CENTURY = r"century|cent|c|jahrhunderts?|jhdt|jh|jhs|si[èe]cle|secolo|sec"
NOTHING = (  # texts that mean: no date
    r"n ?d|s ?d|s ?a|o ?d|o ?j|#?n/?a|<na>|nan|nat|\\n|none|null|nil|"
    r"unknown|undated|undatiert|unbekannt|tbd|"
    r"no date(?: given)?|no year|not dated|not known|not given|not available|"
    r"(?:date|year) (?:unknown|not known|undetermined|not given|uncertain)|unknown date|"
    r"undetermined|indeterminate|unspecified|unidentified|various(?: dates)?|uncertain|"
    r"ohne datum|ohne jahr|datum unbekannt|sans date|date inconnue|inconnue?|non dat[ée]e?|"
    r"sin fecha|fecha desconocida|desconocid[ao]|senza data|data sconosciuta|sconosciut[ao]|"
    r"0+|9999|u{4}|x{4}|[-?. _/]*|0000[-:]00[-:]00.*"
)
LATER_LIFE = (  # words for what happened to a photo after it was taken
    r"printed|prints?|reprinted|reproduced|digiti[sz]ed|digiti[sz]ation|scanned|scan|uploaded|"
    r"published|issued|publication|republished|reissued|manufactured|posthumously|modified|accessed|copied|"
    r"copy(?: made)?|restored|gift|acquired|catalogu?ed|retouched|cast|remade|"
    r"reconstructed|refabricated|exhibited|ausgestellt"
)
OF_ANOTHER = (  # words for the date of a building, a life or a firm, and not of a photo of it
    r"acquired|purchased|donated|uploaded|restored|catalogu?ed|modified|erworben|restauriert|"
    r"(?:re)?built|erected|constructed|demolished|founded|established|born|died|"
    r"erbaut|erbaute|gebaut|errichtet|abgebrochen|gegr[üu]ndet|geboren|gestorben|"
    r"construite?|b[âa]tie?|fond[ée]e?|n[ée]e?|d[ée]c[ée]d[ée]e?|"
    r"construid[ao]|fundad[ao]|nacid[ao]|fallecid[ao]|nascid[ao]|falecid[ao]|"
    r"costruit[ao]|edificat[ao]|fondat[ao]|nat[ao]|mort[ao]|"
    r"gebouwd|gesticht|overleden|byggd|byggt|bygget|oppf[øo]rt|f[øo]dt|f[öo]dd|"
    r"zbudowan[yae]|postaven[aoý]?|narozen[aý]?"
)
COPY = (
    r"(?:copy |modern |later )?prints?|copy|scan|(?:ein)?gescannt|scann[ée]e?|numéris[ée]e?|"
    r"repro(?:d(?:uktion|uction|uzione|u[cç][aã]o|ucci[oó]n)?)?|"
    r"(?:neu)?abzug|kopie|kopia|kopi|tirage|r[ée]tirage|copie|positivo|copia|c[óo]pia|stampa|"
    r"afdruk|odbitka|reprodukcja|pozitiv|zv[ěe]t[šs]enina|reprodukce|reproduktie|reproductie"
)
FROM_ORIGINAL = (  # words between a copy and its original
    r"from|of|after|an?|the|its|original|glass|nach|von|vom|einem|einer|dem|aus|de|du|dun|dune|"
    r"dapr[èe]s|un|une|le|la|l|[àa] partir de|desde|del|el|una|da|dal|do|uma?|van|naar|uit|het|een|"
    r"fr[åa]n|av|efter|ett|et|fra|af|etter|en|z|ze|wed[łl]ug|roku|podle"
)
OF_ORIGINAL = (  # words between the original and its date that leave the date as it is
    r"of|from|von|vom|aus|dem|jahre?|de|du|del|di|dal?|do|van|uit|fr[åa]n?|av|af|z|ze|roku|lann[ée]e"
)
ORIGINAL = (
    r"negativ(?:e|es|s|o|et|u|en)?|negatief|negatyw(?:u|em)?|n[ée]gatif|original(?:s|e|et|en|u)?|"
    r"origina(?:ux|łu|lu)|orygina[łl]u|origineel|"
    r"daguerr[ée]ot[yi]p(?:e|es|en|ie|ien|o|i|y)?|daguerreotyp(?:u|ie)|ambrot[yi]p(?:e|ie|o|u)?|tintype|ferrot[yi]p(?:e|ie|o)?|"
    r"photo(?:graph|graphie)?|foto(?:grafie|graf[ií]a|grafii)?"
)
