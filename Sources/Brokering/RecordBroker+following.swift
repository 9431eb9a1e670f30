// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension RecordBroker {
    public func follow(
        _ request: RecordRequest, rendering renderer: RecordUpdateRenderer, again: AsyncStream<Void>,
        deliver: @escaping @Sendable (RecordUpdate) async -> Void
    ) async -> RecordFollowingEnd {
        switch await record(request, rendering: RecordRenderer { renderer.render($0, .whole) }) {
        case .record(let released):
            await deliver(RecordUpdate(stage: .whole, released: released))
            return .done
        case .noRecordCanBeShown: return .noRecordCanBeShown
        case .closed(let reason): return .closed(reason)
        }
    }
}
