"""The user pool, the second system that log-ins live in: what it knows of a person, and what it is told."""

import secrets
from dataclasses import dataclass
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from shared import aws
from shared.config import setting

# Imports make hundreds of log-ins at once, which the pool throttles; what it refuses comes again with the message.
_CONFIG = Config(retries={"mode": "standard", "max_attempts": 5}, connect_timeout=2, read_timeout=8)


class AlreadyThere(Exception):
    """The pool has a log-in of that name."""


@dataclass(frozen=True)
class PoolLogin:
    """A log-in as the pool has it. `has_password` is False until one was set that stays."""

    username: str
    sub: str
    email: str | None
    is_enabled: bool = True
    has_password: bool = False


def find_login(username: str) -> PoolLogin | None:
    """The log-in of that name, or None."""
    try:
        answer = _client().admin_get_user(UserPoolId=_pool(), Username=username)
    except ClientError as error:
        if _code(error) == "UserNotFoundException":
            return None
        raise
    if answer["Username"].lower() != username:
        return None  # the pool also finds a person by their subject: this is somebody else
    attributes = _attributes(answer["UserAttributes"])
    has_password = answer["UserStatus"] != "FORCE_CHANGE_PASSWORD"
    return PoolLogin(username, attributes["sub"], attributes.get("email"), answer["Enabled"], has_password)


def create_login(username: str, email: str) -> PoolLogin:
    """Make a log-in that nobody can use yet; the pool mails nothing. `email` is in ASCII. Raises AlreadyThere."""
    try:
        answer = _client().admin_create_user(
            UserPoolId=_pool(), Username=username, MessageAction="SUPPRESS", TemporaryPassword=unknown_password(),
            UserAttributes=_email(email),
        )  # fmt: skip
    except ClientError as error:
        if _code(error) == "UsernameExistsException":
            raise AlreadyThere(username) from error
        raise
    return PoolLogin(username, _attributes(answer["User"]["Attributes"])["sub"], email)


def set_password(username: str, password: str) -> None:
    """Set a password that stays."""
    _client().admin_set_user_password(UserPoolId=_pool(), Username=username, Password=password, Permanent=True)


def set_email(username: str, email: str) -> None:
    """Set the address that forgotten passwords are mailed to."""
    _client().admin_update_user_attributes(UserPoolId=_pool(), Username=username, UserAttributes=_email(email))


def enable(username: str) -> None:
    _client().admin_enable_user(UserPoolId=_pool(), Username=username)


def shut_out(username: str) -> None:
    """Disable a log-in and end its sessions."""
    _client().admin_disable_user(UserPoolId=_pool(), Username=username)
    _client().admin_user_global_sign_out(UserPoolId=_pool(), Username=username)


def unknown_password() -> str:
    """A password that nobody knows, within every policy."""
    return f"aA1-{secrets.token_urlsafe(40)}"


def client_name(client_id: str, pool_id: str) -> str:
    """The name of an app client of a pool, which its own trigger cannot be configured with."""
    answer = _client().describe_user_pool_client(UserPoolId=pool_id, ClientId=client_id)
    name: str = answer["UserPoolClient"]["ClientName"]
    return name


def _client() -> Any:
    return aws.client("cognito-idp", _CONFIG)


def _pool() -> str:
    return setting("USER_POOL_ID")


def _email(email: str) -> list[dict[str, str]]:
    # The account's owner answers for the address, as for the seat; unverified, no forgotten password could be mailed.
    return [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]


def _attributes(pairs: list[dict[str, str]]) -> dict[str, str]:
    return {pair["Name"]: pair["Value"] for pair in pairs}


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])
