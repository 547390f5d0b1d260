"""What schemathesis is told about us: who calls, which ids are there, which of its findings are none and why.

A run has one caller, `CALLER`: `session`, `publicKey`, `token`, `webhookSecret` (the names of the security schemes), or `nobody`.
"""

import os
import random

import house
import known
import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

CALLER = os.environ["CALLER"]
HOUSE = house.from_environment()
DICE = random.Random(int(os.environ["SEED"]))

# Of those requests that could find something this many do.
FINDS = 0.8


@schemathesis.auth(refresh_interval=None)
class Caller:
    """Signs requests. Operations that another scheme opens are called with this one all the same."""

    def get(self, case, context):
        return CALLER

    def set(self, case, caller, context):
        if caller == "session":
            case.cookies["connect.sid"] = HOUSE.cookie
        elif caller == "publicKey":
            case.headers["x-api-key"] = HOUSE.asked["publicApiKey"]
        elif caller == "token":
            case.headers["authorization"] = f"Bearer {HOUSE.get('token_value')}"
        elif caller == "webhookSecret":
            case.headers["x-webhook-secret"] = HOUSE.webhook_secret


# What a parameter of a path names, by the operation's path.
def kind_of(path, name, method):
    if name == "id":
        if path == "/api/auth/sessions/{id}":
            return "session"
        if (method, path) == ("DELETE", "/api/dashboard/clients/{id}"):
            return "client_to_delete"
        if path == "/api/dashboard/chat/{id}/test":
            return "asked"
        return "client"
    if name == "documentId":
        return DICE.choice(["text", "file"])
    return {"conversationId": "conversation", "tagId": "tag", "tokenId": "token", "sha256": "logo"}[name]


def living(kind):
    if kind == "client":
        return HOUSE.client
    if kind == "asked":
        return HOUSE.asked["id"]
    return HOUSE.get(kind)


def is_made_up_well(case, location):
    """Not for what is wrong on purpose, and not where stateful tests lead from one answer to the next request."""
    meta = case.meta
    return meta is None or not (meta.phase.name == TestPhase.STATEFUL or meta.is_negative_at(location))


@schemathesis.hook
def before_call(context, case, kwargs):
    if is_made_up_well(case, ParameterLocation.PATH):
        find_in_path(case)
    if is_made_up_well(case, ParameterLocation.QUERY):
        find_in_query(case)
    if is_made_up_well(case, ParameterLocation.HEADER):
        find_in_headers(case)
    if isinstance(case.body, dict):
        # Other cases may share it.
        case.body = dict(case.body)
        if is_made_up_well(case, ParameterLocation.BODY):
            find_in_body(case)
        stay_at_home(case)
    if case.path_parameters.get("id") in (HOUSE.client, HOUSE.asked["id"]):
        keep_house(case)


def find_in_path(case):
    for name in case.path_parameters:
        if DICE.random() < FINDS:
            case.path_parameters[name] = living(kind_of(case.path, name, case.method.upper()))


def find_in_query(case):
    if "cursor" in case.query and DICE.random() < FINDS:
        is_of_documents = case.path.endswith("/documents")
        case.query["cursor"] = HOUSE.get("document_cursor" if is_of_documents else "cursor")
    if "tag" in case.query and DICE.random() < FINDS:
        case.query["tag"] = HOUSE.get("tag")
    if case.path == "/api/widget/chat/conversation" and "sessionId" in case.query and DICE.random() < FINDS:
        case.query["sessionId"] = HOUSE.get("asked_question")["sessionId"]


def find_in_headers(case):
    """Visitors come with a token or as a user: a made-up one is refused, so that nothing behind it would be reached."""
    if case.path.startswith("/api/widget/chat"):
        if "x-visitor-identity" in case.headers:
            case.headers["x-visitor-identity"] = HOUSE.identity()
        if "x-visitor-token" in case.headers and DICE.random() < FINDS:
            case.headers["x-visitor-token"] = HOUSE.get("asked_question")["token"]


def find_in_body(case):
    body, is_lucky = case.body, DICE.random() < FINDS
    if case.path == "/api/auth/login" and is_lucky:
        body["username"], body["password"] = HOUSE.username, HOUSE.password
    if case.path == "/api/auth/password" and "currentPassword" in body and is_lucky:
        body["currentPassword"] = HOUSE.password
    # Few, since everything has to be made anew after that.
    if case.path == "/api/auth/account" and "password" in body and DICE.random() < 0.1:
        body["password"] = HOUSE.password
    if case.path == "/api/widget/chat/feedback" and is_lucky:
        question = HOUSE.get("asked_question")
        body["sessionId"], body["messageId"] = question["sessionId"], question["messageId"]
        case.headers["x-visitor-token"] = question["token"]
    if body.get("tagIds") and is_lucky:
        body["tagIds"] = [HOUSE.get("tag")]
    if "fileName" in body and is_lucky:
        body["fileName"] = "rooms.txt"
    if "image" in body and is_lucky:
        body["image"] = house.picture()
    if body.get("timeZone") and is_lucky:
        body["timeZone"], body["language"] = "Europe/Berlin", "german"
    for name in ("url", "privacyUrl"):
        if body.get(name) and is_lucky:
            body[name] = "https://conference.example/about"


def stay_at_home(case):
    """Nobody is called at an address that was made up: it may be somebody's."""
    if case.path.endswith("/installation") and isinstance(case.body.get("url"), str):
        if case.body["url"].startswith(("http://", "https://")):
            case.body["url"] = f"{HOUSE.url}/demo"


def keep_house(case):
    """What everything else belongs to stays: one like it is deleted instead, and visitors go on finding their key."""
    if (case.method.upper(), case.path) == ("DELETE", "/api/dashboard/clients/{id}"):
        case.path_parameters["id"] = HOUSE.get("client_to_delete")
    if (case.method.upper(), case.path) == ("PUT", "/api/dashboard/clients/{id}/answers"):
        case.path_parameters["id"] = HOUSE.client


@schemathesis.hook
def after_call(context, case, response):
    if not 200 <= response.status_code < 300:
        return
    method, body = case.method.upper(), case.body if isinstance(case.body, dict) else {}
    if method == "DELETE":
        HOUSE.forget_all(case.path_parameters.values())
    if (method, case.path) == ("DELETE", "/api/dashboard/clients/{id}/conversations"):
        HOUSE.forget("conversation")
    if case.path.endswith("/regenerate-key") and case.path_parameters["id"] == HOUSE.asked["id"]:
        HOUSE.asked = response.json()
    if CALLER != "session":
        return
    match method, case.path:
        case "DELETE", "/api/auth/account":
            HOUSE.register()
        case "POST", "/api/auth/password":
            HOUSE.password = body["newPassword"]
            HOUSE.forget("session")
        case "DELETE", "/api/auth/sessions":
            HOUSE.forget("session")
        case "POST", "/api/auth/logout" | "/api/auth/login" | "/api/auth/register":
            # The session of the cookie is over.
            HOUSE.log_in()


@schemathesis.hook
def filter_failure(context, failure, case, response):
    return known.reason(failure, case, response) is None
