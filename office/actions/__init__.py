"""Changing the office. Each function is one verb: the change and its entry in one transaction."""

from office.actions.absence import end_deputy, enter_absence, name_deputy, shorten_absence, withdraw_absence
from office.actions.desks import DeskTyped, add_desk, change_desk, end_desk, rotate_token, set_up_desk
from office.actions.founding import found_office
from office.actions.kept import sweep_kept_forms
from office.actions.people import BadPerson, add_person, change_person
from office.actions.retention import sweep_account_codes, sweep_sign_ins, sweep_throttle
from office.actions.roles import grant_role, revoke_role
from office.actions.services import (
    ServiceTyped,
    add_service,
    change_service,
    end_service,
    offer_service,
    rotate_service_token,
)
from office.actions.structure import close_department, open_department, rename_department

__all__ = [
    "BadPerson",
    "DeskTyped",
    "ServiceTyped",
    "add_desk",
    "add_person",
    "add_service",
    "change_desk",
    "change_person",
    "change_service",
    "close_department",
    "end_deputy",
    "end_desk",
    "end_service",
    "enter_absence",
    "found_office",
    "grant_role",
    "name_deputy",
    "offer_service",
    "open_department",
    "rename_department",
    "revoke_role",
    "rotate_service_token",
    "rotate_token",
    "set_up_desk",
    "shorten_absence",
    "sweep_account_codes",
    "sweep_kept_forms",
    "sweep_sign_ins",
    "sweep_throttle",
    "withdraw_absence",
]
