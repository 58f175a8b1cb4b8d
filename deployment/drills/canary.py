"""Three releases by Argo Rollouts' steps, with our Rollout and AnalysisTemplates played by the drill:
a good one goes through, one that errors and one that gets not ready are taken back by the analysis.

Stable pods and a canary share a database behind Envoy. The drill does what the controller does: sets
the weights of the steps in the VirtualService, waits, asks a real Prometheus the queries of the
AnalysisTemplates, and at a verdict sets the weights back. The kubelet's probe of readiness, and what
kube-state-metrics tells of it, are played too. All waits, intervals and ranges are divided by FACTOR;
what Envoy does by itself (ejection) is not.

The canary errors because its role in the database may no longer read a table, as a release would
whose query is wrong: its probes are content. It gets not ready because the database no longer lets
it in. requests: all. canary_share: of the good release, while the weight says 10 %. rollback_s: the
longer one, from the begin of the fault until the last request that still went to the canary.
failed_after_rollback: of the requests that began after that.
"""

import http.server
import json
import math
import threading
import time

import canary_analysis
import envoy
import rig
import rolling

FACTOR = 20
SCRAPE_S = 30 / FACTOR
STABLE_PODS = 2
STREAMS = 6
LOOKERS = 4
# Weights are drawn: four standard deviations of the share that so many requests have.
DEVIATIONS, ENOUGH = 4, 300
MARGIN_S = 8
WARM_UP = 200
PATHS = ["/", "/incidents", "/api/v1/incidents", "/health", "/signals", "/watches"]
OBJECTS = rig.HOME / "deployment/ci-cd/rollouts/production"


class Kubelet:
    """Probes the pods as their Deployment says, tells the mesh, and shows what kube-state-metrics shows."""

    def __init__(self, the_rig, mesh, deployment):
        container = deployment["spec"]["template"]["spec"]["containers"][0]
        probe = container["readinessProbe"]
        self.path, self.limit = probe["httpGet"]["path"], probe["failureThreshold"]
        self.every, self.patience = probe["periodSeconds"] / FACTOR, probe["timeoutSeconds"]
        self.container, self.mesh, self.failures = container["name"], mesh, {}
        kubelet = self

        class Metrics(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = kubelet.metrics().encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def handle(self):
                try:
                    super().handle()
                except OSError:
                    pass  # Prometheus, on a busy machine, did not wait for it.

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Metrics)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        threading.Thread(target=self.probe, args=(the_rig.stop_flag,), daemon=True).start()

    def probe(self, stop):
        while not stop.wait(self.every):
            for pod in list(self.mesh.pods):
                if rig.status(pod.port, self.path) == 200:
                    self.failures[pod.name] = 0
                    self.mesh.set_ready(pod, True)
                else:
                    self.failures[pod.name] = self.failures.get(pod.name, 0) + 1
                    if self.failures[pod.name] >= self.limit:
                        self.mesh.set_ready(pod, False)

    def metrics(self):
        lines = []
        for pod in list(self.mesh.pods):
            labels = f'namespace="llm-copilot",pod="{pod.name}"'
            lines.append(f'kube_pod_status_ready{{{labels},condition="true"}} {int(pod.ready)}')
            # Nothing here restarts a process.
            lines.append(f'kube_pod_container_status_restarts_total{{{labels},container="{self.container}"}} 0')
        return "\n".join(lines) + "\n"


class Prometheus(canary_analysis.Prometheus):
    """A real one, with the labels that the PodMonitor gives: job, namespace, pod."""

    def __init__(self, the_rig, kubelet):
        super().__init__(rig.free_ports(1)[0])
        self.folder = the_rig.folder / "prometheus"
        self.folder.mkdir()
        (self.folder / "prometheus.yml").write_text(f"""
global: {{scrape_interval: {int(SCRAPE_S * 1000)}ms, scrape_timeout: {int(SCRAPE_S * 1000)}ms}}
scrape_configs:
  - job_name: llm-copilot-agent
    authorization: {{credentials: {rig.TOKEN}}}
    file_sd_configs: [{{files: [{self.folder}/pods.json], refresh_interval: 1s}}]
  - job_name: kube-state-metrics
    honor_labels: true
    static_configs: [{{targets: ['127.0.0.1:{kubelet.port}']}}]
""")
        self.follow([])
        the_rig.start("prometheus", ["prometheus", f"--config.file={self.folder}/prometheus.yml",
                                     f"--storage.tsdb.path={self.folder}/data",
                                     f"--web.listen-address=127.0.0.1:{self.port}"])
        rig.await_true("Prometheus", lambda: rig.status(self.port, "/-/ready") == 200, 60)

    def follow(self, pods):
        new = self.folder / "pods.new"
        new.write_text(json.dumps([{"targets": [f"127.0.0.1:{pod.port}"],
                                    "labels": {"namespace": "llm-copilot", "pod": pod.name}} for pod in pods]))
        new.rename(self.folder / "pods.json")


class Cluster:
    """The stable pods, the canary of the moment, and who watches them."""

    def __init__(self, the_rig, objects):
        self.rig = the_rig
        self.rollout = envoy.find(objects, "Rollout", "llm-copilot-agent")["spec"]
        self.strategy = self.rollout["strategy"]["canary"]
        self.templates = [envoy.find(objects, "AnalysisTemplate", one["templateName"])
                          for one in self.strategy["analysis"]["templates"]]
        deployment = envoy.find(objects, self.rollout["workloadRef"]["kind"], self.rollout["workloadRef"]["name"])
        self.labels = envoy.pod_labels(deployment)
        self.mesh = envoy.Mesh(the_rig, objects)
        self.database = rig.free_ports(1)[0]
        rig.Postgres(the_rig, self.database).create().start().with_application()
        self.servers = {}
        self.stable = "5d9c6b7f84"
        for letter in "abcdef"[:STABLE_PODS]:
            self.launch(self.stable, letter)
        for pod in self.mesh.pods:
            self.servers[pod.name].await_ready()
        # At rest both subsets are the stable revision.
        self.mesh.set_hashes(self.stable, self.stable)
        self.mesh.start()
        self.kubelet = Kubelet(the_rig, self.mesh, deployment)
        self.prometheus = Prometheus(the_rig, self.kubelet)
        self.prometheus.follow(self.mesh.pods)

    def launch(self, revision, letter, user="llm_user"):
        port = rig.free_ports(1)[0]
        pod = envoy.Pod(f"llm-copilot-agent-{revision}-{letter * 5}",
                        {**self.labels, "rollouts-pod-template-hash": revision}, port, ready=False)
        environment = {"COPILOT_DB_USER": user, "COPILOT_SERVER_SHUTDOWN_DELAY": "5s", **envoy.POD}
        self.servers[pod.name] = rig.Copilot(self.rig, pod.name, port, rig.jdbc(self.database), environment).launch()
        self.mesh.pods.append(pod)
        return pod

    def start_canary(self, revision, letter):
        """With a role of its own, so that something can be taken from the canary alone."""
        user = f"canary_{letter}"
        self.tell(f"create role {user} login password 'drill' in role llm_user")
        pod = self.launch(revision, letter, user)
        self.mesh.set_hashes(self.stable, revision)
        self.servers[pod.name].await_ready()
        rig.await_true("the canary is probed", lambda: pod.ready, 20)
        # A JVM does not get warm FACTOR times faster: instead of the minutes that it has in a cluster.
        for number in range(WARM_UP):
            rig.status(pod.port, PATHS[number % len(PATHS)])
        self.prometheus.follow(self.mesh.pods)
        return pod, user

    def tell(self, sql):
        rig.query(self.database, sql, "llm_copilot")

    def end(self, pods):
        """Out of the mesh, then SIGTERM, as a pod that is deleted."""
        for pod in pods:
            self.mesh.pods.remove(pod)
        self.mesh.apply()
        self.prometheus.follow(self.mesh.pods)
        for pod in pods:
            self.servers[pod.name].terminate()


class Release:
    """One revision on its way: what the controller of Argo Rollouts does."""

    def __init__(self, cluster, revision, letter):
        self.cluster, self.mesh, self.revision = cluster, cluster.mesh, revision
        self.pod, self.user = cluster.start_canary(revision, letter)
        self.run, self.verdict, self.weighed = None, "Running", {}

    def go(self, fault=None):
        """Through the steps; `fault` is done when the canary has had its first share for a while."""
        strategy = self.cluster.strategy
        faulted = None
        for index, step in enumerate(strategy["steps"]):
            if index == strategy["analysis"]["startingStep"]:
                arguments = {one["name"]: self.revision for one in strategy["analysis"]["args"]
                             if one["valueFrom"] == {"podTemplateHashValue": "Latest"}}
                self.run = canary_analysis.AnalysisRun(self.cluster.templates, arguments, self.cluster.prometheus,
                                                       FACTOR)
            if "setWeight" in step:
                began = self.mesh.set_weight(step["setWeight"])
                self.weighed[step["setWeight"]] = [began, None]
                weight = step["setWeight"]
            else:
                until = time.monotonic() + envoy.seconds(step["pause"]["duration"]) / FACTOR
                while time.monotonic() < until and self.verdict == "Running":
                    time.sleep(0.1)
                    if fault and not faulted and time.monotonic() > self.weighed[weight][0] + MARGIN_S:
                        faulted = time.monotonic()
                        fault(self)
                        # A fault that is never found must end the drill, not the steps.
                        until = faulted + 1200 / FACTOR
                    self.verdict = self.run.step()
                self.weighed[weight][1] = time.monotonic()
                if self.verdict != "Running":
                    return faulted
        return faulted


def errs(release):
    """Reading incidents fails from now on; everything else works."""
    user = release.user
    release.cluster.tell(
        f"revoke llm_user from {user}; grant select, insert, update, delete on all tables in schema public to {user}; "
        f"grant usage on all sequences in schema public to {user}; revoke select on incident from {user}")


def gets_not_ready(release):
    """Out of the database, and not let in again."""
    user = release.user
    release.cluster.tell(f"alter role {user} nologin; "
                         f"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{user}'")


def drill(the_rig):
    envoy.need()
    rig.need("psql", "prometheus")
    objects = envoy.render(OBJECTS)
    labels = envoy.pod_labels(envoy.find(objects, "Deployment", "llm-copilot-agent"))
    wrong = envoy.check_ejection(the_rig, objects, labels)
    cluster = Cluster(the_rig, objects)
    mesh = cluster.mesh
    rig.await_true("the gateway", lambda: rig.status(mesh.port, "/health/ready") == 200, 20)

    load = envoy.Load(mesh.port, the_rig.stop_flag)
    streams_stop = threading.Event()
    streams = [rolling.Stream(mesh.port, streams_stop) for _ in range(STREAMS)]
    threads = [threading.Thread(target=load.look, args=(PATHS,), daemon=True) for _ in range(LOOKERS)]
    threads.append(threading.Thread(target=load.alert, daemon=True))
    for thread in threads + [threading.Thread(target=one.run, daemon=True) for one in streams]:
        thread.start()
    rig.await_true("the load runs", lambda: load.requests > 200, 60)

    share = good_release(cluster, load, wrong)
    rollbacks, failed_after = [], 0
    for revision, letter, fault, guilty in (("6b8d4c9f75", "y", errs, "errors"),
                                            ("7f5c8d6b94", "z", gets_not_ready, "ready")):
        took, failed = bad_release(cluster, load, wrong, revision, letter, fault, guilty)
        rollbacks.append(took)
        failed_after += failed

    the_rig.stop_flag.set()
    for thread in threads:
        thread.join(40)
    streams_stop.set()
    broken = [stream.broken for stream in streams if stream.broken]
    wrong += [f"stream: {why}" for why in broken]
    rig.say(f"{load.requests} requests, {len(broken)} of {STREAMS} open pages broke, "
            f"{sum(stream.resumed for stream in streams)} times one came back")
    figures = {"requests": load.requests, "canary_share": f"{share:.3f}", "rollback_s": f"{max(rollbacks):.1f}",
               "failed_after_rollback": failed_after}
    return figures, wrong


def good_release(cluster, load, wrong):
    release = Release(cluster, "59f7d8c6b4", "x")
    began = time.monotonic()
    release.go()
    rig.say(f"good release: {release.verdict} after {time.monotonic() - began:.0f} s. {release.run.told()}")
    if release.verdict != "Running":
        wrong.append(f"a good release was ended: {release.verdict} by {release.run.guilty()}: {release.run.told()}")
    # Promoted: everything to the canary, which is the stable revision from now on.
    cluster.mesh.set_weight(100)
    old = [pod for pod in cluster.mesh.pods if pod is not release.pod]
    cluster.stable = release.revision
    cluster.mesh.set_hashes(cluster.stable, cluster.stable)
    cluster.mesh.set_weight(0)
    time.sleep(2)
    cluster.end(old)
    failed = [one for one in load.since(began) if one.problem]
    if failed:
        wrong.append(f"{len(failed)} requests failed during a good release: {failed[:3]}")
    first = cluster.strategy["steps"][0]["setWeight"]
    answers = [one for one in load.since(*release.weighed[first]) if one.by]
    share = sum(one.by == release.pod.port for one in answers) / max(len(answers), 1)
    rig.say(f"at {first} % the canary answered {share:.3f} of {len(answers)} requests")
    wanted = first / 100
    tolerance = DEVIATIONS * math.sqrt(wanted * (1 - wanted) / max(len(answers), 1))
    if len(answers) < ENOUGH or abs(share - wanted) > tolerance:
        wrong.append(f"the canary's share was {share:.3f} of {len(answers)}, not {wanted} +- {tolerance:.3f}")
    for metric in release.run.metrics:
        if not metric.good:
            wrong.append(f"{metric.name} never said that the canary is good: it proves nothing")
    return share


def bad_release(cluster, load, wrong, revision, letter, fault, guilty):
    release = Release(cluster, revision, letter)
    began = time.monotonic()
    faulted = release.go(fault)
    before = [one for one in load.since(began, faulted) if one.problem and one.ended < faulted]
    if before:
        wrong.append(f"{len(before)} requests failed before the fault of {letter}: {before[:3]}")
    if release.verdict not in ("Failed", "Error") or guilty not in release.run.guilty():
        wrong.append(f"the release whose canary {fault.__name__} ended {release.verdict} by {release.run.guilty()}: "
                     f"{release.run.told()}")
    taken = cluster.mesh.set_weight(0)
    # What the controller waits before it takes the pods away (abortScaleDownDelaySeconds, 30 s).
    time.sleep(max(30 / FACTOR, 3))
    last = max((one.began for one in load.since(faulted) if one.by == release.pod.port), default=faulted)
    back = max(taken, last)
    cluster.mesh.set_hashes(cluster.stable, cluster.stable)
    cluster.end([release.pod])
    time.sleep(2)
    during = [one for one in load.since(began, back + 1e-9) if one.problem and one.ended >= faulted]
    after = [one for one in load.since(back + 1e-9) if one.problem]
    rig.say(f"{fault.__name__}: {release.verdict} by {release.run.guilty()}, back after {back - faulted:.1f} s "
            f"(times {FACTOR}: {(back - faulted) * FACTOR:.0f} s), {len(during)} failed until then, {len(after)} after. "
            f"{release.run.told()}")
    wrong += [f"failed after the rollback: {one}" for one in after[:5]]
    if not during:
        wrong.append(f"nothing failed while the canary {fault.__name__}: the drill proves nothing")
    if last > taken + 1:
        wrong.append(f"the canary answered for {last - taken:.1f} s after its weight was 0")
    return back - faulted, len(after)


if __name__ == "__main__":
    rig.main("canary", drill)
