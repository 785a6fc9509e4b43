"""Tables of the office."""

from office.models.absence import Absence, Deputy
from office.models.accounts import AccountCode, RecoveryCode, SecondFactor
from office.models.bodies import OutsideBody
from office.models.calendar import CalendarAddress
from office.models.crest import OfficeCrest
from office.models.figures import ReferenceFigure
from office.models.hours import DayOff, OpeningSchedule
from office.models.kept import KeptForm
from office.models.letters import LetterData, Signatory
from office.models.lists import FilingClass, OutcomeWording, Topic
from office.models.office import Office
from office.models.openid import OpenIdLink
from office.models.people import Person, RoleAssignment
from office.models.setting_up import SetUpCode
from office.models.sign_in import SignIn, Throttle
from office.models.structure import Department, DepartmentName, Desk, Service
from office.models.warning import WarningDays

__all__ = [
    "Absence",
    "AccountCode",
    "CalendarAddress",
    "DayOff",
    "Department",
    "DepartmentName",
    "Deputy",
    "Desk",
    "FilingClass",
    "KeptForm",
    "LetterData",
    "Office",
    "OfficeCrest",
    "OpenIdLink",
    "OpeningSchedule",
    "OutcomeWording",
    "OutsideBody",
    "Person",
    "RecoveryCode",
    "ReferenceFigure",
    "RoleAssignment",
    "SecondFactor",
    "Service",
    "SetUpCode",
    "SignIn",
    "Signatory",
    "Throttle",
    "Topic",
    "WarningDays",
]
