"""A primary of Redis is killed with -9 under two servers under load; nobody gets a 5xx.

`redis-sentinel`: one primary, two replicas, three sentinels. `redis-cluster`: three primaries with
a replica each; the one is killed that holds the key by which the servers probe. Redis is a fast
path, so a request must do without it. failover_s: from the kill until both servers use Redis again
(the first of ten times in a row that their own probe says so); then log-ins must be counted in the
new primary.
"""

import http.client
import json
import sys
import threading
import time
import urllib.parse

import rig

SERVERS = 2
LIMIT_S = 30
DOWN_AFTER_MS = 2000


class Node:
    def __init__(self, the_rig, name, port, *options):
        self.rig, self.port = the_rig, port
        folder = the_rig.folder / name
        folder.mkdir()
        self.process = the_rig.start(
            name,
            ["redis-server", *self.config(folder), "--port", port, "--bind", "127.0.0.1", "--dir", folder, *options],
        )

    def config(self, folder):
        return []

    def ask(self, *words, check=True):
        return self.rig.call(["redis-cli", "-h", "127.0.0.1", "-p", self.port, *words], check=check).strip()

    def await_up(self):
        rig.await_true(f"Redis on {self.port}", lambda: self.ask("PING", check=False) == "PONG", 20)
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()


class Sentinel(Node):
    def __init__(self, the_rig, name, port, primary):
        self.primary = primary
        super().__init__(the_rig, name, port, "--sentinel")

    def config(self, folder):
        file = folder / "sentinel.conf"
        file.write_text(
            f"sentinel monitor mymaster 127.0.0.1 {self.primary.port} 2\n"
            f"sentinel down-after-milliseconds mymaster {DOWN_AFTER_MS}\n"
            "sentinel failover-timeout mymaster 10000\n"
        )
        return [file]


class SentinelSet:
    """What the drill asks of an installation: its settings, whom to kill, and who follows."""

    def __init__(self, the_rig):
        ports = rig.free_ports(6)
        quiet = ("--save", "", "--appendonly", "no")
        self.primary = Node(the_rig, "redis-0", ports[0], *quiet).await_up()
        self.replicas = [
            Node(the_rig, f"redis-{i}", ports[i], *quiet, "--replicaof", f"127.0.0.1 {ports[0]}").await_up()
            for i in (1, 2)
        ]
        self.sentinels = [Sentinel(the_rig, f"sentinel-{i}", ports[3 + i], self.primary).await_up() for i in range(3)]
        for sentinel in self.sentinels:
            rig.await_true(
                "the sentinels know everybody",
                lambda s=sentinel: "slaves=2,sentinels=3" in s.ask("INFO", "sentinel"),
                40,
            )
        urls = ",".join(f"redis://127.0.0.1:{sentinel.port}" for sentinel in self.sentinels)
        self.settings = {"COPILOT_REDIS_MODE": "sentinel", "COPILOT_REDIS_URL": urls}

    def victim(self):
        return self.primary

    def heirs(self):
        return [r for r in self.replicas if r.ask("ROLE", check=False).startswith("master")]


class Cluster:
    def __init__(self, the_rig):
        # The bus of a node listens at its port + 10000.
        ports = [port for port in rig.free_ports(60) if 15000 < port < 55000][:6]
        self.nodes = [
            Node(the_rig, f"redis-{i}", port, "--cluster-enabled", "yes", "--cluster-node-timeout", DOWN_AFTER_MS,
                 "--save", "", "--appendonly", "no").await_up()
            for i, port in enumerate(ports)
        ]
        addresses = [f"127.0.0.1:{port}" for port in ports]
        the_rig.call(["redis-cli", "--cluster", "create", *addresses, "--cluster-replicas", "1", "--cluster-yes"])
        for node in self.nodes:
            rig.await_true(
                "the cluster stands", lambda n=node: "cluster_state:ok" in n.ask("CLUSTER", "INFO"), 40)
        rig.await_true("each has a replica", lambda: self.nodes[0].ask("CLUSTER", "NODES").count("slave") == 3, 40)
        self.dead = None
        urls = ",".join(f"redis://{address}" for address in addresses)
        self.settings = {"COPILOT_REDIS_MODE": "cluster", "COPILOT_REDIS_URL": urls}

    def victim(self):
        """The primary of the key that the servers probe."""
        slot = int(self.nodes[0].ask("CLUSTER", "KEYSLOT", "copilot:probe"))
        for line in self.nodes[0].ask("CLUSTER", "NODES").splitlines():
            fields = line.split()
            for bounds in fields[8:]:
                low, _, high = bounds.partition("-")
                if "master" in fields[2] and int(low) <= slot <= int(high or low):
                    port = int(fields[1].split("@")[0].rsplit(":", 1)[1])
                    self.dead = next(node for node in self.nodes if node.port == port)
                    return self.dead
        raise rig.Failed("nobody holds the probe's slot")

    def heirs(self):
        """All primaries that live: the log-ins' counter may be on any of them."""
        return [n for n in self.nodes if n is not self.dead and n.ask("ROLE", check=False).startswith("master")]


class Load:
    def __init__(self, ports, stop):
        self.ports, self.stop = ports, stop
        self.requests, self.worst = 0, 0.0
        self.errors = []
        self.lock = threading.Lock()

    def run(self, number):
        port = self.ports[number % len(self.ports)]
        while not self.stop.is_set():
            for path in ("/", "/api/v1/incidents", "/health"):
                self.one(port, "GET", path)
            self.one(port, "POST", "/api/v1/webhooks/alertmanager", rig.alert(f"Redis{number}x{self.requests}"))
            self.login(port)
            self.stop.wait(0.05)

    def one(self, port, method, path, body=None):
        self.timed(path, lambda: rig.request(port, method, path, body)[0])

    def login(self, port):
        """With a wrong token: these are counted in Redis."""
        self.timed("/login", lambda: failed_login(port))

    def timed(self, path, action):
        began = time.monotonic()
        try:
            status = action()
        except (OSError, http.client.HTTPException) as e:
            status = repr(e)
        with self.lock:
            self.requests += 1
            self.worst = max(self.worst, time.monotonic() - began)
            if not isinstance(status, int) or status >= 500:
                self.errors.append(f"{path}: {status}")


def failed_login(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = urllib.parse.urlencode({"token": "wrong", "next": "/"})
        origin = f"http://127.0.0.1:{port}"
        connection.request(
            "POST", "/login", body, {"Content-Type": "application/x-www-form-urlencoded", "Origin": origin})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def redis_state(port):
    try:
        return json.loads(rig.request(port, "GET", "/health", timeout=5)[1])["checks"]["redis"]["status"]
    except (OSError, ValueError, KeyError, http.client.HTTPException):
        return "?"


def counted(heirs):
    """How many failed log-ins the living primaries know of."""
    return sum(
        int(heir.ask("GET", key) or 0)
        for heir in heirs
        for key in heir.ask("--scan", "--pattern", "copilot:count:*").split()
    )


def drill_of(installation):
    def drill(the_rig):
        rig.need("redis-server", "redis-cli", "psql")
        postgres_port, *ports = rig.free_ports(1 + SERVERS)
        rig.Postgres(the_rig, postgres_port).create().start().with_application()
        redis = installation(the_rig)
        environment = {**redis.settings, "COPILOT_SECURITY_LOGIN_ATTEMPTS": "1000000"}
        servers = [
            rig.Copilot(the_rig, f"copilot-{i}", port, rig.jdbc(postgres_port), environment).launch()
            for i, port in enumerate(ports)
        ]
        for server in servers:
            server.await_ready()
        rig.await_true("both use Redis", lambda: all(redis_state(p) == "UP" for p in ports), 20)
        load = Load(ports, the_rig.stop_flag)
        for number in range(4):
            the_rig.beside(load.run, number)
        rig.await_true("the load runs", lambda: load.requests > 100, 60)

        victim = redis.victim()
        rig.say(f"killing the primary on {victim.port} after {load.requests} requests")
        killed = time.monotonic()
        victim.kill()
        noticed = rig.await_true("the servers notice", lambda: "DEGRADED" in map(redis_state, ports), 20, every=0.05)
        in_a_row = 0
        back = None
        while in_a_row < 10:
            if time.monotonic() - killed > 90:
                raise rig.Failed("the servers do not find the new primary: " + the_rig.log("copilot-0"))
            if all(redis_state(port) == "UP" for port in ports):
                back = back or time.monotonic()
                in_a_row += 1
            else:
                back, in_a_row = None, 0
            time.sleep(0.1)
        before = counted(redis.heirs())
        rig.await_true("log-ins are counted in the new primary", lambda: counted(redis.heirs()) > before, 20)
        failover_s = back - killed
        the_rig.end_beside()
        rig.say(f"noticed after {noticed:.1f} s; {load.requests} requests, the slowest took {load.worst:.1f} s")
        wrong = [f"failed: {line}" for line in load.errors[:10]]
        if failover_s > LIMIT_S:
            wrong.append(f"{failover_s:.1f} s, more than {LIMIT_S}")
        return {"failover_s": f"{failover_s:.1f}", "http_5xx": len(load.errors)}, wrong

    return drill


if __name__ == "__main__":
    chosen = sys.argv[1]
    rig.main(chosen, drill_of({"redis-sentinel": SentinelSet, "redis-cluster": Cluster}[chosen]))
