"""The local AWS of `make run` and of the end-to-end tests: the very template, on this machine."""
