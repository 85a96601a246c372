"""Files as people send them, and as somebody who means harm would."""

import io
import zipfile
import zlib

import pillow_heif
from PIL import Image, PngImagePlugin

#: What every scanner takes for a virus, and is none; in two halves, so that this file is not taken for one.
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"
#: Stands where a picture says where, when and by what it was taken.
WHERE = "zqxtorontozqx"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def pdf(more: str = "", words: str = "A letter from the agency.") -> bytes:
    """A PDF of one page; ``more`` stands among its objects."""
    return (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R {more}>>endobj\n"
        f"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n"
        f"% {words}\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    ).encode()


def pdf_with_packed(objects: str) -> bytes:
    """A PDF that keeps objects packed, as most do."""
    packed = zlib.compress(objects.encode())
    stream = b"4 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\n"
    return pdf().replace(b"trailer", stream + b"trailer")


def word(more: dict[str, bytes | str] | None = None, types: str = _TYPES, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word file, the same whenever it is made; ``more`` are further parts of it."""
    file = io.BytesIO()
    body = "<w:document><w:body><w:p>Dear office</w:p></w:body></w:document>"
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in {"[Content_Types].xml": types, "word/document.xml": body, **(more or {})}.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)  # told a name, it takes the time too
    return file.getvalue()


def locked_word() -> bytes:
    """The beginning of a Word file behind a password, as Word writes it."""
    names = "".join(name.ljust(32, "\0") for name in ("EncryptedPackage", "EncryptionInfo"))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names.encode("utf-16-le") + bytes(64)


def drawing(size: tuple[int, int] = (40, 20), mode: str = "RGB") -> Image.Image:
    """A picture that is red at its left end and blue at its right."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    return picture.convert(mode)


def jpeg(*, turned: bool = False, **options) -> bytes:
    """A photograph that says where it was taken; ``turned``: with a telephone held sideways."""
    picture, file, notes = drawing(), io.BytesIO(), Image.Exif()
    notes[0x010F], notes[0x9286] = WHERE, WHERE
    notes[0x0112] = 6 if turned else 1
    notes.get_ifd(0x8825).update({1: "N", 2: (43.0, 39.0, 11.0), 29: WHERE})
    xmp = f"<x:xmpmeta>{WHERE}</x:xmpmeta>".encode()
    picture.save(file, "JPEG", exif=notes, comment=WHERE, icc_profile=WHERE.encode(), xmp=xmp, **options)
    return file.getvalue()


def png(mode: str = "RGB") -> bytes:
    """A picture of a screen, with notes."""
    file, notes = io.BytesIO(), PngImagePlugin.PngInfo()
    notes.add_text("Comment", WHERE)
    notes.add_itxt("XML:com.adobe.xmp", WHERE)
    drawing(mode=mode).save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def heic() -> bytes:
    """What a telephone takes."""
    file, notes = io.BytesIO(), Image.Exif()
    notes[0x010F] = WHERE
    pillow_heif.from_pillow(drawing((64, 48))).save(file, quality=80, exif=notes.tobytes())
    return file.getvalue()


def large_png(width: int, height: int) -> bytes:
    """Says that it is of this size, in a few bytes."""
    head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + head + zlib.crc32(head).to_bytes(4, "big")
        + b"\0\0\0\x0aIDAT" + zlib.compress(b"")[:10].ljust(10, b"\0") + bytes(4)
    )  # fmt: skip
