"""Tell what was found: plain text, JSON, GitHub annotations, SARIF, statistics."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from .. import __version__
from ..rules import Confidence
from .console import one_line_label
from .diffs import visible
from .tally import Finding, Tally
from .work import Outcome


def confidence_name(value: int) -> str:
    """Name a confidence: certain, likely or guess."""
    return Confidence(value).name.lower() if value else "note"


def summary_of(code: str) -> str:
    """Tell in a line why a rule edits."""
    from .knowing import rules_by_code

    rule = rules_by_code().get(code)
    return rule.summary if rule else ""


def message(finding: Finding) -> str:
    """Say in words what a finding is."""
    others = f" (or {', '.join(finding.alternatives)})" if finding.alternatives else ""
    if finding.after is not None:
        return f"{_quoted(finding.before)} → {_quoted(finding.after)}{others}"
    said = finding.message + others
    return f"{said}: {_quoted(finding.before)}" if finding.before else said


def _quoted(text: str, limit: int = 60) -> str:
    shown = text if len(text) <= limit else f"{text[: limit - 12]}…{text[-10:]}"
    return "'" + visible(shown, " ") + "'"


def text_lines(outcome: Outcome) -> Iterator[str]:
    """One line a finding: place, code, confidence, before, after, why."""
    label = one_line_label(outcome.label)
    for f in outcome.tally.findings:
        where = f" {f.where}" if f.where else ""
        why = f.message or summary_of(f.rules[0]) if f.after is not None else ""
        yield (
            f"{label}:{f.line}:{f.column}{where}: {'+'.join(f.rules)}"
            f" ({confidence_name(f.confidence)}) {message(f)}" + (f"  {why}" if why else "")
        )


def github_lines(outcome: Outcome) -> Iterator[str]:
    """One workflow command a finding, as GitHub Actions reads them."""
    for f in outcome.tally.findings:
        properties = {
            "file": outcome.label, "line": f.line, "endLine": f.end_line, "col": f.column,
            "endColumn": f.end_column, "title": f"zhclean ({f.rules[0]})",
        }  # fmt: skip
        listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
        kind = "notice" if f.after is None else "warning"
        yield f"::{kind} {listed}::{_data(f'{message(f)} {summary_of(f.rules[0])}'.rstrip())}"
    if outcome.status == "failed" or outcome.problem:
        yield f"::error file={_property(outcome.label)},title=zhclean::{_data(outcome.problem)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def json_file(outcome: Outcome) -> dict[str, Any]:
    """Tell one input and its edits as plain values; offsets count characters from 0."""
    tally = outcome.tally
    return {
        "path": outcome.label,
        "status": outcome.status,
        "problem": outcome.problem or None,
        "warnings": tally.warnings,
        "characters": {"before": tally.before, "after": tally.after},
        "counts": dict(sorted(tally.counts.items())),
        "edits": [json_finding(f) for f in tally.findings if f.after is not None],
        "notes": [json_finding(f) for f in tally.findings if f.after is None],
    }


def json_finding(f: Finding) -> dict[str, Any]:
    """Tell one finding as plain values."""
    found: dict[str, Any] = {
        "rules": list(f.rules), "line": f.line, "column": f.column, "end_line": f.end_line,
        "end_column": f.end_column, "start": f.start, "end": f.end, "before": f.before,
    }  # fmt: skip
    if f.message:
        found["message"] = f.message
    if f.alternatives:
        found["alternatives"] = list(f.alternatives)
    if f.after is not None:
        found["after"] = f.after
        found["confidence"] = confidence_name(f.confidence)
    if f.where:
        found["field"] = f.where
    return found


def json_tally(tally: Tally, status: dict[str, int]) -> dict[str, Any]:
    """Tell the totals as plain values."""
    found: dict[str, Any] = {
        "files": status,
        "documents": {"all": tally.documents, "changed": tally.changed},
        "characters": {"before": tally.before, "after": tally.after},
    }
    if tally.counts:
        found["counts"] = dict(sorted(tally.counts.items()))
        found["damage"] = dict(sorted(tally.damage.items()))
    if tally.scripts:
        found["scripts"] = dict(sorted(tally.scripts.items()))
    return found


def sarif(outcomes: list[Outcome]) -> Iterator[str]:
    """Tell everything as SARIF 2.1.0, with the edits as fixes, in lines: one for each result."""
    around = json.dumps(_sarif_document(outcomes), indent=1)
    head, empty, tail = around.partition('"results": []')
    yield head + empty[:-1]
    before = " "
    for outcome in outcomes:
        for finding in outcome.tally.findings:
            yield before + json.dumps(_sarif_result(outcome.label, finding))
            before = ","
    yield "]" + tail


def _sarif_document(outcomes: list[Outcome]) -> dict[str, Any]:
    from .knowing import rules_by_code

    known = rules_by_code()
    used = sorted({f.rules[0] for o in outcomes for f in o.tally.findings})
    rules = [
        {
            "id": code,
            "shortDescription": {"text": known[code].summary if code in known else code},
            "fullDescription": {"text": known[code].explanation if code in known else code},
        }
        for code in used
    ]
    failed = [o for o in outcomes if o.problem]
    invocation = {
        "executionSuccessful": not failed,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": o.problem},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(o.label)}}}],
            }
            for o in failed
        ],
    }
    driver = {"name": "zhclean", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }


def _uri(label: str) -> str:
    from urllib.parse import quote

    return quote(os.fsencode(label.replace(os.sep, "/")))


def _sarif_result(label: str, f: Finding) -> dict[str, Any]:
    region = {
        "startLine": f.line, "startColumn": f.column, "endLine": f.end_line,
        "endColumn": f.end_column,
    }  # fmt: skip
    artifact = {"uri": _uri(label)}
    result: dict[str, Any] = {
        "ruleId": f.rules[0],
        "level": "note" if f.after is None else "warning",
        "message": {"text": message(f)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }
    if f.after is not None and not f.where:
        change = {"deletedRegion": region, "insertedContent": {"text": f.after}}
        result["fixes"] = [
            {"artifactChanges": [{"artifactLocation": artifact, "replacements": [change]}]}
        ]
    return result


def statistics(tally: Tally) -> Iterator[str]:
    """Tell the totals in lines: edits by rule, characters, documents by script and by damage."""
    if tally.counts:
        width = max(len(str(count)) for count in tally.counts.values())
        for code, count in sorted(tally.counts.items(), key=lambda item: (-item[1], item[0])):
            yield f"{count:>{width}}  {code:28} {summary_of(code)}"
        yield ""
    yield f"documents   {tally.documents:,}, of which {tally.changed:,} changed"
    yield f"characters  {tally.before:,} before, {tally.after:,} after ({tally.after - tally.before:+,})"
    if tally.scripts:
        yield "scripts     " + ", ".join(
            f"{k or 'none'} {v:,}" for k, v in tally.scripts.most_common()
        )
    if tally.damage:
        yield "damaged by  " + ", ".join(f"{k} {v:,}" for k, v in tally.damage.most_common())
