"""A signature as it is sent, handed on as what it is."""

from functions.licenses.order_schemas import SignatureRequest
from shared.account.signing import Signature


def signature_in(body: SignatureRequest) -> Signature:
    """The signature of a request body."""
    return Signature(body.signer_name, body.document_sha256, body.typed_name, body.strokes)
