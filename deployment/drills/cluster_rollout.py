"""What can be seen of the application while something is done to it."""

import contextlib
import threading
import time

import cluster_plane
import rig

NAME = "llm-copilot-agent"
SLICES = "/apis/discovery.k8s.io/v1/namespaces/llm-copilot/endpointslices"
DEPLOYMENTS = "/apis/apps/v1/namespaces/llm-copilot/deployments"
PODS = "/api/v1/namespaces/llm-copilot/pods"


class Sampler:
    """Looks 20 times a second at how many pods the Service would hand a request to."""

    def __init__(self, plane):
        self.plane = plane
        self.least = None
        self.looks = 0
        self.lock = threading.Lock()
        self.problem = None

    def look(self):
        slices = self.plane.list(SLICES, **{"kubernetes.io/service-name": NAME})
        return sum(endpoint["conditions"].get("ready", True) for one in slices for endpoint in one.get("endpoints") or [])

    def run(self):
        try:
            while not self.plane.rig.stop_flag.is_set():
                ready = self.look()
                with self.lock:
                    self.looks += 1
                    self.least = ready if self.least is None else min(self.least, ready)
                time.sleep(0.05)
        except Exception as e:  # a look that fails must not pass for one that saw nothing wrong
            self.problem = e

    @contextlib.contextmanager
    def phase(self, name):
        """Yields a list that holds the least that was seen, when it has ended."""
        with self.lock:
            self.least, before = None, self.looks
        seen = []
        yield seen
        with self.lock:
            looks, least = self.looks - before, self.least
        if self.problem or looks < 3:
            raise rig.Failed(f"{name}: {looks} looks at the Service, {self.problem or 'too few'}")
        seen.append(least)
        rig.say(f"{name}: at least {least} ready behind the Service, in {looks} looks")


def deployment(plane, name=NAME):
    return plane.get(f"{DEPLOYMENTS}/{name}")


def pods(plane, color="main", track="stable"):
    return [pod for pod in plane.list(PODS, app=NAME, color=color, track=track)
            if "deletionTimestamp" not in pod["metadata"]]


def zones(plane, pods_of):
    """How many pods there are in each zone."""
    where = {one["metadata"]["name"]: one["metadata"]["labels"]["topology.kubernetes.io/zone"]
             for one in plane.list("/api/v1/nodes")}
    count = dict.fromkeys(cluster_plane.ZONES, 0)
    for pod in pods_of:
        if pod["spec"].get("nodeName"):
            count[where[pod["spec"]["nodeName"]]] += 1
    return count


def uneven(count):
    return max(count.values()) - min(count.values()) > 1


def settled(plane, name=NAME, replicas=None):
    return has_settled(deployment(plane, name), replicas)


def has_settled(found, replicas=None):
    """All pods are of the newest revision and available, and there is none besides."""
    if not found:
        return False
    status, wanted = found.get("status", {}), found["spec"]["replicas"]
    return (status.get("observedGeneration") == found["metadata"]["generation"]
            and (replicas is None or wanted == replicas)
            and status.get("replicas", 0) == status.get("updatedReplicas", 0) == status.get("availableReplicas", 0) == wanted)


def serving_colors(plane):
    """The colours of the pods that the Service would hand a request to."""
    slices = plane.list(SLICES, **{"kubernetes.io/service-name": NAME})
    names = {endpoint["targetRef"]["name"] for one in slices for endpoint in one.get("endpoints") or []
             if endpoint["conditions"].get("ready", True)}
    return {pod["metadata"]["labels"]["color"] for pod in plane.list(PODS, app=NAME) if pod["metadata"]["name"] in names}


def evictions_refused(plane):
    """As the API server counts them: 429 to an eviction, that is, by a PDB."""
    total = 0
    for line in plane.call("GET", "/metrics", parsed=False)[1].splitlines():
        if line.startswith("apiserver_request_total{") and 'subresource="eviction"' in line and 'code="429"' in line:
            total += int(float(line.rsplit(" ", 1)[1]))
    return total
