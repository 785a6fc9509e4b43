"""Several choices as boxes to tick, each on its own line."""

from __future__ import annotations

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget


class BoxesField(SelectMultipleField):
    """Any number of the offered choices; ``data`` is a list in the order offered."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
