"""Counts that an alarm watches: one line of CloudWatch's embedded metric format on standard error."""

import json
import os
import sys

from shared.clock import real_now


def count(metric: str, number: int = 1) -> None:
    """Count something that somebody should look at. Standard output stays free for answers."""
    service = os.environ.get("POWERTOOLS_SERVICE_NAME", "seatkeeper")
    namespace = os.environ.get("POWERTOOLS_METRICS_NAMESPACE", "Seatkeeper")
    directive = {"Namespace": namespace, "Dimensions": [["service"]], "Metrics": [{"Name": metric, "Unit": "Count"}]}
    told = {"Timestamp": int(real_now().timestamp() * 1000), "CloudWatchMetrics": [directive]}
    sys.stderr.write(json.dumps({"_aws": told, "service": service, metric: number}) + "\n")
