"""Pictures drawn anew: upright, of a size to look at, without a word of where and when they were taken. Pure."""

import io
from typing import Final

import pillow_heif
from PIL import Image, ImageOps

from .kinds import MOST_BYTES, Kind
from .refusals import Refused, Why

#: More than any telephone takes in ten megabytes; a picture of so many is opened within half a gigabyte.
MOST_PIXELS: Final = 64_000_000
#: A page held before a telephone is read at this size; the next larger one is for posters.
LONGEST_SIDE: Final = 5_000
_QUALITIES: Final = (88, 75, 60)
#: The decoders that may look at bytes of a kind; a telephone's JPEG may hold a second picture behind the first.
_FORMATS: Final = {Kind.JPEG: ("JPEG", "MPO"), Kind.PNG: ("PNG",)}


def drawn_anew(content: bytes, kind: Kind, name: str) -> tuple[Kind, bytes]:
    """The picture as JPEG or PNG with nothing beside its pixels; raises Refused when it cannot be opened."""
    try:
        picture = _opened(content, kind, name)
        # Smaller first: most of a large JPEG is then never unpacked.
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        # A telephone held sideways says so in the notes that go with a picture: turn it before they are gone.
        upright = ImageOps.exif_transpose(picture)
        return _written(_plain(upright), Kind.PNG if kind == Kind.PNG else Kind.JPEG)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Refused(Why.PIXELS, name) from None
    except Exception:  # a decoder meets bytes made to break it: whatever it says, the picture cannot be opened
        raise Refused(Why.DAMAGED, name) from None


def _opened(content: bytes, kind: Kind, name: str) -> Image.Image:
    """The picture, once its size is known to be one that can be unpacked."""
    if kind == Kind.HEIC:
        heif = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
        _see_to_size(heif.size, name)
        return heif.to_pillow()
    picture = Image.open(io.BytesIO(content), formats=_FORMATS[kind])
    _see_to_size(picture.size, name)
    return picture


def _see_to_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > MOST_PIXELS or max(size) > 60_000:
        raise Refused(Why.PIXELS, name)


def _plain(picture: Image.Image) -> Image.Image:
    """The pixels alone, in colours that every browser shows, in a picture that never had notes."""
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    has_holes = picture.mode in {"LA", "PA", "RGBA", "RGBa", "La"} or "transparency" in picture.info
    mode = "RGBA" if has_holes else "L" if picture.mode in {"1", "L"} else "RGB"
    drawn = Image.new(mode, picture.size)
    drawn.paste(picture.convert(mode))
    return drawn


def _written(picture: Image.Image, kind: Kind) -> tuple[Kind, bytes]:
    """The bytes, within the size we keep; what is too large as PNG becomes JPEG on white."""
    if kind == Kind.PNG:
        file = io.BytesIO()
        picture.save(file, "PNG")
        if file.tell() <= MOST_BYTES:
            return Kind.PNG, file.getvalue()
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    for quality in _QUALITIES:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= MOST_BYTES:
            break
    return Kind.JPEG, file.getvalue()
