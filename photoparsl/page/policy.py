"""The page's Content-Security-Policy."""

from __future__ import annotations

from photoparsl.page import web_files


def policy(*, is_split: bool, shows_disk: bool, has_pictures: bool = False) -> str:
    """The policy: the page's own script and styles, and images from the web.

    is_split: whether the script and the styles are files of their own
    shows_disk: whether images may be files of the disk too
    has_pictures: whether pictures are files beside the page
    """
    hashes = {name: f"'{web_files.digest(text)}'" for name, text in web_files.sources().items()}
    script = "'self'" if is_split else hashes["script"]
    style = "'self'" if is_split else f"{hashes['style']} {hashes['dark']}"
    images = "data: https: http: file:" if shows_disk else "data: https: http:"
    images += " 'self'" if has_pictures else ""
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; "
        f"img-src {images}; base-uri 'none'; form-action 'none'"
    )
