"""The nightly run that lets waiting answers in, once there are enough of a group."""

from __future__ import annotations

from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l

from surveys.actions.follow_up import let_in
from worker.jobs import Job, JobWork
from worker.schedules import Daily


def _run(work: JobWork) -> str:
    with work.storage.writing() as session:
        done = let_in(session, work.clock, current_app.config["SETTINGS"].secret_key)
    return f"{done.let_in} answers let in, {done.waiting} wait for more of their group"


LETTING_IN: Final = Job("follow_up_answers", Daily(3, 40), _run, _l("Odpowiedzi po załatwionych sprawach"))
