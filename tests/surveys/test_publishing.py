"""A published version never changes; a change is a new version."""

from __future__ import annotations

import copy
import json

import pytest
from sqlalchemy import select

from kernel.permissions import SYSTEM
from ledger.models import LedgerEntry
from surveys import queries
from surveys.actions import VersionFrozen, publish
from surveys.instruments import load
from surveys.models import QuestionnaireVersion
from surveys.rules.definition import Definition


def changed(**top):
    content = copy.deepcopy(load().content)
    content["questions"][0]["text"]["en"] = "How was it today?"
    return Definition.read({**content, **top})


def current(session):
    found = queries.current_version(session, "satys7")
    assert found is not None
    return found


def entries(session):
    query = select(LedgerEntry).where(LedgerEntry.tag == "surveys:questionnaire:publish").order_by(LedgerEntry.leaf)
    return [json.loads(entry.canonical)["data"] for entry in session.scalars(query)]


def test_publishing_leaves_one_entry_with_the_hash_of_the_wording(office, session, clock):
    (data,) = entries(session)
    assert (data["key"], data["version"], len(data["definition"])) == ("satys7", 1, 64)


def test_publishing_the_same_wording_again_changes_nothing(office, session, clock):
    before = current(session)
    event = publish(session, clock, SYSTEM, load())
    assert event.version_id == before.id
    assert len(entries(session)) == 1


def test_another_wording_under_the_same_number_is_refused(office, session, clock):
    with pytest.raises(VersionFrozen):
        publish(session, clock, SYSTEM, changed())
    assert len(entries(session)) == 1


def test_the_next_version_retires_the_one_before(office, session, clock):
    event = publish(session, clock, SYSTEM, changed(version=2))
    session.flush()
    assert current(session).id == event.version_id
    assert current(session).definition.questions[0].text["en"] == "How was it today?"
    states = dict(session.execute(select(QuestionnaireVersion.version, QuestionnaireVersion.state)).all())
    assert states == {1: "retired", 2: "published"}


def test_the_command_publishes_and_explains(app, office):
    run = app.test_cli_runner().invoke
    assert "satys7, version 1: open to answers" in run(args=["surveys", "publish"]).output
    refused = run(args=["surveys", "publish", "nothing"])
    assert refused.exit_code == 1
    assert "there are: follow_up, satys7" in refused.output
