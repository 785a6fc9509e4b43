"""The face every import has on the command line: progress, counts, the report, and words for all that can go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from imports.errors import BadFile, BadMapping, ImportRefused
from imports.report import Problem, Report
from imports.summary import Summary
from kernel.permissions import Actor
from storage.trouble import Trouble, trouble_of
from web.database import storage
from web.outages import OUTAGES

OPERATOR: Final = Actor(ref="operator")
"""Whoever runs the command line on the server."""

Import = Callable[[Session, Report, Callable[[int], None]], Summary]
"""An import waiting for its session, its report, and somebody to tell how many bytes it has read."""

REFUSALS: Final = {
    "no_such_file": _l("Nie ma pliku %(name)s."),
    "empty_file": _l("Plik %(name)s jest pusty."),
    "no_rows": _l("Plik %(name)s ma tylko nagłówek, bez żadnego wiersza."),
    "not_csv": _l("Plik %(name)s nie jest ani plikiem CSV, ani skoroszytem Excela (.xlsx)."),
    "not_workbook": _l("Plik %(name)s jest archiwum, ale nie skoroszytem Excela (.xlsx)."),
    "old_workbook": _l(
        "Plik %(name)s jest w starym formacie Excela (.xls). Proszę otworzyć go w Excelu i zapisać jako "
        "„Skoroszyt programu Excel (.xlsx)”."
    ),
    "locked_workbook": _l(
        "Plik %(name)s jest zabezpieczony hasłem. Proszę otworzyć go w Excelu, usunąć hasło (Plik, Informacje, Chroń "
        "skoroszyt) i zapisać."
    ),
    "macro_workbook": _l(
        "Plik %(name)s zawiera makra (.xlsm). Proszę zapisać go jako „Skoroszyt programu Excel (.xlsx)”."
    ),
    "binary_workbook": _l(
        "Plik %(name)s jest skoroszytem binarnym (.xlsb). Proszę zapisać go jako „Skoroszyt programu Excel (.xlsx)”."
    ),
    "strict_workbook": _l(
        "Plik %(name)s zapisano jako „Skoroszyt Strict Open XML”. Proszę zapisać go jako „Skoroszyt programu Excel "
        "(.xlsx)”."
    ),
    "open_document": _l(
        "Plik %(name)s jest arkuszem OpenDocument (.ods). Proszę zapisać go jako „Excel 2007-365 (.xlsx)” albo jako "
        "CSV."
    ),
    "broken_workbook": _l(
        "Skoroszyt %(name)s jest uszkodzony i nie da się go odczytać. Proszę otworzyć go w Excelu i zapisać na nowo."
    ),
    "bomb": _l(
        "Skoroszyt %(name)s po rozpakowaniu byłby niewspółmiernie wielki, więc go nie otwarto. Proszę zapisać arkusz "
        "jako plik CSV."
    ),
    "no_such_sheet": _l("W skoroszycie %(name)s nie ma arkusza „%(sheet)s”. Są w nim: %(known)s."),
    "merged_cells": _l(
        "W skoroszycie %(name)s scalono komórki %(cells)s: wartość miałby tylko pierwszy z tych wierszy. Proszę "
        "rozdzielić komórki i wpisać wartość w każdym wierszu."
    ),
    "wrong_encoding": _l(
        "Pliku %(name)s nie można odczytać jako %(expected)s (wiersz %(line)s). Wygląda na %(probable)s: proszę wpisać "
        'w pliku mapowania, w tabeli [file], encoding = "%(probable)s" albo zapisać plik jako %(expected)s.'
    ),
    "wrong_delimiter": _l(
        "Kolumny pliku %(name)s rozdziela znak „%(found)s”, a mapowanie mówi o znaku „%(expected)s”. Proszę wpisać "
        'w pliku mapowania, w tabeli [file], delimiter = "%(found)s".'
    ),
    "missing_columns": _l("W pliku %(name)s nie ma kolumn: %(missing)s. Są w nim: %(found)s."),
    "double_column": _l("W pliku %(name)s kolumna %(column)s występuje dwa razy, nie wiadomo, którą czytać."),
    "unclosed_quote": _l("W pliku %(name)s cudzysłów otwarty w wierszu %(line)s nie jest nigdzie zamknięty."),
    "no_such_mapping": _l("Nie ma pliku mapowania %(name)s."),
    "no_such_mapping_name": _l(
        "Nie ma mapowania o nazwie %(name)s. Gotowe mapowania: %(known)s. Własne: ścieżka do .toml."
    ),
    "not_toml": _l("Plik mapowania %(name)s nie jest poprawnym plikiem TOML: %(detail)s."),
    "key_missing": _l("W mapowaniu brakuje klucza %(where)s."),
    "unknown_key": _l("Mapowanie nie zna klucza %(where)s. W tym miejscu można użyć: %(allowed)s."),
    "unknown_key_near": _l("Mapowanie nie zna klucza %(where)s. Czy chodziło o %(near)s?"),
    "wrong_type": _l("Klucz mapowania %(where)s ma zły rodzaj wartości, powinien być: %(expected)s (TOML)."),
    "not_allowed": _l("Klucz mapowania %(where)s nie może mieć wartości „%(value)s”. Dozwolone: %(allowed)s."),
    "bad_name": _l(
        "Nazwa mapowania „%(value)s” (%(where)s) może mieć tylko małe litery a-z, cyfry, łącznik i podkreślenie, "
        "do 60 znaków."
    ),
    "unknown_encoding": _l("Kodowanie „%(value)s” (%(where)s) jest nieznane. Zwykle jest to utf-8 albo cp1250."),
    "unknown_zone": _l("Strefa czasowa „%(value)s” (%(where)s) jest nieznana. Na przykład: Europe/Warsaw, UTC."),
    "bad_format": _l(
        "Format daty „%(value)s” (%(where)s) nie opisuje dnia, miesiąca i roku. Na przykład: %%d.%%m.%%Y."
    ),
    "column_and_fixed": _l("Pole %(where)s ma w mapowaniu i kolumnę, i stałą wartość. Może mieć tylko jedno z nich."),
    "values_without_column": _l("Mapowanie tłumaczy wartości pola %(where)s, ale nie podaje jego kolumny."),
    "question_twice": _l("Pytanie %(value)s występuje w mapowaniu dwa razy (%(where)s)."),
    "no_such_question": _l("Mapowanie podaje treść pytania %(value)s (%(where)s), którego nie ma w żadnej skali."),
    "no_questions": _l("Mapowanie nie podaje ani jednego pytania (%(where)s)."),
    "no_office": _l("W tej bazie danych nie ma jeszcze urzędu, więc nie ma dokąd importować."),
    "version_frozen": _l(
        "Wersja %(version)s tej ankiety jest już w bazie w innym brzmieniu. Zmieniona ankieta potrzebuje nowego numeru "
        "wersji."
    ),
}
"""What ends an import before it changes anything."""

PROBLEMS: Final = {
    "ragged": _l("wiersz ma inną liczbę kolumn niż nagłówek"),
    "nul": _l("wiersz zawiera znak o kodzie zero"),
    "quotes": _l("wiersz ma cudzysłów w niedozwolonym miejscu"),
    "cell_error": _l("w komórce jest błąd zamiast wartości"),
    "no_cached_value": _l("formuła bez obliczonego wyniku; proszę otworzyć skoroszyt w Excelu i zapisać"),
    "missing_value": _l("brak wartości, która jest potrzebna"),
    "bad_time": _l("to nie jest data w żadnym z formatów: %(formats)s"),
    "implausible_day": _l("data spoza lat %(first)s-%(last)s"),
    "no_such_time": _l("takiej godziny nie było: zmiana czasu na letni (%(zone)s)"),
    "ambiguous_time": _l("ta godzina była dwa razy: zmiana czasu na zimowy (%(zone)s)"),
    "chosen_time": _l("ta godzina była dwa razy (zmiana czasu, %(zone)s); przyjęto jedną z nich, jak mówi mapowanie"),
    "unknown_value": _l("nieznana wartość; mapowanie zna: %(known)s"),
    "unknown_department": _l("nie ma takiego wydziału, a mapowanie nie pozwala go utworzyć"),
    "too_long": _l("tekst ma %(length)s znaków, może mieć najwyżej %(longest)s"),
    "cut": _l("tekst skrócono do %(longest)s znaków"),
    "in_future": _l("data z przyszłości (dziś jest %(today)s)"),
    "outside_calendar": _l("terminu nie da się obliczyć: kalendarz obejmuje dni od %(first)s do %(last)s"),
    "wrong_outcome": _l("taki sposób załatwienia (%(outcome)s) nie pasuje do rodzaju sprawy (%(kind)s)"),
    "double_code": _l("ten kod wystąpił już wyżej w tym pliku"),
    "code_of_another": _l("ten kod ma już inny wydział: %(name)s"),
    "bad_login": _l("login ma od 2 do 61 znaków: małe litery a-z, cyfry, kropka, łącznik, podkreślenie"),
    "not_active": _l("Konto tej osoby jest zamknięte. Najpierw trzeba je otworzyć."),
    "login_of_another": _l("ten login ma już inna osoba: %(name)s"),
    "double_role": _l("ta sama osoba z tą samą rolą wystąpiła już wyżej w tym pliku"),
    "bad_email": _l("to nie wygląda na adres e-mail"),
    "unknown_role": _l("nieznana rola; są: %(known)s"),
    "whole_office_role": _l("tę rolę ma się dla całego urzędu; kolumna wydziału powinna być pusta"),
    "no_such_department": _l("nie ma takiego wydziału; działają: %(known)s"),
    "double_number": _l("ten numer wystąpił już wyżej w tym pliku"),
    "settled_before_received": _l("załatwiono przed wpływem (%(received)s); miary pomijają taki czas"),
    "due_before_received": _l("termin wypada przed wpływem (%(received)s)"),
    "not_on_scale": _l("odpowiedź spoza skali; pominięto ją, pozostałe odpowiedzi przyjęto"),
    "unknown_desk": _l("w tym wydziale nie ma takiego stanowiska"),
    "bad_count": _l("to nie jest liczba wizyt od 0 do %(most)s"),
    "bad_day": _l("w tym dniu to stanowisko nie działało albo ten dzień jeszcze nie nadszedł"),
    "other_visits": _l("wcześniej podano: %(before)s; poprawkę z powodem robi się na stronie"),
    "no_answers": _l("w wierszu nie ma ani jednej odpowiedzi"),
}
"""What can be wrong with a row or a value."""


def refusal(refused: ImportRefused) -> str:
    """The sentence for an import that cannot go on."""
    return str(REFUSALS[refused.code]) % refused.facts


def reason(problem: Problem) -> str:
    """The words for one problem."""
    return str(PROBLEMS[problem.code]) % problem.facts


def report_header() -> list[str]:
    """The first line of the report file."""
    return [_("wiersz"), _("kolumna"), _("wartość"), _("powód"), _("przyjęty")]


def report_line(problem: Problem) -> list[str]:
    """A problem as a line of the report file."""
    taken = _("tak") if problem.is_kept else _("nie")
    return [str(problem.line), problem.column, problem.value, reason(problem), taken]


def carry_out(file: Path, work: Import, *, dry_run: bool, report_path: Path | None) -> None:
    """Run an import in one transaction, show its progress and say what it did; a dry run is not committed.

    Problems go to the report (by default where one stands, named after the file). Raises click.ClickException, with an
    unchanged database, where the file or the mapping is not usable or not one row could be taken.
    """
    path = report_path or Path.cwd() / f"{file.stem}.raport.csv"
    try:
        with (
            Report(path, report_header(), report_line) as report,
            storage().session(writing=True) as session,
            _progress(file) as progress,
        ):
            summary = work(session, report, progress)
            if summary.taken and not dry_run:
                session.commit()
    except ImportRefused as refused:
        raise click.ClickException(f"{refusal(refused)} {_('Baza danych pozostała bez zmian.')}") from None
    except OperationalError as error:
        outage = OUTAGES[trouble_of(error) or Trouble.AWAY]
        raise click.ClickException(f"{outage.what} {outage.advice} {_('Baza danych pozostała bez zmian.')}") from None
    except IntegrityError:
        message = _(
            "Te same dane importuje w tej chwili ktoś inny. Proszę spróbować później; nic nie zostało zmienione."
        )
        raise click.ClickException(message) from None
    except OSError as error:
        full = trouble_of(error)
        if full is not None:
            raise click.ClickException(f"{OUTAGES[full].what} {_('Baza danych pozostała bez zmian.')}") from None
        message = _("Nie można otworzyć pliku %(path)s: %(why)s.", path=error.filename or path, why=error.strerror)
        raise click.ClickException(message) from None
    _tell(summary, report, dry_run=dry_run)
    if summary.refused == summary.rows:
        raise click.ClickException(_("Nie przyjęto żadnego wiersza. Baza danych pozostała bez zmian."))


@contextmanager
def in_words() -> Iterator[None]:
    """Turns a refused mapping or file into one sentence and exit code 1."""
    try:
        yield
    except (BadMapping, BadFile) as refused:
        raise click.ClickException(refusal(refused)) from None


@contextmanager
def _progress(file: Path) -> Iterator[Callable[[int], None]]:
    length = max(file.stat().st_size, 1) if file.is_file() else 1
    with click.progressbar(length=length, label=file.name, show_pos=False) as bar:
        yield lambda read_bytes: bar.update(read_bytes - bar.pos)


def _tell(summary: Summary, report: Report, *, dry_run: bool) -> None:
    if dry_run:
        click.echo(_("Próba: baza danych pozostaje bez zmian. Tak wyglądałby import:"))
    always = (
        (_("wiersze w pliku"), summary.rows),
        (_("przyjęte"), summary.taken),
        (_("znane wcześniej"), summary.known),
        (_("odrzucone"), summary.refused),
    )
    if_any = (
        (_("dalsze wiersze tych samych spraw"), summary.repeated),
        (_("uwagi do przyjętych"), sum(report.remarks.values())),
        (_("nowe wydziały"), summary.details["departments"]),
    )
    for label, count in (*always, *((label, count) for label, count in if_any if count)):
        click.echo(f"  {count:>8}  {label}")
    _show_first(report)


def _show_first(report: Report) -> None:
    for problem in report.first:
        place = _("wiersz %(line)s", line=problem.line) + (f", {problem.column}" if problem.column else "")
        click.echo(f"  {place}: {problem.value!r}: {reason(problem)}", err=True)
    if not report.is_empty and report.path is not None:
        count = sum(report.refusals.values()) + sum(report.remarks.values())
        message = ngettext(
            "Raport: %(path)s (%(num)d wpis).", "Raport: %(path)s (%(num)d wpisów).", count, path=str(report.path)
        )
        click.echo(message)
