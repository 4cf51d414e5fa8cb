"""Off the seal queue: an order was signed, so its contract is sealed and kept in the locked bucket."""

import json
from typing import Any

from shared.account.sealing import seal_contract
from shared.messages import queue_entry


def seal(body: str) -> dict[str, Any]:
    """Seal the contract of one `order.signed` event."""
    detail = json.loads(body)["detail"]
    account_id, contract_id = detail["account_id"], detail["after"]["contract_id"]
    return {"account_id": account_id, "contract_id": contract_id, "sealed": seal_contract(account_id, contract_id)}


handler = queue_entry(seal)
