"""What some people of the demo send with their message: a letter as PDF, a photograph. Drawn here, nobody's."""

import io
import logging

from PIL import Image, ImageDraw

from casework.core.files import check, vault
from casework.intake.incoming import IncomingFile

logger = logging.getLogger(__name__)


def sent_with(number: int) -> list[IncomingFile]:
    """The files that come with the message of this number: with every ninth a letter, with some a picture as well."""
    files = []
    if number % 9 == 4:
        files.append(("letter-from-the-agency.pdf", _letter()))
    if number % 9 in {4, 6} and number % 2 == 0:
        files.append(("IMG_0042.jpg", _photograph()))
    checked = [check(name, content) for name, content in files]
    return [IncomingFile.of(file, key=_kept(file.content)) for file in checked]


def _kept(content: bytes) -> str:
    """A demo is played where there is no room for files as well."""
    try:
        return vault.put(content)
    except OSError:
        logger.warning("a file of the demo could not be kept")
        return ""


def _letter() -> bytes:
    """One page that says what it is."""
    drawn = b"BT /F1 18 Tf 72 720 Td (A letter from an agency that does not exist.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    file, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, start = len(objects) + 1, len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\n" % (count, table, count)
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start)


def _photograph() -> bytes:
    """A leak under a sink, as far as a drawing goes."""
    picture, file = Image.new("RGB", (800, 600), "#d9d2c5"), io.BytesIO()
    pen = ImageDraw.Draw(picture)
    pen.rectangle((120, 60, 680, 240), fill="#f6f4ef", outline="#8b8577", width=6)
    pen.rectangle((380, 240, 420, 430), fill="#9aa3a8")
    pen.ellipse((300, 470, 500, 540), fill="#7fa8c9")
    picture.save(file, "JPEG")
    return file.getvalue()
