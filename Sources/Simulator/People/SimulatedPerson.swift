// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The truth about one synthetic person: who they are, and what each source has recorded of them.
public struct SimulatedPerson: Sendable, Identifiable {
    /// The NHS number that the demographic service holds now.
    public var nhsNumber: String
    /// Numbers that the person had before and that were superseded by ``nhsNumber``.
    public var supersededNumbers: [String] = []
    public var name: SimulatedName
    /// FHIR's administrative gender.
    public var gender: String
    public var birthDay: RecordDay
    public var address: SimulatedAddress
    public var phone: String?
    public var language: SimulatedLanguage = .english
    public var nextOfKin: SimulatedContact?
    /// Where the person is registered with a GP.
    public var practice: DemonstrationSource
    /// When the person died, as the demographic service has it.
    public var died: RecordDay?
    /// Whether the demographic service says *restricted*.
    public var isRestricted = false
    /// One line: what to look for on this person's record.
    public var lookFor: String
    /// What is true beyond what each source holds.
    public var truth = SimulatedTruth()
    /// What each source holds.
    public var records: [DemonstrationSource: SimulatedRecord] = [:]

    public var id: String { nhsNumber }

    /// The number under which a source knows the person.
    public func number(at source: DemonstrationSource) -> String { records[source]?.knownNumber ?? nhsNumber }

    public init(
        nhsNumber: String, name: SimulatedName, gender: String, birthDay: RecordDay, address: SimulatedAddress,
        practice: DemonstrationSource, lookFor: String
    ) {
        self.nhsNumber = nhsNumber
        self.name = name
        self.gender = gender
        self.birthDay = birthDay
        self.address = address
        self.practice = practice
        self.lookFor = lookFor
    }
}

/// A person's name.
public struct SimulatedName: Sendable, Hashable {
    public var prefix: String?
    public var given: [String]
    public var family: String
    /// A family name of before.
    public var formerFamily: String?
    /// The name in the person's own writing.
    public var own: String?

    public init(
        prefix: String? = nil, given: [String], family: String, formerFamily: String? = nil, own: String? = nil
    ) {
        self.prefix = prefix
        self.given = given
        self.family = family
        self.formerFamily = formerFamily
        self.own = own
    }
}

/// A postal address.
public struct SimulatedAddress: Sendable, Hashable {
    public var lines: [String]
    public var city: String
    public var postcode: String

    public init(lines: [String], city: String, postcode: String) {
        self.lines = lines
        self.city = city
        self.postcode = postcode
    }
}

/// The language a person speaks, and whether they need an interpreter.
public struct SimulatedLanguage: Sendable, Hashable {
    public var code: String
    public var name: String
    public var interpreterRequired: Bool

    public static let english = SimulatedLanguage(code: "en", name: "English", interpreterRequired: false)
}

/// Next of kin or carer.
public struct SimulatedContact: Sendable, Hashable {
    public var relationship: String
    public var name: SimulatedName
    public var gender: String
    public var phone: String
}

extension SimulatedPerson: CustomStringConvertible, CustomReflectable {
    /// Without the person: real ones are treated the same.
    public var description: String { "<simulated person>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
