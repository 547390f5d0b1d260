"""An organiser with one of everything, so that requests find something: made through the API, but for limits, which only an operator raises."""

import base64
import hashlib
import hmac
import json
import os
import struct
import uuid
import zlib
from urllib.parse import urlsplit

import pg8000.dbapi
import requests

PASSWORD = "a harbour full of lanterns"
# More than any run asks for: what is looked for here is behind the limits.
UNLIMITED = 1_000_000


def picture():
    """A PNG of one pixel, in base64."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\x20\x40\x80")
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return base64.b64encode(png).decode()


class House:
    """Who calls, and what belongs to them. A thing is made when it is first asked for, and again after it was deleted."""

    def __init__(self, url, database_url, webhook_secret):
        self.url = url
        self.webhook_secret = webhook_secret
        self.database_url = database_url
        self.things = {}
        self.register()

    def register(self):
        self.things.clear()
        self.username = f"organiser-{uuid.uuid4().hex[:12]}"
        self.password = PASSWORD
        body = {"username": self.username, "password": self.password, "clientName": "A conference"}
        answer = self.send("POST", "/api/auth/register", body, cookie=None)
        self.cookie = answer.cookies["connect.sid"]
        client = answer.json()["client"]
        # The things of this client are read and changed; nobody deletes it.
        self.client = client["id"]
        # Who answers visitors of this one is never changed: it would be asked at made-up addresses.
        self.asked = self.make("/api/dashboard/clients", {"name": "Visitors ask here"})
        self.raise_limits()

    def raise_limits(self):
        address = urlsplit(self.database_url)
        connection = pg8000.dbapi.connect(
            user=address.username,
            password=address.password,
            host=address.hostname,
            port=address.port,
            database=address.path.lstrip("/"),
        )
        connection.cursor().execute(
            "update clients set plan = 'paid', requests_per_hour = %s, documents_at_most = %s",
            (UNLIMITED, UNLIMITED),
        )
        connection.commit()
        connection.close()

    def log_in(self):
        body = {"username": self.username, "password": self.password}
        self.cookie = self.log_in_with(body).cookies["connect.sid"]

    def log_in_with(self, body):
        return self.send("POST", "/api/auth/login", body, cookie=None)

    def send(self, method, path, body=None, cookie="own", headers=None):
        cookies = {"connect.sid": self.cookie} if cookie == "own" else None
        answer = requests.request(method, self.url + path, json=body, cookies=cookies, headers=headers, timeout=30)
        if not answer.ok:
            raise RuntimeError(f"{method} {path} answered {answer.status_code}: {answer.text}")
        return answer

    def make(self, path, body):
        return self.send("POST", path, body).json()

    def get(self, kind):
        """Something of this kind that is there."""
        if kind not in self.things:
            self.things[kind] = getattr(self, f"make_{kind}")()
        return self.things[kind]

    def forget(self, kind):
        self.things.pop(kind, None)

    def forget_all(self, ids):
        self.things = {kind: thing for kind, thing in self.things.items() if thing not in ids}

    def make_client_to_delete(self):
        return self.make("/api/dashboard/clients", {"name": "To be deleted"})["id"]

    def make_session(self):
        elsewhere = {"username": self.username, "password": self.password}
        self.log_in_with(elsewhere)
        sessions = self.send("GET", "/api/auth/sessions").json()["sessions"]
        return next(session["id"] for session in sessions if not session["current"])

    def make_text(self):
        body = {"title": "Venue", "body": "The harbour hall opens at nine.\n\nLunch is at noon.", "tagIds": [self.get("tag")]}
        return self.make(f"/api/dashboard/knowledge/{self.client}/documents", body)["document"]["id"]

    def make_file(self):
        content = b"Rooms\n\nThe workshop is in room 4."
        body = {"fileName": "rooms.txt", "sizeBytes": len(content)}
        made = self.make(f"/api/dashboard/knowledge/{self.client}/documents", body)
        upload = made["upload"]
        requests.put(upload["url"], data=content, headers=upload["headers"], timeout=30).raise_for_status()
        return made["document"]["id"]

    def make_tag(self):
        name = f"Tag {uuid.uuid4().hex[:8]}"
        return self.make(f"/api/dashboard/knowledge/{self.client}/tags", {"name": name})["id"]

    def make_token(self):
        return self.make(f"/api/dashboard/knowledge/{self.client}/tokens", {"name": "A program"})["token"]["id"]

    def make_token_value(self):
        return self.make(f"/api/dashboard/knowledge/{self.client}/tokens", {"name": "The caller"})["value"]

    def make_logo(self):
        body = {"image": picture()}
        return self.send("PUT", f"/api/dashboard/widget/{self.client}/logo", body).json()["logo"]

    def make_identity_secret(self):
        # Of the client that visitors ask, whose secret nobody changes.
        return self.make(f"/api/dashboard/widget/{self.asked['id']}/identity", None)["secret"]

    def identity(self):
        """What the organiser's own site says of a visitor."""
        secret, user = self.get("identity_secret"), "visitor-1"
        digest = hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()
        said = json.dumps({"userId": user, "name": "Ada", "hash": digest})
        return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")

    def ask(self, key):
        session = str(uuid.uuid4())
        body = {"message": "When does the hall open?", "sessionId": session}
        headers = {"x-api-key": key, "x-visitor-token": "new"}
        answer = self.send("POST", "/api/widget/chat", body, cookie=None, headers=headers)
        return {"sessionId": session, "token": answer.headers["x-visitor-token"], "messageId": answer.headers["x-message-id"]}

    def make_asked_question(self):
        return self.ask(self.asked["publicApiKey"])

    def make_conversation(self):
        # Whatever was changed since: its visitors are served.
        client = f"/api/dashboard/clients/{self.client}"
        key = self.send("PATCH", client, {"status": "active"}).json()["publicApiKey"]
        self.send("PATCH", f"{client}/domains", {"domains": []})
        self.send("PUT", f"{client}/answers", {"answerer": "built_in"})
        self.send("PUT", f"/api/dashboard/widget/{self.client}", {"requireLogin": False})
        # Two, so that lists go on.
        self.ask(key)
        self.ask(key)
        return self.first_page()["conversations"][0]["id"]

    def first_page(self):
        return self.send("GET", f"/api/dashboard/clients/{self.client}/conversations?limit=1").json()

    def make_cursor(self):
        self.get("conversation")
        return self.first_page()["nextCursor"]

    def make_document_cursor(self):
        self.get("text")
        self.get("file")
        return self.send("GET", f"/api/dashboard/knowledge/{self.client}/documents?limit=1").json()["nextCursor"]


def from_environment():
    return House(os.environ["SERVER_URL"], os.environ["SERVER_DATABASE_URL"], os.environ["SERVER_WEBHOOK_SECRET"])
