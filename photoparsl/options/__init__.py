"""Options: how they are declared, checked, named in messages, and set in settings files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.options.option_fields import (
        check_options,
        fields_of,
        flag_of,
        key_of,
        normalise,
        option_field,
        parameter_field,
    )
    from photoparsl.options.option_names import (
        grid_option,
        in_shell,
        limit_option,
        option,
        trend_option,
        without_effect,
    )
    from photoparsl.options.option_values import (
        MOST,
        as_written,
        check_value,
        choices,
        path_of,
        places_of,
    )
    from photoparsl.options.settable import Settable
    from photoparsl.options.settings_files import (
        FOLDER_FILE,
        GRID,
        RUN,
        Given,
        Refusals,
        parse_toml,
        read_tables,
        settings_text,
        user_file,
        with_todays_names,
    )

__all__ = [
    "FOLDER_FILE",
    "GRID",
    "MOST",
    "RUN",
    "Given",
    "Refusals",
    "Settable",
    "as_written",
    "check_options",
    "check_value",
    "choices",
    "fields_of",
    "flag_of",
    "grid_option",
    "in_shell",
    "key_of",
    "limit_option",
    "normalise",
    "option",
    "option_field",
    "parameter_field",
    "parse_toml",
    "path_of",
    "places_of",
    "read_tables",
    "settings_text",
    "trend_option",
    "user_file",
    "with_todays_names",
    "without_effect",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "option_fields": [
            "check_options",
            "fields_of",
            "flag_of",
            "key_of",
            "normalise",
            "option_field",
            "parameter_field",
        ],
        "option_names": [
            "grid_option",
            "in_shell",
            "limit_option",
            "option",
            "trend_option",
            "without_effect",
        ],
        "option_values": ["MOST", "as_written", "check_value", "choices", "path_of", "places_of"],
        "settable": ["Settable"],
        "settings_files": [
            "FOLDER_FILE",
            "GRID",
            "RUN",
            "Given",
            "Refusals",
            "parse_toml",
            "read_tables",
            "settings_text",
            "user_file",
            "with_todays_names",
        ],
    },
)
