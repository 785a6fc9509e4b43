"""Changing the office. Each function is one verb: the change and its entry in one transaction."""

from office.actions.founding import found_office
from office.actions.people import BadPerson, add_person, grant_role
from office.actions.structure import add_desk, add_service, open_department

__all__ = ["BadPerson", "add_desk", "add_person", "add_service", "found_office", "grant_role", "open_department"]
