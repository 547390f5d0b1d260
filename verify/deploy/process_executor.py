"""Runs a function's `bootstrap` as a process: with the function's environment, and nothing of the container that LocalStack would put around it."""

import json
import queue
import subprocess
import threading
import time

from localstack import config
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import LambdaRuntimeException, RuntimeExecutor
from runtime_api import RuntimeApi

# As on AWS: what takes longer is started again with the first event, which LocalStack does not do.
INIT_LIMIT_SECONDS = 10
# As on AWS, where an extension is registered.
END_LIMIT_SECONDS = 2


class ProcessExecutor(RuntimeExecutor):
    """One execution environment."""

    log_folder = None
    _running = set()
    _running_lock = threading.Lock()

    def start(self, env_vars):
        code = self.function_version.config.code.get_unzipped_code_location()
        name = self.function_version.id.function_name
        self.log = self.log_folder / f"{name}-{self.id[:8]}.log"
        self.api = RuntimeApi(self.function_version.config.timeout)
        variables = {name: str(value) for name, value in env_vars.items() if value is not None}
        variables |= {"AWS_LAMBDA_RUNTIME_API": self.api.address, "PATH": "/usr/local/bin:/usr/bin:/bin"}
        with self.log.open("ab") as log, self._running_lock:
            self.process = subprocess.Popen(
                [code / "bootstrap"], cwd=code, env=variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
            self._running.add(self.process)
        limit = time.monotonic() + INIT_LIMIT_SECONDS
        while not self.api.has_polled.wait(0.05):
            if self.process.poll() is not None:
                raise LambdaRuntimeException(f"bootstrap ended with {self.process.returncode}: {self.get_logs()}")
            if time.monotonic() > limit:
                raise LambdaRuntimeException(f"bootstrap does not ask for an event: {self.get_logs()}")

    def invoke(self, payload):
        limit = time.monotonic() + self.function_version.config.timeout
        self.api.events.put(payload)
        while True:
            try:
                body, is_error = self.api.answers.get(timeout=0.2)
                break
            except queue.Empty:
                reason = None
                if self.process.poll() is not None:
                    reason = f"Runtime exited with {self.process.returncode}"
                elif time.monotonic() > limit:
                    reason = f"Task timed out after {self.function_version.config.timeout} seconds"
                    self.process.kill()
                if reason:
                    body, is_error = json.dumps({"errorMessage": reason}).encode(), True
                    break
        return InvocationResult(payload["invoke-id"], body, is_error, self.get_logs())

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(END_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        with self._running_lock:
            self._running.discard(self.process)
        self.api.close()

    @classmethod
    def kill_all(cls):
        """For the end of LocalStack itself."""
        with cls._running_lock:
            for process in cls._running:
                process.kill()
                process.wait()

    def get_logs(self):
        return self.log.read_text(errors="replace")

    def get_address(self):
        return "127.0.0.1"

    def get_endpoint_from_executor(self):
        return "127.0.0.1"

    def get_runtime_endpoint(self):
        return f"http://127.0.0.1:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

    @classmethod
    def prepare_version(cls, function_version):
        # Files keep the permissions they have in the archive: one that cannot be executed here cannot on AWS either.
        function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version):
        pass
