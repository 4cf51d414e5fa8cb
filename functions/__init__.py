"""One file = one Lambda = one thing people or schedules do."""

import gc

# What is made while importing stays for good. Python would look through it for garbage two hundred times: a tenth of
# every cold start. From here on it looks after so many new objects as no request makes.
gc.set_threshold(100_000, 50, 50)
