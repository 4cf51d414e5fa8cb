"""One structured log. Of an error it tells kind and places, never the text, which may hold personal values."""

from aws_lambda_powertools import Logger
from botocore.exceptions import ClientError

logger = Logger(service="seatkeeper")


def places_of(error: BaseException) -> list[str]:
    """Where an error came up, innermost last: `mail/send.py:41`."""
    trace, places = error.__traceback__, []
    while trace is not None:
        places.append(f"{'/'.join(trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-2:])}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-6:]


def aws_code(error: BaseException) -> str | None:
    """The code that AWS gave an error, as `MessageRejected`."""
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else None
