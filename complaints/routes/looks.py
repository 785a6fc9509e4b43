"""Letters and protocols show an address: whoever opens one looked at contact data."""

from __future__ import annotations

from complaints import actions
from complaints.models import Complainant, Complaint
from complaints.queries.looks import has_looked
from web import database
from web.access import current_actor


def note_look(complaint: Complaint) -> None:
    """Record once a day, before anything is shown, that the reader sees a paper with contact data. Commits.

    A page that is only read writes in a transaction of its own; where that cannot be, nothing is shown. Nothing where
    nobody is known, or not any more. Two statements.
    """
    session, clock, actor = database.session(), database.clock(), current_actor()
    if has_looked(session, actor, complaint.id, clock.today()) or session.get(Complainant, complaint.id) is None:
        return
    if database.is_writing():
        actions.open_paper(session, clock, actor, complaint)
        database.commit()
        return
    with database.storage().writing() as writing:
        actions.open_paper(writing, clock, actor, writing.get_one(Complaint, complaint.id))
