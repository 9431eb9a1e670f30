// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A consultation at a practice: topics, under them headings, under them entries and words.
public struct SimulatedConsultation: Sendable {
    /// What was written under one heading.
    public struct Heading: Sendable {
        public var title: String
        public var words: [String] = []
        /// Keys of the entries that were made here.
        public var entries: [String] = []
    }

    /// One matter that was dealt with.
    public struct Topic: Sendable {
        public var title: String?
        /// The key of the problem that it is about.
        public var problem: String?
        public var headings: [Heading]
    }

    public var key: String
    public var day: RecordDay
    public var time = "10:10:00"
    public var kind: String
    public var topics: [Topic]
}
