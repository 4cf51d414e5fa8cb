"""What goes into a function's zip and into the layers: `python -m infra.package code|layer ...`, and the local deploy.

File times are the oldest that a zip can hold, so that unchanged code is an unchanged zip. Bytecode is compiled by
the runtime's own minor version of Python, and not checked against its source: /var/task cannot be written to, and a
zip's file times would make ordinary bytecode look stale.
"""

import argparse
import hashlib
import importlib
import io
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


def copy_own_code(target: Path, *, python: str = sys.executable) -> None:
    """The functions, what they share, the API's document generated from them, and their bytecode."""
    for package in OWN_CODE:
        shutil.copytree(ROOT / package, target / package, ignore=NOT_SHIPPED, dirs_exist_ok=True)
    write_document_of_the_api(target)
    compile_all(target, python=python)


def write_document_of_the_api(target: Path) -> None:
    """`infra.openapi.write(target)` writes functions/reference/openapi.json below the copy of the code."""
    importlib.import_module("infra.openapi").write(target)


def compile_all(directory: Path, *, python: str) -> None:
    for stale in sorted(directory.rglob("__pycache__")):
        shutil.rmtree(stale)
    # Stripped of the directory, tracebacks name files alike wherever they were built.
    options = ["-q", "-f", "-s", str(directory), "--invalidation-mode", "unchecked-hash"]
    if subprocess.run([python, "-m", "compileall", *options, str(directory)], check=False).returncode:  # nosec B603 # a command of our own
        raise NotCompiled(f"see above what in {directory} does not compile")


def install_layer(requirements: Path, *, target: Path, python: str, platforms: list[str]) -> None:
    """Libraries by hash into `python/` below the target: wheels for that Python and, best first, those platforms."""
    libraries = target / "python"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--require-hashes", "--no-deps"]
    command += ["--only-binary", ":all:", "--implementation", "cp", "--python-version", version_of(python)]
    command += [f"--platform={platform}" for platform in platforms]
    subprocess.run([*command, "--requirement", str(requirements), "--target", str(libraries)], check=True)  # nosec B603 # of our own
    shutil.rmtree(libraries / "bin", ignore_errors=True)
    # A font package lays its file down twice.
    for font in libraries.glob("*.otf"):
        font.unlink()
    compile_all(libraries, python=python)


def version_of(python: str) -> str:
    """Its minor version, as in 3.11."""
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    return subprocess.run([python, "-c", asked], check=True, capture_output=True, text=True).stdout.strip()  # nosec B603 # our own


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
    parser.add_argument("--python", default=sys.executable, help="of the runtime's minor version, to compile with")
    kinds = parser.add_subparsers(dest="kind", required=True)
    code = kinds.add_parser("code", help="own code, for every function")
    layer = kinds.add_parser("layer", help="the libraries of one requirements file")
    layer.add_argument("requirements", type=Path)
    layer.add_argument("--platform", action="append", required=True, help="a wheel platform, the best one first")
    for kind in (code, layer):
        kind.add_argument("target", type=Path)
    wanted = parser.parse_args()
    if wanted.kind == "code":
        copy_own_code(wanted.target, python=wanted.python)
    else:
        install_layer(wanted.requirements, target=wanted.target, python=wanted.python, platforms=wanted.platform)


if __name__ == "__main__":
    main()
