"""The data plane of the mesh: a real Envoy, configured by what our Istio objects say.

The objects are rendered by Kustomize when the drill runs, and translated as istiod does it for a
gateway: weights, consistent hash, retries, timeouts, connection pool and outlier detection come from
VirtualService and DestinationRule, endpoints from the Service's selector, the subset's labels and the
readiness of pods. Envoy takes changes from files while it works, as it takes istiod's. What istiod
adds of its own, without being asked by an object, stands in ISTIO_DEFAULTS, named by its source.

Left out: mTLS (everything is one machine), the sidecar of the pod, and the time that the API server
and istiod need until Envoy knows.
"""

import copy
import http.client
import http.server
import json
import os
import re
import shutil
import subprocess
import threading
import time
from dataclasses import dataclass, field

import rig
import rolling

try:
    import yaml
except ImportError:
    yaml = None

HOST = "llm-copilot-agent.llm-copilot.svc.cluster.local"
NO_LIMIT = 4294967295
# istio/istio pilot/pkg/networking/core: no idle timeout of a stream and none of a route
# (listener.go, route.go), no panic when a host is ejected (cluster_traffic_policy.go), a ring of
# 1024, and retries that stay with the host that the hash chose (route/retry/retry.go).
ISTIO_DEFAULTS = {"stream_idle_timeout": "0s", "route_timeout": "0s", "panic": 0, "ring": 1024, "host_attempts": 5}
ANSWERED_BY = "x-drill-answered-by"
# The memory limit of a pod.
POD = {"JAVA_TOOL_OPTIONS": "-XX:MaxRAM=1g"}
TYPE = "type.googleapis.com/"


def need():
    rig.need("envoy")
    if not (shutil.which("kubectl") or shutil.which("kustomize")):
        raise rig.Lacking("not on this machine: kubectl or kustomize; see deployment/drills/run --list")
    if yaml is None:
        raise rig.Lacking("not in this Python: yaml (python3-yaml); see deployment/drills/run --list")


def documents(text):
    return [one for one in yaml.safe_load_all(text) if one]


def render(folder):
    """What `kubectl kustomize` makes of a folder."""
    command = ["kubectl", "kustomize"] if shutil.which("kubectl") else ["kustomize", "build"]
    done = subprocess.run([*command, str(folder)], check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          env={**os.environ, "KUBECONFIG": "/dev/null"})
    if done.returncode != 0:
        raise rig.Failed(f"{folder} is not rendered: {done.stderr}")
    return documents(done.stdout)


def find(objects, kind, name):
    for one in objects:
        if one["kind"] == kind and one["metadata"]["name"] == name:
            return one
    raise rig.Failed(f"no {kind} {name} among the rendered objects")


def pod_labels(deployment):
    return dict(deployment["spec"]["template"]["metadata"]["labels"])


def seconds(duration):
    """Of Kubernetes, Istio, Prometheus: 500ms, 30s, 1m30s."""
    parts = re.findall(r"([0-9.]+)(ms|s|m|h)", str(duration))
    if not parts or "".join(a + b for a, b in parts) != str(duration):
        raise rig.Failed(f"{duration} is no duration")
    return sum(float(number) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600}[unit] for number, unit in parts)


@dataclass
class Pod:
    name: str
    labels: dict
    port: int
    ready: bool = True


@dataclass
class Mesh:
    """The objects as they are now, the pods, and the Envoy that follows them."""

    rig: rig.Rig
    objects: list
    pods: list = field(default_factory=list)

    def __post_init__(self):
        self.objects = copy.deepcopy(self.objects)
        self.routes = find(self.objects, "VirtualService", "llm-copilot-agent")
        self.rule = find(self.objects, "DestinationRule", "llm-copilot-agent")
        self.service = find(self.objects, "Service", "llm-copilot-agent")
        self.version = 0
        self.started = False
        self.lock = threading.RLock()
        self.port, self.admin = rig.free_ports(2)
        self.name = f"envoy-{self.port}"
        self.folder = self.rig.folder / self.name
        self.folder.mkdir()
        if self.rule["spec"]["host"] != HOST or HOST not in self.routes["spec"]["hosts"]:
            raise rig.Failed(f"VirtualService and DestinationRule are not about {HOST}")

    # What an operator, or Argo Rollouts, changes.

    def patch_service(self, patch):
        """As `kubectl patch service llm-copilot-agent -p`."""
        with self.lock:
            merge(self.service, patch)
            return self.apply()

    def set_weight(self, canary):
        """As Argo Rollouts sets the weight of a canary: the stable subset has the rest."""
        with self.lock:
            for destination in self.destinations():
                subset = destination["destination"]["subset"]
                destination["weight"] = canary if subset == "canary" else 100 - canary
            return self.apply()

    def set_hashes(self, stable, canary):
        """As Argo Rollouts tells the pods of the two revisions apart."""
        with self.lock:
            for subset in self.rule["spec"]["subsets"]:
                subset["labels"]["rollouts-pod-template-hash"] = canary if subset["name"] == "canary" else stable
            return self.apply()

    def set_ready(self, pod, ready):
        with self.lock:
            if pod.ready != ready:
                pod.ready = ready
                self.apply()

    def weights(self):
        return {one["destination"]["subset"]: one.get("weight", 100) for one in self.destinations()}

    def destinations(self):
        """The one route that both Rollouts and we know by its name."""
        routes = self.routes["spec"]["http"]
        if [route.get("name") for route in routes] != ["primary"]:
            raise rig.Failed(f"the VirtualService has other routes than primary: {routes}")
        return routes[0]["route"]

    # What istiod makes of it.

    def endpoints(self, subset):
        wanted = {**self.service["spec"]["selector"], **subset["labels"]}
        return [pod for pod in self.pods if pod.ready and wanted.items() <= pod.labels.items()]

    def cluster_name(self, subset):
        return f"outbound|{self.service['spec']['ports'][0]['port']}|{subset['name']}|{HOST}"

    def cluster(self, subset):
        policy = {**self.rule["spec"].get("trafficPolicy", {}), **subset.get("trafficPolicy", {})}
        pool, ejection = policy["connectionPool"], policy["outlierDetection"]
        known(policy, "tls", "loadBalancer", "connectionPool", "outlierDetection")
        known(pool["tcp"], "connectTimeout", "maxConnections")
        known(pool["http"], "http1MaxPendingRequests")
        known(ejection, "consecutiveGatewayErrors", "consecutive5xxErrors", "interval", "baseEjectionTime",
              "maxEjectionPercent")
        gateway, any5xx = ejection["consecutiveGatewayErrors"], ejection["consecutive5xxErrors"]
        return {
            "@type": TYPE + "envoy.config.cluster.v3.Cluster",
            "name": self.cluster_name(subset),
            "type": "EDS",
            "eds_cluster_config": {"eds_config": from_file(self.endpoint_file(subset))},
            "connect_timeout": f"{seconds(pool['tcp']['connectTimeout'])}s",
            "circuit_breakers": {"thresholds": [{
                "max_connections": pool["tcp"]["maxConnections"],
                "max_pending_requests": pool["http"]["http1MaxPendingRequests"],
                "max_requests": NO_LIMIT,
                "max_retries": NO_LIMIT,
            }]},
            "lb_policy": "RING_HASH",
            "ring_hash_lb_config": {"minimum_ring_size": ISTIO_DEFAULTS["ring"]},
            "common_lb_config": {"healthy_panic_threshold": {"value": ISTIO_DEFAULTS["panic"]}},
            "outlier_detection": {
                "consecutive_gateway_failure": gateway,
                "enforcing_consecutive_gateway_failure": 100 if gateway else 0,
                "consecutive_5xx": any5xx,
                "enforcing_consecutive_5xx": 100 if any5xx else 0,
                "enforcing_success_rate": 0,
                "interval": ejection["interval"],
                "base_ejection_time": ejection["baseEjectionTime"],
                "max_ejection_percent": ejection["maxEjectionPercent"],
            },
        }

    def endpoint_file(self, subset):
        return self.folder / f"endpoints-{subset['name']}.json"

    def assignment(self, subset):
        addresses = [{"endpoint": {"address": address(pod.port)}} for pod in self.endpoints(subset)]
        return {
            "@type": TYPE + "envoy.config.endpoint.v3.ClusterLoadAssignment",
            "cluster_name": self.cluster_name(subset),
            "endpoints": [{"lb_endpoints": addresses}] if addresses else [],
        }

    def route(self):
        http_route = self.routes["spec"]["http"][0]
        known(http_route, "name", "retries", "route", "timeout")
        retries = http_route["retries"]
        known(retries, "attempts", "retryOn")
        hashing = self.rule["spec"]["trafficPolicy"]["loadBalancer"]["consistentHash"]
        known(hashing, "httpCookie")
        cookie = hashing["httpCookie"]
        subsets = {one["name"]: one for one in self.rule["spec"]["subsets"]}
        # A destination without weight is left out.
        clusters = [{"name": self.cluster_name(subsets[subset]), "weight": weight}
                    for subset, weight in self.weights().items() if weight]
        return {
            "@type": TYPE + "envoy.config.route.v3.RouteConfiguration",
            "name": "routes",
            "virtual_hosts": [{
                "name": HOST,
                "domains": ["*"],
                "routes": [{
                    "name": http_route["name"],
                    "match": {"prefix": "/"},
                    "route": {
                        "weighted_clusters": {"clusters": clusters},
                        "timeout": http_route.get("timeout", ISTIO_DEFAULTS["route_timeout"]),
                        "hash_policy": [{"cookie": {"name": cookie["name"], "path": cookie["path"],
                                                    "ttl": cookie["ttl"]}}],
                        "retry_policy": {
                            "num_retries": retries["attempts"],
                            "retry_on": retries["retryOn"],
                            "host_selection_retry_max_attempts": ISTIO_DEFAULTS["host_attempts"],
                        },
                    },
                    # The drill's own: who answered.
                    "response_headers_to_add": [{"header": {"key": ANSWERED_BY, "value": "%UPSTREAM_REMOTE_PORT%"}}],
                }],
            }],
        }

    # How Envoy gets it.

    def start(self):
        self.apply()
        bootstrap = {
            "node": {"id": "drill", "cluster": "drill"},
            "admin": {"address": address(self.admin)},
            "dynamic_resources": {"cds_config": from_file(self.folder / "clusters.json")},
            "static_resources": {"listeners": [{
                "name": "gateway",
                "address": address(self.port),
                "filter_chains": [{"filters": [{
                    "name": "envoy.filters.network.http_connection_manager",
                    "typed_config": {
                        "@type": TYPE + "envoy.extensions.filters.network.http_connection_manager.v3"
                                        ".HttpConnectionManager",
                        "stat_prefix": "gateway",
                        "stream_idle_timeout": ISTIO_DEFAULTS["stream_idle_timeout"],
                        "use_remote_address": True,
                        "rds": {"route_config_name": "routes",
                                "config_source": from_file(self.folder / "routes.json")},
                        "http_filters": [{
                            "name": "envoy.filters.http.router",
                            "typed_config": {"@type": TYPE + "envoy.extensions.filters.http.router.v3.Router"},
                        }],
                    },
                }]}],
            }]},
        }
        file = self.folder / "envoy.json"
        file.write_text(json.dumps(bootstrap))
        self.process = self.rig.start(self.name, ["envoy", "-c", file, "--concurrency", "2", "--disable-hot-restart",
                                 "--log-level", "warning"])
        self.started = True
        rig.await_true("Envoy knows its routes", self.has_applied, 30)
        return self

    def apply(self):
        """Writes what the objects say now; returns when Envoy, once started, works by it."""
        with self.lock:
            self.version += 1
            subsets = self.rule["spec"]["subsets"]
            for subset in subsets:
                self.write(self.endpoint_file(subset), [self.assignment(subset)])
            # Clusters are not written anew when nothing about them changed: Envoy would begin them anew.
            clusters = [self.cluster(subset) for subset in subsets]
            if clusters != getattr(self, "clusters_written", None):
                self.write(self.folder / "clusters.json", clusters)
                self.clusters_written = clusters
            self.write(self.folder / "routes.json", [self.route()])
            if self.started:
                rig.await_true("Envoy has taken the change", self.has_applied, 10, every=0.01)
            return time.monotonic()

    def write(self, file, resources):
        # Envoy looks at a file that is moved to its place.
        new = file.with_suffix(".new")
        new.write_text(json.dumps({"version_info": str(self.version), "resources": resources}))
        new.rename(file)

    def has_applied(self):
        try:
            dump = json.loads(ask(self.admin, "/config_dump?include_eds")[1])
        except (OSError, ValueError, http.client.HTTPException):
            return False
        # Envoy keeps the version of a file whose content has not changed: contents are compared.
        weights, endpoints = {}, {}
        for part in dump["configs"]:
            for one in part.get("dynamic_route_configs", []):
                route = one["route_config"]["virtual_hosts"][0]["routes"][0]["route"]
                weights = {to["name"]: to["weight"] for to in route["weighted_clusters"]["clusters"]}
            for one in part.get("dynamic_endpoint_configs", []):
                assignment = one["endpoint_config"]
                endpoints[assignment["cluster_name"]] = {
                    host["endpoint"]["address"]["socket_address"]["port_value"]
                    for locality in assignment.get("endpoints", []) for host in locality["lb_endpoints"]}
        subsets = self.rule["spec"]["subsets"]
        wanted = {self.cluster_name(one): {pod.port for pod in self.endpoints(one)} for one in subsets}
        share = self.weights()
        return endpoints == wanted and weights == {
            self.cluster_name(one): share[one["name"]] for one in subsets if share[one["name"]]}


def known(settings, *names):
    """A setting that this drill does not translate would go untested without anybody noticing."""
    strange = set(settings) - set(names)
    if strange:
        raise rig.Failed(f"not translated for Envoy: {', '.join(sorted(strange))}; teach deployment/drills/envoy.py")


def merge(target, patch):
    for key, value in patch.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        else:
            target[key] = value


def address(port):
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def from_file(path):
    return {"path_config_source": {"path": str(path)}, "resource_api_version": "V3"}


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@dataclass
class Answer:
    """One request: when it was, who answered (a port, or 0 when it was Envoy or nobody), what is wrong."""

    began: float
    ended: float
    by: int
    visitor: int
    problem: str


class Load(rolling.Load):
    """As of `rolling`, and keeps who answered. Half of the readers keep Envoy's cookie, as browsers do."""

    def __init__(self, port, stop):
        super().__init__(port, stop)
        self.answers = []
        self.cookies = {}
        self.visitors = 0

    def look(self, paths):
        with self.lock:
            self.visitors += 1
            threading.current_thread().visitor = self.visitors
        super().look(paths)

    def one(self, connection, method, path, body=None):
        visitor = getattr(threading.current_thread(), "visitor", 0)
        headers = {"Authorization": f"Bearer {rig.TOKEN}", "Content-Type": "application/json"}
        if visitor in self.cookies:
            headers["Cookie"] = self.cookies[visitor]
        began, by = time.monotonic(), 0
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
            by = int(answer.getheader(ANSWERED_BY) or 0)
            problem = None if 200 <= answer.status < 300 else f"{answer.status} {text[:200]}"
            cookie = answer.getheader("Set-Cookie")
            if cookie and visitor % 2:
                self.cookies[visitor] = cookie.split(";")[0]
        except (OSError, ValueError, http.client.HTTPException) as e:
            problem = repr(e)
            connection.close()
        with self.lock:
            self.requests += 1
            self.answers.append(Answer(began, time.monotonic(), by, visitor, problem))
            if problem:
                self.failures.append(f"{time.strftime('%H:%M:%S')} {method} {path} by {by}: {problem}")
        return problem is None

    def since(self, moment, until=float("inf")):
        with self.lock:
            return [one for one in self.answers if moment <= one.began < until]


def check_ejection(the_rig, objects, labels):
    """That Envoy does what the outlier detection of the DestinationRule means: of three pods the one that
    says 503 goes, and a pod that is alone, such as a canary, stays. Pods that only say a status."""
    wrong = []
    for pods, wanted in ((3, 1), (1, 0)):
        mesh = Mesh(the_rig, objects)
        for number in range(pods):
            mesh.pods.append(Pod(str(number), labels, saying(503 if number == 0 else 200)))
        mesh.start()
        said = [ask(mesh.port, "/")[0] for _ in range(60)]
        active = int(ask(mesh.admin, "/stats?filter=stable.*outlier_detection.ejections_active")[1].split()[-1])
        rig.say(f"{pods} pods, one says 503: {active} ejected, {said.count(503)} of {len(said)} requests answered 503")
        if active != wanted:
            wrong.append(f"of {pods} pods {active} were ejected, not {wanted}")
        mesh.process.terminate()
    return wrong


def saying(status):
    class Says(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Says)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def strayed(answers, load):
    """Visitors that kept their cookie and were answered by more than one of the pods all the same."""
    seen = {}
    for one in answers:
        if one.visitor in load.cookies and one.by:
            seen.setdefault(one.visitor, set()).add(one.by)
    return {visitor: ports for visitor, ports in seen.items() if len(ports) > 1}, len(seen)
