"""Pods that ask for more than restricted pod security gives, one way each. None may be let in."""

import copy

import cluster_rights
import rig

NAMESPACES = ("llm-copilot", "llm-copilot-sandbox")

PLAIN = {
    "apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "drill-"},
    "spec": {
        "restartPolicy": "Always", "automountServiceAccountToken": False,
        "securityContext": {"runAsNonRoot": True, "runAsUser": 1001, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [{
            "name": "one", "image": "nothing", "resources": {"limits": {"cpu": "100m", "memory": "64Mi"}},
            "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
        }],
    },
}


def changed(change):
    pod = copy.deepcopy(PLAIN)
    change(pod["spec"], pod["spec"]["containers"][0])
    return pod


# Each is the plain pod, which is let in, but for the one thing that it is named for.
FORBIDDEN = {name: changed(change) for name, change in {
    "privileged": lambda pod, one: one["securityContext"].update(privileged=True, allowPrivilegeEscalation=True),
    "a folder of the node": lambda pod, one: pod.update(volumes=[{"name": "v", "hostPath": {"path": "/"}}]),
    "the network of the node": lambda pod, one: pod.update(hostNetwork=True),
    "the processes of the node": lambda pod, one: pod.update(hostPID=True),
    "the memory of the node": lambda pod, one: pod.update(hostIPC=True),
    "a port of the node": lambda pod, one: one.update(ports=[{"containerPort": 80, "hostPort": 80}]),
    "the root user": lambda pod, one: one["securityContext"].update(runAsUser=0),
    "perhaps the root user": lambda pod, one: pod["securityContext"].pop("runAsNonRoot"),
    "more rights on the way": lambda pod, one: one["securityContext"].update(allowPrivilegeEscalation=True),
    "NET_ADMIN": lambda pod, one: one["securityContext"]["capabilities"].update(add=["NET_ADMIN"]),
    "NET_RAW": lambda pod, one: one["securityContext"]["capabilities"].update(add=["NET_RAW"]),
    "all usual capabilities": lambda pod, one: one["securityContext"].pop("capabilities"),
    "no seccomp": lambda pod, one: pod["securityContext"].pop("seccompProfile"),
    "seccomp switched off": lambda pod, one: one["securityContext"].update(seccompProfile={"type": "Unconfined"}),
    "AppArmor switched off": lambda pod, one: one["securityContext"].update(appArmorProfile={"type": "Unconfined"}),
    "unmasked /proc": lambda pod, one: (one["securityContext"].update(procMount="Unmasked"), pod.update(hostUsers=False)),
    "an unsafe sysctl": lambda pod, one: pod["securityContext"].update(sysctls=[{"name": "kernel.msgmax", "value": "1"}]),
    "a privileged init container": lambda pod, one: pod.update(initContainers=[
        {**copy.deepcopy(one), "name": "init", "securityContext": {"privileged": True}}]),
}.items()}


def post(plane, namespace, pod):
    """Whether it is let in, and what was said. The real thing, taken away again."""
    status, answer = plane.call("POST", f"/api/v1/namespaces/{namespace}/pods", pod)
    if status == 201:
        plane.call("DELETE", f"/api/v1/namespaces/{namespace}/pods/{answer['metadata']['name']}?gracePeriodSeconds=0")
    return status == 201, answer.get("message", "")


def check(plane, namespaces=NAMESPACES):
    """Those that were let in."""
    admitted = []
    for namespace in namespaces:
        good, why = post(plane, namespace, PLAIN)
        if not good:
            raise rig.Failed(f"a pod that asks for nothing is refused in {namespace}, so that the others prove nothing: {why}")
        for name, pod in FORBIDDEN.items():
            let_in, why = post(plane, namespace, pod)
            if let_in:
                admitted.append(f"a pod with {name} in {namespace}")
            elif "violates PodSecurity" not in why:
                raise rig.Failed(f"a pod with {name} is refused in {namespace} for another reason: {why}")
    return admitted


def check_sandbox(plane):
    """What the quota and the ranges of the sandbox refuse; the agent starts the Jobs itself."""
    admitted = []
    namespace = "/api/v1/namespaces/llm-copilot-sandbox"
    too_big = changed(lambda pod, one: one["resources"]["limits"].update(memory="5Gi"))
    if post(plane, "llm-copilot-sandbox", too_big)[0]:
        admitted.append("a pod of 5 GiB in the sandbox")
    for path, body in {
        "services": {"spec": {"ports": [{"port": 80}]}},
        "persistentvolumeclaims": {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}},
    }.items():
        if plane.call("POST", f"{namespace}/{path}", {"metadata": {"name": "drill"}, **body})[0] == 201:
            admitted.append(f"{path} in the sandbox")
    for name, pod, wanted in (("plain", PLAIN, 1), ("privileged", FORBIDDEN["privileged"], 0)):
        admitted += job(plane, name, pod, wanted)
    return admitted


def job(plane, name, pod, wanted):
    """A Job of the agent's: it may make any, and the pods of a bad one are refused all the same."""
    spec = copy.deepcopy(pod["spec"])
    spec.update(restartPolicy="Never", serviceAccountName="test-runner")
    jobs = "/apis/batch/v1/namespaces/llm-copilot-sandbox/jobs"
    status, answer = plane.call("POST", jobs, {
        "apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": f"drill-{name}"},
        "spec": {"backoffLimit": 0, "template": {"spec": spec}}}, cluster_rights.AGENT)
    if status != 201:
        raise rig.Failed(f"the agent cannot start a Job in the sandbox: {answer.get('message')}")

    def outcome():
        found = plane.get(f"{jobs}/drill-{name}")["status"]
        return found.get("succeeded") or plane.list(
            "/api/v1/namespaces/llm-copilot-sandbox/events?fieldSelector=reason%3DFailedCreate")

    rig.await_true(f"the Job {name} in the sandbox is decided over", outcome, 30)
    pods = plane.get(f"{jobs}/drill-{name}")["status"].get("succeeded", 0)
    return [] if pods == wanted else [f"{pods} pods of the Job {name} in the sandbox, not {wanted}"]
