// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import JSON
import Testing

@testable import Connectors

@Suite struct `The parameters of GP Connect` {
    @Test func `ask for every clinical area, with what has ended and was not given`() throws {
        let parameters = StructuredRecordParameters(
            number: try NHSNumber(TestSource.number), areas: StructuredRecordArea.areas(for: Set(Dataset.held)))
        let expected = """
            {"resourceType":"Parameters","parameter":[{"name":"patientNHSNumber","valueIdentifier":\
            {"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}},{"name":"includeAllergies","part":\
            [{"name":"includeResolvedAllergies","valueBoolean":true}]},{"name":"includeMedication","part":\
            [{"name":"includePrescriptionIssues","valueBoolean":true}]},{"name":"includeConsultations"},\
            {"name":"includeProblems"},{"name":"includeImmunisations","part":[{"name":"includeNotGiven",\
            "valueBoolean":true}]},{"name":"includeUncategorisedData"},{"name":"includeInvestigations"},\
            {"name":"includeReferrals"},{"name":"includeDiaryEntries"}]}
            """
        #expect(parameters.tree.text == expected)
    }

    @Test(arguments: [Dataset.medication, .risks, .summary])
    func `always ask for allergies and alerts with medicines and risks`(dataset: Dataset) {
        let areas = StructuredRecordArea.areas(for: [dataset])
        #expect(areas.contains(.allergies))
        #expect(areas.contains(.uncategorised))
        #expect(areas.contains(.problems))
    }

    @Test(arguments: Dataset.allCases)
    func `ask for the areas where a dissent may stand, whatever else is wanted`(dataset: Dataset) throws {
        let parameters = StructuredRecordParameters(
            number: try NHSNumber(TestSource.number), areas: StructuredRecordArea.areas(for: [dataset]))
        for name in ["includeUncategorisedData", "includeProblems"] {
            #expect(parameters.tree.text.contains(#"{"name":"\#(name)"}"#))
        }
    }

    @Test func `ask for nothing but the person's wishes when only demographics are wanted`() {
        #expect(StructuredRecordArea.areas(for: [.demographics]) == [.problems, .uncategorised])
    }

    @Test func `ask for what examinations may stand among, and no medicines`() {
        #expect(StructuredRecordArea.areas(for: [.examinations]) == [.problems, .uncategorised, .investigations])
    }

    @Test func `have an area for every dataset with content`() {
        for dataset in Dataset.held where dataset != .demographics {
            #expect(!StructuredRecordArea.areas(for: [dataset]).isEmpty, "\(dataset)")
        }
    }
}
