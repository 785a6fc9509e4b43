"""The sample office "Urząd Miasta Przykładowo": two years of invented cases and answers, as people would give them.

The story is drawn first (pure, seeded, the same for the same day), then played through the ordinary actions of the
rooms with a clock that moves from event to event. Nothing is inserted past the actions, so the record of the sample is
whole and its first entry says for ever that the office is one. Words: *story* (what happens, in order), *player* (who
makes it happen).
"""
