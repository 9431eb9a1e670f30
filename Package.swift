// swift-tools-version: 6.2
import PackageDescription

/// What every target of our own is compiled with: a warning is an error, and an import is private unless it says otherwise.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")

/// A target of our own. The list below is in order, from the ground up: a target names only what stands above it.
func layer(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil,
    settings: [SwiftSetting] = settings
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        exclude: [], swiftSettings: settings)
}

let package = Package(
    name: "medical-interoperability-gateway",
    products: [
        .executable(name: "mig", targets: ["mig"]),
        .library(name: "JSON", targets: ["JSON"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    ],
    targets: [
        // One call of the C library that Swift's module of it does not have.
        .target(name: "Allocator"),
        layer("JSON", settings: settings + [.strictMemorySafety()]),
        layer("FHIR", ["JSON"]),
        layer("CareRecord", ["FHIR", "JSON", crypto]),
        layer(
            "Terminology", ["CareRecord", "FHIR", "JSON"],
            resources: [.embedInCode("Resources/dataset-codes.tsv")]),
        layer("Sharing", ["CareRecord", "FHIR", yams]),
        layer("Mapping", ["CareRecord", "FHIR", "JSON"], resources: [.embedInCode("Resources/r4-elements.tsv")]),
        layer(
            "Brokering",
            ["Sharing", "Mapping", "Terminology", "CareRecord", "FHIR", "JSON", crypto, cryptoExtras, logging]),
        layer("Storage", ["Brokering", "Sharing", "CareRecord", "FHIR", grdb]),
        layer("Audit", ["Storage", "Brokering", "Sharing", "CareRecord", "FHIR", grdb]),
        layer(
            "Identity",
            [
                "Sharing", "CareRecord", "FHIR", "JSON", jwt, certificates, asn1, metrics, crypto, cryptoExtras,
                httpClient,
                nioCore, nioPosix, nioSSL, nioHTTP1, logging,
            ]),
        layer(
            "Connectors",
            [
                "Brokering", "Mapping", "Terminology", "CareRecord", "FHIR", "JSON",
                httpClient, nioCore, nioPosix, nioSSL, nioHTTP1, logging,
            ]),
        layer(
            "Web",
            [
                "Brokering", "Identity", "Sharing", "CareRecord", "FHIR", "JSON", hummingbird, hummingbirdCore, nioCore,
                nioSSL, httpTypes, logging, metrics, crypto, lifecycle,
            ],
            resources: [.embedInCode("Resources/viewer.css"), .embedInCode("Resources/record.js")]),
        layer(
            "Simulator",
            [
                "CareRecord", "FHIR", "JSON", hummingbird, nioCore, nioPosix, httpTypes, logging, yams, lifecycle,
                crypto,
            ]),
        .executableTarget(
            name: "mig",
            dependencies: [
                "Allocator",
                "Brokering", "Audit", "Storage", "Identity", "Connectors", "Web", "Simulator", "Terminology", "Sharing",
                "Mapping", "CareRecord", "FHIR", "JSON", arguments, yams, logging, lifecycle, signals, httpClient,
                nioCore,
                nioHTTP1,
            ],
            swiftSettings: settings,
            linkerSettings: [.unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux]))]),
        .executableTarget(
            name: "bench",
            dependencies: [
                "Allocator",
                "Brokering", "Audit", "Storage", "Connectors", "Web", "Simulator", "Terminology", "Sharing", "Mapping",
                "CareRecord", "FHIR",
                "JSON", "Identity", httpClient, nioCore, nioPosix, nioHTTP1, logging, lifecycle, crypto, cryptoExtras,
                hummingbird, httpTypes,
            ], path: "Benchmarks/bench", swiftSettings: settings),

        .target(
            name: "TestSupport",
            dependencies: ["JSON", "FHIR", "CareRecord", certificates, asn1, crypto, cryptoExtras, logging],
            path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("JSON"),
        tests("FHIR", ["JSON"]),
        tests("CareRecord", ["FHIR", "JSON"]),
        tests("Terminology", ["CareRecord", "FHIR", "JSON", "Mapping"]),
        tests("Sharing", ["CareRecord", "FHIR"]),
        tests("Mapping", ["CareRecord", "FHIR", "JSON"]),
        tests("Brokering", ["CareRecord", "FHIR", "JSON", "Sharing", "Terminology", crypto, logging]),
        tests("Storage", ["Brokering", "CareRecord", "FHIR", "JSON", "Sharing", "Terminology", grdb, logging]),
        tests("Audit", ["Brokering", "CareRecord", "FHIR", "Sharing", "Storage", grdb]),
        tests(
            "Identity",
            [
                "Sharing", "CareRecord", "FHIR", "JSON", jwt, certificates, asn1, crypto, cryptoExtras, httpClient,
                nioCore,
                nioPosix,
                nioSSL, nioHTTP1, logging,
            ]),
        tests(
            "Connectors",
            [
                "Brokering", "CareRecord", "FHIR", "JSON", "Simulator", "Mapping", nioCore, nioPosix, nioSSL, logging,
            ]),
        tests("Simulator", ["CareRecord", "FHIR", "JSON", httpClient, nioCore, nioHTTP1]),
        tests(
            "Web",
            [
                "Brokering", "Audit", "Storage", "Identity", "Sharing", "Terminology", "CareRecord", "FHIR", "JSON",
                hummingbird, httpClient,
                nioCore, nioPosix, nioHTTP1, httpTypes, nioSSL, certificates, crypto, logging, lifecycle, metrics,
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "mig", "TestSupport", "Identity", "Brokering", "Sharing", "Storage", "CareRecord", "FHIR", "JSON",
                "Simulator", "Web", "Audit",
                "Connectors", "Terminology", yams,
                httpClient, nioCore, nioPosix, nioHTTP1, nioSSL, logging, lifecycle, crypto,
            ],
            swiftSettings: settings),
        .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: settings),
    ]
)
