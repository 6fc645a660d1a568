"""The encoding of texts that aren't UTF-8, guessed by their words."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from photoparsl.manifests import western_encoding

WORDS = {
    "Slovene": "Gašper na vrtu|Žena s psom|Škofja Loka|Nova hiša|Božidar in Alenka Žižek|Krško|"
    "Šmarje pri Jelšah|ženske na žetvi|Urška Šinkovec|ŠKOFJA LOKA",
    "Czech": "Jan Žižka|Škoda|Božena|Tomáš Novák|Karlovy Vary, lázně|Plzeň, náměstí|"
    "Bílá hora|Židovské muzeum|Mikuláš",
    "French": "Café à l\u2019Étoile|Élèves de l\u2019école|Hôtel de ville, façade|Noël à la forêt|"
    "Œuvre d\u2019art|Sœur Thérèse|L\u2019Haÿ-les-Roses|Île de Ré|"
    "Château d\u2019Yquem|fenêtre, août, maïs",
    "Spanish": "España, niño|Peña y Muñoz|El señor Núñez|Málaga, Córdoba, Cádiz|Ávila|María José|"
    "Ángel Gutiérrez|Ñuñoa|Día de fútbol|Última función",
    "Portuguese": "São João|Praça da Sé|Açores|Estação de Coimbra|Conceição|Mãe e irmãos|"
    "Convento de Mafra, século|Évora|Camões|Avó Inês",
    "Finnish": "Jyväskylä|Hämeenlinna|Pöytä ja työ|Järvi yöllä|Äiti ja isä|Västerås, Åbo|"
    "Kesäpäivä|Seinäjoki|MÄNTSÄLÄ",
    "Estonian": "Tõnu Õnnepalu|Pärnu jõgi|Jüri ja Ülle|Mõis Võrumaal|Rõõm, õu, öö|Žanna|"
    "Šveitsi mägi|Põltsamaa|Jõhvi",
    "German": "Größe über Straße|Götter und Könige|Mädchen am Brünnlein|Übung|Öffentlich|Ärzte|"
    "Schönbrunn|SCHÖNBRUNN|Fußgänger",
    "Swedish and Danish": "Malmö|Göteborg|Älvsborg|Ålborg|Ærø|Søren på Fyn|Små børn|Rødgrød|Ö",
    "Italian": "Città di Forlì|Perché no|La virtù|L\u2019università|Caffè Florian|È così",
    "Catalan": "Plaça de Sants|Vicenç Moragas|Òscar i Núria|Lleó i Àngels|Àvia, França",
    "Dutch": "België|Patiënten|Zuid-Italië|\u2019s-Gravenhage|Één coöperatie|Geïllustreerd",
    "English": "It\u2019s the boy\u2019s horse|O\u2019Brien\u2019s farm|1910 \u2013 1912|"
    "The \u201cold\u201d mill|Don\u2019t|Brontë",
}
RARE = [  # whose few letters with an accent are the only ones of their table
    "Gašper na vrtu",
    "Žena s psom",
    "Škofja Loka",
    "Krško",
    "Nova hiša",
    "ŠKOFJA LOKA",
    "BOŽIDAR",
    "Jan Žižka",
    "Œuvre",
    "Sœur",
    "L'Haÿ-les-Roses",
    "Žanna",
    "It\u2019s late",
    "L\u2019arbre",
    "1910 \u2013 1912",
    "The \u201cold\u201d mill",
    "Peña",
    "João",
    "Öga",
    "Äiti",
    "Tõnu",
]
ENCODINGS = ["cp1252", "mac_roman", "cp850"]


def text_in(words: str, encoding: str) -> bytes:
    """A table of those titles that the encoding can hold."""
    titles = []
    for title in words.replace("\u2019", "'" if encoding == "cp850" else "\u2019").split("|"):
        with suppress(UnicodeEncodeError):
            titles.append(title.encode(encoding))
    return b"\n".join(b"http://host/%d.jpg;1910;%b" % at for at in enumerate(titles))


# A language whose words can't be written in an encoding tells nothing of it.
WRITABLE = [
    (language, encoding)
    for language in WORDS
    for encoding in ENCODINGS
    if not text_in(WORDS[language], encoding).isascii()
]


@pytest.mark.parametrize(("language", "encoding"), WRITABLE)
def test_the_words_of_a_language_tell_the_encoding(language: str, encoding: str) -> None:
    assert western_encoding(text_in(WORDS[language], encoding)) == encoding


@pytest.mark.parametrize("title", RARE)
def test_a_single_word_in_windows_1252_isn_t_taken_for_another_encoding_s(title: str) -> None:
    assert western_encoding(title.encode("cp1252")) == "cp1252"


def test_the_guess_takes_time_in_proportion_to_the_text() -> None:
    for text in (b"a" * 200_000, b"\x9a" * 200_000, b"a\x9a" * 100_000):
        began = time.process_time()
        western_encoding(text)
        assert time.process_time() - began < 5


SHORT = {  # titles of tables that have a single line
    "German": "Müller, Köln|Straße|Übung, Körper|Bäckerei Weiß|Fräulein Schön|Größe|Jänner 1910|"
    "für Lotte",
    "French": "Hôtel de ville|Élysée|Musée|Château, été 1910|Forêt|Père Noël|première école|Façade",
    "Spanish": "España|Niño|José|Sevilla, año 1910|Córdoba|fotografía|Muñoz|Perú",
    "Nordic": "København|Tromsø|Malmö|Ålesund|Søren|små børn|Västerås|Hønefoss",
    "Polish": "Łódź|Gdańsk|Poznań|Wrocław|święta|żołnierz|Częstochowa|księżna|Źródło|Wieś",
    "Czech": "Plzeň|Dvořák|Třebíč|náměstí|Český Krumlov|město|Jiří|člověk|kůň|řeka Otava, čtvrť",
    "Italian": "Città|perché|università|Caffè Florian, così|Forlì|Perché no|è così",
    "Portuguese": "São João|Praça|estação|Évora|coração|avó|Conceição|Inês",
}
CENTRAL = ("cp1250", "iso8859_2")


@pytest.mark.parametrize("encoding", [*ENCODINGS, *CENTRAL])
@pytest.mark.parametrize("language", SHORT)
def test_a_single_line_is_read_as_it_was_written(language: str, encoding: str) -> None:
    for title in SHORT[language].split("|"):
        with suppress(UnicodeEncodeError):
            data = title.encode(encoding)
            assert data.decode(western_encoding(data), "replace") == title


@pytest.mark.parametrize("month", ["květen", "září", "říjen", "června"])
def test_a_month_decides_between_central_and_western_europe(month: str) -> None:
    rows = f"Snímek;Název;Poznámky, číslování\n1.jpg;Ždár;{month} 1926\n2.jpg;Dům č. 5;1900\n"
    assert western_encoding(rows.encode("cp1250")) == "cp1250"


@pytest.mark.parametrize("month", ["août", "février", "décembre", "März", "Jänner", "março"])
def test_a_month_of_western_europe_decides_too(month: str) -> None:
    for encoding in ("cp1252", "mac_roman", "cp850"):
        data = f"1.jpg;{month} 1926".encode(encoding)
        assert data.decode(western_encoding(data)) == f"1.jpg;{month} 1926"


@pytest.mark.parametrize("name", ["1935/ü ß.jpg", "ü", "1933/ö.jpg", "ß 12", "Bild ä", "1 º"])
def test_what_makes_no_words_is_windows_1252(name: str) -> None:
    assert western_encoding(name.encode("cp1252")) == "cp1252"


def test_the_name_of_a_file_that_is_there_decides() -> None:
    text = "vû.jpg;Vue"
    for encoding in ("cp1252", "mac_roman", "cp850"):
        data = text.encode(encoding)
        assert western_encoding(data, ["vû.jpg", "other ß.jpg"]) == encoding
    assert western_encoding("è1.jpg;a".encode("cp1252"), ["č1.jpg"]) == "cp1250"
    assert western_encoding("ž.jpg;a".encode("iso8859_2"), ["ž.jpg"]) == "iso8859_2"
