"""`photoparsl manifest`: from an archive to a manifest."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from photoparsl.archives.make import check_not_empty, manifest_of
from photoparsl.archives.read_options import (
    IMAGE_SIZE,
    PAUSE_SECONDS,
    FieldNames,
    Paging,
    ReadOptions,
)
from photoparsl.archives.report import Report
from photoparsl.archives.sources import KINDS
from photoparsl.archives.write import left_out_path
from photoparsl.archives.year_estimate import Certainty
from photoparsl.archives.year_policy import WIDEST, YearPolicy
from photoparsl.commands.argument_types import amount, not_empty, path, whole
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.progress_bar import progress_bar
from photoparsl.redact import visible, without_secrets

_EPILOG = (
    "Examples: 'photoparsl manifest photos/' reads the records or the dates of the photos in a "
    "folder; 'photoparsl manifest catalogue.csv --image File --date Dated' reads a table; "
    "'photoparsl manifest https://library.example/iiif/photographs.json --limit 20' reads twenty "
    "photos of a IIIF collection.  "
    "Exit codes: 0 every record is in the manifest; 1 some were left out (they are listed); 2 it "
    "couldn't be made; 3 incomplete, the same command goes on; 130 interrupted.  docs/archives.md "
    "has the rules, and commands for public archives."
)


def define(commands: Commands) -> None:
    """Add the command and its arguments to the parser of the command line."""
    parser = commands.add_parser(
        "manifest",
        help="make a manifest from an archive: records or photos, here or on the web",
        description="Reads what an archive says of its photos, and writes a manifest: a list of "
        "the photos with their years, which 'photoparsl run' measures.  A SOURCE is a folder of "
        "photos with XML records (Dublin Core, MODS and the like) or with dates in the photos, an "
        "XML file of many records, a table (CSV, TSV, Parquet, JSON Lines), or a URL: a IIIF "
        "collection or manifest, an OAI-PMH repository, or any JSON.",
        epilog=_EPILOG,
    )
    parser.add_argument(
        "sources",
        nargs="+",
        type=not_empty,
        metavar="SOURCE",
        help="a folder, a file or a URL, e.g. photos/, catalogue.csv",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=path,
        default=Path("manifest.csv"),
        metavar="FILE",
        help="the file that the manifest is written to: CSV; or, if its name ends in .txt, lines "
        "'URL YEAR' of the photos that have a year; a name that ends in .gz compresses it "
        "(default: manifest.csv)",
    )
    parser.add_argument(
        "--as",
        choices=[kind.name for kind in KINDS],
        dest="kind",
        help="what the sources are, where it isn't recognised: "
        + "; ".join(f"{kind.name}: {kind.description}" for kind in KINDS),
    )
    parser.add_argument(
        "--limit",
        type=whole(1),
        metavar="N",
        help="read the first N records only, e.g. --limit 20 for a first look",
    )
    _years(parser)
    _names(parser)
    _web(parser)
    parser.set_defaults(command=manifest)


def _years(parser: ArgumentParser) -> None:
    add = parser.add_argument_group(
        "years", "A photo whose date is exact gets a year.  One with another date stays without."
    ).add_argument
    add(
        "--fuzzy",
        action="store_true",
        help="give a year to inexact dates too: 'ca. 1910', '1901?', '1930s', '1890/1899'",
    )
    add(
        "--widest",
        type=whole(1),
        default=WIDEST,
        metavar="YEARS",
        help="with --fuzzy: give none to dates that span more years than this: with --widest 10 "
        f"'1930s' has a year, '19th century' none (default: {WIDEST})",
    )
    add("--dated-only", action="store_true", help="leave out photos without a year")


def _names(parser: ArgumentParser) -> None:
    add = parser.add_argument_group(
        "names of fields",
        "Needed where the archive's aren't the usual ones: an XML element (title, or "
        "originInfo/dateCreated), a column of a table, or in JSON a JMESPath expression "
        "(image.url).  An option that is given twice names two: the first that holds something "
        "counts.",
    ).add_argument
    for name, what in (
        ("date", "the photo's date, e.g. --date dateCreated"),
        ("identifier", "the archive's identifier, e.g. --identifier shelfmark"),
        ("title", "the photo's title, e.g. --title caption"),
        ("image", "the photo's URL or file, e.g. --image 'File name'"),
    ):
        add(f"--{name}", action="append", default=[], metavar="NAME", help=f"what holds {what}")
    add(
        "--record",
        default="",
        metavar="NAME",
        help="the XML element that holds one record, e.g. --record photograph; in JSON the list "
        "of all records, e.g. --record response.items",
    )
    add(
        "--url",
        default="",
        metavar="TEMPLATE",
        help="the photos' URLs, where no field holds them, with names of fields in braces: "
        "'https://a.example/{identifier}.jpg'; {identifier[0:4]} is its first four characters; "
        "for XML also {stem} and {folder} of its file and {photo}, the photo's path in SOURCE; "
        "for a table its columns by name",
    )


def _web(parser: ArgumentParser) -> None:
    add = parser.add_argument_group(
        "on the web",
        "What has been fetched is kept for a week: after an interruption the same command goes on.",
    ).add_argument
    add(
        "--next",
        default="",
        metavar="EXPR",
        help="in JSON, an expression of the next page's URL or of its parameters, e.g. --next "
        "pagination.next",
    )
    add(
        "--page",
        default="",
        metavar="NAME",
        help="in JSON, the parameter of the URL that counts pages: --page p for '?p=1', '?p=2'",
    )
    add(
        "--each",
        default="",
        metavar="TEMPLATE",
        help="in JSON, the URL of each record, where the list holds only identifiers, e.g. --each "
        "'https://a.example/objects/{item}'",
    )
    add(
        "--size",
        type=whole(1),
        default=IMAGE_SIZE,
        metavar="PIXELS",
        help=f"IIIF: pixels of the longer side of the images (default: {IMAGE_SIZE})",
    )
    add(
        "--every",
        type=amount(),
        default=PAUSE_SECONDS,
        metavar="SECONDS",
        help=f"the pause between two requests (default: {PAUSE_SECONDS:g})",
    )
    add(
        "--refresh",
        action="store_true",
        help="fetch everything again, also what was kept from an earlier time",
    )
    add(
        "--allow-private",
        action="store_true",
        help="let an archive's answers and records lead to private addresses",
    )


def manifest(chosen: Namespace) -> int:
    """Write the manifest, and print what became of the records."""
    options, policy = _read_options(chosen), _year_policy(chosen)
    with progress_bar("Reading", chosen.limit, "records") as bar:
        report = manifest_of(chosen.sources, chosen.output, options, policy, chosen.limit, bar.add)
    output: Path = chosen.output.resolve() if chosen.output.is_symlink() else chosen.output
    print(_summary(report, output, policy))
    check_not_empty(report)
    return ExitCode.SOME_FAILED if report.reasons else ExitCode.DONE


def _read_options(chosen: Namespace) -> ReadOptions:
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
        paging=Paging(chosen.next, chosen.page, chosen.each),
        image_size=chosen.size,
        pause_seconds=chosen.every,
        refresh=chosen.refresh,
        allow_private=chosen.allow_private,
    )


def _year_policy(chosen: Namespace) -> YearPolicy:
    return YearPolicy(chosen.fuzzy, chosen.widest, chosen.dated_only)


def _summary(report: Report, output: Path, policy: YearPolicy) -> str:
    """The counts of dates, and of what was left out and why, with examples."""
    left_out = report.reasons.total()
    lines = [f"{report.read:,} records: {report.written:,} photos, {left_out:,} left out", "Dates:"]
    for certainty, count in sorted(report.dates.items(), key=_exact_first):
        lines.append(_line(certainty, count, report))
    if not policy.fuzzy and report.dates.keys() - _NEVER_FUZZY:
        lines.append("  (inexact dates give no year; with --fuzzy they do)")
    if left_out:
        lines.append(f"Left out, all in {left_out_path(output)}:")
        lines += [_line(reason, count, report) for reason, count in report.reasons.most_common()]
    lines.append(f"Manifest: {output}, {report.written:,} photos, {report.years:,} with a year")
    return "\n".join(lines)


_NEVER_FUZZY = {Certainty.EXACT, Certainty.UNDATED, Certainty.UNREAD}


def _exact_first(item: tuple[Certainty, int]) -> tuple[bool, int]:
    """The order of lines: exact dates, then the others by how many there are."""
    certainty, count = item
    return certainty != Certainty.EXACT, -count


def _line(word: str, count: int, report: Report) -> str:
    examples = "  |  ".join(
        visible(without_secrets(text))[:100] for text in report.examples.get(word, ())
    )
    return f"  {word:20} {count:9,}   {f'e.g. {examples}' if examples else ''}".rstrip()
