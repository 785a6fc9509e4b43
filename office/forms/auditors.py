"""An auditor invited for a time, typed."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from office.forms.people import UNTIL
from office.forms.records import EMAIL, RecordForm, today
from office.forms.structure import SINCE, needed_reason
from office.rules.roles import last_audit_day
from web.dayfield import DayField
from web.forms import AtMost, Needed


def _a_year() -> Any:
    return last_audit_day(today())


class AuditorForm(RecordForm):
    """Who audits, on whose behalf, from when to when."""

    display_name = StringField(_l("Imię i nazwisko"), [Needed(_l("Brak imienia i nazwiska.")), AtMost(200)])
    post = StringField(
        _l("Instytucja i funkcja"),
        [Needed(_l("Brak instytucji. Proszę napisać, kto przeprowadza audyt.")), AtMost(200)],
        description=_l("Na przykład „audytor zewnętrzny, jednostka certyfikująca”."),
    )
    email = StringField(
        _l("E-mail"),
        [Needed(_l("Brak adresu. Na ten adres przyjdzie zaproszenie.")), AtMost(200), EMAIL],
        description=_l("Na ten adres program wyśle zaproszenie, ważne 7 dni."),
    )
    login = StringField(
        _l("Login"),
        [Needed(_l("Brak loginu. Proszę wpisać na przykład „anna.nowak”."))],
        description=_l("Małe litery, cyfry, kropka, łącznik. Nie da się go później zmienić."),
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    since = DayField(_l("Pierwszy dzień dostępu"), [Needed(SINCE)], default=today)
    until = DayField(
        _l("Ostatni dzień dostępu"),
        [Needed(UNTIL)],
        default=_a_year,
        description=_l("Najwyżej rok. Po tym dniu nie da się zalogować."),
    )
    reason = needed_reason(_l("Na przykład numer umowy albo planu audytu. Zostanie w zapisie na zawsze."))


class AuditEndForm(RecordForm):
    """The last day of an audit."""

    last = DayField(_l("Ostatni dzień dostępu"), [Needed(UNTIL)], default=today)
    reason = needed_reason(_l("Na przykład: audyt zakończony wcześniej. Zostanie w zapisie na zawsze."))
