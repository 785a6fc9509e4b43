"""Files people send: what they really are, where they lie, whether they may be given out.

Words: a *stored file* lies once under its hash, outside the web root; an *attachment* is a room's link to it.
"""
