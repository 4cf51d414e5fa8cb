"""Hourly, `bill-month`: one message for each account that is at or past its billing date.

Event `{"job": "bill-month", "now": "2027-03-05T09:00:00Z"}`: the schedule's own time, so a run can be repeated.
"""

from shared.jobs import handler

__all__ = ["handler"]
