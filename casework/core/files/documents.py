"""PDF and Word files: whether they are whole and one thing only, and what whoever opens one should know. Pure."""

import io
import re
import zipfile
import zlib
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .kinds import Kind, is_locked_word
from .refusals import Refused, Why

#: What whoever opens it should know, by code.
CAUTIONS: Final[dict[str, Promise]] = {
    "locked": _("Locked: nobody could look inside, the scanner neither."),
    "acts": _("It can run something when it is opened. Open it only if you expect it."),
    "files": _("Other files are packed inside it."),
    "fetches": _("It fetches something from elsewhere when it is opened."),
}

#: A hundred pages of pictures unpack to less.
MOST_UNPACKED: Final = 120 * 1024 * 1024
MOST_PARTS: Final = 3_000
_PIECE: Final = 1024 * 1024

_END_OF_PDF: Final = b"%%EOF"
#: Behind the end of a PDF there is a line break, or some; what is longer is another file.
_BEHIND: Final = 1024
_HEX_IN_NAME: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED_OBJECTS: Final = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n(.*?)endstream", re.DOTALL)
_ACTS: Final = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|XFA|SubmitForm|ImportData)\b")
_FILES: Final = re.compile(rb"/(EmbeddedFiles?|Filespec)\b")
_LOCKED: Final = re.compile(rb"/Encrypt\b")

_WORD_PART: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACRO: Final = re.compile(r"(^|/)(vbaProject|vbaData)[^/]*$|\.(vba|bas|exe|dll|scr|js|vbs|ps1|lnk)$", re.IGNORECASE)
_PACKED_FILE: Final = re.compile(r"(^|/)embeddings/|\.(zip|rar|7z|gz|bin|ole|docx?|xlsx?|pptx?|pdf)$", re.IGNORECASE)
#: A link that a reader presses is no fetching; everything else that leads outside is.
_OUTSIDE: Final = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)


def look(content: bytes, kind: Kind, name: str) -> tuple[str, ...]:
    """The codes of what to know about a document; raises Refused when it is damaged, packed or not one document."""
    return _pdf(content, name) if kind == Kind.PDF else _word(content, name)


def _pdf(content: bytes, name: str) -> tuple[str, ...]:
    end = content.rfind(_END_OF_PDF)
    if end < 0:
        raise Refused(Why.DAMAGED, name)
    if len(content[end + len(_END_OF_PDF) :].strip(b"\r\n\t \x00")) > 0 or len(content) - end > _BEHIND:
        raise Refused(Why.MORE_INSIDE, name)
    said = _HEX_IN_NAME.sub(lambda found: bytes([int(found[1], 16)]), content + _unpacked_objects(content))
    found = [("locked", _LOCKED), ("acts", _ACTS), ("files", _FILES)]
    return tuple(code for code, pattern in found if pattern.search(said))


def _unpacked_objects(content: bytes) -> bytes:
    """What a PDF keeps packed and is no picture: its objects, as far as they unpack within reason."""
    unpacked = b""
    for found in _PACKED_OBJECTS.finditer(content):
        try:
            unpacked += zlib.decompressobj().decompress(found[1], 4 * _PIECE)
        except zlib.error:
            continue  # packed in a way of its own, or locked
        if len(unpacked) > 16 * _PIECE:
            break
    return unpacked


def _word(content: bytes, name: str) -> tuple[str, ...]:
    if is_locked_word(content):
        return ("locked",)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _parts(archive, content, name)
    except Refused:
        raise
    except Exception:  # an unpacker meets bytes made to break it: whatever it says, the file cannot be opened
        raise Refused(Why.DAMAGED, name) from None


def _parts(archive: zipfile.ZipFile, content: bytes, name: str) -> tuple[str, ...]:
    parts = archive.infolist()
    called = {part.filename for part in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= called:
        raise Refused(Why.OTHER_KIND, name)
    # One archive and nothing in front or behind: what begins as one file and ends as another is neither.
    whole = archive.start_dir + sum(_directory_entry(part) for part in parts) + 22 + len(archive.comment)
    if min(part.header_offset for part in parts) != 0 or whole != len(content) or len(called) != len(parts):
        raise Refused(Why.MORE_INSIDE, name)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(Why.UNPACKS, name)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(Why.DAMAGED, name)
    _read_through(archive, parts, name)
    types = archive.read("[Content_Types].xml")
    if any(_MACRO.search(part) for part in called) or b"macroEnabled" in types:
        raise Refused(Why.MACROS, name)
    if _WORD_PART not in types:
        raise Refused(Why.OTHER_KIND, name)
    rels = b"".join(archive.read(part) for part in called if part.endswith(".rels"))
    outside = [found[0] for found in _OUTSIDE.finditer(rels) if b"/hyperlink" not in found[0]]
    has_files = any(_PACKED_FILE.search(part) for part in called)
    return tuple(code for code, holds in (("files", has_files), ("fetches", outside)) if holds)


def _directory_entry(part: zipfile.ZipInfo) -> int:
    """How many bytes the archive's list of contents has for a part."""
    encoded = part.orig_filename.encode("utf-8" if part.flag_bits & 0x800 else "cp437")
    return 46 + len(encoded) + len(part.extra) + len(part.comment)


def _read_through(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    """Unpack every part once, and forget it: what is damaged, or more than it says it is, is found here."""
    total = 0
    for part in parts:
        with archive.open(part) as file:
            while piece := file.read(_PIECE):
                total += len(piece)
                if total > MOST_UNPACKED:
                    raise Refused(Why.UNPACKS, name)
