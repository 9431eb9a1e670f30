// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Metrics
import Testing

@testable import Web

@Suite struct `Metrics over a socket` {
    typealias API = `The FHIR API over a socket`

    @Test func `count requests, refusals, sources and emergencies, and say nothing of a person`() async throws {
        let metrics = MetricRegister()
        metrics.makeRecorder(
            label: "mig_certificate_expiry_seconds", dimensions: [("role", "server")], aggregate: false
        )
        .record(Int64(86_400))
        let shown = FakeRecordService(.record(SampleRecord.incomplete))
        try await TestGateway.serving(shown, metrics: metrics) { gateway, _ async throws in
            _ = try await gateway.send(API.path)
            _ = try await gateway.send(API.path)
            _ = try await gateway.send("/fhir/R4/Patient/123")
            _ = try await gateway.send("/nowhere/\(SampleRecord.number)")
        }
        try await TestGateway.serving(FakeRecordService(.noRecord), metrics: metrics) { gateway, _ async throws in
            _ = try await gateway.send(API.path)
            let reply = try await gateway.send("/metrics")
            #expect(reply.status == 200)
            #expect(reply["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = reply.body.split(separator: "\n").map(String.init)
            let record = #"route="/fhir/R4/Patient/{nhs-number}/$detailed-care-record""#
            #expect(lines.contains("# TYPE mig_requests_total counter"))
            #expect(lines.contains("mig_requests_total{\(record),status=\"200\"} 2"))
            #expect(lines.contains("mig_requests_total{\(record),status=\"404\"} 1"))
            #expect(lines.contains(#"mig_requests_total{route="none",status="404"} 1"#))
            #expect(lines.contains(#"mig_refusals_total{denial="no-record-can-be-shown"} 1"#))
            #expect(lines.contains("# TYPE mig_certificate_expiry_seconds gauge"))
            #expect(lines.contains(#"mig_certificate_expiry_seconds{role="server"} 86400"#))
            #expect(lines.contains { $0.hasPrefix("mig_sources_total{outcome=") })
            #expect(!reply.body.contains(SampleRecord.number))
        }
    }

    @Test func `are served only where they are kept`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord)) { gateway, _ async throws in
            #expect(try await gateway.send("/metrics").status == 404)
        }
    }

    @Test func `are bounded, and escape what a label holds`() {
        let metrics = MetricRegister()
        for place in 0..<10_000 { metrics.count("mig_test", [("n", "\(place)")]) }
        #expect(metrics.text.split(separator: "\n").count == 4_001)
        let other = MetricRegister()
        other.count("a.b", [("l", "x\"\\\n}")])
        #expect(other.text == "# TYPE a_b counter\na_b{l=\"x\\\"\\\\\\n}\"} 1\n")
    }
}
