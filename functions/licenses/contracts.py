"""GET /v1/contracts, .../{contract_id}: what was signed, and a link to the sealed file."""

from functions.licenses.contract_schemas import ContractList, ContractOut
from shared.account.locked import locked_link, sealed_key
from shared.api import lambda_entry, new_api
from shared.auth import BUYERS
from shared.domain.contract import Contract
from shared.errors import Impossible, Unknown
from shared.links import PDF, Link, file_name
from shared.pages import DEFAULT_LIMIT, Cursor, Limit, cursor_after, sort_key_in
from shared.request import caller_of
from shared.store import dynamodb, keys
from shared.store.filtered import filtered_page
from shared.store.records import from_item

app = new_api()


@app.get("/v1/contracts")
def browse(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> ContractList:
    """Contracts, newest first, without links."""
    pk, prefix = keys.contract(caller_of(app, BUYERS).account_id, "")[1:]
    page = filtered_page(
        "Licenses", pk, prefix=prefix, kind=Contract, newest_first=True, limit=limit,
        after=sort_key_in(cursor, prefix=prefix), wanted=lambda _: True, is_filtered=False,
    )  # fmt: skip
    return ContractList(items=[_shown(each) for each in page.records], next_cursor=cursor_after(page.next_sk))


@app.get("/v1/contracts/<contract_id>")
def read(contract_id: str) -> ContractOut:
    """One contract, with a link to the sealed file."""
    account_id = caller_of(app, BUYERS).account_id
    item = dynamodb.get(keys.contract(account_id, contract_id))
    if item is None:
        raise Unknown("contract")
    contract = from_item(Contract, item)
    if contract.seal is None:
        raise Impossible("contract_not_ready", "This contract is being sealed. Ask again in a moment.")
    key = sealed_key(account_id, contract_id)
    return _shown(contract, locked_link(key, contract.seal.version_id, _name(contract), PDF))


def _name(contract: Contract) -> str:
    return file_name("Contract", contract.contract_id, contract.account_name, ending="pdf")


def _shown(contract: Contract, link: Link | None = None) -> ContractOut:
    term = {"starts_on": contract.term_starts_on, "ends_before": contract.term_ends_before}
    return ContractOut(
        contract_id=contract.contract_id, order_id=contract.order_id, sku=contract.sku, quantity=contract.quantity,
        signer_name=contract.signer_name, signed_at=contract.signed_at,
        term=term if contract.term_starts_on else None, document_sha256=contract.document_sha256,
        sha256=contract.seal.sha256 if contract.seal else None,
        size_bytes=contract.seal.size_bytes if contract.seal else None, download=link,
    )  # fmt: skip


handler = lambda_entry(app)
