"""One file = one Lambda = one thing people or schedules do."""
