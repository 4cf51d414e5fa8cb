"""The unsigned document that goes with a mail: the very one that was reviewed, or nothing is sent."""

import hashlib

from shared.account.drafts import draft_key, draft_name
from shared.config import setting
from shared.domain.activity import Event
from shared.links import s3
from shared.mail.letter import Attachment


class DocumentDiffers(Exception):
    """The document that is kept is not the one that was reviewed."""


def unsigned_document(event: Event) -> Attachment:
    """The document of an order that was placed. Raises DocumentDiffers, or ClientError where it cannot be read."""
    contract_id = event.after["contract_id"]
    key = draft_key(event.account_id, contract_id)
    content = s3().get_object(Bucket=setting("DRAFTS_BUCKET"), Key=key)["Body"].read()
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != event.after["document_sha256"]:
        raise DocumentDiffers(contract_id)
    return Attachment(draft_name(contract_id), content, sha256)
