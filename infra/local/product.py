"""The product itself on a running server: its code packaged, its template deployed, its addresses noted."""

import shutil
from typing import Any

from infra.local.deploy import Deployment, deploy
from infra.local.server import Server
from infra.local.stack import REGION, ROOT, Stack, api_url_of
from infra.package import copy_own_code

TEMPLATE = ROOT / "template.yaml"
PARAMETERS = {"Stage": "local"}


def deploy_product(server: Server) -> Deployment:
    code = server.directory / "build"
    shutil.rmtree(code, ignore_errors=True)
    copy_own_code(code)
    return deploy(server.endpoint_url, template=TEMPLATE, code=code, parameters=PARAMETERS)


def stack_of(server: Server, deployment: Deployment, *, users: list[dict[str, Any]]) -> Stack:
    return Stack(
        api_url=api_url_of(server.endpoint_url, deployment.outputs),
        endpoint_url=server.endpoint_url,
        region=REGION,
        outputs=deployment.outputs,
        users=users,
    )
