"""A signature as it is sent, made one that counts."""

from functions.licenses.order_schemas import SignatureRequest
from shared.account.signing import Signature, checked_signature


def signature_in(body: SignatureRequest, *, under: str = "") -> Signature:
    """The signature of a request body, in normal form. Invalid names the field, below `under`."""
    given = Signature(body.signer_name, body.document_sha256, body.typed_name, body.strokes)
    return checked_signature(given, under=under)
