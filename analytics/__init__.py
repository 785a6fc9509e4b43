"""The workshop of figures: what the city may say about satisfaction and about deadlines, and how surely.

Words of this room. A *measure* is a declaration (what is counted, over which cases, judged how); a *result* is one
computed figure with its base n, its interval and what was left out of it; a *period* is a run of whole months; a
*cohort* says by which date a case belongs to a period (received, settled, due); a *frame* is a pandas table with the
columns the measures need. methods/ is pure statistics, measures/ pure definitions, frames.py alone knows tables,
charts/ alone knows matplotlib, reports/ puts pages together out of plain results.
"""
