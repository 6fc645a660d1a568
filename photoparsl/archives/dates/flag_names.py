"""The names of fields that say how certain the date beside them is.

All words are in lower case, without accents and spaces.  `date_names` matches them.
"""

from __future__ import annotations

FLAGS = (  # names of fields that say how certain a date is, as a pattern of whole names
    r"(?:photo|image)?(?:(?:date|year)is|is|is(?:date|year)|date|year)?"
    r"(?:approximate|approx|circa|ca|uncertain|questionable|estimated|inferred)|"
    r"(?:photo)?(?:date|year|dating)(?:certainty|uncertainty|qualifier|accuracy|precision|"
    r"confidence|qualification|modifier|prefix|suffix)|certainty|is(?:exact|certain|sure|precise)|"
    r"(?:date|year|dating)(?:is)?(?:certain|exact|known|sure|confirmed|verified)|"
    r"(?:date)?taken(?:unknown|granularity)|datierung(?:s)?(?:sicherheit|zusatz|genauigkeit)|"
    r"(?:date|year|dating)?(?:plusminus|plusorminus|tolerance)|confidence|"
    r"(?:date|year)confidence(?:level|score)?|confidence(?:in|of)date|"
    r"dat(?:e|ing)(?:method|reliability)|methodofdating|dat(?:ed|ing)by|datedfrom|howdated|"
    r"datiert(?:nach|durch|anhand|aufgrund)|"
    r"dts[vl]|dtm"  # of the catalogues of Italy: validity, and what the date is known by
)
# Names of a date with one of these words are those of flags if their text is no date.
FLAG_WORDS = (
    "approximate approx circa uncertain questionable estimated inferred unsicher ungewiss "
    "geschatzt ungefahr aproximado aproximada incierta incierto dudosa approssimativa "
    "approssimativo incerta incerto approximative incertaine estimee onzeker geschat geschaetzt "
    "osaker usikker niepewna niepewny przyblizona nejista pribligna priblizne "
    "approximatif approximativa type certainty qualifier modifier prefix suffix precision accuracy "
    "remark remarks note notes "
    "comment bemerkung anmerkung zusatz nota remarque opmerking kommentar anmarkning "
    "sbemærkning sbemaerkning smerknad status guess guessed doubtful unsure tentative unverified "
    "merknad observaciones observacion observacoes observacao observation observations "
    "osservazioni osservazione uwagi uwaga poznamka poznamky anteckning anteckningar "
    "anmerkungen bemerkungen remarques notas opmerkingen anmarkningar prec source sources basis "
    "quelle squelle grundlage sgrundlage evidence reason base fuente fonte bron grond kilde kalla "
    "zdroj zdroje zrodlo podstawa begrundung sbegrundung "
    "incertain certaine dudoso duvidosa duvidoso niepewne pewna pewny pewne nejiste nejisty jista "
    "jiste jisty osakert usikkert sakert sikkert sikker zeker sicher gesichert certa certo cierta "
    "cierto segura seguro"
)
# Words between one of these and the word for a date, and forms of this word: 'Uwagi do daty'.
BEFORE_DATE = (
    "of on for about regarding to fur zur zum zu uber pour sur para per sulla sul sulle sobre "
    "acerca voor over bij aan til till av af om do o a k ke na"
)
INFLECTED_DATES = "daty datu datowania datovani datace datacji dateringen datums fechado dataci"
# Names that say something of a date only by words for it, like 'ca.' and 'before'.
BARE_FLAGS = (
    "zusatz approximatif approximate prefix suffix modifier qualifier precision accuracy unsicher "
    "ungewiss incertain incertaine incerto incerta dudoso dudosa incierto incierta duvidoso "
    "duvidosa onzeker osaker osakert usikker usikkert niepewne niepewna niepewny nejiste nejista "
    "nejisty pewne jiste jista sicher gesichert guess unsure sure certain "
    "certaine genauigkeit sicherheit zuverlassigkeit reliability exactitude fiabilite certitude "
    "fiabilidad exactitud certeza certezza precisione affidabilita precisao fiabilidade "
    "nauwkeurigheid zekerheid noggrannhet sakerhet sikkerhed nojagtighed sikkerhet noyaktighet "
    "dokladnosc pewnosc presnost jistota schatzung geschatzt geschaetzt estimation estimate "
    "estimated estimee stima stimata stimato estimado estimada estimacion estimativa incertitude "
    "incertidumbre incertezza incerteza ungewissheit unsicherheit onzekerheid schatting geschat "
    "uppskattning uppskattat uppskattad odhad szacunkowa niepewnosc nejistota osakerhet "
    "usikkerhed usikkerhet exact precise pre post est "
    "prafix prefixe prefijo prefisso prefixo voorvoegsel attendibilita confiabilidade "
    "epavarma varma tarkkuus noin bizonytalan biztos pontossag kb nesigur sigur incert precizie "
    "aproximativ "
    "belirsiz kesin kesinlik yaklasik точность достоверность приблизительно примерно неточно точно "
    "сомнительно точність достовірність приблизно ακριβεια αβεβαιο 推定 推測 推测 確実 确定 "
    "basedon motivazione "
    "betrouwbaarheid tillforlitlighet palidelighed palitelighet wiarygodnosc spolehlivost"
)
