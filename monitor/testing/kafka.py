"""A real Apache Kafka broker for tests and for trying the monitor locally.

A single KRaft node on the loopback interface, started from the jars named in
``deploy/kafka/pom.xml``, with its data in a temporary directory::

    with broker_from_environment() as broker:
        run_against(broker.bootstrap)

Everything here is synchronous; from a coroutine use ``asyncio.to_thread``.
"""

import asyncio
import atexit
import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from aiokafka.admin import AIOKafkaAdminClient  # type: ignore[import-untyped,unused-ignore]
from aiokafka.errors import KafkaError  # type: ignore[import-untyped,unused-ignore]

POM = Path(__file__).resolve().parents[2] / "deploy" / "kafka" / "pom.xml"

_NEEDS = "Kafka tests need Java 17 and Maven, or NEWS_MONITOR_TEST_BROKER=host:port"
_JVM = ("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
# The short broker session lets a restart after kill() register again quickly.
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
log.dirs={data}
auto.create.topics.enable=false
num.partitions=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=500
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
message.max.bytes=10485760
"""


# Beside the open listener, which the tests' own preparations use.
_GUARDED = """\
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller},\
SSL://127.0.0.1:{tls},SASL_SSL://127.0.0.1:{sasl}
listener.security.protocol.map=\
PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL
ssl.keystore.type=PEM
ssl.keystore.location={guard.broker}
ssl.truststore.type=PEM
ssl.truststore.location={guard.ca}
listener.name.ssl.ssl.client.auth=required
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER
listener.name.sasl_ssl.plain.sasl.jaas.config=\
org.apache.kafka.common.security.plain.PlainLoginModule required{users};
listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=\
org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.sasl_ssl.oauthbearer.sasl.jaas.config=\
org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;
listener.name.sasl_ssl.oauthbearer.sasl.server.callback.handler.class=\
org.apache.kafka.common.security.oauthbearer.internals.unsecured.\
OAuthBearerUnsecuredValidatorCallbackHandler
listener.name.sasl_ssl.oauthbearer.connections.max.reauth.ms=3600000
"""

# Who comes by the open listener has no name; what is allowed to nobody is allowed to that one only.
_AUTHORIZED = """\
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
allow.everyone.if.no.acl.found=false
"""


@dataclass(frozen=True, slots=True)
class Guard:
    """What a broker asks of its clients on two further listeners: TLS, and SASL over TLS.

    It also believes tokens that nobody has signed, and breaks connections off when theirs expire.

    Attributes:
        broker: PEM file of the broker's key and certificate.
        ca: PEM file of who signs the broker's certificate and its clients'.
        users: who is known by PLAIN and SCRAM, with their passwords.
        authorizes: on these listeners nothing is allowed that no ACL allows.
    """

    broker: Path
    ca: Path
    users: Mapping[str, str]
    authorizes: bool = False


class KafkaUnavailable(Exception):  # noqa: N818 - an answer rather than a fault
    """This machine cannot run the broker; the message says what is missing."""


def resolve_classpath(cache_dir: Path) -> str:
    """Return the Java class path: from ``cache_dir`` if the pom is unchanged, else from Maven."""
    if not POM.is_file():
        raise KafkaUnavailable(f"{_NEEDS} (deploy/kafka/pom.xml is not here)")
    cache = cache_dir / f"kafka-{hashlib.sha256(POM.read_bytes()).hexdigest()[:16]}.classpath"
    if known := _known(cache):
        return known
    maven = shutil.which("mvn")
    if maven is None:
        raise KafkaUnavailable(f"{_NEEDS} (mvn not found)")
    cache_dir.mkdir(parents=True, exist_ok=True)
    with _alone(cache_dir), tempfile.TemporaryDirectory(dir=cache_dir) as scratch:
        if known := _known(cache):
            return known
        answer = Path(scratch) / cache.name
        command = [maven, "-q", "-B", "-f", str(POM), "dependency:build-classpath"]
        command.append(f"-Dmdep.outputFile={answer}")
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0 or not answer.is_file():
            raise KafkaUnavailable(f"{_NEEDS} (Maven failed: {done.stdout.strip()[-800:]})")
        return answer.replace(cache).read_text("utf-8")


def _known(cache: Path) -> str:
    """Return the class path that was kept, or nothing where a jar of it is gone."""
    known = cache.read_text("utf-8") if cache.is_file() else ""
    return known if all(Path(jar).is_file() for jar in known.split(os.pathsep)) else ""


@contextmanager
def _alone(cache_dir: Path) -> Iterator[None]:
    """Wait until no other process resolves: two Mavens at once would fill one repository."""
    with (cache_dir / "resolving.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _free_port(lowest: int) -> int:
    """Pick a free port below those the system gives to outgoing connections.

    A client reconnecting to a stopped broker could otherwise be given its port.
    """
    while True:
        port = lowest + secrets.randbelow(8000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


async def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Wait up to a minute until the broker has registered and describes itself."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
        with suppress(OSError, KafkaError), socket.create_connection(("127.0.0.1", port), 1):
            admin = AIOKafkaAdminClient(bootstrap_servers=f"127.0.0.1:{port}")
            try:
                async with asyncio.timeout(5):
                    await admin.start()
                    if (await admin.describe_cluster())["brokers"]:
                        return True
            finally:
                await admin.close()
    return False


class Broker:
    """One Kafka process; ``with Broker() as broker:`` starts and removes it.

    Attributes:
        bootstrap: Address for clients, for example ``127.0.0.1:19092``.
        tls: Address of the listener that asks for a client's certificate, with a guard.
        sasl: Address of the listener that asks for a name and a password, with a guard.
        external: Somebody else runs the broker: no method here has any effect.
        log: File that receives everything the broker writes.
    """

    def __init__(
        self, *, external: str = "", cache_dir: Path | None = None, guard: Guard | None = None
    ) -> None:
        """Describe a broker to start, or the running one at ``external``."""
        self._guard = guard
        self.tls = self.sasl = ""
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        self.external = bool(external)
        self.bootstrap = external
        self.log = Path()
        self._cache_dir = cache_dir or Path(cache) / "news-monitor"
        self._command: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and return as soon as it answers metadata requests."""
        if self.external:
            return
        command = self._command or self._prepare()
        with self.log.open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self._process = process
        port = int(self.bootstrap.rpartition(":")[2])
        with ThreadPoolExecutor() as pool:  # its own thread: a loop may be running in this one
            if pool.submit(lambda: asyncio.run(_answers(port, process))).result():
                return
        self.kill()
        raise RuntimeError(f"Kafka did not start: {self.log.read_text('utf-8', 'replace')[-3000:]}")

    def stop(self) -> None:
        """Shut down in an orderly way, by force after nine seconds; keep the data."""
        if self._process is not None:
            self.resume()
            self._signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(9)
            self.kill()

    def kill(self) -> None:
        """End the whole process group at once with SIGKILL; keep the data."""
        if self._process is not None:
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Freeze with SIGSTOP: connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Continue after :meth:`pause`."""
        self._signal(signal.SIGCONT)

    def restart(self) -> None:
        """Stop if it runs, then start on the same ports with the same data."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Stop and delete all data."""
        self.stop()
        atexit.unregister(self.close)
        if self._command:
            self._command = []
            shutil.rmtree(self.log.parent, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def _prepare(self) -> list[str]:
        """Write server.properties, format the log directory, return the command."""
        java_home = os.environ.get("JAVA_HOME")
        java = shutil.which("java", path=f"{java_home}/bin" if java_home else None)
        if java is None:
            raise KafkaUnavailable(f"{_NEEDS} (java not found)")
        jvm = [java, *_JVM, "-cp", resolve_classpath(self._cache_dir)]
        home = Path(tempfile.mkdtemp(prefix="news-monitor-kafka-"))
        config, self.log = str(home / "server.properties"), home / "broker.log"
        self._command = [*jvm, "kafka.Kafka", config]
        atexit.register(self.close)
        port, controller = _free_port(15000), _free_port(23000)
        self.bootstrap = f"127.0.0.1:{port}"
        text = _PROPERTIES.format(port=port, controller=controller, data=home / "data")
        users = []
        if self._guard is not None:
            tls, sasl = _free_port(15000), _free_port(23000)
            self.tls, self.sasl = f"127.0.0.1:{tls}", f"127.0.0.1:{sasl}"
            # The later of two settings counts.
            known = self._guard.users.items()
            text += _GUARDED.format(
                port=port,
                controller=controller,
                tls=tls,
                sasl=sasl,
                guard=self._guard,
                users="".join(f' user_{name}="{password}"' for name, password in known),
            )
            text += _AUTHORIZED if self._guard.authorizes else ""
            for mechanism in ("SCRAM-SHA-256", "SCRAM-SHA-512"):
                for name, password in known:
                    users += ["--add-scram", f"{mechanism}=[name={name},password={password}]"]
        Path(config).write_text(text, "utf-8")
        cluster = f"--cluster-id={secrets.token_urlsafe(16)}"
        tool = [*jvm, "kafka.tools.StorageTool", "format", "--standalone", cluster, "-c", config]
        tool += users
        done = subprocess.run(tool, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            why = f"Kafka cannot run: {done.stderr.strip()[:800]}"
            # With settings of a test's own, the fault is more likely theirs than the machine's.
            raise RuntimeError(why) if self._guard else KafkaUnavailable(f"{_NEEDS} ({why})")
        return self._command


def broker_from_environment() -> Broker:
    """Return the broker named by NEWS_MONITOR_TEST_BROKER, or else a new one."""
    return Broker(external=os.environ.get("NEWS_MONITOR_TEST_BROKER", ""))
