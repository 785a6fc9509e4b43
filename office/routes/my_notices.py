"""How one wants to be written to: reminders in one mail or one by one, and the language."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _

from kernel.permissions import Permission
from office.actions.notices import choose_notices
from office.forms.notices import NoticesForm
from office.labels.notices import EXAMPLES
from office.routes.my_account import account_trail, me
from office.routes.room import blueprint
from office.routes.steps import Answer, step
from office.rules.notices import Reminders
from web import database
from web.access import requires


@blueprint.route("/account/notices", methods=["GET", "POST"])
@requires(Permission.DESK)
def my_notices() -> Answer:
    """Choose between one mail a day, a mail for each case, and none but of what is late; and the language of them."""
    person = me()
    is_sent = request.method == "POST"
    form = NoticesForm(data=None if is_sent else {"reminders": person.reminders, "language": person.language})

    def act() -> None:
        choose_notices(
            database.session(), database.clock(), me(), Reminders(form.reminders.data), str(form.language.data)
        )

    return step(
        form,
        act,
        back=url_for("office.my_account"),
        saved=_("Zapisano, jak i w jakim języku program ma pisać."),
        template="office/notices.html",
        title=_("Powiadomienia"),
        lead=_("Wiadomości wychodzą tylko w godzinach pracy urzędu. Są w nich numery i dni, nie ma treści spraw."),
        go=_("Zapisz"),
        trail=account_trail(),
        address=person.email,
        examples=EXAMPLES,
    )
