// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// What the gateway is measured against, where this machine has it.
struct Yardsticks {
    /// The Python interpreter that has aiohttp and HealthChain (`scripts/bench` makes its environment).
    let python = ProcessInfo.processInfo.environment["MIG_BENCH_PYTHON"] ?? ".cache/venv-bench/bin/python"
    private let folder = "Benchmarks/yardsticks"

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    func concatenatingInPython(_ ports: some Collection<Int>) throws -> ChildProcess {
        try script("concatenate_aiohttp.py", ports)
    }

    func mergingInPython(_ ports: some Collection<Int>) throws -> ChildProcess {
        try script("merge_healthchain.py", ports)
    }

    private func script(_ name: String, _ ports: some Collection<Int>) throws -> ChildProcess {
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw Missing(description: "no Python environment (\(python))")
        }
        return try ChildProcess(python, [folder + "/" + name] + ports.map(String.init))
    }

    /// nginx in front of one source, keeping its connections open.
    func proxyPassing(to port: Int) throws -> ChildProcess {
        guard FileManager.default.isExecutableFile(atPath: "/usr/sbin/nginx") else {
            throw Missing(description: "nginx is not installed (apt-get install nginx-light)")
        }
        return try ChildProcess("/bin/bash", [folder + "/pass_nginx", String(port)])
    }
}
