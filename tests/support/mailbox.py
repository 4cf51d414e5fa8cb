"""What has left the running stack as mail: what SES took, whatever our own records say."""

from infra.local.stack import Stack
from tests.support.http import call


def sent_to(stack: Stack, address: str) -> list[str]:
    """The subjects that SES took for an address."""
    answer = call("GET", f"{stack.endpoint_url}/_ministack/ses/messages").json
    messages = [message for sent in answer["messages"].values() for message in sent]
    return [message["Subject"] for message in messages if message["To"] == [address]]


def sent_about_orders(stack: Stack, address: str) -> list[str]:
    """The same without invoices: the job of the hour bills a company that was opened today."""
    return [subject for subject in sent_to(stack, address) if not subject.startswith("Invoice ")]
