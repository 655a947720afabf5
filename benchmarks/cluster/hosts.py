"""Hosts out of one machine, for Linux and root: namespaces with a network, processes, names and folders of their own.

Hosts hang on one switch and see of each other only what comes over it. They share the processors, the checkout and its
environment, as if the same version were installed on all, and its compiled code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

#: where a host sees its own disk
DISK = "/mnt"
#: what a process of a host is given; no proxies, as hosts have none, and Ray without tokens, which it would look for
ENV = {
    "PATH": f"{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin",
    "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
    "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0", "TMPDIR": DISK, "HOME": DISK,
    "OPENBLAS_NUM_THREADS": "1",
}  # fmt: skip
PORT = 6379
#: how soon the head takes a silent host for lost; by Ray's own numbers that takes it about a minute
NOTICING = "RAY_health_check_timeout_ms=2000 RAY_health_check_period_ms=500"


def impossible() -> str:
    """Why there can be no hosts here; empty if there can."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "namespaces need Linux and root"
    lacking = [c for c in ("ip", "unshare", "nsenter", "mount") if shutil.which(c) is None]
    if lacking:
        return f"no {' or '.join(lacking)} here"
    name = f"ct{os.getpid()}try"
    tried = subprocess.run(
        f"ip netns add {name} && ip netns exec {name} unshare --mount true; code=$?; ip netns del {name}; exit $code",
        shell=True, capture_output=True, check=False,
    )  # fmt: skip
    return "" if tried.returncode == 0 else "this machine lets nobody make namespaces"


@dataclass
class Host:
    """A host: `disk` is the folder that it sees as `DISK`, and `port` where it is plugged into the switch."""

    name: str
    address: str
    disk: Path
    port: str
    processes: list[subprocess.Popen[str]] = field(default_factory=list)
    root: subprocess.Popen[str] | None = None

    def begin(self, command: str) -> subprocess.Popen[str]:
        """Start a command of the shell on the host; what it prints goes to a file of its disk."""
        assert self.root is not None
        with (self.disk / f"said-{len(self.processes)}").open("w") as said:
            process = subprocess.Popen(
                ["nsenter", "--target", str(self._first()), "--all", "--", "sh", "-c", command],
                env={**ENV, **_cache()}, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, text=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def run(self, command: str) -> str:
        """What a command prints, when it has ended well."""
        process = self.begin(command)
        if code := process.wait():
            raise RuntimeError(f"{self.name}: {command!r} ended with {code}:\n{self.said(process)}")
        return self.said(process)

    def said(self, process: subprocess.Popen[str]) -> str:
        """What a process of the host has printed so far."""
        return (self.disk / f"said-{self.processes.index(process)}").read_text("utf-8")

    def titles(self) -> dict[int, str]:
        """Command lines of the processes of the host by number, both as seen from outside."""
        here, found = Path(f"/proc/{self._first()}/ns/pid").readlink(), {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "ns" / "pid").readlink() == here:
                    line = (process / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(process.name)] = line.decode(errors="replace")
            except OSError:  # it ended while we looked
                continue
        return found

    def off(self) -> None:
        """Cut its power: no process of it runs on, and none has the time to say so."""
        assert self.root is not None
        self.root.kill()
        self.root.wait()
        for process in self.processes:
            process.wait()

    def unplug(self) -> None:
        """Pull its cable: it goes on, and nobody hears of it."""
        _ip(f"link set {self.port} down")

    def _first(self) -> int:
        """The host's process 1, as this machine counts."""
        assert self.root is not None
        return int(Path(f"/proc/{self.root.pid}/task/{self.root.pid}/children").read_text().split()[0])


def _cache() -> dict[str, str]:
    """Compiled code is part of the installation, which is one."""
    cache = os.environ.get("NUMBA_CACHE_DIR")
    return {"NUMBA_CACHE_DIR": cache} if cache else {"XDG_CACHE_HOME": str(Path.home() / ".cache")}


@contextmanager
def hosts(count: int) -> Iterator[list[Host]]:
    """Hosts until the end of the block; nothing of them stays, whatever happened."""
    prefix, folder = f"ct{os.getpid()}", Path(tempfile.mkdtemp(prefix="contested-hosts-"))
    with ExitStack() as ending:
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
        _ip(f"link add {prefix}s type bridge")
        ending.callback(_ip, f"link del {prefix}s")
        _ip(f"link set {prefix}s up")
        made = []
        for k in range(count):
            name, address = f"{prefix}h{k}", f"10.213.77.{k + 1}"
            _ip(f"netns add {name}")
            ending.callback(_ip, f"netns del {name}")
            _ip(f"link add {prefix}p{k} type veth peer name eth0 netns {name}")
            # A namespace ends some time after its name, and its cable with it: the next hosts may come before.
            ending.callback(_ip, f"link del {prefix}p{k}")
            _ip(f"link set {prefix}p{k} master {prefix}s up")
            for words in ("link set lo up", f"addr add {address}/24 dev eth0", "link set eth0 up"):
                _ip(f"-n {name} {words}")
            made.append(Host(f"host{k}", address, folder / name, f"{prefix}p{k}"))
            made[-1].disk.mkdir()
            _boot(made[-1], name, folder)
            ending.callback(made[-1].off)
        yield made


def _boot(host: Host, netns: str, folder: Path) -> None:
    """Its first process, which sees no other host's disk; when this process ends, so does it, and all of the host."""
    inside = (
        f"hostname {host.name} && mount --bind {host.disk} {DISK} && mount -t tmpfs none {folder} "
        "&& mount -t tmpfs -o size=512m none /dev/shm && echo up && exec sleep infinity"
    )
    host.root = subprocess.Popen(
        ["ip", "netns", "exec", netns, "unshare", "--mount", "--uts", "--ipc", "--pid", "--mount-proc", "--fork",
         "--kill-child", "sh", "-c", inside],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert host.root.stdout is not None
    if host.root.stdout.readline() != "up\n":
        raise RuntimeError(f"{host.name} did not start")


def ray_on(among: list[Host], processors: int = 1) -> None:
    """A Ray cluster of the hosts, the first of which is its head."""
    common = f"--num-cpus {processors} --object-store-memory 80000000 --disable-usage-stats"
    head = among[0]
    head.run(f"{NOTICING} ray start --head --node-ip-address {head.address} --port {PORT} --include-dashboard false "
             f"--temp-dir {DISK}/ray {common}")  # fmt: skip
    joining = [
        host.begin(f"ray start --address {head.address}:{PORT} --node-ip-address {host.address} {common}")
        for host in among[1:]
    ]
    for host, process in zip(among[1:], joining, strict=True):
        if process.wait():
            raise RuntimeError(f"{host.name} did not join the cluster")


def _ip(words: str) -> None:
    subprocess.run(["ip", *words.split()], check=True)
