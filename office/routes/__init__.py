"""The staff's pages about the office and about themselves. Each module brings its views to the one blueprint."""

from office.routes import absences as absences
from office.routes import accounts as accounts
from office.routes import administration as administration
from office.routes import auditors as auditors
from office.routes import bodies as bodies
from office.routes import crest as crest
from office.routes import data as data
from office.routes import departments as departments
from office.routes import figures as figures
from office.routes import guard as guard
from office.routes import handbook as handbook
from office.routes import hours as hours
from office.routes import importing as importing
from office.routes import kept as kept
from office.routes import letters as letters
from office.routes import lists as lists
from office.routes import my_account as my_account
from office.routes import my_calendar as my_calendar
from office.routes import my_notices as my_notices
from office.routes import my_second_factor as my_second_factor
from office.routes import one_time as one_time
from office.routes import openid as openid
from office.routes import outbox as outbox
from office.routes import people as people
from office.routes import services as services
from office.routes import setting_up as setting_up
from office.routes import warning as warning
from office.routes.kept import keep_form
from office.routes.room import blueprint
from office.routes.sign_in import load_actor

__all__ = ["blueprint", "keep_form", "load_actor"]
