"""The product itself on a running server: code packaged, template deployed, sample data loaded, addresses noted."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from infra.local.deploy import Deployment, deploy
from infra.local.server import Server
from infra.local.stack import REGION, ROOT, NoStack, Stack, api_url_of
from infra.package import copy_own_code

TEMPLATE = ROOT / "template.yaml"
PARAMETERS = {"Stage": "local"}

Say = Callable[[str], None]
User = dict[str, Any]


def bring_up(server: Server, *, say: Say) -> Stack:
    """Deploy, and note where everything is in `stack.json`."""
    say("Deploying template.yaml ...")
    deployment = deploy_product(server)
    say("Deployed." if deployment.has_changed else "Nothing in it has changed.")
    stack = stack_of(server, deployment, users=noted_users(server))
    stack.save(server.directory)
    return stack


def load_sample(stack: Stack, directory: Path, *, say: Say) -> Stack:
    """The stack with the people of the sample data among its users."""
    # The server does not wait for what this imports.
    from infra.sample import load

    say("Loading the sample data ...")
    loaded = replace(stack, users=load(stack))
    loaded.save(directory)
    return loaded


def deploy_product(server: Server) -> Deployment:
    code = server.directory / "build"
    shutil.rmtree(code, ignore_errors=True)
    copy_own_code(code)
    return deploy(server.endpoint_url, template=TEMPLATE, code=code, parameters=PARAMETERS)


def stack_of(server: Server, deployment: Deployment, *, users: list[User]) -> Stack:
    return Stack(
        api_url=api_url_of(server.endpoint_url, deployment.outputs),
        endpoint_url=server.endpoint_url,
        region=REGION,
        outputs=deployment.outputs,
        users=users,
    )


def noted_users(server: Server) -> list[User]:
    """Those of an earlier run on the same state."""
    try:
        return Stack.load(server.directory).users
    except NoStack:
        return []
