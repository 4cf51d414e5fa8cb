import csv
import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from shared.documents.archive import Member, MemberAltered, archive_key, build_archive, reading_from, store_archive
from shared.documents.upload import PART_BYTES
from shared.documents.zipstream import ZipWriter
from tests.unit.documents.stored_contracts import Store, altered


def zipped(store: Store, members: list[Member]) -> bytes:
    out = BytesIO()
    build_archive(members, read=store.read, write=lambda data: void(out.write(data)))
    return out.getvalue()


def void(_: int) -> None:
    return None


def archive_of(count: int = 3) -> tuple[Store, list[Member]]:
    store = Store()
    return store, [store.put(number) for number in range(count)]


def test_each_contract_is_there_whole_under_its_id() -> None:
    store, members = archive_of()
    with zipfile.ZipFile(BytesIO(zipped(store, members))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{member.contract_id}.pdf" for member in members] + ["contracts.csv"]
        for member in members:
            assert archive.read(f"{member.contract_id}.pdf") == store.contents[member.contract_id]


def test_no_entry_has_a_data_descriptor() -> None:
    with zipfile.ZipFile(BytesIO(zipped(*archive_of()))) as archive:
        assert all(entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 8 for entry in archive.filelist)


def test_the_same_contracts_give_the_same_bytes_in_whatever_order() -> None:
    store, members = archive_of(5)
    assert zipped(store, members) == zipped(store, members[::-1])
    assert archive_key(members) == archive_key(members[::-1])


def test_a_new_contract_gives_another_archive() -> None:
    store, members = archive_of()
    assert archive_key([*members, store.put(9)]) != archive_key(members)
    assert archive_key([altered(members[0], sha256="1" * 64), *members[1:]]) != archive_key(members)


def test_the_index_lists_every_contract() -> None:
    with zipfile.ZipFile(BytesIO(zipped(*archive_of()))) as archive:
        rows = list(csv.DictReader(StringIO(archive.read("contracts.csv").decode())))
    assert [row["file"] for row in rows] == [f"01JZ8Q6T0V3N5B7C9D1F2G{number:04}.pdf" for number in range(3)]
    assert rows[2]["quantity"] == "2" and rows[2]["signer_name"] == "Ana Pop" and len(rows[2]["sha256"]) == 64


@pytest.mark.parametrize("name", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_the_index_is_a_formula(name: str) -> None:
    store = Store()
    with zipfile.ZipFile(BytesIO(zipped(store, [store.put(1, signer_name=name)]))) as archive:
        (row,) = csv.DictReader(StringIO(archive.read("contracts.csv").decode()))
    assert row["signer_name"] == f"'{name}"


def test_names_of_every_script_and_commas_survive_in_the_index() -> None:
    store = Store()
    name = '山田, "שלום"\nनमस्ते'
    with zipfile.ZipFile(BytesIO(zipped(store, [store.put(1, signer_name=name)]))) as archive:
        (row,) = csv.DictReader(StringIO(archive.read("contracts.csv").decode(), newline=""))
    assert row["signer_name"] == name


def test_an_empty_archive_is_an_archive() -> None:
    with zipfile.ZipFile(BytesIO(zipped(Store(), []))) as archive:
        assert archive.namelist() == ["contracts.csv"]


def test_a_contract_is_not_packed_twice() -> None:
    store, members = archive_of()
    with pytest.raises(ValueError, match="twice"):
        zipped(store, [*members, members[0]])


ALTERATIONS: dict[str, Callable[[bytes], bytes]] = {
    "one bit": lambda body: bytes([body[0] ^ 1]) + body[1:],
    "cut short": lambda body: body[:-1],
    "longer": lambda body: body + b"x",
    "emptied": lambda _: b"",
}


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_one_altered_contract_stops_the_build_and_leaves_nothing(alteration: str) -> None:
    store, members = archive_of()
    body = store.contents[members[1].contract_id]
    store.contents[members[1].contract_id] = ALTERATIONS[alteration](body)
    with pytest.raises(MemberAltered, match=members[1].contract_id):
        store_archive(members, read=store.read, s3=store, bucket="b", key="k")
    assert store.uploads == {} and store.objects == {}


def test_a_forged_checksum_does_not_hide_an_altered_contract() -> None:
    store, members = archive_of()
    other = store.put(1, content=b"%PDF-forged")
    forged = altered(other, sha256=members[1].sha256)
    with pytest.raises(MemberAltered):
        zipped(store, [members[0], forged])


@pytest.mark.parametrize("part", [1, 2])
def test_a_store_that_fails_is_left_without_an_upload(part: int) -> None:
    store = Store()
    store.fails_at_part = part
    members = [store.put(number, content=bytes(PART_BYTES)) for number in range(2)]
    with pytest.raises(ConnectionError):
        store_archive(members, read=store.read, s3=store, bucket="b", key="k")
    assert store.uploads == {} and store.objects == {}


def test_all_parts_but_the_last_have_the_full_size() -> None:
    store = Store()
    members = [store.put(number, content=bytes(6_000_000)) for number in range(4)]
    store_archive(members, read=store.read, s3=store, bucket="b", key="k")
    assert store.part_sizes[:-1] == [PART_BYTES] * 2
    assert zipfile.ZipFile(BytesIO(store.objects["k"])).testzip() is None


def test_contracts_are_read_by_their_version() -> None:
    asked: list[dict[str, Any]] = []

    class Body:
        def iter_chunks(self, _: int) -> list[bytes]:
            return [b"x"]

    class S3:
        def get_object(self, **request: Any) -> dict[str, Any]:
            asked.append(request)
            return {"Body": Body()}

    member = Store().put(1)
    assert b"".join(reading_from(S3(), bucket="b")(member)) == b"x"
    assert asked == [{"Bucket": "b", "Key": member.key, "VersionId": "v1"}]


def sums_of(store: Store) -> dict[str, str]:
    return {f"{name}.pdf": hashlib.sha256(body).hexdigest() for name, body in store.contents.items()}


def saved(tmp_path: Path) -> tuple[Store, Path]:
    store, members = archive_of(20)
    path = tmp_path / "contracts.zip"
    path.write_bytes(zipped(store, members))
    return store, path


@pytest.mark.skipif(which("unzip") is None, reason="unzip is not here: archive not read with it")
def test_unzip_reads_it(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    subprocess.run(["unzip", "-q", path, "-d", tmp_path / "out"], check=True)
    read = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (tmp_path / "out").glob("*.pdf")}
    assert read == sums_of(store)


@pytest.mark.skipif(which("7z") is None, reason="7z is not here: archive not read with it")
def test_7z_reads_it(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    subprocess.run(["7z", "x", path, f"-o{tmp_path / 'out'}"], check=True, capture_output=True)
    read = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (tmp_path / "out").glob("*.pdf")}
    assert read == sums_of(store)


@pytest.mark.skipif(which("java") is None, reason="java is not here: archive not read with ZipInputStream")
def test_the_streaming_reader_of_java_reads_it(tmp_path: Path) -> None:
    store, path = saved(tmp_path)
    command = ["java", str(Path(__file__).with_name("ReadZip.java")), str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    read = dict(line.split() for line in said.splitlines())
    assert {name: digest for name, digest in read.items() if name != "contracts.csv"} == sums_of(store)


def test_more_entries_than_the_old_format_counts_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with path.open("wb") as file:
        archive = ZipWriter(lambda data: void(file.write(data)))
        for number in range(66_000):
            archive.add(f"{number}", [], size=0, crc32=0)
        archive.close()
    with zipfile.ZipFile(path) as read:
        assert len(read.namelist()) == 66_000


def test_an_archive_beyond_four_gigabytes_is_read_back() -> None:
    hole = 5 * 2**30
    tail = bytearray()
    archive = ZipWriter(tail.extend)
    archive.add("first", [b"1"], size=1, crc32=0x83DCEFB7)
    archive._at += hole
    archive.add("far", [b"1"], size=1, crc32=0x83DCEFB7)
    archive.close()
    end = tail.index(b"PK\6\6")
    assert int.from_bytes(tail[end + 48 : end + 56], "little") > hole
    assert b"far\1\0\x08\0" in tail


MEMORY = """
import pathlib, sys
from tests.unit.documents.stored_contracts import Store, altered
from shared.documents.archive import store_archive
count, size = int(sys.argv[1]), int(sys.argv[2])
piece = bytes(range(256)) * 256
body = piece * (size // len(piece) + 1)
store = Store()
one = store.put(0, content=body[:size])
members = [altered(one, contract_id=f"C{number:05}") for number in range(count)]
store.upload_part = lambda **request: {"ETag": ""}
store.complete_multipart_upload = lambda **request: None
read = lambda member: (body[at : min(at + 65536, size)] for at in range(0, size, 65536))
store_archive(members, read=read, s3=store, bucket="b", key="k")
# Not getrusage, whose peak a child takes over from the process that started it.
status = pathlib.Path("/proc/self/status").read_text()
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


@pytest.mark.parametrize(("count", "size"), [(500, 200_000), (50, 5_000_000)])
def test_memory_stays_small_whatever_the_number(count: int, size: int) -> None:
    command = [sys.executable, "-c", MEMORY, str(count), str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(done.stdout) < 200
