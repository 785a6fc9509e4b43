"""Devices as the administrator sees them: the list, one of them, its pairing code."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kernel.errors import RuleBroken
from kernel.ids import access_code, spoken_code
from kernel.permissions import Permission
from office.forms import EmptyForm
from office.forms.records import RecordForm
from office.forms.structure import ReasonForm
from office.labels import sentence_for
from office.queries import desks
from office.queries.history import changes_of, stream_of
from office.routes.qr import drawn, public_home
from office.routes.steps import Answer, loaded, stamp, step
from surveys.kiosk import queries
from surveys.kiosk.actions import add_device, change_device, invite_device, revoke_device, set_pin
from surveys.kiosk.asides import REASONS
from surveys.kiosk.forms import MODES, DeviceForm, PinForm
from surveys.kiosk.queries import Numbers
from surveys.kiosk.silence import silence
from surveys.models import Device
from web import database
from web.access import current_actor, requires
from web.forms import tidy
from web.languages import staff_blueprint

blueprint = staff_blueprint("devices", __name__)

SENTENCES = {
    "no_desk": _l("Nie wybrano stanowiska. Proszę wskazać jedno z listy."),
    "no_mode": _l("Nie wybrano, o co urządzenie pyta. Proszę wskazać jedno z listy."),
    "bad_pin": _l("To nie jest dobry PIN. Proszę wpisać sześć cyfr, nie same takie same i nie kolejne."),
    "device_revoked": _l("To urządzenie jest odwołane. Proszę dodać nowe."),
}

HAPPENED = {
    "add": _l("Dodano"),
    "change": _l("Zmieniono"),
    "invite": _l("Przygotowano kod parowania"),
    "pair": _l("Sparowano tablet"),
    "pin": _l("Ustawiono PIN trybu testowego"),
    "revoke": _l("Odwołano"),
}
"""Entries of a device, by the verb of their tag."""


@blueprint.get("/administration/devices", endpoint="all")
@requires(Permission.OFFICE_ADMINISTER)
def list_devices() -> str:
    """All devices and how they are."""
    rows = queries.seen_devices(database.session(), database.clock(), silence())
    hours = silence() // dt.timedelta(hours=1)
    return render_template("kiosk/devices.html", rows=rows, modes=MODES, hours=hours)


@blueprint.route("/administration/devices/add", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def add() -> Answer:
    """Set a device up."""
    form = _filled(DeviceForm())
    del form.reason
    made: list[Device] = []

    def act() -> None:
        made.append(add_device(database.session(), database.clock(), current_actor(), form.typed()))

    return step(
        form,
        act,
        back=lambda: _page(made[0].id),
        saved=_("Dodano urządzenie. Teraz proszę sparować z nim tablet."),
        sentences=_sentence,
        title=_("Nowe urządzenie"),
        go=_("Dodaj"),
        trail=_trail(),
    )


@blueprint.get("/administration/devices/<uuid:device_id>")
@requires(Permission.OFFICE_ADMINISTER)
def one(device_id: uuid.UUID) -> str:
    """One device: how it is, what of it is missing, its pairing code while one waits."""
    session, now = database.session(), database.clock().now()
    found = queries.device_by_id(session, device_id)
    seen = next(row for row in queries.seen_devices(session, database.clock(), silence()) if row.device.id == found.id)
    waits = seen.state.code_id is not None and seen.state.code_until_at is not None and seen.state.code_until_at > now
    code = spoken_code(access_code(_secret(), seen.state.code_id)) if waits and seen.state.code_id else None
    address, numbers = public_home() + url_for("kiosk.shell"), queries.numbers_of(session, found.id)
    return render_template(
        "kiosk/device.html",
        seen=seen,
        row=found,
        numbers=numbers,
        aside=queries.quarantined_of(session, found.id),
        asides=queries.asides_of(session, found.id),
        reasons=REASONS,
        modes=MODES,
        code=code,
        address=address,
        qr=drawn(f"{address}#{code}") if code else None,
        form=EmptyForm(),
        changes=changes_of(session, stream_of("device", found.id)),
        happened=HAPPENED,
        gaps=_gaps(numbers),
        trail=_trail(),
    )


@blueprint.route("/administration/devices/<uuid:device_id>/change", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def change(device_id: uuid.UUID) -> Answer:
    """Give a device another name, desk or mode."""
    found = loaded(lambda: queries.device_by_id(database.session(), device_id))
    facts = {column.key: getattr(found, column.key) for column in Device.__table__.columns}
    form = _filled(DeviceForm(data={} if request.method == "POST" else {**facts, "desk_id": str(found.desk_id)}))

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        change_device(session, clock, actor, found, form.typed(), row_version=form.version(), reason=form.why())

    return step(
        form,
        act,
        back=_page(found.id),
        saved=_("Zapisano."),
        sentences=_sentence,
        title=_("Zmiana: %(name)s", name=found.name),
        lead=_("Tablet przejmie zmianę przy najbliższym połączeniu. Ocen już danych to nie zmienia."),
        go=_("Zapisz"),
        trail=_trail(found),
    )


@blueprint.post("/administration/devices/<uuid:device_id>/code")
@requires(Permission.OFFICE_ADMINISTER)
def code(device_id: uuid.UUID) -> Answer:
    """Make a pairing code."""
    found = loaded(lambda: queries.device_by_id(database.session(), device_id))

    def act() -> None:
        invite_device(database.session(), database.clock(), current_actor(), found, _secret())

    return step(
        EmptyForm(),
        act,
        back=_page(found.id),
        saved=_("Kod jest gotowy i ważny przez 15 minut."),
        sentences=_sentence,
        title=_("Kod parowania: %(name)s", name=found.name),
        go=_("Przygotuj kod"),
        trail=_trail(found),
    )


@blueprint.route("/administration/devices/<uuid:device_id>/pin", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def pin(device_id: uuid.UUID) -> Answer:
    """Set the PIN that opens the test mode on the tablet."""
    found = loaded(lambda: queries.device_by_id(database.session(), device_id))
    form = PinForm()

    def act() -> None:
        set_pin(database.session(), database.clock(), current_actor(), found, tidy(form.pin.data))

    return step(
        form,
        act,
        back=_page(found.id),
        saved=_("PIN jest ustawiony. Poprzedni już nie działa."),
        sentences=_sentence,
        title=_("PIN trybu testowego: %(name)s", name=found.name),
        lead=_("PIN włącza na tablecie tryb testowy. Odpowiedzi z niego są oznaczone i nie liczą się w wynikach."),
        go=_("Ustaw PIN"),
        trail=_trail(found),
    )


@blueprint.route("/administration/devices/<uuid:device_id>/revoke", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def revoke(device_id: uuid.UUID) -> Answer:
    """Take the right to send answers away from a device."""
    found = loaded(lambda: queries.device_by_id(database.session(), device_id))
    form: RecordForm = ReasonForm(data=stamp(found))

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        today = max(clock.today(), found.valid_from_on)
        revoke_device(session, clock, actor, found, today, row_version=form.version(), reason=form.why())

    return step(
        form,
        act,
        back=_page(found.id),
        saved=_("Urządzenie jest odwołane i nie wyśle już żadnej oceny."),
        sentences=_sentence,
        title=_("Odwołanie: %(name)s", name=found.name),
        lead=_("Działa od razu i nie można tego cofnąć. Niewysłane oceny zostaną na tablecie."),
        go=_("Odwołaj"),
        trail=_trail(found),
    )


def _gaps(numbers: Numbers) -> str:
    """The missing numbers for people: ``3, 7-9``; more than fit end in dots."""
    listed = [str(first) if first == last else f"{first}-{last}" for first, last in numbers.gaps]
    return ", ".join(listed) + (", …" if len(listed) == queries.MOST_GAPS else "")


def _sentence(broken: RuleBroken) -> str:
    return str(SENTENCES[broken.code]) if broken.code in SENTENCES else sentence_for(broken)


def _filled(form: DeviceForm) -> DeviceForm:
    offered = [
        (desk.id, f"{desk.name} ({unit.name})") for desk, unit, _s in desks(database.session()) if not desk.valid_to_on
    ]
    form.fill(offered)
    return form


def _secret() -> str:
    found: str = current_app.config["SETTINGS"].secret_key
    return found


def _page(device_id: uuid.UUID) -> str:
    return url_for("devices.one", device_id=device_id)


def _trail(found: Device | None = None) -> tuple[tuple[str, Any], ...]:
    steps = ((url_for("office.administration"), _l("Administracja")), (url_for("devices.all"), _l("Urządzenia")))
    return (*steps, (_page(found.id), found.name)) if found else steps
