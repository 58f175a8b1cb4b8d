"""The commands of the operators' guides, read from there, so that what is tried is what they say."""

import re

import rig

GUIDES = {
    "guide": "deployment/README.md",
    "kubernetes": "deployment/kubernetes/README.md",
    "chart": "deployment/helm/llm-copilot-agent/README.md",
    "recovery": "deployment/disaster-recovery/README.md",
    "observability": "deployment/observability/README.md",
}


def commands(guide, beginning):
    """All commands that begin so, in their order: in blocks of code, with continuation lines, or within backticks."""
    text = (rig.HOME / GUIDES[guide]).read_text()
    found = []
    for block in re.findall(r"^ *```\w*\n(.*?)^ *```$", text, re.M | re.S):
        joined = re.sub(r" *\\\n *", " ", block)
        found += [line.strip() for line in joined.splitlines()]
    found += re.findall(r"`([^`\n]+)`", re.sub(r"^ *```\w*\n.*?^ *```$", "", text, flags=re.M | re.S))
    return list(dict.fromkeys(re.sub(r"\s{2,}#.*$", "", one) for one in found if one.startswith(beginning)))


def command(guide, beginning):
    """The one command that begins so."""
    fitting = commands(guide, beginning)
    if len(fitting) != 1:
        raise rig.Failed(f"{GUIDES[guide]} has {len(fitting)} commands that begin with {beginning!r}: {fitting}")
    return fitting[0]


class Operator:
    """Somebody who follows the guides on this cluster."""

    def __init__(self, plane):
        self.plane = plane
        self.done = 0
        # What Terraform would have printed.
        self.aws = plane.folder / "aws.json"
        self.aws.write_text(
            '{"host": "copilot.example.com", "networkPolicy": {"databaseCidr": "10.40.16.0/20"},'
            ' "externalSecret": {"key": "llm-copilot/production", "region": "us-east-1",'
            ' "roleArn": "arn:aws:iam::000000000000:role/llm-copilot-production-us-east-1-secrets"},'
            ' "backup": {"bucket": "llm-copilot-backups-production-000000000000-us-east-1", "region": "us-east-1",'
            ' "roleArn": "arn:aws:iam::000000000000:role/llm-copilot-production-backup"}}')

    def run(self, guide, beginning, *changes, check=True, instead=()):
        """The command of the guide; `changes` are added to it, `instead` are pairs of what it says and what is meant."""
        words = command(guide, beginning).replace("/tmp/aws.json", str(self.aws))
        for old, new in instead:
            if old not in words:
                raise rig.Failed(f"{words!r} no longer has {old!r}")
            words = words.replace(old, new)
        self.done += 1
        return self.plane.shell(" ".join([words, *changes]), check=check)
