"""Machine names made from people's names: usable as script variables, CSV headers and addresses."""

import re
import unicodedata

_LONGEST = 60


def slug(text: str, *, otherwise: str = "unnamed") -> str:
    """Return `text` in small ASCII letters, digits and underscores: "Código postal" → "codigo_postal".

    A slug is a name in a script (`{{ codigo_postal }}`), so it never begins with a digit.

    Args:
        otherwise: what a text without a Latin letter or digit becomes.
    """
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "_", latin)[:_LONGEST].strip("_") or otherwise
    return f"_{made}" if made[0].isdigit() else made
