// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A way for a source to go wrong, on demand. All are real: bytes on a socket, or none.
public enum SimulatedFault: Sendable, Hashable {
    /// Nothing listens on its port, when set before the source starts; set later, it closes each connection without a word.
    case down
    /// It answers 403 with the error that its standard has for *no*.
    case refusing
    /// It answers correctly, but so much later.
    case slow(after: Duration)
    /// It sends a correct answer one byte at a time, with a pause before each.
    case dripping(every: Duration)
    /// It promises the whole answer, sends half and closes.
    case closingMidBody
    /// It answers 200 with a web page.
    case html
    /// It answers with this status, and an OperationOutcome.
    case serverError(status: Int)
    /// It answers 429, with a Retry-After of so many seconds.
    case tooManyRequests(retryAfter: Int)
    /// It sends half of the answer, as if that were all.
    case truncatedJSON
    /// The answer's outermost object has a member name twice.
    case duplicateKey
    /// The answer is a bundle of at least so many bytes, never held in memory.
    case hugeBody(bytes: Int)
    /// The answer is compressed, and becomes at least so many bytes.
    case gzipBomb(bytes: Int)
    /// Every page has a link to one more.
    case endlessNext
    /// The answer is about somebody else: another number, name and birth date.
    case anotherPerson
    /// The answer holds a second Patient.
    case twoPatients
    /// One clinical resource has the wrong shape; the rest is right.
    case malformedResource
    /// One clinical resource is about somebody else; the rest is right.
    case strayResource
    /// The answer has no Patient.
    case missingPatient
    /// The number is right; the birth date and both names are not.
    case wrongIdentity

    /// ``slow(after:)`` in seconds.
    public static func slow(seconds: Int) -> SimulatedFault { .slow(after: .seconds(seconds)) }
    /// ``hugeBody(bytes:)`` of one gibibyte.
    public static let hugeBody = SimulatedFault.hugeBody(bytes: 1 << 30)
    /// ``gzipBomb(bytes:)`` of one gibibyte.
    public static let gzipBomb = SimulatedFault.gzipBomb(bytes: 1 << 30)
}
