"""The words for things that photos show, and for those who made them, as parts of names.

`thing_names` matches them, beside those in described_things.txt.
"""

from __future__ import annotations

# Other words for things, and for those who made them, as parts of names
MORE_THINGS = (
    "statues? standbeeld(?:en)? skulptur(?:en)? statua escultura scultura rzezba socha "
    "sculptures? staty landmarks? structures? bauobjekt "
    "vehicles? fahrzeug(?:e)? vehicules? vehiculo veicolo voertuig fordon pojazd vozidlo "
    "cars? automobiles? automobil automovil voitures? samochod motorcycles? motorrad "
    "locomotives? lokomotiven? aircrafts? airplanes? aeroplanes? flygplan vliegtuig samolot "
    "schiff(?:e)? bateau buque nave imbarcazione schip skepp statek boot watercraft flugzeug avion "
    "kirchen? gebaude brucken? turm haus schloss burg dom chateau edifice eglise pont "
    "(?:archite[ck]t|architett|arquite[ck]?t|arkitekt)[a-z]{0,16} bau(?:meister|herr|stil|kunst) "
    "builders? constructeur constructor costruttore bouwmeester byggherre byggmastare stavitel "
    "coins? munzen? monnaies? monedas? denominations? mint munzstatte pragestatte ceca zecca "
    "архитектор архітектор зодчии mimar mimari arkkitehti epitesz tervezo arhitect αρχιτεκτονας "
    "אדריכל האדריכל 건축가 설계자 設計者 建築家 建筑师 建築師 设计者 المعماري المهندس "
    "engine chassis letadlo budowniczy shipyard shipbuilder werft chantiernaval pand woning gebouw"
)
# 'source' in Italian and Portuguese, a tour, an exposure's value, an address and the like
NO_COLUMNS = (
    "fonte", "tour", "ev", "han", "gar", "vár", "pod", "turn", "дом", "будинок", "אתר", "역사",
)  # fmt: skip
BESIDE = (  # words beside one for a thing, which leave it one
    "names? nameofthe nameof of the historic depicted shown nom nomde nomdu nomdela nombre "
    "nombredel nombredela nome nomedel nomeda nomedo naam naamvan namn navn nazwa nazev title "
    "titel ids? nrs? nos? numbers? types? typ bezeichnung value label listed this photographed "
    "make model modell marke название назва наименование neve adi ismi nimi nume numele ονομα "
    "שם 명 이름 名 名称 名稱 اسم"
)
