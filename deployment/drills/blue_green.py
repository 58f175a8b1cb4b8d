"""The blue-green switch, as the operators' guide has it, under load and with pages open.

The main release serves; green, a release beside it, is ready. Then the very command of the guide
(`kubectl patch service`) is done to the Service, and Envoy gets the endpoints that it selects now:
forth, back, and forth again. At last the old colour ends, and the pages that it still had come over.

switch_s: the longest time from a patch until Envoy works by it and no new request is answered by the
colour before. A request has failed when its answer is not 2xx or does not come.
"""

import json
import re
import threading
import time

import envoy
import rig
import rolling

PODS = 2
STREAMS = 8
LOOKERS = 4
SHUTDOWN_DELAY = 5
SETTLED_S = 6
GUIDE = rig.HOME / "deployment/README.md"
GREEN = rig.HOME / "deployment/helm/llm-copilot-agent/examples/green.yaml"


def command(color):
    """What the guide tells operators to patch the Service with."""
    found = re.findall(r"kubectl patch service llm-copilot-agent -n llm-copilot -p '(\{.*?\})'", GUIDE.read_text())
    for patch in map(json.loads, found):
        if patch["spec"]["selector"]["color"] == color:
            return patch
    raise rig.Failed(f"{GUIDE} does not say how to switch to {color}")


def drill(the_rig):
    envoy.need()
    rig.need("psql")
    objects = envoy.render(rig.HOME / "deployment/kubernetes/overlays/production")
    main = envoy.pod_labels(envoy.find(objects, "Deployment", "llm-copilot-agent"))
    green = envoy.pod_labels(envoy.find(envoy.documents(GREEN.read_text()), "Deployment", "llm-copilot-agent-green"))
    mesh = envoy.Mesh(the_rig, objects)

    database, *ports = rig.free_ports(1 + 2 * PODS)
    rig.Postgres(the_rig, database).create().start().with_application()
    environment = {"COPILOT_SERVER_SHUTDOWN_DELAY": f"{SHUTDOWN_DELAY}s", **envoy.POD}
    servers = {port: rig.Copilot(the_rig, f"copilot-{port}", port, rig.jdbc(database), environment) for port in ports}
    colors = {"main": ports[:PODS], "green": ports[PODS:]}
    # The second colour starts beside the first, as a release that comes later.
    for color, labels in (("main", main), ("green", green)):
        for port in colors[color]:
            servers[port].launch()
        for port in colors[color]:
            servers[port].await_ready()
            mesh.pods.append(envoy.Pod(f"{color}-{port}", labels, port))
    mesh.start()
    rig.await_true("the gateway", lambda: rig.status(mesh.port, "/health/ready") == 200, 20)

    load = envoy.Load(mesh.port, the_rig.stop_flag)
    streams_stop = threading.Event()
    streams = [rolling.Stream(mesh.port, streams_stop) for _ in range(STREAMS)]
    paths = ["/", "/incidents", "/api/v1/incidents", "/health", "/health/ready", "/signals", "/watches"]
    threads = [threading.Thread(target=load.look, args=(paths,), daemon=True) for _ in range(LOOKERS)]
    threads.append(threading.Thread(target=load.alert, daemon=True))
    for thread in threads + [threading.Thread(target=one.run, daemon=True) for one in streams]:
        thread.start()
    rig.await_true("the load runs", lambda: load.requests > 200, 60)

    wrong = []
    if {one.by for one in load.since(0)} - {0} != set(colors["main"]):
        wrong.append("before the switch not all pods of main, and they alone, answered")
    longest = 0.0
    for color in ("green", "main", "green"):
        patched = time.monotonic()
        taken = mesh.patch_service(command(color)) - patched
        time.sleep(SETTLED_S)
        # On a busy machine it takes longer until all pods had the occasion to answer.
        rig.await_true("enough requests", lambda since=patched: len(load.since(since)) > 100, 120)
        answers = load.since(patched)
        late = [one.began - patched for one in answers if one.by and one.by not in colors[color]]
        took = max([taken, *late])
        longest = max(longest, took)
        settled = [one for one in answers if one.began > patched + took]
        strays, visitors = envoy.strayed(settled, load)
        rig.say(f"to {color}: {took:.3f} s, {len(late)} requests still by the colour before, {len(settled)} by {color}; "
                f"{visitors - len(strays)} of {visitors} visitors with a cookie stayed on one pod")
        if {one.by for one in settled} - {0} != set(colors[color]):
            wrong.append(f"after the switch to {color} not all of its pods answered")
        if strays or not visitors:
            wrong.append(f"the cookie did not hold a visitor on a pod: {strays}")
        if took > SETTLED_S / 2:
            wrong.append(f"{took:.1f} s after the switch to {color} the colour before still answered")

    # The old colour is parked: pages that are open there are told to come back.
    before = sum(stream.resumed for stream in streams)
    for port in colors["main"]:
        servers[port].terminate()
    moved = sum(stream.resumed for stream in streams) - before
    the_rig.stop_flag.set()
    for thread in threads:
        thread.join(40)

    newest = "select coalesce(max(sequence), 0) from incident_change"

    def all_there():
        last = int(rig.query(database, newest, "llm_copilot"))
        return all(stream.broken or stream.last >= last for stream in streams)

    try:
        rig.await_true("the streams catch up", all_there, 30)
    except rig.Failed as e:
        wrong.append(f"{e}: {[stream.last for stream in streams]}")
    resumed = sum(stream.resumed for stream in streams) - before
    streams_stop.set()
    broken = [stream.broken for stream in streams if stream.broken]
    wrong += [f"stream: {why}" for why in broken] + [f"failed: {line}" for line in load.failures[:10]]
    rig.say(f"{len(load.acknowledged)} alerts acknowledged; {moved} to {resumed} times an open page came over, "
            f"{len(broken)} broke")
    if not resumed:
        wrong.append("no page was open on the old colour: the drill proves nothing about them")
    stored = set(rig.query(database, "select name from alert", "llm_copilot").split("\n"))
    lost = [name for name in load.acknowledged if name not in stored]
    if lost:
        wrong.append(f"{len(lost)} acknowledged alerts are not stored: {lost[:5]}")
    return {"requests": load.requests, "failed": len(load.failures), "switch_s": f"{longest:.2f}"}, wrong


if __name__ == "__main__":
    rig.main("blue-green", drill)
