// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `Outcomes and statements` {
    @Test func `have exactly the issue types of R4`() {
        let codes = """
            invalid structure required value invariant security login unknown expired forbidden suppressed processing \
            not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly \
            business-rule conflict transient lock-error no-store exception timeout incomplete throttled informational
            """
        let expected = codes.split(separator: " ").map(String.init)
        #expect(expected.count == 31)
        #expect(OperationOutcome.IssueType.allCases.map(\.rawValue).sorted() == expected.sorted())
    }

    @Test func `write an outcome in FHIR's order`() {
        let issue = OperationOutcome.Issue(
            .warning, .notFound,
            details: CodeableConcept(codings: [Coding(system: "s", code: "c")]), diagnostics: "No \"such\" source.",
            expressions: ["Bundle.entry[0]"], extensions: [["url": "u", "valueInteger": 3]])
        let outcome = OperationOutcome(id: "1", [issue, OperationOutcome.Issue(.fatal, .noStore)])
        #expect(
            outcome.tree.text == #"{"resourceType":"OperationOutcome","id":"1","issue":["#
                + #"{"extension":[{"url":"u","valueInteger":3}],"severity":"warning","code":"not-found","#
                + #""details":{"coding":[{"system":"s","code":"c"}]},"diagnostics":"No \"such\" source.","#
                + #""expression":["Bundle.entry[0]"]},{"severity":"fatal","code":"no-store"}]}"#)
    }

    private var statement: CapabilityStatement {
        get throws {
            CapabilityStatement(
                date: try #require(FHIRDateTime("2024-02-03")),
                implementation: CapabilityStatement.Implementation(description: "Anytown gateway"))
        }
    }

    @Test func `write a statement with no more than R4 requires`() throws {
        #expect(
            try statement.tree.text == #"{"resourceType":"CapabilityStatement","status":"active","date":"2024-02-03","#
                + #""kind":"instance","implementation":{"description":"Anytown gateway"},"fhirVersion":"4.0.1","#
                + #""format":["application/fhir+json"]}"#)
    }

    @Test func `write a whole statement in FHIR's order`() throws {
        var statement = try statement
        statement.id = "i"
        statement.url = "u"
        statement.version = "v"
        statement.name = "n"
        statement.title = "t"
        statement.publisher = "p"
        statement.description = "d"
        statement.software = CapabilityStatement.Software(name: "gateway", version: "1.0")
        statement.implementation.url = "https://h/fhir/R4"
        statement.formats = ["json", "application/fhir+json"]
        statement.rest = [
            CapabilityStatement.REST(
                .server, documentation: "doc", securityServices: [CodeableConcept(codings: [], text: "OAuth")],
                securityDescription: "sd",
                resources: [
                    CapabilityStatement.Resource(
                        "Patient", profile: "pr", supportedProfiles: ["sp"], documentation: "rd",
                        interactions: [.read, .searchType],
                        searchParameters: [
                            CapabilityStatement.SearchParameter(
                                "identifier", .token, definition: "sdf", documentation: "sdoc")
                        ],
                        operations: [CapabilityStatement.Operation("summary", definition: "od", documentation: "odoc")])
                ],
                operations: [CapabilityStatement.Operation("locate", definition: "ld")])
        ]
        let expected = #"""
            {"resourceType":"CapabilityStatement","id":"i","url":"u","version":"v","name":"n","title":"t","status":"active",
            "date":"2024-02-03","publisher":"p","description":"d","kind":"instance","software":{"name":"gateway","version":"1.0"},
            "implementation":{"description":"Anytown gateway","url":"https://h/fhir/R4"},"fhirVersion":"4.0.1",
            "format":["json","application/fhir+json"],"rest":[{"mode":"server","documentation":"doc",
            "security":{"service":[{"text":"OAuth"}],"description":"sd"},"resource":[{"type":"Patient","profile":"pr",
            "supportedProfile":["sp"],"documentation":"rd","interaction":[{"code":"read"},{"code":"search-type"}],
            "searchParam":[{"name":"identifier","definition":"sdf","type":"token","documentation":"sdoc"}],
            "operation":[{"name":"summary","definition":"od","documentation":"odoc"}]}],
            "operation":[{"name":"locate","definition":"ld"}]}]}
            """#
        #expect(statement.tree.text == expected.split(separator: "\n").joined())
    }

    @Test func `use only codes of R4's value sets`() {
        #expect(
            CapabilityStatement.Resource.Interaction.allCases.map(\.rawValue) == [
                "read", "vread", "update", "patch", "delete", "create", "history-instance", "history-type",
                "search-type",
            ])
        #expect(
            CapabilityStatement.SearchParameter.Kind.allCases.map(\.rawValue) == [
                "number", "date", "string", "token", "reference", "composite", "quantity", "uri", "special",
            ])
        #expect(CapabilityStatement.Status.allCases.map(\.rawValue) == ["draft", "active", "retired", "unknown"])
        #expect(CapabilityStatement.REST.Mode.allCases.map(\.rawValue) == ["client", "server"])
    }

    @Test func `name the releases of FHIR`() {
        #expect(R4.fhirVersion == "4.0.1")
        #expect(STU3.fhirVersion == "3.0.2")
    }
}
