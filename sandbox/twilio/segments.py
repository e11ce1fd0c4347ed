"""How many segments Twilio counts: GSM-7 septets, or UCS-2 units as soon as one character needs them."""

import regex

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")


def count_segments(body: str) -> int:
    """Return the number of segments, as Twilio's own open-source calculator does."""
    if all(char in BASIC or char in EXTENSION for char in body):
        return _fill([2 if char in EXTENSION else 1 for char in body], one=160, many=153)
    clusters = regex.findall(r"\X", body)
    return _fill([len(cluster.encode("utf-16-be")) // 2 for cluster in clusters], one=70, many=67)


def _fill(widths: list[int], *, one: int, many: int) -> int:
    """Fill segments greedily: a wide character is never cut in two."""
    if sum(widths) <= one:
        return 1
    count, used = 1, 0
    for width in widths:
        if used + width > many:
            count, used = count + 1, 0
        used += width
    return count
