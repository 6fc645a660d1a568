"""Find the columns of a manifest that hold photos' titles, records and identifiers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

# Names of columns of titles, in small letters, without blanks and signs.
TITLES = (
    "title", "titel", "titre", "intitulé", "titolo", "título", "titulo", "títol", "tittel",
    "titill", "otsikko", "pealkiri", "nosaukums", "pavadinimas", "tytuł", "název", "názov", "naziv",
    "naslov", "cím", "titlu", "titull", "заглавие", "название", "наименование", "заголовок",
    "назва", "τίτλος", "λεζάντα", "başlik", "タイトル", "題名", "标题", "標題",
    "题名", "名称", "名稱", "件名", "제목", "العنوان", "عنوان", "כותרת", "caption",
    "légende", "bildunterschrift", "didascalia", "bijschrift", "podpis", "popisek",
)  # fmt: skip
_RECORDS = (
    "recordurl",
    "recordlink",
    "landingpage",
    "permalink",
    "objecturl",
    "webpage",
    "sourcerecord",
    "record",
    "link",
)
# Names of columns of inventory numbers, in small letters, without blanks and signs.
INVENTORY_NUMBERS = (
    "accessionnumber", "accessionno", "inventorynumber", "inventoryno", "objectnumber",
    "callnumber", "shelfmark", "inv", "invno", "invnr", "ninv",
    "inventarnummer", "inventarnr", "invnummer", "objektnummer", "signatur", "archivsignatur",
    "cote", "numérodinventaire", "numéroinventaire", "ndinventaire", "nodinventaire",
    "numerodinventario", "numerodiinventario", "numeroinventario", "ninventario", "segnatura",
    "númerodeinventario", "nºdeinventario", "ndeinventario", "signatura",
    "númerodeinventário", "nºdeinventário", "ndeinventário", "númerodinventari",
    "inventarisnummer", "inventarisnr", "objectnummer", "signatuur",
    "inventarienummer", "inventarienr", "föremålsnummer", "genstandsnummer", "gjenstandsnummer",
    "inventaarionumero", "esinenumero", "inventarinumber", "inventāranumurs",
    "inventoriausnumeris",
    "numerinwentarzowy", "numerinwentarza", "nrinwentarzowy", "nrinw", "sygnatura",
    "inventárníčíslo", "invčíslo", "invč", "přírůstkovéčíslo", "inventárnečíslo",
    "inventarnibroj", "inventarskibroj", "inventarnaštevilka",
    "leltáriszám", "numărdeinventar", "numărinventar", "nrinventar", "nrdeinventar",
    "инвентарныйномер", "инвномер", "инв", "інвентарнийномер", "инвентареномер",
    "αριθμόςευρετηρίου", "envanternumarasi", "envanterno", "demirbaşno",
    "κωδικός", "шифр", "관리번호", "등록번호", "소장번호", "유물번호", "자료번호",
    "azonosító", "kotă", "cotă",
    "登録番号", "資料番号", "収蔵番号", "登录号", "登錄號", "藏品编号", "藏品編號",
)  # fmt: skip
_IDENTIFIERS = ("identifier", *INVENTORY_NUMBERS, "id")


@dataclass(frozen=True, slots=True)
class CaptionColumns:
    """The numbers of the manifest's other columns with captions, or -1 if there is none.

    title: titles
    record: addresses of web pages about the photos
    identifier: what the archive calls the photos
    """

    title: int = -1
    record: int = -1
    identifier: int = -1


def find_captions(columns: Sequence[str]) -> CaptionColumns:
    """Return which of the manifest's other columns hold captions, found by their names.

    >>> find_captions(["Identifier", "Record URL", "Title"])
    CaptionColumns(title=2, record=1, identifier=0)
    """
    bare = [bare_name(column) for column in columns]
    return CaptionColumns(*(_first(bare, names) for names in (TITLES, _RECORDS, _IDENTIFIERS)))


def bare_name(column: str) -> str:
    """Return a column's name in small letters, without blanks and signs.

    >>> bare_name("Inv. Nr."), bare_name("N° d'inventaire")
    ('invnr', 'ndinventaire')
    """
    bare = re.sub(r"[\W_]", "", normalize("NFC", column)).lower()
    return bare.replace("\u0131", "i").replace(
        "\u0307", ""
    )  # Turkish: 'I' isn't the capital of 'i'


def _first(columns: Sequence[str], names: Sequence[str]) -> int:
    return next((columns.index(name) for name in names if name in columns), -1)
