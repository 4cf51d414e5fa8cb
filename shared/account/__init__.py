"""Reads, rules and one transaction each: what can be done with an account."""
