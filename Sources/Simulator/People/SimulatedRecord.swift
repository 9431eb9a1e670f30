// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What one source has recorded of one person.
public struct SimulatedRecord: Sendable {
    /// The NHS number under which the source knows the person, where it is not the current one.
    public var knownNumber: String?
    /// How the source writes who the person is, where it writes something of its own.
    public var identity = SimulatedIdentity()
    public var allergies: [SimulatedAllergy] = []
    public var medicines: [SimulatedMedicine] = []
    public var problems: [SimulatedProblem] = []
    public var measurements: [SimulatedMeasurement] = []
    public var panels: [SimulatedPanel] = []
    public var immunisations: [SimulatedImmunisation] = []
    public var consultations: [SimulatedConsultation] = []
    public var referrals: [SimulatedReferral] = []
    public var documents: [SimulatedDocument] = []
    public var procedures: [SimulatedProcedure] = []
    public var recalls: [SimulatedRecall] = []
    public var stays: [SimulatedStay] = []
    public var appointments: [SimulatedAppointment] = []
    public var flags: [SimulatedFlag] = []
    public var carePlans: [SimulatedCarePlan] = []
    public var episodes: [SimulatedEpisode] = []
    public var devices: [SimulatedDevice] = []
    public var administrations: [SimulatedAdministration] = []
    /// Those who care for the person without pay.
    public var carers: [SimulatedContact] = []
    /// Reports that stand in the person's record and are about somebody else: a mother's, a twin's.
    public var panelsOfOthers: [SimulatedPanel] = []
    /// The practice is waiting for the record of the one before; nothing older than this day may be there.
    public var inTransitBefore: RecordDay?
    /// The clinical areas from which confidential items were left out.
    public var confidentialAreas: Set<ClinicalArea> = []
    /// FHIR's security label of a problem, by its key: a confidentiality, or `NOPAT` for what must not be told to the patient.
    public var labels: [String: String] = [:]
    /// The keys of entries that a professional who asks without any agreement about restricted items must not be shown.
    public var withheld: Set<String> = []

    public init() {}
}

/// The parts of a GP record that GP Connect lets a consumer ask for.
public enum ClinicalArea: String, Sendable, Hashable, CaseIterable {
    case allergies, medication, consultations, problems, immunisations, uncategorised, investigations, referrals, diary
}

/// An allergy or intolerance, or the statement that there is none.
public struct SimulatedAllergy: Sendable {
    public var key: String
    public var term: Term
    /// FHIR's category: `medication`, `food`, `environment`.
    public var category = "medication"
    public var onset: RecordDay?
    public var recorded: RecordDay
    public var reaction: Term?
    /// `mild`, `moderate` or `severe`.
    public var severity: String?
    public var ended: (day: RecordDay, reason: String)?
    public var note: String?
    /// FHIR's verification status, which hospitals send: `confirmed`, `unconfirmed`, `refuted`.
    public var verification = "confirmed"
}

/// A course of a medicine.
public struct SimulatedMedicine: Sendable {
    /// How it is prescribed.
    public enum Kind: String, Sendable { case acute, `repeat`, repeatDispensing = "repeat-dispensing", hospitalOnly }
    /// Where it stands.
    public enum State: Sendable { case current, completed, stopped(RecordDay, String) }

    public var key: String
    public var product: Term
    /// The supplier's own product code.
    public var supplierCode: String?
    public var kind: Kind
    public var state: State = .current
    public var dosage: String
    public var patientInstruction: String?
    public var quantity = "28"
    public var unit = "tablet"
    public var days = 28
    public var start: RecordDay
    public var end: RecordDay?
    /// When the dose was last changed; practices alone tell it.
    public var changed: RecordDay?
    public var issues: [RecordDay] = []
    public var issuesAllowed: Int?
    public var note: String?
    /// The key of the problem that it is for.
    public var problem: String?
    /// The dose in figures, which hospitals send beside the words.
    public var dose: Dose?

    /// How much and how often.
    public struct Dose: Sendable {
        public var amount: SimulatedMeasurement.Amount
        public var times = 1
        /// How long the rhythm takes, in FHIR's units: `d` a day, `wk` a week.
        public var every = 1
        public var unit = "d"
    }
}

/// A problem: a condition on the problem list.
public struct SimulatedProblem: Sendable {
    public var key: String
    public var term: Term
    public var onset: RecordDay
    public var ended: RecordDay?
    public var isMajor = true
    public var note: String?
    /// Keys of entries that belong to it.
    public var related: [String] = []
    /// Where in the body it is; practices write it into the words.
    public var site: Term?
    /// FHIR's verification status, which hospitals send: `confirmed`, `provisional`, `differential`, `refuted`.
    public var verification = "confirmed"
    /// Whether it stands on the problem list; otherwise it is the diagnosis of one contact.
    public var isListed = true
}

/// One coded entry with or without a value: a measurement, a finding, a decision.
public struct SimulatedMeasurement: Sendable {
    /// A value with its unit as written.
    public struct Amount: Sendable {
        public var value: String
        public var unit: String
        /// The unit in UCUM, which hospitals send and practices mostly do not.
        public var ucum: String?
    }

    public var key: String
    public var term: Term
    public var day: RecordDay
    public var time: String?
    public var amount: Amount?
    public var components: [(term: Term, amount: Amount)] = []
    /// FHIR's observation category, as hospitals send it.
    public var category = "vital-signs"
    public var note: String?
    /// What was found, where it is words and no number.
    public var words: String?
    /// The offset from Coordinated Universal Time in an hour that the clocks repeat (`+01:00`).
    public var offset: String?
}

/// A laboratory report with its results.
public struct SimulatedPanel: Sendable {
    /// One result.
    public struct Result: Sendable {
        public var key: String
        public var term: Term
        public var amount: SimulatedMeasurement.Amount
        public var comparator: String?
        public var low: String?
        public var high: String?
        public var note: String?
        /// `H` or `L`.
        public var flag: String?
    }

    public var key: String
    public var term: Term
    /// The laboratory's report identifier, the same in every source that got the report.
    public var report: String
    public var collected: RecordDay
    public var time = "08:40:00"
    public var issued: RecordDay
    public var results: [Result]
    public var comment: String?
    public var issuedTime = "17:02:00"
    /// FHIR's status of a report: `preliminary`, `final`, `corrected`.
    public var status = "final"
}

/// A vaccination that was given, or one that was not.
public struct SimulatedImmunisation: Sendable {
    public var key: String
    public var procedure: Term
    public var product: Term?
    public var day: RecordDay
    public var isGiven = true
    public var batch: String?
    public var expiry: RecordDay?
    public var site: Term?
    public var note: String?
}
