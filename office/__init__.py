"""The office itself: departments, services, desks, people, their roles and sign-in.

Words: *office* (one per database), *department*, *service*, *desk*, *person* (a member of staff), *role assignment*.
"""
