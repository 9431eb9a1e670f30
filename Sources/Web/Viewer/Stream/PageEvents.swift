// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import Crypto
import JSON

/// The events that fill one page in one browser: `open`, the regions that changed, then `end`; `fault` where nothing more is
/// released.
struct PageEvents: RecordEvents {
    /// By which the page asks again, and the token that it has to send with that.
    let stream: String
    let token: String
    let pages: OpenPages
    /// A fault as the content of a page.
    let content: @Sendable (RequestFault) -> HTML

    private var sent: [SHA256Digest] = []

    init(
        stream: String, token: String, pages: OpenPages, content: @escaping @Sendable (RequestFault) -> HTML
    ) {
        self.stream = stream
        self.token = token
        self.pages = pages
        self.content = content
    }

    func opening() -> [UInt8] {
        ServerSentEvent(name: "open", data: PageUpdate.object(["stream": stream, "token": token])).bytes
    }

    mutating func events(of update: RecordUpdate) -> [UInt8] {
        let bytes = unsent(update.released.body)
        if update.stage == .whole { pages.wait(stream) }
        return bytes
    }

    mutating func ending(_ end: RecordFollowingEnd) -> [UInt8] {
        switch end {
        case .done: ended(afterWaiting: pages.isDismissed(stream))
        // Nothing of the record may be shown any more: what the page has of it goes.
        case .noRecordCanBeShown: fault(.noRecordCanBeShown, clears: true)
        case .notPermitted(let outlook): fault(RequestFault.notPermitted(outlook).ofPersonsRecord, clears: true)
        case .closed(let reason): fault(RequestFault(reason).ofPersonsRecord)
        }
    }

    private func ended(afterWaiting waited: Bool) -> [UInt8] {
        let data = JSONTree.object(JSONObject(["waited": .boolean(waited)]))
        return ServerSentEvent(name: "end", data: data.bytes).bytes
    }

    private func fault(_ fault: RequestFault, clears: Bool = false) -> [UInt8] {
        var data = JSONObject(["html": .string(content(fault).markup)])
        if clears { data["clears"] = .boolean(true) }
        return ServerSentEvent(name: "fault", data: JSONTree.object(data).bytes).bytes
    }

    /// The events of an update without those that the browser has as they are. The first, the layout, decides: where it has
    /// changed, everything is sent. The last, the stage, is always sent.
    private mutating func unsent(_ update: [UInt8]) -> [UInt8] {
        let events = ServerSentEvent.separated(update)
        let digests = events.map { SHA256.hash(data: $0) }
        let earlier = sent
        sent = digests
        guard earlier.count == digests.count, earlier.first == digests.first else { return update }
        var result: [UInt8] = []
        for (place, event) in events.enumerated() where place == events.count - 1 || earlier[place] != digests[place] {
            result += event
        }
        return result
    }
}
