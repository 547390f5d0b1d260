"""What is right although the description cannot say it: rules between fields, and what only we can tell of a value.

Each entry is the beginning of a sentence that we answer with, and why no schema says so. Whatever else is refused although the description allows
it, or taken although it does not, is a mistake of one of the two.
"""

from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import JsonSchemaError, RejectedPositiveData

LARGEST_BODY = 100 * 1024

SENTENCES = {
    # Rules between fields, or between a field and what was saved before.
    "Either `before` or `all=true`": "a rule between two parameters",
    "Either `range`, or `from` and `to`": "a rule between parameters",
    "`from` and `to` belong together": "a rule between two parameters",
    "Must not be before `from`": "a rule between two parameters",
    "A range can have 400 days at most": "a rule between two parameters",
    "key or keys must say which items": "a rule between two members",
    "Nobody could log in: make an identity secret first": "a rule for a member and what was saved before",
    "A model can only answer": "a rule for a member, its neighbours and what was saved before",
    "n8n can only answer": "a rule for a member, its neighbours and what was saved before",
    "One of tagIds is no tag of this client": "only we can tell whose a tag is",
    # What was made by us, or by somebody else.
    "Must be a nextCursor of an earlier answer": "only we can tell what we made",
    "Must be what an answer gave as the next cursor": "only we can tell what we made",
    "A logo must be a PNG, JPEG or WebP picture": "the picture's own bytes say it",
    # Lists that are longer than a description should be, and change with Postgres.
    "Must be a name of the IANA time zones": "a list of 600",
    "Must be a language that Postgres has a text search for": "a list that Postgres knows",
    "Password must": "which passwords are guessed first is a list, and a rule with the user's name",
    # Texts that are more than blanks.
    "A name is required": "not only blanks",
    "A title is required": "not only blanks",
    "A text is required": "not only blanks",
    "A question is required": "not only blanks",
    "A question cannot be empty": "not only blanks",
    # Forms of texts. JSON Schema could only say them of each field by a pattern that nobody can read.
    "Must not contain the character U+0000": "Postgres keeps no such text",
    "Must be an address that begins with https:// or http://": "more than an RFC 3986 URI has to be",
    "The address must": "more than an RFC 3986 URI has to be",
    "Invalid url": "what a URL parser of the web takes, as the old server did",
    "Files of this kind cannot be read": "the ending of a name, in any case of letters",
}


def reason(failure, case, response):
    """Why a failure is none; nothing when it is one."""
    if isinstance(failure, RejectedPositiveData):
        return of_refusal(case, response)
    if isinstance(failure, AcceptedNegativeData):
        return of_other(failure, case, response)
    if isinstance(failure, JsonSchemaError) and response.headers["content-type"][0].startswith("text/event-stream"):
        return "OpenAPI 3.1 describes a stream as one text, and schemathesis reads it as an event"
    return None


def of_refusal(case, response):
    body = response.request.body or b""
    if response.status_code == 413 and len(body) > LARGEST_BODY:
        return "how long a body is, no schema of its parts says"
    if response.status_code != 400:
        return None
    error = response.json()
    reasons = [known(case, detail, body) for detail in error.get("details") or [error]]
    return reasons[0] if reasons and all(reasons) else None


def known(case, detail, body):
    if case.path.endswith("/documents") and detail["message"] == "Required":
        return "either a file, with two members, or a text, with two others"
    if (detail.get("code"), detail.get("type")) == ("too_big", "string") and b"\\ud" in body.lower():
        return "we count UTF-16 code units, JSON Schema characters"
    message = detail["message"]
    return next((why for sentence, why in SENTENCES.items() if message.startswith(sentence)), None)


def of_other(failure, case, response):
    """What was not refused with one of the statuses for invalid data."""
    if response.status_code == 413:
        return "too long to be looked at"
    if any(text == "" and f"`{name}` in query" in failure.message for name, text in case.query.items()):
        return "a parameter without a text counts as not given, as forms send it"
    if "violates `minLength`" in failure.message and b"\\ud" in (response.request.body or b"").lower():
        return "we count UTF-16 code units, JSON Schema characters"
    if case.path == "/api/knowledge/directus/webhook" and "in body - key" in failure.message and {"key", "keys"} <= case.body.keys():
        return "what Directus' flows send beside `key`, or beside a list of `keys`, is passed over: of what they lack they make texts"
    return None
