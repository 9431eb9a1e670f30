// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Crypto
public import Foundation
public import Logging
import Metrics
import Synchronization

/// Holds what handshakes need, and reads it again when its files have changed. What is broken is not taken: the old is kept, and
/// the log says why.
public final class CertificateKeeper: Sendable {
    private struct State {
        var material: TLSMaterial
        /// Counts how often it was taken anew.
        var generation = 0
        var digests: [String: [UInt8]?]
        var lastWarning: [CertificateRole: (level: Logger.Level, at: Date)] = [:]
    }

    private let files: CertificateFiles
    private let contents: @Sendable (String) -> [UInt8]?
    private let logger: Logger
    private let gauge: @Sendable (CertificateRole, TimeInterval) -> Void
    private let state: Mutex<State>

    /// - Parameters:
    ///   - gauge: is told how many seconds each role's files still hold; a metric by default.
    ///   - contents: reads a file, `nil` where it cannot be read.
    /// - Throws: ``CertificateFileFault``: without good files nothing is served.
    public init(
        _ files: CertificateFiles, logger: Logger,
        gauge: (@Sendable (CertificateRole, TimeInterval) -> Void)? = nil,
        contents: @escaping @Sendable (String) -> [UInt8]? = { path in
            FileManager.default.contents(atPath: path).map { Array($0) }
        }
    ) throws(CertificateFileFault) {
        self.files = files
        self.contents = contents
        self.logger = logger
        self.gauge =
            gauge ?? { role, seconds in
                Gauge(label: "mig_certificate_expiry_seconds", dimensions: [("role", role.rawValue)]).record(seconds)
            }
        let (read, digests) = Self.read(files, contents)
        let material = try TLSMaterial(files) { read[$0] ?? nil }
        state = Mutex(State(material: material, digests: digests))
    }

    /// What the next handshake uses.
    public var material: TLSMaterial { current.material }

    /// The same, with a number that is another after each reading of changed files.
    public var current: (material: TLSMaterial, generation: Int) {
        state.withLock { ($0.material, $0.generation) }
    }

    /// Looks whether a file has changed, and takes the new ones if all are good together. To be called now and then.
    public func refresh(at now: Date) {
        let (read, digests) = Self.read(files, contents)
        if state.withLock({ $0.digests != digests }) { take(read, digests) }
        reportExpiry(at: now)
    }

    private func take(_ read: [String: [UInt8]?], _ digests: [String: [UInt8]?]) {
        do throws(CertificateFileFault) {
            let material = try TLSMaterial(files) { read[$0] ?? nil }
            let isTaken = state.withLock { state in
                state.digests = digests
                guard !material.goesBack(from: state.material) else { return false }
                state.material = material
                state.generation += 1
                return true
            }
            if isTaken {
                logger.notice("certificates were read again; the next connection uses them")
            } else {
                logger.error(
                    "a revocation list is older than the one it replaces; the old certificates and lists are kept")
            }
        } catch {
            state.withLock { $0.digests = digests }
            logger.error(
                "changed certificate files cannot be used; the old ones are kept",
                metadata: ["role": "\(error.role.rawValue)", "reason": "\(error.reason)"])
        }
    }

    private static func read(
        _ files: CertificateFiles, _ contents: (String) -> [UInt8]?
    ) -> (contents: [String: [UInt8]?], digests: [String: [UInt8]?]) {
        var paths = [files.certificate, files.privateKey]
        if files.clientCertificates != .none {
            paths += (files.clientAuthorities.map { [$0] } ?? []) + files.revocationLists
        }
        var read: [String: [UInt8]?] = [:]
        for path in paths { read[path] = contents(path) }
        return (read, read.mapValues { bytes in bytes.map { Array(SHA256.hash(data: $0)) } })
    }

    // MARK: Expiry

    private func reportExpiry(at now: Date) {
        for (role, left) in material.expiries(at: now) {
            gauge(role, left)
            let level = Self.level(role, left)
            let isDue = state.withLock { state in
                guard let level else {
                    state.lastWarning[role] = nil
                    return false
                }
                if let last = state.lastWarning[role], last.level == level, now.timeIntervalSince(last.at) < Self.day {
                    return false
                }
                state.lastWarning[role] = (level, now)
                return true
            }
            guard isDue, let level else { continue }
            logger.log(
                level: level, left > 0 ? "certificates expire soon: replace the file" : "certificates have expired",
                metadata: ["role": "\(role.rawValue)", "days": "\(Int((left / Self.day).rounded(.down)))"])
        }
    }

    private static let day: TimeInterval = 86_400

    /// A certificate is renewed by people, in days; a list by a program, in hours.
    private static func level(_ role: CertificateRole, _ left: TimeInterval) -> Logger.Level? {
        let (warning, error) = role == .revocationList ? (day, day / 4) : (30 * day, 7 * day)
        return left <= error ? .error : left <= warning ? .warning : nil
    }
}
