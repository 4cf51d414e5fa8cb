"""Conditions left out of writes: what others do in between is then not noticed."""

from tests.proof.mutants.mutant import Mutant

AT_ONCE = "tests/unit/billing/test_at_once.py::"
MUTANTS = (
    Mutant(
        "a seat is taken that is not free", "shared/store/pools.py",
        "transaction.update(key, present(), rule, add=", "transaction.update(key, present(), add=",
        AT_ONCE + "test_the_last_seat_is_taken_once",
    ),
    Mutant(
        "licenses are deleted that are held", "shared/store/pools.py",
        'conditions.append(Condition("available", ">=", -change))', "pass",
        AT_ONCE + "test_a_license_taken_meanwhile_is_not_deleted",
    ),
    Mutant(
        "a pool is changed that has changed since", "shared/store/pools.py",
        "conditions = [unchanged(before.version)]\n    if change", "conditions: list[Condition] = []\n    if change",
        AT_ONCE + "test_two_purchases_are_both_paid_for",
    ),
    Mutant(
        "a quote is bought with twice", "shared/account/purchase.py",
        'quote_key, absent("order_id"), set=', "quote_key, set=",
        AT_ONCE + "test_a_quote_is_ordered_with_once",
    ),
    Mutant(
        "an order is settled twice", "shared/store/orders.py",
        "waiting, *conditions, set=changed, name=\"order\")\n"
        "    transaction.delete(keys.pending(account_id, settled.order_id), present(), ",
        "*conditions, set=changed, name=\"order\")\n"
        "    transaction.delete(keys.pending(account_id, settled.order_id), ",
        AT_ONCE + "test_an_order_is_signed_or_cancelled",
    ),
    Mutant(
        "an order is signed that has run out by the time of the write", "shared/account/purchase.py",
        'as_viewed, Condition("expires_at", ">", change.books.now)', "as_viewed",
        AT_ONCE + "test_the_write_itself_refuses_an_order_that_has_run_out",
    ),
    Mutant(
        "a line is added to a closed invoice", "shared/store/charges.py",
        'conditions.append(Condition("closed_on", "<", min(charge.bills_on for charge in charges)))', "pass",
        AT_ONCE + "test_no_line_is_added_to_an_invoice_that_has_closed",
    ),
    Mutant(
        "a purchase misses the month that was charged meanwhile", "shared/store/charges.py",
        'conditions = [equal("next_billing_on", billing.next_billing_on)]', "conditions: list[Condition] = []",
        AT_ONCE + "test_a_purchase_does_not_slip_past_the_month_charged_meanwhile",
    ),
    Mutant(
        "the last two owners demote each other", "shared/store/users.py",
        'rule = [Condition("count", ">", -change)] if change < 0 else []', "rule: list[Condition] = []",
        AT_ONCE + "test_two_owners_do_not_demote_each_other",
    ),
    Mutant(
        "a username is given twice", "shared/store/users.py",
        'owner, absent(), name=f"username', 'owner, name=f"username',
        AT_ONCE + "test_a_username_is_given_once",
    ),
    Mutant(
        "a charge is written twice", "shared/store/charges.py",
        'item, absent(), name="charge")', 'item, name="charge")',
        AT_ONCE + "test_a_line_is_credited_once",
    ),
    Mutant(
        "an event of usage is taken twice", "shared/store/usage.py",
        'record, absent(), name="event")', 'record, name="event")',
        AT_ONCE + "test_an_event_id_is_taken_with_one_content",
    ),
    Mutant(
        "billing is written over what another wrote", "shared/store/billing.py",
        'return [equal(name, getattr(before, name)) for name in fields]', "return []",
        AT_ONCE + "test_billing_is_not_written_over",
    ),
    Mutant(
        "a term is written over what another wrote", "shared/store/terms.py",
        'transaction.put(key, item, *as_read, name="term")', 'transaction.put(key, item, name="term")',
        AT_ONCE + "test_two_wishes_for_one_term_both_stand",
    ),
    Mutant(
        "a renewal does not see the seat taken meanwhile", "shared/store/pools.py",
        'conditions = [unchanged(before.version), Condition("assigned", "=", before.assigned)]',
        "conditions = [unchanged(before.version)]",
        AT_ONCE + "test_a_renewal_counts_the_seat_taken_meanwhile",
    ),
    Mutant(
        "a person is changed that has changed since", "shared/store/users.py",
        'conditions = (unchanged(before.version), equal("sub", before.sub))',
        'conditions = (equal("sub", before.sub),)',
        AT_ONCE + "test_a_person_is_given_one_seat_of_a_product",
    ),
    Mutant(
        "a month is charged without a SKU first bought meanwhile", "shared/account/activation.py",
        "if books.pool(pool.sku).version:", "if True:",
        AT_ONCE + "test_a_month_counts_the_sku_first_bought_meanwhile",
    ),
    Mutant(
        "a term is renewed without a SKU that joins meanwhile", "shared/account/renew.py",
        "if sku.is_contracted and not books.pool(sku.name).owned:", "if False:",
        AT_ONCE + "test_a_renewal_counts_the_sku_that_joins_meanwhile",
    ),
    Mutant(
        "a storage level is told of an allowance that is another by now", "shared/account/storage_watch.py",
        "    check_allowance(transaction, books, product)\n", "",
        AT_ONCE + "test_an_allowance_that_two_change_at_once_is_told_of_as_it_is",
    ),
)  # fmt: skip
