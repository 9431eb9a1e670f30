// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Glibc

/// A file that nobody but its owner may read. The database's own companions (`-wal`, `-shm`) are made with its rights.
enum PrivateFile {
    /// The file's rights could not be narrowed.
    struct Fault: Error, CustomStringConvertible {
        let code: Int32
        var description: String {
            "the database's file cannot be made readable for its owner alone (error \(code)): see who owns it"
        }
    }

    /// Makes the file where there is none, and takes away what others may do with it, whatever the process's umask.
    static func prepare(_ path: String) throws(Fault) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, ownerOnly)
        // What cannot be opened at all is for the database to say.
        guard file >= 0 else { return }
        defer { close(file) }
        guard fchmod(file, ownerOnly) == 0 else { throw Fault(code: errno) }
        for companion in [path + "-wal", path + "-shm"] where access(companion, F_OK) == 0 {
            guard chmod(companion, ownerOnly) == 0 else { throw Fault(code: errno) }
        }
    }

    private static let ownerOnly = mode_t(S_IRUSR | S_IWUSR)
}
