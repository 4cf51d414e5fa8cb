"""The three tables on the embedded AWS and nothing else of the stack: no consumer works beside what is timed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.local.server import free_port, start_server
from shared import aws
from tests.support.aws import SETTINGS, TABLES, _table, forget_clients


@contextmanager
def local_tables() -> Iterator[None]:
    """Empty tables, found by everything in this process."""
    before = dict(os.environ)
    with TemporaryDirectory() as directory:
        server = start_server(Path(directory), port=free_port(), keeps_state=False)
        try:
            os.environ.update(SETTINGS | {"AWS_ENDPOINT_URL": server.endpoint_url})
            forget_clients()
            for name in TABLES:
                aws.client("dynamodb").create_table(TableName=name, **_table(name))
            yield
        finally:
            server.stop()
            os.environ.clear()
            os.environ.update(before)
            forget_clients()
