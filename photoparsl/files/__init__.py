"""Write files whole or not at all, list and lock them, know images by their names' endings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.files.file_paths import (
        check_replaceable,
        folder_problem,
        names_folder,
        slash_problem,
        why_absent,
        written_path,
    )
    from photoparsl.files.image_endings import (
        DECODERS,
        IMAGE_ENDINGS,
        RAW_ENDINGS,
        READABLE_ENDINGS,
        READABLE_FORMATS,
        UNREAD_ENDINGS,
        UNREAD_PHOTOS,
        endings_pattern,
    )
    from photoparsl.files.kernel_files import check_regular, is_of_kernel
    from photoparsl.files.leftovers import remove_left_folders, unfinished_folder
    from photoparsl.files.regular_files import (
        MOST_FILE_BYTES,
        IrregularFileError,
        open_regular,
        open_unpacked,
        parse_json,
        read_json_file,
        read_regular,
    )
    from photoparsl.files.temporary import (
        NAME_LENGTH,
        make_temporary_folder,
        remove_temporary_folder,
        temporary_folder,
    )
    from photoparsl.files.whole_files import (
        PACKAGE_FOLDER,
        checksum,
        fsync_path,
        head_of,
        holds_other_text,
        is_temporary,
        list_matching,
        locked,
        make_public_folder,
        open_atomically,
        publish_folder,
        set_mode,
        shipped_folder,
        temporary_path,
        write_atomically,
        write_private,
    )

__all__ = [
    "DECODERS",
    "IMAGE_ENDINGS",
    "MOST_FILE_BYTES",
    "NAME_LENGTH",
    "PACKAGE_FOLDER",
    "RAW_ENDINGS",
    "READABLE_ENDINGS",
    "READABLE_FORMATS",
    "UNREAD_ENDINGS",
    "UNREAD_PHOTOS",
    "IrregularFileError",
    "check_regular",
    "check_replaceable",
    "checksum",
    "endings_pattern",
    "folder_problem",
    "fsync_path",
    "head_of",
    "holds_other_text",
    "is_of_kernel",
    "is_temporary",
    "list_matching",
    "locked",
    "make_public_folder",
    "make_temporary_folder",
    "names_folder",
    "open_atomically",
    "open_regular",
    "open_unpacked",
    "parse_json",
    "publish_folder",
    "read_json_file",
    "read_regular",
    "remove_left_folders",
    "remove_temporary_folder",
    "set_mode",
    "shipped_folder",
    "slash_problem",
    "temporary_folder",
    "temporary_path",
    "unfinished_folder",
    "why_absent",
    "write_atomically",
    "write_private",
    "written_path",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "file_paths": [
            "check_replaceable",
            "folder_problem",
            "names_folder",
            "slash_problem",
            "why_absent",
            "written_path",
        ],
        "image_endings": [
            "DECODERS",
            "IMAGE_ENDINGS",
            "RAW_ENDINGS",
            "READABLE_FORMATS",
            "READABLE_ENDINGS",
            "UNREAD_ENDINGS",
            "UNREAD_PHOTOS",
            "endings_pattern",
        ],
        "kernel_files": ["check_regular", "is_of_kernel"],
        "leftovers": ["remove_left_folders", "unfinished_folder"],
        "regular_files": [
            "MOST_FILE_BYTES",
            "IrregularFileError",
            "open_regular",
            "open_unpacked",
            "parse_json",
            "read_json_file",
            "read_regular",
        ],
        "temporary": [
            "NAME_LENGTH",
            "make_temporary_folder",
            "remove_temporary_folder",
            "temporary_folder",
        ],
        "whole_files": [
            "PACKAGE_FOLDER",
            "checksum",
            "fsync_path",
            "head_of",
            "holds_other_text",
            "is_temporary",
            "list_matching",
            "locked",
            "make_public_folder",
            "open_atomically",
            "publish_folder",
            "set_mode",
            "shipped_folder",
            "temporary_path",
            "write_atomically",
            "write_private",
        ],
    },
)
