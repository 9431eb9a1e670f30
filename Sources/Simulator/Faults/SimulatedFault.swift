// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A way for a source to go wrong, on demand. All are real: bytes on a socket, or none.
public enum SimulatedFault: Sendable, Hashable {
    /// Nothing listens on its port. For one person alone it closes each connection without a word instead.
    case down
    /// It breaks each connection off (RST) once it has read the request.
    case resetting
    /// It takes the request and never answers.
    case silent
    /// It answers 403 with the error that its standard has for *no*.
    case refusing
    /// It answers 401: it does not accept the credentials.
    case notAuthorised
    /// It answers 404 without a word of FHIR, as of an address that nothing is served under.
    case wrongAddress
    /// It answers correctly, but so much later.
    case slow(after: Duration)
    /// It sends a correct answer one byte at a time, with a pause before each.
    case dripping(every: Duration)
    /// It sends a correct answer in so many pieces, with a pause before each.
    case inPieces(Int, every: Duration)
    /// It sends the first byte of a correct answer, and then nothing.
    case stoppingAfterFirstByte
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
    /// It sends the answer without its last byte, as if that were all.
    case lastByteMissing
    /// It sends bytes that are no JSON, and says that they are.
    case notJSON
    /// The answer's outermost object has a member name twice.
    case duplicateKey
    /// The answer is right, with so many blanks behind it that it is one byte longer than this.
    case longer(than: Int)
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
