// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing

/// The step *decide*: which datasets of which source the requester may see.
struct Decide: Sendable {
    let agreements: [SharingAgreement]

    func decisions(
        for requester: Requester, source: SourceDescription, datasets: [Dataset]
    ) -> [Dataset: SharingDecision] {
        Dictionary(
            uniqueKeysWithValues: datasets.map {
                ($0, decide(requester, controller: source.controller, dataset: $0, under: agreements))
            })
    }
}
