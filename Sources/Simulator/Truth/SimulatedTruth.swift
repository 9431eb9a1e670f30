// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What is true of a person beyond what each source holds: what belongs together, what must stay apart, what disagrees. It is
/// written by hand beside the description, never taken from what is rendered.
public struct SimulatedTruth: Sendable {
    /// One thing that a source holds, by the source and the key of the description.
    public struct Statement: Sendable, Hashable {
        public let source: DemonstrationSource
        public let key: String

        public init(_ source: DemonstrationSource, _ key: String) {
            self.source = source
            self.key = key
        }
    }

    /// A disagreement that a reader must be shown.
    public struct Disagreement: Sendable {
        /// What it is about.
        public enum Subject: String, Sendable, CaseIterable { case allergy, resuscitation, dose, capacity }

        public var about: Subject
        public var statements: [Statement]
    }

    /// Each a fact that several sources state in all its parts: it stands once.
    public var copies: [[Statement]] = []
    /// Each a fact that several sources state: one report, one attack, one operation. It stands once, or its statements are called
    /// possibly the same; none of them is called replaced.
    public var sameFacts: [[Statement]] = []
    /// Each a set of statements that look alike and are facts of their own.
    public var apart: [[Statement]] = []
    public var disagreements: [Disagreement] = []
    /// Each a chain of which the first replaces the others.
    public var versions: [[Statement]] = []
    /// NHS numbers that must never be linked with this one.
    public var neverLinked: [String] = []
    /// Words that must not stand in the record: somebody else's.
    public var neverShown: [String] = []
    /// Words that must stand in the record, as written.
    public var alwaysShown: [String] = []
    /// Words that must stand on the page, for social care as for a clinician.
    public var onEveryPage: [String] = []
    /// Words that must stand on the page for social care.
    public var onSocialCarePage: [String] = []
    /// The fields of which the gateway must say that they differ from the demographic service, by source.
    public var identityWarnings: [DemonstrationSource: [String]] = [:]
    /// Sources of whose record something is about somebody else, and is left out and counted.
    public var leavesOut: Set<DemonstrationSource> = []
    /// Sources in whose own record the person's dissent stands: nothing of it is shown.
    public var dissentsAt: Set<DemonstrationSource> = []
}
