"""Activity on its way out: the envelope, the bus, and how what got stuck is sent again."""
