"""What every function stands on: rules, tables, the account, the HTTP edge."""
