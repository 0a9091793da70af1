"""E-mail (.eml): its text; From, Date and Subject as fields of the document. Attachments are named and not read."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from typing import Any

from claimtrack.domain.english import join_list, plural
from claimtrack.errors import BadInput
from claimtrack.reading.documents.document_text import ExtractedText, clean
from claimtrack.reading.documents.text_encoding import decoded
from claimtrack.reading.input import to_plain_text

MOST_NAMED = 10
"""Attachments that are named one by one."""


def read_email(data: bytes) -> ExtractedText:
    """The text of a message, of its plain part if it has one. Raises BadInput for one that holds none."""
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    content = clean(_decoded(body)) if isinstance(body, EmailMessage) else ""
    is_html = body is not None and body.get_content_subtype() == "html"
    text = to_plain_text(content, "html" if is_html else "text").text
    if not text.strip() or not message.keys():
        raise BadInput("it is no e-mail, or holds no text", "Give the message as it was saved, or what is attached.")
    fields, notices = _headers(message)
    if "\ufffd" in text:
        notices.append("Some of its characters cannot be read in the encoding that it states.")
    return ExtractedText(text, fields=fields, notices=(*notices, *_attachments(message)))


def _decoded(part: EmailMessage) -> str:
    """The text of a part; in an encoding that is not known, as UTF-8."""
    data = part.get_payload(decode=True)
    return decoded(data, part.get_content_charset()) if isinstance(data, bytes) else ""


def _headers(message: EmailMessage) -> tuple[dict[str, Any], list[str]]:
    """The fields that the head of a message gives, and what is to be said of them."""
    fields: dict[str, Any] = {}
    notices = []
    if subject := " ".join(clean(str(message["subject"] or "")).split()):
        fields["title"] = subject[:200]
    sent = message["date"].datetime if message["date"] is not None else None
    if sent is not None:
        fields["published"] = sent.isoformat(timespec="seconds")
    senders = message["from"].addresses if message["from"] is not None else ()
    if senders:
        called, address = (" ".join(clean(one).split()) for one in (senders[0].display_name, senders[0].addr_spec))
        if called or address:
            fields["publisher"] = called or address
            sender = f"{called} <{address}>" if called else address
            notices.append(f"It says that {sender} sent it: a file cannot prove that.")
    return fields, notices


def _attachments(message: EmailMessage) -> list[str]:
    names = [clean(part.get_filename() or part.get_content_type()) for part in message.iter_attachments()]
    if not names:
        return []
    more = [f"{len(names) - MOST_NAMED:,} more"] if len(names) > MOST_NAMED else []
    are = "is" if len(names) == 1 else "are"
    return [f"{plural(len(names), 'attachment')} {are} not read: {join_list([*names[:MOST_NAMED], *more])}."]
