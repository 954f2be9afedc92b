"""The `news-monitor` command.

Exit codes: 0 done, 1 stopped by a fault of ours, 2 something the user can put right.
"""

import logging
import sys

import click

from monitor.cli.alerts import alerts
from monitor.cli.check import check
from monitor.cli.dead import dead
from monitor.cli.deliveries import deliveries
from monitor.cli.demo import demo
from monitor.cli.endpoints import endpoints
from monitor.cli.extract import extract
from monitor.cli.feeds import feeds
from monitor.cli.health import health
from monitor.cli.receive import receive
from monitor.cli.replay import replay
from monitor.cli.run import ingest, run
from monitor.cli.schemas import schemas
from monitor.cli.silences import silences
from monitor.cli.topics import topics
from monitor.cli.verify import verify_
from monitor.errors import NewsMonitorError

USER_ERROR = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="news-monitor")
@click.option("-v", "--verbose", is_flag=True, help="Say more of what goes on.")
def cli(*, verbose: bool) -> None:
    """Find statements by public actors, notice changes of position, tell subscribers."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    if not verbose:
        # It logs each attempt to connect; what becomes of them is told by our own errors.
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)


for command in (check, demo, extract, feeds, health, ingest, receive, replay, run, schemas, topics):
    cli.add_command(command)
for command in (alerts, dead, deliveries, endpoints, silences, verify_):
    cli.add_command(command)


def main() -> None:
    """Run the command line; what a user can put right is one clear line for each problem."""
    try:
        cli(standalone_mode=False)
    except NewsMonitorError as error:
        click.echo(str(error), err=True)
        sys.exit(USER_ERROR)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone away (`… | head`): nothing is wrong.
        sys.stderr.close()
        sys.exit(0)
