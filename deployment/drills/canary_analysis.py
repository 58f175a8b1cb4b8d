"""An AnalysisRun, as Argo Rollouts' controller does it: the queries of our AnalysisTemplates, word for
word, to a real Prometheus, their conditions on what it answers, their intervals and limits.

After argo-rollouts analysis/analysis.go and metricproviders/prometheus: a vector becomes a list of
numbers; a measurement is good, bad, inconclusive (neither condition holds) or an error; more bad ones
than failureLimit in all, more inconclusive ones than inconclusiveLimit, or more errors in a row than
consecutiveErrorLimit (4) end the metric, and the worst metric is the run's result. Durations are
divided by a factor.
"""

import ast
import http.client
import json
import math
import re
import time
import urllib.parse

import envoy
import rig

CONSECUTIVE_ERRORS = 4
LIMITS = {"name", "initialDelay", "interval", "failureLimit", "inconclusiveLimit", "successCondition",
          "failureCondition", "provider"}
ALLOWED = (ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Compare, ast.Eq, ast.NotEq, ast.Lt,
           ast.LtE, ast.Gt, ast.GtE, ast.Subscript, ast.Constant, ast.Call, ast.Name, ast.Load)


def holds(condition, result):
    """The part of the expression language that our conditions use."""
    text = condition.replace("&&", " and ").replace("||", " or ")
    tree = ast.parse(re.sub(r"!(?!=)", " not ", text).strip(), mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, ALLOWED) or (isinstance(node, ast.Name) and node.id not in ("result", "len", "isNaN")):
            raise rig.Failed(f"the drill cannot read the condition {condition}")
    known = {"__builtins__": {}, "result": result, "len": len, "isNaN": math.isnan}
    return bool(eval(compile(tree, "condition", "eval"), known))  # only what ALLOWED lets through


class Prometheus:
    def __init__(self, port):
        self.port = port

    def vector(self, query):
        """The numbers of an instant query; an OSError or a ValueError when there is no answer."""
        status, text = envoy.ask(self.port, "/api/v1/query?" + urllib.parse.urlencode({"query": query}))
        answer = json.loads(text)
        if status != 200 or answer["status"] != "success":
            raise ValueError(f"{status} {text[:300]} to {query}")
        return [float(one["value"][1]) for one in answer["data"]["result"]]


class Metric:
    def __init__(self, template, metric, arguments, factor, began):
        envoy.known(metric, *LIMITS)
        self.name = f"{template}/{metric['name']}"
        self.metric = metric
        self.query = metric["provider"]["prometheus"]["query"]
        for name, value in arguments.items():
            self.query = self.query.replace("{{args." + name + "}}", value)
        if "{{" in self.query:
            raise rig.Failed(f"{self.name}: an argument has no value: {self.query}")
        self.every = envoy.seconds(metric["interval"]) / factor
        self.next = began + envoy.seconds(metric.get("initialDelay", "0s")) / factor
        self.good = self.bad = self.inconclusive = self.errors = 0
        self.values = []

    def measure(self, prometheus):
        try:
            result = prometheus.vector(self.query)
            self.values.append(result)
            good = holds(self.metric["successCondition"], result)
            bad = holds(self.metric["failureCondition"], result)
            self.errors = 0
            if bad:
                self.bad += 1
            elif good:
                self.good += 1
            else:
                self.inconclusive += 1
        except (OSError, ValueError, http.client.HTTPException) as e:
            self.errors += 1
            rig.say(f"{self.name}: {e}")
        self.next = time.monotonic() + self.every

    def verdict(self):
        if self.bad > self.metric.get("failureLimit", 0):
            return "Failed"
        if self.inconclusive > self.metric.get("inconclusiveLimit", 0):
            return "Inconclusive"
        if self.errors > CONSECUTIVE_ERRORS:
            return "Error"
        return "Running"

    def told(self):
        last = ", ".join("none" if not one else f"{one[0]:.3g}" for one in self.values[-3:])
        return f"{self.name.split('/')[1]}: {self.good} good, {self.bad} bad, {self.inconclusive} unclear (last {last})"


class AnalysisRun:
    def __init__(self, templates, arguments, prometheus, factor):
        self.prometheus = prometheus
        self.began = time.monotonic()
        self.metrics = []
        for template in templates:
            given = {}
            for one in template["spec"]["args"]:
                value = arguments.get(one["name"], one.get("value"))
                if value is None:
                    raise rig.Failed(f"{template['metadata']['name']} asks for {one['name']}, and nobody says it")
                # A range is a duration too.
                given[one["name"]] = shortened(value, factor) if one["name"] == "window" else value
            for metric in template["spec"]["metrics"]:
                name = template["metadata"]["name"]
                self.metrics.append(Metric(name, metric, given, factor, self.began))

    def step(self):
        """Does what is due; Running, or how it ended."""
        now = time.monotonic()
        for metric in self.metrics:
            if now >= metric.next:
                metric.measure(self.prometheus)
        verdicts = {metric.verdict() for metric in self.metrics}
        return next((worst for worst in ("Failed", "Error", "Inconclusive") if worst in verdicts), "Running")

    def guilty(self):
        return [metric.name.split("/")[1] for metric in self.metrics if metric.verdict() != "Running"]

    def told(self):
        return "; ".join(metric.told() for metric in self.metrics)


def shortened(duration, factor):
    return f"{round(envoy.seconds(duration) / factor * 1000)}ms"
