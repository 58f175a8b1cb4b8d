"""The application on the cluster, by the guide's own commands: installed, updated, rolled back,
drained, switched between colours, scaled; watched all the while.
"""

import threading
import time

import cluster_manifests as manifests
import rig
from cluster_guide import commands
from cluster_rollout import (
    NAME,
    PODS,
    Sampler,
    deployment,
    evictions_refused,
    has_settled,
    pods,
    serving_colors,
    settled,
    uneven,
    zones,
)

PROMISED = 3  # pods, as maxUnavailable is 0
PROMISED_IN_DRAINS = 2  # the PDB


class Steps:
    def __init__(self, plane, operator, findings):
        self.plane, self.operator, self.findings = plane, operator, findings
        self.sampler = Sampler(plane)
        self.least = []
        self.spread = []
        self.drained = []

    @property
    def available_min(self):
        return min(self.least, default=0)

    @property
    def zones(self):
        return min(self.spread, default=0)

    def expect(self, what, true):
        if not true:
            self.findings.wrong.append(what)

    def guide(self, beginning, *changes, **how):
        return self.operator.run("guide", beginning, *changes, **how)

    def await_settled(self, name=NAME, replicas=None, seconds=120):
        return rig.await_true(f"{name} has settled", lambda: settled(self.plane, name, replicas), seconds)

    def await_theirs(self, replicas):
        found = "/apis/apps/v1/namespaces/default/deployments/theirs"
        rig.await_true("somebody else's pods", lambda: has_settled(self.plane.get(found), replicas), 60)

    def keep_available(self, seen):
        self.least += seen
        self.expect(f"only {seen[0]} pods were available, not {PROMISED}", seen[0] >= PROMISED)

    def look_at_pods(self):
        """Three pods, three zones; more of them, as even as can be; and each finds what it refers to."""
        count = zones(self.plane, pods(self.plane))
        self.spread.append(sum(one > 0 for one in count.values()))
        self.expect(f"uneven: {count}", not uneven(count))
        self.findings.wrong += [f"pods miss {one}" for one in manifests.missing_references(self.plane)]

    def image(self):
        return deployment(self.plane)["spec"]["template"]["spec"]["containers"][0]["image"].rsplit(":", 1)[1]

    def install(self, stand_ins):
        self.guide("kubectl apply -f deployment/kubernetes/base/namespace.yaml")
        stand_ins(self.plane)
        self.guide("helm install llm-copilot-agent ./deployment/helm/llm-copilot-agent --namespace")
        self.await_settled(replicas=3)
        self.look_at_pods()
        self.guide("helm test llm-copilot-agent -n")
        # It would have to be attached to, which takes a kubelet: whether it would be let in can be asked.
        self.guide("kubectl run curl-test -n", "", instead=[("--rm -i", "--dry-run=server")])
        tokens = [pod["metadata"]["name"] for pod in self.plane.list(PODS) for volume in pod["spec"].get("volumes", [])
                  if any("serviceAccountToken" in source for source in volume.get("projected", {}).get("sources", []))]
        self.expect(f"pods with a token of the API: {tokens}", not tokens)
        threading.Thread(target=self.sampler.run, daemon=True).start()

    def upgrade(self, *changes, **how):
        return self.guide("helm upgrade llm-copilot-agent ./deployment/helm/llm-copilot-agent -n llm-copilot --values",
                          *changes, **how)

    def roll(self):
        with self.sampler.phase("a rolling update, with another configuration") as seen:
            self.upgrade("--set config.log.level=warn")
            self.guide("kubectl rollout status deployment/llm-copilot-agent -n llm-copilot")
            self.await_settled(replicas=3)
        self.keep_available(seen)
        self.expect(f"the image is {self.image()}", self.image() == "1.1.0")
        self.look_at_pods()
        with self.sampler.phase("a release that never gets ready, and `rollout undo`") as seen:
            self.upgrade(instead=[("1.1.0", "never-ready")])
            stuck = self.guide("kubectl rollout status deployment/llm-copilot-agent -n llm-copilot", "--timeout=12s", check=False)
            self.expect("a release that never gets ready was rolled out", stuck.returncode != 0)
            self.guide("kubectl rollout undo deployment/llm-copilot-agent -n")
            self.await_settled(replicas=3)
            self.expect(f"after undo the image is {self.image()}", self.image() == "1.1.0")
            self.guide("helm rollback llm-copilot-agent -n")
            self.await_settled(replicas=3)
            self.expect(f"after the rollback the image is {self.image()}", self.image() == "1.1.0")
        self.keep_available(seen)
        with self.sampler.phase("back over a change of the configuration, debug mode, more memory") as seen:
            self.guide("kubectl rollout undo deployment/llm-copilot-agent -n", "--to-revision=1")
            self.guide("kubectl set env deployment/llm-copilot-agent -n llm-copilot LOG_LEVEL=debug")
            self.guide("kubectl patch deployment llm-copilot-agent -n")
            self.await_settled(replicas=3)
        self.keep_available(seen)
        container = deployment(self.plane)["spec"]["template"]["spec"]["containers"][0]
        self.expect("LOG_LEVEL is not set", {"name": "LOG_LEVEL", "value": "debug"} in container["env"])
        self.expect("memory is not 4Gi", container["resources"]["limits"]["memory"] == "4Gi")
        self.look_at_pods()
        self.prove_the_sampler()

    def prove_the_sampler(self):
        """One pod goes before the new one is there: if that is not seen, the figure means nothing."""
        strategy = "kubectl patch deployment llm-copilot-agent -n llm-copilot -p " \
            """'{"spec":{"strategy":{"rollingUpdate":{"maxSurge":%d,"maxUnavailable":%d}}}}'"""
        self.plane.shell(strategy % (0, 1))
        with self.sampler.phase("wrong on purpose, a rolling update with a pod less") as seen:
            self.guide("kubectl set env deployment/llm-copilot-agent -n llm-copilot LOG_LEVEL-")
            self.await_settled(replicas=3)
        if seen[0] >= PROMISED:
            raise rig.Failed("a pod less was not seen by the sampler")
        self.plane.shell(strategy % (1, 0))

    def drain(self):
        before = evictions_refused(self.plane)
        busy = sorted({pod["spec"]["nodeName"] for pod in pods(self.plane)})
        first, second = [name for name in busy if not name.startswith("node-c")][:2]
        with self.sampler.phase(f"{first} and {second} drained at the same time") as seen:
            both = [threading.Thread(target=self.drain_one, args=(name,), daemon=True) for name in (first, second)]
            for one in both:
                one.start()
            for one in both:
                one.join()
            self.await_settled(replicas=3)
        self.expect(f"drained were {self.drained}, not {first} and {second}", set(self.drained) == {first, second})
        self.expect(f"{seen[0]} pods were left by drains", seen[0] >= PROMISED_IN_DRAINS)
        refused = evictions_refused(self.plane) - before
        rig.say(f"{refused} evictions refused")
        self.expect("no eviction was refused: the PDB was not tried", refused > 0)
        self.plane.shell(f"kubectl uncordon {first} {second}")
        # The only node of its zone: the zone counts no longer, so its pods may start elsewhere.
        with self.sampler.phase("a whole zone drained") as seen:
            self.drain_one("node-c1")
            self.await_settled(replicas=3)
        self.expect(f"{seen[0]} pods were left by drains", seen[0] >= PROMISED_IN_DRAINS)
        self.expect("there is a pod in the zone that was drained", zones(self.plane, pods(self.plane))["us-east-1c"] == 0)
        self.plane.shell("kubectl uncordon node-c1")
        with self.sampler.phase("restarted, to be even again") as seen:
            self.guide("kubectl rollout restart deployment/llm-copilot-agent -n")
            self.await_settled(replicas=3)
        self.keep_available(seen)
        self.look_at_pods()

    def drain_one(self, name):
        done = self.guide("kubectl drain NODE", check=False, instead=[("NODE", name)])
        self.expect(f"drain of {name}: {done.stderr[-500:]}", done.returncode == 0)
        self.drained.append(name)

    def await_color(self, color):
        rig.await_true(f"{color} has the traffic", lambda: serving_colors(self.plane) == {color}, 30)

    def blue_green(self):
        green, shared = f"{NAME}-green", ("service/llm-copilot-agent", "ingress/llm-copilot-agent-ingress",
                                          "serviceaccount/llm-copilot-agent", "externalsecret/llm-copilot-secrets")
        with self.sampler.phase("green beside main, switched, back, and again") as seen:
            self.guide("helm upgrade --install llm-copilot-agent-green")
            self.await_settled(green, replicas=3)
            self.guide("helm test llm-copilot-agent-green")
            self.expect("green has traffic before the switch", serving_colors(self.plane) == {"main"})
            patch = """kubectl patch service llm-copilot-agent -n llm-copilot -p '{"spec":{"selector":{"color":"%s"}}}'"""
            to_green, to_main = patch % "green", patch % "main"
            self.guide(to_green)
            self.await_color("green")
            self.upgrade()
            self.await_settled(replicas=3)
            self.expect("an upgrade of main switched back", serving_colors(self.plane) == {"green"})
            self.guide(to_main)
            self.await_color("main")
            self.guide(to_green)
            self.await_color("green")
            self.guide("kubectl scale deployment/llm-copilot-agent -n llm-copilot --replicas=0")
            rig.await_true("main is parked", lambda: not pods(self.plane), 30)
            time.sleep(6)  # three times the period of the autoscaler
            self.expect("the autoscaler started the parked pods", deployment(self.plane)["spec"]["replicas"] == 0)
            self.upgrade()
            self.await_settled(replicas=3)
            self.guide(to_main)
            self.await_color("main")
            self.guide("helm uninstall llm-copilot-agent-blue -n", instead=[("blue", "green")])
            self.expect("green is still there", deployment(self.plane, green) is None)
            self.plane.shell(f"kubectl get -n llm-copilot {' '.join(shared)}")
        self.keep_available(seen)

    def canary(self):
        def weights():
            found = self.plane.get(f"/apis/networking.istio.io/v1/namespaces/llm-copilot/virtualservices/{NAME}")
            return [route["weight"] for route in found["spec"]["http"][0]["route"]]

        def settle():
            if deployment(self.plane, f"{NAME}-canary"):
                self.await_settled(f"{NAME}-canary", replicas=1)

        shares = []
        with self.sampler.phase("a canary") as seen:
            for step in commands("guide", f"helm upgrade {NAME} {manifests.CHART} -n llm-copilot --reuse-values --set canary."):
                self.guide(step)
                settle()
                shares.append(weights())
            rig.await_true("the canary is gone", lambda: deployment(self.plane, f"{NAME}-canary") is None, 30)
        self.expect(f"the shares were {shares}", [90, 10] in shares and shares[-1] == [100, 0])
        self.keep_available(seen)

    def scale(self):
        def to(replicas):
            self.guide("kubectl scale deployment/llm-copilot-agent -n",
                       instead=[("--replicas=0", f"--replicas={replicas}")])

        with self.sampler.phase("7 pods, an upgrade, 20, more, 3, and even again") as seen:
            to(7)
            self.await_settled(replicas=7)
            self.look_at_pods()
            self.upgrade("--set image.tag=1.2.0")
            self.await_settled(replicas=7)
            self.look_at_pods()
            to(20)
            self.await_settled(replicas=20)
            self.look_at_pods()
            to(25)
            self.await_settled(replicas=20)  # the most that the autoscaler lets be
            to(3)
            self.await_settled(replicas=3)
            # Nobody looks at zones when pods are taken away: first from the nodes with most of them.
            rig.say(f"after going down: {zones(self.plane, pods(self.plane))}")
            self.guide("kubectl rollout restart deployment/llm-copilot-agent -n")
            self.await_settled(replicas=3)
            self.look_at_pods()
        self.keep_available(seen)
        to(2)
        self.await_settled(replicas=3)  # and the fewest
