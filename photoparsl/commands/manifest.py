"""`photoparsl manifest`: from an archive to a manifest."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from photoparsl.archives.answers import Pages
from photoparsl.archives.dated import EXACT, UNDATED, UNREAD
from photoparsl.archives.harvest import EVERY_SECONDS
from photoparsl.archives.iiif import SIZE
from photoparsl.archives.make import check_not_empty, manifest_of
from photoparsl.archives.records import FieldNames
from photoparsl.archives.sources import KINDS, ReadOptions
from photoparsl.archives.write import WIDEST, Report, YearPolicy, left_out_path
from photoparsl.commands.argument_types import amount, not_empty, path, whole
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.progress_bar import progress_bar
from photoparsl.redact import visible, without_secrets

_WORDS = (
    "Exit codes: 0 every record is in the manifest; 1 some were left out (they are listed); 2 it "
    "couldn't be made; 3 incomplete, the same command goes on; 130 interrupted.  docs/archives.md "
    "has the rules, and commands for public archives."
)


def define(commands: Commands) -> None:
    """Its arguments."""
    parser = commands.add_parser(
        "manifest",
        help="make a manifest from an archive: records or photos, here or on the web",
        description="Reads what an archive says of its photos, and writes a manifest of them with "
        "the years as they are known.  A SOURCE is a folder of photos with XML records (Dublin "
        "Core, MODS and the like) or with dates in the photos, an XML file of many records, a "
        "table (CSV, TSV, Parquet, JSON Lines), or a URL: a IIIF collection or manifest, an "
        "OAI-PMH repository, or any JSON.",
        epilog=_WORDS,
    )
    parser.add_argument("sources", nargs="+", type=not_empty, metavar="SOURCE")
    parser.add_argument(
        "-o",
        "--output",
        type=path,
        default=Path("manifest.csv"),
        metavar="FILE",
        help="the manifest: CSV, or lines 'URL YEAR' if it ends in .txt; compressed with .gz "
        "(default: manifest.csv)",
    )
    parser.add_argument("--as", choices=KINDS, dest="kind", help="what the sources are")
    parser.add_argument("--limit", type=whole(1), metavar="N", help="read N records only")
    _years(parser)
    _names(parser)
    _web(parser)
    parser.set_defaults(command=manifest)


def _years(parser: ArgumentParser) -> None:
    add = parser.add_argument_group("years", "Those that are exact are taken.").add_argument
    add("--fuzzy", action="store_true", help="take 'ca. 1910', '1901?', '1930s', '1890/1899' too")
    add(
        "--widest",
        type=whole(1),
        default=WIDEST,
        metavar="YEARS",
        help=f"with --fuzzy: those that span at most so many years (default: {WIDEST})",
    )
    add("--dated-only", action="store_true", help="leave out photos without a year")


def _names(parser: ArgumentParser) -> None:
    add = parser.add_argument_group(
        "names",
        "Where the usual ones don't fit: an XML element (title, or originInfo/dateCreated), a "
        "column, or in JSON a JMESPath expression.  Given again, the earlier go first.",
    ).add_argument
    for name, words in (
        ("date", "what holds the date"),
        ("identifier", "what holds the identifier"),
        ("title", "what holds the title"),
        ("image", "what holds the photo's URL or file"),
    ):
        add(f"--{name}", action="append", default=[], metavar="NAME", help=words)
    add(
        "--record", default="", metavar="NAME", help="what holds one record, or in JSON all of them"
    )
    add(
        "--url",
        default="",
        metavar="TEMPLATE",
        help="the photos' URLs, like https://a.example/{identifier}.jpg; also {identifier[0:4]}, "
        "{stem} and {folder} of the XML file, {photo} (a file's path in SOURCE), columns by name",
    )


def _web(parser: ArgumentParser) -> None:
    add = parser.add_argument_group(
        "on the web", "What has been fetched is kept for a week: the same command goes on."
    ).add_argument
    add(
        "--next", default="", metavar="EXPR", help="in JSON: the next page's URL, or its parameters"
    )
    add("--page", default="", metavar="NAME", help="the parameter of the URL that counts pages")
    add("--each", default="", metavar="TEMPLATE", help="in JSON: the URL of an item's own answer")
    add(
        "--size",
        type=whole(1),
        default=SIZE,
        metavar="PIXELS",
        help=f"IIIF: the longer side that is asked for (default: {SIZE})",
    )
    add(
        "--every",
        type=amount(),
        default=EVERY_SECONDS,
        metavar="SECONDS",
        help=f"between two requests (default: {EVERY_SECONDS:g})",
    )
    add("--refresh", action="store_true", help="ask again for what has been fetched before")
    add(
        "--allow-private",
        action="store_true",
        help="let an archive's answers and records lead to private addresses",
    )


def manifest(chosen: Namespace) -> int:
    """Write the manifest, and print what became of the records."""
    with progress_bar("Reading", chosen.limit, "records") as bar:
        report = manifest_of(
            chosen.sources, chosen.output, _how(chosen), _taken(chosen), chosen.limit, bar.add
        )
    output: Path = chosen.output.resolve() if chosen.output.is_symlink() else chosen.output
    print(_summed_up(report, output, chosen.fuzzy))
    check_not_empty(report)
    return ExitCode.SOME_FAILED if report.reasons else ExitCode.DONE


def _how(chosen: Namespace) -> ReadOptions:
    return ReadOptions(
        kind=chosen.kind or "",
        names=FieldNames(
            date=tuple(chosen.date),
            identifier=tuple(chosen.identifier),
            title=tuple(chosen.title),
            image=tuple(chosen.image),
            record=chosen.record,
            url=chosen.url,
        ),
        pages=Pages(chosen.next, chosen.page, chosen.each),
        size=chosen.size,
        every=chosen.every,
        refresh=chosen.refresh,
        allow_private=chosen.allow_private,
    )


def _taken(chosen: Namespace) -> YearPolicy:
    return YearPolicy(chosen.fuzzy, chosen.widest, chosen.dated_only)


def _summed_up(report: Report, output: Path, fuzzy: bool) -> str:
    """What was understood, and what was left out and why, with examples."""
    left = sum(report.reasons.values())
    lines = [f"{report.read:,} records: {report.written:,} photos, {left:,} left out", "Dates:"]
    for certainty, number in sorted(report.dates.items(), key=_request):
        lines.append(_line(certainty, number, report))
    if not fuzzy and report.dates.keys() - {EXACT, UNDATED, UNREAD}:
        lines.append("  (inexact dates give no year; with --fuzzy they do)")
    if left:
        lines.append(f"Left out, all in {left_out_path(output)}:")
        lines += [_line(reason, number, report) for reason, number in report.reasons.most_common()]
    lines.append(f"Manifest: {output}, {report.written:,} photos, {report.years:,} with a year")
    return "\n".join(lines)


def _request(item: tuple[str, int]) -> tuple[bool, int]:
    return item[0] != EXACT, -item[1]


def _line(word: str, number: int, report: Report) -> str:
    examples = "  |  ".join(
        visible(without_secrets(text))[:100] for text in report.examples.get(word, ())
    )
    return f"  {word:20} {number:9,}   {f'e.g. {examples}' if examples else ''}".rstrip()
