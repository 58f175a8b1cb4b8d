"""The manifests and the operators' commands against a real control plane: five nodes in three zones.

Kubelets are played by kwok: a pod "runs" when it is scheduled and a moment has passed. All else is
what a cluster has: validation, admission, controllers, scheduler, eviction, authorization. Before
the checks count, each has to find something that is wrong on purpose.
"""

import cluster_crds
import cluster_guide
import cluster_manifests as manifests
import cluster_pods
import cluster_rights
import cluster_steps
import cluster_upkeep
import rig
from cluster_plane import Plane
from cluster_rollout import evictions_refused

UNKNOWN_FIELD = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: canary, namespace: llm-copilot, labels: {app: llm-copilot-agent}}
spec:
  replicas: 0
  minReadySecond: 5
  selector: {matchLabels: {app: canary}}
  template: {metadata: {labels: {app: canary}}, spec: {containers: [{name: one, image: nothing}]}}
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: canary, namespace: llm-copilot, labels: {app: llm-copilot-agent}}
spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: canary}, updatePolicies: {}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: canary, namespace: llm-copilot}
"""

ROOT_POD = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: canary, namespace: llm-copilot, labels: {app: llm-copilot-agent}}
spec:
  selector: {matchLabels: {app: canary}}
  template: {metadata: {labels: {app: canary}}, spec: {containers: [{name: one, image: nothing}]}}
"""


class Findings:
    """The figures, and all that is wrong."""

    def __init__(self):
        self.objects = self.rejected = 0
        self.forbidden = []
        self.wrong = []

    def take(self, applied, least=5):
        self.objects += applied.objects
        self.rejected += applied.rejected
        self.wrong += [f"{applied.name}: {line}" for line in applied.complaints[:5]]
        if applied.objects < least:
            self.wrong.append(f"{applied.name}: {applied.objects} objects only")
        rig.say(f"{applied.name}: {applied.objects} objects, {applied.rejected} rejected")

    def forbid(self, what, admitted):
        self.forbidden += admitted
        self.wrong += [f"{what}: {one}" for one in admitted]


def apply_all(plane, variants, findings):
    """Each in empty namespaces (but colours, which stand beside the main release), until its pods run."""
    namespace = "kubectl apply -f deployment/kubernetes/base/namespace.yaml"
    for variant in variants:
        if not variant.beside:
            manifests.take_away(plane)
            plane.shell(namespace)
            stand_ins(plane)
        findings.take(manifests.apply(plane, variant.name, manifests.rendered(plane, variant)))
        try:
            rig.await_true("the pods", lambda: not manifests.unsettled(plane), 40)
        except rig.Failed:
            findings.wrong += [f"{variant.name}: {one}" for one in manifests.unsettled(plane)]
        findings.wrong += [f"{variant.name}: no {one}" for one in manifests.missing_references(plane)]
    manifests.take_away(plane)


def stand_ins(plane):
    """What controllers that are not here would have made: External Secrets the Secret of AWS's content."""
    values = " ".join(f"--from-literal={name}=stand-in" for name in (
        "COPILOT_DB_URL", "COPILOT_DB_USER", "COPILOT_DB_PASSWORD", "COPILOT_ADMIN_TOKEN", "COPILOT_REDIS_URL"))
    plane.shell(f"kubectl create secret generic llm-copilot-secrets -n llm-copilot {values}"
                " --dry-run=client -o yaml | kubectl apply --server-side --field-manager=stand-in -f -")


def prove_the_checks(plane):
    """A drill that finds nothing wrong must be one that would have."""
    plane.shell("kubectl apply -f deployment/kubernetes/base/namespace.yaml")
    bad = manifests.apply(plane, "canary", UNKNOWN_FIELD)
    if (bad.objects, bad.rejected) != (3, 2):
        raise rig.Failed(f"of three objects two have an unknown field, and {bad.rejected} were rejected: {bad.complaints}")
    # Taken in with a warning, and its pods are refused: neither may pass unseen.
    refused = manifests.apply(plane, "canary", ROOT_POD)
    rig.await_true("refused pods are seen", lambda: "violates PodSecurity" in str(manifests.unsettled(plane)), 20)
    if refused.rejected or "would violate PodSecurity" not in str(refused.complaints):
        raise rig.Failed(f"no warning of pods that will be refused: {refused.complaints}")
    plane.shell("kubectl delete configmap,deployment canary -n llm-copilot && kubectl create namespace open")
    if len(cluster_pods.check(plane, ["open"])) != len(cluster_pods.FORBIDDEN):
        raise rig.Failed("a namespace without pod security does not count as one that lets everything in")
    plane.shell("kubectl delete namespace open")
    # One right too many, of one account, in one namespace; and one that opens everything.
    for name, role, least in (("one", "--verb=get --resource=configmaps", 1), ("all", "--verb=* --resource=*", 2)):
        plane.shell(f"kubectl create role canary-{name} -n llm-copilot {role}"
                    f" && kubectl create rolebinding canary-{name} -n llm-copilot --role=canary-{name}"
                    " --serviceaccount=llm-copilot:default")
        forbidden, _, _ = await_rights(plane, lambda found: found[0])
        if len(forbidden) < least or any("default in llm-copilot:" not in one for one in forbidden):
            raise rig.Failed(f"a binding that gives too much ({name}) is not found: {forbidden}")
        plane.shell(f"kubectl delete role,rolebinding canary-{name} -n llm-copilot")
    await_rights(plane, lambda found: not found[0])
    rig.say("found, wrong on purpose: unknown fields, refused pods, an open namespace, bindings that give too much")


def await_rights(plane, condition):
    """Bindings work a moment after they are there."""
    found = [cluster_rights.check(plane)]

    def asked():
        found[0] = cluster_rights.check(plane)
        return condition(found[0])

    rig.await_true("the rights", asked, 20)
    return found[0]


def check_rights(plane, findings, operator_in=()):
    forbidden, missing, asked = cluster_rights.check(plane, operator_in)
    findings.forbid("may", forbidden)
    findings.wrong += [f"may not: {one}" for one in missing]
    rig.say(f"rights: {asked} questions as {len(cluster_rights.accounts(plane))} accounts,"
            f" {len(forbidden)} too many, {len(missing)} missing")


def drill(the_rig):
    cluster_crds.need_schemas()
    plane = Plane(the_rig)
    try:
        return rehearse(plane.start(), the_rig.folder)
    finally:
        plane.close()


def rehearse(plane, folder):
    findings = Findings()
    operator = cluster_guide.Operator(plane)
    steps = cluster_steps.Steps(plane, operator, findings)
    variants = manifests.variants(folder)
    kinds = {kind for one in variants + manifests.others() for kind in manifests.kinds(manifests.rendered(plane, one))}

    apply_all(plane, manifests.anywhere(), findings)
    follow(plane, findings, lambda: cluster_upkeep.look_at_it(steps),
           lambda: cluster_upkeep.without_custom_resources(plane, findings))
    rig.say(f"{len(cluster_crds.install(plane, kinds))} custom resources are known from here on")
    prove_the_checks(plane)
    plane.shell("kubectl create priorityclass high --value=1000")
    apply_all(plane, variants, findings)
    follow(plane, findings, lambda: cluster_upkeep.others(plane, operator, findings))
    follow(plane, findings, lambda: steps.install(stand_ins),
           lambda: check_rights(plane, findings),
           lambda: findings.forbid("let in", cluster_pods.check(plane) + cluster_pods.check_sandbox(plane)),
           steps.roll, steps.drain, steps.blue_green, steps.canary, steps.scale,
           lambda: cluster_upkeep.everyday(steps),
           lambda: cluster_upkeep.operator_role(steps, check_rights),
           lambda: cluster_upkeep.by_kustomize(steps, stand_ins))
    rig.say(f"{operator.done} commands of the guides were run")
    return {
        "objects": findings.objects,
        "rejected": findings.rejected,
        "available_min": steps.available_min,
        "zones": steps.zones,
        "evictions_refused": evictions_refused(plane),
        "forbidden_admitted": len(findings.forbidden),
    }, findings.wrong


def follow(plane, findings, *steps):
    """One after the other, until one fails: what follows would only fail for the same reason."""
    for step in steps:
        try:
            step()
        except rig.Failed as e:
            findings.wrong.append(str(e))
            manifests.take_away(plane)
            return


if __name__ == "__main__":
    rig.main("cluster", drill)
