"""Topics and filing classes: what is kept for ever stays so, and a changed class is confirmed anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from office.actions.defaults import lay_defaults
from office.actions.filing import (
    BadCategory,
    FilingClassTyped,
    NobodyConfirms,
    add_filing_class,
    change_filing_class,
    confirm_filing_class,
)
from office.actions.records import Duplicate
from office.actions.topics import BadCode, TopicTyped, add_topic
from office.models import FilingClass
from office.queries.lists import filing_class_for, topics
from office.rules.filing import DEFAULTS, deletable_after_years, is_category, kept_years
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import errors_beside, send, text
from tests.office.test_actions import last_entry, one_more

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
LISTS = "/staff/pl/administration"


# --- rules ---


@pytest.mark.parametrize(
    ("category", "kept", "deletable"),
    [("A", None, None), ("B5", 5, 5), ("B2", 2, 2), ("B50", 50, 50), ("BE10", 10, None), ("BE5", 5, None)],
)
def test_what_a_category_means(category: str, kept: int | None, deletable: int | None):
    assert (kept_years(category), deletable_after_years(category)) == (kept, deletable)


@pytest.mark.parametrize("text", ["", "a", "A5", "B", "B0", "B05", "B100", "BE", "Bc", "C5", "B5 "])
def test_what_is_no_category(text: str):
    assert not is_category(text)
    assert deletable_after_years(text) is None
    with pytest.raises(ValueError, match="no category"):
        kept_years(text)


@given(st.text(max_size=5))
def test_nothing_but_b_and_years_is_ever_deletable(category: str):
    if deletable_after_years(category) is not None:
        assert category.startswith("B")
        assert category[1:].isdigit()


def test_settled_complaints_and_petitions_are_kept_for_ever_from_the_beginning():
    assert {plan.symbol for plan in DEFAULTS if deletable_after_years(plan.category) is None} >= {"1510", "152"}
    assert all(is_category(plan.category) for plan in DEFAULTS)


# --- actions ---


@SQLITE
def test_a_change_of_category_has_to_be_confirmed_anew(session: Session, clock: FixedClock, office: FoundedOffice):
    typed = FilingClassTyped("1510", "Skargi", "A", clock.today(), ("skarga",))
    row = add_filing_class(session, clock, SYSTEM, typed)
    one_more(
        session,
        lambda: confirm_filing_class(session, clock, SYSTEM, row, "Ewa Próbna", clock.today(), row_version=1),
    )
    assert "Ewa" not in str(last_entry(session))
    assert last_entry(session)["data"]["category"] == "A"
    renamed = FilingClassTyped("1510", "Skargi i wnioski", "A", clock.today(), ("skarga",))
    change_filing_class(session, clock, SYSTEM, row, renamed, row_version=2, reason="Pełne hasło")
    assert row.confirmed_on == clock.today()
    other = FilingClassTyped("1510", "Skargi i wnioski", "BE10", clock.today(), ("skarga",))
    change_filing_class(session, clock, SYSTEM, row, other, row_version=3, reason="Zalecenie archiwum")
    assert [row.confirmed_on, row.confirmed_by] == [None, ""]
    assert last_entry(session)["data"]["after"]["category"] == "BE10"


@SQLITE
def test_what_cannot_be_is_refused(session: Session, clock: FixedClock, office: FoundedOffice):
    lay_defaults(session, clock, SYSTEM)
    with pytest.raises(BadCategory):
        add_filing_class(session, clock, SYSTEM, FilingClassTyped("1512", "Inne", "A5", clock.today()))
    with pytest.raises(Duplicate):
        add_filing_class(session, clock, SYSTEM, FilingClassTyped("1510", "Inne", "A", clock.today()))
    row = filing_class_for(session, "skarga", clock.today())
    assert row is not None
    assert row.symbol == "1510"
    for by, days in ((" ", 0), ("Ewa", 1)):
        on = clock.today().replace(day=clock.today().day + days)
        with pytest.raises(NobodyConfirms):
            confirm_filing_class(session, clock, SYSTEM, row, by, on, row_version=1)
    for code in ("x", "czas", "ŻAL", "A B"):
        with pytest.raises(BadCode):
            add_topic(session, clock, SYSTEM, TopicTyped(code, "Inne", "", "", clock.today()))
    with pytest.raises(Duplicate):
        add_topic(session, clock, SYSTEM, TopicTyped("CZAS", "Czas", "", "", clock.today()))
    assert {topic.code for topic in topics(session, clock.today())} >= {"CZAS", "INNE"}


# --- pages ---


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


@SQLITE
def test_a_class_is_added_confirmed_and_its_retention_said_in_words(administrator: FlaskClient, storage: Storage):
    form = administrator.get(f"{LISTS}/filing-classes/add")
    sent = send(administrator, form, "step", symbol="1431", title="Informacja publiczna", category="b5")
    assert sent.status_code == 302
    shown = text(administrator.get(sent.location))
    assert "1431 Informacja publicznaB55 lat" in shown.replace(" B", "B")
    assert "do potwierdzenia" in shown
    with storage.reading() as session:
        row = session.scalars(select(FilingClass)).one()
    page = administrator.get(f"{LISTS}/filing-classes/{row.id}/confirm")
    assert "Informacja publiczna, B5: 5 lat" in text(page)
    assert "Brak imienia" in errors_beside(send(administrator, page, "step"))["confirmed_by"]
    assert send(administrator, page, "step", confirmed_by="Ewa Próbna").status_code == 302
    assert "potwierdzona 21.11.2026" in text(administrator.get(f"{LISTS}/filing-classes"))


@SQLITE
@pytest.mark.parametrize(
    ("path", "typed", "field", "words"),
    [
        (
            "filing-classes",
            {"symbol": "1", "title": "x", "category": "A5"},
            "category",
            "Kategoria to A, B i liczba lat",
        ),
        ("topics", {"code": "czas!", "name_pl": "Czas"}, "code", "Kod ma od 2 do 20 znaków"),
        ("topics", {"code": "CZAS"}, "name_pl", "Brak nazwy po polsku"),
    ],
)
def test_a_slip_is_told_beside_its_field(
    administrator: FlaskClient, path: str, typed: dict[str, str], field: str, words: str
):
    sent = send(administrator, administrator.get(f"{LISTS}/{path}/add"), "step", **typed)
    assert sent.status_code == 422
    assert words in errors_beside(sent)[field]


@SQLITE
@pytest.mark.parametrize("path", ["filing-classes", "topics"])
def test_only_administrators_get_there(signed_in: Callable[..., FlaskClient], path: str):
    assert signed_in(Role.HEAD).get(f"{LISTS}/{path}").status_code == 403
    assert signed_in(Role.HEAD).get(f"{LISTS}/{path}/add").status_code == 403
