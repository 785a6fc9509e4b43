"""What happens in the office, as events and as tags of the record."""

from office.events.administration import AdministrationTag
from office.events.office import OfficeFounded, OfficeTag, SignedIn
from office.events.people import PeopleTag
from office.events.structure import DepartmentClosed, StructureTag

__all__ = [
    "AdministrationTag",
    "DepartmentClosed",
    "OfficeFounded",
    "OfficeTag",
    "PeopleTag",
    "SignedIn",
    "StructureTag",
]
