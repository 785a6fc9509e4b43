"""Services and desks: two lists the administrator keeps, and new tokens for desks."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from kernel.permissions import Permission
from office.actions import (
    change_desk,
    change_service,
    end_desk,
    end_service,
    offer_service,
    rotate_service_token,
    rotate_token,
    set_up_desk,
)
from office.forms.structure import DeskForm, ReasonForm, ServiceForm
from office.labels.structure import UNITS
from office.models import Department, Desk, Service
from office.queries import all_departments, departments, desk_by_id, desks, service_by_id, services
from office.routes.books import Book, open_book
from office.routes.room import blueprint
from office.routes.steps import Answer, loaded, step
from web import database
from web.access import current_actor, requires


def standard_of(service: Service) -> str:
    """The standard as a number with its unit, else the sentence."""
    if service.standard_number is None:
        return service.standard
    return f"{service.standard_number} {UNITS[service.standard_unit]}"


def _working() -> list[Department]:
    return departments(database.session(), database.clock().today())


def _name_of(department_id: uuid.UUID) -> str:
    return all_departments(database.session()).get(department_id, "")


def _fill_service(form: ServiceForm) -> None:
    form.fill(_working())


def _fill_desk(form: DeskForm) -> None:
    offered = [
        (service.id, f"{service.name} ({department.name})")
        for service, department in services(database.session())
        if service.valid_to_on is None
    ]
    form.fill(_working(), offered)


def _services(session: Session) -> Sequence[Service]:
    return [service for service, _department in services(session)]


def _desks(session: Session) -> Sequence[Desk]:
    return [desk for desk, _department, _service in desks(session)]


def _service_cells(service: Service) -> tuple[Any, ...]:
    return service.name, _name_of(service.department_id), standard_of(service), service.legal_basis


def _service_more(service: Service) -> list[tuple[str, Any]]:
    if service.valid_to_on is not None:
        return []
    return [(url_for("office.service_token", record_id=service.id), _l("Nadaj nowy adres ankiety"))]


def _desk_cells(desk: Desk) -> tuple[Any, ...]:
    return desk.name, _name_of(desk.department_id), url_for("codes.scan", token=desk.token)


open_book(
    Book(
        name="services",
        path="services",
        stream="service",
        title=_l("Usługi"),
        lead=_l("Co się w urzędzie załatwia, i jak długo to najwyżej trwa."),
        add_title=_l("Nowa usługa"),
        empty=(
            _l("Nie ma jeszcze żadnej usługi"),
            _l("Usługi pozwalają porównać oceny tej samej sprawy przy różnych stanowiskach."),
        ),
        columns=(_l("Nazwa"), _l("Wydział"), _l("Standard"), _l("Podstawa prawna")),
        cells=_service_cells,
        model=Service,
        form=ServiceForm,
        rows=_services,
        add=offer_service,
        change=change_service,
        end=end_service,
        fill=_fill_service,
        more=_service_more,
    )
)
open_book(
    Book(
        name="desks",
        path="desks",
        stream="desk",
        title=_l("Stanowiska"),
        lead=_l("Miejsca obsługi. Każde ma własny adres ankiety, który trafia do kodu QR."),
        add_title=_l("Nowe stanowisko"),
        empty=(
            _l("Nie ma jeszcze żadnego stanowiska"),
            _l("Bez stanowisk mieszkaniec sam wskazuje wydział, który ocenia."),
        ),
        columns=(_l("Nazwa"), _l("Wydział"), _l("Adres ankiety")),
        cells=_desk_cells,
        model=Desk,
        form=DeskForm,
        rows=_desks,
        add=set_up_desk,
        change=change_desk,
        end=end_desk,
        fill=_fill_desk,
        template="office/desk.html",
    )
)


@blueprint.route("/administration/desks/<uuid:record_id>/token", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def desk_token(record_id: uuid.UUID) -> Answer:
    """Give a desk a new address."""
    desk = loaded(lambda: desk_by_id(database.session(), record_id))
    trail = ((url_for("office.desks"), _("Stanowiska")), (url_for("office.desks_edit", record_id=desk.id), desk.name))
    return _new_token(desk, rotate_token, _("Stanowisko ma nowy adres. Proszę wydrukować nowy kod."), trail)


@blueprint.route("/administration/services/<uuid:record_id>/token", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def service_token(record_id: uuid.UUID) -> Answer:
    """Give a service a new address."""
    service = loaded(lambda: service_by_id(database.session(), record_id))
    page = url_for("office.services_edit", record_id=service.id)
    trail = ((url_for("office.services"), _("Usługi")), (page, service.name))
    return _new_token(service, rotate_service_token, _("Usługa ma nowy adres. Proszę wydrukować nowy kod."), trail)


def _new_token(
    row: Desk | Service, rotate: Callable[..., None], saved: str, trail: tuple[tuple[str, str], ...]
) -> Answer:
    form = ReasonForm(data={} if request.method == "POST" else {"row_version": str(row.row_version)})

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        rotate(session, clock, actor, row, row_version=form.version(), reason=form.why())

    return step(
        form,
        act,
        back=trail[-1][0],
        saved=saved,
        title=_("Nowy adres: %(name)s", name=row.name),
        lead=_("Kody QR wydrukowane dotychczas przestaną działać od razu. Potrzebny będzie nowy wydruk."),
        go=_("Nadaj nowy adres"),
        trail=((url_for("office.administration"), _("Administracja")), *trail),
    )
