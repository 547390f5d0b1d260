"""The Lambda Runtime API for one execution environment: it gives a program events and takes its answers, whole or in pieces.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
"""

import json
import queue
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NEXT = "/2018-06-01/runtime/invocation/next"
REGISTER = "/2020-01-01/extension/register"
NEXT_FOR_EXTENSIONS = "/2020-01-01/extension/event/next"


class RuntimeApi:
    """Listens on a port of its own until it is closed."""

    def __init__(self, time_limit_seconds):
        self.time_limit_seconds = time_limit_seconds
        # Set once the program has asked for an event: its init is done.
        self.has_polled = threading.Event()
        self.events = queue.Queue()
        # What the program sent: a body, and whether it is an error.
        self.answers = queue.Queue()
        self.closed = threading.Event()
        handler = type("BoundHandler", (Handler,), {"api": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self._server.server_port}"

    def close(self):
        self.closed.set()
        self.events.put(None)
        self._server.shutdown()
        self._server.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api: RuntimeApi

    def do_GET(self):
        if self.path == NEXT_FOR_EXTENSIONS:
            # What would come is the end of the environment, and that is a signal here.
            self.api.closed.wait()
            self.close_connection = True
            return
        if self.path != NEXT:
            self._answer(404)
            return
        self.api.has_polled.set()
        event = self.api.events.get()
        if event is None:
            self.close_connection = True
            return
        deadline = time.time() + self.api.time_limit_seconds
        headers = {
            "Lambda-Runtime-Aws-Request-Id": event["invoke-id"],
            "Lambda-Runtime-Deadline-Ms": str(int(deadline * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": event["invoked-function-arn"],
            "Lambda-Runtime-Trace-Id": event["trace-id"],
        }
        self._answer(200, event["payload"].encode(), headers)

    def do_POST(self):
        body = self._body()
        if self.path == REGISTER:
            about = {"functionName": "conference-chat", "functionVersion": "$LATEST", "handler": "bootstrap"}
            headers = {"Lambda-Extension-Identifier": str(uuid.uuid4())}
            self._answer(200, json.dumps(about).encode(), headers)
            return
        self.api.answers.put((body, not self.path.endswith("/response")))
        self._answer(202)

    def _answer(self, status, body=b"", headers=None):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if body:
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        # Trailers may carry what went wrong in the middle of a stream.
        while (line := self.rfile.readline()).strip():
            if line.lower().startswith(b"lambda-runtime-function-error-type"):
                pieces.append(b"\n" + line)
        return b"".join(pieces)

    def log_message(self, *arguments):
        pass
