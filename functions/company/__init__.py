"""The company behind the account: what it is called, where it is reached, when its days begin."""
