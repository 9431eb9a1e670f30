// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// Makes one fault in a resource, at a place and of a kind that a seed decides.
struct ResourceMutation {
    private var state: UInt64
    private var remaining = 0
    private var fault = 0

    /// How many kinds of fault there are.
    private static let faults = 10

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

    private mutating func random(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(1, bound)))
    }

    /// The bytes of the resource with its fault.
    mutating func bytes(of resource: JSONValue) -> [UInt8] {
        remaining = random(Self.size(resource))
        fault = random(Self.faults)
        return changed(resource).bytes
    }

    private static func size(_ value: JSONValue) -> Int {
        value.members.reduce(0) { $0 + 1 + size($1.value) } + value.elements.reduce(0) { $0 + 1 + size($1) }
    }

    private mutating func changed(_ value: JSONValue) -> JSONTree {
        switch value.kind {
        case .object:
            var result = JSONObject()
            for member in value.members {
                let isHere = remaining == 0 && member.name != "resourceType"
                remaining -= 1
                if !isHere {
                    result[member.name] = changed(member.value)
                } else if fault == 0 {
                    continue
                } else if fault == 1 {
                    result[member.name + "Renamed"] = .value(member.value)
                } else {
                    result[member.name] = faulty(member.value)
                }
            }
            return .object(result)
        case .array:
            var result: [JSONTree] = []
            for element in value.elements {
                let isHere = remaining == 0
                remaining -= 1
                if !isHere { result.append(changed(element)) } else if fault > 1 { result.append(faulty(element)) }
            }
            return .array(result)
        default: return .value(value)
        }
    }

    private func faulty(_ value: JSONValue) -> JSONTree {
        switch fault {
        case 2: .null
        case 3: .string("")
        case 4: [.value(value)]
        case 5: ["unexpected": .value(value)]
        case 6: value.kind == .string ? 17 : .string("not what it was")
        case 7: .string(" two  spaces\u{1}")
        case 8: value.elements.first { _ in true }.map { .value($0) } ?? [:]
        default: .boolean(true)
        }
    }
}
