"""What the card of a case says of who may see what is what the rules do."""

from __future__ import annotations

import uuid

import pytest

from complaints.models import Complaint
from complaints.queries import case_for
from complaints.queries.scope import may_know, may_read
from complaints.rules.audience import audience
from kernel.errors import NotFound
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import IN_A_DEPARTMENT, FoundedOffice
from tests.complaints.staff_pages import Enter, at, case
from tests.filling import document, text
from tests.pages import text_of

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
__all__ = ["case"]


def test_the_roles_of_the_card_are_those_that_get_in(storage: Storage, office: FoundedOffice, case: uuid.UUID):
    told = audience()
    with storage.reading() as session:
        complaint = session.get_one(Complaint, case)
        for role in Role:
            actor = office.actor(role)
            try:
                case_for(session, actor, case)
            except NotFound:
                assert role not in told.sees
                continue
            assert role in told.sees
            assert may_read(session, actor, complaint)
            assert may_know(session, actor, complaint) == (role in told.knows)
        for role in IN_A_DEPARTMENT:
            with pytest.raises(NotFound):
                case_for(session, office.actor(role, next_door=True), case)


def test_the_page_of_a_case_is_in_reading_order(signed_in: Enter, case: uuid.UUID):
    page = signed_in(Role.HANDLER).get(at(case))
    headings = [text_of(one) for one in document(page).iter() if one.tag in ("h1", "h2")]
    order = [
        "Kolejka do stanowiska",
        "Ostatni dzień na odpowiedź",
        "Przebieg",
        "Co można zrobić teraz",
        "Pisma",
        "Kto może co zobaczyć",
    ]
    assert [one for one in headings if one in order] == order
    shown = text(page)
    assert shown.index("Treść pisma") < shown.index("Ostatni dzień na odpowiedź")
    assert "kancelaria, prowadzenie spraw, kierowanie wydziałem, jakość, audyt, kierownictwo" in shown
    assert "osoba prowadząca: Próba (handler)" in shown
    assert "Potem stan sprawy:" in shown


def test_who_can_do_nothing_with_a_case_is_not_asked_to(signed_in: Enter, case: uuid.UUID):
    shown = text(signed_in(Role.AUDITOR).get(at(case)))
    assert ("Przebieg" in shown, "Co można zrobić teraz" in shown, "Czego teraz nie można" in shown) == (
        True,
        False,
        False,
    )
