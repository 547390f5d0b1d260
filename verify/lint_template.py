"""Lints template.yaml, and what CloudFormation gets of it in each deployment that differs.

The template as it is written hides most mistakes from the linter. So it is transformed first, as SAM does on AWS, and its conditions are decided by a
deployment's parameters, as CloudFormation does: then a reference to what this deployment does not have is one to nothing.
"""

import json
import logging
import os
import sys

from cfnlint.api import lint
from cfnlint.config import ManualArgs
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

# Deployments to look at: the parameters that are not left at their default.
DEPLOYMENTS = {
    "defaults": {},
    "x86_64": {"Architecture": "x86_64"},
    "X-Ray": {"XRay": "on"},
    "alarms by mail": {"AlarmEmail": "oncall@example.com"},
    "CloudFront": {"CloudFront": "on"},
    "everything": {
        "Architecture": "x86_64",
        "XRay": "on",
        "AlarmEmail": "oncall@example.com",
        "CloudFront": "on",
        "DomainName": "chat.example.com",
        "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555",
        "KmsKeyArn": "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
        "ChatConcurrency": "5",
        "MaintenanceConcurrency": "1",
    },
}

# Findings that are none, by rule, with the reason. In the template itself there are none. One that no longer turns up must go.
ALLOWED_IN_A_DEPLOYMENT = {
    "W2001": "a parameter that only a condition reads is unused once the condition is decided; the transformed template is asked this too",
}

REGION = "eu-central-1"
PSEUDO = {"AWS::Region": REGION, "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com", "AWS::StackName": "conference-chat"}
NO_VALUE = {"Ref": "AWS::NoValue"}


class NoManagedPolicies:
    """The template names no policies that SAM would have to ask AWS for."""

    def load(self):
        return {}


def transformed(text, given):
    """What SAM makes of the template, without asking AWS anything."""
    template = yaml_parse(text)
    # `sam package` puts the address of the uploaded code here.
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
    return transform(template, dict(given), NoManagedPolicies())


def decided(template, given):
    """The template without its conditions: what they rule out is gone."""
    values = {name: str(spec.get("Default")) for name, spec in template["Parameters"].items()}
    unknown = set(given) - set(values)
    if unknown:
        raise SystemExit(f"template.yaml has no parameter {', '.join(sorted(unknown))}")
    values |= given | PSEUDO
    conditions = template.pop("Conditions")

    def holds(node):
        if isinstance(node, str):
            return holds(conditions[node])
        ((function, arguments),) = node.items()
        if function == "Condition":
            return holds(conditions[arguments])
        if function == "Fn::Equals":
            left, right = (values[side["Ref"]] if isinstance(side, dict) else str(side) for side in arguments)
            return left == right
        if function == "Fn::Not":
            return not holds(arguments[0])
        if function == "Fn::And":
            return all(holds(argument) for argument in arguments)
        if function == "Fn::Or":
            return any(holds(argument) for argument in arguments)
        raise SystemExit(f"a condition of template.yaml uses {function}, which lint_template.py cannot decide")

    def resolve(node):
        if isinstance(node, list):
            return [item for item in map(resolve, node) if item != NO_VALUE]
        if not isinstance(node, dict):
            return node
        if set(node) == {"Fn::If"}:
            condition, then, otherwise = node["Fn::If"]
            return resolve(then if holds(condition) else otherwise)
        pairs = ((name, resolve(value)) for name, value in node.items())
        return {name: value for name, value in pairs if value != NO_VALUE}

    for name, spec in template["Parameters"].items():
        # Where a smallest value stands for "none", the condition has seen to it.
        spec.pop("MinValue", None)
        spec["Default"] = given.get(name, spec["Default"])
    template.pop("Rules", None)
    for section in ("Resources", "Outputs"):
        kept = {
            name: spec
            for name, spec in template[section].items()
            if "Condition" not in spec or holds(spec["Condition"])
        }
        for spec in kept.values():
            spec.pop("Condition", None)
        template[section] = {name: resolve(spec) for name, spec in kept.items()}
    return template


def findings(what, text, allowed):
    """Prints what the linter finds and returns how many of it are not allowed, and which rules turned up."""
    count, rules = 0, set()
    for match in lint(text, config=ManualArgs(include_checks=["I"], regions=[REGION])):
        rules.add(match.rule.id)
        if match.rule.id in allowed:
            continue
        count += 1
        # What is no template at all has only lines.
        path = getattr(match, "path", None)
        place = "/".join(map(str, path)) if path else f"line {match.linenumber}"
        print(f"{what}: {match.rule.id} at {place}: {match.message}")
    return count, rules


def main(path):
    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)
    # It wants to tell AWS how often it was used.
    logging.getLogger("samtranslator.metrics.metrics").setLevel(logging.ERROR)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    count, _ = findings("template.yaml", text, {})
    if count:
        raise SystemExit(1)
    count, _ = findings("template.yaml as SAM transforms it", json.dumps(transformed(text, {})), {})
    rules = set()
    for name, given in DEPLOYMENTS.items():
        plain = decided(transformed(text, given), given)
        more, found = findings(f"deployment with {name}", json.dumps(plain), ALLOWED_IN_A_DEPLOYMENT)
        count += more
        rules |= found
    stale = set(ALLOWED_IN_A_DEPLOYMENT) - rules
    for rule in sorted(stale):
        print(f"{rule} is allowed by lint_template.py and turns up nowhere: remove it there")
    if count or stale:
        raise SystemExit(1)
    print(f"template.yaml and {len(DEPLOYMENTS)} deployments of it: nothing to find fault with")


if __name__ == "__main__":
    main(sys.argv[1])
