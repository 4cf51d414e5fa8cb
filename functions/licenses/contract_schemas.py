"""What the outside sees of contracts and archives."""

from datetime import datetime

from pydantic import BaseModel

from functions.licenses.schemas import TermOut
from shared.domain.catalog import SkuName
from shared.links import Link


class ContractOut(BaseModel):
    """What was signed; `document_sha256` is that of the document signed, `sha256` that of the sealed file."""

    contract_id: str
    order_id: str
    sku: SkuName
    quantity: int
    signer_name: str
    signed_at: datetime
    term: TermOut | None
    document_sha256: str
    sha256: str | None
    size_bytes: int | None
    download: Link | None = None


class ContractList(BaseModel):
    """A page of contracts, newest first."""

    items: list[ContractOut]
    next_cursor: str | None


class ArchiveWaiting(BaseModel):
    """The Zip is being built; ask for it by its id."""

    archive_id: str
    status: str
