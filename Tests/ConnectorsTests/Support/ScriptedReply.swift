// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// What a scripted server does on the socket after a request.
struct ScriptedReply: Sendable {
    enum Step: Sendable {
        case send(String)
        /// One byte after the other, with a pause between them.
        case drip(String)
        /// The same bytes again and again, as fast as they are taken.
        case endless(String)
        case hang
        case close
    }

    let steps: [Step]

    init(_ steps: Step...) { self.steps = steps }

    static func answer(
        _ body: String, status: Int = 200, type: String? = "application/fhir+json", headers: [String] = []
    ) -> ScriptedReply {
        ScriptedReply(.send(head(status, length: body.utf8.count, type: type, headers: headers) + body))
    }

    static func head(_ status: Int = 200, length: Int?, type: String?, headers: [String] = []) -> String {
        var lines = ["HTTP/1.1 \(status) Status"] + headers
        if let type { lines.append("Content-Type: " + type) }
        if let length { lines.append("Content-Length: \(length)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// An OperationOutcome with a code of the Spine.
    static func spine(_ code: String, status: Int) -> ScriptedReply {
        answer(
            #"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","details":{"coding":[{"system":"https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1","code":"\#(code)"}]}}]}"#,
            status: status)
    }
}
