"""What can stop a whole run, with a sentence for the person who started it; or one photo."""


class PhotoparslError(Exception):
    """The base of the errors that stop a run; its text says what went wrong and what to do."""


class ManifestError(PhotoparslError):
    """The manifest can't be used: it is missing, unreadable, or has lines that aren't photos."""


class SiteError(PhotoparslError):
    """The site's configuration is missing, broken, or doesn't fit this machine."""


class RunError(PhotoparslError):
    """The run directory can't be used as it is."""


class MeasureError(PhotoparslError):
    """A measure was asked for that doesn't exist."""


class IncompleteError(PhotoparslError):
    """The run began and couldn't finish; what was measured is kept, and can be built upon."""


class NotMeasurableError(Exception):
    """A photo that has no right value; `reason` is a documented word, `detail` a sentence.

    It never stops a run: it becomes the photo's failure.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
