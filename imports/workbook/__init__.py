"""Reading an Excel workbook (.xlsx) row by row, in constant memory, as the same kind of table a CSV file gives.

What grows with the data, the sheet and the texts its cells share, is read by a stream that keeps only the present row;
openpyxl tells which formats are dates and what day a number is. See docs/decisions/0014-excel.md.
"""
