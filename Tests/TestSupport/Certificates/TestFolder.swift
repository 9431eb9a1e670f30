// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// Files of certificates that are in memory alone, and can be changed while they are in use.
public final class TestFolder: Sendable {
    private let files: Mutex<[String: [UInt8]]>

    /// The files of a scene: `server.pem`, `server.key`, `authorities.pem`, `list0`, `list1` ….
    public init(_ scene: TestScene) throws { files = Mutex(try Self.files(scene)) }

    public func replace(with scene: TestScene) throws {
        let new = try Self.files(scene)
        files.withLock { $0 = new }
    }

    public subscript(name: String) -> [UInt8]? {
        get { files.withLock { $0[name] } }
        set { files.withLock { $0[name] = newValue } }
    }

    private static func files(_ scene: TestScene) throws -> [String: [UInt8]] {
        var files = [
            "server.pem": Array(try scene.serverPEM().utf8), "server.key": Array(scene.server.key.pem.utf8),
            "authorities.pem": Array(try scene.trustedPEM().utf8),
        ]
        for (place, list) in try scene.listBytes().enumerated() { files["list\(place)"] = list }
        return files
    }
}
