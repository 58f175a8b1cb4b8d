"""The programs of the drill `cluster`, built once into a cache outside of the repository.

Kubernetes' own programs come from their sources as Go modules: the control plane by the small main
module in control-plane/, kwok and Helm by `go install`.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import rig

SOURCES = rig.HOME / "deployment/drills/control-plane"
KWOK = "sigs.k8s.io/kwok/cmd/kwok@v0.8.0"
HELM = "helm.sh/helm/v3/cmd/helm@v3.22.0"


def cache():
    # As .ci/run: where it puts what it builds.
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "llm-copilot-tools"


def kubernetes_version():
    return re.search(r"^\s*k8s\.io/kubernetes (v[\d.]+)$", (SOURCES / "go.mod").read_text(), re.M).group(1)


def control_plane():
    """etcd, API server, controller manager, scheduler and kubectl in one program."""
    version = kubernetes_version()
    content = b"".join((SOURCES / name).read_bytes() for name in ("go.mod", "go.sum", "main.go"))
    key = f"control-plane-{version}-{hashlib.sha256(content).hexdigest()[:8]}"
    # Without it the API server says that it is of no version, and kubectl warns about the skew.
    stamps = [f"-X {package}.gitVersion={version}" for package in
              ("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")]
    return built(key, "control-plane",
                 lambda out: ["go", "build", "-trimpath", "-ldflags", " ".join(["-s", "-w", *stamps]), "-o", out, "."],
                 "6 to 14 minutes and 2 GB of memory, once")


def installed(module):
    name = module.split("@")[0].rsplit("/", 1)[1]
    return built(f"{name}-{module.split('@')[1]}", name,
                 lambda out: ["go", "install", "-trimpath", "-ldflags", "-s -w", module], "1 to 3 minutes, once")


def built(key, name, command, takes):
    program = cache() / key / name
    if program.exists():
        return program
    if not shutil.which("go"):
        raise rig.Lacking(f"there is no Go (1.26 or newer) to build {key} with, and it is not in {cache()}")
    rig.say(f"building {key} into {cache()} ({takes})")
    cache().mkdir(parents=True, exist_ok=True)
    # Renamed when it is whole, so that an interrupted build leaves no half of a program.
    with tempfile.TemporaryDirectory(dir=cache(), prefix="building-") as folder:
        out = pathlib.Path(folder) / name
        done = subprocess.run([str(word) for word in command(out)], cwd=SOURCES, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False,
                              env={**os.environ, "CGO_ENABLED": "0", "GOBIN": folder, "GOFLAGS": "-buildvcs=false"})
        if done.returncode != 0:
            raise rig.Lacking(f"{key} could not be built: {done.stderr[-2000:]}")
        program.parent.mkdir(exist_ok=True)
        os.replace(out, program)
    return program
