"""Reading foreign tables: a CSV file or a workbook, and the mapping that says what its columns mean.

Words: a *mapping* is a TOML file; a *table* is the file read by it, row by row, never as a whole; a *problem* is
what is wrong with one value of one row; the *report* is where problems go. Rooms turn rows into cases or responses.
Nothing here knows a database or a screen; sentences are worded elsewhere.
"""
