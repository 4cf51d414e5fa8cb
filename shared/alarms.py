"""Counts that an alarm watches: one line each of CloudWatch's embedded metric format, by Powertools."""

import json
import sys

NAMESPACE = "Seatkeeper"
"""As the template's alarms and dashboard look for it. The one dimension, `service`, is the stack, by its environment:
two stacks in one account count apart."""


def count(metric: str, number: int = 1) -> None:
    """Count something that somebody should look at."""
    # Where nothing is counted, nothing is loaded: nearly every call.
    from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

    metrics = EphemeralMetrics(namespace=NAMESPACE)
    metrics.add_metric(name=metric, unit=MetricUnit.Count, value=number)
    # Flushing prints. A log takes either stream, but of the operator's commands standard output is the answer.
    sys.stderr.write(json.dumps(metrics.serialize_metric_set()) + "\n")
