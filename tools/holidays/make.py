"""Writes src/Throughline.Domain/People/ReadyCalendars.tsv. See README.md beside this file.

Run with a Python that can import workalendar 17:  python3 make.py > ../../src/Throughline.Domain/People/ReadyCalendars.tsv
"""

from collections import defaultdict
from datetime import date, timedelta

from workalendar.registry import registry

YEARS = range(2024, 2031)
LAENDER = "BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH".split()
STATES = "ACT NSW NT QLD SA TAS VIC WA".split()

# What the source calls by another name than those who have the day off do.
NAMES = {
    "New year": "New Year's Day", "New Year": "New Year's Day", "New Year shift": "New Year's Day (substitute)",
    "Queen's Birthday": "King's Birthday", "Assumption of Mary to Heaven": "Assumption Day",
    "Christmas Shift": "Christmas Day (substitute)", "Christmas shift": "Christmas Day (substitute)",
    "Boxing Day Shift": "Boxing Day (substitute)", "Boxing Day shift": "Boxing Day (substitute)",
    "King's day": "King's Day", "Adelaide's cup": "Adelaide Cup", "Eight hours Day": "Eight Hours Day",
    "Saint Patrick substitute": "Saint Patrick's Day (substitute)", "Battle of the Boyne substitute": "Battle of the Boyne (substitute)",
    "Reconciliation Day Shift": "Reconciliation Day", "New Year's Day shift": "New Year's Day (substitute)",
    "Australia Day shift": "Australia Day (substitute)", "Anzac Day shift": "Anzac Day (substitute)",
}


def easter(year):
    """Anonymous Gregorian algorithm."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth(year, month, weekday, n):
    """The n-th such weekday of a month; n = -1 is the last."""
    days = [date(year, month, 1) + timedelta(i) for i in range(31)]
    days = [day for day in days if day.month == month and day.weekday() == weekday]
    return days[n - 1 if n > 0 else n]


def source(code):
    days = {}
    for year in YEARS:
        for day, name in registry.get(code)().holidays(year):
            if day.year == year:
                days.setdefault(day, NAMES.get(name, name))
    return days


def united_states():
    # Juneteenth became a federal holiday in 2021, after the source's list; it is observed like the others.
    days = source("US")
    for year in YEARS:
        day = date(year, 6, 19)
        days[day] = "Juneteenth"
        if day.weekday() > 4:
            days[day + timedelta(-1 if day.weekday() == 5 else 1)] = "Juneteenth (observed)"
    return days


def substitutes(days, fixed):
    """Of fixed days on a weekend the next working day is off in their place."""
    for day, name in sorted(fixed.items()):
        days[day] = name
    for day, name in sorted(fixed.items()):
        if day.weekday() > 4:
            other = day
            while other.weekday() > 4 or other in days:
                other += timedelta(1)
            days[other] = name + " (substitute)"


def scotland():
    # Banking and Financial Dealings Act 1971, Schedule 1, and the St Andrew's Day Bank Holiday (Scotland) Act 2007.
    days = {}
    for year in YEARS:
        days[easter(year) - timedelta(2)] = "Good Friday"
        days[nth(year, 5, 0, 1)] = "Early May Bank Holiday"
        days[nth(year, 5, 0, -1)] = "Spring Bank Holiday"
        days[nth(year, 8, 0, 1)] = "Summer Bank Holiday"
        substitutes(days, {
            date(year, 1, 1): "New Year's Day", date(year, 1, 2): "2 January", date(year, 11, 30): "St Andrew's Day",
            date(year, 12, 25): "Christmas Day", date(year, 12, 26): "Boxing Day",
        })
    return days


def netherlands():
    # Good Friday is no day off for most, Liberation Day every fifth year (collective agreements).
    return {day: name for day, name in source("NL").items()
            if name != "Good Friday" and not (name == "Liberation Day" and day.year % 5)}


def germany(land):
    days = source("DE-" + land)
    if land == "BY":  # only where more Catholics live than Protestants
        days = {day: name for day, name in days.items() if (day.month, day.day) != (8, 15)}
    if land == "BE":  # once, eighty years after
        days[date(2025, 5, 8)] = "Liberation Day"
    if land == "MV":
        days.update({date(year, 3, 8): "International Women's Day" for year in YEARS})
    return days


def australia(state):
    days = source("AU-" + state)
    if state == "QLD":
        days = {day: name for day, name in days.items() if not (name == "King's Birthday" and day.month == 6)}
        days.update({nth(year, 10, 0, 1): "King's Birthday" for year in YEARS})
    if state == "TAS":  # the north alone
        days = {day: name for day, name in days.items() if name != "Recreation Day"}
    if state == "NSW":  # gazetted for these two years
        days[date(2026, 4, 27)] = days[date(2027, 4, 26)] = "Anzac Day (additional)"
    if state == "VIC":  # gazetted year by year
        days.update({day: "Friday before the AFL Grand Final" for day in (date(2024, 9, 27), date(2025, 9, 26), date(2026, 9, 25))})
    if state == "WA":  # proclaimed year by year
        days.update({day: "King's Birthday" for day in (date(2024, 9, 23), date(2025, 9, 29), date(2026, 9, 28))})
    return days


def japan():
    # Act on National Holidays, article 3: a holiday on a Sunday moves to the next day that is none; a day between two is one.
    days = source("JP")
    for day, name in sorted(days.items()):
        if day.weekday() == 6:
            other = day
            while other in days:
                other += timedelta(1)
            days[other] = name + " (substitute)"
    for day in [day + timedelta(1) for day in sorted(days)]:
        if day not in days and day + timedelta(1) in days and day.weekday() != 6 and (day + timedelta(1)).weekday() != 0 and "substitute" not in days[day + timedelta(1)]:
            days[day] = "Citizens' Holiday"
    return days


def india():
    # The days that the centre and nearly every state share and that follow from the date alone; what the moon decides differs by state and is left to the practice.
    days = {}
    for year in YEARS:
        days.update({
            date(year, 1, 26): "Republic Day", date(year, 4, 14): "Ambedkar Jayanti", easter(year) - timedelta(2): "Good Friday",
            date(year, 8, 15): "Independence Day", date(year, 10, 2): "Gandhi Jayanti", date(year, 12, 25): "Christmas Day",
        })
    return days


def calendars():
    made = {"US": united_states(), "GB-ENG": source("GB"), "GB-WLS": source("GB"), "GB-SCT": scotland(), "GB-NIR": source("GB-NIR"),
            "NL": netherlands(), "DE": source("DE"), "IN": india(), "JP": japan()}
    made.update({"DE-" + land: germany(land) for land in LAENDER})
    states = {"AU-" + state: australia(state) for state in STATES}
    made.update(states)
    # Off in the whole country is what is off in every state.
    made["AU"] = {day: name for day, name in states["AU-NSW"].items() if all(day in days for days in states.values())}
    return made


if __name__ == "__main__":
    rows = defaultdict(list)
    for calendar, days in calendars().items():
        for day, name in days.items():
            rows[day, name].append(calendar)
    print("date\tname\tcalendars")
    for (day, name), names in sorted(rows.items()):
        print(f"{day.isoformat()}\t{name}\t{' '.join(sorted(names))}")
