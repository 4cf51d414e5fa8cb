"""Which passwords the user pool takes: asked before anything is written, for the pool is asked last."""

import re

from shared.errors import Invalid

SHORTEST, LONGEST = 12, 256
MUST_HAVE = {"RequireLowercase": "[a-z]", "RequireUppercase": "[A-Z]", "RequireNumbers": "[0-9]"}
"""By the names of the pool's policy in `template.yaml`."""


def check_password(password: str, *, field: str) -> None:
    """Invalid for one that the pool would refuse."""
    has_all = all(re.search(pattern, password) for pattern in MUST_HAVE.values())
    if not (SHORTEST <= len(password) <= LONGEST and has_all and password == password.strip()):
        told = (
            f"takes {SHORTEST} to {LONGEST} characters with small and capital letters and digits, no blank at its ends"
        )
        raise Invalid({field: told})
