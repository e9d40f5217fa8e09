"""Numbers and periods as a reader of Vietnamese or English expects them; for the table only, never for data."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

from vkstats.messages import text
from vkstats.model import Figure, Kind, Modality
from vkstats.write.columns import plain

_MODALITIES = {
    Modality.EXACT: "",
    Modality.ABOUT: "≈ ",
    Modality.OVER: "> ",
    Modality.UNDER: "< ",
    Modality.AT_LEAST: "≥ ",
    Modality.AT_MOST: "≤ ",
}
_QUARTERS = ("I", "II", "III", "IV")


def number(value: Decimal, lang: str) -> str:
    """The number with marks: 1.234,5 in Vietnamese, 1,234.5 in English."""
    whole, _, decimals = plain(value).partition(".")
    grouped = f"{int(whole):,}" if whole.lstrip("-") else whole
    if whole.startswith("-") and not grouped.startswith("-"):
        grouped = f"-{grouped}"  # -0,5
    written = f"{grouped}.{decimals}" if decimals else grouped
    return written.translate(str.maketrans(",.", ".,")) if lang == "vi" else written


def amount(figure: Figure, lang: str) -> str:
    """Value and unit: `≈ 3.500.000.000 VND`, `5–10 vụ`, `7/7 khâu`, `11%`."""
    written = _MODALITIES[figure.modality] + number(figure.value, lang)
    if figure.max is not None:
        written += f"–{number(figure.max, lang)}"
    if figure.of is not None:
        written += f"/{number(figure.of, lang)}"
    if not figure.unit:
        return written
    return f"{written}{'' if figure.kind is Kind.PERCENT else ' '}{figure.unit}"


def interval(period: str, lang: str) -> str:
    """An ISO interval in the shortest usual words: `2020`, `6 tháng đầu 2021`, `quý I/2021`, `5/2021`, `12/1/2021`.

    What is no interval of two days comes back as it is, open ends as `từ …`, `đến …`.
    """
    first_text, slash, last_text = period.partition("/")
    first, last = _day(first_text), _day(last_text)
    if not slash or (first is None and last is None):
        return period
    if first is None or last is None:
        known = first or last
        return text("table.until" if first is None else "table.since", lang, day=_written(known, lang))
    if first == last:
        return _written(first, lang)
    ends_month = last.day == calendar.monthrange(last.year, last.month)[1]
    if first.day == 1 and ends_month:
        if (first.month, last.month) == (1, 12):
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if first.year == last.year:
            return _months(first, last, lang)
    return f"{_written(first, lang)} – {_written(last, lang)}"  # spaced: a narrow column breaks it there


def moment(published: str, lang: str) -> str:
    """An ISO date or date-time: `15/1/2024 07:29`."""
    day, _, clock = published.partition("T")
    return " ".join(filter(None, (_written(_day(day), lang) or day, clock[:5])))


def _months(first: date, last: date, lang: str) -> str:
    """Whole months inside one year."""
    count = last.month - first.month + 1
    if count == 1:
        return f"{first.month}/{first.year}"
    if count == 3 and last.month % 3 == 0:
        return text("table.quarter", lang, quarter=_QUARTERS[last.month // 3 - 1], year=first.year)
    if first.month == 1:
        return text("table.first-months", lang, count=count, year=first.year)
    if last.month == 12:
        return text("table.last-months", lang, count=count, year=first.year)
    return f"{first.month}–{last.month}/{first.year}"


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _written(day: date | None, lang: str) -> str:
    if day is None:
        return ""
    return f"{day.day}/{day.month}/{day.year}" if lang == "vi" else day.isoformat()
