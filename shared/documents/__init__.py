"""What people sign, receive and download: contracts, invoices, seals, archives and spreadsheets, as bytes."""
