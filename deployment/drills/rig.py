"""What the drills stand on: a folder and processes of their own, and nothing left behind.

Only Python's standard library. Every process is started by its own command, known by its pid, and
dies with this one, however this one ends.
"""

import contextlib
import ctypes
import http.client
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HOME = pathlib.Path(__file__).resolve().parents[2]
POSTGRES_PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
TOKEN = "a-token-of-the-drill-that-nobody-else-has"

# As the launcher's: something that the machine lacks is neither success nor failure.
FAILED, LACKING = 1, 3


class Lacking(Exception):
    """The machine cannot run this drill."""


class Failed(Exception):
    """The drill ran, and what it holds true is not."""


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def need(*programs):
    """Programs by name or path; all that are missing are told at once."""
    missing = [str(p) for p in programs if not shutil.which(str(p))]
    if missing:
        raise Lacking("not on this machine: " + ", ".join(missing) + "; see deployment/drills/run --list")


def free_ports(count):
    """Ports that were free a moment ago, all different."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def await_true(what, condition, seconds, every=0.2):
    """Waits for a condition and returns how long that took."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise Failed(f"{what}: not within {seconds} s")
        time.sleep(every)
    return time.monotonic() - began


def request(port, method, path, body=None, headers=None, timeout=30):
    """One request on a connection of its own: status and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        return exchange(connection, method, path, body, headers)
    finally:
        connection.close()


def exchange(connection, method, path, body=None, headers=None):
    all_headers = {"Authorization": f"Bearer {TOKEN}", **(headers or {})}
    payload = None
    if body is not None:
        payload = json.dumps(body)
        all_headers["Content-Type"] = "application/json"
    connection.request(method, path, payload, all_headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def status(port, path):
    """The status, or 0 where nobody answers."""
    try:
        return request(port, "GET", path, timeout=5)[0]
    except (OSError, http.client.HTTPException):
        return 0


def alert(name, service="shop"):
    """A delivery of one alert, as Alertmanager sends it."""
    return {
        "version": "4",
        "status": "firing",
        "receiver": "copilot",
        "groupKey": name,
        "alerts": [
            {
                "status": "firing",
                "labels": {"alertname": name, "service": service, "severity": "warning"},
                "annotations": {"summary": "a drill"},
                "startsAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            }
        ],
    }


class Rig:
    """The folder and the processes of one drill."""

    def __init__(self, name):
        self.name = name
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"copilot-drill-{name}-"))
        self.folder.chmod(0o755)
        self.processes = []
        self.threads = []
        # What is to be called first of all at the end, however the drill ends.
        self.endings = []
        self.stop_flag = threading.Event()

    def start(self, name, command, env=None, user=None, folder=None):
        """Starts a program whose words go to NAME.log. `user` counts only for root."""
        with open(self.folder / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**{k: v for k, v in os.environ.items() if not k.startswith("COPILOT_")}, **(env or {})},
                cwd=folder or self.folder,
                preexec_fn=ours(user),  # noqa: PLW1509 - it takes no lock, and there is no other way to it
            )
        self.processes.append(process)
        return process

    def call(self, command, user=None, check=True):
        """Runs a program to its end and returns what it wrote to standard output."""
        words = [str(word) for word in command]
        done = subprocess.run(
            words,
            cwd="/",
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
            # Not runuser, which leaves its child behind when it is killed.
            preexec_fn=ours(user),
        )
        if check and done.returncode != 0:
            raise Failed(f"{' '.join(words)}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def owned(self, name, user="postgres"):
        """A sub-folder that belongs to the user that PostgreSQL runs as."""
        folder = self.folder / name
        folder.mkdir(mode=0o700)
        if os.getuid() == 0:
            shutil.chown(folder, user, user)
        return folder

    def beside(self, target, *arguments):
        """A thread that works until the flag says stop."""
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def end_beside(self, seconds=45):
        """Tells the threads to stop and waits for each."""
        self.stop_flag.set()
        for thread in self.threads:
            thread.join(seconds)

    def log(self, name, lines=20):
        try:
            return "\n".join((self.folder / f"{name}.log").read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""

    def close(self):
        """Last in, first out; SIGINT ends PostgreSQL quickly and in order, SIGTERM everybody else."""
        self.stop_flag.set()
        for ending in self.endings:
            ending()
        for process in reversed(self.processes):
            end(process, signal.SIGINT if "postgres" in str(process.args[0]) else signal.SIGTERM)
        shutil.rmtree(self.folder, ignore_errors=True)


def ours(user=None):
    """What a new process does before it becomes the program: another user, and an end with this process."""
    account = pwd.getpwnam(user) if user and os.getuid() == 0 else None
    parent = os.getpid()

    def prepare():
        if account:
            os.setgid(account.pw_gid)
            os.setgroups([])
            os.setuid(account.pw_uid)
        # SIGKILL when the drill is gone; the kernel forgets it at a change of user, so last.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


def end(process, number=signal.SIGTERM, seconds=25):
    """Asks first, and does not ask twice."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Postgres:
    """A PostgreSQL 15 of Debian's on loopback, with the database of the application."""

    def __init__(self, rig, port, name="postgres"):
        self.rig, self.port, self.name = rig, port, name
        self.data = rig.folder / name / "data"
        self.process = None

    def create(self):
        need(POSTGRES_PROGRAMS / "initdb")
        self.rig.owned(self.name)
        options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"]
        self.rig.call([POSTGRES_PROGRAMS / "initdb", "-D", self.data, *options], user="postgres")
        return self

    def start(self, **settings):
        options = {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(self.data.parent),
                   "max_connections": "200", **settings}
        words = [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
        self.process = self.rig.start(
            self.name, [POSTGRES_PROGRAMS / "postgres", "-D", self.data, "-p", self.port, *words], user="postgres"
        )
        await_true(f"{self.name} answers", lambda: query(self.port, "select 1", check=False) == "1", 60)
        return self

    def lose(self):
        """As a lost volume: no checkpoint, no last words, no data."""
        self.process.kill()
        self.process.wait()
        await_true(f"{self.name} and its children are gone", lambda: not query(self.port, "select 1", check=False), 20)
        shutil.rmtree(self.data)

    def with_application(self):
        query(self.port, "create role llm_user login password 'drill'")
        query(self.port, "create database llm_copilot owner llm_user")
        return self


def query(port, sql, database="postgres", check=True, seconds=10):
    """The unadorned answer of psql."""
    done = subprocess.run(
        ["psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres",
         "-d", database, "-c", sql],
        capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL, check=False,
        env={**os.environ, "PGCONNECT_TIMEOUT": str(seconds)},
    )
    if check and done.returncode != 0:
        raise Failed(f"{sql}: {done.stderr}")
    return done.stdout.strip()


def stored_alerts(port):
    """The name of each alert, as often as it is there."""
    return query(port, "select name from alert", "llm_copilot").split("\n")


class Copilot:
    """One server process, as it is delivered and with the options that it is delivered with."""

    def __init__(self, rig, name, port, database, env=None):
        self.rig, self.name, self.port = rig, name, port
        self.env = {
            "COPILOT_SKIP_BUILD": "1",
            "COPILOT_SERVER_PORT": str(port),
            "COPILOT_ADMIN_TOKEN": TOKEN,
            "COPILOT_DB_URL": database,
            "COPILOT_DB_USER": "llm_user",
            "COPILOT_DB_PASSWORD": "drill",
            "COPILOT_LOG_FORMAT": "text",
            "COPILOT_DATA_DIR": str(rig.folder / name),
            **(env or {}),
        }
        self.process = None

    def launch(self):
        if not (HOME / "server/target/quarkus-app/quarkus-run.jar").exists():
            raise Lacking("the server is not built: ./copilot build")
        self.process = self.rig.start(self.name, [HOME / "copilot", "start"], self.env)
        return self

    def await_ready(self, seconds=180):
        def ready():
            if self.process.poll() is not None:
                raise Failed(f"{self.name} ended with {self.process.returncode}\n{self.rig.log(self.name)}")
            return status(self.port, "/health/ready") == 200

        return await_true(f"{self.name} is ready", ready, seconds)

    def kill(self):
        """As a machine that is gone."""
        self.process.kill()
        self.process.wait()

    def terminate(self, seconds=60):
        """SIGTERM; returns how long it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise Failed(f"{self.name} still runs {seconds} s after SIGTERM\n{self.rig.log(self.name)}") from None
        return time.monotonic() - began


def jdbc(port):
    return f"jdbc:postgresql://127.0.0.1:{port}/llm_copilot"


def main(name, drill):
    """Runs `drill(rig)`, which returns the figures and the list of what is wrong with them."""
    def on_signals(action):
        # SIGINT too: a shell that starts the drill in the background has it ignored.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, action)

    def interrupted(number, _):
        on_signals(signal.SIG_IGN)
        raise KeyboardInterrupt(signal.Signals(number).name)

    on_signals(interrupted)
    rig = Rig(name)
    code = FAILED
    line = None
    try:
        figures, wrong = drill(rig)
        line = " ".join([name, *(f"{key}={value}" for key, value in figures.items())])
        for complaint in wrong:
            say(f"WRONG: {complaint}")
        code = FAILED if wrong else 0
    except Lacking as e:
        say(f"{name} cannot run here: {e}")
        code = LACKING
    except Failed as e:
        say(f"{name} failed: {e}")
        code = FAILED
    except KeyboardInterrupt as e:
        say(f"{name} interrupted: {e}")
        code = 130
    finally:
        # Nobody who is impatient interrupts this.
        on_signals(signal.SIG_IGN)
        if code == FAILED and os.environ.get("DRILL_KEEP_LOGS"):
            kept = pathlib.Path(os.environ["DRILL_KEEP_LOGS"])
            kept.mkdir(parents=True, exist_ok=True)
            for log in rig.folder.glob("*.log"):
                shutil.copy(log, kept)
        rig.close()
    if line:
        print(line, flush=True)
    sys.exit(code)
