"""What happens in the office, as events and as tags of the record."""

from office.events.office import OfficeFounded, OfficeTag, SignedIn

__all__ = ["OfficeFounded", "OfficeTag", "SignedIn"]
