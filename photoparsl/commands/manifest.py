"""`photoparsl manifest`: make a manifest from an archive."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from photoparsl.archives import (
    KINDS,
    ColumnNames,
    DateChoices,
    ExcludedFiles,
    FieldNames,
    FolderOptions,
    Harvesting,
    Paging,
    YearPolicy,
    check_not_empty,
)
from photoparsl.commands.argument_types import source, written_file
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.option_arguments import (
    add_declared,
    declared_options,
    declared_values,
)
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import EXIT_CODES, ExitCode
from photoparsl.commands.terminal.progress_bar import progress_bar
from photoparsl.errors import IncompleteError
from photoparsl.library import ManifestParameters, manifest_summary, write_manifest_of

_EPILOG = f"{EXIT_CODES}  docs/archives.md has the rules, and commands for public archives."
_GROUPS: tuple[tuple[str, str, tuple[type, ...]], ...] = (
    (
        "years",
        "A photo with an exact date gets a year.  A photo with any other date gets none.",
        (DateChoices, YearPolicy),
    ),
    (
        "names of fields",
        "Needed if the archive doesn't use the usual names.  A name is an XML element (title, or "
        "originInfo/dateCreated), a column of a table, or in JSON a JMESPath expression "
        "(image.url).  A name may be given several times: the first that has a value counts.",
        (ColumnNames, FieldNames),
    ),
    ("in folders", "Hidden files and folders aren't read.", (ExcludedFiles, FolderOptions)),
    (
        "on the web",
        "Fetched documents are kept for a week, so that the same command goes on after an "
        "interruption.",
        (Paging, Harvesting),
    ),
)


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "manifest",
        help=COMMANDS["manifest"],
        description="Reads an archive's records of its photos, and writes a manifest: a list of "
        "the photos with their years, which 'photoparsl run' measures.  A SOURCE is a folder of "
        "photos with XML records (Dublin Core, MODS and the like) or with dates in the photos, an "
        "XML file of many records, a table (CSV, TSV, Parquet, JSON Lines), or a URL: a IIIF "
        "collection or manifest, an OAI-PMH repository, or any JSON.",
        epilog=_EPILOG,
        examples=[
            "photoparsl manifest photos/",
            "photoparsl manifest catalogue.csv --image-column Scan --date-column Dated --fuzzy",
            "photoparsl manifest https://library.example/iiif/photographs.json --limit 20",
        ],
    )
    _add_source(parser)
    parser.add_argument(
        "-o",
        "--output",
        type=written_file,
        default=Path("manifest.csv"),
        metavar="FILE",
        help="the file that the manifest is written to: CSV; or, if its name ends in .txt, lines "
        "'URL YEAR' of the photos that have a year; a name that ends in .gz compresses it "
        "(default: manifest.csv)",
    )
    options = declared_options(ManifestParameters)
    add_declared(parser, ManifestParameters, [o for o in options if o.name == "limit"])
    for title, description, declarations in _GROUPS:
        group = parser.add_argument_group(title, description)
        added: set[str] = set()  # a declaration has the options of its base too
        for declaration in declarations:
            options = [o for o in declared_options(declaration) if o.name not in added]
            add_declared(group, declaration, options)
            added |= {option.name for option in options}
    parser.set_defaults(command=manifest)


def manifest(arguments: Namespace) -> int:
    """Write the manifest, and print how many records are in it and why others aren't."""
    given = ManifestParameters(
        sources=arguments.sources,
        output=arguments.output,
        kind=arguments.kind or "",
        **declared_values(ManifestParameters, arguments),
    )
    with progress_bar("Reading", given.limit, "records") as bar:
        report = write_manifest_of(given, bar.add)
    print(manifest_summary(report, arguments.output))
    check_not_empty(report)
    if report.incomplete:
        raise IncompleteError(report.incomplete)
    return ExitCode.SOME_FAILED if report.reasons else ExitCode.DONE


def _add_source(parser: ArgumentParser) -> None:
    """Add the arguments for the sources and their kind."""
    parser.add_argument(
        "sources",
        nargs="+",
        type=source,
        metavar="SOURCE",
        help="a folder, a file or a URL, e.g. photos/, catalogue.csv",
    )
    parser.add_argument(
        "--as",
        choices=[kind.name for kind in KINDS],
        dest="kind",
        metavar="KIND",
        help="what the sources are, where it isn't recognised: "
        + "; ".join(f"{kind.name}: {kind.description}" for kind in KINDS),
    )
