// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
public import FHIR

/// What would change for requests that were really made, if another policy were in force: a pure function of their facts and the two
/// policies. The wishes of the people asked for are not looked at; they are the same under both.
public struct PolicyComparison: Hashable, Sendable, Codable {
    /// One consumer, role, controller and dataset.
    public struct Row: Hashable, Sendable, Codable {
        /// The ODS code of the organisation that asked.
        public let consumer: String
        public let role: String
        /// The ODS code of the controller whose data it is.
        public let controller: String
        public let dataset: String
        /// Denied now, and permitted under the other policy.
        public internal(set) var wouldBePermitted = 0
        /// Permitted now, and denied under the other policy.
        public internal(set) var wouldBeDenied = 0
        /// Permitted under both, with other limits (window, journal, restricted items).
        public internal(set) var otherLimits = 0
        public internal(set) var same = 0
        /// Why it would be denied, by the denial's code.
        public internal(set) var denials: [String: Int] = [:]
    }

    /// In the order of consumer, role, controller and dataset.
    public let rows: [Row]
    public let requests: Int

    /// - Parameter now: the moment at which both policies are looked at, so that what they say is compared, and not their days.
    public init(of requests: [RecordedRequest], inForce: SharingPolicy, trial: SharingPolicy, now: FHIRDateTime) {
        self.requests = requests.count
        var rows: [Key: Row] = [:]
        for request in requests {
            for controller in request.controllers {
                for dataset in request.datasets {
                    let key = Key(request, controller, dataset)
                    var row = rows[key] ?? key.row
                    row.count(
                        from: request.decision(controller, dataset, under: inForce, now: now),
                        to: request.decision(controller, dataset, under: trial, now: now))
                    rows[key] = row
                }
            }
        }
        self.rows = rows.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The rows in which anything changes.
    public var changes: [Row] { rows.filter { $0.wouldBePermitted + $0.wouldBeDenied + $0.otherLimits > 0 } }

    private struct Key: Hashable, Comparable {
        let consumer: String
        let role: Role
        let controller: String
        let dataset: Dataset

        init(_ request: RecordedRequest, _ controller: String, _ dataset: Dataset) {
            (consumer, role) = (request.organisation, request.role)
            (self.controller, self.dataset) = (controller, dataset)
        }

        var row: Row { Row(consumer: consumer, role: role.rawValue, controller: controller, dataset: dataset.rawValue) }

        static func < (left: Self, right: Self) -> Bool {
            (left.consumer, left.role.rawValue, left.controller, left.dataset)
                < (right.consumer, right.role.rawValue, right.controller, right.dataset)
        }
    }
}

extension PolicyComparison.Row {
    fileprivate mutating func count(from old: SharingDecision, to new: SharingDecision) {
        switch (old.isPermitted, new.isPermitted) {
        case (false, true): wouldBePermitted += 1
        case (true, false):
            wouldBeDenied += 1
            denials[new.denial?.rawValue ?? "", default: 0] += 1
        case (true, true) where old.residue != new.residue: otherLimits += 1
        default: same += 1
        }
    }
}

extension RecordedRequest {
    /// The decision as it would be made of these facts. The person's own request is taken to be about their own record, as it was
    /// answered as one.
    func decision(
        _ controller: String, _ dataset: Dataset, under policy: SharingPolicy, now: FHIRDateTime
    ) -> SharingDecision {
        let numbers = Set([try? NHSNumber("9000000009")].compactMap { $0 })
        let requester = Requester(
            person: "recorded", role: role, organisation: organisation, system: "recorded", purpose: purpose,
            strength: strength, establishment: .none, ownNumbers: role.isPatientOrProxy ? numbers : [])
        var permissions: [PermissionToView] = []
        if case .stated(let answer) = permission {
            permissions = [
                PermissionToView(
                    answer, askedBy: requester.person, organisation: organisation, at: now,
                    until: now.advanced(bySeconds: 1))
            ]
        }
        let facts = SharingFacts(
            policy: policy, numbers: numbers, permissions: permissions, relationship: relationship, now: now)
        return decide(
            requester, controller: Organisation(odsCode: controller, name: ""), dataset: dataset, given: facts)
    }
}

extension SharingPolicy {
    /// This policy with a draft in the place of the agreement of the same id and controller, or beside the others; as if it were
    /// published, and its days had come.
    public func trying(_ draft: SharingAgreement, at now: FHIRDateTime) -> SharingPolicy {
        let trial = SharingAgreement(
            id: draft.id, version: draft.version, title: draft.title, controller: draft.controller, validFrom: now,
            signatories: draft.signatories, clauses: draft.clauses)
        let others = agreements.filter {
            $0.agreement.id != draft.id || $0.agreement.controller != draft.controller
        }
        return SharingPolicy(version: version, agreements: others + [Standing(trial)], memberships: memberships)
    }
}
