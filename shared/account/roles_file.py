"""The permission matrix as a spreadsheet to download: made once by a process, kept under its own hash."""

import hashlib
from functools import cache

from shared.config import setting
from shared.links import Link, file_name, link_to, s3

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def roles_link() -> Link:
    """A link to the spreadsheet."""
    bucket = setting("FILES_BUCKET")
    name = file_name("Roles and permissions", ending="xlsx")
    return link_to(bucket, _kept(bucket), name, content_type=XLSX)


@cache
def _kept(bucket: str) -> str:
    # Making a workbook is heavy, and only this call needs it.
    from shared.documents.spreadsheet import roles_workbook

    workbook = roles_workbook()
    key = f"roles/{hashlib.sha256(workbook).hexdigest()}.xlsx"
    s3().put_object(Bucket=bucket, Key=key, Body=workbook, ContentType=XLSX)
    return key
