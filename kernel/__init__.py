"""The floor everything stands on: clock, errors, terms, holidays, permissions, ids. Pure Python, standard library only."""
