"""Roles exist as soon as the tables do: after ``migrate``, and after a test has emptied the database."""

import logging
from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate

from . import actions

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen for the last app that has models: by then every app's permissions are there."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    post_migrate.connect(roles_after_migrate, sender=last, dispatch_uid="directory.roles_after_migrate")


def roles_after_migrate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Make the groups; after a partial or backward migration there may be no tables to make them in."""
    if using != DEFAULT_DB_ALIAS or _has_migrations_to_run(using):
        return
    result = actions.sync_roles()
    if result.missing:
        logger.warning("roles name permissions that do not exist: %s", ", ".join(result.missing))


def _has_migrations_to_run(using: str) -> bool:
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
