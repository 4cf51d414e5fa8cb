"""A user pool in memory: what the functions ask of Cognito, with its refusals and its states."""

from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError


@dataclass
class UserPool:
    """`refuses` names an operation and the error code that it answers from now on."""

    logins: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    clients: dict[str, str] = field(default_factory=lambda: {"c-desktop": "desktop", "c-mobile": "mobile"})

    def admin_get_user(self, *, UserPoolId: str, Username: str) -> dict[str, Any]:  # noqa: N803 - Cognito's names
        login = self._login("AdminGetUser", Username)
        attributes = [{"Name": name, "Value": login[name]} for name in ("sub", "email")]
        told = {"Username": login["username"], "Enabled": login["enabled"], "UserStatus": login["status"]}
        return {"UserAttributes": attributes, **told}

    def admin_create_user(self, *, Username: str, UserAttributes: Any, **request: Any) -> dict[str, Any]:  # noqa: N803
        self._called("AdminCreateUser")
        assert request["MessageAction"] == "SUPPRESS"
        if self._named(Username):
            raise _error("UsernameExistsException", "AdminCreateUser")
        login = {"username": Username, "sub": f"sub-of-{Username}", "enabled": True, "sessions": 0}
        login["status"] = "FORCE_CHANGE_PASSWORD"
        self.logins[Username] = login | _plain(UserAttributes) | {"password": request["TemporaryPassword"]}
        return {"User": {"Attributes": [{"Name": "sub", "Value": f"sub-of-{Username}"}]}}

    def admin_set_user_password(self, *, UserPoolId: str, Username: str, Password: str, Permanent: bool) -> None:  # noqa: N803
        assert Permanent
        self._login("AdminSetUserPassword", Username).update(password=Password, status="CONFIRMED")

    def admin_update_user_attributes(self, *, UserPoolId: str, Username: str, UserAttributes: Any) -> None:  # noqa: N803
        self._login("AdminUpdateUserAttributes", Username).update(_plain(UserAttributes))

    def admin_enable_user(self, *, UserPoolId: str, Username: str) -> None:  # noqa: N803
        self._login("AdminEnableUser", Username)["enabled"] = True

    def admin_disable_user(self, *, UserPoolId: str, Username: str) -> None:  # noqa: N803
        self._login("AdminDisableUser", Username)["enabled"] = False

    def admin_user_global_sign_out(self, *, UserPoolId: str, Username: str) -> None:  # noqa: N803
        self._login("AdminUserGlobalSignOut", Username)["sessions"] = 0

    def describe_user_pool_client(self, *, UserPoolId: str, ClientId: str) -> dict[str, Any]:  # noqa: N803
        self._called("DescribeUserPoolClient")
        return {"UserPoolClient": {"ClientName": self.clients[ClientId]}}

    def _login(self, operation: str, username: str) -> dict[str, Any]:
        self._called(operation)
        if (login := self._named(username)) is None:
            raise _error("UserNotFoundException", operation)
        return login

    def _named(self, username: str) -> dict[str, Any] | None:
        """A user goes by the subject, too, as in Cognito."""
        by_subject = (login for login in self.logins.values() if login["sub"] == username)
        return self.logins.get(username) or next(by_subject, None)

    def _called(self, operation: str) -> None:
        self.calls.append(operation)
        if operation in self.refuses:
            raise _error(self.refuses[operation], operation)


def _plain(pairs: list[dict[str, str]]) -> dict[str, str]:
    return {pair["Name"]: pair["Value"] for pair in pairs}


def _error(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)
