"""A rolling update of three servers behind HAProxy, under load, without anybody noticing.

One after the other gets SIGTERM and is started anew. A request has failed when its answer is not
2xx or does not come. A stream (`/events`, as open pages have) that is told to come back, or ends,
and goes on from the last change that it knew is not broken; one that cannot, or that has not seen
the last change in the end, is.
"""

import http.client
import random
import threading
import time

import rig

SERVERS = 3
STREAMS = 12
LOOKERS = 4
SHUTDOWN_DELAY = 5
STREAM_PATIENCE = 15

PROXY = """
global
  maxconn 1000
defaults
  mode http
  timeout connect 2s
  timeout client 90s
  timeout server 90s
  # Else a check that takes longer than its interval has failed, and a busy machine loses all servers.
  timeout check 3s
  option redispatch
  retries 2
frontend all
  bind 127.0.0.1:{front}
  default_backend copilots
backend copilots
  balance leastconn
  option httpchk GET /health/ready
  http-check expect status 200
  default-server check inter 500ms fall 2 rise 2
{servers}
"""


class Load:
    """Requests until told to stop: pages, API and probes, and alerts that must be stored."""

    def __init__(self, port, stop):
        self.port, self.stop = port, stop
        self.requests = 0
        self.failures = []
        self.acknowledged = []
        self.lock = threading.Lock()

    def look(self, paths):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.stop.is_set():
            self.one(connection, "GET", random.choice(paths))
            self.stop.wait(0.05)
        connection.close()

    def alert(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        number = 0
        while not self.stop.is_set():
            number += 1
            name = f"Rolling{number}"
            # The services change, so that incidents, and with them changes for the streams, go on.
            body = rig.alert(name, service=f"shop{number // 20}")
            if self.one(connection, "POST", "/api/v1/webhooks/alertmanager", body):
                self.acknowledged.append(name)
            self.stop.wait(0.1)
        connection.close()

    def one(self, connection, method, path, body=None):
        try:
            status, text = rig.exchange(connection, method, path, body)
            problem = None if 200 <= status < 300 else f"{status} {text[:200]}"
        except (OSError, http.client.HTTPException) as e:
            problem = repr(e)
            connection.close()
        with self.lock:
            self.requests += 1
            if problem:
                self.failures.append(f"{time.strftime('%H:%M:%S')} {method} {path}: {problem}")
        return problem is None


class Stream:
    """An open page: reads `/events`, and comes back where it was."""

    def __init__(self, port, stop):
        self.port, self.stop = port, stop
        self.last = 0
        self.resumed = 0
        self.broken = None

    def run(self):
        away_since = None
        while not self.stop.is_set() and not self.broken:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
            try:
                headers = {"Authorization": f"Bearer {rig.TOKEN}", "Accept": "text/event-stream"}
                if away_since:
                    headers["Last-Event-ID"] = str(self.last)
                connection.request("GET", f"/events?after={self.last}", headers=headers)
                answer = connection.getresponse()
                if answer.status == 200:
                    if away_since:
                        self.resumed += 1
                    away_since = None
                    time.sleep(self.read(answer))
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            away_since = away_since or time.monotonic()
            if time.monotonic() - away_since > STREAM_PATIENCE and not self.stop.is_set():
                self.broken = f"away for more than {STREAM_PATIENCE} s"
            self.stop.wait(0.2)

    def read(self, answer):
        """Until the stream ends or sends us away; returns for how many seconds."""
        event = ""
        while not self.stop.is_set():
            line = answer.readline().decode().rstrip("\r\n")
            if line == "" and answer.isclosed():
                return 0
            field, _, value = line.partition(":")
            value = value.strip()
            if field == "event":
                event = value
            elif field == "id":
                if int(value) <= self.last:
                    self.broken = f"change {value} after {self.last}"
                self.last = int(value)
            elif field == "data" and event == "reconnect":
                return int(value) / 1000
            elif line == "":
                event = ""
        return 0


def drill(the_rig):
    rig.need("haproxy", "psql")
    postgres_port, front, *ports = rig.free_ports(2 + SERVERS)
    rig.Postgres(the_rig, postgres_port).create().start().with_application()
    environment = {"COPILOT_SERVER_SHUTDOWN_DELAY": f"{SHUTDOWN_DELAY}s"}
    servers = [
        rig.Copilot(the_rig, f"copilot-{i}", port, rig.jdbc(postgres_port), environment)
        for i, port in enumerate(ports)
    ]
    for server in servers:
        server.launch()
    for server in servers:
        server.await_ready()
    proxy_file = the_rig.folder / "haproxy.cfg"
    lines = "\n".join(f"  server s{i} 127.0.0.1:{port}" for i, port in enumerate(ports))
    proxy_file.write_text(PROXY.format(front=front, servers=lines))
    the_rig.start("haproxy", ["haproxy", "-db", "-f", proxy_file])
    rig.await_true("the proxy", lambda: rig.status(front, "/health/ready") == 200, 20)

    load = Load(front, the_rig.stop_flag)
    streams_stop = threading.Event()
    streams = [Stream(front, streams_stop) for _ in range(STREAMS)]
    # Not /health/ready: that one is the proxy's, and is meant to say 503 in between.
    paths = ["/", "/incidents", "/api/v1/incidents", "/health", "/signals", "/watches"]
    for _ in range(LOOKERS):
        the_rig.beside(load.look, paths)
    the_rig.beside(load.alert)
    # They read on when the load has stopped: not among those that end with it.
    for stream in streams:
        threading.Thread(target=stream.run, daemon=True).start()
    rig.await_true("the load runs", lambda: load.requests > 200, 60)

    for server in servers:
        took = server.terminate()
        rig.say(f"{server.name} ended {took:.1f} s after SIGTERM")
        server.launch()
        ready = server.await_ready()
        rig.say(f"{server.name} is ready again after {ready:.1f} s; {len(load.failures)} failed so far")
        # As a Deployment does (minReadySeconds): the proxy must have noticed before the next goes.
        time.sleep(3)

    the_rig.end_beside()
    wrong = [f"failed: {line}" for line in load.failures[:10]]
    stored = set(rig.stored_alerts(postgres_port))
    lost = [name for name in load.acknowledged if name not in stored]
    if lost:
        wrong.append(f"{len(lost)} acknowledged alerts are not stored: {lost[:5]}")

    # The last changes reach every page, or the page has missed something.
    def newest():
        return int(rig.query(postgres_port, "select coalesce(max(sequence), 0) from incident_change", "llm_copilot"))

    def all_there():
        last = newest()
        return all(stream.broken or stream.last >= last for stream in streams)

    try:
        rig.await_true("the streams catch up", all_there, 30)
    except rig.Failed:
        last = newest()
        for stream in streams:
            if stream.last < last and not stream.broken:
                stream.broken = f"at change {stream.last} of {last}"
    streams_stop.set()
    broken = [stream.broken for stream in streams if stream.broken]
    wrong += [f"stream: {why}" for why in broken]
    resumed = sum(stream.resumed for stream in streams)
    rig.say(f"{len(load.acknowledged)} alerts acknowledged, {resumed} times a stream was resumed")
    if resumed < STREAMS or newest() < 10:
        wrong.append("the drill did not move every stream, or nothing happened on them: it proves nothing")
    figures = {"requests": load.requests, "failed": len(load.failures), "streams": STREAMS, "broken": len(broken)}
    return figures, wrong


if __name__ == "__main__":
    rig.main("rolling", drill)
