"""People: users, seats, imports, log-ins, roles."""
