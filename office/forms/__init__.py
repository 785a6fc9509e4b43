"""What people type about the office and themselves."""

from office.forms.sign_in import EmptyForm, SignInForm

__all__ = ["EmptyForm", "SignInForm"]
