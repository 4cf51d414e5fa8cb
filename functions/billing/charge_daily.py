"""Hourly, `charge-daily`: one message for each account with user-days to look at that are over.

Event `{"job": "charge-daily", "now": "2027-03-05T09:00:00Z"}`: the schedule's own time, so a run can be repeated.
"""

from shared.jobs import handler

__all__ = ["handler"]
