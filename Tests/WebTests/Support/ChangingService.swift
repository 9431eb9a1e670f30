// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Sharing

/// A service that changes what is asked on its way to the real one, as one with a hole would.
struct ChangingService: RecordService {
    let base: any RecordService
    let change: @Sendable (RecordRequest) -> RecordRequest

    var sources: [SourceDescription] { base.sources }

    func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer { await base.record(change(request), rendering: renderer, progress: progress) }

    func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd {
        await base.follow(change(request), rendering: renderer, again: again, deliver: deliver)
    }

    func locate(_ request: RecordRequest) async -> LocateAnswer { await base.locate(change(request)) }
    func outlook(_ request: RecordRequest) async -> OutlookAnswer { await base.outlook(change(request)) }
    func readiness() async -> [ReadinessCheck] { await base.readiness() }
}

extension RecordRequest {
    /// The same question by another requester, or with another answer of the person.
    func changed(by requester: Requester? = nil, stating statement: PermissionStatement? = nil) -> RecordRequest {
        RecordRequest(
            requester: requester ?? self.requester, nhsNumber: nhsNumber, datasets: datasets, from: from, to: to,
            sources: sources, deadline: deadline, traceID: traceID, consultation: consultation,
            statement: statement ?? self.statement, relationship: relationship,
            relationshipReason: relationshipReason)
    }
}
