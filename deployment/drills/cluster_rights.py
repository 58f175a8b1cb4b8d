"""What each service account may do: what it must, and nothing more.

`kubectl auth can-i --list` is a SelfSubjectRulesReview, `kubectl auth can-i VERB WHAT` a
SelfSubjectAccessReview; both are asked here as the account. The rights that an account without any
binding has are everybody's, and are not ours to answer for.
"""

import itertools

NAMESPACES = ("llm-copilot", "llm-copilot-sandbox", "default", "kube-system")
AGENT = "system:serviceaccount:llm-copilot:llm-copilot-agent"
LOOK = ("get", "list", "watch")

# What the accounts are for, written down here once more on purpose: not read from the manifests.
WATCHER = {
    (group, resource, verb)
    for group, resources in {
        "": "pods services events nodes namespaces replicationcontrollers",
        "apps": "deployments replicasets statefulsets daemonsets",
        "batch": "jobs cronjobs",
        "autoscaling": "horizontalpodautoscalers",
        "policy": "poddisruptionbudgets",
        "networking.k8s.io": "ingresses",
        "discovery.k8s.io": "endpointslices",
        "events.k8s.io": "events",
    }.items()
    for resource, verb in itertools.product(resources.split(), LOOK)
}
SANDBOX = {
    *(("batch", "jobs", verb) for verb in ("create", "delete", *LOOK)),
    *(("", "pods", verb) for verb in LOOK),
    ("", "pods/log", "get"),
}
OPERATOR = {
    *(("apps", resource, verb) for resource in ("deployments", "statefulsets") for verb in ("get", "patch")),
    *(("apps", f"{resource}/scale", verb)
      for resource in ("deployments", "statefulsets") for verb in ("get", "patch", "update")),
    ("", "pods/eviction", "create"),
}

# Asked one by one too, of everybody and everywhere: a list can be read wrongly.
NEVER = [
    ("", "secrets", "get"), ("", "secrets", "list"), ("", "configmaps", "get"), ("", "pods", "create"),
    ("", "pods", "delete"), ("", "pods/exec", "create"), ("", "pods/attach", "create"), ("", "pods/portforward", "create"),
    ("", "pods/ephemeralcontainers", "patch"), ("", "nodes/proxy", "get"), ("", "nodes", "patch"),
    ("", "serviceaccounts/token", "create"), ("", "serviceaccounts", "impersonate"), ("", "users", "impersonate"),
    ("", "namespaces", "patch"), ("", "services", "patch"), ("apps", "deployments", "create"), ("apps", "daemonsets", "create"),
    ("apps", "deployments", "delete"), ("batch", "cronjobs", "create"), ("batch", "jobs", "patch"),
    ("rbac.authorization.k8s.io", "clusterrolebindings", "create"), ("rbac.authorization.k8s.io", "rolebindings", "create"),
    ("rbac.authorization.k8s.io", "clusterroles", "escalate"), ("rbac.authorization.k8s.io", "clusterroles", "bind"),
    ("policy", "poddisruptionbudgets", "patch"), ("networking.k8s.io", "networkpolicies", "delete"),
    ("admissionregistration.k8s.io", "mutatingwebhookconfigurations", "create"),
    ("certificates.k8s.io", "certificatesigningrequests/approval", "update"), ("*", "*", "*"),
]


def expected(account, namespace, operator_in):
    """(group, resource, verb) that the account is meant to have there."""
    if account != AGENT:
        return set()
    return (WATCHER | (SANDBOX if namespace == "llm-copilot-sandbox" else set())
            | (OPERATOR if namespace in operator_in else set()))


def accounts(plane):
    return [f"system:serviceaccount:{namespace}:{one['metadata']['name']}"
            for namespace in ("llm-copilot", "llm-copilot-sandbox")
            for one in plane.list(f"/api/v1/namespaces/{namespace}/serviceaccounts")]


def listed(plane, account, namespace):
    """All that an account may do in a namespace, as (group, resource, verb), and addresses that are no resources."""
    status, answer = plane.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", {
        "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview", "spec": {"namespace": namespace}}, account)
    if status != 201 or answer["status"]["incomplete"]:
        raise AssertionError(f"the list of {account} in {namespace} is not whole: {answer}")
    found = set()
    for rule in answer["status"]["resourceRules"]:
        names = rule.get("resourceNames") or [""]
        for group, resource, verb, name in itertools.product(rule["apiGroups"], rule["resources"], rule["verbs"], names):
            found.add((group, resource + (f" {name}" if name else ""), verb))
    for rule in answer["status"]["nonResourceRules"]:
        found |= {("address", path, verb) for path, verb in itertools.product(rule["nonResourceURLs"], rule["verbs"])}
    return found


def may(plane, account, namespace, right):
    group, resource, verb = right
    resource, _, sub = resource.partition("/")
    status, answer = plane.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
        "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": {"namespace": namespace, "group": group, "resource": resource,
                                        "subresource": sub, "verb": verb}}}, account)
    if status != 201:
        raise AssertionError(f"{account}: {answer}")
    return answer["status"]["allowed"]


def check(plane, operator_in=()):
    """What is allowed and must not be, what must be and is not, and how many questions were asked."""
    forbidden, missing, asked = [], [], 0
    nobody = "system:serviceaccount:nowhere:nobody"
    for account in accounts(plane):
        for namespace in NAMESPACES:
            wanted = expected(account, namespace, operator_in)
            where = f"{account.removeprefix('system:serviceaccount:')} in {namespace}"
            extra = listed(plane, account, namespace) - listed(plane, nobody, namespace) - wanted
            forbidden += [f"{where}: {' '.join(right)}" for right in sorted(extra)]
            missing += [f"{where}: {' '.join(right)}" for right in sorted(wanted)
                        if not may(plane, account, namespace, right)]
            for right in NEVER:
                if right not in wanted and right not in extra and may(plane, account, namespace, right):
                    forbidden.append(f"{where}: {' '.join(right)}")
            asked += 1 + len(wanted) + len(NEVER)
    return forbidden, missing, asked
