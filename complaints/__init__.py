"""Complaints: intake, register, handling and deadlines.

Words: a *complaint* is a case of the register - of kind *skarga*, *wniosek*, or *sprawa* (a service case imported from
another system). *Feedback* is an anonymous opinion: it has no number and no legal clock. A complaint is *received*,
*assigned* to a handler and *settled* with an *outcome* on the day the notice of it was dispatched.
"""
