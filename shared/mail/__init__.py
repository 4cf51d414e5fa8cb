"""Mail: addresses, letters out of events, and how each is sent once."""
