"""What a pack of figures holds: gathered once, as of a moment, before any word or picture is made of it."""

from analytics.reports.pack.cases import CaseLine, case_lines
from analytics.reports.pack.contents import Pack, pack_of
from analytics.reports.pack.moment import pack_moment
from analytics.reports.pack.rows import pack_rows
from analytics.reports.pack.spans import key_of, parsed

__all__ = ["CaseLine", "Pack", "case_lines", "key_of", "pack_moment", "pack_of", "pack_rows", "parsed"]
