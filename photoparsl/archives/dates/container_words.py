"""The words in names of elements that group a photo's own data, or hold all of its record.

All words are in lower case, without accents and spaces.  `date_names` matches them.
"""

# Elements that only group the photo's own data, of these words.
CONTAINER_WORDS = (
    "metadata data info information wrap wrapper set sets list group section sec md dmd xml "
    "xmldata record records item items result results entry entries doc docs response hit hits "
    "document attributes attribute fields field properties property values value source core "
    "main basic details detail description descriptive descriptions identification general desc "
    "content contents body node row rows meta element elements text texts freetext facts daten "
    "angaben felder champs campos campi velden gegevens uppgifter dane donnees datos dati "
    "did archdesc photo photos photograph photographs picture image images "
    "negative eventwrap eventset eventdate origin creation production date dates dating datation "
    "chronology timespan dublin dc dcterms mods lido vra ead edm rdf schema qualified oai dim "
    "marc pbcore providedcho indexing display exif iptc xmp photoshop dublincore extmetadata dcx "
    "sourceresource resource mdwrap foto fotos bild bilder datierung aufnahme entstehung "
    "herstellung herstellungs taking unitdate en de fr es it nl def none cho proxy proxies "
    "archival component c dt dts ingress unittitle structured lido00007 lido00012"
)

# Elements of these words hold all that the record says, or another thing than the photo in it.
WORK_WORDS = (
    "object objects objekt objekte objet objets objeto objetos oggetto oggetti obiekt artwork "
    "artobject artifact artefact museumobject artworks work works werk werke kunstwerk oeuvre "
    "oeuvres obra obras opera opere dilo"
)
