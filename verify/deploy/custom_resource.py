"""CloudFormation's custom resources: a function is called, and what it says at the address it was given decides about the deployment.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
"""

import json
import queue
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from localstack.services.cloudformation.resource_provider import OperationStatus, ProgressEvent, ResourceProvider

# A larger answer is not read.
BODY_LIMIT_BYTES = 4096


class CustomResource(ResourceProvider):
    """Types that begin with Custom::. Attributes (`Data`) are left out, and so is a resource that changes its name."""

    SCHEMA = {"primaryIdentifier": ["/properties/PhysicalResourceId"]}

    def __init__(self):
        self._waiting = {}
        handler = type("BoundHandler", (Handler,), {"waiting": self._waiting})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        self._address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def create(self, request):
        return self._ask("Create", request, {})

    def update(self, request):
        old = dict(request.previous_state)
        name = old.pop("PhysicalResourceId")
        return self._ask("Update", request, {"PhysicalResourceId": name, "OldResourceProperties": old})

    def delete(self, request):
        return self._ask("Delete", request, {"PhysicalResourceId": request.desired_state["PhysicalResourceId"]})

    def _ask(self, request_type, request, more):
        properties = {name: value for name, value in request.desired_state.items() if name != "PhysicalResourceId"}
        key, answers = uuid.uuid4().hex, queue.Queue()
        event = {
            "RequestType": request_type,
            "ServiceToken": properties["ServiceToken"],
            "ResponseURL": f"{self._address}/{key}?X-Amz-Signature=of-nobody",
            "StackId": request.stack_id,
            "RequestId": str(uuid.uuid4()),
            "LogicalResourceId": request.logical_resource_id,
            "ResourceType": request.resource_type,
            "ResourceProperties": properties,
            **more,
        }
        self._waiting[key] = answers
        # CloudFormation calls without waiting. LocalStack's queue for such calls loses one for minutes that follows a change of the function.
        called = request.aws_client_factory.lambda_.invoke(FunctionName=properties["ServiceToken"], Payload=json.dumps(event))
        del self._waiting[key]
        if answers.empty():
            # CloudFormation would wait until ServiceTimeout.
            answer, wrong = {}, f"No response from custom resource. Its function returned: {called['Payload'].read().decode()}"
        else:
            answer = answers.get()
            wrong = what_is_wrong(answer, event)
        print(f"{request_type} of {request.logical_resource_id}: {answer}", flush=True)
        # A resource that could not be updated is still there.
        name = event.get("PhysicalResourceId") or answer.get("PhysicalResourceId")
        model = {**properties, "PhysicalResourceId": name}
        if wrong:
            return ProgressEvent(OperationStatus.FAILED, resource_model=model, message=wrong)
        return ProgressEvent(OperationStatus.SUCCESS, resource_model=model)


def what_is_wrong(answer, event):
    """Why the resource is not there, or nothing."""
    for name in ("StackId", "RequestId", "LogicalResourceId"):
        if answer.get(name) != event[name]:
            return f"Invalid response: {name} is not the request's"
    if answer.get("Status") != "SUCCESS":
        # CloudFormation's own words.
        return f"Received response status [FAILED] from custom resource. Message returned: {answer.get('Reason')}"
    name = answer.get("PhysicalResourceId")
    if not name or name != event.get("PhysicalResourceId", name):
        return f"Invalid response: PhysicalResourceId {name!r} where {event.get('PhysicalResourceId')!r} was"
    return None


class Handler(BaseHTTPRequestHandler):
    """Takes answers, as S3 does behind CloudFormation's presigned addresses."""

    waiting: dict

    def do_PUT(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        answers = self.waiting.get(self.path.strip("/").split("?")[0])
        # The address is signed for a request that names no type.
        is_good = answers is not None and length <= BODY_LIMIT_BYTES and not self.headers.get("Content-Type")
        if is_good:
            # Before the function hears of it, and with that ends.
            answers.put(json.loads(body))
        self.send_response(200 if is_good else 403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass
