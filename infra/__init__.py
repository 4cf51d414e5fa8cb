"""What stands around the functions: the local AWS, packaging, the operator command line and sample data."""
