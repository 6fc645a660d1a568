"""Which part of a photo's place identifies the photo: all but a signature, which may be renewed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class _Signature:
    """How one kind of signed URL looks.

    needs: names of parameters, in small letters, of which each must be there
    parts: a pattern of all names, in small letters, that belong to the signature
    """

    needs: frozenset[str]
    parts: re.Pattern[str]


def _signature(needs: str, parts: str) -> _Signature:
    return _Signature(frozenset(needs.split()), re.compile(parts))


# As their services document them.  A name alone, like `expires` or `sp`, may mean anything: it
# is dropped only beside its signature.
_SIGNATURES = (
    _signature("x-amz-signature", r"x-amz-.+"),  # Amazon S3 and those like it, version 4
    _signature("x-goog-signature", r"x-goog-.+"),  # Google Cloud Storage, version 4
    _signature(  # Amazon S3, version 2
        "signature awsaccesskeyid",
        r"signature|awsaccesskeyid|expires|x-amz-security-token",
    ),
    _signature("signature googleaccessid", r"signature|googleaccessid|expires"),
    _signature("signature key-pair-id", r"signature|key-pair-id|expires|policy"),  # CloudFront
    _signature("signature ossaccesskeyid", r"signature|ossaccesskeyid|expires|security-token"),
    _signature("x-oss-signature", r"x-oss-(?!process).+"),  # Alibaba's, version 4
    _signature(  # Azure's shared access signature
        "sig sv", r"sig|sv|ss|srt|sr|sp|st|se|spr|sip|si|skoid|sktid|skt|ske|sks|skv|scid|saoid"
    ),
)


def identity(place: str) -> str:
    """The place without the parameters of a signature.  Every other parameter counts.

    >>> identity("https://a.example/b.jpg?size=2&X-Amz-Date=20260101&X-Amz-Signature=0f3c")
    'https://a.example/b.jpg?size=2'
    >>> identity("https://a.example/b.jpg?expires=never")
    'https://a.example/b.jpg?expires=never'
    """
    address, question_mark, query = place.partition("?")
    if not question_mark:
        return place
    query, hash_, fragment = query.partition("#")
    parameters = query.split("&")
    names = [unquote(parameter.partition("=")[0]).lower() for parameter in parameters]
    found = [signature for signature in _SIGNATURES if signature.needs.issubset(names)]
    if not found:
        return place
    kept = [
        parameter
        for parameter, name in zip(parameters, names, strict=True)
        if not any(signature.parts.fullmatch(name) for signature in found)
    ]
    return address + ("?" if kept else "") + "&".join(kept) + hash_ + fragment
