"""Unit tests reach nothing outside themselves."""

from pytest_socket import disable_socket


def pytest_runtest_setup() -> None:
    disable_socket(allow_unix_socket=True)  # the event loop of the sealing library talks to itself through one
