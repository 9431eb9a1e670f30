#!/usr/bin/env python3
"""Asks a running gateway with a FHIR client that others wrote (fhirclient 4.4.0), and keeps what it answers.

    fhir_client_smoke.py GATEWAY NHS-NUMBER... [--save FOLDER]

GATEWAY is the address of the gateway without a path. The token, where one is needed, is taken from MIG_TOKEN. For each
person it reads the Detailed Care Record with GET and with POST, which must agree. With --save each record goes into FOLDER, for validate-r4.py. It prints types and counts, never a value.
"""

import argparse
import json
import os
import pathlib
import sys

import requests
from fhirclient.client import FHIRClient
from fhirclient.models.bundle import Bundle
from fhirclient.models.capabilitystatement import CapabilityStatement

SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"
TIMEOUT_SECONDS = 15


class Gateway:
    def __init__(self, address):
        self.base = f"{address.rstrip('/')}/fhir/R4"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Accept"] = "application/fhir+json"
        if os.environ.get("MIG_TOKEN"):
            self.session.headers["Authorization"] = f"Bearer {os.environ['MIG_TOKEN']}"

    def ask(self, method, path, **arguments):
        answer = self.session.request(method, f"{self.base}/{path}", timeout=TIMEOUT_SECONDS, **arguments)
        kind = answer.headers.get("Content-Type", "")
        if not kind.startswith("application/fhir+json"):
            raise AssertionError(f"{method} {public(path)}: Content-Type is not application/fhir+json")
        return answer.status_code, answer.json()


def public(path):
    """A path without the NHS number that it may hold."""
    return "/".join("…" if part.isdigit() else part for part in path.split("/"))


def expect(condition, sentence):
    if not condition:
        raise AssertionError(sentence)


def check_metadata(gateway):
    status, statement = gateway.ask("GET", "metadata")
    expect(status == 200, f"metadata answered {status}")
    CapabilityStatement(statement)
    expect(statement.get("fhirVersion") == "4.0.1", "metadata does not say FHIR 4.0.1")
    # The client reads the statement again by itself, as any SMART application does first.
    client = FHIRClient(settings={"app_id": "validation", "api_base": gateway.base + "/"})
    client.prepare()
    print(f"metadata: {statement['resourceType']}, {len(statement['rest'][0].get('resource', []))} types")


def shape(bundle):
    """The resource types of a record in their order, which two answers about one person share."""
    return [entry["resource"]["resourceType"] for entry in bundle.get("entry", [])]


def check_record(gateway, number):
    status, record = gateway.ask("GET", f"Patient/{number}/$detailed-care-record")
    expect(status == 200, f"$detailed-care-record answered {status}")
    Bundle(record)
    expect(record.get("type") == "document", "the record is no document Bundle")
    composition = record["entry"][0]["resource"]
    expect(composition["resourceType"] == "Composition", "the record does not begin with its Composition")
    expect(len(composition.get("section", [])) >= 11, "the record lacks sections: ten datasets and the sources")
    ledgers = [e["resource"] for e in record["entry"] if e["resource"]["resourceType"] == "OperationOutcome"]
    expect(ledgers and all(ledger.get("issue") for ledger in ledgers), "the record has no ledger of its sources")

    identifier = {"system": SYSTEM, "value": number}
    parameters = {"resourceType": "Parameters", "parameter": [{"name": "nhsNumber", "valueIdentifier": identifier}]}
    status, posted = gateway.ask("POST", "Patient/$detailed-care-record", json=parameters,
                                 headers={"Content-Type": "application/fhir+json"})
    expect(status == 200, f"POST Patient/$detailed-care-record answered {status}")
    expect(shape(posted) == shape(record), "GET and POST gave records that differ")
    return record


def check_refusals(gateway):
    status, outcome = gateway.ask("GET", "Patient/1234567890/$detailed-care-record")
    expect(400 <= status < 500, f"a number that is no NHS number answered {status}")
    expect(outcome.get("resourceType") == "OperationOutcome", "a refusal is no OperationOutcome")
    print(f"a number that is no NHS number: {status} OperationOutcome")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gateway")
    parser.add_argument("numbers", nargs="+")
    parser.add_argument("--save", type=pathlib.Path)
    arguments = parser.parse_args()
    gateway = Gateway(arguments.gateway)
    try:
        check_metadata(gateway)
        for position, number in enumerate(arguments.numbers, start=1):
            record = check_record(gateway, number)
            print(f"person {position}: {len(record['entry'])} resources")
            if arguments.save:
                arguments.save.mkdir(parents=True, exist_ok=True)
                (arguments.save / f"person-{position}.json").write_text(json.dumps(record))
        check_refusals(gateway)
    except AssertionError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except (requests.RequestException, ValueError, KeyError, LookupError) as error:
        # The message of such an error may quote the answer; its kind is enough to look for it.
        print(f"error: the gateway's answer could not be read: {type(error).__name__}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
