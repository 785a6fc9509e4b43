"""The head of the office's reports, in the language of the page they are asked for from."""

from __future__ import annotations

from babel.dates import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from attachments.shelf import Shelf
from kernel.clock import Clock
from office.queries import the_office
from office.queries.crest import crest_picture
from papers import Masthead
from web.filters import LONG
from web.languages import current_language


def masthead(session: Session, clock: Clock, shelf: Shelf) -> Masthead:
    """The office's name and crest and today's date, for ``papers.render_report``."""
    office, lang = the_office(session), current_language()
    name = office.name if office else ""
    return Masthead(
        office=name,
        day=str(_("Wydruk z dnia %(day)s", day=format_date(clock.today(), LONG[lang], locale=lang))),
        made_at=clock.now(),
        lang=lang,
        crest=crest_picture(session, shelf),
        crest_alt=str(_("Herb: %(office)s", office=name)),
    )
