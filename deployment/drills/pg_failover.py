"""The primary of three Patroni nodes is killed with -9 while the server takes alerts in.

One server on all three nodes (`jdbc:postgresql://a,b,c/...?targetServerType=primary`), synchronous
replication, Patroni's own default times. Alerts are delivered as Alertmanager does: one that is
answered with anything but 2xx is sent again. failover_s is what the sender sees: from the kill to
the first alert that is acknowledged again. lost counts acknowledged alerts that the new primary
does not have.
"""

import http.client
import json
import os
import shutil
import signal
import time

import rig
import sender

NODES = ("a", "b", "c")
LIMIT_S = 60
SENDERS, BEFORE, AFTER = 4, 200, 200

PATRONI = """
scope: copilot
name: {name}
restapi: {{listen: '127.0.0.1:{rest}', connect_address: '127.0.0.1:{rest}'}}
etcd3: {{host: '127.0.0.1:{etcd}'}}
bootstrap:
  dcs:
    ttl: 30
    loop_wait: 10
    retry_timeout: 10
    maximum_lag_on_failover: 1048576
    synchronous_mode: true
    postgresql:
      use_pg_rewind: true
      parameters: {{max_connections: 200, wal_keep_size: 128MB}}
  initdb: [{{encoding: UTF8}}, {{locale: C}}]
  pg_hba:
    - host all all 127.0.0.1/32 trust
    - host replication all 127.0.0.1/32 trust
postgresql:
  listen: 127.0.0.1:{port}
  connect_address: 127.0.0.1:{port}
  data_dir: {data}
  bin_dir: {programs}
  pgpass: {folder}/pgpass
  authentication:
    replication: {{username: replicator, password: drill}}
    superuser: {{username: postgres, password: drill}}
    rewind: {{username: rewinder, password: drill}}
  parameters: {{unix_socket_directories: '{folder}'}}
"""


class Node:
    """Patroni and the PostgreSQL that it keeps."""

    def __init__(self, the_rig, name, etcd, port, rest):
        self.name, self.port, self.rest = name, port, rest
        self.process = None
        self.folder = the_rig.owned(name)
        file = self.folder / "patroni.yml"
        file.write_text(
            PATRONI.format(name=name, rest=rest, etcd=etcd, port=port, data=self.folder / "data",
                           programs=rig.POSTGRES_PROGRAMS, folder=self.folder)
        )
        if os.getuid() == 0:
            shutil.chown(file, "postgres")
        the_rig.endings.append(self.end)
        self.process = the_rig.start(f"patroni-{name}", ["patroni", file], user="postgres", folder=self.folder)

    def state(self):
        try:
            return json.loads(rig.request(self.rest, "GET", "/patroni", timeout=5)[1])
        except (OSError, ValueError, http.client.HTTPException):
            return {}

    def postmaster(self):
        try:
            return int((self.folder / "data/postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def kill(self):
        """Patroni first, or it would start its PostgreSQL again; then PostgreSQL and its children."""
        postmaster = self.postmaster()
        self.process.kill()
        self.process.wait()
        os.kill(postmaster, signal.SIGKILL)
        rig.await_true("the killed primary is gone", lambda: not rig.query(self.port, "select 1", check=False), 10)

    def end(self):
        """For the end of the drill: what Patroni would leave running when it is ended at once."""
        if self.process:
            rig.end(self.process)
        postmaster = self.postmaster()
        if postmaster:
            try:
                os.kill(postmaster, signal.SIGQUIT)
            except ProcessLookupError:
                pass


def drill(the_rig):
    rig.need("patroni", "etcd", "psql", rig.POSTGRES_PROGRAMS / "initdb")
    etcd, peer, copilot_port, *ports = rig.free_ports(3 + 2 * len(NODES))
    the_rig.start("etcd", [
        "etcd", "--data-dir", the_rig.folder / "etcd", "--log-level", "warn",
        "--listen-client-urls", f"http://127.0.0.1:{etcd}", "--advertise-client-urls", f"http://127.0.0.1:{etcd}",
        "--listen-peer-urls", f"http://127.0.0.1:{peer}", "--initial-advertise-peer-urls", f"http://127.0.0.1:{peer}",
        "--initial-cluster", f"default=http://127.0.0.1:{peer}"])
    rig.await_true("etcd answers", lambda: rig.status(etcd, "/health") == 200, 30)
    nodes = [Node(the_rig, name, etcd, ports[2 * i], ports[2 * i + 1]) for i, name in enumerate(NODES)]
    return failover(the_rig, nodes, copilot_port)


def primary(nodes):
    return next((node for node in nodes if node.state().get("role") in ("master", "primary")), None)


def failover(the_rig, nodes, copilot_port):
    def synchronous():
        states = [node.state() for node in nodes]
        return sum(state.get("state") == "running" for state in states) == len(nodes) and any(
            state.get("sync_standby") for state in states
        )

    rig.await_true("three nodes, one of them synchronous", synchronous, 150, every=1)
    old = primary(nodes)
    rig.query(old.port, "create role llm_user login password 'drill'")
    rig.query(old.port, "create database llm_copilot owner llm_user")
    hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes)
    database = f"jdbc:postgresql://{hosts}/llm_copilot?targetServerType=primary"
    copilot = rig.Copilot(the_rig, "copilot", copilot_port, database).launch()
    copilot.await_ready()

    senders = sender.Senders(the_rig, "Failover", [lambda: copilot_port] * SENDERS)
    rig.await_true("the intake runs", lambda: len(senders.acknowledged()) >= BEFORE, 60)

    rig.say(f"killing {old.name}, the primary, after {len(senders.acknowledged())} alerts")
    killed = time.monotonic()
    old.kill()
    dead = time.monotonic()

    def again():
        return [one.at for one in senders.acknowledged() if one.at > dead]

    rig.await_true("alerts are acknowledged again", again, 120)
    failover_s = min(again()) - killed
    rig.await_true("and go on", lambda: len(again()) >= AFTER, 60)
    the_rig.end_beside()

    new = primary(nodes)
    stored = rig.stored_alerts(new.port)
    acknowledged = senders.acknowledged()
    lost = {one.name for one in acknowledged} - set(stored)
    twice = len(stored) - len(set(stored))
    rig.say(f"{new.name} is the primary now; {senders.refused} deliveries were refused meanwhile and sent again")
    wrong = []
    if new is old or copilot.process.poll() is not None:
        wrong.append("nothing was failed over, or the server ended")
    if failover_s >= LIMIT_S:
        wrong.append(f"{failover_s:.1f} s, promised are less than {LIMIT_S}")
    if lost or twice:
        wrong.append(f"{len(lost)} acknowledged alerts lost ({sorted(lost)[:5]}), {twice} stored twice")
    if rig.status(copilot_port, "/health/ready") != 200:
        wrong.append("the server is not ready again")
    return {"failover_s": f"{failover_s:.1f}", "acknowledged": len(acknowledged), "lost": len(lost)}, wrong


if __name__ == "__main__":
    rig.main("pg-failover", drill)
