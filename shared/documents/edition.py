"""Which words a contract has and which are consented to by signing it, by number: light, for who draws nothing."""

import hashlib

EDITION = 1
"""Of the contract's words and looks. Raised whenever the same values are drawn otherwise, by whatever has changed."""

CONSENTS = {
    "1": (
        "I have read this contract and agree to it on behalf of the customer named in it. I am entitled to sign for "
        "the customer. I sign electronically and intend my signature to bind the customer as one by hand would."
    ),
}
"""Every text that was ever consented to, by its version: what was signed before is sealed with its own."""

CONSENT_VERSION = "1"
CONSENT_TEXT = CONSENTS[CONSENT_VERSION]
CONSENT_SHA256 = hashlib.sha256(CONSENT_TEXT.encode()).hexdigest()
