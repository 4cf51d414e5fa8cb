"""What is counted of the bench: requests and units, exact on every machine."""
