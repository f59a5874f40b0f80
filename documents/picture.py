"""A list as a picture for people who read it in a chat on a telephone. WeasyPrint draws no pictures, PDFium does."""

import io
import threading

from PIL import Image, ImageChops

from documents.listing import Listing
from documents.pdf import picture_pdf

# 120 mm at this scale are 1,200 pixels: what chats send on without making it smaller.
DOTS_A_POINT = 1200 / (120 / 25.4 * 72)
EDGE = 40
WHITE = 255
# PDFium is not safe to call from two threads, whatever they draw.
_one_at_a_time = threading.Lock()


def listing_png(listing: Listing) -> bytes:
    """As long as the list needs; the same list gives the same bytes."""
    drawn = [_cropped(page) for page in _pages(picture_pdf(listing))]
    picture = Image.new("L", (max(page.width for page in drawn), sum(page.height for page in drawn)), WHITE)
    top = 0
    for page in drawn:
        picture.paste(page, (0, top))
        top += page.height
    file = io.BytesIO()
    # Black letters on white: sixteen greys are enough, and a tenth of the bytes.
    picture.quantize(16).save(file, "PNG")
    return file.getvalue()


def _pages(pdf: bytes) -> list[Image.Image]:
    from pypdfium2 import PdfDocument

    with _one_at_a_time:
        document = PdfDocument(pdf)
        try:
            return [page.render(scale=DOTS_A_POINT, grayscale=True).to_pil().convert("L") for page in document]
        finally:
            document.close()


def _cropped(page: Image.Image) -> Image.Image:
    """Without the white below the last line."""
    written = ImageChops.invert(page).getbbox()
    bottom = written[3] if written else 0
    return page.crop((0, 0, page.width, min(page.height, bottom + EDGE)))
