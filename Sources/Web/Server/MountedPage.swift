// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import HTTPTypes

/// A page of another part of the program, on the gateway's port. A gateway has none of its own accord: `mig demo` mounts that of
/// its simulator.
public protocol MountedPage: Sendable {
    /// The one segment of its path.
    var segment: String { get }

    /// Answers a request for the page, or a form that it sent.
    /// - Parameter form: the fields; `nil` where the page is asked for.
    func answer(_ form: [(name: String, value: String)]?) async -> MountedAnswer
}

/// What a mounted page answers.
public enum MountedAnswer: Sendable {
    /// The page; as the answer to a form, what was wrong with it is said on it.
    case page([UInt8], isFault: Bool = false)
    /// The form was taken: the browser asks for the page anew.
    case reload
}

/// The page that is mounted, if one is.
struct MountedPages: Sendable {
    let page: (any MountedPage)?
    let bodies: BodyReader

    func isMounted(at segments: [String]) -> Bool { segments.count == 1 && segments.first == page?.segment }

    /// - Throws: ``RequestFault``. The page is for whoever sits at this machine: it is not shown under another name, which a
    ///   foreign site could have pointed here.
    func answer(_ request: GatewayRequest) async throws -> Answer {
        guard let page else { throw RequestFault.unknownPath }
        guard let authority = request.head.authority, ServedNames.isLoopback(authority) else {
            throw RequestFault(
                status: .forbidden, issue: .forbidden, diagnostics: "Open this page as 127.0.0.1 or localhost.")
        }
        var form: [(name: String, value: String)]?
        if request.head.method == .post {
            let text = String(validating: try await bodies.read(request, types: [MediaType.form]), as: UTF8.self)
            guard let fields = text.flatMap({ RequestTarget.parameters($0) }) else {
                throw RequestFault.invalid("The form could not be read.")
            }
            form = fields
        }
        switch await page.answer(form) {
        case .page(let bytes, let isFault): return .page(bytes, status: isFault ? .badRequest : .ok)
        case .reload: return .seeOther("/" + page.segment)
        }
    }
}
