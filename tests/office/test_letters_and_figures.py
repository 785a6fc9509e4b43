"""Letters, signatories, words for outcomes, reference figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.rules.kinds import LEGAL_KINDS
from complaints.rules.outcomes import OUTCOMES as OF_COMPLAINTS
from kernel.clock import FixedClock
from kernel.errors import Stale
from kernel.permissions import SYSTEM, Role
from ledger.queries import head
from office.actions.figures import BadFigure, FigureTyped, add_figure, change_figure
from office.actions.letters import LettersTyped, SignatoryTyped, add_signatory, change_letters
from office.actions.records import Duplicate
from office.actions.topics import OutcomeWordingTyped, add_outcome_wording
from office.labels.cases import OUTCOMES as WORDS
from office.models import Signatory
from office.queries.figures import KnownFigure, figure_of, known_figures
from office.queries.letters import privacy_clause, signatories_for
from office.rules.figures import per_ten_thousand
from office.rules.outcomes import OUTCOMES
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import errors_beside, send, text
from tests.office.test_actions import last_entry, one_more

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
PAGES = "/staff/pl/administration"


@pytest.fixture
def administrator(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in(Role.ADMINISTRATOR)


# --- letters ---


@SQLITE
def test_letter_data_are_set_once_and_corrected_after(session: Session, clock: FixedClock, office: FoundedOffice):
    typed = LettersTyped(letterhead="Urząd Testowy", privacy_pl="Administratorem jest Urząd.")
    one_more(session, lambda: change_letters(session, clock, SYSTEM, typed, row_version=0))
    assert last_entry(session)["data"]["after"] == {
        "letterhead": "Urząd Testowy",
        "privacy_pl": "Administratorem jest Urząd.",
    }
    assert not change_letters(session, clock, SYSTEM, typed, row_version=1)
    with pytest.raises(Stale):
        change_letters(session, clock, SYSTEM, LettersTyped(), row_version=0)
    assert privacy_clause(session, "pl") == "Administratorem jest Urząd."
    assert privacy_clause(session, "uk") == ""


@SQLITE
def test_residents_read_the_clause_of_the_office_in_its_language(administrator: FlaskClient, client: FlaskClient):
    page = administrator.get(f"{PAGES}/letters")
    assert send(administrator, page, "step", privacy_pl="Administratorem jest\nUrząd Testowy.").status_code == 302
    assert "Informacja urzędu o danych osobowych" in text(client.get("/pl/privacy"))
    assert "Administratorem jest Urząd Testowy." in text(client.get("/pl/privacy"))
    assert "Urząd Testowy." not in text(client.get("/en/privacy"))


# --- signatories ---


@SQLITE
def test_who_may_sign_depends_on_kind_department_and_day(session: Session, clock: FixedClock, office: FoundedOffice):
    today = clock.today()
    mayor = one_more(
        session, lambda: add_signatory(session, clock, SYSTEM, SignatoryTyped("Anna Próbna", "wójt", today))
    )
    assert "Próbna" not in str(last_entry(session))
    head = SignatoryTyped("Jan Próbny", "kierownik", today, None, (str(office.home.id),), ("skarga",), "OR.077.1")
    head_row = add_signatory(session, clock, SYSTEM, head)
    with pytest.raises(Duplicate):
        add_signatory(session, clock, SYSTEM, head)
    assert signatories_for(session, "skarga", office.home.id, today) == [mayor, head_row]
    assert signatories_for(session, "wniosek", office.home.id, today) == [mayor]
    assert signatories_for(session, "skarga", office.next_door.id, today) == [mayor]
    assert signatories_for(session, "skarga", None, today - dt.timedelta(days=1)) == []


@SQLITE
def test_a_person_of_the_office_brings_name_and_post_along(
    administrator: FlaskClient, storage: Storage, office: FoundedOffice
):
    form = administrator.get(f"{PAGES}/signatories/add")
    empty = send(administrator, form, "step")
    assert set(errors_beside(empty)) == {"name", "post"}
    chosen = str(office.member(Role.HEAD).person_id)
    assert send(administrator, form, "step", person_id=chosen, departments=str(office.home.id)).status_code == 302
    with storage.reading() as session:
        row = session.scalars(select(Signatory)).one()
    assert (row.name, row.departments) == ("Próba (head)", (str(office.home.id),))
    assert "Urząd Stanu Cywilnego" in text(administrator.get(f"{PAGES}/signatories"))


# --- outcomes ---


def test_the_outcomes_shown_are_the_ones_of_the_register():
    assert [(item.code, item.kind) for item in OUTCOMES] == [
        (outcome.value, kind.value) for kind in LEGAL_KINDS for outcome in OF_COMPLAINTS[kind]
    ]
    assert set(WORDS) == {item.code for item in OUTCOMES}


@SQLITE
def test_an_office_adds_words_of_its_own_within_an_outcome(
    administrator: FlaskClient, storage: Storage, clock: FixedClock
):
    page = f"{PAGES}/outcomes"
    assert "art. 238 § 1, 239 § 1 KPA" in text(administrator.get(page))
    form = administrator.get(f"{page}/add")
    assert send(administrator, form, "step", outcome="zasadna", name_pl="zasadna – przeprosiny").status_code == 302
    assert "zasadna – przeprosiny" in text(administrator.get(page)).replace("\u2060", "")
    typed = OutcomeWordingTyped("zasadna", "zasadna – przeprosiny", "", "", clock.today())
    with storage.writing() as session, pytest.raises(Duplicate):
        add_outcome_wording(session, clock, SYSTEM, typed)


# --- figures ---


@pytest.mark.parametrize(
    ("count", "base", "rate"),
    [(12, 12_000, "10.0"), (1, 30_000, "0.3"), (0, 5, "0.0"), (1, 16_000, "0.6"), (1, 8_000, "1.3")],
)
def test_per_ten_thousand(count: int, base: int, rate: str):
    assert per_ten_thousand(count, base) == Decimal(rate)


def test_a_rate_needs_a_base():
    with pytest.raises(ValueError, match="base"):
        per_ten_thousand(1, 0)


@SQLITE
def test_a_correction_keeps_the_old_value_in_the_record(session: Session, clock: FixedClock, office: FoundedOffice):
    typed = FigureTyped("inhabitants", 2025, 12_345, "GUS")
    row = one_more(session, lambda: add_figure(session, clock, SYSTEM, typed))
    corrected = FigureTyped("inhabitants", 2025, 12_354, "GUS")
    one_more(
        session,
        lambda: change_figure(session, clock, SYSTEM, row, corrected, row_version=1, reason="Przestawione cyfry"),
    )
    assert last_entry(session)["data"] == {"id": str(row.id), "before": {"value": 12_345}, "after": {"value": 12_354}}
    known = known_figures(session)
    assert figure_of(known, "inhabitants", 2025) == 12_354
    assert figure_of(known, "cases", 2025) is None
    add_figure(session, clock, SYSTEM, FigureTyped("cases", 2025, 900, "EZD", department_id=office.home.id))
    known = known_figures(session)
    assert figure_of(known, "cases", 2025, office.home.id) == 900
    assert figure_of(known, "cases", 2025) is None


@SQLITE
def test_at_an_earlier_entry_a_figure_has_the_value_it_had(session: Session, clock: FixedClock, office: FoundedOffice):
    before = last_leaf(session)
    row = add_figure(session, clock, SYSTEM, FigureTyped("inhabitants", 2025, 12_345, "GUS"))
    entered = last_leaf(session)
    corrected = FigureTyped("inhabitants", 2024, 12_354, "GUS")
    change_figure(session, clock, SYSTEM, row, corrected, row_version=1, reason="Przestawione cyfry, inny rok")
    add_figure(session, clock, SYSTEM, FigureTyped("cases", 2025, 900, "EZD", department_id=office.home.id))
    assert known_figures(session, before) == []
    assert known_figures(session, entered) == [KnownFigure("inhabitants", 2025, None, 12_345)]
    now = known_figures(session, last_leaf(session))
    assert set(now) == set(known_figures(session))
    assert set(now) == {
        KnownFigure("inhabitants", 2024, None, 12_354),
        KnownFigure("cases", 2025, office.home.id, 900),
    }


def last_leaf(session: Session) -> int:
    end = head(session)
    assert end is not None
    return end.leaf


@SQLITE
def test_what_cannot_be_is_refused(session: Session, clock: FixedClock, office: FoundedOffice):
    add_figure(session, clock, SYSTEM, FigureTyped("inhabitants", 2025, 1, "GUS"))
    for typed, field in (
        (FigureTyped("inhabitants", 2027, 1, "GUS"), "year"),
        (FigureTyped("inhabitants", 2010, 1, "GUS"), "year"),
        (FigureTyped("inhabitants", 2024, 0, "GUS"), "value"),
        (FigureTyped("inhabitants", 2024, 10_000_001, "GUS"), "value"),
        (FigureTyped("inhabitants", 2024, 1, "GUS", department_id=office.home.id), "department_id"),
    ):
        with pytest.raises(BadFigure) as bad:
            add_figure(session, clock, SYSTEM, typed)
        assert bad.value.field == field
    with pytest.raises(Duplicate):
        add_figure(session, clock, SYSTEM, FigureTyped("inhabitants", 2025, 2, "GUS"))


@SQLITE
def test_a_figure_is_typed_as_people_write_it(administrator: FlaskClient):
    form = administrator.get(f"{PAGES}/figures/add")
    bad = send(administrator, form, "step", year="rok", value="dużo", source="")
    assert set(errors_beside(bad)) == {"year", "value", "source"}
    assert send(administrator, form, "step", year="2025", value="12 345", source="GUS").status_code == 302
    shown = text(administrator.get(f"{PAGES}/figures"))
    assert "mieszkańcy na koniec roku, 2025" in shown
    assert "12 345" in shown


@SQLITE
@pytest.mark.parametrize("path", ["letters", "signatories", "figures", "outcomes", "opening-hours", "days-off"])
def test_only_administrators_get_there(signed_in: Callable[..., FlaskClient], client: FlaskClient, path: str):
    assert signed_in(Role.HEAD).get(f"{PAGES}/{path}").status_code == 403
    assert "/sign-in" in client.get(f"{PAGES}/{path}").location
