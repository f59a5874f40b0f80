"""An address as a square that a telephone's camera reads: the office's screen to the pocket, nothing typed."""

import base64


def qr_image(text: str) -> str:
    """A data: address for <img>."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    svg = qrcode.make(text, image_factory=SvgPathImage, border=2).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
