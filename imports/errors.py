"""What can be wrong with a mapping, a file or a value. Codes and facts only; ``web.importing`` has the sentences."""

from __future__ import annotations

from kernel.errors import RuleBroken


class ImportRefused(RuleBroken):
    """The import as a whole cannot go on, and leaves nothing behind."""

    code = "import_refused"


class BadMapping(ImportRefused):
    """The mapping cannot be used; ``code`` says why, ``facts['where']`` names the key."""

    code = "bad_mapping"


class BadFile(ImportRefused):
    """The file cannot be read as the table the mapping describes; ``code`` says why."""

    code = "bad_file"


class BadValue(RuleBroken):
    """One value cannot be read; ``code`` says why. It costs its row, not the import."""

    code = "bad_value"
