"""What a browser says of itself, in words that its owner knows again. Pure."""

_BROWSERS = (
    ("Zalo", "Zalo"),
    ("CocCoc", "Cốc Cốc"),
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "điện thoại Android"),
    ("Windows", "máy Windows"),
    ("Mac OS", "máy Mac"),
    ("Linux", "máy Linux"),
)


def device_words(user_agent: str) -> str:
    """ "Mozilla/5.0 (Linux; Android 14) … Chrome/120" → "Chrome trên điện thoại Android"; else general words.

    The order of the lists is the rule: most browsers also name those that they wish to be taken for.
    """
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "Trình duyệt khác")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "thiết bị khác")
    return f"{browser} trên {system}"
