"""What the guides have operators do besides: what needs no kubelet, run as it stands there."""

import cluster_manifests as manifests
import cluster_rights
import rig
from cluster_rollout import NAME, settled

ANYTHING = "/api/v1/namespaces/default/pods"


def without_custom_resources(plane, findings):
    """`kubectl apply` refuses what the cluster does not know, applies the others, and ends with 1."""
    objects = manifests.kinds(plane.shell("kubectl kustomize deployment/kubernetes/base").stdout)
    custom = ("external-secrets.io/", "cert-manager.io/", "autoscaling.k8s.io/")
    unknown = [kind for api, kind in objects if api.startswith(custom)]
    done = plane.shell("kubectl apply -k deployment/kubernetes/base", check=False)
    applied = len([line for line in done.stdout.splitlines() if line.endswith((" created", " configured", " unchanged"))])
    complaints = done.stderr.count("no matches for kind")
    if (done.returncode, applied, complaints) != (1, len(objects) - len(unknown), len(unknown)):
        findings.wrong.append(f"without custom resources {applied} of {len(objects)} were applied,"
                              f" exit code {done.returncode}: {done.stderr}")
    manifests.take_away(plane)


def look_at_it(steps):
    """The quick start on any cluster, where nothing is installed: trial, and development."""
    plane, run = steps.plane, steps.operator.run
    run("guide", "kubectl apply -f deployment/kubernetes/base/namespace.yaml")
    run("guide", f"helm install llm-copilot-agent {manifests.CHART} -n llm-copilot", "--set postgresql.storage=")
    rig.await_true("the trial runs", lambda: not manifests.unsettled(plane), 60)
    run("guide", "helm test llm-copilot-agent -n")
    before = run("guide", "kubectl get secret llm-copilot-secrets").stdout
    trial = f"{manifests.CHART} -n llm-copilot --values {manifests.CHART}/values-trial.yaml --set postgresql.storage="
    plane.shell(f"helm upgrade llm-copilot-agent {trial} --set image.tag=1.1.0")
    steps.await_settled(replicas=1)
    after = run("guide", "kubectl get secret llm-copilot-secrets").stdout
    steps.expect("an upgrade of the trial made another token", len(before) == 40 and after == before)
    plane.shell("helm uninstall llm-copilot-agent -n llm-copilot")
    manifests.take_away(plane)
    run("kubernetes", "kubectl apply -f deployment/kubernetes/base/namespace.yaml")
    run("kubernetes", "kubectl create secret generic llm-copilot-secrets -n llm-copilot")
    run("kubernetes", "kubectl apply -k deployment/kubernetes/overlays/development")
    steps.await_settled(replicas=1)
    steps.findings.wrong += [f"development: no {one}" for one in manifests.missing_references(plane)]
    manifests.take_away(plane)


def others(plane, operator, findings):
    """What stands beside the application is taken by the cluster too; who would act on it is not there."""
    operator.run("observability", "kubectl create namespace observability")
    operator.run("observability", "kubectl apply -k deployment/observability")
    for variant in manifests.others():
        text = manifests.rendered(plane, variant)
        names = manifests.namespaces(text)
        plane.shell(f"for one in {' '.join(names)}; do kubectl get namespace $one || kubectl create namespace $one; done")
        findings.take(manifests.apply(plane, variant.name, text), least=1)
        manifests.take_away(plane, names)


def everyday(steps):
    """Looks, backups, secrets, and everything stopped and started."""
    plane, run = steps.plane, steps.operator.run
    steps.guide("kubectl apply -f deployment/kubernetes/base/vpa.yaml")
    for look in ("kubectl get pods -n llm-copilot -l app=llm-copilot-agent -o wide", "kubectl get events -n llm-copilot",
                 "kubectl get svc llm-copilot-agent -n llm-copilot -o jsonpath", "POD=$(kubectl get pods",
                 "kubectl describe externalsecret llm-copilot-secrets"):
        steps.guide(look)
    token = steps.guide("TOKEN=$(kubectl get secret", '; printf %s "$TOKEN"').stdout
    steps.expect("the token cannot be read as the guide says", token == "stand-in")
    run("recovery", "kubectl create job -n llm-copilot --from=cronjob/llm-copilot-backup")
    plane.shell("kubectl wait --for=condition=complete job/backup-now -n llm-copilot --timeout=60s")
    run("recovery", "kubectl annotate externalsecret")
    run("recovery", "kubectl get secret llm-copilot-secrets")
    run("recovery", "kubectl scale deployment -l app=llm-copilot-agent")
    rig.await_true("all are stopped", lambda: settled(plane, replicas=0), 30)
    run("recovery", "sed 's/value: \"no\"")
    run("recovery", "kubectl wait --for=condition=complete", instead=[("1h", "60s")])
    run("recovery", "kubectl scale deployment llm-copilot-agent -n llm-copilot --replicas=3")
    steps.await_settled(replicas=3)


def operator_role(steps, check_rights):
    """The opt-in role: scale, restart and evict in the namespace that was named, and nowhere else."""
    plane = steps.plane
    steps.upgrade("--set image.tag=1.2.0", "--set 'rbac.operator.namespaces[0]=default'")
    agent = f"kubectl --as={cluster_rights.AGENT} -n default"
    plane.shell("kubectl create deployment theirs --image=nothing --replicas=3 -n default"
                " && kubectl create pdb theirs --selector=app=theirs --min-available=2 -n default")
    allowed = f"{agent} auth can-i create pods --subresource=eviction"
    rig.await_true("the role works", lambda: plane.shell(allowed, check=False).stdout == "yes\n", 20)
    check_rights(plane, steps.findings, ("default",))
    steps.await_theirs(3)
    names = [pod["metadata"]["name"] for pod in plane.list(ANYTHING, app="theirs")]
    answers = [plane.call("POST", f"{ANYTHING}/{name}/eviction", {
        "apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": name, "namespace": "default"}},
        cluster_rights.AGENT)[0] for name in names[:2]]
    steps.expect(f"of two evictions at once the PDB allows one: {answers}", answers == [201, 429])
    plane.shell(f"{agent} scale deployment/theirs --replicas=4 && {agent} rollout restart deployment/theirs")
    steps.await_theirs(4)
    for words in (f"{agent} delete pod {names[2]}", f"{agent} get secrets",
                  f"{agent} scale deployment/{NAME} --replicas=1 -n llm-copilot"):
        if plane.shell(words, check=False).returncode == 0:
            steps.findings.forbid("the operator role", [words])
    plane.shell("kubectl delete deployment,pdb theirs -n default")


def by_kustomize(steps, stand_ins):
    """The other way to install: base, and production over it."""
    plane = steps.plane
    plane.shell("helm uninstall llm-copilot-agent -n llm-copilot")
    manifests.take_away(plane)
    steps.operator.run("kubernetes", "kubectl apply -f deployment/kubernetes/base/namespace.yaml")
    stand_ins(plane)
    steps.operator.run("kubernetes", "kubectl apply -k deployment/kubernetes/base")
    steps.await_settled(replicas=3)
    with steps.sampler.phase("base becomes production, by kustomize") as seen:
        steps.operator.run("kubernetes", "kubectl apply -k deployment/kubernetes/overlays/production")
        steps.await_settled(replicas=3)
    steps.keep_available(seen)
    steps.look_at_pods()
