"""How figures, months and spans are written for people."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal
from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Unit
from analytics.measures.period import Month, Period
from analytics.measures.reduction import Span
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot
from analytics.measures.slices import Slice
from analytics.methods.rounding import half_up, percent
from analytics.methods.suppression import is_hidden, is_small_base
from analytics.texts import _, ngettext
from web import filters
from web.languages import current_language
from web.typography import JOINER, NO_BREAK

POPULATIONS: Final = {
    "complaints": _l("Skargi i wnioski"),
    "skarga": _l("Tylko skargi"),
    "wniosek": _l("Tylko wnioski"),
    "sprawa": _l("Sprawy wczytane z innych systemów"),
    "petycja": _l("Petycje"),
    "odwolanie": _l("Odwołania"),
    "zazalenie": _l("Zażalenia"),
    "ponaglenie": _l("Ponaglenia"),
}
STRUCTURES: Final = {
    "day_of_case": _l("Z dnia sprawy"),
    "today": _l("Dzisiejsza"),
}
STRUCTURE_SENTENCES: Final = {
    "day_of_case": _l(
        "Struktura urzędu z dnia każdej sprawy i odpowiedzi: wydział zamknięty ma swoje dawne wyniki do końca."
    ),
    "today": _l(
        "Dzisiejsza struktura urzędu: wyniki wydziałów zamkniętych są doliczone do tych, które przejęły ich zadania."
    ),
}
PARTS: Final = {"met": _l("tylko sprawy z licznika"), "other": _l("tylko sprawy spoza licznika")}
"""Which part of the base of a share a list shows."""
COMPARISONS: Final = {"year": _l("Ten sam miesiąc rok wcześniej"), "previous": _l("Poprzedni miesiąc")}
MODES: Final = {
    "kiosk_tap": _l("tablet, jedno pytanie"),
    "kiosk_full": _l("tablet, cała ankieta"),
    "qr": _l("kod QR przy stanowisku"),
    "web": _l("strona internetowa"),
    "paper": _l("papier"),
    "follow_up": _l("po załatwieniu skargi"),
    "import": _l("wczytane z innego systemu"),
}
FLAGS: Final = {
    "raw": _l("wszystkie"),
    "clean": _l("liczone (podstawa wyników)"),
    "repeat_fast": _l("ta sama ocena zaraz po poprzedniej"),
    "burst": _l("wiele odpowiedzi w jednej minucie"),
    "speeder": _l("szybciej, niż da się przeczytać"),
    "straightline": _l("wszędzie to samo i bardzo szybko"),
    "closed_hours": _l("poza godzinami urzędu"),
    "clock_skew": _l("zły zegar tabletu"),
    "test_mode": _l("próba pracownika"),
    "partial": _l("przerwane przed końcem (liczą się)"),
    "honeypot": _l("wypełnione pole, którego nie widać"),
    "over_cap": _l("powyżej dziennej liczby odpowiedzi"),
    "replaced": _l("formularz wpisany z błędem"),
}
DAYS: Final = (
    _l("poniedziałek"), _l("wtorek"), _l("środa"), _l("czwartek"), _l("piątek"), _l("sobota"), _l("niedziela"),
)  # fmt: skip
GRID: Final = {
    "department": _l("wydziałów"),
    "desk": _l("stanowisk"),
    "service": _l("usług"),
    "mode": _l("sposobów odpowiadania"),
    "hours": _l("dni tygodnia i godzin"),
}
QUESTIONS: Final = {
    "q1": _l("Ogólna ocena obsługi"),
    "q3": _l("Łatwość załatwienia sprawy"),
    "q4": _l("Czas oczekiwania"),
    "q5": _l("Zrozumiałość informacji"),
    "q6": _l("Uprzejmość"),
    "q7": _l("Wiedza"),
}
ANSWERS: Final = (_l("Bardzo źle"), _l("Źle"), _l("Średnio"), _l("Dobrze"), _l("Bardzo dobrze"))
UNITS: Final = {
    Unit.CASES: _l("sprawy"),
    Unit.SHARE: _l("udział"),
    Unit.DAYS: _l("dni kalendarzowe"),
    Unit.WORKING_DAYS: _l("dni robocze"),
    Unit.HOURS: _l("godziny"),
    Unit.POINTS: _l("punkty od 1 do 5"),
    Unit.INDEX: _l("punkty od 0 do 100"),
    Unit.NET: _l("punkty od −100 do 100"),
    Unit.RHO: _l("współczynnik od −1 do 1"),
    Unit.RATE: _l("sprawy na tyle jednostek"),
}
BETTER: Final = {
    "higher": _l("więcej znaczy lepiej"),
    "lower": _l("mniej znaczy lepiej"),
    "none": _l("ani lepiej, ani gorzej"),
}
INTERVALS: Final = {
    "wilson": _l("przedział 95 % Wilsona"),
    "order_statistics": _l("przedział 95 % ze statystyk pozycyjnych"),
    "bootstrap": _l("przedział 95 % metodą bootstrap"),
    "score": _l("przedział 95 % z przedziałów Wilsona"),
    "hac": _l("przedział 95 % z błędów Neweya i Westa, poszerzony według symulacji"),
    "paired": _l("przedział 95 % Bonetta i Price’a"),
    "mover": _l("przedział 95 % z przedziałów Wilsona części"),
    "log_log": _l("przedział 95 % z krzywej, przekształcenie log-log"),
    "none": _l("bez przedziału"),
}
DIGITS: Final = {Unit.POINTS: 2, Unit.INDEX: 1, Unit.NET: 1, Unit.RHO: 2, Unit.RATE: 1}
"""Decimals of values that stand without a word for their unit."""
MINUS: Final = "\u2212"
HEADINGS: Final = {
    "received": _l("Wpłynęło"),
    "settled": _l("Załatwiono"),
    "left": _l("Odeszło"),
    "backlog": _l("W toku"),
    "overdue": _l("Po terminie"),
    "on_time": _l("Na czas"),
    "median_days": _l("Mediana"),
    "p90_days": _l("P90"),
    "median_hours": _l("Mediana"),
    "p90_hours": _l("P90"),
    "csat": _l("Zadowolenie"),
}
"""Short headings for the columns of wide tables."""
FURTHER_REASONS: Final = {
    WhyNot.RUNNING: _l("termin biegnie"),
    WhyNot.NO_BASE: _l("brak danych odniesienia"),
    WhyNot.NOT_REACHED: _l("jeszcze nieznana"),
    WhyNot.TOO_FEW_PAIRS: _l("mniej niż 50 odpowiedzi"),
    WhyNot.ALL_THE_SAME: _l("wszystkie odpowiedzi takie same"),
    WhyNot.NOT_REPORTED: _l("nie podano"),
}
COHORTS: Final = {
    "received": _l("według dnia wpływu"),
    "settled": _l("według dnia załatwienia"),
    "due": _l("według ostatniego dnia terminu"),
    "open_at_end": _l("stan na koniec okresu"),
    "step": _l("według dnia czynności albo końca jej terminu"),
    "decided": _l("według dnia rozstrzygnięcia innego organu"),
    "answered": _l("według chwili udzielenia odpowiedzi"),
}


JUDGEMENTS: Final = {
    "last_day": _l(
        "najpóźniej ostatniego dnia terminu; gdy sprawa z innego systemu ma chwilę terminu: najpóźniej w tej chwili"
    ),
    "due_at": _l("najpóźniej w chwili, do której sprawa miała być załatwiona"),
}


_ALPHABET: Final = {letter: place for place, letter in enumerate(" aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}


def alphabetical(name: str) -> list[int]:
    """The key that sorts names by the Polish alphabet, other letters after it."""
    return [_ALPHABET.get(letter, ord(letter) + len(_ALPHABET)) for letter in name.lower()]


def figure_title(key: str, result: Result) -> str:
    """The heading of a headline figure: short for those whose measure is named at length."""
    short = {"time": _("Czas załatwienia"), "settled": _("Załatwiono w miesiącu")}
    return short.get(key) or str(measure(result.measure).title)


def month_name(month: Month) -> str:
    """Listopad 2026: also at the beginning of a sentence."""
    name = filters.month(month.first)
    return name[0].upper() + name[1:]


def month_inside(month: Month) -> str:
    """listopad 2026: inside a sentence."""
    return filters.month(month.first)


def month_short(month: Month) -> str:
    """lis: under an axis."""
    return format_date(month.first, "LLL", locale=current_language())


def period_name(period: Period) -> str:
    """listopad 2026, or styczeń 2026 – marzec 2026, or rok 2025."""
    first, last = Month.of(period.first), Month.of(period.last)
    if first == last:
        return month_inside(first)
    if (first.number, last.number) == (1, 12) and first.year == last.year:
        return _("rok %(year)s", year=str(first.year))
    return f"{month_inside(first)}{NO_BREAK}– {month_inside(last)}"


def slice_name(one: Slice) -> str:
    """listopad 2026, IV kwartał 2026, rok 2026."""
    if 12 <= one.time < 16:
        return _("%(quarter)s kwartał %(year)s", quarter=("I", "II", "III", "IV")[one.time - 12], year=str(one.year))
    return period_name(one.period)


def period_short(period: Period) -> str:
    """paź 2026, maj–paź 2026, lis 2025–sty 2026, 2025: beside a line of a chart."""
    first, last = Month.of(period.first), Month.of(period.last)
    end = f"{month_short(last)} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{month_short(first)} {first.year}–{end}"
    return str(last.year) if (first.number, last.number) == (1, 12) else f"{month_short(first)}–{end}"


def no_department() -> str:
    """What stands in place of a department's name where a case or an answer has none."""
    return _("bez wydziału")


def written(value: float | Decimal, digits: int = 0) -> str:
    """1 234,5: rounded half up, with so many decimals."""
    rounded = half_up(float(value), digits)
    zeros = "." + "0" * digits if digits else ""
    return format_decimal(rounded, f"#,##0{zeros}", locale=current_language())


def trimmed(value: float) -> str:
    """21 or 20,5: one decimal only where there is one."""
    return written(value, 0 if half_up(value, 1) == half_up(value, 0) else 1)


def percent_sign() -> str:
    """The sign with the space the language wants before it."""
    return "%" if current_language() == "en" else f"{NO_BREAK}%"


def percent_of(numerator: int, n: int, digits: int = 1) -> str:
    """86,3 %: from the counts, rounded half up."""
    share = percent(numerator, n, digits)
    zeros = "." + "0" * digits if digits else ""
    return "–" if share is None else format_decimal(share, f"#,##0{zeros}", locale=current_language()) + percent_sign()


def days(value: float) -> str:
    """21 dni, 20,5 dnia."""
    if half_up(value, 1) == half_up(value, 0):
        whole = int(half_up(value, 0))
        return ngettext("%(num)d dzień", "%(num)d dni", whole)
    return _("%(number)s dnia", number=written(value, 1))


def working_days(value: float) -> str:
    """15 dni roboczych, 14,5 dnia roboczego."""
    if half_up(value, 1) == half_up(value, 0):
        whole = int(half_up(value, 0))
        return ngettext("%(num)d dzień roboczy", "%(num)d dni roboczych", whole)
    return _("%(number)s dnia roboczego", number=written(value, 1))


def hours(value: float) -> str:
    """32,4 godz."""
    return _("%(number)s godz.", number=written(value, 1))


def amount(value: float, unit: Unit) -> str:
    """A value with its unit: 21 dni, 86,3 %, 1 234, 4,21."""
    if unit is Unit.SHARE:
        return written(100 * value, 1) + percent_sign()
    words = {Unit.DAYS: days, Unit.WORKING_DAYS: working_days, Unit.HOURS: hours}
    if unit in words:
        return words[unit](value)
    return written(value, DIGITS.get(unit, 0)).replace("-", MINUS)


def value(result: Result) -> str:
    """The figure of a result with its unit, or why there is none."""
    unit = measure(result.measure).unit
    if result.value is None:
        return why_not(result)
    if unit is Unit.SHARE and result.numerator is not None and result.n:
        return percent_of(result.numerator, result.n)
    return amount(result.value, unit)


def marked(result: Result) -> str:
    """The figure of a result as tables show it: with the mark of a small base where it has one."""
    written_value = value(result)
    return _("%(value)s (mała podstawa)", value=written_value) if result.has_small_base else written_value


def with_base(words: str, n: int) -> str:
    """Words about n cases, with the mark of a small base where they are few."""
    return _("%(value)s (mała podstawa)", value=words) if is_small_base(n, minimum=1) else words


def why_not(result: Result) -> str:
    """Why a figure is not shown, in a few words."""
    if result.why_not is WhyNot.NOT_OVER:
        return _("miesiąc jeszcze trwa")
    if result.why_not in FURTHER_REASONS:
        return str(FURTHER_REASONS[result.why_not])
    if result.why_not is WhyNot.TOO_FEW:
        return _("mniej niż 5 odpowiedzi")
    if result.why_not is WhyNot.PROTECTS_OTHERS:
        return _("ukryte, chroni małą grupę")
    return _("brak odpowiedzi") if measure(result.measure).is_survey else _("brak spraw")


def n(result: Result) -> str:
    """The base of a figure; withheld with it."""
    return "–" if result.n is None else written(result.n)


def interval(result: Result) -> str:
    """84,7–87,8 in the unit of the figure; empty when it has no interval."""
    if result.low is None or result.high is None:
        return ""
    return limits(result.low, result.high, measure(result.measure).unit)


def limits(low: float, high: float, unit: Unit) -> str:
    """Two limits as a range that does not break, without the unit."""
    if unit is Unit.SHARE:
        return f"{written(100 * low, 1)}{JOINER}–{JOINER}{written(100 * high, 1)}"
    if unit in (Unit.NET, Unit.RHO) or low < 0:
        return from_to(low, high, unit)
    digits = 1 if unit is Unit.HOURS else None
    ends = [trimmed(end) if digits is None else written(end, digits) for end in (low, high)]
    return f"{ends[0]}{JOINER}–{JOINER}{ends[1]}"


def from_to(low: float, high: float, unit: Unit) -> str:
    """Two limits of which one may be negative: od −1,2 do 3,4."""
    return _("od %(low)s do %(high)s", low=signed(low, unit), high=signed(high, unit))


def signed(value: float, unit: Unit) -> str:
    """A difference without its unit, with a true minus: −1,2."""
    number = written(100 * value, 1) if unit is Unit.SHARE else trimmed(value)
    if unit in DIGITS:
        number = written(value, DIGITS[unit])
    return number.replace("-", MINUS)


def parts(result: Result) -> tuple[str, str]:
    """A headline figure as number and unit, the unit to be set smaller: 86,3 and %, 21 and dni."""
    unit = measure(result.measure).unit
    if result.why_not is WhyNot.RUNNING:
        return written(result.numerator or 0), _("z %(n)s", n=written(result.n or 0))
    if result.value is None:
        return "–", why_not(result)
    if unit is Unit.SHARE:
        return value(result).removesuffix(percent_sign()), "%"
    if unit is Unit.CASES:
        return written(result.value), ""
    if unit is Unit.HOURS:
        return written(result.value, 1), _("godz.")
    if unit in DIGITS:
        return amount(result.value, unit), ""
    return trimmed(result.value), amount(result.value, unit).partition(" ")[2]


def under(result: Result) -> str:
    """The line under a headline figure: interval and base."""
    if result.n is None or result.value is None:
        return (
            _("miesiąc trwa; przed ostatnim dniem: %(n)s", n=written(result.beside["not_yet_due"]))
            if "not_yet_due" in result.beside
            else ""
        )
    unit, between = measure(result.measure).unit, interval(result)
    if unit is Unit.CASES:
        return ""
    if unit is Unit.SHARE:
        return _("%(between)s %% · n = %(n)s", between=between, n=n(result))
    if not between:
        return _("mediana · n = %(n)s", n=n(result))
    return _("mediana; przedział %(between)s · n = %(n)s", between=between, n=n(result))


def open_after(span: Span, time: float) -> str:
    """The share of a span still open after a time, as far as the curve knows."""
    if not span.n or (time > float(span.times.max()) and span.still_open):
        return "–"
    return written(100 * span.curve.open_after(time), 1) + percent_sign()


def amount_or_dash(value: float | None, unit: Unit) -> str:
    """A value with its unit, a dash where there is none."""
    return "–" if value is None else amount(value, unit)


def median_with_open(span: Span, unit: Unit) -> str:
    """The Kaplan-Meier median with its interval: 21 dni (20–22); open ends as dashes."""
    median = span.curve.median()
    if median.value is None:
        return _("jeszcze nieznana") if span.n else "–"
    ends = [
        ("…" if end is None else written(end, 1) if unit is Unit.HOURS else trimmed(end))
        for end in (median.low, median.high)
    ]
    return f"{amount(median.value, unit)} ({ends[0]}{JOINER}–{JOINER}{ends[1]})"


def p_value(p: float) -> str:
    """= 0,015 or < 0,001."""
    return f"<{NO_BREAK}{written(0.001, 3)}" if p < 0.001 else f"={NO_BREAK}{written(p, 3)}"


def count_or_hidden(count: int | None) -> str:
    """A count of responses, or that it is hidden; fewer than five are not told."""
    return _("ukryte") if count is None or is_hidden(count) else written(count)
