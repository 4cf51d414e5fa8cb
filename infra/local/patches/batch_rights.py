"""Who may send a message may send ten of them in one request: AWS knows no right of its own for the batch."""

from ministack.core import iam_actions

PRIVATE_NAMES = ("ministack.core.iam_actions:_action_from_target",)


def apply() -> None:
    named_in = iam_actions._action_from_target

    def one_for_many(headers: dict[str, str]) -> str | None:
        action: str | None = named_in(headers)
        return "SendMessage" if action == "SendMessageBatch" else action

    iam_actions._action_from_target = one_for_many
