"""What the office says about itself."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from kernel.errors import NotFound
from kernel.permissions import Permission
from office.actions.founding import change_office
from office.forms.office import OfficeForm
from office.queries import the_office
from office.queries.history import changes_of
from office.routes.room import blueprint
from office.routes.steps import Answer, shown, step
from web import database
from web.access import current_actor, requires


@blueprint.route("/administration/office", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def office_data() -> Answer:
    """Name, addresses, languages, symbols."""
    session, clock = database.session(), database.clock()
    office = the_office(session)
    if office is None:
        raise NotFound
    given: dict[str, Any] = {column.key: getattr(office, column.key) for column in office.__table__.columns}
    form = OfficeForm(data=given) if request.method != "POST" else OfficeForm()

    def act() -> object:
        return change_office(
            session, clock, current_actor(), office, form.office(), row_version=form.version(), reason=form.why()
        )

    return step(
        form,
        act,
        back=url_for("office.administration"),
        saved=_("Zapisano dane urzędu."),
        template="office/data.html",
        title=_("Dane urzędu"),
        go=_("Zapisz"),
        trail=((url_for("office.administration"), _("Administracja")),),
        changes=[item for item in changes_of(session, "office") if "after" in item.data],
        shown=shown,
    )
