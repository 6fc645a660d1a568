"""Which rows of a manifest are to be measured, and which earlier results are still theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.planning.again_rows import find_again
    from photoparsl.planning.again_text import again_sentences
    from photoparsl.planning.edited_plan import plan_with_edits
    from photoparsl.planning.host_mix import HostMix, mix_for
    from photoparsl.planning.manifest_folder import check_archive, check_moved, moved_note
    from photoparsl.planning.mended_copy import mend_copy
    from photoparsl.planning.own_manifest import edited_meanwhile, own_source
    from photoparsl.planning.plan import Plan, make_plan
    from photoparsl.planning.shared_outcomes import SharedOutcomes, TakenOver
    from photoparsl.planning.united_outcomes import unite_outcomes, with_united

__all__ = [
    "HostMix",
    "Plan",
    "SharedOutcomes",
    "TakenOver",
    "again_sentences",
    "check_archive",
    "check_moved",
    "edited_meanwhile",
    "find_again",
    "make_plan",
    "mend_copy",
    "mix_for",
    "moved_note",
    "own_source",
    "plan_with_edits",
    "unite_outcomes",
    "with_united",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "again_rows": ["find_again"],
        "again_text": ["again_sentences"],
        "edited_plan": ["plan_with_edits"],
        "host_mix": ["HostMix", "mix_for"],
        "manifest_folder": ["check_archive", "check_moved", "moved_note"],
        "mended_copy": ["mend_copy"],
        "own_manifest": ["edited_meanwhile", "own_source"],
        "plan": ["Plan", "make_plan"],
        "shared_outcomes": ["SharedOutcomes", "TakenOver"],
        "united_outcomes": ["unite_outcomes", "with_united"],
    },
)
