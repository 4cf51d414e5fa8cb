"""Usage, charges and invoices."""
