// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension FHIRR4Renderer {
    /// The times under a service's care, and devices.
    var community: [JSONTree] { record.episodes.map(episode) + record.devices.flatMap { [device($0), use($0)] } }

    private func episode(_ episode: SimulatedEpisode) -> JSONTree {
        .element([
            "resourceType": "EpisodeOfCare", "id": .string(id("episode-\(episode.key)")),
            "meta": meta("EpisodeOfCare", episode.start), "identifier": identifier("episode-\(episode.key)"),
            "status": .string(episode.end == nil ? "active" : "finished"), "type": .array([concept(episode.kind)]),
            "patient": patientReference, "managingOrganization": organisationReference,
            "period": .element(["start": .string(episode.start.iso), "end": .text(episode.end?.iso)]),
            "careManager": episode.worker.map { .element(["display": .string($0)]) },
        ])
    }

    private func device(_ device: SimulatedDevice) -> JSONTree {
        .element([
            "resourceType": "Device", "id": .string(id("device-\(device.key)")), "meta": meta("Device", device.since),
            "identifier": identifier("device-\(device.key)"), "status": "active",
            "deviceName": .array([.element(["name": .string(device.name), "type": "user-friendly-name"])]),
            "type": concept(device.kind),
            "note": notes("In use since \(device.since.words)." + (device.note.map { " " + $0 } ?? "")),
        ])
    }

    private func use(_ device: SimulatedDevice) -> JSONTree {
        .element([
            "resourceType": "DeviceUseStatement", "id": .string(id("device-use-\(device.key)")),
            "meta": meta("DeviceUseStatement", device.since), "identifier": identifier("device-use-\(device.key)"),
            "status": "active", "subject": patientReference,
            "device": reference("Device", "device-\(device.key)"),
            "reasonReference": device.problem.map { .array([reference("Condition", "condition-\($0)")]) },
        ])
    }
}
