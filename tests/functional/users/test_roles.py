"""What the caller may do, the matrix behind it, and its spreadsheet."""

import io
import urllib.parse

from openpyxl import load_workbook

from shared.account import roles_file
from shared.domain.catalog import ROLES
from shared.links import s3
from tests.functional.users.test_people import add
from tests.support.sample import Company, give_login


def test_the_caller_sees_themselves_with_what_they_may_do(company: Company) -> None:
    me = company.call("GET", "/v1/me")
    assert (me.status, me.body["user_id"], me.body["account_id"]) == (200, company.owner_id, company.account_id)
    assert me.body["licenses"][0]["role"] == "owner_manager"
    assert me.body["permissions"]["sales"] == {}
    matrix = company.call("GET", "/v1/roles").body["products"]
    jobs = {each["feature"]: each["permissions"] for each in matrix[0]["features"]}
    assert me.body["permissions"]["jobs"] == {
        feature: granted["owner_manager"] for feature, granted in jobs.items() if granted["owner_manager"]
    }


def test_somebody_without_a_seat_may_do_nothing_but_reads_roles(company: Company) -> None:
    sub = give_login(company.account_id, add(company, "bo.lind").body["user_id"])
    assert company.call("GET", "/v1/me", sub=sub).body["permissions"] == {"jobs": {}, "sales": {}}
    assert company.call("GET", "/v1/roles", sub=sub).status == 200
    assert company.call("GET", "/v1/roles/spreadsheet", sub=sub).status == 200


def test_the_matrix_names_every_role_lowest_first(company: Company) -> None:
    products = company.call("GET", "/v1/roles").body["products"]
    assert {each["product"]: tuple(each["roles"]) for each in products} == ROLES
    assert all(set(row["permissions"]) == set(each["roles"]) for each in products for row in each["features"])


def test_the_spreadsheet_is_linked_under_a_name_to_save(company: Company) -> None:
    roles_file._kept.cache_clear()
    link = company.call("GET", "/v1/roles/spreadsheet").body
    assert link["file_name"] == "Roles and permissions.xlsx"
    key = urllib.parse.urlsplit(link["url"]).path.removeprefix("/files/")
    workbook = load_workbook(io.BytesIO(s3().get_object(Bucket="files", Key=key)["Body"].read()))
    assert workbook.sheetnames == ["Jobs", "Sales"]
