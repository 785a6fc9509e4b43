"""Reading the office."""

from office.queries.people import handlers, people, person_by_login
from office.queries.structure import all_departments, departments, the_office

__all__ = ["all_departments", "departments", "handlers", "people", "person_by_login", "the_office"]
