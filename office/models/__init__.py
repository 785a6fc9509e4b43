"""Tables of the office."""

from office.models.absence import Absence, Deputy
from office.models.accounts import AccountCode, RecoveryCode, SecondFactor
from office.models.bodies import OutsideBody
from office.models.office import Office
from office.models.people import Person, RoleAssignment
from office.models.sign_in import SignIn, Throttle
from office.models.structure import Department, DepartmentName, Desk, Service

__all__ = [
    "Absence",
    "AccountCode",
    "Department",
    "DepartmentName",
    "Deputy",
    "Desk",
    "Office",
    "OutsideBody",
    "Person",
    "RecoveryCode",
    "RoleAssignment",
    "SecondFactor",
    "Service",
    "SignIn",
    "Throttle",
]
