"""Assurance: the auditor's room. Is the record whole, what does it hold, can a stranger check it?"""
