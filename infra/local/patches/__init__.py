"""Repairs to the embedded AWS, one a module, so that a later release shows which of them can go."""

import importlib

IN_ORDER = (
    "quiet_handlers",
    "forked_workers",
    "post_authentication",
    "http_api_body",
    "ttl_and_object_lock",
    "stream_failures",
    "version_downloads",
    "scheduled_time",
    "sender_rights",
    "batch_rights",
    "quick_conditions",
    "kept_mails",
    "fixed_queue_urls",
    "kept_stream_records",
    "kept_retention",
    "autosave",
    "lower_case_names",
)


class PatchedNameMissing(Exception):
    """The installed release no longer has a private name that a patch replaces or calls."""


def apply_patches(*, without: frozenset[str]) -> None:
    """Apply all but the named ones; PatchedNameMissing before anything is served by a release they do not fit."""
    for name in IN_ORDER:
        patch = importlib.import_module(f"{__name__}.{name}")
        for private_name in patch.PRIVATE_NAMES:
            check_name(private_name)
        if name not in without:
            patch.apply()


def check_name(private_name: str) -> None:
    """`module:attribute.attribute`, as written in each patch's PRIVATE_NAMES."""
    module_name, _, path = private_name.partition(":")
    found: object = importlib.import_module(module_name)
    for attribute in path.split("."):
        if not hasattr(found, attribute):
            raise PatchedNameMissing(f"{module_name} has no {path}")
        found = getattr(found, attribute)
