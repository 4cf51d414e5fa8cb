"""Selling: catalogue, quotes, orders, signatures, deletions, renewals, contracts."""
