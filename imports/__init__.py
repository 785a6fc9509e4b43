"""Reading foreign tables: a CSV file and the mapping that says what its columns mean.

Words: a *mapping* is a TOML file; a *table* is the CSV file read by it, row by row, never as a whole; a *problem* is
what is wrong with one value of one row; the *report* is where problems go. Rooms turn rows into cases or responses.
Only the standard library and the kernel: nothing here knows a database or a screen; sentences are worded elsewhere.
"""
