"""The people of the sample company: one in every role that a license can carry."""

from dataclasses import dataclass

PASSWORD = "Sample-Password-1"  # noqa: S105 - of made-up people on the local stack, printed by `make run`  # nosec B105


@dataclass(frozen=True)
class Person:
    """A made-up person and the seat they hold."""

    username: str
    name: str
    sku: str
    role: str

    @property
    def product(self) -> str:
        return self.sku.split("-")[0]


OWNER = Person("olive.owner", "Olive Owner", "jobs-contracted", "owner_manager")
PEOPLE = (
    Person("finn.finance", "Finn Finance", "jobs-contracted", "financial_office_staff"),
    Person("otto.office", "Otto Office", "jobs-contracted", "office_staff"),
    Person("sena.senior", "Sena Senior", "jobs-contracted", "senior_engineer"),
    Person("ivy.invoice", "Ivy Invoice", "jobs-contracted", "engineer_with_invoice"),
    Person("dean.diary", "Dean Diary", "jobs-contracted", "engineer_with_diary"),
    Person("enzo.engineer", "Enzo Engineer", "jobs-contracted", "engineer"),
    Person("odile.owner", "Odile Owner", "sales-person-contracted", "owner_manager"),
    Person("dora.director", "Dora Director", "sales-person-contracted", "sales_director"),
    Person("mina.manager", "Mina Manager", "sales-person-contracted", "sales_manager"),
    Person("saul.senior", "Saul Senior", "sales-person-contracted", "senior_sales_person"),
    Person("pia.person", "Pia Person", "sales-person-contracted", "sales_person"),
    Person("sam.support", "Sam Support", "sales-support-contracted", "sales_support"),
)
