// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import Crypto
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import NIOSSL
import Simulator
import TestSupport

/// The built program as `mig serve --config FILE` runs it: over TLS, with an authorization server's keys, consumers and a register, in front
/// of simulated sources. Certificates are made for the run.
struct ServedGateway: Sendable {
    let port: Int
    let folder: String
    /// The certificates of the run; that of its client is the ward's.
    let scene: TestScene
    /// The registered system `ward`.
    let ward: Client

    /// What a client shows. It is made once: a certificate that is signed again is another one.
    struct Client: Sendable {
        let chain: [[UInt8]]
        let key: TestKey

        init(_ scene: TestScene) throws {
            chain = try scene.chain()
            key = scene.client.key
        }
    }

    var configurationFile: String { folder + "/gateway.yaml" }

    static func serving(_ test: @escaping @Sendable (ServedGateway) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "/mig-serve-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder + "/agreements", withIntermediateDirectories: true)
        defer { WrittenFiles.end(folder) }
        let now = Date()
        let scene = try TestScene(now: now)
        let ward = try Client(scene)
        let today = RecordDay(secondsSince1970: Int(now.timeIntervalSince1970))
        var world = SimulatedWorld()
        world.addDemonstration(DemonstrationPeople.all(on: today), on: today)
        // It stands in the place of a source of record files, which no test has beside it.
        world.add(KeySetService(), as: .records(.fhirR4), path: "/keys")
        try await world.run { addresses in
            try write(addresses, scene, to: folder)
            try await run(folder) { port in
                try await test(ServedGateway(port: port, folder: folder, scene: scene, ward: ward))
            }
        }
    }

    // MARK: Asking

    /// A token of a doctor that is accepted now, on the ward's connections; a test spoils one thing.
    func token(_ spoil: (inout TokenDraft) -> Void = { _ in }) throws -> String {
        var draft = TokenDraft(id: UUID().uuidString)
        let now = Int(Date().timeIntervalSince1970)
        draft.claim("iat", "\(now)")
        draft.claim("exp", "\(now + 240)")
        let thumbprint = SHA256.hash(data: ward.chain.first ?? [])
        draft.claim("cnf", #"{"x5t#S256":"\#(TestKeys.base64URL(thumbprint))"}"#)
        spoil(&draft)
        return draft.text
    }

    /// Asks over TLS, with a certificate or without.
    func send(
        _ path: String, as client: Client?, token: String? = nil, body: String? = nil
    ) async throws -> Reply {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates([try NIOSSLCertificate(bytes: try scene.root.der(), format: .der)])
        if let client {
            tls.certificateChain = try client.chain.map {
                .certificate(try NIOSSLCertificate(bytes: $0, format: .der))
            }
            tls.privateKey = .privateKey(
                try NIOSSLPrivateKey(bytes: Array(client.key.pem.utf8), format: .pem))
        }
        let http = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: HTTPClient.Configuration(tlsConfiguration: tls))
        var request = HTTPClientRequest(url: "https://localhost:\(port)" + path)
        if let token { request.headers.add(name: "Authorization", value: "Bearer " + token) }
        if let body {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/fhir+json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let start = ContinuousClock.now
        do {
            let response = try await http.execute(request, timeout: .seconds(60))
            let bytes = try await response.body.collect(upTo: 1 << 26)
            try await http.shutdown()
            return Reply(
                status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
                bytes: Array(bytes.readableBytesView), elapsed: .now - start)
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    // MARK: Running

    /// Runs the program until the test is done, and waits until it has ended as it was told.
    private static func run(_ folder: String, _ test: (Int) async throws -> Void) async throws {
        let process = Process()
        process.executableURL = `The whole gateway`.`The command line`.program
        process.arguments = ["serve", "--config", folder + "/gateway.yaml"]
        let log = folder + "/log"
        _ = FileManager.default.createFile(atPath: log, contents: Data())
        process.standardError = FileHandle(forWritingAtPath: log)
        let pipe = Pipe()
        process.standardOutput = pipe
        let (pieces, said) = AsyncStream<Data>.makeStream()
        pipe.fileHandleForReading.readabilityHandler = { said.yield($0.availableData) }
        let (endings, ended) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
            ended.yield($0.terminationStatus)
            ended.finish()
            said.finish()
        }
        try process.run()
        var failure: (any Error)?
        do {
            guard let port = await port(in: pieces) else {
                let errors = FileManager.default.contents(atPath: log) ?? Data()
                throw RunningDemonstration.Missing(
                    "the gateway did not start: " + String(decoding: errors, as: UTF8.self))
            }
            try await test(port)
        } catch { failure = error }
        pipe.fileHandleForReading.readabilityHandler = nil
        process.terminate()
        for await status in endings where status != 0 && failure == nil {
            failure = RunningDemonstration.Missing("the gateway ended with status \(status)")
        }
        if let failure { throw failure }
    }

    /// The port in the line that says where it serves.
    private static func port(in pieces: AsyncStream<Data>) async -> Int? {
        var text = ""
        for await piece in pieces {
            text += String(decoding: piece, as: UTF8.self)
            guard let end = text.firstIndex(of: "\n") else { continue }
            return text[..<end].split(separator: ":").last.flatMap { Int($0) }
        }
        return nil
    }

    // MARK: Its files

    private static func write(
        _ addresses: SimulatedWorld.Addresses, _ scene: TestScene, to folder: String
    ) throws {
        let files = try TestFolder(scene)
        for name in ["server.pem", "server.key", "authorities.pem", "list0", "list1"] {
            try write(Data(files[name] ?? []), to: folder + "/" + name)
        }
        try write(Data(repeating: 7, count: 32), to: folder + "/secret")
        try MadeUpSets.write(to: URL(fileURLWithPath: folder + "/sets"))
        try write(Data(agreement.utf8), to: folder + "/agreements/anytown.yaml")
        try write(Data(configuration(addresses).utf8), to: folder + "/gateway.yaml")
    }

    private static func write(_ data: Data, to path: String) throws { try data.write(to: URL(fileURLWithPath: path)) }

    private static func configuration(_ addresses: SimulatedWorld.Addresses) -> String {
        func address(_ name: SimulatedServiceName) -> String { addresses[name]?.baseURL ?? "" }
        return """
            gateway:
              port: 0
              deadline: 30s
              audit: audit.sqlite
              register: register.sqlite
              identifierSecret: secret
              logLevel: notice
            demographics:
              url: \(address(.demographics))
              timeLimit: 20s
            locator:
              url: \(address(.locator))
              timeLimit: 20s
            terminology:
              sensitiveSets: sets
            sources:
              - id: anytown
                kind: gp-connect
                organisation: { odsCode: Z99001, name: Anytown Surgery }
                url: \(address(.source(.anytownSurgery)))
                timeLimit: 25s
            agreements: agreements
            tls:
              certificate: server.pem
              privateKey: server.key
              clientAuthorities: authorities.pem
              revocationLists: [list0, list1]
              clientCertificates: optional
            tokens:
              issuer: \(TokenDraft.issuer)
              audience: \(TokenDraft.audience)
              keySet: \(address(.records(.fhirR4)))
              rsaAlgorithm: PS256
            consumers:
              - id: ward
                name: Ward
                organisation: RXX01
                otherOrganisations: [RXX02]
                certificateNames: [\(TestScene.clientName)]
                clientID: ward-app
              - id: surgery
                name: Surgery
                organisation: RXX03
                certificateNames: [surgery.example]
                clientID: surgery-app
            """
    }

    static let agreement = """
        agreement: anytown
        version: 1
        title: Anytown shares with two hospitals
        controller: Z99001
        validFrom: 2020-01-01
        signatories:
          - name: A. Manager
            capacity: practice manager
            organisation: Z99001
            signedOn: 2019-12-15
        clauses:
          - clause: hospitals
            consumers:
              - organisation: RXX01
              - organisation: RXX02
            roles: [doctor]
            purposes: [TREAT]
            datasets: [demographics, problems, medication, risks]
            relationship: not-required
        """
}

/// An authorization server, as far as its published keys.
private struct KeySetService: SimulatedService {
    func respond(to request: SimulatedRequest) -> SimulatedResponse {
        SimulatedResponse(contentType: "application/json", body: TestKeys.published)
    }

    func refusal(of request: SimulatedRequest) -> SimulatedResponse { SimulatedResponse(status: 403, body: []) }
}
