"""The operator's command line: `python -m infra.operator COMMAND`, one JSON object out per call."""
