// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// One parameter of a request, from a query or from a FHIR Parameters resource.
struct RequestParameter {
    /// How the value was given.
    enum Form: Equatable {
        /// In a query: text, whatever it is to mean.
        case query
        /// In a Parameters resource, as the element of this name (`valueCode`).
        case element(String)
    }

    let name: String
    let text: String
    let form: Form

    /// The name where it may be repeated to the caller.
    var speakableName: String {
        let isPlain = (1...40).contains(name.utf8.count) && name.utf8.allSatisfy { $0.isIDCharacter || $0 == 0x5F }
        return isPlain ? name : "(unnamed)"
    }
}

/// What a consumer may say besides whose record it wants. This is the one place where it is read. The broker widens a request for
/// medicines by the allergies once more (invariant 10), should another way in ever forget to.
struct RecordParameters {
    private(set) var datasets: [Dataset] = []
    private(set) var from: FHIRDateTime?
    private(set) var to: FHIRDateTime?
    private(set) var sources: [SourceID] = []
    private(set) var deadline: Duration?
    /// Whether it is the wish to ask once more; `nil` where it is not said.
    private(set) var asksAgain: Bool?
    /// What is stated of the permission to view.
    private(set) var statement = PermissionParameters.Statement()
    /// What was not done as asked, in words that stand in the answer.
    private(set) var remarks: [String] = []

    private let isLenient: Bool

    /// The longest wait that can be asked for.
    static let longestDeadline = Duration.seconds(30)

    /// Parameters by which other servers cut or filter lists; allergies are never cut or filtered.
    private static let filters: Set<String> = [
        "_count", "_elements", "_filter", "_lastUpdated", "_maxresults", "_offset", "_page", "_since", "_sort",
        "_summary", "category", "clinical-status", "criticality", "date", "status", "verification-status",
    ]

    /// - Parameters:
    ///   - isLenient: the consumer prefers `handling=lenient`: what is not supported is ignored, and said so.
    /// - Throws: ``RequestFault`` 400 naming the parameter.
    init(_ parameters: [RequestParameter], knownSources: [SourceID], isLenient: Bool) throws(RequestFault) {
        self.isLenient = isLenient
        var permission = PermissionParameters()
        for parameter in parameters {
            switch parameter.name {
            case "dataset": try addDatasets(parameter)
            case "source": try addSources(parameter, known: knownSources)
            case "from": from = try day(parameter, before: from)
            case "to": to = try day(parameter, before: to)
            case "deadline": deadline = try limit(parameter)
            case "again": asksAgain = try wish(parameter)
            case "_format": break
            case let name where PermissionParameters.names.contains(name): try permission.add(parameter)
            default: try refuseOrIgnore(parameter)
            }
        }
        if let from, let to, to.earliestSecond < from.earliestSecond {
            throw .value("'to' is before 'from'.", concerning: "to")
        }
        statement = try permission.statement()
        try keepAllergiesWhole()
    }

    private mutating func addDatasets(_ parameter: RequestParameter) throws(RequestFault) {
        try Self.require(parameter, elements: ["valueCode", "valueString"])
        for code in parameter.text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed) {
            guard let dataset = Dataset(rawValue: code) else {
                let codes = Dataset.allCases.map(\.rawValue).joined(separator: ", ")
                throw .value("'dataset' has to be one of \(codes).", concerning: "dataset")
            }
            if !datasets.contains(dataset) { datasets.append(dataset) }
        }
    }

    private mutating func addSources(_ parameter: RequestParameter, known: [SourceID]) throws(RequestFault) {
        try Self.require(parameter, elements: ["valueCode", "valueString", "valueId"])
        for text in parameter.text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed) {
            guard let source = SourceID(text), known.contains(source) else {
                let names = known.map(\.text).joined(separator: ", ")
                throw .value("'source' has to be one of \(names).", concerning: "source")
            }
            if !sources.contains(source) { sources.append(source) }
        }
    }

    private func day(_ parameter: RequestParameter, before: FHIRDateTime?) throws(RequestFault) -> FHIRDateTime {
        try Self.require(parameter, elements: ["valueDate"])
        let name = parameter.name
        guard before == nil else { throw .invalid("'\(name)' is given more than once.", concerning: name) }
        guard let date = FHIRDateTime(parameter.text), date.precision == .day else {
            throw .value("'\(name)' has to be a day of the calendar, as 2026-01-31.", concerning: name)
        }
        return date
    }

    private func limit(_ parameter: RequestParameter) throws(RequestFault) -> Duration {
        let name = "deadline"
        try Self.require(
            parameter, elements: ["valueDecimal", "valueInteger", "valueUnsignedInt", "valuePositiveInt"])
        guard deadline == nil else { throw .invalid("'deadline' is given more than once.", concerning: name) }
        let parts = parameter.text.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? String(parts[1]) : "0"
        guard parts.count <= 2, (1...2).contains(parts[0].utf8.count), (1...3).contains(fraction.utf8.count),
            (parts[0] + fraction).utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int(parts[0]),
            let milliseconds = Int(fraction + String(repeating: "0", count: 3 - fraction.utf8.count)),
            case let limit = Duration.milliseconds(seconds * 1000 + milliseconds), limit > .zero,
            limit <= Self.longestDeadline
        else {
            throw .value("'deadline' has to be a number of seconds above 0 and at most 30, as 2.5.", concerning: name)
        }
        return limit
    }

    private func wish(_ parameter: RequestParameter) throws(RequestFault) -> Bool {
        try Self.require(parameter, elements: ["valueBoolean"])
        guard asksAgain == nil else { throw .invalid("'again' is given more than once.", concerning: "again") }
        switch parameter.text {
        case "true": return true
        case "false": return false
        default: throw .value("'again' has to be true or false.", concerning: "again")
        }
    }

    private mutating func refuseOrIgnore(_ parameter: RequestParameter) throws(RequestFault) {
        let name = parameter.speakableName
        let isFilter = Self.filters.contains(parameter.name)
        guard isLenient else {
            let why = isFilter ? " Allergies are always given whole: they are never paged, filtered or cut." : ""
            throw .unsupported("The parameter '\(name)' is not supported.\(why)", concerning: name)
        }
        let whole = isFilter ? " Allergies are given whole." : ""
        remarks.append("The parameter '\(name)' is not supported and was ignored.\(whole)")
    }

    /// Invariant 10.
    private mutating func keepAllergiesWhole() throws(RequestFault) {
        let isDated = from != nil || to != nil
        let dateName = from == nil ? "to" : "from"
        if isDated, datasets == [.risks] {
            guard isLenient else {
                throw .unsupported(
                    "'\(dateName)' cannot be applied: allergies and alerts are always given whole.",
                    concerning: dateName)
            }
            (from, to) = (nil, nil)
            remarks.append("'\(dateName)' was ignored: allergies and alerts are always given whole.")
        }
        if datasets.contains(.summary) {
            // The summary is made from these, and is nothing without them.
            let parts: [Dataset] = [.problems, .medication, .risks, .investigations, .events]
            datasets = datasets.filter { $0 != .summary } + parts.filter { !datasets.contains($0) }
        }
        if datasets.contains(.medication), !datasets.contains(.risks) {
            datasets.append(.risks)
            remarks.append("Allergies and alerts were added: whatever holds medicines holds them all.")
        }
        datasets.sort()
        if from != nil || to != nil, datasets.isEmpty || datasets.contains(.risks) {
            remarks.append("Allergies and alerts are not filtered by date.")
        }
    }

    private static func require(_ parameter: RequestParameter, elements: [String]) throws(RequestFault) {
        guard case .element(let element) = parameter.form, !elements.contains(element) else { return }
        let name = parameter.name
        throw .invalid("'\(name)' has to be given as \(elements.joined(separator: " or ")).", concerning: name)
    }
}
