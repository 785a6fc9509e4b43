"""Departments, services, people and their roles, in words; and what their refused rules say."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from kernel.permissions import Role
from office.rules.service import Unit
from web.filters import day

ROLES: Final = {
    Role.CLERK.value: _l("kancelaria"),
    Role.HANDLER.value: _l("prowadzenie spraw"),
    Role.HEAD.value: _l("kierowanie wydziałem"),
    Role.QUALITY_OFFICER.value: _l("jakość"),
    Role.AUDITOR.value: _l("audyt"),
    Role.MANAGEMENT.value: _l("kierownictwo"),
    Role.ADMINISTRATOR.value: _l("administracja"),
}
"""What a person in a role does, because a role has no gender."""

UNITS: Final = {
    Unit.WORKING_DAYS.value: _l("dni robocze"),
    Unit.CALENDAR_DAYS.value: _l("dni kalendarzowe"),
    Unit.HOURS.value: _l("godziny"),
    Unit.MINUTES.value: _l("minuty"),
}

SENTENCES: Final[dict[str, Any]] = {
    # departments
    "code_taken": _l("Kod %(value)s ma już inny wydział, także jeśli jest zamknięty. Proszę wybrać inny kod."),
    "same_name": _l("Wydział już się tak nazywa. Proszę podać nową nazwę."),
    "name_from_to_come": _l("Nową nazwę wpisuje się w dniu, od którego obowiązuje, albo później. Dziś jest %(today)s."),
    "name_before_newest": _l("Obecna nazwa obowiązuje od %(day)s. Nowa może obowiązywać dopiero od dnia następnego."),
    "already_closed": _l("Ten wydział jest zamknięty, działał do %(day)s. Proszę wybrać inny."),
    "only_department": _l("To jedyny działający wydział. Zanim zostanie zamknięty, proszę otworzyć następny."),
    "last_day_to_come": _l(
        "Ostatni dzień musi już minąć, bo do jego końca mogą wpływać sprawy. Dziś jest %(today)s: najpóźniej wczoraj."
    ),
    "closed_before_opened": _l("Wydział działa od %(day)s, nie mógł skończyć wcześniej."),
    "closed_before_newest": _l(
        "W tym wydziale coś zaczęło się później: rola, nazwa albo usługa od %(day)s. "
        "Ostatni dzień nie może być wcześniej."
    ),
    "own_successor": _l("Wydział nie może przejąć zadań sam po sobie. Proszę wskazać inny."),
    "no_such_successor": _l(
        "Zadania może przejąć tylko wydział, który działa najpóźniej od %(day)s i nie jest zamknięty."
    ),
    "open_without_successor": _l(
        "W tym wydziale są otwarte sprawy (%(count)s). Proszę wskazać wydział, który je przejmie."
    ),
    "settled_after": _l(
        "W tym wydziale załatwiono sprawę, która wpłynęła %(day)s. Ostatni dzień nie może być wcześniej."
    ),
    "no_department": _l("Nie wybrano wydziału. Proszę wskazać jeden z listy."),
    # services and desks
    "ended": _l("To już się zakończyło %(day)s, nie można tego zmieniać."),
    "unit_without_number": _l("Jest jednostka, a nie ma liczby. Proszę wpisać liczbę albo wybrać „bez standardu”."),
    "number_without_unit": _l("Jest liczba, a nie ma jednostki. Proszę wybrać, czy to dni, godziny czy minuty."),
    "number_out_of_range": _l("Liczba powinna być od 1 do %(most)s. Proszę ją sprawdzić."),
    "foreign_service": _l("Tej usługi ten wydział nie prowadzi. Proszę wybrać usługę tego samego wydziału."),
    # people and roles
    "whole_office_role": _l("Tę rolę ma się dla całego urzędu. Proszę wybrać „cały urząd”."),
    "not_active": _l("Konto tej osoby jest zamknięte. Najpierw trzeba je otworzyć."),
    "role_already_held": _l("Ta osoba ma już tę rolę w tym czasie. Proszę sprawdzić listę jej ról."),
    "ends_before_begins": _l("Koniec wypada przed początkiem (%(day)s). Proszę poprawić jedną z dat."),
    "audit_too_long": _l(
        "Audytor ma dostęp najwyżej na rok, tu do %(day)s. Na kolejny audyt wyznacza się go ponownie."
    ),
    "already_revoked": _l("Ta rola kończy się już %(day)s."),
    "revoked_too_late": _l(
        "Roli nie można odebrać wstecz, bo uprawnień już użyto. Ostatnim dniem może być najwcześniej %(day)s."
    ),
    "own_administrator": _l(
        "To Pani/Pana własna rola administratora. Może ją odebrać tylko inna osoba, która administruje programem."
    ),
    "last_administrator": _l(
        "Po tej zmianie nikt nie mógłby administrować programem. Proszę najpierw nadać tę rolę innej osobie, "
        "która ma już hasło, i to bez daty końcowej."
    ),
    # absences and deputies
    "too_long": _l("To dłużej niż %(longest)s dni. Proszę sprawdzić rok; na tak długo proszę zmienić role."),
    "overlaps": _l("Ta osoba ma już wpisaną nieobecność od %(first)s do %(last)s. Dni nie mogą się nakładać."),
    "over_already": _l("Ten czas już minął (dziś jest %(today)s). Wpisuje się tylko obecne i przyszłe dni."),
    "not_shorter": _l("Nieobecność kończy się %(day)s. Proszę podać wcześniejszy dzień albo wpisać nową."),
    "begun_already": _l("Ta nieobecność zaczęła się %(day)s. Proszę zamiast tego podać jej ostatni dzień."),
    "nobody_chosen": _l("Nie wybrano osoby. Proszę wskazać ją na liście."),
    "own_deputy": _l("Nikt nie zastępuje sam siebie. Proszę wskazać inną osobę."),
    "deputy_twice": _l("Ta osoba zastępuje już od %(first)s do %(last)s w tym samym wydziale."),
    "deputy_away": _l("Ta osoba sama będzie nieobecna od %(first)s do %(last)s. Proszę wskazać inną."),
    "forbidden": _l("Ta rola nie obejmuje tego wydziału. Może to zrobić administrator."),
}
"""By the code of the broken rule, with its facts."""


def in_words(value: object) -> object:
    """A fact as a sentence shows it: a day written out."""
    return day(value) if isinstance(value, dt.date) else value
