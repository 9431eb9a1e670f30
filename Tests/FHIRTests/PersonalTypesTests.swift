// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@Suite struct `FHIR elements about a person` {
    @Test func `give every part of a name`() throws {
        let name = try #require(
            HumanName(
                try json(
                    #"""
                    {"use":"official","text":"Mrs Jane Ann Smith MBE","family":"Smith","given":["Jane","Ann"],"prefix":["Mrs"],
                     "suffix":["MBE"],"period":{"start":"2010-05-01"}}
                    """#)))
        #expect(name.use == "official")
        #expect(name.text == "Mrs Jane Ann Smith MBE")
        #expect(name.family == "Smith")
        #expect(name.given == ["Jane", "Ann"])
        #expect(name.prefix == ["Mrs"])
        #expect(name.suffix == ["MBE"])
        #expect(name.period?.start?.text == "2010-05-01")
        #expect(name.words == "SMITH, Jane Ann (Mrs)")
    }

    @Test(
        arguments: [
            (#"{"family":"O'Neill","given":["Seán"],"prefix":["Mr"]}"#, "O'NEILL, Seán (Mr)"),
            (#"{"family":"Weiß"}"#, "WEISS"), (#"{"given":["Cher"]}"#, "Cher"),
            (#"{"given":["Cher"],"prefix":["Ms"]}"#, "Cher (Ms)"),
            (#"{"family":"van der Berg","given":["Jan","",null]}"#, "VAN DER BERG, Jan"),
            (#"{"family":" ","given":[],"text":"Jane Smith"}"#, "Jane Smith"),
            (#"{"prefix":["Dr"],"text":"Dr Who"}"#, "Dr Who"),
            (#"{"family":"Smith","prefix":["Prof","Dr"]}"#, "SMITH (Prof Dr)"), (#"{"text":" "}"#, nil), ("{}", nil),
        ] as [(String, String?)])
    func `write a name as NHS pages do`(_ text: String, _ words: String?) throws {
        #expect(try #require(HumanName(try json(text))).words == words)
    }

    @Test func `give every part of an address`() throws {
        let address = try #require(
            Address(
                try json(
                    #"""
                    {"use":"home","type":"both","text":"t","line":["1 High Street",null,"Flat 2"],"city":"Leeds","district":"Yorks",
                     "state":"England","postalCode":"LS1 1AA","country":"GBR","period":{"end":"2020"}}
                    """#)))
        #expect(address.use == "home")
        #expect(address.type == "both")
        #expect(address.text == "t")
        #expect(address.lines == ["1 High Street", "Flat 2"])
        #expect([address.city, address.district, address.state] == ["Leeds", "Yorks", "England"])
        #expect([address.postalCode, address.country] == ["LS1 1AA", "GBR"])
        #expect(address.period?.end?.text == "2020")
        #expect(address.words == "1 High Street, Flat 2, Leeds, Yorks, England, LS1 1AA, GBR")
    }

    @Test(
        arguments: [
            (#"{"line":["","1 High Street"," "],"postalCode":"LS1 1AA"}"#, "1 High Street, LS1 1AA"),
            (#"{"text":"No fixed abode"}"#, "No fixed abode"), (#"{"text":""}"#, nil), ("{}", nil),
        ] as [(String, String?)])
    func `write an address on one line`(_ text: String, _ words: String?) throws {
        #expect(try #require(Address(try json(text))).words == words)
    }

    @Test func `give every part of a contact point`() throws {
        let point = try #require(
            ContactPoint(
                try json(
                    #"{"system":"phone","value":"01632 960001","use":"home","rank":1,"period":{"start":"2024-01"}}"#)))
        #expect([point.system, point.value, point.use] == ["phone", "01632 960001", "home"])
        #expect(point.rank == 1)
        #expect(point.period?.start?.precision == .month)
        #expect(point.words == "01632 960001 (phone, home)")
    }

    @Test(
        arguments: [
            (#"{"value":"a@b.example","system":"email"}"#, "a@b.example (email)"), (#"{"value":"x"}"#, "x"),
            (#"{"value":441632960001,"use":"work"}"#, "441632960001 (work)"), (#"{"system":"phone"}"#, nil),
            (#"{"value":""}"#, nil),
        ] as [(String, String?)])
    func `write a contact point with its kind`(_ text: String, _ words: String?) throws {
        #expect(try #require(ContactPoint(try json(text))).words == words)
    }

    @Test(
        arguments: [
            (#"{"start":"2024-02-03","end":"2024-03"}"#, "03-Feb-2024 to Mar-2024"),
            (#"{"start":"2024-02-03T10:00:00Z"}"#, "from 03-Feb-2024"),
            (#"{"end":"2024"}"#, "until 2024"), (#"{"start":"last year","end":"2024"}"#, "last year to 2024"),
            ("{}", nil),
        ] as [(String, String?)])
    func `write a period as days`(_ text: String, _ words: String?) throws {
        #expect(try #require(Period(try json(text))).words == words)
    }

    @Test func `keep what is no date as written`() throws {
        let period = try #require(Period(try json(#"{"start":"03/02/2024","end":"2024-02-30"}"#)))
        #expect(period.startText == "03/02/2024")
        #expect(period.start == nil)
        #expect(period.endText == "2024-02-30")
        #expect(period.end == nil)
    }

    @Test(arguments: ["null", "[]", #""text""#, "1"]) func `are objects`(_ text: String) throws {
        let value = try json(text)
        #expect(HumanName(value) == nil)
        #expect(Address(value) == nil)
        #expect(ContactPoint(value) == nil)
        #expect(Period(value) == nil)
    }
}
