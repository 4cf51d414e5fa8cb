"""The three tables: every key, how records become items, one write per change."""
