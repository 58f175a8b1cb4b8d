"""CustomResourceDefinitions for the kinds that our manifests use, from the schemas of the custom resources."""

import json
import re

import cluster_plane
import rig

CLUSTER_WIDE = {"ClusterIssuer", "ClusterSecretStore"}
SHORT = {"VerticalPodAutoscaler": ["vpa"]}
# What a schema of an API server may not say, or says by itself.
LEFT_OUT = {"$schema", "additionalProperties"}


def need_schemas():
    if not cluster_plane.SCHEMAS.is_dir():
        raise rig.Lacking(f"the schemas of the custom resources are not at {cluster_plane.SCHEMAS} (DRILL_SCHEMAS)")


def custom(kinds):
    """Those of (apiVersion, kind) for which there is a schema."""
    for api, kind in sorted(kinds):
        group, _, version = api.rpartition("/")
        schema = cluster_plane.SCHEMAS / group / f"{kind.lower()}_{version}.json"
        if group and schema.exists():
            yield group, version, kind, json.loads(schema.read_text())


def install(plane, kinds):
    names = []
    for group, version, kind, schema in custom(kinds):
        plural = re.sub("([^aeiou])y$", r"\1ie", kind.lower()) + "s"
        names.append(f"{plural}.{group}")
        plane.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", {
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": names[-1],
                         # Some groups are the project's own, and ask for this.
                         "annotations": {"api-approved.kubernetes.io": "unapproved, of a drill"}},
            "spec": {
                "group": group, "scope": "Cluster" if kind in CLUSTER_WIDE else "Namespaced",
                "names": {"kind": kind, "plural": plural, "singular": kind.lower(), "shortNames": SHORT.get(kind, [])},
                "versions": [{"name": version, "served": True, "storage": True, "subresources": {"status": {}},
                              "schema": {"openAPIV3Schema": structural(schema)}}],
            },
        })

    def established():
        found = plane.list("/apis/apiextensions.k8s.io/v1/customresourcedefinitions")
        return sum(any(c["type"] == "Established" and c["status"] == "True"
                       for c in crd["status"].get("conditions") or []) for crd in found) == len(names)

    rig.await_true("the custom resources are known", established, 30)
    return names


def structural(schema):
    """The JSON schema as an API server takes it: it finds unknown fields itself, where it is to keep none."""
    if isinstance(schema, list):
        return [structural(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {}
    for key, value in schema.items():
        if key == "properties":
            kept[key] = {name: structural(one) for name, one in value.items()}
        elif key == "additionalProperties" and isinstance(value, dict):
            kept[key] = structural(value)
        elif key not in LEFT_OUT:
            kept[key] = structural(value)
    return kept
