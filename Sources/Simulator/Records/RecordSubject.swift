// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Whom a record file is about.
public struct RecordSubject: Sendable, CustomStringConvertible, CustomReflectable {
    /// The number under which the file is served.
    public var nhsNumber: String
    public var name: SimulatedName?
    /// As FHIR writes it.
    public var birthDate: String?
    public var gender: String?

    /// Without the person.
    public var description: String { "<record subject>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// One record file, with its subject.
public struct RecordFile: Sendable {
    /// The file's path inside the folder.
    public var path: String
    public var subject: RecordSubject
    /// The bytes as they are served: those of the file, with what was written into the Patient.
    public var bytes: [UInt8]
    /// How many Patients the file holds; only where there is one is anything written into it.
    public var patientCount: Int

    /// The name in one line, empty where there is none.
    public var nameWords: String {
        guard patientCount == 1, let name = subject.name else { return "" }
        return (name.given + [name.family]).filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// Something about a folder of records that its owner should know.
public enum RecordDiagnostic: Sendable, Hashable, CustomStringConvertible {
    /// The file is not JSON, for this reason; it is passed over.
    case notJSON(file: String, reason: String)
    /// The file is JSON, but no FHIR bundle; it is passed over.
    case notABundle(file: String)
    /// Another file has the number already; this one got the next.
    case numberTaken(file: String)
    /// `subjects.yaml` cannot be read; it is left aside.
    case subjectsUnreadable(file: String)
    /// The file has no Patient, or more than one; it is served as it is.
    case noSinglePatient(file: String, count: Int)
    /// The file or folder cannot be read.
    case unreadable(file: String)

    /// One sentence, without anything from inside the file.
    public var description: String {
        switch self {
        case .notJSON(let file, let reason): "\(file) is passed over: \(reason)"
        case .notABundle(let file): "\(file) is passed over: it is not a FHIR Bundle"
        case .numberTaken(let file): "\(file) is given another NHS number: an earlier file has the one it would get"
        case .subjectsUnreadable(let file): "\(file) is left aside: it is not a list of subjects by file name"
        case .noSinglePatient(let file, let count): "\(file) is served as it is: it holds \(count) Patients"
        case .unreadable(let file): "\(file) cannot be read"
        }
    }
}
