"""The floor everything stands on.

Clock, errors, terms, holidays, permissions, ids. Pure Python, standard library only.
"""
