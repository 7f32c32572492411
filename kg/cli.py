"""The command line: arguments and exit codes; every command is a thin layer over a room of the package.

Exit codes: 0 done; 1 done, but an input was skipped or a check failed; 2 nothing done (wrong usage, unusable
input); 3 internal error. Rooms are imported inside the commands, so that help and lists answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import kg
from kg.console import (
    echo,
    language,
    pick_language,
    prepare_streams,
    safe,
    set_language,
    translate,
    warn,
    words,
)
from kg.console.catalogue import group as words_of
from kg.console.commands import Group, Option, common, debugging, option, set_debugging
from kg.console.rules_group import rules_group
from kg.errors import KgError, QueryError
from kg.export.formats import FORMATS

if TYPE_CHECKING:
    from kg.run import Progress

SOURCES = click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
OUT = click.argument("out", type=click.Path(path_type=Path))
WITH = option("--with", "extra", metavar="DIR", type=click.Path(path_type=Path))
REGION = option("--region", metavar="NAME")
DATE = option("--date", metavar="EDTF")
JOBS = option("--jobs", "-j", type=click.IntRange(min=0), default=0, metavar="N")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; the console script hands it to ``sys.exit``."""
    prepare_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    set_language(pick_language(given))
    set_debugging("--debug" in given)
    try:
        code = cli.main(args=given, prog_name="kg", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        command = (error.ctx.command_path if error.ctx else "kg").removeprefix("kg").strip()
        text = words("error.usage", message=translate(error.format_message()), command=command)
        warn(" ".join(text.split()))
        return 2
    except KgError as error:
        warn(words("error.prefix") + translate(str(error)) if language() == "zh" else f"kg: {error}")
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        warn(words("error.interrupted"))
        return 2
    except (BrokenPipeError, SystemExit):  # click turns a closed pipe into an exit
        return _closed_pipe()
    except Exception as error:
        if debugging():
            raise
        message = " ".join(str(error).split()) or "?"
        warn(words("error.internal", kind=type(error).__name__, message=message))
        return 3


def _closed_pipe() -> int:
    """The reader of our output has gone (``kg query … | head``): no error of ours."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


@click.group(cls=Group, name="kg", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kg.__version__, prog_name="kg", cls=Option)
@common
def cli() -> None:
    """Group of all commands; its help is in the catalogue."""


@cli.command("build")
@SOURCES
@option("--out", "-o", required=True, type=click.Path(path_type=Path))
@REGION
@DATE
@JOBS
@option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="P")
@WITH
@option("--base", metavar="IRI")
@option("--licence", metavar="IRI")
@option("--quiet", "-q", is_flag=True)
@option("--log-json", is_flag=True)
@common
def build_command(**given: Any) -> int:
    """Build a graph."""
    from kg.console.summary import print_skipped, print_summary
    from kg.read import ReadOptions
    from kg.run import BuildOptions, build

    options = BuildOptions(
        sources=given["sources"], out=given["out"], read=ReadOptions(given["region"], given["date"]),
        jobs=given["jobs"], min_confidence=given["min_confidence"], extra=given["extra"], lang=language(),
        base=given["base"], licence=given["licence"], debug=debugging(), tell=translate,
    )  # fmt: skip
    summary = build(options, _progress(given["quiet"], given["log_json"]))
    print_skipped(summary.skipped)
    if not given["quiet"]:
        print_summary(summary)
    return 1 if summary.skipped else 0


def _progress(quiet: bool, log_json: bool) -> Progress:
    from kg.run import Bar, JsonLog, Silent

    if log_json:
        return JsonLog(sys.stderr)
    if quiet or not sys.stderr.isatty():
        return Silent()
    return Bar(words_of("progress"))


@cli.command("extract")
@SOURCES
@REGION
@DATE
@JOBS
@WITH
@common
def extract_command(
    sources: tuple[Path, ...], region: str | None, date: str | None, jobs: int, extra: Path | None
) -> int:
    """Print records."""
    from kg.console.summary import print_skipped
    from kg.read import ReadOptions
    from kg.run.extracting import extract_all

    skipped = []
    for result in extract_all(sources, ReadOptions(region, date), jobs, extra, debugging()):
        if result.skipped:
            skipped.append(result.skipped)
        else:
            sys.stdout.write(result.record.decode("utf-8") + "\n")
    sys.stdout.flush()
    print_skipped(tuple(skipped))
    return 1 if skipped else 0


@cli.command("query")
@click.argument("out", required=False, type=click.Path(path_type=Path))
@click.argument("query", required=False)
@option("--list", "list_queries", is_flag=True)
@option("--param", "-p", "parameters", multiple=True, metavar="NAME=VALUE")
@option("--format", "-f", "form", type=click.Choice(["table", "csv", "json", "turtle"]), default="table")
@common
def query_command(
    out: Path | None, query: str | None, list_queries: bool, parameters: tuple[str, ...], form: str
) -> int:
    """Ask a graph."""
    import kg.store as store

    if list_queries:
        echo(store.list_queries(language()))
        return 0
    if out is None or query is None:
        raise click.UsageError(words("error.no_query"), click.get_current_context())
    from kg.run import current_generation

    answer = store.ask(store.open_store(current_generation(out)), query, _parameters(parameters))
    _put(store.render(answer, form, language(), _width()), form)
    return 0


def _parameters(given: Iterable[str]) -> dict[str, str]:
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise QueryError("--param", words("error.parameter", text=safe(text)))
        found[name.strip()] = value
    return found


def _put(text: str, form: str) -> None:
    """Print an answer; CSV, JSON and Turtle for a file or pipe go out untouched."""
    if form == "table" or sys.stdout.isatty():
        echo(text)
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((100, 24)).columns


@cli.command("explain")
@OUT
@click.argument("name")
@common
def explain_command(out: Path, name: str) -> int:
    """Explain a thing."""
    import kg.store as store
    from kg.run import current_generation

    explanation = store.explain(store.open_store(current_generation(out)), name, language())
    colour = sys.stdout.isatty()
    text = explanation.text(colour=colour, width=_width())
    sys.stdout.write(text if colour else safe(text))
    sys.stdout.flush()
    return 0


@cli.command("view")
@OUT
@option("--output", "-o", required=True, type=click.Path(path_type=Path))
@option("--focus", metavar="NAME")
@option("--hops", type=click.IntRange(min=0), default=2, metavar="N")
@option("--types", default="", metavar="T1,T2")
@option("--limit", type=click.IntRange(min=1), default=20_000, metavar="N")
@option("--with-sparql", is_flag=True)
@common
def view_command(
    out: Path, output: Path, focus: str | None, hops: int, types: str, limit: int, with_sparql: bool
) -> int:
    """Write the network."""
    from kg.run import current_generation
    from kg.show import ViewOptions, write_view
    from kg.store import open_store

    chosen = tuple(part.strip() for part in types.split(",") if part.strip())
    options = ViewOptions(
        lang=language(), focus=focus, hops=hops, types=chosen, limit=limit, sparql=with_sparql
    )
    write_view(open_store(current_generation(out)), output, options)
    echo(str(output))
    return 0


@cli.command("export")
@OUT
@option("--to", "target_form", required=True, type=click.Choice(FORMATS), metavar="FORMAT")
@option("--output", "-o", "place", required=True, type=click.Path(path_type=Path))
@common
def export_command(out: Path, target_form: str, place: Path) -> int:
    """Write the graph in another form."""
    from kg.console.summary import print_export
    from kg.export import export
    from kg.run import current_generation

    print_export(export(current_generation(out), target_form, place, language(), out))
    return 0


@cli.command("check")
@OUT
@option("--strict", is_flag=True)
@option("--format", "-f", "check_form", type=click.Choice(["table", "json"]), default="table")
@common
def check_command(out: Path, strict: bool, check_form: str) -> int:
    """Check a graph."""
    from kg.console.check import render_checked
    from kg.run import current_generation
    from kg.store import open_store
    from kg.store.checking import check

    checked = check(open_store(current_generation(out)))
    _put(render_checked(checked, check_form), check_form)
    return 1 if not checked.conformance.conforms or (strict and checked.questions) else 0


cli.add_command(rules_group)


@cli.command("publish")
@OUT
@option("--endpoint", required=True, metavar="URL")
@option("--protocol", type=click.Choice(["gsp", "update"]), default="gsp")
@option("--query", "query_endpoint", default="", metavar="URL")
@option("--graph", "graph_iri", metavar="IRI")
@option("--auth", type=click.Choice(["basic", "digest", "bearer"]))
@option("--user", default="", metavar="NAME")
@option("--batch", type=click.IntRange(min=0), default=0, metavar="N")
@option("--restart", is_flag=True)
@common
def publish_command(out: Path, **given: Any) -> int:
    """Load the graph into a store."""
    from kg.export.description import read_about
    from kg.export.publish import publish
    from kg.export.remote import Target
    from kg.run import current_generation
    from kg.store import open_store

    folder = current_generation(out)
    auth = given["auth"] or ("basic" if given["user"] else "")
    target = Target(
        endpoint=given["endpoint"], graph=given["graph_iri"] or read_about(open_store(folder)).iri,
        protocol=given["protocol"], query=given["query_endpoint"], auth=auth, user=given["user"],
        secret=_secret(auth), batch=given["batch"],
    )  # fmt: skip
    done = publish(folder, target, out / "cache", given["restart"])
    echo(words("publish.done", graph=target.graph, count=f"{done.statements:,}", sent=f"{done.sent:,}"))
    return 0


def _secret(auth: str) -> str:
    """Return the password or token: from the environment, else asked for; never an argument, which others see."""
    import os

    if not auth:
        return ""
    name = "FANGZHI_TOKEN" if auth == "bearer" else "FANGZHI_PASSWORD"
    if name in os.environ:
        return os.environ[name]
    if not sys.stdin.isatty():
        raise click.UsageError(words("error.no_secret", name=name), click.get_current_context())
    return str(click.prompt(words("publish.ask"), hide_input=True, err=True))


@cli.command("eval")
@click.argument("gold", type=click.Path(path_type=Path))
@click.argument("predicted", type=click.Path(path_type=Path))
@option("--docs", default="", metavar="D1,D2")
@option("--diff", "before", type=click.Path(path_type=Path), metavar="BEFORE")
@option("--errors", type=click.IntRange(min=0), default=0, metavar="N")
@option("--json", "as_json", is_flag=True)
@common
def eval_command(
    gold: Path, predicted: Path, docs: str, before: Path | None, errors: int, as_json: bool
) -> int:
    """Score records."""
    import json

    from kg.evaluate import evaluate

    names = [part.strip() for part in docs.split(",") if part.strip()] or None
    result = evaluate(gold, predicted, names)
    if as_json:
        echo(json.dumps(result.json(), ensure_ascii=False, indent=1))
    elif before is not None:
        echo(result.diff(evaluate(gold, before, names)))
    else:
        echo(result.text(errors))
    return 0
