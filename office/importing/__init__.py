"""Departments and people from files: those a foreign register names, and the office's own lists."""

from office.importing.departments import import_departments
from office.importing.foreign import DepartmentPlan, Departments, read_department_plan
from office.importing.people import import_people

__all__ = ["DepartmentPlan", "Departments", "import_departments", "import_people", "read_department_plan"]
