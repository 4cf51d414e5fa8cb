"""Hourly, `renew-terms`: one message for each account with terms that end or are to be reminded of.

Event `{"job": "renew-terms", "now": "2027-03-05T09:00:00Z"}`: the schedule's own time, so a run can be repeated.
"""

from shared.jobs import handler

__all__ = ["handler"]
