"""Who gets in, and what of others they see."""

from tests.proof.mutants.mutant import Mutant

ACCESS = "tests/functional/test_access.py::"
MUTANTS = (
    Mutant(
        "roles are taken from the token", "shared/auth.py",
        "frozenset(subject.roles))", "frozenset(subject.roles) | set(claims.get('cognito:groups', ())))",
        ACCESS + "test_no_claim_of_a_token_but_its_subject_counts",
    ),
    Mutant(
        "the account is taken from the token", "shared/auth.py",
        "return Caller(subject.account_id,", 'return Caller(claims.get("custom:account_id", subject.account_id),',
        ACCESS + "test_no_claim_of_a_token_but_its_subject_counts",
    ),
    Mutant(
        "an ID token is let in", "shared/auth.py",
        'if claims.get("token_use") != "access" or not claims.get("sub"):', 'if not claims.get("sub"):',
        "tests/functional/test_selling.py::test_an_id_token_is_no_access_token",
    ),
    Mutant(
        "somebody deactivated is let in", "shared/auth.py",
        'if subject is None or subject.status != "active":', "if subject is None:",
        ACCESS + "test_strangers_and_deactivated_owners_are_nobody",
    ),
    Mutant(
        "a deactivation leaves the subject as it was", "shared/store/users.py",
        'set=changed, name="user")\n    if after.sub:',
        'set=changed, name="user")\n    if after.sub and after.is_active:',
        "tests/functional/users/test_seats.py::test_deactivation_frees_the_seats_and_shuts_the_person_out",
    ),
    Mutant(
        "an id of another account is answered otherwise", "functions/licenses/contracts.py",
        '        raise Unknown("contract")\n',
        '        raise Unknown(f"contract {contract_id[:5]}" if contract_id.startswith("01") else "contract")\n',
        ACCESS + "test_what_is_another_accounts_is_answered_as_what_does_not_exist",
    ),
    Mutant(
        "a cursor of another list is believed", "shared/pages.py",
        "if not text or not text.startswith(prefix) or", "if not text or",
        "tests/functional/users/test_people.py::test_a_bad_query_is_refused",
    ),
    Mutant(
        "a cursor is believed to name the partition", "shared/store/dynamodb.py",
        "    if after is not None:\n        request",
        '    if after is not None and "|A#" in after:\n        after, pk = after.split("|")\n'
        '        values[":pk"] = to_attribute(pk)\n    if after is not None:\n        request',
        ACCESS + "test_a_cursor_leads_into_no_other_account",
    ),
    Mutant(
        "anybody may do anything", "shared/auth.py",
        "if allowed and not caller.roles & allowed:", "if allowed and not caller.roles:",
        ACCESS + "test_only_the_roles_of_the_rule_get_in",
    ),
    Mutant(
        "a log-in is somebody else's, whose subject is the username", "shared/account/user_pool.py",
        'if answer["Username"].lower() != username:', "if False:",
        "tests/functional/users/test_logins.py::test_nobody_gets_the_login_whose_subject_is_their_username",
    ),
)  # fmt: skip
