"""The names of fields for the date of an object, which in an image bank is what the photo shows.

They match bare names as a whole.  `object_date` isn't one of them: museums have it for the photo.
"""

DATES_OF_OBJECTS = (
    "(?:date|dates|dating|year)of(?:the)?(?:object|work|artwork|item)|"
    "(?:datum|datierung|jahr)des(?:objekte?s|(?:kunst)?werke?s)|"
    "(?:date|datation)d[eu]l?(?:objet|oeuvre)|"
    "(?:fecha|data|datazione|datacao)(?:de|del|dela|dell|do|da)(?:objeto|obra|oggetto|opera)|"
    "dat(?:um|ering)vanhet(?:object|werk)"
)
