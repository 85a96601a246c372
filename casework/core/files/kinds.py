"""What a file is, by what is in it and never by its name. Pure."""

from typing import Final

import filetype
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What we take; nothing else."""

    PDF = "pdf", _("PDF")
    WORD = "docx", _("Word")
    JPEG = "jpeg", _("Picture (JPEG)")
    PNG = "png", _("Picture (PNG)")
    HEIC = "heic", _("Picture (HEIC)")


#: Ten megabytes a file, three files at a time.
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_AT_ONCE: Final = 3

PICTURES: Final = frozenset({Kind.JPEG, Kind.PNG, Kind.HEIC})
#: What a browser may show in a window of its own, since we drew it ourselves.
SHOWN: Final = frozenset({Kind.JPEG, Kind.PNG})
EXTENSIONS: Final[dict[str, Kind]] = {
    **{"pdf": Kind.PDF, "docx": Kind.WORD, "png": Kind.PNG},
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif"), Kind.JPEG),
    **dict.fromkeys(("heic", "heif", "hif"), Kind.HEIC),
}
#: The name a file of the kind ends in.
ENDING: Final[dict[Kind, str]] = {
    Kind.PDF: "pdf",
    Kind.WORD: "docx",
    Kind.JPEG: "jpg",
    Kind.PNG: "png",
    Kind.HEIC: "heic",
}
MEDIA_TYPES: Final[dict[Kind, str]] = {
    Kind.PDF: "application/pdf",
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.HEIC: "image/heic",
}
_BY_MEDIA_TYPE: Final = {media: kind for kind, media in MEDIA_TYPES.items()}
#: A Word file that is locked with a password is no archive but a compound file, with these two names inside.
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
#: Brands of HEIC that ``filetype`` does not know: more bits, or several pictures.
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})


def kind_of(content: bytes) -> Kind | None:
    """The kind these bytes begin as; None for everything that we do not take."""
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"PK\x03\x04") or is_locked_word(content):
        return Kind.WORD  # any archive: whether there is a document in it is asked when it is looked at
    if content[4:8] == b"ftyp":
        brands = {content[8:12], *(content[at : at + 4] for at in range(16, min(_box(content), 64), 4))}
        return Kind.HEIC if brands & _HEIC_BRANDS else None
    guess = filetype.guess(content[:512])
    return _BY_MEDIA_TYPE.get(guess.mime) if guess else None


def promised_by(name: str) -> Kind | None:
    """The kind that a file's name promises; None when it promises none of ours."""
    _stem, dot, extension = name.rpartition(".")
    return EXTENSIONS.get(extension.lower()) if dot else None


def is_locked_word(content: bytes) -> bool:
    """Whether it is an Office document behind a password."""
    return content.startswith(_COMPOUND) and all(name in content for name in _LOCKED)


def _box(content: bytes) -> int:
    return int.from_bytes(content[:4], "big")
