"""What happens outside a request: the outbox, scheduled jobs, and the program that carries both out.

Words: an *effect* is something outside the database (a mail, a scan) that a transaction asks for; it waits as a row of
the *outbox* and is carried out by the *worker*. A *job* is work that comes by the clock. Rooms say in ``app.py`` which
effects and jobs they have; nothing here knows a room.
"""
