"""The tablet at the counter: its devices, the page it shows, and the door its answers come in by.

Words: a *device* is a tablet set up for a desk; it is *paired* by a short-lived *code* and then holds a *token*.
Answers wait on the device in its *queue*, each under a *number* of its own, until a signed *receipt* names them.
"""
