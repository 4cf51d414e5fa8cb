"""Off the invoice queue: an invoice was issued, so it is drawn as a PDF, once, and kept in the locked bucket."""

import json
from typing import Any

from shared.account.invoice_drawing import draw_invoice
from shared.messages import queue_entry


def draw(body: str) -> dict[str, Any]:
    """Draw the invoice of one `invoice.issued` event."""
    detail = json.loads(body)["detail"]
    account_id, number = detail["account_id"], int(detail["after"]["number"])
    return {"account_id": account_id, "number": number, "drawn": draw_invoice(account_id, number)}


handler = queue_entry(draw)
