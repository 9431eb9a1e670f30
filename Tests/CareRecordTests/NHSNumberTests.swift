// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

@Suite struct `An NHS number` {
    @Test(arguments: ["9990000018", "9434765919", "999 000 0018", "943-476-5919"])
    func `is read with a valid check digit, grouped or not`(text: String) throws {
        let number = try NHSNumber(text)
        #expect(number.disclosed == text.filter(\.isNumber))
    }

    @Test(arguments: ["", "943476591", "94347659190", "943476591A", "９４３４７６５９１９", "943 4765919", "943-476 5919"])
    func `that has not ten digits is malformed`(text: String) {
        #expect(throws: NHSNumber.Fault.malformed) { try NHSNumber(text) }
    }

    @Test(arguments: ["9434765910", "1234567890", "0123456780"])
    func `with a wrong check digit says so`(text: String) {
        #expect(throws: NHSNumber.Fault.wrongCheckDigit) { try NHSNumber(text) }
    }

    @Test func `refuses every change of a single digit`() throws {
        let valid = Array("9434765919")
        for place in valid.indices {
            for digit in "0123456789" where digit != valid[place] {
                var changed = valid
                changed[place] = digit
                #expect(throws: NHSNumber.Fault.wrongCheckDigit) { try NHSNumber(String(changed)) }
            }
        }
    }

    @Test func `is read by people in groups of three, three and four`() throws {
        #expect(try NHSNumber("9434765919").grouped == "943 476 5919")
    }

    @Test func `is never printed by accident`() throws {
        let number = try NHSNumber("9434765919")
        var dumped = ""
        dump(number, to: &dumped)
        for text in ["\(number)", String(describing: number), String(reflecting: number), "\([number])", dumped] {
            #expect(!text.contains("943"))
        }
    }
}

@Suite struct `A confidential value` {
    @Test func `shows nothing of itself in any description`() {
        let value = Confidential("canary-5823")
        var dumped = ""
        dump(value, to: &dumped)
        for text in ["\(value)", String(reflecting: value), "\([value])", dumped] { #expect(!text.contains("canary")) }
        #expect(value.disclosed == "canary-5823")
    }
}
