"""What must be done before anything may change: terms renewed and months charged that are due, in date order."""

from datetime import datetime

from shared.account.again import persistently
from shared.account.books import Books, book_keys, open_books
from shared.account.charge_month import charge_month
from shared.account.price_book import PriceBook
from shared.account.renew import renew_term
from shared.store import dynamodb


def catch_up(account_id: str, now: datetime) -> None:
    """Renew and charge until the account is up to date at `now`."""
    prices = PriceBook()

    def step() -> bool:
        books = open_books(account_id, dynamodb.batch_get(book_keys(account_id)), now)
        return renew_or_charge(books, prices)

    while persistently(step):
        pass


def renew_or_charge(books: Books, prices: PriceBook) -> bool:
    """Do the earliest renewal or month that is due; on one date renewals come first. False when none is."""
    if due := books.renewal_due(books.today):
        renew_term(books, due, prices)
        return True
    if books.billing.next_billing_on <= books.today:
        charge_month(books, prices)
        return True
    return False
