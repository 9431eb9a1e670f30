// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Reads the members of one sensitive reference set from a file's text: a simple reference set in SNOMED CT's release format 2, or a plain
/// table of the project's own (columns: SNOMED CT identifier, term; then, if any, a Read code and a Clinical Terms version 3 code). A file with anything in it
/// that cannot be read is refused whole: half a list would withhold half of what must not be seen.
public enum SensitiveSetReader {
    /// The largest file that is read.
    public static let largestFile = 64 << 20
    /// The most lines that a file may have.
    static let mostLines = 500_000
    private static let releaseHeader = [
        "id", "effectiveTime", "active", "moduleId", "refsetId", "referencedComponentId",
    ]

    public static func members(
        of set: SensitiveCodes.ReferenceSet, in text: String
    ) throws(CodeTableFault) -> SensitiveCodes.Members {
        guard text.utf8.count <= largestFile else {
            throw CodeTableFault(line: 0, found: "\(text.utf8.count) bytes", allowed: "at most \(largestFile)")
        }
        // A carriage return and a line feed are one character of Swift's.
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        guard lines.count <= mostLines else {
            throw CodeTableFault(line: 0, found: "\(lines.count) lines", allowed: "at most \(mostLines)")
        }
        var members = SensitiveCodes.Members()
        let isRelease = lines.first.map { columns($0) } == releaseHeader
        for (place, line) in lines.enumerated() where !line.isEmpty && !(isRelease && place == 0) {
            if isRelease {
                try takeRelease(columns(line), set, place + 1, &members)
            } else if !line.hasPrefix("#") {
                try takePlain(columns(line), place + 1, &members)
            }
        }
        guard !members.snomed.isEmpty else {
            throw CodeTableFault(line: 0, found: "no member of \(set.rawValue)", allowed: "at least one")
        }
        return members
    }

    private static func columns(_ line: Substring) -> [String] {
        line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }

    /// A snapshot may hold several reference sets, and members that were taken out of them.
    private static func takeRelease(
        _ columns: [String], _ set: SensitiveCodes.ReferenceSet, _ line: Int, _ members: inout SensitiveCodes.Members
    ) throws(CodeTableFault) {
        guard columns.count == 6, ["0", "1"].contains(columns[2]) else {
            throw CodeTableFault(
                line: line, found: "\(columns.count) columns, or a member neither active nor inactive",
                allowed: "6 columns, the third 0 or 1")
        }
        let member = try identifier(columns[5], line)
        if try identifier(columns[4], line) == set.rawValue, columns[2] == "1" { members.snomed.insert(member) }
    }

    private static func takePlain(
        _ columns: [String], _ line: Int, _ members: inout SensitiveCodes.Members
    ) throws(CodeTableFault) {
        guard (2...4).contains(columns.count) else {
            throw CodeTableFault(line: line, found: "\(columns.count) columns", allowed: "2 to 4, separated by tabs")
        }
        members.snomed.insert(try identifier(columns[0], line))
        for code in columns.dropFirst(2) where !code.isEmpty {
            guard code.utf8.count == 5, code.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw CodeTableFault(
                    line: line, found: "the Read code '\(code)'", allowed: "five characters, without the term code")
            }
            members.read.insert(code)
        }
    }

    private static func identifier(_ text: String, _ line: Int) throws(CodeTableFault) -> String {
        guard SNOMEDIdentifier.isValid(text) else {
            throw CodeTableFault(
                line: line, found: "'\(text.prefix(20))'", allowed: "a SNOMED CT identifier, its check digit right")
        }
        return text
    }
}
