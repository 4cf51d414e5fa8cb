"""What goes into a function's zip and into the layers: `python -m infra.package code|layer ...`, and the local deploy.

File times are those of the oldest a zip can hold, so that unchanged code is an unchanged zip. Bytecode is compiled
for the very interpreter that runs this, and not checked against its source: /var/task cannot be written to, and a
zip's file times would make ordinary bytecode look stale.
"""

import argparse
import compileall
import hashlib
import importlib
import importlib.util
import io
import py_compile
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN_CODE = ("functions", "shared")
DOCUMENT_OF_THE_API = Path("functions/reference/openapi.json")
OLDEST = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc")


class NotCompiled(Exception):
    """A module that does not compile must not be shipped."""


def copy_own_code(target: Path) -> None:
    """The functions, what they share, the API's document generated from them, and their bytecode."""
    for package in OWN_CODE:
        shutil.copytree(ROOT / package, target / package, ignore=NOT_SHIPPED, dirs_exist_ok=True)
    write_document_of_the_api(target)
    compile_all(target)


def write_document_of_the_api(target: Path) -> None:
    """`infra.openapi.write(target)` writes functions/reference/openapi.json below the copy of the code."""
    if importlib.util.find_spec("infra.openapi") is not None:
        importlib.import_module("infra.openapi").write(target)


def compile_all(directory: Path) -> None:
    for stale in sorted(directory.rglob("__pycache__")):
        shutil.rmtree(stale)
    # The path in tracebacks is that of the running function, and the same wherever the code was built.
    if not compileall.compile_dir(
        directory,
        quiet=1,
        force=True,
        stripdir=str(directory),
        prependdir="/",
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    ):
        raise NotCompiled(f"see above what in {directory} does not compile")


def install_layer(requirements: Path, *, target: Path, platforms: list[str]) -> None:
    """Libraries by hash into `python/` below the target; for the given wheel platforms, or else this machine's."""
    python = target / "python"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--require-hashes"]
    command += ["--requirement", str(requirements), "--target", str(python)]
    if platforms:
        command += ["--only-binary", ":all:", *(f"--platform={platform}" for platform in platforms)]
    subprocess.run(command, check=True)
    shutil.rmtree(python / "bin", ignore_errors=True)
    compile_all(python)


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """The same bytes for the same files, whenever and wherever they were written."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=OLDEST)
            entry.external_attr = READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return content.getvalue()


def files_of(directory: Path) -> dict[str, bytes]:
    paths = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in paths}


def key_of(files: Mapping[str, bytes]) -> str:
    """Names the sources and the interpreter: bytecode may differ in ways that do not matter."""
    digest = hashlib.sha256(sys.implementation.cache_tag.encode())
    for name in sorted(name for name in files if not name.endswith(".pyc")):
        digest.update(f"{name} {hashlib.sha256(files[name]).hexdigest()}".encode())
    return f"{digest.hexdigest()}.zip"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    code = kinds.add_parser("code", help="own code, for every function")
    layer = kinds.add_parser("layer", help="the libraries of one requirements file")
    layer.add_argument("requirements", type=Path)
    layer.add_argument("--platform", action="append", default=[], help="a wheel platform, the best one first")
    for kind in (code, layer):
        kind.add_argument("target", type=Path)
    arguments = parser.parse_args()
    if arguments.kind == "code":
        copy_own_code(arguments.target)
    else:
        install_layer(arguments.requirements, target=arguments.target, platforms=arguments.platform)


if __name__ == "__main__":
    main()
