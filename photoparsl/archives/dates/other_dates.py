"""The words by which dates of other things than the photo are known in names of fields.

All words are in lower case, without accents and spaces.  `date_names` matches them.
"""

from __future__ import annotations

from photoparsl.archives.dates.date_roles import Role

# Parts of names that tell whose date it is if it may not be the photo's; the first that fits.
OTHER_WORDS = {
    Role.LIFE: "birth death born died naissance deces geburt geboren tod sterbe gestorben nascita "
    "morte nacimiento nascimento urodz smierci geboorte overlijden artist vita lifespan lifedates "
    "рожден смерти народжен γεννησ θανατ dogum olum szulet halal syntym kuolin nasteri decesului "
    "출생 사망 生年 没年 出生 לידה פטירה الميلاد الوفاة",
    Role.SCAN: "scan digit numeris captured skanowania сканир оцифр σαρωσ ψηφιοπ tarama "
    "스캔 디지털 "
    "デジタル 数字化 數位 סריקה הרקמנה الرقمنة",
    Role.PRINT: "print druck tirage abzug stampa afdruk odbitk copia copy kopie kopia repro otisk "
    "zvetsenin positiv печати отпечат друку εκτυπ baski 인화 印刷 焼付 הדפסה nagyitas",
    Role.RECORD: "modif updat chang edit upload load harvest record metadata catalog katalog "
    "erfass added add import ingest access acqui erwerb zugang eingang inventar versement enligne "
    "depot entree submit avail stamp response regist crawl index system bearbeit anderung lade "
    "ingreso acquisizione createdate deposit del insert donat schenk gift загруз регистр реестр "
    "поступ надходж изменен запис καταχωρ αποκτησ ενημερ kayit yukle guncel bagis modosit beszerz "
    "leltar hankin luettel muokat inregistr achizit intrarii 登録 登录 登錄 更新 受入 寄贈 "
    "公開 入藏 捐 上传 "
    "上傳 등록 수집 기증 수정 העלאה קליטה עדכון תרומה الرفع التسجيل",
}

# Elements that surround dates of something else; patterns of whole names.
OTHER_PARENTS = {
    Role.TAKEN: "originalitem",  # of MODS, in the record of a copy
    Role.SCAN: r"scan(?:s|ning|info)?|digiti[sz]ation|digitali[sz]ation|digitalisierung|"
    r"numerisation|digitali[sz]aci?[ao]o?n?|digitalizzazione|webresource|"
    r"files?|filesec|surrogate",
    Role.RECORD: r"upload|ingest|versement|mise?enligne|accession|acquisition|erwerbung|"
    r"recordinfo|admininfo|rights|provenance|header|metshdr|amdsec|revision|licen[sc]e|"
    r"administrativemetadata|history|xmpmmhistory|revisiondesc|eadheader|control|processinfo|"
    r"zugang|zugange|erwerb|eingang|loans?|leihgaben?|prets?|purchases?|ankauf|gifts?|donations?|schenkung|sales?|auctions?|"
    r"sold|orders?|valuations?|(?:europeana)?aggregation|"
    r"(?:changedownership|changedcustody|transferredtitle)through|attributedby|assignedby|"
    r"acqinfo|accruals?|appraisal|arrangement|userestrict|accessrestrict|legalstatus|prefercite|"
    r"altformavail|descrules|fileplan|processing|conservation",
    Role.LIFE: r"birth|death|naissance|geburt|tod|nascita|nacimiento|nascimento|life|biography|"
    r"name|namepart|persname|agents?|creators?|contributors?|artists?|artista|makers?|persons?|"
    r"people|bioghist|part(?:y|ies)|constituents?|photographers?|authors?|actors?|vitaldatesactor|"
    r"kunstler|fotografen?|auteurs?|depicted|p569|p570",
    Role.OTHER: r"exhibitions?|ausstellung(?:en)?|restoration|relateditems?|related|movements?|"
    r"(?:origininfo)?(?:buildings?|architecture|monuments?|bauwerke?)|subjectdates?|bibliography|publications?|citations?|"
    r"literatur|publikation(?:en)?|veroffentlichung(?:en)?|gebaeude|comments?|reviews?|inscriptions?|p576|p1619|"
    r"(?:destroyed|modified|encountered|removed|influenced)by|usedfor|subjectof|"
    r"relatedmaterials?|separatedmaterials?|originalsloc|otherfindaid|phystech",
}

# What a name begins or ends with that means a date, of whatever thing.
DATE_BEGINS = (
    "дата год рік время час ημερομηνια χρονολογια ετος תאריך שנת تاريخ سنة anul "
    "rokbudow rokurodz roknarozen rokvystavb rokstavb"
)
DATE_ENDS = (
    "tarihi yili datuma ideje vuosi paiva aika fodselsdato "
    "年月日 年月 日期 年代 年份 時間 时间 年 日 일자 연도 년도 일"
)
