// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

/// The gateway as the author of its documents.
enum GatewayDevice {
    static let reference = "Device/gateway"
    static let resource: JSONTree = [
        "resourceType": "Device", "id": "gateway",
        "deviceName": [["name": "Medical Interoperability Gateway", "type": "user-friendly-name"]],
    ]
}
