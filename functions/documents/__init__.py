"""Heavy work on documents, each off a queue: sealing, drawing invoices, building archives."""
