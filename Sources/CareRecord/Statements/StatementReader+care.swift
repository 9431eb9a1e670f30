// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension StatementReader {
    /// A time under the care of a service, with the worker to whom the person is allocated.
    mutating func readEpisode() {
        readTitle(CodeableConcept.all(in: value("type")).first)
        readAuthors("managingOrganization")
        detail("Allocated to", value("careManager").flatMap { name(of: $0) })
        detail("Organisation", value("managingOrganization").flatMap { name(of: $0) })
        detail("Team", value("team").flatMap { words(of: $0) })
        detail("Period", at: "period")
        for diagnosis in value("diagnosis")?.elements.map({ $0 }) ?? [] {
            detail("Diagnosis", name(of: diagnosis["condition"]))
        }
        readNotes()
        readStatus()
        if ["finished", "cancelled"].contains(where: codes("status").contains) { warn("No longer under this care") }
    }

    /// A device that a person has or uses: named by the device, with what is noted of it.
    mutating func readDeviceUse() {
        title = name(of: value("device"))
        readAuthors("source")
        let device = target(value("device"))
        detail("Kind", device?["type"].flatMap { words(of: $0) })
        detail("Since", choice("timing").flatMap { words(of: $0) })
        detail("Place in the body", at: "bodySite")
        detail("Reason", at: "reasonCode")
        detail("Reason", value("reasonReference").flatMap { words(of: $0) })
        for note in device?["note"]?.elements.map({ $0 }) ?? [] { detail("Note", note["text"]?.string) }
        readNotes()
        readStatus()
        if ["completed", "stopped"].contains(where: codes("status").contains) { warn("No longer in use") }
    }
}
