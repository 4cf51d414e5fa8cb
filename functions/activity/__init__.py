"""The account's activity log."""
