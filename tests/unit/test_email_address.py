import pytest

from shared.email_address import NotAnAddress, checked_address, wire_address

NOT_ADDRESSES = (
    "", "a", "a@b", "a@b.com,c@d.com", "a@b.com, c@d.com", "a@b.com;c@d.com", "Ana <a@b.com>", "<a@b.com>",
    "a@b.com\r\nBcc: x@example.org", "a@b.com\n", "a\r\nBcc: x@example.org@b.com", " a@b.com", "a@b.com ",
    '"a b"@b.com', "a@[127.0.0.1]", "ä@b.com", "a@localhost", "a@b.com\u2028", "a@b.com\x00", f"{'a' * 250}@b.com",
    "a@b.com(comment)", "a..b@c.com", "a@-b.com", "a@b.com\u202e",
)  # fmt: skip


@pytest.mark.parametrize("text", NOT_ADDRESSES)
def test_anything_but_one_address_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress):
        checked_address(text)


def test_the_reason_repeats_nothing_of_the_text() -> None:
    with pytest.raises(NotAnAddress) as refused:
        checked_address("canary@")
    assert "canary" not in str(refused.value)


def test_a_domain_of_any_script_goes_out_in_punycode() -> None:
    assert checked_address("ana@Müller.example") == "ana@müller.example"
    assert wire_address("ana@müller.example") == "ana@xn--mller-kva.example"
    assert wire_address("desk@株式会社山田.example").isascii()


def test_only_the_domain_is_folded() -> None:
    assert checked_address("Ana.Pop+x@EXAMPLE.com") == "Ana.Pop+x@example.com"
