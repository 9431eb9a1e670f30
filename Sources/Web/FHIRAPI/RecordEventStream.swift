// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR
import HTTPTypes
import JSON

/// A record as a stream of events (`text/event-stream`): `source` each time a source has answered or been given up, with the
/// record so far; then `record` with the whole record, or `outcome` with an OperationOutcome.
///
/// The record so far, and not the source's own part, as only a record with its ledger says what is missing from it, and as a
/// consumer that had to put parts together would have to merge them itself.
struct RecordEventStream: Sendable {
    let service: any RecordService
    let request: RecordRequest
    let form: AnswerForm.Single
    let renderer: RecordRenderer
    let clock: any GatewayClock
    let limits: FollowedRecord.Limits

    func answer(_ origin: GatewayRequest) -> Answer {
        // A program asks again by a request of its own.
        let (again, continuation) = AsyncStream<Void>.makeStream()
        continuation.finish()
        let renderer = renderer
        let record = FollowedRecord(
            service: service, request: request, renderer: RecordUpdateRenderer { record, _ in renderer.render(record) },
            clock: clock, limits: limits, again: again, stopWaiting: {}, onClose: {})
        return record.answer(origin, in: ProgramEvents(form: form, traceID: origin.traceID))
    }
}

/// The events of a record for programs.
private struct ProgramEvents: RecordEvents {
    let form: AnswerForm.Single
    let traceID: String

    func opening() -> [UInt8] { [] }

    func events(of update: RecordUpdate) -> [UInt8] {
        var bytes: [UInt8] = []
        for (place, progress) in update.progress.enumerated() {
            // Sources that were done at once share one record; the whole has an event of its own.
            let holdsRecord = update.stage != .whole && place == update.progress.count - 1
            bytes +=
                ServerSentEvent(
                    name: "source", data: data(of: progress, record: holdsRecord ? update.released.body : nil)
                ).bytes
        }
        guard update.stage == .whole else { return bytes }
        return bytes + ServerSentEvent(name: "record", data: update.released.body).bytes
    }

    private func data(of progress: SourceProgress, record: [UInt8]?) -> [UInt8] {
        var object = JSONObject([
            "source": .string(progress.source.id.text), "name": .string(progress.source.name),
            "answered": .boolean(progress.hasAnswered), "done": .number(String(progress.done)),
            "total": .number(String(progress.total)),
        ])
        guard let record else { return JSONTree.object(object).bytes }
        if form != .fhir {
            object["record"] = .string(String(decoding: record, as: UTF8.self))
            return JSONTree.object(object).bytes
        }
        // The document as it was audited, byte for byte.
        return JSONTree.object(object).bytes.dropLast() + Array(",\"record\":".utf8) + record + [UInt8(ascii: "}")]
    }

    func ending(_ end: RecordFollowingEnd) -> [UInt8] {
        switch end {
        case .done: []
        case .noRecordCanBeShown: outcome(.noRecordCanBeShown)
        case .notPermitted(let outlook): outcome(RequestFault.notPermitted(outlook).ofPersonsRecord)
        case .closed(let reason): outcome(RequestFault(reason).ofPersonsRecord)
        }
    }

    private func outcome(_ fault: RequestFault) -> [UInt8] {
        ServerSentEvent(name: "outcome", data: fault.outcomeWithStatus(traceID: traceID).tree.bytes).bytes
    }
}

extension RequestFault {
    /// The fault as an OperationOutcome that tells the status which the answer would have had, had it not begun already.
    fileprivate func outcomeWithStatus(traceID: String) -> OperationOutcome {
        var outcome = outcome(traceID: traceID)
        let status: JSONTree = [
            "url": .string(CodeSystem.gateway + "StructureDefinition/http-status"),
            "valueInteger": .number(String(self.status.code)),
        ]
        for place in outcome.issues.indices { outcome.issues[place].extensions.append(status) }
        return outcome
    }
}
