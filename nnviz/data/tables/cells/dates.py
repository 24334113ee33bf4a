"""Dates and times of day in a cell, in the ways people write them; the day or the time may stand first."""

import math
import re
from collections.abc import Sequence
from datetime import datetime

_LONGEST = 40
_MONTHS = (
    "jan january januar janvier jänner", "feb february februar février", "mar march märz mrz mär mars",
    "apr april avril", "may mai", "jun june juni juin", "jul july juli juillet", "aug august août",
    "sep sept september septembre", "oct october okt oktober octobre", "nov november novembre",
    "dec december dez dezember décembre",
)  # fmt: skip
_MONTH_NUMBERS = {name: month for month, names in enumerate(_MONTHS, 1) for name in names.split()}
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-z]*\.?,? +(?=\S*\d)", re.I)
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}(?:\.\d+)?))?(?P<noon> ?[ap]\.?m\.?)?"
    r"(?: ?(?:Z|(?:UTC|GMT)?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)|UTC|GMT|[CEMPW][DES]{1,2}T|BST))?"
)
_WORD = r"(?P<word>[^\W\d_]{3,9})\.?"
_YEAR, _MONTH, _DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_SIGN = (r" ?[\u5e74\ub144] ?", r" ?[\u6708\uc6d4] ?", r" ?[\u65e5\uc77c]")
"""Year, month and day in Chinese and Japanese, and in Korean."""
_DAYS = {
    "time": "",
    **{f"year{s}month{s}day": rf"{_YEAR}{re.escape(s)}{_MONTH}{re.escape(s)}{_DAY}" for s in "-/."},
    **{f"day{s}month{s}year": rf"{_DAY}{re.escape(s)}{_MONTH}{re.escape(s)}{_YEAR}" for s in "./-"},
    **{f"month{s}day{s}year": rf"{_MONTH}{re.escape(s)}{_DAY}{re.escape(s)}{_YEAR}" for s in "/-"},
    **{f"day{s}month{s}short": rf"{_DAY}{re.escape(s)}{_MONTH}{re.escape(s)}(?P<short>\d\d)" for s in "./"},
    "month/day/short": rf"{_MONTH}/{_DAY}/(?P<short>\d\d)",
    "day word year": rf"{_DAY}\.?[ -]{_WORD}[ -]{_YEAR}",
    "day word short": rf"{_DAY}\.?[ -]{_WORD}[ -](?P<short>\d\d)",
    "word day, year": rf"{_WORD} {_DAY}(?:st|nd|rd|th)?, ?{_YEAR}",
    "word year": rf"{_WORD}[ -]{_YEAR}",
    "year-month": rf"{_YEAR}-(?P<month>\d\d)",
    "month/year": rf"{_MONTH}/{_YEAR}",
    "year quarter": rf"{_YEAR}[ -]?Q(?P<quarter>[1-4])",
    "quarter year": rf"Q(?P<quarter>[1-4])[ -]?{_YEAR}",
    "compact": r"(?P<year>[12]\d{3})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:[T:_ ](?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?Z?)?",
    "compact hour": r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?P<hour>\d\d)(?:(?P<minute>\d\d)(?P<second>\d\d)?)?",
    "year\u5e74month\u6708day\u65e5": rf"{_YEAR}{_SIGN[0]}{_MONTH}{_SIGN[1]}{_DAY}{_SIGN[2]}",
}


def _forms() -> dict[str, re.Pattern[str]]:
    forms: dict[str, re.Pattern[str]] = {}
    for name, day in _DAYS.items():
        if name == "time":
            forms[name] = re.compile(_TIME, re.IGNORECASE)
        elif name.startswith("compact"):
            forms[name] = re.compile(day)
        else:
            forms[name] = re.compile(rf"{day}(?:[ T]{_TIME})?", re.IGNORECASE)
            forms[f"time {name}"] = re.compile(rf"{_TIME},? {day}", re.IGNORECASE)
    return forms


_FORMS = _forms()
_HAS_DIGIT = re.compile(r"\d", re.ASCII)


def date_format(cells: Sequence[str]) -> str | None:
    """Return the format in which some cells are dates, but for a few of them; None if there is none.

    Where days and months cannot be told apart, the day stands first.
    """
    sample = [cell.strip() for cell in (*cells[:50], *cells[50 :: max(1, len(cells) // 200)])]
    if not sample or not any(map(_may_be_date, sample[:3])):
        return None
    best, most = None, 0
    for form in _FORMS:
        count = sum(date_of(cell, form) is not None for cell in sample)
        if count > most:
            best, most = form, count
        if count == len(sample):
            break
    return best if most > 2 * (len(sample) - most) else None


def date_of(cell: str, form: str) -> float | None:
    """Return the days from the beginning of 1970 to a date; None if the cell is none of this format.

    A time of day alone is a fraction of a day. What was measured from another meridian is taken to UTC.
    """
    text = " ".join(cell.split()) if "  " in cell else cell.strip()
    if len(text) > _LONGEST:
        return None
    found = _FORMS[form].fullmatch(_WEEKDAY.sub("", text, count=1) if text[:1].isalpha() else text)
    if found is None:
        return None
    parts = found.groupdict()
    try:
        day = _day_of(parts) if form != "time" else 0.0
        return None if day is None else day + _time_of(parts)
    except ValueError:
        return None


def _may_be_date(text: str) -> bool:
    return 4 <= len(text) <= _LONGEST and _HAS_DIGIT.search(text) is not None


def _day_of(parts: dict[str, str | None]) -> float | None:
    """Return the days since 1970; ValueError if there is no such day."""
    month = _number(parts, "month", 1)
    if quarter := _number(parts, "quarter", 0):
        month = 3 * quarter - 2
    if word := parts.get("word"):
        if word.lower() not in _MONTH_NUMBERS:
            return None
        month = _MONTH_NUMBERS[word.lower()]
    year = _number(parts, "year", 0)
    if short := parts.get("short"):
        year = int(short) + (1900 if int(short) > 68 else 2000)  # as POSIX has it
    return float((datetime(year, month, _number(parts, "day", 1)) - datetime(1970, 1, 1)).days)


def _time_of(parts: dict[str, str | None]) -> float:
    """Return a time as a share of the day; ValueError if there is none such."""
    hour, minute = _number(parts, "hour", 0), _number(parts, "minute", 0)
    second = float(parts.get("second") or 0)
    if noon := parts.get("noon"):
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + 12 * noon.strip().lower().startswith("p")
    if hour > 23 or minute > 59 or second >= 61:
        raise ValueError
    offset = (parts.get("offset") or "").replace(":", "")
    hours, minutes = (offset[1:-2], offset[-2:]) if len(offset) > 3 else (offset[1:], "0")
    ahead = math.copysign(int(hours) * 60 + int(minutes), float(f"{offset[0]}1")) if offset else 0.0
    return (hour * 3600 + minute * 60 + second - 60 * ahead) / 86_400


def _number(parts: dict[str, str | None], name: str, default: int) -> int:
    text = parts.get(name)
    return int(text) if text else default
