"""Hourly, `expire-pending`: one message for each account with orders that expire or are to be reminded of.

Event `{"job": "expire-pending", "now": "2027-03-05T09:00:00Z"}`: the schedule's own time, so a run can be repeated.
"""

from shared.jobs import handler

__all__ = ["handler"]
