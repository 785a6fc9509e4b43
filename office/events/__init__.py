"""What happens in the office, as events and as tags of the record."""

from office.events.administration import AdministrationTag
from office.events.office import OfficeFounded, OfficeTag, SignedIn

__all__ = ["AdministrationTag", "OfficeFounded", "OfficeTag", "SignedIn"]
