"""Writes the names, codes and symbols of the currencies that are legal tender today, from Unicode's CLDR.

    python tools/currencies.py > patterns/core/lexicon/currencies.yaml

Needs babel, which carries CLDR. Spoken forms that CLDR does not have (`đô`, `tệ`, `mỹ kim`) stand in units.yaml.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import babel
from babel import Locale
from babel.core import get_global

# Symbols that several currencies share stand for the one that a Vietnamese text means by them.
_SHARED = {"$": "USD", "£": "GBP", "¥": "JPY", "s$": "SGD"}
_HEAD = "# Tiền tệ đang lưu hành: tên tiếng Việt, mã ISO 4217 và ký hiệu (CLDR). Do tools/currencies.py viết ra."


def tender() -> set[str]:
    """The codes of the currencies in use somewhere."""
    spans = (span for spans in get_global("territory_currencies").values() for span in spans)
    return {code for code, _, until, is_tender in spans if until is None and is_tender}


def names(name: str) -> Iterator[str]:
    """A Vietnamese name as texts write it: without `Đồng … của`, `đô la` also as one word."""
    plain = " ".join(name.lower().replace("-", " ").split())
    yield plain
    if "đô la" in plain:
        yield plain.replace("đô la", "đôla")


def main() -> None:
    """Print the file."""
    vietnamese, english = Locale("vi"), Locale("en")
    codes = sorted(tender())
    words = {name: code for code in codes for name in names(str(vietnamese.currencies.get(code, code)))}
    symbols = {code.lower(): code for code in codes}
    for code in codes:
        for locale in (vietnamese, english):
            symbol = locale.currency_symbols.get(code)
            if symbol and symbol.upper() != code:
                symbols.setdefault(symbol.lower(), code)
    symbols |= _SHARED
    lines = [_HEAD, "- kind: money", f"  says: tên các đồng tiền (CLDR, babel {babel.__version__})", "  words:"]
    lines += [f"    {name}: {code}" for name, code in sorted(words.items())]
    lines += [
        "- kind: currency",
        "  says: mã và ký hiệu đồng tiền, đứng trước hoặc sau số; mã bằng chữ phải viết hoa",
        "  words:",
    ]
    lines += [f"    '{symbol}': {code}" for symbol, code in sorted(symbols.items())]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
