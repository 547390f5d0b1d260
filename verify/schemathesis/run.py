"""Attacks our API with schemathesis: python run.py PROGRAM DATA_FOLDER DESCRIPTION REPORT SEED EXAMPLES [CALLER...]

PROGRAM is the local runner. It is started over an empty folder, with a Directus of ours beside it, and ended afterwards.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import directus

CALLERS = ["nobody", "session", "publicKey", "token", "webhookSecret"]
HERE = Path(__file__).parent


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def start(program, folder, webhook_secret):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "DIRECTUS_URL": directus.start(),
        "DIRECTUS_TOKEN": secrets.token_hex(16),
        "DIRECTUS_WEBHOOK_SECRET": webhook_secret,
        "RUST_LOG": "info",
    }
    settings.update({name: value for name, value in os.environ.items() if name.startswith("PG_")})
    with open(folder / "server.log", "wb") as log:
        command = [program, "--port", str(port), "--data-dir", folder / "data"]
        # In a folder without a .env file.
        server = subprocess.Popen(command, env=settings, cwd=folder, stdout=log, stderr=log)
    limit = time.monotonic() + 120
    while time.monotonic() < limit and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/api/widget/health", timeout=5).close()
            return server, url
        except OSError:
            time.sleep(0.1)
    server.kill()
    sys.exit(f"the server does not start; what it said is in {folder}/server.log")


def attack(caller, url, database_url, webhook_secret, description, folder, seed, examples):
    print(f"\n-- as {caller}", flush=True)
    report = folder / f"{caller}.xml"
    settings = {
        **os.environ,
        "CALLER": caller,
        "SEED": seed,
        "SERVER_URL": url,
        "SERVER_DATABASE_URL": database_url,
        "SERVER_WEBHOOK_SECRET": webhook_secret,
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [Path(sys.executable).parent / "st", "--config-file", HERE / "schemathesis.toml", "--no-color", "run", description]
    command += ["--url", url, "--seed", seed, "--max-examples", examples, "--report", "junit", "--report-junit-path", report]
    # Away from this folder: what it leaves behind is none of the project's.
    ended = subprocess.run(command, env=settings, cwd=folder, check=False)
    return ended.returncode == 0, report.read_text() if report.exists() else ""


def main(program, folder, description, report, seed, examples, *callers):
    folder = Path(folder).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    webhook_secret = secrets.token_hex(16)
    server, url = start(Path(program).resolve(), folder, webhook_secret)
    try:
        database_url = (folder / "data" / "database-url").read_text().strip()
        common = (url, database_url, webhook_secret, Path(description).resolve(), folder, seed, examples)
        ended = [attack(caller, *common) for caller in callers or CALLERS]
        # Who counts looks for the suites, wherever they stand.
        Path(report).write_text("\n".join(text for _, text in ended))
        is_good = all(good for good, _ in ended) and server.poll() is None
        sys.exit(0 if is_good else f"what the server said is in {folder}/server.log")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
