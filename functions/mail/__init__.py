"""What the company and its people are told by e-mail."""
