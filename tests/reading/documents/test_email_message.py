"""E-mail: the part that is read, the fields of its head, and what is attached."""

from contextlib import suppress
from email.message import EmailMessage

import pytest

from claimtrack.errors import BadInput
from claimtrack.reading.documents import DOCUMENT_FORMATS, read_document
from claimtrack.reading.documents.email_message import read_email


def message(plain: str | None, html: str | None = None) -> EmailMessage:
    """A message with these parts."""
    made = EmailMessage()
    made["From"] = '"Denn, Omar" <mayor@kesra.example>'
    made["To"] = "desk@courier.example"
    made["Subject"] = "Dämme, held"
    made["Date"] = "Mon, 02 Mar 2026 10:00:00 +0200"
    if plain is not None:
        made.set_content(plain)
    if html is not None:
        made.add_alternative(html, subtype="html")
    return made


def test_fields_and_attachments() -> None:
    """The head gives title, date and publisher; the plain part is read; what is attached is named."""
    made = message("The dam held.\n", "<p>The <b>dam</b> burst.</p>")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="plan\u202e.pdf")
    made.add_attachment(b"x", maintype="image", subtype="png")
    found = read_document("a.eml", made.as_bytes(), DOCUMENT_FORMATS["email"])
    assert found.text.strip() == "The dam held."
    assert found.fields == {
        "title": "Dämme, held",
        "published": "2026-03-02T10:00:00+02:00",
        "publisher": "Denn, Omar",
    }
    assert found.notices == (
        "It says that Denn, Omar <mayor@kesra.example> sent it: a file cannot prove that.",
        "2 attachments are not read: plan\u202e.pdf and image/png.",
    )


def test_html_where_there_is_nothing_else() -> None:
    """Read as a page is."""
    assert read_email(message(None, "<p>The <b>dam</b> held.</p><script>x</script>").as_bytes()).text == "The dam held."


def test_an_encoding_that_is_not_known() -> None:
    """Read as UTF-8; what is none is told."""
    head = b"Subject: x\nContent-Type: text/plain; charset=x-none\nContent-Transfer-Encoding: 8bit\n\n"
    assert read_email(head + "Dämme".encode()).text == "Dämme"
    assert "cannot be read" in read_email(head + "Dämme".encode("latin-1")).notices[-1]


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\xff", b"Subject: x\n\n", b"Content-Type: application/pkcs7-mime\n\nx", message(" ").as_bytes()],
)
def test_what_holds_no_text(data: bytes) -> None:
    """Said in a line."""
    with pytest.raises(BadInput, match="holds no text"):
        read_email(data)


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 400,
        b"From: " + b"(" * 50_000 + b"\n\nThe dam held.",
        b"Date: Mon, 99 Foo 2026\nFrom: \xff <@>\nSubject: =?x-none?Q?=FF?=\n\nThe dam held.",
        b"Content-Type: text/plain; charset=x-none\nContent-Transfer-Encoding: base64\n\n$$$",
    ],
)
def test_heads_made_to_break_it(data: bytes) -> None:
    """Such a message is read, or refused in a line."""
    with suppress(BadInput):
        assert read_document("a.eml", data, DOCUMENT_FORMATS["email"]).text.strip()
