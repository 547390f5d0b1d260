"""LocalStack's open core as a plain program on this machine, with functions as plain processes, for `cargo verify deploy`.

    python localstack_host.py PORT FOLDER

It is made for containers, so what only containers give it is replaced here, along with two things that it lacks and the template needs. It uses
LocalStack's insides: another version than the pinned one will not do. It ends when its standard input does, that is with whoever started it.
"""

import functools
import os
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

HERE = "127.0.0.1"

# Nothing is to be left beside these files.
sys.dont_write_bytecode = True


def configure(port, folder):
    """What LocalStack reads from its environment, once, when it is imported."""
    for name in ("log", "tmp", "volume"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "GATEWAY_LISTEN": f"{HERE}:{port}",
        "LOCALSTACK_HOST": f"localhost:{port}",
        "LOCALSTACK_VOLUME_DIR": str(folder / "volume"),
        "TMPDIR": str(folder / "tmp"),
        "OVERRIDE_IN_DOCKER": "0",
        # Talks to nobody: no usage figures, no certificate for its own domain, no name server.
        "DISABLE_EVENTS": "1",
        "SKIP_SSL_CERT_DOWNLOAD": "1",
        "DNS_ADDRESS": "0",
        # API Gateway's HTTP APIs and CloudFront are not in the open core; they count as made.
        "CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES": "1",
        # An upload with a wrong signature is refused, as by AWS.
        "S3_SKIP_SIGNATURE_VALIDATION": "0",
    }


def listen_here_only():
    """Its server takes the port from GATEWAY_LISTEN and drops the address."""
    from twisted.internet import endpoints

    endpoints.TCP4ServerEndpoint = functools.partial(endpoints.TCP4ServerEndpoint, interface=HERE)


def transform_before_resolving():
    """It resolves references before SAM's transform has made what they refer to, such as ChatUrl. All that this is for are
    macros inside a template, and ours has none."""
    from localstack.services.cloudformation.engine.v2.change_set_model_transform import ChangeSetModelTransform

    ChangeSetModelTransform._execute_local_transforms = lambda self: None


def run_processes(log_folder):
    """Functions run in containers otherwise."""
    from localstack.services.lambda_.invocation import runtime_executor
    from process_executor import ProcessExecutor

    ProcessExecutor.log_folder = log_folder
    plugin = SimpleNamespace(load=lambda: ProcessExecutor)
    runtime_executor.EXECUTOR_PLUGIN_MANAGER = SimpleNamespace(exists=lambda name: True, load=lambda name: plugin)
    return ProcessExecutor


def provide_custom_resources():
    """Types that begin with Custom:: have no provider otherwise, and would count as made without a call to their function."""
    from custom_resource import CustomResource
    from localstack.services.cloudformation.resource_provider import ResourceProviderExecutor

    others = ResourceProviderExecutor.try_load_resource_provider
    provider = CustomResource()

    def load(resource_type):
        # It is asked for the type of what is not there, too.
        is_custom = isinstance(resource_type, str) and resource_type.startswith("Custom::")
        return provider if is_custom else others(resource_type)

    ResourceProviderExecutor.try_load_resource_provider = staticmethod(load)


def update_aliases():
    """An alias would be made anew where its function changes, which fails: there is one of that name."""
    from localstack.services.cloudformation.resource_provider import OperationStatus, ProgressEvent
    from localstack.services.lambda_.resource_providers.lambda_alias import LambdaAliasProvider

    def update(self, request):
        alias = request.previous_state | request.desired_state
        changed = {name: alias[name] for name in ("FunctionName", "Name", "FunctionVersion")}
        request.aws_client_factory.lambda_.update_alias(**changed)
        return ProgressEvent(OperationStatus.SUCCESS, resource_model=alias)

    LambdaAliasProvider.update = update
    LambdaAliasProvider.SCHEMA = LambdaAliasProvider.SCHEMA | {"createOnlyProperties": []}


def end_with_whoever_started_us(executor):
    sys.stdin.buffer.read()
    executor.kill_all()
    os._exit(0)


def main(port, folder):
    configure(port, folder)
    listen_here_only()
    transform_before_resolving()
    provide_custom_resources()
    update_aliases()
    executor = run_processes(folder / "log")
    threading.Thread(target=end_with_whoever_started_us, args=(executor,), daemon=True).start()
    from localstack.runtime.main import main as run

    run()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]).resolve())
