"""Every way in which the manifests are made, and their strict application."""

import os
import re

import rig

CHART = "./deployment/helm/llm-copilot-agent"
# What would be made up anew at each rendering.
MADE_UP = ",".join(f"secret.values.{name}=example-of-a-value-with-40-characters-all" for name in (
    "COPILOT_DB_PASSWORD", "COPILOT_ADMIN_TOKEN", "COPILOT_WEBHOOK_TOKEN", "REDIS_PASSWORD"))
SWITCHES = ["externalSecret", "autoscaling", "pdb", "vpa", "ingress", "certificate", "networkPolicy", "istio", "canary",
            "sandbox", "backup", "serviceMonitor", "postgresql", "redis"]


class Variant:
    """A name, and the command that prints its objects. `beside`: it needs the objects of the one before."""

    def __init__(self, name, command, beside=False):
        self.name, self.command, self.beside = name, command, beside


def kustomize(name):
    return Variant(f"kustomize {name}", f"kubectl kustomize deployment/kubernetes/{name}")


def parts(folder, *names):
    """What components make of the base. Kustomize knows folders only, by a relative path."""
    here = folder / ("with-" + "-".join(names))
    here.mkdir()
    up = os.path.relpath(rig.HOME / "deployment/kubernetes", here.resolve())
    (here / "kustomization.yaml").write_text(
        f"resources: [{up}/base]\ncomponents: [{', '.join(f'{up}/components/{name}' for name in names)}]\n")
    return Variant("kustomize base + " + ", ".join(names), f"kubectl kustomize {here}")


def chart(name, values=None, sets="", release="llm-copilot-agent", beside=False):
    words = ["helm", "template", release, CHART, "--namespace", "llm-copilot"]
    if values:
        words += ["--values", f"{CHART}/values-{values}.yaml"]
    if sets:
        words += ["--set", f"'{sets}'"]
    return Variant(f"chart {name}", " ".join(words), beside)


def found(folder, pattern):
    """Names in a folder of the repository, so that what is added there is tried without being named here."""
    return sorted(path.name for path in (rig.HOME / "deployment" / folder).glob(pattern))


def anywhere():
    """What promises to need nothing in the cluster: no operator, no custom resource."""
    return [
        kustomize("overlays/development"),
        chart("development", "development"),
        chart("trial", "trial", MADE_UP + ",postgresql.storage="),
        chart("all off", sets=",".join(f"{part}.enabled=false" for part in SWITCHES) + ",rbac.watcher=false"),
    ]


def variants(folder):
    """With controllers in the cluster."""
    overlays = [name for name in found("kubernetes/overlays", "*") if name != "development"]
    values = [re.sub(r"^values-|\.yaml$", "", name) for name in found("helm/llm-copilot-agent", "values-*.yaml")]
    return [
        kustomize("base"),
        *(kustomize(f"overlays/{name}") for name in overlays),
        parts(folder, "alb"),
        parts(folder, "istio", "canary", "operator", "sandbox", "backup"),
        chart("default"),
        *(chart(name, name) for name in values if name not in ("development", "trial", "production")),
        chart("alb", sets="ingress.kind=alb,certificate.enabled=false"),
        chart("all on", "production", "canary.enabled=true,canary.tag=1.1.0,serviceMonitor.enabled=true,"
              "serviceAccount.roleArn=arn:aws:iam::000000000000:role/llm-copilot-agent,rbac.operator.namespaces[0]=default,"
              "image.pullSecrets[0]=registry,priorityClassName=high,nodeSelector.llm-copilot/nodes=general"),
        chart("production", "production"),
        chart("blue", "production", "color=blue", "llm-copilot-agent-blue", beside=True),
        chart("green", "production", "color=green,image.tag=2.0.0", "llm-copilot-agent-green", beside=True),
    ]


def others():
    """What stands beside the application, in other namespaces: each folder for kustomize, each loose file."""
    folders = [path.parent for path in (rig.HOME / "deployment").glob("**/kustomization.yaml")
               if "kubernetes" not in path.parts and re.search("^kind: Kustomization$", path.read_text(), re.M)]
    loose = [path for path in (rig.HOME / "deployment/ci-cd").glob("*.yaml") if kinds(path.read_text())]
    names = [str(path.relative_to(rig.HOME)) for path in sorted({*folders, *loose})]
    return [Variant(name, ("cat " if name.endswith(".yaml") else "kubectl kustomize ") + name) for name in names]


def namespaces(text):
    return sorted(set(re.findall(r"^  namespace: (\S+)$", text, re.M)))


def kinds(text):
    """(apiVersion, kind) of each document. Top-level keys are not indented in what the tools print."""
    found = []
    for document in re.split(r"^---.*$", text, flags=re.M):
        kind = re.search(r"^kind: (\S+)$", document, re.M)
        if kind:
            found.append((re.search(r"^apiVersion: (\S+)$", document, re.M).group(1), kind.group(1)))
    return found


class Applied:
    """What came of one application: how many objects there were, and what was said against them."""

    def __init__(self, name, objects, accepted, complaints):
        self.name, self.objects, self.accepted, self.complaints = name, objects, accepted, complaints

    @property
    def rejected(self):
        return self.objects - self.accepted


def apply(plane, name, text):
    """Strictly: an unknown field, or one that stands there twice, is an error, and so is a warning."""
    done = plane.shell("kubectl apply --server-side --force-conflicts --validate=strict -f -", check=False, text=text)
    accepted = len(re.findall(r" serverside-applied$", done.stdout, re.M))
    return Applied(name, len(kinds(text)), accepted, [line for line in done.stderr.splitlines() if line.strip()])


def rendered(plane, variant):
    return plane.shell(variant.command).stdout


def take_away(plane, names=("llm-copilot", "llm-copilot-sandbox")):
    """The namespaces with all that is in them, and what is ours in the cluster."""
    for name in names:
        # Pods first: the namespace controller waits for half of their grace period, gone or not.
        plane.shell(f"kubectl delete deployments,statefulsets,daemonsets,cronjobs,jobs --all --cascade=foreground -n {name}")
    plane.shell(f"kubectl delete namespace {' '.join(names)} --ignore-not-found")
    plane.shell("kubectl delete clusterroles,clusterrolebindings -l app=llm-copilot-agent")
    plane.shell("kubectl delete rolebindings,roles -n default -l app=llm-copilot-agent")
    plane.shell("kubectl delete clusterissuers --all", check=False)


def unsettled(plane):
    """Workloads whose pods are not all there and ready, with the reason where somebody gives one."""
    found = []
    for kind in ("deployments", "statefulsets"):
        for one in plane.list(f"/apis/apps/v1/{kind}"):
            wanted, status = one["spec"]["replicas"], one.get("status", {})
            ready = status.get("readyReplicas", 0)
            if ready != wanted or status.get("observedGeneration") != one["metadata"]["generation"]:
                reasons = [c["message"] for c in status.get("conditions", []) if c["type"] == "ReplicaFailure"]
                found.append(" ".join([kind[:-1], one["metadata"]["name"], f"{ready}/{wanted}", *reasons]))
    return found


def missing_references(plane, namespace="llm-copilot"):
    """A kubelet looks for these before it starts a container; ours here does not, so the drill does."""
    missing = set()
    configs, secrets = ({one["metadata"]["name"]: set(one.get("data", {}))
                         for one in plane.list(f"/api/v1/namespaces/{namespace}/{kind}")} for kind in ("configmaps", "secrets"))
    for pod in plane.list(f"/api/v1/namespaces/{namespace}/pods"):
        for volume in pod["spec"].get("volumes", []):
            if "configMap" in volume and volume["configMap"]["name"] not in configs:
                missing.add(f"ConfigMap {volume['configMap']['name']}")
            if "secret" in volume and volume["secret"]["secretName"] not in secrets:
                missing.add(f"Secret {volume['secret']['secretName']}")
        for container in pod["spec"]["containers"] + pod["spec"].get("initContainers", []):
            for variable in container.get("env", []):
                source = variable.get("valueFrom", {})
                for kind, there in (("secretKeyRef", secrets), ("configMapKeyRef", configs)):
                    wanted = source.get(kind)
                    if wanted and not wanted.get("optional") and wanted["key"] not in there.get(wanted["name"], ()):
                        missing.add(f"{wanted['key']} of {wanted['name']}")
    return sorted(missing)
