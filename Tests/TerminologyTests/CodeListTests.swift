// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Terminology
import Testing

@Suite struct `The code list` {
    @Test func `that is built in can be read`() {
        let placements = DatasetClassifier.builtIn.place([])
        #expect(placements.isEmpty)
    }

    @Test(arguments: [
        ("sct\t75367003\texaminations\tblood-pressure\tBlood pressure\twhy", "the code 75367003"),
        ("sct\t75367002\texaminations\tblood-pressure\tBlood pressure", "5 columns"),
        ("icd\tI10\tdiagnoses\trecorded-diagnoses\tHypertension\twhy", "the code system icd"),
        ("sct\t75367002\tvitals\tblood-pressure\tBlood pressure\twhy", "the dataset vitals"),
        ("sct\t75367002\tdiagnoses\tblood-pressure\tBlood pressure\twhy", "the section blood-pressure of diagnoses"),
        ("sct\t75367002\tdiagnoses\tcurrent-diagnoses\tBlood pressure\twhy", "the section current-diagnoses of diagnoses"),
        ("sct\t75367002\texaminations\tblood-pressure\t\twhy", "no term or no reason"),
        ("read2\t246..00\texaminations\tblood-pressure\tO/E\twhy", "the code 246..00"),
    ])
    func `says what is wrong with a line`(line: String, found: String) {
        let fault = #expect(throws: CodeTableFault.self) { try DatasetClassifier(codeTable: "# comment\n\n" + line) }
        #expect(fault?.line == 3)
        #expect(fault?.found == found)
    }

    @Test func `names a code once`() {
        let line = "loinc\t8480-6\texaminations\tblood-pressure\tSystolic\twhy\n"
        let fault = #expect(throws: CodeTableFault.self) { try DatasetClassifier(codeTable: line + line) }
        #expect(fault?.found == "the code 8480-6 of loinc a second time")
    }

    @Test func `knows the check digits of SNOMED CT`() {
        for code in ["75367002", "450475007", "1382601000000107", "196411000000103", "22298006", "100005"] {
            #expect(SNOMEDIdentifier.isValid(code), "\(code)")
            let digits = Array(code)
            for place in digits.indices {
                var other = digits
                other[place] = digits[place] == "7" ? "3" : "7"
                #expect(!SNOMEDIdentifier.isValid(String(other)), "one digit changed in \(code) at \(place)")
            }
            for place in digits.indices.dropLast() where digits[place] != digits[place + 1] {
                var other = digits
                other.swapAt(place, place + 1)
                #expect(!SNOMEDIdentifier.isValid(String(other)), "two digits of \(code) swapped at \(place)")
            }
        }
        for text in ["", "1", "75367", "0753670", "7536700x", "1234567890123456789"] {
            #expect(!SNOMEDIdentifier.isValid(text))
        }
    }
}
