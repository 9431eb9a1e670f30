#!/usr/bin/env python3
"""Searches everything that gateways wrote during the end-to-end tests for words of records: the gateway is no repository.

    no_repository.py WORDS PLACE...

WORDS holds the words of the simulated people's records, one a line. Each PLACE is a file or a folder that is searched with all that is
in it. The search first has to find a leak that it plants itself, in a file of its own and behind other bytes of a database. Exit status 1
names each file that holds a word, and the word: everybody in these records is made up.
"""
import pathlib
import shutil
import sys
import tempfile


def words_by_beginning(path):
    """The words by their first eight bytes, so that a file is gone through once."""
    words = {}
    for line in path.read_bytes().split(b"\n"):
        if len(line) >= 12:
            words.setdefault(line[:8], []).append(line)
    return words


def find(data, words):
    """The words that stand in some bytes."""
    found = set()
    for place in range(len(data) - 7):
        for word in words.get(data[place:place + 8], ()):
            if data.startswith(word, place):
                found.add(word)
    return found


def files(place):
    if place.is_file():
        return [place]
    return sorted(path for path in place.rglob("*") if path.is_file() and not path.is_symlink())


def search(places, words):
    """Each file that holds a word, with the words, and how many files and bytes were gone through."""
    found, count, size = {}, 0, 0
    for place in places:
        for path in files(place):
            data = path.read_bytes()
            count, size = count + 1, size + len(data)
            hits = find(data, words)
            if hits:
                found[path] = hits
    return found, count, size


def finds_planted_leaks(places, words):
    """Whether the same search finds a word in a file of its own, and at the end of a copy of a database that was written."""
    word = sorted(min(words.values()))[0]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="no-repository-"))
    try:
        (folder / "plain").write_bytes(b"before " + word + b" after")
        databases = [path for place in places for path in files(place) if path.suffix == ".sqlite"]
        if not databases:
            return False
        shutil.copy(databases[0], folder / "database")
        with open(folder / "database", "ab") as database:
            database.write(b"\0" * 100 + word)
        found, _, _ = search([folder], words)
        return {path.name for path in found} == {"plain", "database"} and all(word in hits for hits in found.values())
    finally:
        shutil.rmtree(folder)


def main(arguments):
    if len(arguments) < 2:
        print(__doc__)
        return 2
    words = words_by_beginning(pathlib.Path(arguments[0]))
    places = [pathlib.Path(argument) for argument in arguments[1:] if pathlib.Path(argument).exists()]
    total = sum(len(some) for some in words.values())
    if total < 100:
        print(f"only {total} words are there to be looked for")
        return 1
    if not finds_planted_leaks(places, words):
        print("the search does not find what is planted, or no gateway has written a database: it proves nothing")
        return 1
    found, count, size = search(places, words)
    for path, hits in found.items():
        print(f"{path}: {len(hits)} words of records, such as {sorted(hits)[0].decode(errors='replace')!r}")
    print(f"no repository: {total} words looked for in {count} files of {size >> 10} KiB, found in {len(found)}")
    return 1 if found or count < 20 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
