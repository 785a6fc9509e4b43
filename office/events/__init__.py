"""What happens in the office, as events and as tags of the record."""

from office.events.accounts import AccountTag, CodeMade, PersonDeactivated
from office.events.administration import AdministrationTag, WarningSet
from office.events.office import OfficeFounded, OfficeTag, SignedIn
from office.events.people import PeopleTag
from office.events.structure import DepartmentClosed, StructureTag

__all__ = [
    "AccountTag",
    "AdministrationTag",
    "CodeMade",
    "DepartmentClosed",
    "OfficeFounded",
    "OfficeTag",
    "PeopleTag",
    "PersonDeactivated",
    "SignedIn",
    "StructureTag",
    "WarningSet",
]
