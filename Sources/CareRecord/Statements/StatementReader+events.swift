// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    mutating func readEncounter() {
        let kind = CodeableConcept.all(in: value("type")).first ?? value("serviceType").flatMap { CodeableConcept($0) }
        readTitle(kind)
        if title == nil { title = value("class").flatMap { words(of: $0) } }
        readAuthors("participant")
        detail("Class", at: "class")
        detail("Period", at: "period")
        detail("Length", at: "length")
        for place in value("location")?.elements.map({ $0 }) ?? [] {
            detail("Location", name(of: place["location"]))
        }
        detail("Reason", at: "reasonCode")
        detail("Reason", value("reasonReference").flatMap { words(of: $0) })
        detail("Organisation", value("serviceProvider").flatMap { name(of: $0) })
        detail("Admitted from", value("hospitalization.origin").flatMap { name(of: $0) })
        detail("Admission source", at: "hospitalization.admitSource")
        detail("Discharged to", at: "hospitalization.dischargeDisposition")
        readNotes()
        readStatus()
    }

    mutating func readAppointment() {
        let kind = ["appointmentType", "serviceType"].flatMap { CodeableConcept.all(in: value($0)) }.first
        readTitle(kind)
        if title == nil { title = words("description") } else { detail("Description", at: "description") }
        readAuthors("participant")
        detail("Start", at: "start")
        detail("End", at: "end")
        detail("Requested", at: "requestedPeriod")
        detail("Minutes", at: "minutesDuration")
        detail("Reason", at: "reasonCode")
        detail("Comment", at: "comment")
        detail("For the patient", at: "patientInstruction")
        detail("Cancelled because", at: "cancelationReason")
        readStatus()
    }

    mutating func readServiceRequest() {
        let reasons = CodeableConcept.all(in: value("reasonCode"))
        readTitle(resource.code ?? reasons.first)
        if title == nil { title = words("category") }
        readAuthors("requester")
        detail("To", value("performer").flatMap { words(of: $0) })
        detail("To a", at: "performerType")
        detail("Priority", at: "priority")
        detail("Reason", at: "reasonCode")
        detail("Reason", value("reasonReference").flatMap { words(of: $0) })
        detail("Intent", at: "intent")
        detail("Category", at: "category")
        detail("Wanted", choice("occurrence").flatMap { words(of: $0) })
        detail("Requested", at: "authoredOn")
        detail("Body site", at: "bodySite")
        detail("Quantity", choice("quantity").flatMap { words(of: $0) })
        detail("Order details", at: "orderDetail")
        detail("For the patient", at: "patientInstruction")
        for number in resource.identifiers where number.system?.contains("ubrn") == true {
            detail("UBRN", number.value)
        }
        readNotes()
        readStatus()
    }

    mutating func readDocument() {
        let kind = value("type").flatMap { CodeableConcept($0) }
        title = words("description")
        for content in value("content")?.elements.map({ $0 }) ?? [] {
            title = title ?? content["attachment"]?["title"]?.string.flatMap(Self.visible)
            detail("Attachment", content["attachment"].flatMap { words(of: $0) })
        }
        if title == nil { readTitle(kind) } else { detail("Type", kind?.words) }
        readAuthors("author", "authenticator")
        detail("Category", at: "category")
        detail("Date", at: "date")
        detail("Setting", at: "context.practiceSetting")
        detail("Organisation", value("custodian").flatMap { name(of: $0) })
        detail("Document status", at: "docStatus")
        readNotes()
        readStatus()
    }

    mutating func readQuestionnaire() {
        title = words("questionnaire").flatMap { $0.hasPrefix("http") ? nil : $0 }
        readAuthors("author", "source")
        for item in value("item")?.elements.map({ $0 }) ?? [] { readAnswers(item) }
        readStatus()
    }

    /// Questions with their answers, at any depth that the limits of JSON allow.
    private mutating func readAnswers(_ item: JSONValue) {
        let question = item["text"]?.string ?? item["linkId"]?.string ?? "Question"
        for answer in item["answer"]?.elements.map({ $0 }) ?? [] {
            detail(question, Self.choice("value", in: answer).flatMap { words(of: $0) })
            for inner in answer["item"]?.elements.map({ $0 }) ?? [] { readAnswers(inner) }
        }
        for inner in item["item"]?.elements.map({ $0 }) ?? [] { readAnswers(inner) }
    }
}
