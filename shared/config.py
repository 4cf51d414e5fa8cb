"""Settings that `template.yaml` hands to the functions, read when they are needed."""

import os


class NotConfigured(Exception):
    """The function was not given an environment variable that it needs."""


def setting(name: str) -> str:
    """The value of an environment variable, or NotConfigured naming it."""
    try:
        return os.environ[name]
    except KeyError:
        raise NotConfigured(name) from None


def is_local() -> bool:
    """Whether this runs on the embedded AWS of one machine."""
    return os.environ.get("STAGE") == "local"
