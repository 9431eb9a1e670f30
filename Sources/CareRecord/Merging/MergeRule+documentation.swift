// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension MergeRule {
    /// The table of all rules in Markdown, made from the rules themselves; it stands in the documentation, where a test compares it.
    public static var table: String {
        var lines = [
            "| type | copy: all equal | possibly same, or linked | conflict | never collapsed |",
            "|---|---|---|---|---|",
        ]
        for rule in all {
            let cells = [rule.title, rule.copyWords, rule.linkWords, rule.conflictWords, rule.neverCollapsed]
            lines.append("| " + cells.map { $0.isEmpty ? "—" : $0 }.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var copyWords: String {
        let content = copyParts.isEmpty ? [] : [(["code"] + copyParts.map(\.words)).joined(separator: ", ")]
        return ([identity.words].filter { !$0.isEmpty } + content).joined(separator: "; or ")
    }

    private var linkWords: String {
        neighbourhoods.map { "*\($0.kind.rawValue)*: \($0.documentation) (`\(name).\($0.name)`)" }.joined(
            separator: "; ")
    }

    private var conflictWords: String {
        // A decision about resuscitation is of the kind that stands until it is changed.
        let names = self.name == "standing" ? ["standing", "resuscitation", "capacity", "consent"] : [self.name]
        return MergeAlarm.all.filter { alarm in names.contains { alarm.name.hasPrefix($0 + ".") } }
            .map { "\($0.documentation) (`\($0.name)`)" }.joined(separator: "; ")
    }
}
