// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import Sharing

/// A broker whose answers are counted: refusals by the denial's code, emergency accesses that were stated, sources by outcome.
struct MeasuredRecordService: RecordService {
    let service: any RecordService
    let metrics: MetricRegister

    var sources: [SourceDescription] { service.sources }

    func record(
        _ request: RecordRequest, rendering renderer: RecordRenderer,
        progress: @escaping @Sendable (SourceProgress) async -> Void
    ) async -> RecordAnswer {
        countEmergency(request)
        let answer = await service.record(request, rendering: renderer, progress: progress)
        switch answer {
        case .record(let released): count(released.ledger)
        case .noRecordCanBeShown: countRefusal("no-record-can-be-shown")
        case .notPermitted(let outlook): countRefusal(outlook.denial?.rawValue ?? "none")
        case .closed: countRefusal("closed")
        }
        return answer
    }

    func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd {
        countEmergency(request)
        let end = await service.follow(request, rendering: renderer, again: again) { update in
            if update.stage == .whole { count(update.released.ledger) }
            await deliver(update)
        }
        switch end {
        case .done: break
        case .noRecordCanBeShown: countRefusal("no-record-can-be-shown")
        case .notPermitted(let outlook): countRefusal(outlook.denial?.rawValue ?? "none")
        case .closed: countRefusal("closed")
        }
        return end
    }

    func locate(_ request: RecordRequest) async -> LocateAnswer {
        countEmergency(request)
        let answer = await service.locate(request)
        switch answer {
        case .located: break
        case .noRecordCanBeShown: countRefusal("no-record-can-be-shown")
        case .notPermitted(let outlook): countRefusal(outlook.denial?.rawValue ?? "none")
        case .closed: countRefusal("closed")
        }
        return answer
    }

    func outlook(_ request: RecordRequest) async -> OutlookAnswer {
        countEmergency(request)
        return await service.outlook(request)
    }

    func readiness() async -> [ReadinessCheck] { await service.readiness() }

    private func countRefusal(_ code: String) { metrics.count("mig_refusals_total", [("denial", code)]) }

    private func countEmergency(_ request: RecordRequest) {
        if request.statement?.isEmergency == true { metrics.count("mig_emergency_accesses_total", []) }
    }

    /// Each source once, by the outcome of the first dataset that it should have given and did not; otherwise as answered.
    private func count(_ ledger: SourceLedger) {
        for line in ledger.lines {
            let missing = ledger.scope.lazy.compactMap { line.outcomes[$0] }.first(where: \.isMissing)
            metrics.count(
                "mig_sources_total",
                [
                    ("source", line.source.id.text),
                    ("outcome", missing?.reason?.code.rawValue ?? missing?.code ?? "answered"),
                ])
        }
    }
}
