"""A chart as people read it: picture, a sentence that says what it shows, its numbers in a table, a footer.

The same plates stand on the page of a month's charts, in its file, and in whatever is made for print.
"""

from analytics.plates.plate import COLUMNS, Cell, Link, Plate, Table, plate_rows
from analytics.plates.sets import plates_of

__all__ = ["COLUMNS", "Cell", "Link", "Plate", "Table", "plate_rows", "plates_of"]
