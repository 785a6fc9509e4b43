"""The law of the complaints room as data and small pure functions: terms, states and moves, outcomes."""
