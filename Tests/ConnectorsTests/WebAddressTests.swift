// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

@testable import Connectors

@Suite struct `Reading web addresses` {
    @Test(arguments: [
        ("https://source.example", "https://source.example/", "/"),
        ("HTTPS://Source.Example/fhir/", "https://source.example/fhir/", "/fhir/"),
        ("https://source.example:443/a?b=c", "https://source.example/a?b=c", "/a?b=c"),
        ("https://source.example:8443/a", "https://source.example:8443/a", "/a"),
        ("http://127.0.0.1:80?x=1", "http://127.0.0.1/?x=1", "/?x=1"),
        ("https://[2001:DB8::1]:444/a", "https://[2001:db8::1]:444/a", "/a"),
        ("https://source.example/P?identifier=a|b", "https://source.example/P?identifier=a%7Cb", "/P?identifier=a%7Cb"),
    ])
    func `reads a plain address`(text: String, whole: String, target: String) throws {
        let address = try #require(WebAddress(text))
        #expect(address.text == whole)
        #expect(address.target == target)
    }

    @Test(arguments: [
        "", "source.example", "//source.example/", "ftp://source.example/", "file:///etc/passwd",
        "gopher://source.example/", "https:/source.example", "https:///fhir", "https://user@source.example/",
        "https://source.example@evil.example/", "https://source.example\\@evil.example/", "https://source.example:/",
        "https://source.example:0/", "https://source.example:65536/", "https://source.example:80a/",
        "https://source.example./", "https://.source.example/", "https://source..example/",
        "https://sourc\u{0435}.example/", "https://source.example/a b", "https://source.example/\u{7}",
        "https://source.example/a#b", "https://source%2Eexample/", "https://[::1/", "https://[::1%25eth0]/",
        "https://source.example/\r\nHost:evil",
    ])
    func `refuses what is not plainly an address`(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test(arguments: [
        "https://source.example.evil/fhir", "https://source.exampl/fhir", "http://source.example/fhir",
        "https://source.example:8443/fhir", "https://source.example./fhir", "https://evil.example/source.example/fhir",
        "https://source.example@evil.example/fhir", "//evil.example/fhir", "///evil.example/fhir", "/\\evil.example",
        "https://169.254.169.254/latest/meta-data", "https://localhost/", "https://2130706433/",
        "https://xn--surce-jua.example/fhir", "javascript:alert(1)", "fhir?page=2", "?page=2", "",
    ])
    func `follows no link to another origin`(link: String) throws {
        let address = try #require(WebAddress("https://source.example/fhir"))
        #expect(address.following(link) == nil)
    }

    @Test(arguments: [
        ("https://source.example/fhir?page=2", "/fhir?page=2"), ("https://SOURCE.example:443/x", "/x"),
        ("HTTPS://source.example?_getpages=1", "/?_getpages=1"), ("/fhir?page=3", "/fhir?page=3"),
    ])
    func `follows a link on its own origin`(link: String, target: String) throws {
        let address = try #require(WebAddress("https://source.example/fhir"))
        #expect(address.following(link)?.target == target)
        #expect(address.following(link)?.origin == address.origin)
    }

    @Test func `appends paths and escapes queries`() throws {
        let address = try #require(WebAddress("https://source.example/fhir/"))
        #expect(address.appending("Patient/_search").target == "/fhir/Patient/_search")
        let search = address.appending("Patient", query: [("identifier", "https://fhir.nhs.uk/Id/nhs-number|1 é")])
        #expect(search.target == "/fhir/Patient?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C1%20%C3%A9")
    }

    @Test func `goes through the Spine proxy with the provider's whole address as the path`() throws {
        let proxy = try #require(WebAddress("https://proxy.example"))
        let provider = try #require(WebAddress("https://provider.example/A12345/STU3/1/gpconnect/structured/fhir"))
        let expected = "https://proxy.example/https://provider.example/A12345/STU3/1/gpconnect/structured/fhir"
        #expect(provider.throughSpineProxy(proxy).text == expected)
    }

    @Test func `prints nothing but the origin`() throws {
        let address = try #require(WebAddress("https://source.example/Patient/9990000018"))
        #expect("\(address)" == "https://source.example/<redacted>")
    }

    @Test(arguments: [
        ("http://127.0.0.1/", true), ("http://127.8.9.10/", true), ("http://localhost/", true), ("http://[::1]/", true),
        ("http://127.0.0.1.evil.example/", false), ("http://localhost.evil.example/", false),
        ("http://10.0.0.1/", false),
    ])
    func `knows the loopback`(text: String, isLoopback: Bool) throws {
        #expect(try #require(WebAddress(text)).origin.isLoopback == isLoopback)
    }
}
