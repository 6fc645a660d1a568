"""Which photo a place means, whatever its signature."""

from __future__ import annotations

import pytest

from photoparsl.manifests.identity import identity

A = "https://bucket.example/box 3/a.jpg"


@pytest.mark.parametrize(
    "signature",
    [
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F1&X-Amz-Date=1&X-Amz-Expires=9"
        "&X-Amz-SignedHeaders=host&X-Amz-Signature={}",
        "X-Goog-Algorithm=GOOG4&X-Goog-Date=1&X-Goog-Signature={}",
        "AWSAccessKeyId=AK&Expires={}&Signature=x%2By%3D",
        "GoogleAccessId=a@b.example&Expires={}&Signature=x",
        "Expires={}&Signature=x~&Key-Pair-Id=K2",
        "Policy={}&Signature=x~&Key-Pair-Id=K2",
        "OSSAccessKeyId=LT&Expires={}&Signature=x",
        "sv=2024-11-04&st=1&se={}&sr=b&sp=r&sig=x%3D",
    ],
)
def test_a_renewed_signature_is_the_same_photo(signature: str) -> None:
    old, new = (f"{A}?{signature.format(text)}" for text in ("17", "18"))
    assert identity(old) == identity(new) == A
    assert identity(f"{old}&size=2") == f"{A}?size=2"
    assert identity(f"{A}?page=1&{signature.format(19)}") == f"{A}?page=1"


@pytest.mark.parametrize(
    "place",
    [
        A,
        "box/a.jpg",
        f"{A}?id=7&page=2",
        f"{A}?expires=2026",
        f"{A}?signature=Rembrandt",
        f"{A}?sp=1&se=2&sv=3",
        f"{A}?sig=Rembrandt",
        f"{A}?x-amz-date=1",
        "what is it?.jpg",
        f"{A}?",
        f"{A}?a=1&&b",
        f"{A}?x-oss-process=image/resize,w_200",
    ],
)
def test_every_other_parameter_tells_photos_apart(place: str) -> None:
    assert identity(place) == place


def test_what_a_service_is_to_do_with_the_photo_is_no_part_of_its_signature() -> None:
    signed = f"{A}?x-oss-process=image/resize,w_200&x-oss-date=1&x-oss-signature=0f"
    assert identity(signed) == f"{A}?x-oss-process=image/resize,w_200"


def test_the_identity_of_an_identity_is_itself() -> None:
    place = f"{A}?Expires=1&Signature=x&Key-Pair-Id=K&b=1#c"
    assert identity(identity(place)) == identity(place) == f"{A}?b=1#c"
