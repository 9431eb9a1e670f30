#!/usr/bin/env python3
"""Validates every JSON file of a folder as FHIR R4, with a reader that others wrote (fhir.resources 6.4.0).

    validate-r4.py FOLDER [--expect N] [--show N]

A Bundle is read as a whole and each of its resources by itself. Beside the structure it checks what the reader does not:
every reference resolves inside the Bundle (but in a searchset), every fullUrl stands once, every id is a FHIR id, a document begins with its
Composition. Only types, positions and paths of elements are printed, never a value. Exit status 1 when anything is
wrong, or when there are fewer than N files, so that a run over nothing is no pass.
"""

import argparse
import decimal
import json
import pathlib
import re
import sys
from collections import Counter

from fhir.resources import construct_fhir_element
from pydantic import ValidationError

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
RELATIVE = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}")
VERSIONED = re.compile(r"(.+)/_history/[A-Za-z0-9\-.]{1,64}")


def refuse_duplicate_keys(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("an object names a key twice")
    return dict(pairs)


def validation_errors(resource_type, resource):
    """Paths and kinds of what the reader refuses. Its own messages may quote a value, so they are not passed on."""
    try:
        construct_fhir_element(resource_type, resource)
    except ValidationError as error:
        for detail in error.errors():
            path = ".".join(str(part) for part in detail["loc"])
            yield f"{path}: {detail['type']}"
    except LookupError:
        yield "resourceType: no type of FHIR R4"
    except (AttributeError, TypeError, ValueError) as error:
        yield f"could not be read: {type(error).__name__}"


def objects(value, path):
    """Every object below a value, with its path."""
    if isinstance(value, dict):
        yield path, value
        for name, member in value.items():
            yield from objects(member, f"{path}.{name}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from objects(member, f"{path}[{index}]")


def references(resource, path):
    for where, element in objects(resource, path):
        reference = element.get("reference")
        if isinstance(reference, str):
            yield f"{where}.reference", reference


def resolves(reference, base, full_urls, contained):
    """FHIR R4 2.36.4.1: contained, absolute, or relative to the root of the entry's own fullUrl."""
    if reference.startswith("#"):
        return reference == "#" or reference[1:] in contained
    versioned = VERSIONED.fullmatch(reference)
    if versioned:
        reference = versioned.group(1)
    if RELATIVE.fullmatch(reference):
        if base is None:
            return False
        return f"{base}/{reference}" in full_urls
    return reference in full_urls


def root_of(full_url):
    """The server's root that a RESTful fullUrl names; none for a URN."""
    match = re.fullmatch(r"(https?://.+)/[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}", full_url or "")
    return match.group(1) if match else None


def check_resource(resource, where, full_url, full_urls):
    resource_type = resource.get("resourceType")
    if not isinstance(resource_type, str):
        yield f"{where}: has no resourceType"
        return
    for error in validation_errors(resource_type, resource):
        yield f"{where} {resource_type}.{error}"
    identifier = resource.get("id")
    if identifier is not None and not (isinstance(identifier, str) and ID.fullmatch(identifier)):
        yield f"{where} {resource_type}.id: is no FHIR id"
    root = root_of(full_url)
    if root and identifier is not None and not full_url.endswith(f"/{resource_type}/{identifier}"):
        yield f"{where} {resource_type}: its fullUrl names another type or id"
    inner_resources = resource.get("contained")
    inner_resources = inner_resources if isinstance(inner_resources, list) else []
    contained = {inner.get("id") for inner in inner_resources if isinstance(inner, dict)}
    if full_urls is not None and resource_type != "Bundle":
        for path, reference in references(resource, resource_type):
            if not resolves(reference, root, full_urls, contained):
                yield f"{where} {path}: resolves to nothing in the Bundle"


def entries_of(bundle):
    """The entries, with an empty object for what is none, so that a broken Bundle is reported and not stumbled over."""
    entries = bundle.get("entry", [])
    return [entry if isinstance(entry, dict) else {} for entry in entries] if isinstance(entries, list) else []


def type_of(resource):
    name = resource.get("resourceType") if isinstance(resource, dict) else None
    return name if isinstance(name, str) else "none"


def check_bundle(bundle):
    yield from (f"Bundle: {error}" for error in validation_errors("Bundle", bundle))
    entries = entries_of(bundle)
    if not entries and "entry" in bundle:
        yield "Bundle.entry: holds no entry"
    full_urls = Counter(entry["fullUrl"] for entry in entries if isinstance(entry.get("fullUrl"), str))
    for index, entry in enumerate(entries):
        where = f"entry[{index}]"
        full_url = entry.get("fullUrl")
        if not isinstance(full_url, str):
            full_url = None
            yield f"{where}: has no fullUrl"
        elif full_urls[full_url] > 1:
            yield f"{where}: its fullUrl stands {full_urls[full_url]} times"
        resource = entry.get("resource")
        if not isinstance(resource, dict):
            yield f"{where}: has no resource"
        else:
            # The page of a search may refer to what stands on the server; a record must be whole in itself.
            inside = None if bundle.get("type") == "searchset" else set(full_urls)
            yield from check_resource(resource, where, full_url, inside)
    if bundle.get("type") == "document":
        if not entries or type_of(entries[0].get("resource")) != "Composition":
            yield "entry[0]: a document begins with its Composition"
        for name in ("identifier", "timestamp"):
            if name not in bundle:
                yield f"Bundle.{name}: a document has one"


def check_file(path):
    """The resources read, by type, and what is wrong."""
    try:
        text = path.read_bytes().decode("utf-8")
        resource = json.loads(text, parse_float=decimal.Decimal, object_pairs_hook=refuse_duplicate_keys)
    except (ValueError, RecursionError) as error:
        reason = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else "is no JSON, or an object names a key twice"
        return Counter(), [f"file: {reason}"]
    if not isinstance(resource, dict):
        return Counter(), ["file: is no resource"]
    if resource.get("resourceType") == "Bundle":
        types = Counter(type_of(entry.get("resource")) for entry in entries_of(resource))
        return types, list(check_bundle(resource))
    return Counter([type_of(resource)]), list(check_resource(resource, "file", None, None))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--expect", type=int, default=1, help="the fewest files that make a pass (default: 1)")
    parser.add_argument("--show", type=int, default=20, help="how many errors of a file to print (default: 20)")
    arguments = parser.parse_args()

    paths = sorted(arguments.folder.rglob("*.json"))
    wrong_files = 0
    resources = Counter()
    print(f"{'file':48} {'resources':>9} {'errors':>7}")
    for path in paths:
        types, errors = check_file(path)
        resources += types
        wrong_files += bool(errors)
        print(f"{str(path.relative_to(arguments.folder)):48} {sum(types.values()):>9} {len(errors):>7}")
        for error in errors[: arguments.show]:
            print(f"    {error}")
        if len(errors) > arguments.show:
            print(f"    and {len(errors) - arguments.show} more")
    print(f"{len(paths)} files, {sum(resources.values())} resources: " + ", ".join(
        f"{name} {count}" for name, count in sorted(resources.items())))
    if len(paths) < arguments.expect:
        print(f"error: {arguments.expect} files or more were expected, {len(paths)} found", file=sys.stderr)
        return 1
    if wrong_files:
        print(f"error: {wrong_files} of {len(paths)} files are not sound FHIR R4", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
