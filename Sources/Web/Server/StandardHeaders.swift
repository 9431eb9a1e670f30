// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import HTTPTypes

/// The headers of every answer: it is never stored, runs nothing but the gateway's own script where a page has one, loads
/// nothing from elsewhere, and tells no other site where it came from.
enum StandardHeaders {
    private static let nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    private static let page =
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    private static let scriptedPage = page + "; script-src 'self'; connect-src 'self'"

    /// - Parameter keepsToTLS: whether the browser is to come back over TLS alone.
    static func fields(for answer: Answer, traceID: String, keepsToTLS: Bool) -> HTTPFields {
        var fields = answer.headers
        if let contentType = answer.contentType { fields[.contentType] = contentType }
        let isPage = answer.contentType.map { MediaType.bare($0) == MediaType.html } ?? false
        fields[.contentSecurityPolicy] = !isPage ? nothing : answer.runsScript ? scriptedPage : page
        fields[.cacheControl] = "no-store"
        fields[.contentTypeOptions] = "nosniff"
        fields[.frameOptions] = "DENY"
        fields[.referrerPolicy] = "no-referrer"
        fields[.resourcePolicy] = "same-origin"
        fields[.requestID] = traceID
        if keepsToTLS { fields[.transportSecurity] = "max-age=31536000" }
        return fields
    }
}
