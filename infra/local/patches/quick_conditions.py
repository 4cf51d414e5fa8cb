"""A condition is parsed once, not again for each item of a partition that is queried."""

from functools import lru_cache

from ministack.services import dynamodb

PRIVATE_NAMES = (
    "ministack.services.dynamodb:_tokenize",
    "ministack.services.dynamodb:_condition_syntax_error",
)
KEPT = 4096


def apply() -> None:
    """Both depend on the expression alone, and who gets the tokens only reads them."""
    dynamodb._tokenize = lru_cache(KEPT)(dynamodb._tokenize)
    dynamodb._condition_syntax_error = lru_cache(KEPT)(dynamodb._condition_syntax_error)
