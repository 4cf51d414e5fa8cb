"""ETags: the version of something that can be edited, as HTTP names it."""


def etag_of(version: int) -> str:
    """The ETag of a version."""
    return f'"{version}"'
