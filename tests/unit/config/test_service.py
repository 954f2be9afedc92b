"""The service's configuration and the watch-list it names."""

from pathlib import Path

import pytest

from monitor.config.load import load_service
from monitor.config.service import EngineKind
from monitor.errors import ConfigurationError
from tests.support.files import configuration


def complaint(folder: Path, service: str, watchlist: str = "actors: [{id: a, name: A}]\n") -> str:
    """Return what is wrong with a configuration, the folder left out."""
    (folder / "watchlist.yaml").write_text(watchlist, encoding="utf-8")
    (folder / "service.yaml").write_text(service, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_service(folder / "service.yaml")
    return str(caught.value).replace(f"{folder}/", "")


def test_embedded_engine_is_the_default(tmp_path: Path) -> None:
    """Who names nothing but a watch-list gets the engine that needs no broker."""
    service, _ = load_service(configuration(tmp_path))
    assert service.engine is EngineKind.EMBEDDED


def test_watchlist_path_is_relative_to_the_file(tmp_path: Path) -> None:
    """The service may be started from any folder."""
    _, watchlist = load_service(configuration(tmp_path / "somewhere"))
    assert watchlist.actors[0].id == "duarte"


def test_problems_of_both_files_at_once(tmp_path: Path) -> None:
    """Mistakes in the service's file and in the watch-list are told together."""
    found = complaint(
        tmp_path, "watchlist: watchlist.yaml\nengin: kafka\n", "actors: [{id: a, nam: A}]\n"
    )
    assert "service.yaml:2:1: engin: no such setting; did you mean 'engine'?" in found
    assert "watchlist.yaml:1:18: actors[0].nam: no such setting; did you mean 'name'?" in found


def test_missing_watchlist_setting(tmp_path: Path) -> None:
    """A configuration that names no watch-list is told so."""
    assert complaint(tmp_path, "engine: embedded\n") == "service.yaml:1:1: watchlist: is missing"


def test_watchlist_that_is_not_there(tmp_path: Path) -> None:
    """A watch-list that does not exist is named by its path."""
    found = complaint(tmp_path, "watchlist: other.yaml\n")
    assert found == "other.yaml: cannot be read: no such file or directory"


def test_unknown_engine_lists_engines(tmp_path: Path) -> None:
    """An engine that does not exist is answered with those that do."""
    found = complaint(tmp_path, "watchlist: watchlist.yaml\nengine: kafak\n")
    assert found.startswith("service.yaml:2:1: engine: ")
    assert "'embedded'" in found
    assert "'kafka'" in found


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("delivery: {timeout: 0}", "2:12: delivery.timeout"),
        ("delivery: {timeout: -1}", "2:12: delivery.timeout"),
        ("delivery: {schedule: []}", "2:12: delivery.schedule"),
        ("delivery: {schedule: [0, -5]}", "2:26: delivery.schedule[1]"),
        ("delivery: {jitter: 2}", "2:12: delivery.jitter"),
        ("delivery: {concurrency: 0}", "2:12: delivery.concurrency"),
        ("delivery: {allow_networks: [10.0.0.1/8]}", "2:29: delivery.allow_networks[0]"),
        ("dead_letter_limit: 0", "2:1: dead_letter_limit"),
        ("kafka: {bootstrap: [nohost]}", "2:21: kafka.bootstrap[0]"),
        ("kafka: {partitions: many}", "2:9: kafka.partitions"),
    ],
)
def test_value_out_of_range(tmp_path: Path, line: str, place: str) -> None:
    """A value that cannot work is refused where it stands."""
    found = complaint(tmp_path, f"watchlist: watchlist.yaml\n{line}\n")
    assert found.startswith(f"service.yaml:{place}: "), found


def test_shipped_configuration_is_good(root: Path) -> None:
    """The configuration that ships has no problem."""
    service, watchlist = load_service(root / "deploy" / "news-monitor.yaml")
    assert service.engine is EngineKind.EMBEDDED
    assert watchlist.issues


def test_endless_wait_is_refused(tmp_path: Path) -> None:
    """A wait longer than the calendar is refused when it is read, not when it is to be kept."""
    with pytest.raises(ConfigurationError):
        load_service(configuration(tmp_path, service={"delivery": {"schedule": [0, 1e300]}}))


def test_infinite_wait_is_refused(tmp_path: Path) -> None:
    """So is one without end."""
    path = configuration(tmp_path)
    path.write_text("watchlist: watchlist.json\ndelivery: {schedule: [0, .inf]}\n", "utf-8")
    with pytest.raises(ConfigurationError):
        load_service(path)


def test_paths_of_security_are_relative_to_the_file(tmp_path: Path) -> None:
    """Certificates and the password are found from any folder."""
    security = {
        "tls": {"ca": "ca.pem", "cert": "/etc/c.pem", "key": "k.pem"},
        "sasl": {"mechanism": "PLAIN", "username": "u", "password_file": "../secret"},
    }
    path = configuration(tmp_path, service={"kafka": {"security": security}})
    found = load_service(path)[0].kafka.security
    assert found.tls is not None
    assert found.sasl is not None
    folder = path.parent
    assert found.tls.ca == str(folder / "ca.pem")
    assert found.tls.cert == "/etc/c.pem"
    assert found.sasl.password_file == str(folder / "../secret")


@pytest.mark.parametrize(
    ("sasl", "told"),
    [
        ("{mechanism: PLAIN, username: u}", "PLAIN needs username, password_file"),
        ("{mechanism: SCRAM-SHA-256, password_file: p}", "SCRAM-SHA-256 needs username"),
        ("{mechanism: PLAIN, username: u, password_file: p, token_file: t}", "and nothing else"),
        ("{mechanism: OAUTHBEARER}", "OAUTHBEARER needs token_file and nothing else"),
        ("{mechanism: OAUTHBEARER, token_file: t, username: u}", "token_file and nothing else"),
    ],
)
def test_each_mechanism_has_settings_of_its_own(sasl: str, told: str, tmp_path: Path) -> None:
    """A password where a token is wanted, or half of what is needed, is told with its place."""
    found = complaint(
        tmp_path, f"watchlist: watchlist.yaml\nkafka: {{security: {{sasl: {sasl}}}}}\n"
    )
    assert found.startswith("service.yaml:2:")
    assert ": kafka.security.sasl: " in found
    assert told in found


def test_token_is_found_from_the_configurations_folder(tmp_path: Path) -> None:
    """As every other path of the connection."""
    sasl = {"mechanism": "OAUTHBEARER", "token_file": "token"}
    path = configuration(tmp_path, service={"kafka": {"security": {"sasl": sasl}}})
    found = load_service(path)[0].kafka.security.sasl
    assert found is not None
    assert found.token_file == str(path.parent / "token")


def test_certificate_without_its_key_is_refused(tmp_path: Path) -> None:
    """Half of a pair is told with its place."""
    found = complaint(
        tmp_path, "watchlist: watchlist.yaml\nkafka: {security: {tls: {cert: a.pem}}}\n"
    )
    assert found.startswith("service.yaml:2:")
    assert found.endswith("kafka.security.tls: cert and key belong together")


def test_password_is_not_read_from_the_configuration(tmp_path: Path) -> None:
    """A password in the file is no setting, and its value is not repeated."""
    found = complaint(
        tmp_path,
        "watchlist: watchlist.yaml\nkafka: {security: {sasl: "
        "{mechanism: PLAIN, username: u, password: correct-horse}}}\n",
    )
    assert "kafka.security.sasl.password: no such setting; did you mean" in found
    assert "correct-horse" not in found
