"""A real Kubernetes control plane on loopback, without containers: etcd, API server, controller
manager and scheduler as processes of the drill, and kwok, which plays the kubelets of five nodes.
"""

import contextlib
import http.client
import json
import os
import pathlib
import signal
import ssl
import subprocess
import threading
import urllib.parse

import cluster_tools
import rig

# As deployment/terraform makes them: 2 + 2 + 1, m6i.xlarge (what EKS leaves of it for pods).
ZONES = {"us-east-1a": 2, "us-east-1b": 2, "us-east-1c": 1}
ALLOCATABLE = {"cpu": "3920m", "memory": "14700Mi", "pods": "58", "ephemeral-storage": "95Gi"}
ADMIN = "a-token-of-the-drill-for-its-administrator"
CONTROLLERS = "a-token-of-the-drill-for-the-controllers"
SCHEDULER = "a-token-of-the-drill-for-the-scheduler"
SCHEMAS = pathlib.Path(os.environ.get("DRILL_SCHEMAS") or rig.HOME.parent / "shared/data/schemas") / "crds"


class Plane:
    """The control plane, with `kubectl` and `helm` that know nothing but it."""

    def __init__(self, the_rig):
        self.rig = the_rig
        self.program = cluster_tools.control_plane()
        self.kwok = cluster_tools.installed(cluster_tools.KWOK)
        helm = cluster_tools.installed(cluster_tools.HELM)
        self.port, self.etcd, peer = rig.free_ports(3)
        self.peer = peer
        self.folder = the_rig.folder
        self.certificate = self.folder / "server.crt"
        self.local = threading.local()
        self.commands = []
        programs = self.folder / "bin"
        programs.mkdir()
        (programs / "kubectl").write_text(f'#!/bin/sh\nexec "{self.program}" kubectl "$@"\n')
        (programs / "kubectl").chmod(0o755)
        (programs / "helm").symlink_to(helm)
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("COPILOT_", "HELM_", "KUBE"))},
            "PATH": f"{programs}:{os.environ['PATH']}",
            "KUBECONFIG": str(self.folder / "admin.conf"),
            # Caches of kubectl and helm go with the folder.
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
        }

    def start(self):
        self.secrets()
        etcd = f"http://127.0.0.1:{self.etcd}"
        peer = f"http://127.0.0.1:{self.peer}"
        self.process("etcd", "--data-dir", self.folder / "etcd", "--unsafe-no-fsync",
                     "--listen-client-urls", etcd, "--advertise-client-urls", etcd, "--listen-peer-urls", peer,
                     "--initial-advertise-peer-urls", peer, "--initial-cluster", f"default={peer}")
        keys = self.folder / "accounts.key"
        self.process(
            "kube-apiserver", "--etcd-servers", etcd, "--secure-port", self.port, "--bind-address", "127.0.0.1",
            "--advertise-address", "127.0.0.1", "--endpoint-reconciler-type", "none",
            "--tls-cert-file", self.certificate, "--tls-private-key-file", self.folder / "server.key",
            "--token-auth-file", self.folder / "tokens.csv", "--authorization-mode", "Node,RBAC",
            "--enable-admission-plugins", "NodeRestriction", "--service-cluster-ip-range", "10.96.0.0/16",
            # As any cluster that can run its own network: else privileged pods were refused without pod security.
            "--allow-privileged",
            "--service-account-key-file", keys, "--service-account-signing-key-file", keys,
            "--service-account-issuer", "https://kubernetes.default.svc",
            "--requestheader-client-ca-file", self.certificate, "--requestheader-username-headers", "X-Remote-User",
            "--requestheader-group-headers", "X-Remote-Group", "--requestheader-extra-headers-prefix", "X-Remote-Extra-")
        rig.await_true("the API server is ready", self.ready, 60)
        self.process(
            "kube-controller-manager", "--kubeconfig", self.config("controllers", CONTROLLERS), "--secure-port", "0",
            "--leader-elect=false", "--kube-api-qps=500", "--kube-api-burst=1000", "--use-service-account-credentials",
            "--service-account-private-key-file", keys, "--root-ca-file", self.certificate,
            # There are no metrics; how soon it keeps to its bounds need not be waited for.
            "--horizontal-pod-autoscaler-sync-period=2s")
        self.process(
            "kube-scheduler", "--kubeconfig", self.config("scheduler", SCHEDULER), "--secure-port", "0",
            "--leader-elect=false", "--kube-api-qps=500", "--kube-api-burst=1000")
        self.rig.start("kwok", [self.kwok, "--kubeconfig", self.folder / "admin.conf", "--manage-all-nodes",
                                "--node-ip", "127.0.0.1", "--node-lease-duration-seconds", "40",
                                "--config", cluster_tools.SOURCES / "kubelets.yaml"], self.env)
        rig.await_true("the controllers work",
                       lambda: self.get("/api/v1/namespaces/default/serviceaccounts/default"), 60)
        for zone, count in ZONES.items():
            for number in range(1, count + 1):
                self.create("/api/v1/nodes", node(f"node-{zone[-1]}{number}", zone))
        rig.await_true("the nodes are ready", self.nodes_ready, 60)
        return self

    def process(self, name, *options):
        return self.rig.start(name, [self.program, name, *options], self.env)

    def secrets(self):
        rig.need("openssl")
        self.rig.call(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                       "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", self.folder / "server.key",
                       "-out", self.certificate])
        self.rig.call(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048",
                       "-out", self.folder / "accounts.key"])
        tokens = self.folder / "tokens.csv"
        tokens.touch(mode=0o600)
        tokens.write_text(f'{ADMIN},drill,1,"system:masters"\n'
                          f"{CONTROLLERS},system:kube-controller-manager,2\n{SCHEDULER},system:kube-scheduler,3\n")
        self.config("admin", ADMIN)

    def config(self, name, token):
        path = self.folder / f"{name}.conf"
        path.touch(mode=0o600)
        path.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "drill",
            "clusters": [{"name": "drill", "cluster": {"server": f"https://127.0.0.1:{self.port}",
                                                       "certificate-authority": str(self.certificate)}}],
            "users": [{"name": "drill", "user": {"token": token}}],
            "contexts": [{"name": "drill", "context": {"cluster": "drill", "user": "drill"}}],
        }))
        return path

    def ready(self):
        try:
            return self.call("GET", "/readyz", parsed=False)[0] == 200
        except OSError:
            return False

    def nodes_ready(self):
        nodes = self.get("/api/v1/nodes")["items"]
        return len(nodes) == sum(ZONES.values()) and all(
            any(c["type"] == "Ready" and c["status"] == "True" for c in n["status"].get("conditions", [])) for n in nodes)

    def call(self, method, path, body=None, user=None, parsed=True):
        """One request, on the connection of this thread; `user` is who is asked for, as `kubectl --as`."""
        headers = {"Authorization": f"Bearer {ADMIN}", "Content-Type": "application/json"}
        if user:
            headers["Impersonate-User"] = user
        for attempt in (1, 2):
            connection = getattr(self.local, "connection", None)
            if connection is None:
                context = ssl.create_default_context(cafile=self.certificate)
                connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)
                self.local.connection = connection
            try:
                connection.request(method, path, json.dumps(body) if body is not None else None, headers)
                answer = connection.getresponse()
                text = answer.read()
                return answer.status, json.loads(text) if parsed else text.decode()
            except (http.client.HTTPException, ConnectionError):
                # The server closes connections that it thinks are old.
                connection.close()
                self.local.connection = None
                if attempt == 2:
                    raise
        raise AssertionError("not reached")

    def get(self, path):
        """What is there, or None."""
        status, found = self.call("GET", path)
        if status == 404:
            return None
        if status != 200:
            raise rig.Failed(f"GET {path}: {status} {found.get('message')}")
        return found

    def list(self, path, **labels):
        selector = ",".join(f"{name}={value}" for name, value in labels.items())
        return self.get(path + ("?" + urllib.parse.urlencode({"labelSelector": selector}) if selector else ""))["items"]

    def create(self, path, body):
        status, answer = self.call("POST", path, body)
        if status not in (200, 201):
            raise rig.Failed(f"POST {path}: {status} {answer.get('message')}")
        return answer

    def shell(self, command, check=True, text=None):
        """A command as an operator types it, in the root of the repository."""
        process = subprocess.Popen(["sh", "-c", command], cwd=rig.HOME, env=self.env, stdin=subprocess.PIPE, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        self.commands.append(process)
        try:
            out, err = process.communicate(text or "", timeout=180)
        except subprocess.TimeoutExpired:
            raise rig.Failed(f"{command}\nstill runs after 180 s") from None
        finally:
            self.end(process)
        done = subprocess.CompletedProcess(command, process.returncode, out, err)
        if check and done.returncode != 0:
            raise rig.Failed(f"{command}\nexit code {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done

    def end(self, process):
        """With all that it started: a kubectl that waits would wait for ever."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        with contextlib.suppress(ValueError):
            self.commands.remove(process)

    def close(self):
        for process in list(self.commands):
            self.end(process)


def node(name, zone):
    return {
        "apiVersion": "v1", "kind": "Node",
        "metadata": {"name": name, "labels": {
            "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
            "topology.kubernetes.io/region": zone[:-1], "topology.kubernetes.io/zone": zone,
            "llm-copilot/nodes": "general"}},
        "status": {"allocatable": ALLOCATABLE, "capacity": ALLOCATABLE},
    }
