"""What the product relies on, and the embedded AWS does without repair; and what refuses to start."""

import importlib.metadata
import shutil
from pathlib import Path

import pytest

from infra.local.deploy import DeployFailed, deploy
from infra.local.patches import PatchedNameMissing, check_name
from infra.local.server import PortTaken, refuse_taken_port
from infra.local.stack import Stack
from infra.local.start import OtherRelease, refuse_other_release
from tests.local.spike import HERE, invoke, item, messages, write
from tests.support.eventually import eventually

TEMPLATE = HERE / "template.yaml"


@pytest.fixture
def code(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "code", tmp_path / "code"))


def test_a_function_without_the_right_is_refused(spike: Stack) -> None:
    assert "AccessDenied" in invoke(spike, "Powerless")["errorMessage"]


def test_a_message_that_keeps_failing_becomes_a_dead_letter(spike: Stack) -> None:
    write(spike, "EVENT#unwanted")
    dead = eventually(lambda: messages(spike, "DeadLettersUrl"), within=15)
    assert dead[0]["detail"] == {"key": "EVENT#unwanted"}


def test_what_has_not_changed_is_not_deployed_again(spike: Stack, code: Path) -> None:
    (code / "spike.py").touch()
    again = deploy(spike.endpoint_url, template=TEMPLATE, code=code, parameters={})
    assert (again.has_changed, again.outputs) == (False, spike.outputs)


def test_changed_code_is_deployed_and_the_data_kept(spike: Stack, code: Path) -> None:
    write(spike, "kept")
    assert invoke(spike, "Quiet") == {}
    (code / "spike.py").write_text("def __getattr__(name):\n    return lambda event, context: {'is': 'new'}\n")
    changed = deploy(spike.endpoint_url, template=TEMPLATE, code=code, parameters={})
    try:
        assert (changed.has_changed, changed.outputs) == (True, spike.outputs)
        assert invoke(spike, "Quiet") == {"is": "new"}
        assert item(spike, "kept")
    finally:
        deploy(spike.endpoint_url, template=TEMPLATE, code=HERE / "code", parameters={})


def test_a_deployment_that_fails_says_what_failed(spike: Stack, code: Path) -> None:
    broken = code / "template.yaml"
    broken.write_text(TEMPLATE.read_text().replace("Handler: spike.quiet", "Handler: spike.quiet, Layers: [wrong]"))
    with pytest.raises(DeployFailed, match="Quiet"):
        deploy(spike.endpoint_url, template=broken, code=HERE / "code", parameters={})


def test_another_release_is_refused() -> None:
    refuse_other_release(importlib.metadata.version("ministack"))
    with pytest.raises(OtherRelease):
        refuse_other_release("1.5.34")


def test_a_release_without_a_patched_name_is_refused() -> None:
    check_name("ministack.services.s3:_get_object")
    with pytest.raises(PatchedNameMissing):
        check_name("ministack.services.s3:_get_object_of_another_release")


def test_a_taken_port_is_refused(spike: Stack) -> None:
    with pytest.raises(PortTaken):
        refuse_taken_port(int(spike.endpoint_url.rsplit(":", 1)[1]))
